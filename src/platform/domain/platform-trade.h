/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-clock.h"
#include "platform-database.h"
#include "platform-keys.h"
#include "platform-provider.h"
#include "platform-terms.h"
#include "platform-writer.h"

G_BEGIN_DECLS

/* How long an order holds its stock, in seconds. */
#define PLATFORM_HOLD_SECONDS 900

/* The platform's commission on what is redeemed, in ten-thousandths. */
#define PLATFORM_DEFAULT_COMMISSION 1000

/**
 * PlatformTrade:
 * @readers: connections for reading
 * @writer: the one writer
 * @clock: the time to act by
 * @city: currency, time zone, holidays
 * @keys: what vouchers are signed with
 * @terms: what was agreed, by number
 * @provider: (nullable): who moves the money; NULL: only what needs no payment can be ordered
 * @base_uri: what browsers reach the platform at, without a slash at the end
 * @commission: on new orders, in ten-thousandths
 * @process: a name for this run of the program, unlike all others
 * @stopping: cancelled when the program ends: nobody waits for the provider any longer
 * @calls: calls to the provider that have not answered; guarded by @calls_lock
 * @words: what the provider has answered and could not be written; guarded by @calls_lock
 * @changed: (nullable): called in any thread when there is something for the scheduler to look at
 *
 * What the rules of the trade work with. Set up once, before the first request; read without locks.
 */
typedef struct
{
  PlatformDatabasePool *readers;
  PlatformWriter *writer;
  PlatformClock *clock;
  const PlatformCity *city;
  PlatformKeys *keys;
  PlatformTermsCache *terms;
  PlatformProvider *provider;
  char *base_uri;
  gint64 commission;
  char *process;
  GCancellable *stopping;
  GMutex calls_lock;
  GCond calls_done;
  guint calls;
  GPtrArray *words;
  void (*changed) (gpointer data);
  gpointer changed_data;
} PlatformTrade;

/**
 * platform_trade_new:
 * @city: outlives the trade
 * @provider: (nullable): a reference is taken
 *
 * Opens the keys and brings into order what the last run left unfinished: a payment that was being asked for
 * becomes `unknown`, until the provider tells.
 *
 * Returns: (transfer full): the trade, or NULL with @error
 */
PlatformTrade *platform_trade_new (PlatformDatabasePool *readers,
                                   PlatformWriter *writer,
                                   PlatformClock *clock,
                                   const PlatformCity *city,
                                   PlatformProvider *provider,
                                   const char *base_uri,
                                   GError **error);

/**
 * platform_trade_stop:
 *
 * Ends the waiting for the provider and returns when nothing is under way any more. The writer must still
 * run.
 */
void platform_trade_stop (PlatformTrade *self);
void platform_trade_free (PlatformTrade *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformTrade, platform_trade_free)

/**
 * platform_trade_wake:
 *
 * Says that there is something to look at: a refund to send, a payment to ask about. Any thread.
 */
void platform_trade_wake (const PlatformTrade *self);

/**
 * platform_trade_begin_call:
 *
 * Counts a call to the provider; platform_trade_end_call() when all that it led to is written.
 */
void platform_trade_begin_call (PlatformTrade *self);
void platform_trade_end_call (PlatformTrade *self);

/**
 * platform_trade_keep_word:
 * @word: (transfer full): platform_inquiry_write_again() knows what it is
 *
 * Keeps what could not be written. Any thread.
 */
void platform_trade_keep_word (PlatformTrade *self, gpointer word);

/** platform_trade_take_words: (transfer full): all that was kept; nothing of it is kept any more. */
GPtrArray *platform_trade_take_words (PlatformTrade *self);

G_END_DECLS
