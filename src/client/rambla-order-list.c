/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order-list.h"

#include "rambla-purchases.h"

#define KIND "order"

struct _RamblaOrderList
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaCache *cache;
  GPtrArray *orders;
  GCancellable *cancellable;
  char *next;
  gboolean asking;
  gboolean again; /* somebody asked for a refresh while one was under way */
  gboolean known;
  gboolean answered; /* by the platform, not only by the cache */
  gint64 fetched_at;
  GError *error;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaOrderList,
                               rambla_order_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  LOADED,
  ORDER_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
find (RamblaOrderList *self, const char *id)
{
  for (guint i = 0; i < self->orders->len; i++)
    if (g_str_equal (rambla_order_get_id (g_ptr_array_index (self->orders, i)), id))
      return i;
  return G_MAXUINT;
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("The orders could not be kept: %s", error->message);
}

static void
keep_all (RamblaOrderList *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_sized_new (self->orders->len);
  g_autoptr (GPtrArray) documents = g_ptr_array_sized_new (self->orders->len);

  if (self->cache == NULL)
    return;
  for (guint i = 0; i < self->orders->len; i++)
    {
      RamblaOrder *order = g_ptr_array_index (self->orders, i);

      g_ptr_array_add (ids, (gpointer) rambla_order_get_id (order));
      g_ptr_array_add (documents, rambla_order_get_json (order));
    }
  rambla_cache_replace_async (self->cache, KIND, ids, documents, self->fetched_at, NULL, on_kept, NULL);
}

static GObject *
read_order (JsonNode *document, GError **error)
{
  return (GObject *) rambla_order_from_json (document, error);
}

/* The list becomes @orders. */
static void
set_orders (RamblaOrderList *self, GPtrArray *orders)
{
  guint removed = self->orders->len;

  g_ptr_array_set_size (self->orders, 0);
  for (guint i = 0; i < orders->len; i++)
    g_ptr_array_add (self->orders, g_object_ref (g_ptr_array_index (orders, i)));
  g_list_model_items_changed (G_LIST_MODEL (self), 0, removed, self->orders->len);
}

static void
on_cache_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCachedList) list = rambla_cache_load_finish (self->cache, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list == NULL)
    {
      g_warning ("The kept orders cannot be read: %s", error->message);
      return;
    }
  if (self->answered || list->fetched_at == 0)
    return;
  self->known = TRUE;
  self->fetched_at = list->fetched_at;
  set_orders (self, list->items);
  g_signal_emit (self, signals[LOADED], 0);
}

/* Whether the first page says nothing new. */
static gboolean
is_same_page (RamblaOrderList *self, GPtrArray *orders)
{
  if (orders->len > self->orders->len)
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    if (!json_node_equal (rambla_order_get_json (g_ptr_array_index (orders, i)),
                          rambla_order_get_json (g_ptr_array_index (self->orders, i))))
      return FALSE;
  return TRUE;
}

static void
take_first_page (RamblaOrderList *self, RamblaPurchasePage *page)
{
  gboolean same = self->answered && is_same_page (self, page->items) && self->orders->len >= page->items->len;

  self->known = TRUE;
  self->answered = TRUE;
  self->fetched_at = g_get_real_time ();
  if (same)
    return;
  g_free (self->next);
  self->next = g_strdup (page->next);
  set_orders (self, page->items);
  keep_all (self);
}

static void
on_first_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaPurchasePage) page =
      rambla_purchases_list_orders_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  g_clear_error (&self->error);
  if (page == NULL)
    self->error = g_steal_pointer (&error);
  else
    take_first_page (self, page);
  g_signal_emit (self, signals[LOADED], 0);
  if (self->again && page != NULL)
    rambla_order_list_refresh (self);
}

static void
on_next_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaPurchasePage) page =
      rambla_purchases_list_orders_finish (RAMBLA_API (source), result, &error);
  guint before = self->orders->len;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (page == NULL)
    {
      /* What is there stays; scrolling on asks again. */
      g_message ("The next page of orders did not come: %s", error->message);
      return;
    }
  for (guint i = 0; i < page->items->len; i++)
    if (find (self, rambla_order_get_id (g_ptr_array_index (page->items, i))) == G_MAXUINT)
      g_ptr_array_add (self->orders, g_object_ref (g_ptr_array_index (page->items, i)));
  g_free (self->next);
  self->next = g_strdup (page->next);
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->orders->len - before);
  if (self->again)
    rambla_order_list_refresh (self);
}

void
rambla_order_list_refresh (RamblaOrderList *self)
{
  g_return_if_fail (RAMBLA_IS_ORDER_LIST (self));

  self->again = self->asking;
  if (self->again)
    return;
  self->asking = TRUE;
  rambla_purchases_list_orders_async (self->api, NULL, self->cancellable, on_first_page_ready,
                                      g_object_ref (self));
}

void
rambla_order_list_set_events (RamblaOrderList *self, RamblaEventStream *events)
{
  g_return_if_fail (RAMBLA_IS_ORDER_LIST (self));

  g_signal_connect_object (events, "event::order", G_CALLBACK (rambla_order_list_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "event::refund", G_CALLBACK (rambla_order_list_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "refetch", G_CALLBACK (rambla_order_list_refresh), self,
                           G_CONNECT_SWAPPED);
}

void
rambla_order_list_load_more (RamblaOrderList *self)
{
  g_return_if_fail (RAMBLA_IS_ORDER_LIST (self));

  if (self->asking || self->next == NULL)
    return;
  self->asking = TRUE;
  rambla_purchases_list_orders_async (self->api, self->next, self->cancellable, on_next_page_ready,
                                      g_object_ref (self));
}

void
rambla_order_list_take (RamblaOrderList *self, RamblaOrder *order)
{
  guint position;

  g_return_if_fail (RAMBLA_IS_ORDER_LIST (self));
  g_return_if_fail (RAMBLA_IS_ORDER (order));

  position = find (self, rambla_order_get_id (order));
  if (position == G_MAXUINT)
    {
      /* Newer than the list, or on a page that was not fetched yet: the next answer puts it in its place. */
      rambla_order_list_refresh (self);
      return;
    }
  if (json_node_equal (rambla_order_get_json (order),
                       rambla_order_get_json (g_ptr_array_index (self->orders, position))))
    return;
  g_object_unref (self->orders->pdata[position]);
  self->orders->pdata[position] = g_object_ref (order);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 1);
  if (self->cache != NULL)
    rambla_cache_put_async (self->cache, KIND, rambla_order_get_id (order), rambla_order_get_json (order),
                            g_get_real_time (), NULL, on_kept, NULL);
  g_signal_emit (self, signals[ORDER_CHANGED], 0, order);
}

RamblaOrder *
rambla_order_list_get_order (RamblaOrderList *self, const char *id)
{
  guint position;

  g_return_val_if_fail (RAMBLA_IS_ORDER_LIST (self), NULL);

  position = find (self, id);
  return position != G_MAXUINT ? g_ptr_array_index (self->orders, position) : NULL;
}

const GError *
rambla_order_list_get_error (RamblaOrderList *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER_LIST (self), NULL);

  return self->error;
}

gboolean
rambla_order_list_get_known (RamblaOrderList *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER_LIST (self), FALSE);

  return self->known;
}

gint64
rambla_order_list_get_fetched_at (RamblaOrderList *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER_LIST (self), 0);

  return self->fetched_at;
}

void
rambla_order_list_forget (RamblaOrderList *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (RAMBLA_IS_ORDER_LIST (self));

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->asking = FALSE;
  self->known = FALSE;
  self->answered = FALSE;
  self->fetched_at = 0;
  g_clear_pointer (&self->next, g_free);
  g_clear_error (&self->error);
  set_orders (self, none);
  g_signal_emit (self, signals[LOADED], 0);
}

static GType
get_item_type (GListModel *model)
{
  return RAMBLA_TYPE_ORDER;
}

static guint
get_n_items (GListModel *model)
{
  return RAMBLA_ORDER_LIST (model)->orders->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RamblaOrderList *self = RAMBLA_ORDER_LIST (model);

  return position < self->orders->len ? g_object_ref (g_ptr_array_index (self->orders, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
rambla_order_list_dispose (GObject *object)
{
  g_cancellable_cancel (RAMBLA_ORDER_LIST (object)->cancellable);
  G_OBJECT_CLASS (rambla_order_list_parent_class)->dispose (object);
}

static void
rambla_order_list_finalize (GObject *object)
{
  RamblaOrderList *self = RAMBLA_ORDER_LIST (object);

  g_clear_object (&self->api);
  g_clear_object (&self->cache);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->orders);
  g_free (self->next);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (rambla_order_list_parent_class)->finalize (object);
}

static void
rambla_order_list_class_init (RamblaOrderListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_order_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_order_list_finalize;
  signals[LOADED] =
      g_signal_new ("loaded", RAMBLA_TYPE_ORDER_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ORDER_CHANGED] = g_signal_new ("order-changed", RAMBLA_TYPE_ORDER_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, RAMBLA_TYPE_ORDER);
}

static void
rambla_order_list_init (RamblaOrderList *self)
{
  self->orders = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

RamblaOrderList *
rambla_order_list_new (RamblaApi *api, RamblaCache *cache)
{
  RamblaOrderList *self = g_object_new (RAMBLA_TYPE_ORDER_LIST, NULL);

  self->api = g_object_ref (api);
  if (cache != NULL)
    {
      self->cache = g_object_ref (cache);
      rambla_cache_load_async (cache, KIND, read_order, self->cancellable, on_cache_ready,
                               g_object_ref (self));
    }
  return self;
}
