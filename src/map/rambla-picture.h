/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * SECTION: pixels that both of GTK's renderers draw at their best
 *
 * GTK 4.8's cairo renderer converts a texture to floating point and back each time it draws it (0.8 ms for a
 * tile of 256 pixels); a cairo surface over the same memory costs a thirtieth of that. The GL renderer on the
 * other hand uploads a texture once and a surface for each frame. A picture therefore is one block of pixels
 * with both views on it, and a canvas takes the right one.
 */

/**
 * RamblaPicture:
 *
 * Pixels in main memory, #GDK_MEMORY_DEFAULT. Never changes; may be made on any thread, drawn on the main
 * one.
 */
typedef struct _RamblaPicture RamblaPicture;

/**
 * @pixels: (transfer full): 4 × width × height bytes, premultiplied, freed with g_free()
 * @opaque: whether every pixel's alpha is full
 */
RamblaPicture *rambla_picture_new_take (guchar *pixels, int width, int height, gboolean opaque);

RamblaPicture *rambla_picture_ref (RamblaPicture *self);
void rambla_picture_unref (RamblaPicture *self);

int rambla_picture_get_width (RamblaPicture *self);
int rambla_picture_get_height (RamblaPicture *self);
gboolean rambla_picture_is_opaque (RamblaPicture *self);
const guint32 *rambla_picture_get_pixels (RamblaPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaPicture, rambla_picture_unref)

/**
 * RamblaCanvas:
 *
 * Where pictures are drawn during a snapshot. On the stack; between begin and end nothing else may be added
 * to the snapshot.
 */
typedef struct
{
  /*< private >*/
  GtkSnapshot *snapshot;
  cairo_t *cr;
  cairo_filter_t filter;
} RamblaCanvas;

/** @area: what will be drawn upon */
void rambla_canvas_begin (RamblaCanvas *self,
                          GtkWidget *widget,
                          GtkSnapshot *snapshot,
                          const graphene_rect_t *area);
void rambla_canvas_end (RamblaCanvas *self);

/** Scales what follows the quick way, which cairo does in a third of the time: for what moves and is gone in
 * a moment. */
void rambla_canvas_set_quick (RamblaCanvas *self, gboolean quick);

/** Draws a picture into a rectangle. */
void rambla_canvas_draw (RamblaCanvas *self, RamblaPicture *picture, const graphene_rect_t *rect);

/** Draws the part of a picture that starts at @u, @v and is @size wide and high, all of the picture's 1. */
void rambla_canvas_draw_part (RamblaCanvas *self,
                              RamblaPicture *picture,
                              const graphene_rect_t *rect,
                              float u,
                              float v,
                              float size);

G_END_DECLS
