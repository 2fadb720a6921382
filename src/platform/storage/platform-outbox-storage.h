/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* How long what happened is kept, in seconds, and how many rows at most. */
#define PLATFORM_OUTBOX_KEPT_SECONDS (48 * 3600)
#define PLATFORM_OUTBOX_KEPT_ROWS 1000000

/**
 * PlatformOutboxEvent:
 * @number: its place in the order of commits; ignored by platform_outbox_storage_append()
 * @kind: what the listener gets as the event's name, e.g. "voucher"; lower case letters and `_`
 * @account_id: (nullable): the person it is for
 * @merchant_id: (nullable): the merchant it is for
 * @store_id: (nullable): with @merchant_id, the one of its stores where it happened
 * @deal: the row of the offer it is about, for whoever looks at one of its branches on a map; 0: none
 * @operators: it is for the operators
 * @payload: (nullable): a JSON object of at most 4,096 bytes in one line; NULL with a @deal, whose facts are
 * then told as they are when it is sent
 *
 * Something that happened. It goes to all that it names, so @payload holds nothing that one of them must not
 * see.
 */
typedef struct
{
  gint64 number;
  const char *kind;
  const char *account_id;
  const char *merchant_id;
  const char *store_id;
  gint64 deal;
  gboolean operators;
  const char *payload;
} PlatformOutboxEvent;

/**
 * platform_outbox_storage_append:
 * @database: the writer's, inside the job that makes the change
 *
 * Adds an event to the transaction of the change that it tells of: it becomes true together with it.
 *
 * Not needed for what triggers tell (migration 0004-outbox.sql): every new order and each change of its
 * state, tries to pay that fail or wait for the bank, new vouchers and each change of their state, generation
 * or owner, redemptions, refunds, an offer's price, and its stock from 20 on down.
 *
 * Returns: FALSE with @error set
 */
gboolean
platform_outbox_storage_append (PlatformDatabase *database, const PlatformOutboxEvent *event, GError **error);

/**
 * platform_outbox_storage_get_ends:
 * @first: (out): the number of the oldest event that is kept; last + 1 if none is
 * @last: (out): the number of the newest event ever; 0 before the first
 */
gboolean
platform_outbox_storage_get_ends (PlatformDatabase *database, gint64 *first, gint64 *last, GError **error);

/**
 * PlatformOutboxAudience:
 * @account_id: (nullable): whose own events
 * @merchant_ids: (nullable) (array zero-terminated=1): whose events as merchants
 * @store_id: (nullable): of the merchants' events only those at this store, and those at no store
 * @deals: all offers' too: what is not on the listener's map is for the caller to leave out
 * @operators: the operators' too
 *
 * What somebody may hear and wants to.
 */
typedef struct
{
  const char *account_id;
  const char *const *merchant_ids;
  const char *store_id;
  gboolean deals;
  gboolean operators;
} PlatformOutboxAudience;

/**
 * PlatformOutboxVisitor:
 * @event: valid during the call
 */
typedef void (*PlatformOutboxVisitor) (const PlatformOutboxEvent *event, gpointer data);

/**
 * platform_outbox_storage_visit:
 * @audience: (nullable): for whom; NULL: everything
 * @after: events after this number
 * @until: up to and with this number
 * @limit: at most so many
 * @last: (out): the number of the last one visited, or @until if all were: go on after it
 *
 * Calls @visitor for each event in the order of numbers.
 */
gboolean platform_outbox_storage_visit (PlatformDatabase *database,
                                        const PlatformOutboxAudience *audience,
                                        gint64 after,
                                        gint64 until,
                                        guint limit,
                                        PlatformOutboxVisitor visitor,
                                        gpointer data,
                                        gint64 *last,
                                        GError **error);

/**
 * platform_outbox_storage_trim:
 * @before: seconds since 1970 by the machine's clock: what is older goes
 * @max_rows: of the rest, no more than this stay
 * @more: (out): TRUE if there is still something to take away: call again. A single call is short.
 */
gboolean platform_outbox_storage_trim (PlatformDatabase *database,
                                       gint64 before,
                                       gint64 max_rows,
                                       gboolean *more,
                                       GError **error);

/**
 * platform_outbox_storage_get_secret:
 * @secret: (out): 32 bytes
 *
 * What positions are sealed with before a listener is told them, so that they tell nothing about how much
 * happens here and cannot be made up. Restoring a copy sets a new one: numbers are then given again, and no old
 * position may be taken for one of them.
 */
gboolean platform_outbox_storage_get_secret (PlatformDatabase *database, guint8 secret[32], GError **error);

G_END_DECLS
