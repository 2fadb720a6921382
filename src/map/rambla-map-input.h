/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-camera.h"

G_BEGIN_DECLS

/**
 * RamblaMapInput:
 *
 * Wheel, touchpad and keys that move a camera: the wheel by whole zoom levels around the pointer, the
 * touchpad freely and then on to the nearest whole one, arrows and plus and minus as RamblaMap says.
 */
typedef struct _RamblaMapInput RamblaMapInput;

/**
 * @focus: the widget that gets the keys
 * @map: the widget that is pointed at; its own way of scrolling is kept from it
 * @camera: must outlive the input
 */
RamblaMapInput *rambla_map_input_new (GtkWidget *focus, GtkWidget *map, RamblaCamera *camera);
void rambla_map_input_free (RamblaMapInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaMapInput, rambla_map_input_free)

G_END_DECLS
