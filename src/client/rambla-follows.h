/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-event-stream.h"
#include "rambla-session.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_FOLLOWS (rambla_follows_get_type ())
G_DECLARE_FINAL_TYPE (RamblaFollows, rambla_follows, RAMBLA, FOLLOWS, GObject)

/**
 * rambla_follows_new:
 * @session: who is signed in; then the platform keeps the list for the account's other devices too
 * @events: what tells of new offers
 * @path: the file on this device
 *
 * The stores whose new offers one wants to hear of, and which of their offers have not been seen yet. Kept on
 * this device; while somebody is signed in, what was followed or dropped here is told to the platform, at
 * once or when it can be reached again, and what changed elsewhere is taken over. Nothing blocks. Main thread
 * only.
 *
 * Signal `changed`: a store is followed or not any more, or has another number of new offers.
 */
RamblaFollows *
rambla_follows_new (RamblaApi *api, RamblaSession *session, RamblaEventStream *events, const char *path);

/** rambla_follows_get_n: how many are followed. */
guint rambla_follows_get_n (RamblaFollows *self);

/** rambla_follows_get_store: (transfer none): the @n-th, the latest first. */
RamblaStore *rambla_follows_get_store (RamblaFollows *self, guint n);

/** rambla_follows_contain: whether the store is followed. */
gboolean rambla_follows_contain (RamblaFollows *self, const char *store_id);

/** rambla_follows_count_new: how many of its offers appeared since one last looked; 0 for other stores. */
guint rambla_follows_count_new (RamblaFollows *self, const char *store_id);

/** rambla_follows_add: follows @store; what it offers now counts as seen. */
void rambla_follows_add (RamblaFollows *self, RamblaStore *store);

/** rambla_follows_remove: follows it no longer. */
void rambla_follows_remove (RamblaFollows *self, const char *store_id);

/** rambla_follows_mark_seen: one has looked at the store's offers. */
void rambla_follows_mark_seen (RamblaFollows *self, const char *store_id);

G_END_DECLS
