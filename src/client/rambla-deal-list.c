/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-list.h"

#include "rambla-deal-event.h"

#define PAGE_LIMIT 30
#define MOST_AT_ONCE 100
/* Not all windows of a city ask again at the same moment. */
#define NEWS_MS 400

struct _RamblaDealList
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaDealQuery *query;
  GPtrArray *deals;
  GHashTable *seen; /* ids; pages may overlap when offers change meanwhile */
  GHashTable *facets;
  char *next;
  char *corrected;
  gboolean relaxed;
  int total;
  GError *error;
  GCancellable *cancellable;
  gboolean loading;
  gboolean loading_more;
  guint news_source;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaDealList,
                               rambla_deal_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_TOTAL,
  N_PROPS
};

enum
{
  LOADED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
set_loading (RamblaDealList *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
set_total (RamblaDealList *self, int total)
{
  if (self->total == total)
    return;
  self->total = total;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
}

/* Adds what is new of a page; returns how many that is. */
static guint
append_page (RamblaDealList *self, RamblaDealBatch *page)
{
  guint before = self->deals->len;

  for (guint i = 0; i < page->deals->len; i++)
    {
      RamblaDeal *deal = g_ptr_array_index (page->deals, i);

      if (g_hash_table_add (self->seen, g_strdup (rambla_deal_get_id (deal))))
        g_ptr_array_add (self->deals, g_object_ref (deal));
    }
  g_free (self->next);
  self->next = g_strdup (page->next);
  return self->deals->len - before;
}

static void
on_first_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDealList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) page = rambla_catalogue_search_finish (RAMBLA_API (source), result, &error);
  guint removed;
  guint added;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_error (&self->error);
  if (page == NULL)
    {
      self->error = g_steal_pointer (&error);
      set_loading (self, FALSE);
      g_signal_emit (self, signals[LOADED], 0);
      return;
    }
  removed = self->deals->len;
  g_ptr_array_set_size (self->deals, 0);
  g_hash_table_remove_all (self->seen);
  added = append_page (self, page);
  g_free (self->corrected);
  self->corrected = g_strdup (page->corrected);
  self->relaxed = page->relaxed;
  g_clear_pointer (&self->facets, g_hash_table_unref);
  self->facets = page->facets != NULL ? g_hash_table_ref (page->facets) : NULL;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, added);
  set_total (self, page->total);
  set_loading (self, FALSE);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
on_next_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDealList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) page = rambla_catalogue_search_finish (RAMBLA_API (source), result, &error);
  guint position = self->deals->len;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading_more = FALSE;
  if (page == NULL)
    {
      /* What is there stays; scrolling on asks again. */
      g_message ("The next page of offers did not come: %s", error->message);
      return;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, append_page (self, page));
}

/* What came on sale since goes where it belongs; what is there stays as it is. */
static void
on_news_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDealList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) page = rambla_catalogue_search_finish (RAMBLA_API (source), result, &error);

  if (page == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("Offers that came on sale cannot be looked for: %s", error->message);
      return;
    }
  for (guint i = 0; i < page->deals->len; i++)
    {
      RamblaDeal *deal = g_ptr_array_index (page->deals, i);
      guint position = MIN (i, self->deals->len);

      if (!g_hash_table_add (self->seen, g_strdup (rambla_deal_get_id (deal))))
        continue;
      g_ptr_array_insert (self->deals, (int) position, g_object_ref (deal));
      g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
    }
  set_total (self, page->total);
}

static gboolean
on_news_due (gpointer user_data)
{
  RamblaDealList *self = user_data;

  self->news_source = 0;
  /* An answer that is on its way holds them already, or is asked for again when it is wanted. */
  if (!self->loading && !self->loading_more)
    rambla_catalogue_search_async (self->api, self->query, NULL,
                                   CLAMP (self->deals->len, PAGE_LIMIT, MOST_AT_ONCE), self->cancellable,
                                   on_news_ready, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* An offer came on sale: the platform knows whether it belongs to the answer, and where. */
static void
on_sale_event (RamblaDealList *self)
{
  if (self->query != NULL && self->news_source == 0)
    self->news_source = g_timeout_add ((guint) g_random_int_range (NEWS_MS / 8, NEWS_MS), on_news_due, self);
}

static void
on_deal_event (RamblaDealList *self, const char *kind, JsonObject *data)
{
  for (guint i = 0; i < self->deals->len; i++)
    {
      RamblaDeal *deal = g_ptr_array_index (self->deals, i);
      g_autoptr (RamblaDeal) changed = NULL;

      if (!rambla_deal_event_is_about (data, rambla_deal_get_id (deal)))
        continue;
      if (rambla_deal_event_is_over (data))
        {
          g_hash_table_remove (self->seen, rambla_deal_get_id (deal));
          g_ptr_array_remove_index (self->deals, i);
          g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
          set_total (self, MAX (self->total - 1, 0));
          return;
        }
      changed = rambla_deal_event_apply (deal, data);
      if (changed == NULL)
        return;
      g_object_unref (deal);
      self->deals->pdata[i] = g_steal_pointer (&changed);
      g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 1);
      return;
    }
}

void
rambla_deal_list_set_events (RamblaDealList *self, RamblaEventStream *events)
{
  g_return_if_fail (RAMBLA_IS_DEAL_LIST (self));

  g_signal_connect_object (events, "event::deal", G_CALLBACK (on_deal_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "event::deal_on_sale", G_CALLBACK (on_sale_event), self,
                           G_CONNECT_SWAPPED);
}

void
rambla_deal_list_set_query (RamblaDealList *self, const RamblaDealQuery *query)
{
  RamblaDealQuery *copy;

  g_return_if_fail (RAMBLA_IS_DEAL_LIST (self));
  g_return_if_fail (query != NULL);

  copy = rambla_deal_query_copy (query);
  g_clear_pointer (&self->query, rambla_deal_query_free);
  self->query = copy;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading_more = FALSE;
  g_clear_pointer (&self->next, g_free);
  set_loading (self, TRUE);
  rambla_catalogue_search_async (self->api, self->query, NULL, PAGE_LIMIT, self->cancellable,
                                 on_first_page_ready, g_object_ref (self));
}

const RamblaDealQuery *
rambla_deal_list_get_query (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), NULL);

  return self->query;
}

void
rambla_deal_list_load_more (RamblaDealList *self)
{
  g_return_if_fail (RAMBLA_IS_DEAL_LIST (self));

  if (self->loading || self->loading_more || self->next == NULL)
    return;
  self->loading_more = TRUE;
  rambla_catalogue_search_async (self->api, self->query, self->next, PAGE_LIMIT, self->cancellable,
                                 on_next_page_ready, g_object_ref (self));
}

gboolean
rambla_deal_list_has_more (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), FALSE);

  return self->next != NULL;
}

gboolean
rambla_deal_list_get_loading (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), FALSE);

  return self->loading;
}

int
rambla_deal_list_get_total (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), 0);

  return self->total;
}

const char *
rambla_deal_list_get_corrected (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), NULL);

  return self->corrected;
}

gboolean
rambla_deal_list_get_relaxed (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), FALSE);

  return self->relaxed;
}

GHashTable *
rambla_deal_list_get_facets (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), NULL);

  return self->facets;
}

const GError *
rambla_deal_list_get_error (RamblaDealList *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_LIST (self), NULL);

  return self->error;
}

static GType
get_item_type (GListModel *model)
{
  return RAMBLA_TYPE_DEAL;
}

static guint
get_n_items (GListModel *model)
{
  return RAMBLA_DEAL_LIST (model)->deals->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RamblaDealList *self = RAMBLA_DEAL_LIST (model);

  return position < self->deals->len ? g_object_ref (g_ptr_array_index (self->deals, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
rambla_deal_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RamblaDealList *self = RAMBLA_DEAL_LIST (object);

  switch (id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_TOTAL:
      g_value_set_int (value, self->total);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_deal_list_dispose (GObject *object)
{
  g_clear_handle_id (&RAMBLA_DEAL_LIST (object)->news_source, g_source_remove);
  g_cancellable_cancel (RAMBLA_DEAL_LIST (object)->cancellable);
  G_OBJECT_CLASS (rambla_deal_list_parent_class)->dispose (object);
}

static void
rambla_deal_list_finalize (GObject *object)
{
  RamblaDealList *self = RAMBLA_DEAL_LIST (object);

  g_clear_object (&self->api);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->query, rambla_deal_query_free);
  g_clear_pointer (&self->facets, g_hash_table_unref);
  g_ptr_array_unref (self->deals);
  g_hash_table_unref (self->seen);
  g_clear_error (&self->error);
  g_free (self->next);
  g_free (self->corrected);
  G_OBJECT_CLASS (rambla_deal_list_parent_class)->finalize (object);
}

static void
rambla_deal_list_class_init (RamblaDealListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_deal_list_get_property;
  object_class->dispose = rambla_deal_list_dispose;
  object_class->finalize = rambla_deal_list_finalize;
  properties[PROP_LOADING] =
      g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TOTAL] =
      g_param_spec_int ("total", NULL, NULL, 0, G_MAXINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[LOADED] =
      g_signal_new ("loaded", RAMBLA_TYPE_DEAL_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_deal_list_init (RamblaDealList *self)
{
  self->deals = g_ptr_array_new_with_free_func (g_object_unref);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
}

RamblaDealList *
rambla_deal_list_new (RamblaApi *api)
{
  RamblaDealList *self = g_object_new (RAMBLA_TYPE_DEAL_LIST, NULL);

  self->api = g_object_ref (api);
  return self;
}
