/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/**
 * rambla_illustration_load:
 * @id: which of Rambla's own drawings; an unknown one gives the drawing for an offer of any kind
 * @width: how wide it is to be shown, logical pixels; it is rendered at twice that, so that it stays sharp on
 * dense screens
 *
 * Drawings that were rendered already at this width are shared while anybody shows them.
 *
 * Returns: (transfer full): the picture; its intrinsic size is @width by 5/8 of it
 */
GdkPaintable *rambla_illustration_load (const char *id, int width);

G_END_DECLS
