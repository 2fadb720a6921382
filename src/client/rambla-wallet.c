/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-wallet-private.h"

#include <sodium.h>

#include "rambla-voucher-sort.h"
#include "rambla-voucher-watch.h"

#define KIND "voucher"

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaWallet,
                               rambla_wallet,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum
{
  PROP_0,
  PROP_FETCHED_AT,
  PROP_OFFLINE,
  PROP_LOADING,
  N_PROPS
};

enum
{
  VOUCHER_CHANGED,
  LOADED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

void
rambla_wallet_set_fetched_at (RamblaWallet *self, gint64 fetched_at)
{
  if (self->fetched_at == fetched_at)
    return;
  self->fetched_at = fetched_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FETCHED_AT]);
}

void
rambla_wallet_set_offline (RamblaWallet *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OFFLINE]);
}

void
rambla_wallet_set_loading (RamblaWallet *self, gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

void
rambla_wallet_emit_loaded (RamblaWallet *self)
{
  g_signal_emit (self, signals[LOADED], 0);
}

void
rambla_wallet_set_vouchers (RamblaWallet *self, GPtrArray *answer)
{
  g_autoptr (GPtrArray) old = self->vouchers;
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) old_by_id = self->by_id;
  GPtrArray *vouchers = g_ptr_array_new_with_free_func (g_object_unref);
  guint front = 0;
  guint back = 0;

  self->vouchers = vouchers;
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < answer->len; i++)
    {
      RamblaVoucher *voucher = g_ptr_array_index (answer, i);
      RamblaVoucher *before = g_hash_table_lookup (old_by_id, rambla_voucher_get_id (voucher));

      /* Pages overlap when something changes between them. */
      if (g_hash_table_contains (self->by_id, rambla_voucher_get_id (voucher)))
        continue;
      /* What is the same stays the same object. */
      if (before != NULL && rambla_voucher_is_same (before, voucher))
        voucher = before;
      else
        g_ptr_array_add (changed, g_object_ref (voucher));
      g_ptr_array_add (vouchers, g_object_ref (voucher));
      g_hash_table_insert (self->by_id, (gpointer) rambla_voucher_get_id (voucher), voucher);
    }
  rambla_voucher_sort (vouchers, g_get_real_time ());
  while (front < old->len && front < vouchers->len && old->pdata[front] == vouchers->pdata[front])
    front++;
  while (back < old->len - front && back < vouchers->len - front &&
         old->pdata[old->len - 1 - back] == vouchers->pdata[vouchers->len - 1 - back])
    back++;
  if (old->len != vouchers->len || front < old->len)
    g_list_model_items_changed (G_LIST_MODEL (self), front, old->len - front - back,
                                vouchers->len - front - back);
  for (guint i = 0; i < changed->len; i++)
    {
      RamblaVoucher *voucher = g_ptr_array_index (changed, i);

      g_signal_emit (self, signals[VOUCHER_CHANGED], g_quark_try_string (rambla_voucher_get_id (voucher)),
                     voucher);
    }
}

/* --- the cache --- */

static void
on_kept (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* The wallet goes on without: only its use without a network suffers. */
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_warning ("The wallet could not be kept: %s", error->message);
}

void
rambla_wallet_keep_all (RamblaWallet *self)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_sized_new (self->vouchers->len);
  g_autoptr (GPtrArray) documents = g_ptr_array_sized_new (self->vouchers->len);

  if (self->cache == NULL)
    return;
  for (guint i = 0; i < self->vouchers->len; i++)
    {
      RamblaVoucher *voucher = g_ptr_array_index (self->vouchers, i);

      g_ptr_array_add (ids, (gpointer) rambla_voucher_get_id (voucher));
      g_ptr_array_add (documents, rambla_voucher_get_json (voucher));
    }
  rambla_cache_replace_async (self->cache, KIND, ids, documents, self->fetched_at, NULL, on_kept, NULL);
}

static GObject *
read_voucher (JsonNode *document, GError **error)
{
  return (GObject *) rambla_voucher_from_json (document, error);
}

static void
on_cache_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaWallet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCachedList) list = rambla_cache_load_finish (self->cache, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (list == NULL)
    {
      g_warning ("The kept wallet cannot be read: %s", error->message);
      return;
    }
  if (self->answered || list->fetched_at == 0)
    return;
  self->known = TRUE;
  rambla_wallet_set_fetched_at (self, list->fetched_at);
  rambla_wallet_set_loading (self, FALSE);
  rambla_wallet_set_vouchers (self, list->items);
  rambla_wallet_emit_loaded (self);
}

/* --- one voucher that is looked at --- */

static void
take_voucher (RamblaWallet *self, RamblaVoucher *voucher)
{
  const char *id = rambla_voucher_get_id (voucher);
  RamblaVoucher *before = g_hash_table_lookup (self->by_id, id);
  g_autoptr (GPtrArray) vouchers = NULL;

  if (before != NULL && rambla_voucher_is_same (before, voucher))
    return;
  vouchers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->vouchers->len; i++)
    if (self->vouchers->pdata[i] != before)
      g_ptr_array_add (vouchers, g_object_ref (self->vouchers->pdata[i]));
  g_ptr_array_add (vouchers, g_object_ref (voucher));
  rambla_wallet_set_vouchers (self, vouchers);
  /* A list that is on its way may be older than this: it is asked for again. */
  if (self->coming != NULL)
    {
      rambla_wallet_stop_asking (self);
      rambla_wallet_refresh (self);
    }
  if (self->cache != NULL)
    rambla_cache_put_async (self->cache, KIND, id, rambla_voucher_get_json (voucher), g_get_real_time (),
                            NULL, on_kept, NULL);
}

void
rambla_wallet_take (RamblaWallet *self, RamblaVoucher *voucher)
{
  g_return_if_fail (RAMBLA_IS_WALLET (self));
  g_return_if_fail (RAMBLA_IS_VOUCHER (voucher));

  take_voucher (self, voucher);
}

static void
on_heard (RamblaVoucher *voucher, const GError *error, gpointer user_data)
{
  g_autoptr (RamblaWallet) self = g_object_ref (user_data);

  if (voucher == NULL)
    {
      rambla_wallet_take_error (self, g_error_copy (error));
      rambla_wallet_emit_loaded (self);
      return;
    }
  g_clear_error (&self->error);
  rambla_wallet_set_offline (self, FALSE);
  take_voucher (self, voucher);
}

void
rambla_wallet_watch (RamblaWallet *self, const char *id)
{
  RamblaVoucherWatch *watch;

  g_return_if_fail (RAMBLA_IS_WALLET (self));
  g_return_if_fail (id != NULL);

  watch = g_hash_table_lookup (self->watches, id);
  if (watch == NULL)
    {
      watch = rambla_voucher_watch_new (self->api, id, on_heard, self);
      rambla_voucher_watch_set_told (watch, rambla_wallet_is_told (self));
      g_hash_table_insert (self->watches, g_strdup (id), watch);
    }
  rambla_voucher_watch_count (watch, 1);
}

void
rambla_wallet_unwatch (RamblaWallet *self, const char *id)
{
  RamblaVoucherWatch *watch;

  g_return_if_fail (RAMBLA_IS_WALLET (self));

  watch = g_hash_table_lookup (self->watches, id);
  g_return_if_fail (watch != NULL);
  if (rambla_voucher_watch_count (watch, -1) == 0)
    g_hash_table_remove (self->watches, id);
}

/* --- asking it --- */

RamblaVoucher *
rambla_wallet_get_voucher (RamblaWallet *self, const char *id)
{
  g_return_val_if_fail (RAMBLA_IS_WALLET (self), NULL);

  return g_hash_table_lookup (self->by_id, id);
}

const GError *
rambla_wallet_get_error (RamblaWallet *self)
{
  g_return_val_if_fail (RAMBLA_IS_WALLET (self), NULL);

  return self->error;
}

gboolean
rambla_wallet_get_known (RamblaWallet *self)
{
  g_return_val_if_fail (RAMBLA_IS_WALLET (self), FALSE);

  return self->known;
}

gboolean
rambla_wallet_get_offline (RamblaWallet *self)
{
  g_return_val_if_fail (RAMBLA_IS_WALLET (self), FALSE);

  return self->offline;
}

gint64
rambla_wallet_get_fetched_at (RamblaWallet *self)
{
  g_return_val_if_fail (RAMBLA_IS_WALLET (self), 0);

  return self->fetched_at;
}

void
rambla_wallet_forget (RamblaWallet *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  g_return_if_fail (RAMBLA_IS_WALLET (self));

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  rambla_wallet_stop_asking (self);
  g_clear_error (&self->error);
  self->known = FALSE;
  self->answered = FALSE;
  rambla_wallet_set_offline (self, FALSE);
  rambla_wallet_set_fetched_at (self, 0);
  rambla_wallet_set_vouchers (self, none);
  if (self->cache != NULL)
    rambla_cache_forget_async (self->cache, NULL, on_kept, NULL);
  rambla_wallet_emit_loaded (self);
}

/* --- the object --- */

static GType
get_item_type (GListModel *model)
{
  return RAMBLA_TYPE_VOUCHER;
}

static guint
get_n_items (GListModel *model)
{
  return RAMBLA_WALLET (model)->vouchers->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  RamblaWallet *self = RAMBLA_WALLET (model);

  return position < self->vouchers->len ? g_object_ref (g_ptr_array_index (self->vouchers, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
rambla_wallet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RamblaWallet *self = RAMBLA_WALLET (object);

  switch (id)
    {
    case PROP_FETCHED_AT:
      g_value_set_int64 (value, self->fetched_at);
      break;
    case PROP_OFFLINE:
      g_value_set_boolean (value, self->offline);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_wallet_dispose (GObject *object)
{
  RamblaWallet *self = RAMBLA_WALLET (object);

  g_cancellable_cancel (self->cancellable);
  rambla_wallet_stop_asking (self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_hash_table_remove_all (self->watches);
  G_OBJECT_CLASS (rambla_wallet_parent_class)->dispose (object);
}

static void
rambla_wallet_finalize (GObject *object)
{
  RamblaWallet *self = RAMBLA_WALLET (object);

  g_clear_object (&self->api);
  g_clear_object (&self->events);
  g_clear_object (&self->cache);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->watches);
  g_ptr_array_unref (self->vouchers);
  g_clear_error (&self->error);
  if (self->holder_key != NULL)
    sodium_free (self->holder_key);
  G_OBJECT_CLASS (rambla_wallet_parent_class)->finalize (object);
}

static void
rambla_wallet_class_init (RamblaWalletClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_wallet_get_property;
  object_class->dispose = rambla_wallet_dispose;
  object_class->finalize = rambla_wallet_finalize;
  properties[PROP_FETCHED_AT] = g_param_spec_int64 ("fetched-at", NULL, NULL, 0, G_MAXINT64, 0,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OFFLINE] =
      g_param_spec_boolean ("offline", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADING] =
      g_param_spec_boolean ("loading", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[VOUCHER_CHANGED] =
      g_signal_new ("voucher-changed", RAMBLA_TYPE_WALLET, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                    NULL, NULL, G_TYPE_NONE, 1, RAMBLA_TYPE_VOUCHER);
  signals[LOADED] =
      g_signal_new ("loaded", RAMBLA_TYPE_WALLET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_wallet_init (RamblaWallet *self)
{
  self->vouchers = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->watches =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) rambla_voucher_watch_free);
  self->cancellable = g_cancellable_new ();
}

RamblaWallet *
rambla_wallet_new (RamblaApi *api, RamblaCache *cache)
{
  RamblaWallet *self = g_object_new (RAMBLA_TYPE_WALLET, NULL);

  self->api = g_object_ref (api);
  if (cache != NULL)
    {
      self->cache = g_object_ref (cache);
      rambla_wallet_set_loading (self, TRUE);
      rambla_cache_load_async (cache, KIND, read_voucher, self->cancellable, on_cache_ready,
                               g_object_ref (self));
    }
  rambla_wallet_refresh (self);
  return self;
}
