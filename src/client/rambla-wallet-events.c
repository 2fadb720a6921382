/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-wallet-private.h"

#include "rambla-voucher-watch.h"

gboolean
rambla_wallet_is_told (RamblaWallet *self)
{
  return self->events != NULL && rambla_event_stream_get_connected (self->events);
}

static void
on_voucher (RamblaWallet *self, const char *kind, JsonObject *data)
{
  const char *id = json_object_get_string_member_with_default (data, "id", "");
  RamblaVoucherWatch *watch = g_hash_table_lookup (self->watches, id);

  /* One that is looked at is asked for alone, which is quicker; the list follows. */
  if (watch != NULL)
    rambla_voucher_watch_ask (watch);
  rambla_wallet_refresh (self);
}

static void
on_connected_changed (RamblaWallet *self)
{
  gboolean told = rambla_wallet_is_told (self);
  GHashTableIter iterator;
  gpointer watch;

  g_hash_table_iter_init (&iterator, self->watches);
  while (g_hash_table_iter_next (&iterator, NULL, &watch))
    rambla_voucher_watch_set_told (watch, told);
}

void
rambla_wallet_set_events (RamblaWallet *self, RamblaEventStream *events)
{
  g_return_if_fail (RAMBLA_IS_WALLET (self));
  g_return_if_fail (self->events == NULL);

  self->events = g_object_ref (events);
  g_signal_connect_object (events, "event::voucher", G_CALLBACK (on_voucher), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "refetch", G_CALLBACK (rambla_wallet_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (events, "notify::connected", G_CALLBACK (on_connected_changed), self,
                           G_CONNECT_SWAPPED);
  on_connected_changed (self);
}
