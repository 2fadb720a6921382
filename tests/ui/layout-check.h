/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is wrong with how a widget and all below it stand in their window, by measuring: things that got less
 * room than they need, that reach out of what clips them, text upon text, cut text that cannot be read
 * anywhere, controls without a name. @found: gets a line for each, "kind: where". */
void layout_check (GtkWidget *widget, GPtrArray *found);

G_END_DECLS
