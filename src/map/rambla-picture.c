/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-picture.h"

struct _RamblaPicture
{
  gatomicrefcount ref_count;

  GBytes *pixels;
  int width;
  int height;
  gboolean opaque;

  /* main thread, made when first needed */
  GdkTexture *texture;
  cairo_pattern_t *pattern;
};

RamblaPicture *
rambla_picture_new_take (guchar *pixels, int width, int height, gboolean opaque)
{
  RamblaPicture *self;

  g_return_val_if_fail (pixels != NULL, NULL);
  g_return_val_if_fail (width > 0 && height > 0, NULL);

  self = g_new0 (RamblaPicture, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->pixels = g_bytes_new_take (pixels, (gsize) width * height * 4);
  self->width = width;
  self->height = height;
  self->opaque = opaque;
  return self;
}

RamblaPicture *
rambla_picture_ref (RamblaPicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/* The surface outlives the picture if a frame is still to be drawn from it. */
static const cairo_user_data_key_t pixels_key;

void
rambla_picture_unref (RamblaPicture *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->texture);
  g_clear_pointer (&self->pattern, cairo_pattern_destroy);
  g_bytes_unref (self->pixels);
  g_free (self);
}

int
rambla_picture_get_width (RamblaPicture *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->width;
}

int
rambla_picture_get_height (RamblaPicture *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->height;
}

gboolean
rambla_picture_is_opaque (RamblaPicture *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->opaque;
}

const guint32 *
rambla_picture_get_pixels (RamblaPicture *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_get_data (self->pixels, NULL);
}

static GdkTexture *
get_texture (RamblaPicture *self)
{
  if (self->texture == NULL)
    self->texture = gdk_memory_texture_new (self->width, self->height, GDK_MEMORY_DEFAULT, self->pixels,
                                            (gsize) self->width * 4);
  return self->texture;
}

static cairo_pattern_t *
get_pattern (RamblaPicture *self)
{
  if (self->pattern == NULL)
    {
      /* cairo only reads from it */
      guchar *data = (guchar *) g_bytes_get_data (self->pixels, NULL);
      cairo_surface_t *surface =
          cairo_image_surface_create_for_data (data, self->opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32,
                                               self->width, self->height, self->width * 4);

      cairo_surface_set_user_data (surface, &pixels_key, g_bytes_ref (self->pixels),
                                   (cairo_destroy_func_t) g_bytes_unref);
      self->pattern = cairo_pattern_create_for_surface (surface);
      /* Without it the edges of enlarged tiles would let the ground through. */
      if (self->opaque)
        cairo_pattern_set_extend (self->pattern, CAIRO_EXTEND_PAD);
      cairo_surface_destroy (surface);
    }
  return self->pattern;
}

void
rambla_canvas_begin (RamblaCanvas *self,
                     GtkWidget *widget,
                     GtkSnapshot *snapshot,
                     const graphene_rect_t *area)
{
  GtkNative *native = gtk_widget_get_native (widget);

  self->snapshot = snapshot;
  self->cr = NULL;
  self->filter = CAIRO_FILTER_BILINEAR;
  if (native != NULL && GSK_IS_CAIRO_RENDERER (gtk_native_get_renderer (native)))
    self->cr = gtk_snapshot_append_cairo (snapshot, area);
}

void
rambla_canvas_end (RamblaCanvas *self)
{
  g_clear_pointer (&self->cr, cairo_destroy);
}

void
rambla_canvas_set_quick (RamblaCanvas *self, gboolean quick)
{
  self->filter = quick ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR;
}

void
rambla_canvas_draw (RamblaCanvas *self, RamblaPicture *picture, const graphene_rect_t *rect)
{
  rambla_canvas_draw_part (self, picture, rect, 0.f, 0.f, 1.f);
}

void
rambla_canvas_draw_part (RamblaCanvas *self,
                         RamblaPicture *picture,
                         const graphene_rect_t *rect,
                         float u,
                         float v,
                         float size)
{
  if (self->cr != NULL)
    {
      cairo_pattern_t *pattern = get_pattern (picture);
      double scale_x = (double) size * picture->width / rect->size.width;
      double scale_y = (double) size * picture->height / rect->size.height;
      cairo_matrix_t matrix;

      cairo_matrix_init (&matrix, scale_x, 0.0, 0.0, scale_y,
                         (double) u * picture->width - rect->origin.x * scale_x,
                         (double) v * picture->height - rect->origin.y * scale_y);
      cairo_pattern_set_matrix (pattern, &matrix);
      cairo_pattern_set_filter (pattern, self->filter);
      cairo_set_source (self->cr, pattern);
      cairo_rectangle (self->cr, rect->origin.x, rect->origin.y, rect->size.width, rect->size.height);
      cairo_fill (self->cr);
    }
  else if (size == 1.f)
    gtk_snapshot_append_texture (self->snapshot, get_texture (picture), rect);
  else
    {
      float width = rect->size.width / size, height = rect->size.height / size;
      const graphene_rect_t whole =
          GRAPHENE_RECT_INIT (rect->origin.x - u * width, rect->origin.y - v * height, width, height);

      gtk_snapshot_push_clip (self->snapshot, rect);
      gtk_snapshot_append_texture (self->snapshot, get_texture (picture), &whole);
      gtk_snapshot_pop (self->snapshot);
    }
}
