/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "platform-database.h"
#include "rambla-geo.h"

G_BEGIN_DECLS

/* The peer: Redis with all stores in one sorted set. Ends the program with a message when it does not answer.
 */
typedef struct _RedisPeer RedisPeer;

RedisPeer *redis_peer_new (const char *socket_path);
void redis_peer_free (RedisPeer *self);
void redis_peer_load (RedisPeer *self, PlatformDatabase *database);

/* Returns: (element-type gint64): numbers of the nearest stores, nearest first */
GArray *redis_peer_nearest (RedisPeer *self, RamblaPoint point, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedisPeer, redis_peer_free)

G_END_DECLS
