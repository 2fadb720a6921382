/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-illustration.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#define FOLDER "/org/rambla/Rambla/illustrations/"
#define ANY_OFFER "gift"
#define DENSITY 2
/* Painted when Rambla was built, in this width, because lists are full of them. */
#define CARDS FOLDER "cards/"
#define CARD_WIDTH 320
/* The drawings' own proportion, 640 by 400. */
#define RATIO 0.625
/* Rendered drawings that are kept although nobody shows them: a list scrolls back and forth over them. */
#define KEPT 48

/* From "id/width" to a texture that lives as long as somebody shows it; `kept` holds the latest. Main thread
 * only. */
static GHashTable *rendered;
static GQueue kept = G_QUEUE_INIT;

static void
on_texture_gone (gpointer key, GObject *texture)
{
  g_hash_table_remove (rendered, key);
}

static char *
make_key (const char *id, int width)
{
  return g_strdup_printf ("%s/%d", id != NULL ? id : ANY_OFFER, width);
}

static void
remember (const char *id, int width, GdkTexture *texture)
{
  char *key = make_key (id, width);

  if (rendered == NULL)
    rendered = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (g_hash_table_contains (rendered, key))
    {
      g_free (key);
      return;
    }
  g_hash_table_insert (rendered, key, texture);
  g_object_weak_ref (G_OBJECT (texture), on_texture_gone, key);
  g_queue_push_head (&kept, g_object_ref (texture));
  if (g_queue_get_length (&kept) > KEPT)
    g_object_unref (g_queue_pop_tail (&kept));
}

/* Any thread. */
static GdkTexture *
render (const char *id, int width)
{
  g_autofree char *card = g_strconcat (CARDS, id, ".png", NULL);
  g_autofree char *path = g_strconcat (FOLDER, id, ".svg", NULL);
  g_autoptr (GBytes) painted = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;

  if (width * DENSITY == CARD_WIDTH)
    painted = g_resources_lookup_data (card, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (painted != NULL)
    return gdk_texture_new_from_bytes (painted, NULL);
  pixbuf = gdk_pixbuf_new_from_resource_at_scale (path, width * DENSITY, -1, TRUE, &error);
  if (pixbuf != NULL)
    return gdk_texture_new_for_pixbuf (pixbuf);
  g_debug ("No drawing %s: %s", id, error->message);
  return NULL;
}

static GdkTexture *
render_or_any (const char *id, int width)
{
  GdkTexture *texture = id != NULL ? render (id, width) : NULL;

  return texture != NULL ? texture : render (ANY_OFFER, width);
}

GdkPaintable *
rambla_illustration_peek (const char *id, int width)
{
  g_autofree char *key = make_key (id, width);
  GdkTexture *texture = rendered != NULL ? g_hash_table_lookup (rendered, key) : NULL;

  return texture != NULL ? GDK_PAINTABLE (g_object_ref (texture)) : NULL;
}

GdkPaintable *
rambla_illustration_load (const char *id, int width)
{
  GdkPaintable *known;
  GdkTexture *texture;

  g_return_val_if_fail (width > 0, NULL);

  known = rambla_illustration_peek (id, width);
  if (known != NULL)
    return known;
  texture = render_or_any (id, width);
  if (texture == NULL)
    return gdk_paintable_new_empty (width, (int) (width * RATIO));
  remember (id, width, texture);
  return GDK_PAINTABLE (texture);
}

typedef struct
{
  char *id;
  int width;
} LoadState;

static void
load_state_free (LoadState *state)
{
  g_free (state->id);
  g_free (state);
}

static void
render_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  LoadState *state = task_data;
  GdkTexture *texture = render_or_any (state->id, state->width);

  if (texture == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "No drawing %s", state->id);
  else
    g_task_return_pointer (task, texture, g_object_unref);
}

void
rambla_illustration_load_async (const char *id,
                                int width,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  LoadState *state = g_new0 (LoadState, 1);

  g_task_set_source_tag (task, rambla_illustration_load_async);
  state->id = g_strdup (id);
  state->width = width;
  g_task_set_task_data (task, state, (GDestroyNotify) load_state_free);
  g_task_run_in_thread (task, render_in_thread);
}

GdkPaintable *
rambla_illustration_load_finish (GAsyncResult *result, GError **error)
{
  GdkTexture *texture = g_task_propagate_pointer (G_TASK (result), error);
  LoadState *state = g_task_get_task_data (G_TASK (result));

  if (texture != NULL)
    remember (state->id, state->width, texture);
  return texture != NULL ? GDK_PAINTABLE (texture) : NULL;
}
