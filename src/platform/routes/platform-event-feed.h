/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-clock.h"
#include "platform-database.h"
#include "platform-request.h"
#include "platform-session-storage.h"
#include "platform-writer.h"
#include "rambla-geo.h"

G_BEGIN_DECLS

/* How many streams one account may have open, and how many there may be without an account. */
#define PLATFORM_FEED_MAX_OF_ACCOUNT 32
#define PLATFORM_FEED_MAX_ANONYMOUS 2048

/**
 * PlatformSubscription:
 * @account_id: (nullable): whose own events; NULL: nobody's, only the map's
 * @token_hash: with @account_id: the access token that it was opened with. The stream ends with it.
 * @expires_at: with @account_id: when that is, at the latest; seconds since 1970
 * @merchant_id: (nullable): of which merchant; the account may act for it
 * @store_id: (nullable): with @merchant_id: at which store
 * @operators: the operators' too
 * @has_box: offers in @box
 * @position: (nullable): what was heard last, as the listener sent it; NULL begins with what happens from now
 * on
 *
 * Who listens, and to what.
 */
typedef struct
{
  char *account_id;
  guint8 token_hash[PLATFORM_SECRET_HASH_SIZE];
  gint64 expires_at;
  char *merchant_id;
  char *store_id;
  gboolean operators;
  gboolean has_box;
  RamblaBox box;
  char *position;
} PlatformSubscription;

void platform_subscription_free (PlatformSubscription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSubscription, platform_subscription_free)

/**
 * PlatformEventFeed:
 *
 * Reads the outbox as it grows and sends each event to the streams that it is for. A stream that is behind,
 * since it was away or reads slowly, is served from the outbox until it has caught up: nothing is kept for it
 * in memory. A stream that was away for longer than the outbox goes back, or missed more than can be told in
 * order, gets the event `reset` instead: fetch everything anew. Old rows of the outbox are trimmed from here
 * too.
 */
typedef struct _PlatformEventFeed PlatformEventFeed;

/**
 * platform_event_feed_new:
 * @city: outlives it, as do the others
 *
 * Starts its thread; from here on the writer's commits wake it.
 *
 * Returns: (transfer full): the feed, or NULL with @error
 */
PlatformEventFeed *platform_event_feed_new (PlatformDatabasePool *readers,
                                            PlatformWriter *writer,
                                            PlatformClock *clock,
                                            const PlatformCity *city,
                                            GError **error);

/**
 * platform_event_feed_free:
 *
 * Ends all streams. The server must have stopped; the writer must still run.
 */
void platform_event_feed_free (PlatformEventFeed *self);

/**
 * platform_event_feed_take:
 * @request: not yet answered
 * @subscription: (transfer full): what it wants
 *
 * Makes the request a stream, or answers it: 429 where this account has too many, 503 where there are too
 * many.
 */
void platform_event_feed_take (PlatformEventFeed *self,
                               PlatformRequest *request,
                               PlatformSubscription *subscription);

/**
 * platform_event_feed_count:
 *
 * Returns: streams that are open. Any thread.
 */
guint platform_event_feed_count (PlatformEventFeed *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformEventFeed, platform_event_feed_free)

G_END_DECLS
