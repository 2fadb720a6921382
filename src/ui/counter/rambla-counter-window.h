/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COUNTER_WINDOW (rambla_counter_window_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCounterWindow,
                      rambla_counter_window,
                      RAMBLA,
                      COUNTER_WINDOW,
                      AdwApplicationWindow)

/** rambla_counter_window_new: the merchant's window on one platform: asks for the store first, then takes
 * scans. */
GtkWidget *rambla_counter_window_new (GtkApplication *application, RamblaClient *client);

G_END_DECLS
