/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <shumate/shumate.h>

G_BEGIN_DECLS

/**
 * RamblaCamera:
 *
 * Where the map looks: a viewport of which a part may be covered, moved by flights. The part of RamblaMap
 * that is not a widget. Zoom levels are clamped to those of the viewport.
 */
typedef struct _RamblaCamera RamblaCamera;

/** @widget: that shows the viewport; not referenced, must outlive the camera */
RamblaCamera *rambla_camera_new (GtkWidget *widget, ShumateViewport *viewport);
void rambla_camera_free (RamblaCamera *self);

/** What is covered at each side, in logical pixels. */
void rambla_camera_set_padding (RamblaCamera *self, int top, int right, int bottom, int left);

/**
 * Brings x, y (Mercator) into the middle of what is not covered.
 * @duration: in ms
 * @by_user: see rambla_camera_is_user()
 */
void
rambla_camera_move (RamblaCamera *self, double x, double y, double zoom, guint duration, gboolean by_user);

/** The same in a short flight, or at once if it is so far that there would be nothing to see on the way. */
void rambla_camera_fly (RamblaCamera *self, double x, double y, double zoom);

/** The user changes the zoom level; what is at a place of the widget stays there. */
void rambla_camera_zoom_at (RamblaCamera *self, double at_x, double at_y, double zoom, guint duration);

/** The user zooms by whole levels around the middle of what is not covered. */
void rambla_camera_zoom_by (RamblaCamera *self, int levels, guint duration);

/** The user pans by so many logical pixels. */
void rambla_camera_pan_by (RamblaCamera *self, double dx, double dy);

/** See rambla_map_fit(). */
void rambla_camera_fit (RamblaCamera *self,
                        double west,
                        double south,
                        double east,
                        double north,
                        double max_zoom,
                        gboolean animate);

/** See rambla_map_reveal(). */
void rambla_camera_reveal (RamblaCamera *self, double longitude, double latitude);

/** See rambla_map_get_bounds(). */
void rambla_camera_get_bounds (RamblaCamera *self, double *west, double *south, double *east, double *north);

/** The middle of what is not covered, Mercator, and the zoom level, at the end of a flight under way. */
void rambla_camera_get_target (RamblaCamera *self, double *x, double *y, double *zoom);

/** Zoom level at the end of a flight under way. */
double rambla_camera_get_target_zoom (RamblaCamera *self);

/** To be asked when the viewport changes: is it the user who moves it, by a gesture or a flight of theirs? A
 * gesture ends a flight. */
gboolean rambla_camera_is_user (RamblaCamera *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCamera, rambla_camera_free)

G_END_DECLS
