/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * SECTION: moving the map
 *
 * Takes a viewport from where it is to a place and zoom level, in a straight line on the screen: one point
 * stays where it is. Without animations (gtk-enable-animations) it arrives at once.
 */

#define RAMBLA_TYPE_FLIGHT (rambla_flight_get_type ())
G_DECLARE_FINAL_TYPE (RamblaFlight, rambla_flight, RAMBLA, FLIGHT, GObject)

/** @widget: for its frame clock; not referenced, must outlive the flight */
RamblaFlight *rambla_flight_new (GtkWidget *widget, ShumateViewport *viewport);

/**
 * Starts towards x, y (Mercator) and a zoom level, from wherever a flight under way has come to.
 * @duration: in ms; 0: at once
 */
void rambla_flight_start (RamblaFlight *self, double x, double y, double zoom, guint duration);

/** Stays where it is. */
void rambla_flight_stop (RamblaFlight *self);

/** Where the viewport is or will be when the flight has ended. */
void rambla_flight_get_target (RamblaFlight *self, double *x, double *y, double *zoom);

/** Whether the flight itself is changing the viewport at this moment: it was not the user, then. */
gboolean rambla_flight_is_steering (RamblaFlight *self);

G_END_DECLS
