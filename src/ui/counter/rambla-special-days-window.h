/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SPECIAL_DAYS_WINDOW (rambla_special_days_window_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSpecialDaysWindow,
                      rambla_special_days_window,
                      RAMBLA,
                      SPECIAL_DAYS_WINDOW,
                      AdwWindow)

/** rambla_special_days_window_new: on which dates the store is open at other hours than its week says. What
 * is added or removed is kept by the platform at once, and everybody sees it. */
GtkWidget *rambla_special_days_window_new (GtkWindow *parent, RamblaApi *api, const char *store_id);

G_END_DECLS
