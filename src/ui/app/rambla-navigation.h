/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_NAVIGATION (rambla_navigation_get_type ())
G_DECLARE_FINAL_TYPE (RamblaNavigation, rambla_navigation, RAMBLA, NAVIGATION, AdwBin)

/**
 * RamblaNavigation:
 *
 * A stack of pages of which the last one is seen; older ones keep their state. Actions: `navigation.back`;
 * Alt+Left, Escape and swiping go back too. Pages are added by whoever opens them and removed when one goes
 * back.
 */

/** rambla_navigation_push: shows @page over the present one. */
void rambla_navigation_push (RamblaNavigation *self, GtkWidget *page);

/** rambla_navigation_pop: goes back by one page; does nothing on the first. */
void rambla_navigation_pop (RamblaNavigation *self);

/** rambla_navigation_pop_to_root: goes back to the first page. */
void rambla_navigation_pop_to_root (RamblaNavigation *self);

/** rambla_navigation_get_visible: (transfer none) (nullable): the page on top. */
GtkWidget *rambla_navigation_get_visible (RamblaNavigation *self);

/** rambla_navigation_of: (transfer none) (nullable): the navigation that @widget is in. */
RamblaNavigation *rambla_navigation_of (GtkWidget *widget);

G_END_DECLS
