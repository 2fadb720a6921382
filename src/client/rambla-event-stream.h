/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "rambla-geo.h"
#include "rambla-session.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_EVENT_STREAM (rambla_event_stream_get_type ())
G_DECLARE_FINAL_TYPE (RamblaEventStream, rambla_event_stream, RAMBLA, EVENT_STREAM, GObject)

/**
 * rambla_event_stream_new:
 * @session: who listens, and where
 * @soup: the connection pool
 *
 * What happens at the platform, as it happens (`GET /v1/events`). Listens as soon as there is something to
 * listen to: an account, an area or a store. A connection that is lost is made again, after the time that the
 * platform asks for, longer after each failure and not all clients at once; nothing is lost or told twice in
 * between. A refused token is renewed. When somebody else signs in it begins anew.
 *
 * Signal `event (char *kind, JsonObject *data)`, detailed by the kind (`event::voucher`); what the kinds are
 * is in the contract. Signal `refetch`: what happened before now is not known: fetch what you show. It is
 * sent at the first connection too. Property `connected` (boolean): changes are heard; while it is FALSE, ask
 * from time to time.
 */
RamblaEventStream *rambla_event_stream_new (RamblaSession *session, SoupSession *soup);

/** rambla_event_stream_set_area: (nullable): offers in @box are of interest; %NULL: none. */
void rambla_event_stream_set_area (RamblaEventStream *self, const RamblaBox *box);

/** rambla_event_stream_set_store: (nullable): what happens at this store is of interest, to its merchant. */
void rambla_event_stream_set_store (RamblaEventStream *self, const char *store_id);

/** rambla_event_stream_get_connected: whether changes are heard at present. */
gboolean rambla_event_stream_get_connected (RamblaEventStream *self);

G_END_DECLS
