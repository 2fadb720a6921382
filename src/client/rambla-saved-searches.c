/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-saved-searches.h"

#include "rambla-catalogue.h"
#include "rambla-kept-file.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"

#define MAX_FILE (16 * 1024 * 1024)
/* A search is followed through its first few hundred offers; who saves one that finds more is not told of all
 * that comes. */
#define PAGE_LIMIT 100
#define MAX_PAGES 5

struct _RamblaSavedSearches
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaKeptFile *file;
  GPtrArray *searches;
  GQueue asking;    /* of char *, ids of searches to ask for, one after the other */
  GPtrArray *found; /* of char *, by the one that is being asked */
  guint n_pages;
  gboolean busy;
  gboolean loaded;
  guint settle_ms;
  guint settle_source;
  GCancellable *cancellable;
};

enum
{
  PROP_0,
  PROP_N_NEW,
  N_PROPS
};

enum
{
  FOUND,
  LOOKED,
  FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static GType
get_item_type (GListModel *model)
{
  return RAMBLA_TYPE_SAVED_SEARCH;
}

static guint
get_n_items (GListModel *model)
{
  return RAMBLA_SAVED_SEARCHES (model)->searches->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RamblaSavedSearches *self = RAMBLA_SAVED_SEARCHES (model);

  return position < self->searches->len ? g_object_ref (g_ptr_array_index (self->searches, position)) : NULL;
}

static void
list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaSavedSearches,
                               rambla_saved_searches,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
notify_new (RamblaSavedSearches *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_NEW]);
}

/* --- the file --- */

static void
save (RamblaSavedSearches *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *searches = json_array_new ();

  /* Before the file was read, writing would lose what is in it. */
  if (self->loaded)
    {
      for (guint i = 0; i < self->searches->len; i++)
        json_array_add_element (searches,
                                rambla_saved_search_to_json (g_ptr_array_index (self->searches, i)));
      json_object_set_array_member (object, "searches", searches);
      json_node_take_object (node, object);
      rambla_kept_file_write (self->file, rambla_json_to_string (node));
      return;
    }
  json_array_unref (searches);
  json_object_unref (object);
}

/* What cannot be read is left out; the rest is not lost for it. */
static GPtrArray *
parse (const char *text, GError **error)
{
  g_autoptr (GPtrArray) read = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (JsonNode) root = rambla_json_parse (text, -1, MAX_FILE, error);
  JsonObject *object = root != NULL ? rambla_json_as_object (root, error) : NULL;
  JsonArray *searches;

  if (object == NULL ||
      !rambla_json_get_array (object, "searches", RAMBLA_SAVED_SEARCHES_MOST, &searches, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (searches); i++)
    {
      g_autoptr (GError) wrong = NULL;
      RamblaSavedSearch *search =
          rambla_saved_search_from_json (json_array_get_element (searches, i), &wrong);

      if (search != NULL)
        g_ptr_array_add (read, search);
      else
        g_info ("a saved search cannot be read: %s", wrong->message);
    }
  return g_steal_pointer (&read);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSavedSearches) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = rambla_kept_file_read_finish (RAMBLA_KEPT_FILE (source), result, &error);
  g_autoptr (GPtrArray) read = text != NULL ? parse (text, &error) : NULL;
  guint before = self->searches->len;

  if (text != NULL && read == NULL)
    rambla_kept_file_set_aside (self->file);
  for (guint i = 0; read != NULL && i < read->len; i++)
    g_ptr_array_add (self->searches, g_object_ref (g_ptr_array_index (read, i)));
  self->loaded = TRUE;
  if (before > 0)
    save (self);
  if (read != NULL && read->len > 0)
    {
      g_list_model_items_changed (G_LIST_MODEL (self), before, 0, read->len);
      notify_new (self);
    }
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  rambla_saved_searches_check (self);
}

/* --- asking --- */

static void ask_next (RamblaSavedSearches *self);

static void
take_found (RamblaSavedSearches *self, RamblaSavedSearch *search)
{
  guint n_new = rambla_saved_search_take (search, self->found);

  save (self);
  notify_new (self);
  if (n_new > 0 && rambla_saved_search_get_alert (search))
    g_signal_emit (self, signals[FOUND], 0, search, n_new);
}

static void ask_page (RamblaSavedSearches *self, RamblaSavedSearch *search, const char *cursor);

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSavedSearches) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) page = rambla_catalogue_search_finish (RAMBLA_API (source), result, &error);
  const char *id = g_queue_peek_head (&self->asking);
  RamblaSavedSearch *search = id != NULL ? rambla_saved_searches_get (self, id) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    g_message ("What a saved search finds did not come: %s", error->message);
  /* It may have been forgotten meanwhile. */
  for (guint i = 0; page != NULL && search != NULL && i < page->deals->len; i++)
    g_ptr_array_add (self->found, g_strdup (rambla_deal_get_id (g_ptr_array_index (page->deals, i))));
  if (page != NULL && search != NULL && page->next != NULL && ++self->n_pages < MAX_PAGES)
    {
      ask_page (self, search, page->next);
      return;
    }
  if (page != NULL && search != NULL)
    take_found (self, search);
  g_free (g_queue_pop_head (&self->asking));
  self->busy = FALSE;
  ask_next (self);
}

static void
ask_page (RamblaSavedSearches *self, RamblaSavedSearch *search, const char *cursor)
{
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_copy (rambla_saved_search_get_query (search));

  /* The order must not change from one time to the next with the hour. */
  query->open_now = FALSE;
  rambla_catalogue_search_async (self->api, query, cursor, PAGE_LIMIT, self->cancellable, on_page_ready,
                                 g_object_ref (self));
}

static void
ask_next (RamblaSavedSearches *self)
{
  while (!self->busy && !g_queue_is_empty (&self->asking))
    {
      RamblaSavedSearch *search = rambla_saved_searches_get (self, g_queue_peek_head (&self->asking));

      if (search == NULL)
        {
          g_free (g_queue_pop_head (&self->asking));
          continue;
        }
      self->busy = TRUE;
      self->n_pages = 0;
      g_ptr_array_set_size (self->found, 0);
      ask_page (self, search, NULL);
    }
}

static void
plan (RamblaSavedSearches *self, RamblaSavedSearch *search)
{
  const char *id = rambla_saved_search_get_id (search);

  /* The one that is being asked may have got its answer before the change. */
  for (GList *link = self->busy ? self->asking.head->next : self->asking.head; link != NULL;
       link = link->next)
    if (g_str_equal (link->data, id))
      return;
  g_queue_push_tail (&self->asking, g_strdup (id));
}

void
rambla_saved_searches_check (RamblaSavedSearches *self)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCHES (self));

  for (guint i = 0; i < self->searches->len; i++)
    plan (self, g_ptr_array_index (self->searches, i));
  ask_next (self);
}

static gboolean
on_settled (gpointer user_data)
{
  RamblaSavedSearches *self = user_data;

  self->settle_source = 0;
  rambla_saved_searches_check (self);
  return G_SOURCE_REMOVE;
}

/* Only an offer that some search does not know can be news to it, or one that is over. */
static void
on_deal_event (RamblaSavedSearches *self, const char *kind, JsonObject *data)
{
  const char *id = json_object_get_string_member_with_default (data, "id", "");
  gboolean on_sale = json_object_get_boolean_member_with_default (data, "on_sale", TRUE);
  gboolean news = FALSE;

  for (guint i = 0; i < self->searches->len && !news; i++)
    news = rambla_saved_search_knows (g_ptr_array_index (self->searches, i), id) != on_sale;
  if (news && self->settle_source == 0)
    self->settle_source =
        g_timeout_add ((guint) g_random_int_range ((gint32) self->settle_ms / 4, (gint32) self->settle_ms),
                       on_settled, self);
}

void
rambla_saved_searches_set_events (RamblaSavedSearches *self, RamblaEventStream *events, guint settle_ms)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCHES (self));
  g_return_if_fail (settle_ms >= 4);

  self->settle_ms = settle_ms;
  g_signal_connect_object (events, "event::deal", G_CALLBACK (on_deal_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "refetch", G_CALLBACK (rambla_saved_searches_check), self,
                           G_CONNECT_SWAPPED);
}

/* --- changes --- */

gboolean
rambla_saved_searches_add (RamblaSavedSearches *self, RamblaSavedSearch *search)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCHES (self), FALSE);

  if (self->searches->len >= RAMBLA_SAVED_SEARCHES_MOST)
    return FALSE;
  g_ptr_array_insert (self->searches, 0, g_object_ref (search));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, 1);
  save (self);
  plan (self, search);
  ask_next (self);
  return TRUE;
}

void
rambla_saved_searches_changed (RamblaSavedSearches *self, RamblaSavedSearch *search)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCHES (self));

  save (self);
}

void
rambla_saved_searches_remove (RamblaSavedSearches *self, const char *id)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCHES (self));

  for (guint i = 0; i < self->searches->len; i++)
    if (g_str_equal (rambla_saved_search_get_id (g_ptr_array_index (self->searches, i)), id))
      {
        g_ptr_array_remove_index (self->searches, i);
        g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
        save (self);
        notify_new (self);
        return;
      }
}

RamblaSavedSearch *
rambla_saved_searches_get (RamblaSavedSearches *self, const char *id)
{
  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCHES (self), NULL);

  for (guint i = 0; i < self->searches->len; i++)
    if (g_str_equal (rambla_saved_search_get_id (g_ptr_array_index (self->searches, i)), id))
      return g_ptr_array_index (self->searches, i);
  return NULL;
}

void
rambla_saved_searches_look (RamblaSavedSearches *self, const char *id)
{
  RamblaSavedSearch *search;

  g_return_if_fail (RAMBLA_IS_SAVED_SEARCHES (self));

  search = rambla_saved_searches_get (self, id);
  if (search == NULL)
    return;
  g_signal_emit (self, signals[LOOKED], 0, search);
  if (rambla_saved_search_get_n_new (search) == 0)
    return;
  rambla_saved_search_look (search);
  save (self);
  notify_new (self);
}

guint
rambla_saved_searches_get_n_new (RamblaSavedSearches *self)
{
  guint n = 0;

  g_return_val_if_fail (RAMBLA_IS_SAVED_SEARCHES (self), 0);

  for (guint i = 0; i < self->searches->len; i++)
    n += rambla_saved_search_get_n_new (g_ptr_array_index (self->searches, i));
  return n;
}

void
rambla_saved_searches_flush (RamblaSavedSearches *self)
{
  g_return_if_fail (RAMBLA_IS_SAVED_SEARCHES (self));

  rambla_kept_file_flush (self->file);
}

static void
on_failed (RamblaSavedSearches *self, const char *reason)
{
  g_signal_emit (self, signals[FAILED], 0, reason);
}

/* --- construction --- */

static void
rambla_saved_searches_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_NEW:
      g_value_set_uint (value, rambla_saved_searches_get_n_new (RAMBLA_SAVED_SEARCHES (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_saved_searches_dispose (GObject *object)
{
  RamblaSavedSearches *self = RAMBLA_SAVED_SEARCHES (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (rambla_saved_searches_parent_class)->dispose (object);
}

static void
rambla_saved_searches_finalize (GObject *object)
{
  RamblaSavedSearches *self = RAMBLA_SAVED_SEARCHES (object);

  g_queue_clear_full (&self->asking, g_free);
  g_ptr_array_unref (self->searches);
  g_ptr_array_unref (self->found);
  g_object_unref (self->cancellable);
  g_clear_object (&self->file);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_saved_searches_parent_class)->finalize (object);
}

static void
rambla_saved_searches_class_init (RamblaSavedSearchesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_saved_searches_get_property;
  object_class->dispose = rambla_saved_searches_dispose;
  object_class->finalize = rambla_saved_searches_finalize;
  properties[PROP_N_NEW] =
      g_param_spec_uint ("n-new", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[FOUND] = g_signal_new ("found", RAMBLA_TYPE_SAVED_SEARCHES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 2, RAMBLA_TYPE_SAVED_SEARCH, G_TYPE_UINT);
  signals[LOOKED] = g_signal_new ("looked", RAMBLA_TYPE_SAVED_SEARCHES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, RAMBLA_TYPE_SAVED_SEARCH);
  signals[FAILED] = g_signal_new ("failed", RAMBLA_TYPE_SAVED_SEARCHES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_saved_searches_init (RamblaSavedSearches *self)
{
  self->searches = g_ptr_array_new_with_free_func (g_object_unref);
  self->found = g_ptr_array_new_with_free_func (g_free);
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->asking);
}

RamblaSavedSearches *
rambla_saved_searches_new (RamblaApi *api, const char *path)
{
  RamblaSavedSearches *self = g_object_new (RAMBLA_TYPE_SAVED_SEARCHES, NULL);

  self->api = g_object_ref (api);
  self->file = rambla_kept_file_new (path);
  g_signal_connect_object (self->file, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  rambla_kept_file_read_async (self->file, self->cancellable, on_read, g_object_ref (self));
  return self;
}
