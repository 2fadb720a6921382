/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-code-grant.h"

#include "platform-grant-storage.h"
#include "platform-secret.h"

#define INVALID_GRANT "invalid_grant"

char *
platform_code_grant_issue (PlatformDatabase *database,
                           const char *account_id,
                           PlatformAuthorization *authorization,
                           gint64 now,
                           GError **error)
{
  g_autofree char *text = platform_secret_new ("rac_");
  const PlatformAuthorizationCode code = {
    .account_id = (char *) account_id,
    .client_id = authorization->client_id,
    .redirect_uri = authorization->redirect_uri,
    .code_challenge = authorization->code_challenge,
    .scope = authorization->scope,
    .expires_at = now + PLATFORM_AUTHORIZATION_CODE_SECONDS,
  };
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  platform_secret_hash (text, hash);
  return platform_grant_storage_insert_code (database, hash, &code, error) ? g_steal_pointer (&text) : NULL;
}

gboolean
platform_code_grant_trade (PlatformDatabase *database,
                           const char *code,
                           const char *client_id,
                           const char *redirect_uri,
                           const char *verifier,
                           gint64 now,
                           PlatformTokens *tokens,
                           GError **error)
{
  g_autoptr (PlatformAuthorizationCode) found = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  *tokens = (PlatformTokens){ NULL };
  platform_secret_hash (code, hash);
  if (platform_grant_storage_get_code (database, hash, &found, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  tokens->failure = INVALID_GRANT;
  if (found == NULL)
    return TRUE;
  if (found->used_at != 0)
    {
      if (found->session_id == NULL)
        return TRUE;
      g_message ("%s: its authorization code was shown twice, the session ends", found->session_id);
      return platform_session_storage_revoke (database, found->session_id, now, error);
    }
  if (found->expires_at <= now || !g_str_equal (found->client_id, client_id) ||
      !g_str_equal (found->redirect_uri, redirect_uri) ||
      !platform_code_verifier_matches (verifier, found->code_challenge))
    return platform_grant_storage_use_code (database, hash, now, NULL, error);
  return platform_sign_in_begin_session (database, found->account_id, client_id, found->scope, now, tokens,
                                         error) &&
         platform_grant_storage_use_code (database, hash, now, tokens->session_id, error);
}
