/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-illustration.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <gio/gio.h>

#define FOLDER "/org/rambla/Rambla/illustrations/"
#define ANY_OFFER "gift"
#define DENSITY 2
/* The drawings' own proportion, 640 by 400. */
#define RATIO 0.625

/* From "id/width" to a texture; weak, so that a picture nobody shows takes no memory. Main thread only. */
static GHashTable *rendered;

static void
on_texture_gone (gpointer key, GObject *texture)
{
  g_hash_table_remove (rendered, key);
}

static GdkTexture *
render (const char *id, int width)
{
  g_autofree char *path = g_strconcat (FOLDER, id, ".svg", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;

  pixbuf = gdk_pixbuf_new_from_resource_at_scale (path, width * DENSITY, -1, TRUE, &error);
  if (pixbuf != NULL)
    return gdk_texture_new_for_pixbuf (pixbuf);
  g_debug ("No drawing %s: %s", id, error->message);
  return NULL;
}

GdkPaintable *
rambla_illustration_load (const char *id, int width)
{
  g_autofree char *key = NULL;
  GdkTexture *texture;
  char *owned;

  g_return_val_if_fail (width > 0, NULL);

  key = g_strdup_printf ("%s/%d", id != NULL ? id : ANY_OFFER, width);
  if (rendered == NULL)
    rendered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  texture = g_hash_table_lookup (rendered, key);
  if (texture != NULL)
    return GDK_PAINTABLE (g_object_ref (texture));

  texture = id != NULL ? render (id, width) : NULL;
  if (texture == NULL)
    texture = render (ANY_OFFER, width);
  if (texture == NULL)
    return gdk_paintable_new_empty (width, (int) (width * RATIO));
  owned = g_steal_pointer (&key);
  g_hash_table_insert (rendered, owned, texture);
  g_object_weak_ref (G_OBJECT (texture), on_texture_gone, owned);
  return GDK_PAINTABLE (texture);
}
