/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CLAIM_SHEET (rambla_claim_sheet_get_type ())
G_DECLARE_FINAL_TYPE (RamblaClaimSheet, rambla_claim_sheet, RAMBLA, CLAIM_SHEET, AdwWindow)

/**
 * rambla_claim_sheet_new:
 * @parent: the window that it lies over
 * @zone: the town's
 *
 * Takes a gift: its link or code is typed or pasted, what it is shown, and then it is claimed.
 */
GtkWidget *rambla_claim_sheet_new (GtkWindow *parent, RamblaApi *api, RamblaWallet *wallet, GTimeZone *zone);

G_END_DECLS
