/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "rambla-image-guard.h"
#include "rambla-image-strip.h"

struct _RamblaImage
{
  int width;
  int height;
  GBytes *pixels;
};

RamblaImage *
rambla_image_ref (RamblaImage *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer pointer)
{
  g_bytes_unref (((RamblaImage *) pointer)->pixels);
}

void
rambla_image_unref (RamblaImage *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

int
rambla_image_get_width (RamblaImage *self)
{
  return self->width;
}

int
rambla_image_get_height (RamblaImage *self)
{
  return self->height;
}

GBytes *
rambla_image_get_pixels (RamblaImage *self)
{
  return self->pixels;
}

static guint32
multiply (guint32 channel, guint32 alpha)
{
  return (channel * alpha + 127) / 255;
}

static RamblaImage *
take_pixels (GdkPixbuf *pixbuf)
{
  RamblaImage *self = g_atomic_rc_box_new0 (RamblaImage);
  const guint8 *from = gdk_pixbuf_read_pixels (pixbuf);
  gsize stride = (gsize) gdk_pixbuf_get_rowstride (pixbuf);
  gboolean has_alpha = gdk_pixbuf_get_has_alpha (pixbuf);
  guint step = has_alpha ? 4 : 3;
  guint32 *pixels;

  self->width = gdk_pixbuf_get_width (pixbuf);
  self->height = gdk_pixbuf_get_height (pixbuf);
  pixels = g_new (guint32, (gsize) self->width * (gsize) self->height);
  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      {
        const guint8 *at = from + (gsize) y * stride + (gsize) x * step;
        guint32 alpha = has_alpha ? at[3] : 255;

        pixels[(gsize) y * (gsize) self->width + (gsize) x] = alpha << 24 | multiply (at[0], alpha) << 16 |
                                                              multiply (at[1], alpha) << 8 |
                                                              multiply (at[2], alpha);
      }
  self->pixels = g_bytes_new_take (pixels, (gsize) self->width * (gsize) self->height * 4);
  return self;
}

static void
on_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  int wanted = *(int *) user_data;

  if (width > wanted)
    gdk_pixbuf_loader_set_size (loader, wanted, MAX (1, (int) ((gint64) height * wanted / width)));
}

static const char *
name_fault (RamblaImageFault fault)
{
  switch (fault)
    {
    case RAMBLA_IMAGE_TOO_LARGE:
      return "Picture of too many pixels";
    case RAMBLA_IMAGE_ANIMATED:
      return "Picture that moves";
    case RAMBLA_IMAGE_TOO_COMPLEX:
      return "Picture of too many scans";
    case RAMBLA_IMAGE_UNKNOWN:
    case RAMBLA_IMAGE_FINE:
    default:
      return "Neither PNG, JPEG nor WebP";
    }
}

static const char *
get_loader_name (RamblaImageType type)
{
  switch (type)
    {
    case RAMBLA_IMAGE_PNG:
      return "png";
    case RAMBLA_IMAGE_JPEG:
      return "jpeg";
    case RAMBLA_IMAGE_WEBP:
    default:
      return "webp";
    }
}

RamblaImage *
rambla_image_decode (GBytes *bytes, int width, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  g_autoptr (GBytes) bare = NULL;
  g_autoptr (GdkPixbufLoader) loader = NULL;
  g_autoptr (GdkPixbuf) upright = NULL;
  g_autoptr (GError) reason = NULL;
  GdkPixbuf *pixbuf;
  RamblaImageHead head;
  RamblaImageFault fault;
  gboolean written;

  g_return_val_if_fail (width > 0, NULL);

  if (length > RAMBLA_IMAGE_MAX_BYTES)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Picture of too many bytes");
      return NULL;
    }
  fault = rambla_image_guard_check (data, length, RAMBLA_IMAGE_MAX_PIXELS, &head);
  if (fault != RAMBLA_IMAGE_FINE)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, name_fault (fault));
      return NULL;
    }
  /* What is no pixels is not given to the decoder; and cut short it would be half a picture. */
  bare = rambla_image_strip (bytes);
  if (bare == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Picture that is not whole");
      return NULL;
    }
  data = g_bytes_get_data (bare, &length);
  loader = gdk_pixbuf_loader_new_with_type (get_loader_name (head.type), &reason);
  if (loader == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Picture: %s", reason->message);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size_prepared), &width);
  written = gdk_pixbuf_loader_write (loader, data, length, &reason);
  /* Closed in any case; the first reason is the better one. */
  written = gdk_pixbuf_loader_close (loader, written ? &reason : NULL) && written;
  pixbuf = written ? gdk_pixbuf_loader_get_pixbuf (loader) : NULL;
  upright = pixbuf != NULL ? gdk_pixbuf_apply_embedded_orientation (pixbuf) : NULL;
  if (upright == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "Picture: %s",
                   reason != NULL ? reason->message : "Nothing in it");
      return NULL;
    }
  return take_pixels (upright);
}
