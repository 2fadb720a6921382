/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tile-source.h"

#include <string.h>

#include "rambla-picture-cache.h"
#include "rambla-tile-load.h"
#include "rambla-tile-store.h"

/* Tiles under way at once. */
#define MAX_LOADS 6

#define MEMORY_LIMIT (32 * 1024 * 1024)
#define DISK_LIMIT (G_GUINT64_CONSTANT (256) * 1024 * 1024)

/* For how long a tile that does not exist, or could not be had, is not asked for again, in µs. */
#define MISSING_TIME (5 * 60 * G_USEC_PER_SEC)
#define FAILED_TIME (8 * G_USEC_PER_SEC)

/* Zoom levels that a key has room for. */
#define MAX_ZOOM 22

/* A tile that is not to be asked for. */
typedef struct
{
  gint64 key;
  gint64 until; /* monotonic */
  gboolean missing;
} Refusal;

typedef struct
{
  RamblaTileId id;
  gboolean hidpi;
} Wish;

/* A tile on its way. */
typedef struct
{
  gint64 key;
  RamblaTileSource *source;
  GCancellable *cancellable;
} Load;

struct _RamblaTileSource
{
  GObject parent_instance;

  SoupSession *session;
  char *folder; /* of this set; nullable */
  char *url_template;
  char *hidpi_template;
  char *attribution;
  char *attribution_url;
  RamblaMapBox bounds;
  guint min_zoom;
  guint max_zoom;
  gboolean dark;

  RamblaPictureCache *memory;
  GHashTable *refusals; /* key → Refusal */
  GHashTable *loads;    /* key → Load */
  GHashTable *wishes;   /* owner → GArray of Wish */
  GCancellable *prune;
  guint retry_id;
};

G_DEFINE_FINAL_TYPE (RamblaTileSource, rambla_tile_source, G_TYPE_OBJECT)

enum
{
  TILES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void start_loads (RamblaTileSource *self);

static void
load_free (gpointer pointer)
{
  Load *load = pointer;

  g_object_unref (load->source);
  g_object_unref (load->cancellable);
  g_free (load);
}

static gint64
make_key (const RamblaTileId *id, gboolean hidpi, gboolean dark)
{
  return (gint64) id->zoom << 58 | (gint64) hidpi << 57 | (gint64) dark << 56 | (gint64) id->column << 28 |
         id->row;
}

static gboolean
wants_hidpi (RamblaTileSource *self, int scale)
{
  return scale > 1 && self->hidpi_template != NULL;
}

static gboolean
is_within (RamblaTileSource *self, const RamblaTileId *id)
{
  double side;

  if (id->zoom < self->min_zoom || id->zoom > self->max_zoom || id->column >> id->zoom != 0 ||
      id->row >> id->zoom != 0)
    return FALSE;
  side = 1.0 / (1u << id->zoom);
  return id->column * side < self->bounds.x1 && (id->column + 1) * side > self->bounds.x0 &&
         id->row * side < self->bounds.y1 && (id->row + 1) * side > self->bounds.y0;
}

static gboolean
is_wanted (gint64 key, gpointer user_data)
{
  RamblaTileSource *self = user_data;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->wishes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const GArray *wishes = value;

      for (guint i = 0; i < wishes->len; i++)
        {
          const Wish *wish = &g_array_index (wishes, Wish, i);

          if (make_key (&wish->id, wish->hidpi, self->dark) == key)
            return TRUE;
        }
    }
  return FALSE;
}

/* The refusal in force for a tile, or NULL. */
static const Refusal *
find_refusal (RamblaTileSource *self, gint64 key)
{
  const Refusal *refusal = g_hash_table_lookup (self->refusals, &key);

  if (refusal == NULL || refusal->until > g_get_monotonic_time ())
    return refusal;
  g_hash_table_remove (self->refusals, &key);
  return NULL;
}

static void
refuse (RamblaTileSource *self, gint64 key, gboolean missing)
{
  Refusal *refusal = g_new (Refusal, 1);

  refusal->key = key;
  refusal->missing = missing;
  refusal->until = g_get_monotonic_time () + (missing ? MISSING_TIME : FAILED_TIME);
  g_hash_table_replace (self->refusals, &refusal->key, refusal);
}

static gboolean
on_retry_timeout (gpointer user_data)
{
  RamblaTileSource *self = user_data;

  self->retry_id = 0;
  start_loads (self);
  return G_SOURCE_REMOVE;
}

static void
queue_retry (RamblaTileSource *self)
{
  if (self->retry_id == 0)
    self->retry_id = g_timeout_add (FAILED_TIME / 1000 + 50, on_retry_timeout, self);
}

static void
on_load_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Load *load = user_data;
  g_autoptr (RamblaTileSource) self = g_object_ref (load->source);
  gint64 key = load->key;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaPicture) picture = rambla_tile_load_finish (result, &error);
  gboolean missing = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  if (picture != NULL)
    rambla_picture_cache_add (self->memory, key, picture);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_debug ("%s", error->message);
      refuse (self, key, missing);
      if (!missing)
        queue_retry (self);
    }
  if (picture != NULL || missing)
    g_signal_emit (self, signals[TILES_CHANGED], 0);
  g_hash_table_remove (self->loads, &key);
  start_loads (self);
}

/* Returns: (transfer full) */
static char *
make_url (RamblaTileSource *self, const Wish *wish)
{
  GString *url = g_string_new (wish->hidpi ? self->hidpi_template : self->url_template);
  char number[16];

  g_snprintf (number, sizeof number, "%u", wish->id.zoom);
  g_string_replace (url, "{z}", number, 0);
  g_snprintf (number, sizeof number, "%u", wish->id.column);
  g_string_replace (url, "{x}", number, 0);
  g_snprintf (number, sizeof number, "%u", wish->id.row);
  g_string_replace (url, "{y}", number, 0);
  return g_string_free (url, FALSE);
}

static void
start_load (RamblaTileSource *self, const Wish *wish, gint64 key)
{
  Load *load = g_new0 (Load, 1);
  g_autofree char *url = make_url (self, wish);
  g_autofree char *path = NULL;

  load->key = key;
  load->source = g_object_ref (self);
  load->cancellable = g_cancellable_new ();
  g_hash_table_insert (self->loads, &load->key, load);
  if (self->folder != NULL)
    path = g_strdup_printf ("%s/%u/%u/%u%s", self->folder, wish->id.zoom, wish->id.column, wish->id.row,
                            wish->hidpi ? "@2x" : "");
  rambla_tile_load_async (self->session, url, path, self->dark, load->cancellable, on_load_ready, load);
}

/* Whether a wish is neither fulfilled nor in vain. */
static gboolean
is_open (RamblaTileSource *self, const Wish *wish, gint64 *key)
{
  *key = make_key (&wish->id, wish->hidpi, self->dark);
  return is_within (self, &wish->id) && !rambla_picture_cache_contains (self->memory, *key) &&
         find_refusal (self, *key) == NULL;
}

static void
start_loads (RamblaTileSource *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->wishes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const GArray *wishes = value;

      for (guint i = 0; i < wishes->len && g_hash_table_size (self->loads) < MAX_LOADS; i++)
        {
          const Wish *wish = &g_array_index (wishes, Wish, i);
          gint64 key;

          if (is_open (self, wish, &key) && !g_hash_table_contains (self->loads, &key))
            start_load (self, wish, key);
        }
    }
}

static void
cancel_unwanted (RamblaTileSource *self)
{
  g_autoptr (GPtrArray) unwanted = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->loads);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Load *load = value;

      if (!is_wanted (load->key, self))
        g_ptr_array_add (unwanted, g_object_ref (load->cancellable));
    }
  for (guint i = 0; i < unwanted->len; i++)
    g_cancellable_cancel (unwanted->pdata[i]);
}

void
rambla_tile_source_want (RamblaTileSource *self,
                         gpointer owner,
                         const RamblaTileId *ids,
                         guint n_ids,
                         int scale)
{
  GArray *wishes;

  g_return_if_fail (RAMBLA_IS_TILE_SOURCE (self));
  g_return_if_fail (owner != NULL);
  g_return_if_fail (ids != NULL || n_ids == 0);

  wishes = g_array_sized_new (FALSE, FALSE, sizeof (Wish), n_ids);
  for (guint i = 0; i < n_ids; i++)
    {
      const Wish wish = { ids[i], wants_hidpi (self, scale) };

      if (ids[i].zoom <= MAX_ZOOM)
        g_array_append_val (wishes, wish);
    }
  g_hash_table_replace (self->wishes, owner, wishes);
  cancel_unwanted (self);
  start_loads (self);
}

void
rambla_tile_source_forget (RamblaTileSource *self, gpointer owner)
{
  g_return_if_fail (RAMBLA_IS_TILE_SOURCE (self));

  if (g_hash_table_remove (self->wishes, owner))
    cancel_unwanted (self);
}

gboolean
rambla_tile_source_is_settled (RamblaTileSource *self)
{
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), TRUE);

  g_hash_table_iter_init (&iter, self->wishes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const GArray *wishes = value;
      gint64 key;

      for (guint i = 0; i < wishes->len; i++)
        if (is_open (self, &g_array_index (wishes, Wish, i), &key))
          return FALSE;
    }
  return TRUE;
}

RamblaPicture *
rambla_tile_source_lookup (RamblaTileSource *self, const RamblaTileId *id, int scale)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (id->zoom > MAX_ZOOM)
    return NULL;
  return rambla_picture_cache_lookup (self->memory, make_key (id, wants_hidpi (self, scale), self->dark));
}

gboolean
rambla_tile_source_has_tile (RamblaTileSource *self, const RamblaTileId *id, int scale)
{
  const Refusal *refusal;

  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!is_within (self, id))
    return FALSE;
  refusal = find_refusal (self, make_key (id, wants_hidpi (self, scale), self->dark));
  return refusal == NULL || !refusal->missing;
}

void
rambla_tile_source_set_dark (RamblaTileSource *self, gboolean dark)
{
  g_return_if_fail (RAMBLA_IS_TILE_SOURCE (self));

  dark = !!dark;
  if (self->dark == dark)
    return;
  self->dark = dark;
  cancel_unwanted (self);
  start_loads (self);
  g_signal_emit (self, signals[TILES_CHANGED], 0);
}

gboolean
rambla_tile_source_get_dark (RamblaTileSource *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), FALSE);

  return self->dark;
}

void
rambla_tile_source_set_memory_limit (RamblaTileSource *self, gsize limit)
{
  g_return_if_fail (RAMBLA_IS_TILE_SOURCE (self));

  rambla_picture_cache_set_limit (self->memory, limit);
}

gsize
rambla_tile_source_get_memory_use (RamblaTileSource *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), 0);

  return rambla_picture_cache_get_size (self->memory);
}

guint
rambla_tile_source_get_min_zoom (RamblaTileSource *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), 0);

  return self->min_zoom;
}

guint
rambla_tile_source_get_max_zoom (RamblaTileSource *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), 0);

  return self->max_zoom;
}

const char *
rambla_tile_source_get_attribution (RamblaTileSource *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), NULL);

  return self->attribution;
}

const char *
rambla_tile_source_get_attribution_url (RamblaTileSource *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_SOURCE (self), NULL);

  return self->attribution_url;
}

static void
rambla_tile_source_dispose (GObject *object)
{
  RamblaTileSource *self = RAMBLA_TILE_SOURCE (object);

  g_cancellable_cancel (self->prune);
  g_clear_handle_id (&self->retry_id, g_source_remove);

  G_OBJECT_CLASS (rambla_tile_source_parent_class)->dispose (object);
}

static void
rambla_tile_source_finalize (GObject *object)
{
  RamblaTileSource *self = RAMBLA_TILE_SOURCE (object);

  g_clear_object (&self->session);
  g_clear_object (&self->prune);
  g_free (self->folder);
  g_free (self->url_template);
  g_free (self->hidpi_template);
  g_free (self->attribution);
  g_free (self->attribution_url);
  rambla_picture_cache_free (self->memory);
  g_hash_table_unref (self->refusals);
  g_hash_table_unref (self->loads);
  g_hash_table_unref (self->wishes);

  G_OBJECT_CLASS (rambla_tile_source_parent_class)->finalize (object);
}

static void
rambla_tile_source_class_init (RamblaTileSourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = rambla_tile_source_dispose;
  object_class->finalize = rambla_tile_source_finalize;

  signals[TILES_CHANGED] = g_signal_new ("tiles-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_tile_source_init (RamblaTileSource *self)
{
  self->memory = rambla_picture_cache_new (MEMORY_LIMIT, is_wanted, self);
  self->refusals = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->loads = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, load_free);
  self->wishes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->prune = g_cancellable_new ();
}

static gboolean
is_template (const char *text)
{
  g_autoptr (GString) url = g_string_new (text);
  g_autoptr (GUri) uri = NULL;

  if (strlen (text) > 2048 || strstr (text, "{z}") == NULL || strstr (text, "{x}") == NULL ||
      strstr (text, "{y}") == NULL)
    return FALSE;
  g_string_replace (url, "{z}", "0", 0);
  g_string_replace (url, "{x}", "0", 0);
  g_string_replace (url, "{y}", "0", 0);
  uri = g_uri_parse (url->str, SOUP_HTTP_URI_FLAGS, NULL);
  return uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0' &&
         (g_str_equal (g_uri_get_scheme (uri), "http") || g_str_equal (g_uri_get_scheme (uri), "https"));
}

static void
prune_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  rambla_tile_store_prune (task_data, DISK_LIMIT, cancellable);
  g_task_return_boolean (task, TRUE);
}

RamblaTileSource *
rambla_tile_source_new (SoupSession *session, const char *folder, const RamblaTileSet *set, GError **error)
{
  RamblaTileSource *self;
  gboolean everywhere;

  g_return_val_if_fail (SOUP_IS_SESSION (session), NULL);
  g_return_val_if_fail (set != NULL && set->url_template != NULL, NULL);

  if (!is_template (set->url_template) || (set->hidpi_template != NULL && !is_template (set->hidpi_template)))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Not a template for map tiles: %s",
                   set->url_template);
      return NULL;
    }
  if (set->min_zoom > set->max_zoom || set->max_zoom > MAX_ZOOM)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "Zoom levels of map tiles from %u to %u",
                   set->min_zoom, set->max_zoom);
      return NULL;
    }

  self = g_object_new (RAMBLA_TYPE_TILE_SOURCE, NULL);
  self->session = g_object_ref (session);
  self->url_template = g_strdup (set->url_template);
  self->hidpi_template = g_strdup (set->hidpi_template);
  self->attribution = g_strdup (set->attribution);
  self->attribution_url = g_strdup (set->attribution_url);
  self->min_zoom = set->min_zoom;
  self->max_zoom = set->max_zoom;
  everywhere = set->bounds.x0 >= set->bounds.x1 || set->bounds.y0 >= set->bounds.y1;
  self->bounds = everywhere ? (RamblaMapBox){ 0.0, 0.0, 1.0, 1.0 } : set->bounds;

  if (folder != NULL)
    {
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, set->url_template, -1);
      g_autoptr (GTask) task = g_task_new (NULL, self->prune, NULL, NULL);

      digest[16] = '\0';
      self->folder = g_build_filename (folder, digest, NULL);
      g_task_set_source_tag (task, rambla_tile_source_new);
      g_task_set_task_data (task, g_strdup (folder), g_free);
      g_task_set_priority (task, G_PRIORITY_LOW);
      g_task_run_in_thread (task, prune_in_thread);
    }
  return self;
}
