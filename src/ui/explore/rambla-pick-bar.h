/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_PICK_BAR (rambla_pick_bar_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPickBar, rambla_pick_bar, RAMBLA, PICK_BAR, AdwBin)

/**
 * rambla_pick_bar_new:
 *
 * What lies over the map while somebody chooses a point on it: what to do, a button for whoever has no
 * pointer, and the way out (Escape too). Signals: `middle`: take the middle of the map; `closed`: not picking
 * any more, for whatever reason.
 */
GtkWidget *rambla_pick_bar_new (void);

/** rambla_pick_bar_open: somebody picks now. */
void rambla_pick_bar_open (RamblaPickBar *self);

/** rambla_pick_bar_close: done, or not wanted any more. */
void rambla_pick_bar_close (RamblaPickBar *self);

/** rambla_pick_bar_get_open: whether somebody picks. */
gboolean rambla_pick_bar_get_open (RamblaPickBar *self);

G_END_DECLS
