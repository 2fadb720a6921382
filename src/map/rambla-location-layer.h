/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * SECTION: "you are here"
 *
 * A layer with the user's own place, how sure it is, and the circle in which is searched. Each is shown once
 * it is set.
 */

#define RAMBLA_TYPE_LOCATION_LAYER (rambla_location_layer_get_type ())
G_DECLARE_FINAL_TYPE (RamblaLocationLayer, rambla_location_layer, RAMBLA, LOCATION_LAYER, ShumateLayer)

RamblaLocationLayer *rambla_location_layer_new (ShumateViewport *viewport);

/** Where the user is. @accuracy: in metres, 0 for none */
void rambla_location_layer_set_place (RamblaLocationLayer *self,
                                      double longitude,
                                      double latitude,
                                      double accuracy);
void rambla_location_layer_clear_place (RamblaLocationLayer *self);

/** The circle of a search. @radius: in metres; 0 takes it away */
void rambla_location_layer_set_circle (RamblaLocationLayer *self,
                                       double longitude,
                                       double latitude,
                                       double radius);

G_END_DECLS
