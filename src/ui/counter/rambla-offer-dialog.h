/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-counter.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_OFFER_DIALOG (rambla_offer_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOfferDialog, rambla_offer_dialog, RAMBLA, OFFER_DIALOG, AdwMessageDialog)

/**
 * rambla_offer_dialog_new:
 * @parent: the window
 * @offer: as it is; needed only during the call
 *
 * Asks a merchant for price, stock and whether an offer is on sale. Its response is "save" or "cancel".
 */
GtkWidget *rambla_offer_dialog_new (GtkWindow *parent, const RamblaCounterDeal *offer);

/** rambla_offer_dialog_get_change: (out caller-allocates): what is wanted. */
void rambla_offer_dialog_get_change (RamblaOfferDialog *self, RamblaCounterChange *change);

G_END_DECLS
