/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_WHY_WINDOW (rambla_why_window_get_type ())
G_DECLARE_FINAL_TYPE (RamblaWhyWindow, rambla_why_window, RAMBLA, WHY_WINDOW, AdwWindow)

/** rambla_why_window_has: whether @deal came with the platform's reasons for where it stands. */
gboolean rambla_why_window_has (RamblaDeal *deal);

/**
 * rambla_why_window_new:
 * @parent: the window that the offer is seen in
 * @deal: an offer for which rambla_why_window_has() is so
 *
 * Says in plain words why the offer is where it is in the list: all of it.
 */
GtkWidget *rambla_why_window_new (GtkWindow *parent, RamblaDeal *deal);

G_END_DECLS
