/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_BREAKPOINT_BIN (rambla_breakpoint_bin_get_type ())
G_DECLARE_FINAL_TYPE (RamblaBreakpointBin, rambla_breakpoint_bin, RAMBLA, BREAKPOINT_BIN, GtkWidget)

/**
 * RamblaBreakpointBin:
 *
 * Holds one child and tells by its property `narrow` whether it is less than `threshold` pixels wide, so that
 * templates can bind to it. It can always be made as narrow as a phone, whatever the child's present
 * arrangement asks for.
 */

/** rambla_breakpoint_bin_set_child: the child; may be %NULL. */
void rambla_breakpoint_bin_set_child (RamblaBreakpointBin *self, GtkWidget *child);

/** rambla_breakpoint_bin_get_narrow: whether there is less room than the threshold. */
gboolean rambla_breakpoint_bin_get_narrow (RamblaBreakpointBin *self);

G_END_DECLS
