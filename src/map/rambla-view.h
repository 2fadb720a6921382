/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <shumate/shumate.h>

#include "rambla-mercator.h"

G_BEGIN_DECLS

/**
 * RamblaView:
 * @centre_x: middle of the widget, Mercator
 * @centre_y: middle of the widget, Mercator
 * @world: width of the whole world in logical pixels
 * @zoom: the zoom level at which the world has this width (libshumate's own fractional zoom levels run
 * linearly between whole ones; this one is log2)
 * @origin_x: where x = 0 lies on the widget, on a device pixel so that tiles stay sharp
 * @origin_y: where y = 0 lies on the widget
 * @rotation: radians clockwise
 * @width: of the widget
 * @height: of the widget
 * @scale: device pixels for each logical pixel
 *
 * What a viewport shows on a widget at one moment: all that a frame needs to place things by multiplying and
 * adding.
 */
typedef struct
{
  double centre_x;
  double centre_y;
  double world;
  double zoom;
  double origin_x;
  double origin_y;
  double rotation;
  int width;
  int height;
  int scale;
} RamblaView;

/** Reads the viewport. Without a reference map source tiles are taken to be 256 pixels wide. */
void rambla_view_init (RamblaView *self, ShumateViewport *viewport, GtkWidget *widget);

/** Mercator to widget coordinates; turns with the map, not rounded. */
void rambla_view_to_widget (const RamblaView *self, double x, double y, double *widget_x, double *widget_y);

/** Widget coordinates to Mercator, which may lie outside [0, 1). */
void rambla_view_from_widget (const RamblaView *self, double widget_x, double widget_y, double *x, double *y);

/** The widget's area, large enough for every rotation. */
void rambla_view_get_area (const RamblaView *self, graphene_rect_t *area);

/** The smallest Mercator box that holds what is seen, grown by @margin logical pixels on each side. */
void rambla_view_get_box (const RamblaView *self, double margin, RamblaMapBox *box);

G_END_DECLS
