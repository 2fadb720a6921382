/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "platform-database.h"
#include "platform-request.h"
#include "platform-response.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/**
 * PlatformIdempotency:
 *
 * A request that may be sent again (draft-ietf-httpapi-idempotency-key-header-07): whose it is, its key, and
 * what it asks for: SHA-256 of method, path and canonical body.
 */
typedef struct _PlatformIdempotency PlatformIdempotency;

/**
 * platform_idempotency_new:
 * @request: a request with an identity
 * @body: (nullable): what it says
 * @forever: TRUE where money moves or a voucher is used; otherwise the answer is kept for a day
 * @refusal: (out) (transfer full): `idempotency_key_missing`, or `bad_request` if it is not a quoted string
 *
 * Returns: (transfer full) (nullable): NULL with @refusal set
 */
PlatformIdempotency *platform_idempotency_new (PlatformRequest *request,
                                               JsonNode *body,
                                               gboolean forever,
                                               PlatformResponse **refusal);
void platform_idempotency_free (PlatformIdempotency *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformIdempotency, platform_idempotency_free)

/**
 * platform_idempotency_parse_key:
 * @header: (nullable): the header's value
 *
 * Reads an RFC 8941 string of 1 to 255 characters.
 *
 * Returns: (transfer full) (nullable): the key, NULL if it is not one
 */
char *platform_idempotency_parse_key (const char *header);

/**
 * platform_idempotency_canonicalize:
 * @body: (nullable): a JSON value
 *
 * Returns: (transfer full): the same text for the same value, whatever the order of its members; "" for NULL
 */
char *platform_idempotency_canonicalize (JsonNode *body);

/**
 * platform_idempotency_take:
 * @database: the writer's
 * @answer: (out) (transfer full) (nullable): NULL: go on, the key is taken and under way. Otherwise do
 * nothing and answer with this: what was answered the first time, `idempotency_mismatch`, or
 *   `idempotency_in_progress`. A request that a process took which is no more is taken over.
 */
gboolean platform_idempotency_take (PlatformIdempotency *self,
                                    PlatformDatabase *database,
                                    const PlatformTrade *trade,
                                    PlatformResponse **answer,
                                    GError **error);

/**
 * platform_idempotency_keep:
 * @database: the writer's, in the transaction of the effect
 * @answer: what is answered from now on; 5xx is not kept: then the key is free again
 */
gboolean platform_idempotency_keep (PlatformIdempotency *self,
                                    PlatformDatabase *database,
                                    PlatformResponse *answer,
                                    GError **error);

/**
 * PlatformEffect:
 * @database: the writer's
 * @data: its data
 *
 * What a request does.
 *
 * Returns: (transfer full): the answer: a status from 400 on undoes what was written; NULL with @error set
 */
typedef PlatformResponse *(*PlatformEffect) (PlatformDatabase *database, gpointer data, GError **error);

/**
 * platform_idempotency_run:
 * @self: (transfer full) (nullable): from platform_idempotency_new(); NULL for what may be repeated by
 * itself: PUT and DELETE (RFC 9110, 9.2.2)
 * @committed: (nullable): called in the writer's thread once the effect is on the disk; not for a kept answer
 * @data: (transfer full): given to both
 * @destroy: frees @data
 *
 * Takes the key, has the effect and keeps its answer in one transaction, then answers @request.
 */
void platform_idempotency_run (PlatformIdempotency *self,
                               PlatformRequest *request,
                               PlatformTrade *trade,
                               PlatformEffect effect,
                               GDestroyNotify committed,
                               gpointer data,
                               GDestroyNotify destroy);

G_END_DECLS
