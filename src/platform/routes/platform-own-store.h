/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"
#include "platform-request.h"
#include "platform-response.h"
#include "platform-store-storage.h"

G_BEGIN_DECLS

/**
 * platform_own_store_find:
 * @store_id: the store that is named
 * @field: what to call it where there is no such store: "/store_id" in a body, "?store_id" in a query
 * @store: (out) (transfer full): the store; untouched when refused
 * @refused: (out) (transfer full): the answer to whoever may not act there; untouched otherwise
 *
 * Finds a store that the account may act for.
 *
 * Returns: FALSE with @refused or @error set
 */
gboolean platform_own_store_find (PlatformDatabase *database,
                                  const char *account_id,
                                  const char *store_id,
                                  const char *field,
                                  PlatformStore **store,
                                  PlatformResponse **refused,
                                  GError **error);

/**
 * platform_own_store_find_queried:
 * @request: one with an identity; its query must have a `store_id`
 *
 * As platform_own_store_find(), of the store in the query and the account that asks.
 *
 * Returns: FALSE with @refused or @error set
 */
gboolean platform_own_store_find_queried (PlatformDatabase *database,
                                          PlatformRequest *request,
                                          PlatformStore **store,
                                          PlatformResponse **refused,
                                          GError **error);

G_END_DECLS
