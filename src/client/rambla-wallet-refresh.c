/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-wallet-private.h"

#include "rambla-purchases.h"
#include "rambla-voucher-sort.h"

#define POLL_LIST_MS 3000
#define TOLD_LIST_MS 60000
/* No person has more; a platform that pages for ever is stopped. */
#define MAX_VOUCHERS 20000

static void ask_page (RamblaWallet *self, const char *cursor);

static gboolean
on_refresh_due (gpointer user_data)
{
  RamblaWallet *self = user_data;

  self->refresh_source = 0;
  rambla_wallet_refresh (self);
  return G_SOURCE_REMOVE;
}

static void
plan_refresh (RamblaWallet *self)
{
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  if (self->visible && self->coming == NULL)
    {
      guint usual = rambla_wallet_is_told (self) ? TOLD_LIST_MS : POLL_LIST_MS;
      guint pause = MAX (usual, 1000 * rambla_api_error_get_retry_after (self->error));

      self->refresh_source = g_timeout_add (pause, on_refresh_due, self);
    }
}

void
rambla_wallet_take_error (RamblaWallet *self, GError *error)
{
  g_clear_error (&self->error);
  self->error = error;
  rambla_wallet_set_offline (self, rambla_api_error_is_transient (error));
}

static gboolean
has_changed (RamblaWallet *self, GPtrArray *vouchers)
{
  if (vouchers->len != self->vouchers->len)
    return TRUE;
  for (guint i = 0; i < vouchers->len; i++)
    {
      RamblaVoucher *voucher = g_ptr_array_index (vouchers, i);
      RamblaVoucher *before = g_hash_table_lookup (self->by_id, rambla_voucher_get_id (voucher));

      if (before == NULL || !rambla_voucher_is_same (before, voucher))
        return TRUE;
    }
  return FALSE;
}

static void
take_list (RamblaWallet *self)
{
  gboolean changed = !self->answered || has_changed (self, self->coming);

  self->known = TRUE;
  self->answered = TRUE;
  g_clear_error (&self->error);
  rambla_wallet_set_offline (self, FALSE);
  rambla_wallet_set_fetched_at (self, g_get_real_time ());
  rambla_wallet_set_loading (self, FALSE);
  rambla_wallet_set_vouchers (self, self->coming);
  rambla_wallet_stop_asking (self);
  if (changed)
    rambla_wallet_keep_all (self);
}

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaWallet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaPurchasePage) page =
      rambla_purchases_list_vouchers_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      rambla_wallet_stop_asking (self);
      rambla_wallet_take_error (self, g_steal_pointer (&error));
      rambla_wallet_set_loading (self, FALSE);
    }
  else
    {
      for (guint i = 0; i < page->items->len && self->coming->len < MAX_VOUCHERS; i++)
        g_ptr_array_add (self->coming, g_object_ref (g_ptr_array_index (page->items, i)));
      if (page->next != NULL && page->items->len > 0 && self->coming->len < MAX_VOUCHERS)
        {
          ask_page (self, page->next);
          return;
        }
      take_list (self);
    }
  rambla_wallet_emit_loaded (self);
  if (self->again && page != NULL)
    rambla_wallet_refresh (self);
  else
    plan_refresh (self);
}

void
rambla_wallet_stop_asking (RamblaWallet *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_pointer (&self->coming, g_ptr_array_unref);
}

static void
ask_page (RamblaWallet *self, const char *cursor)
{
  rambla_purchases_list_vouchers_async (self->api, cursor, self->asking, on_page_ready, g_object_ref (self));
}

void
rambla_wallet_refresh (RamblaWallet *self)
{
  g_return_if_fail (RAMBLA_IS_WALLET (self));

  self->again = self->coming != NULL;
  if (self->again)
    return;
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  self->asking = g_cancellable_new ();
  self->coming = g_ptr_array_new_with_free_func (g_object_unref);
  rambla_wallet_set_loading (self, !self->known);
  ask_page (self, NULL);
}

void
rambla_wallet_set_visible (RamblaWallet *self, gboolean visible)
{
  g_return_if_fail (RAMBLA_IS_WALLET (self));

  if (self->visible == visible)
    return;
  self->visible = visible;
  if (visible)
    rambla_wallet_refresh (self);
  else
    plan_refresh (self);
}
