/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-wallet.h"

G_BEGIN_DECLS

struct _RamblaWallet
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaCache *cache;
  RamblaEventStream *events; /* (nullable): tells when vouchers change */
  GPtrArray *vouchers;
  GHashTable *by_id;         /* id → RamblaVoucher, owned by vouchers */
  GHashTable *watches;       /* id → RamblaVoucherWatch */
  GCancellable *cancellable; /* of the cache's answer */
  GCancellable *asking;      /* of the refresh under way */
  GPtrArray *coming;         /* its vouchers so far; NULL when there is none */
  gboolean again; /* somebody asked for a refresh while one was under way, which may be too old for them */
  gboolean known;
  gboolean answered; /* by the platform, not only by the cache */
  gboolean offline;
  gboolean loading;
  gboolean visible;
  guint refresh_source;
  gint64 fetched_at;
  GError *error;
  guint8 *holder_key;
};

/* Shared by the object (rambla-wallet.c), the asking for its list (rambla-wallet-refresh.c) and what its
 * codes say (rambla-wallet-presentation.c). */
void rambla_wallet_set_fetched_at (RamblaWallet *self, gint64 fetched_at);
void rambla_wallet_set_offline (RamblaWallet *self, gboolean offline);
void rambla_wallet_set_loading (RamblaWallet *self, gboolean loading);
void rambla_wallet_emit_loaded (RamblaWallet *self);
/* Makes @answer the new list; tells the model's users only of the part that differs. */
void rambla_wallet_set_vouchers (RamblaWallet *self, GPtrArray *answer);
/* Writes the whole list into the cache. */
void rambla_wallet_keep_all (RamblaWallet *self);
/* Takes over @error. */
void rambla_wallet_take_error (RamblaWallet *self, GError *error);
/* Whether changes are told, so that asking is only for the case that this fails. */
gboolean rambla_wallet_is_told (RamblaWallet *self);
/* Ends the refresh under way, if there is one; what came of it is dropped. */
void rambla_wallet_stop_asking (RamblaWallet *self);

G_END_DECLS
