/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COUNTER_SETTINGS_WINDOW (rambla_counter_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCounterSettingsWindow,
                      rambla_counter_settings_window,
                      RAMBLA,
                      COUNTER_SETTINGS_WINDOW,
                      AdwWindow)

/**
 * rambla_counter_settings_window_new:
 *
 * What the merchant lets counters do: accept offline, up to which amount, and how long a redemption can be
 * taken back; and who bears it when a voucher was accepted twice. Signal `saved`: they were changed.
 */
GtkWidget *rambla_counter_settings_window_new (GtkWindow *parent, RamblaApi *api, const char *store_id);

G_END_DECLS
