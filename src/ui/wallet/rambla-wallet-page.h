/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_WALLET_PAGE (rambla_wallet_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaWalletPage, rambla_wallet_page, RAMBLA, WALLET_PAGE, AdwBin)

/**
 * rambla_wallet_page_new:
 * @api: (nullable): for claiming gifts
 * @zone: the time zone of the platform's town
 *
 * The vouchers as tickets, the next one first: a column in a narrow window, a grid in a wide one.
 */
GtkWidget *rambla_wallet_page_new (RamblaApi *api, RamblaWallet *wallet, GTimeZone *zone);

G_END_DECLS
