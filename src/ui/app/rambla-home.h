/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-follows.h"
#include "rambla-order-list.h"
#include "rambla-saved.h"
#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_HOME (rambla_home_get_type ())
G_DECLARE_FINAL_TYPE (RamblaHome, rambla_home, RAMBLA, HOME, AdwBin)

/** rambla_home_new: the consumer's main pages beside (or, in a narrow window, above) the rail that changes
 * between them. @zone: the time zone of the platform's town. */
GtkWidget *rambla_home_new (RamblaClient *client,
                            RamblaSaved *saved,
                            RamblaFollows *follows,
                            RamblaWallet *wallet,
                            RamblaOrderList *orders,
                            GTimeZone *zone);

/** rambla_home_show: goes to the page of this name: explore, saved, wallet, orders, account. */
void rambla_home_show (RamblaHome *self, const char *name);

G_END_DECLS
