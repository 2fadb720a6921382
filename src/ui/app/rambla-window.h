/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-comparison.h"
#include "rambla-purchase-watch.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_WINDOW (rambla_window_get_type ())
G_DECLARE_FINAL_TYPE (RamblaWindow, rambla_window, RAMBLA, WINDOW, AdwApplicationWindow)

/** rambla_window_new: the consumer's window on one platform; shows how connecting goes, then the pages. */
GtkWidget *rambla_window_new (GtkApplication *application, RamblaClient *client);

/** rambla_window_get_client: the platform that it shows. */
RamblaClient *rambla_window_get_client (RamblaWindow *self);

/** rambla_window_get_watch: what stays with purchases whose page was left. */
RamblaPurchaseWatch *rambla_window_get_watch (RamblaWindow *self);

/** rambla_window_get_comparison: (transfer none): the offers that were chosen for comparing. */
RamblaComparison *rambla_window_get_comparison (RamblaWindow *self);

/** rambla_window_refresh_purchases: something was bought; wallet and orders look again. */
void rambla_window_refresh_purchases (RamblaWindow *self);

/** rambla_window_toast: says @message for a moment, over whatever page is seen. */
void rambla_window_toast (RamblaWindow *self, const char *message);

/** rambla_window_show_page: goes to one of the main pages: explore, wallet, orders, account. */
void rambla_window_show_page (RamblaWindow *self, const char *name);

G_END_DECLS
