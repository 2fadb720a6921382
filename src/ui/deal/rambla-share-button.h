/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SHARE_BUTTON (rambla_share_button_get_type ())
G_DECLARE_FINAL_TYPE (RamblaShareButton, rambla_share_button, RAMBLA, SHARE_BUTTON, AdwBin)

/**
 * rambla_share_button_new:
 *
 * Passes an offer on: its link as a QR code, to copy and by mail. Who is signed in gets a link of their own,
 * so that the trail of what is bought by it begins with it.
 *
 * Returns: (transfer floating): a button for a header bar; insensitive until it has an offer
 */
GtkWidget *rambla_share_button_new (RamblaClient *client);

/** rambla_share_button_set_deal: what is shared. */
void rambla_share_button_set_deal (RamblaShareButton *self, RamblaDeal *deal);

G_END_DECLS
