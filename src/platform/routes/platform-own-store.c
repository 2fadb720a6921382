/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-own-store.h"

#include "platform-answer.h"
#include "platform-auth.h"
#include "platform-redemption.h"

gboolean
platform_own_store_find (PlatformDatabase *database,
                         const char *account_id,
                         const char *store_id,
                         const char *field,
                         PlatformStore **store,
                         PlatformResponse **refused,
                         GError **error)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;

  if (!platform_redemption_find_store (database, account_id, store_id, field, store, &refusal, error))
    return FALSE;
  if (refusal.code == RAMBLA_PROBLEM_NONE)
    return TRUE;
  *refused = platform_answer_refusal (&refusal);
  return FALSE;
}

gboolean
platform_own_store_find_queried (PlatformDatabase *database,
                                 PlatformRequest *request,
                                 PlatformStore **store,
                                 PlatformResponse **refused,
                                 GError **error)
{
  const PlatformIdentity *identity = platform_request_get_identity (request);
  const char *store_id = platform_request_get_query (request, "store_id");

  if (store_id != NULL)
    return platform_own_store_find (database, identity->account_id, store_id, "?store_id", store, refused,
                                    error);
  *refused = platform_response_new_invalid_field ("?store_id", "Must be sent");
  return FALSE;
}
