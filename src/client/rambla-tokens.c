/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tokens.h"

#include <sodium.h>

#include "rambla-api-error.h"
#include "rambla-json.h"

#define LONGEST_TOKEN 4096
#define LONGEST_TEXT (64 * 1024)

static RamblaTokens *
new_tokens (const char *access,
            const char *refresh,
            const char *token,
            const char *revocation,
            const char *account)
{
  RamblaTokens *self = g_new0 (RamblaTokens, 1);

  self->access = g_strdup (access);
  self->refresh = g_strdup (refresh);
  self->token_endpoint = g_strdup (token);
  self->revocation_endpoint = g_strdup (revocation);
  self->account = g_strdup (account);
  return self;
}

RamblaTokens *
rambla_tokens_from_answer (JsonNode *answer,
                           const char *token_endpoint,
                           const char *revocation_endpoint,
                           const RamblaTokens *before,
                           GError **error)
{
  JsonObject *object = json_node_get_object (answer);
  const char *access;
  const char *refresh = before != NULL ? before->refresh : NULL;
  const char *account = before != NULL ? before->account : NULL;
  const char *type;
  g_autoptr (GError) local_error = NULL;

  if (!rambla_json_get_string (object, "access_token", LONGEST_TOKEN, &access, &local_error) ||
      !rambla_json_get_string_or (object, "refresh_token", LONGEST_TOKEN, refresh, &refresh, &local_error) ||
      !rambla_json_get_string_or (object, "account_id", 64, account, &account, &local_error) ||
      !rambla_json_get_string (object, "token_type", 32, &type, &local_error))
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER, "The platform's sign-in answer: %s",
                   local_error->message);
      return NULL;
    }
  /* A token of a kind that we cannot use must not be used (RFC 6749, 7.1). */
  if (g_ascii_strcasecmp (type, "Bearer") != 0)
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                   "The platform's sign-in gives tokens of an unknown kind");
      return NULL;
    }
  return new_tokens (access, refresh, token_endpoint, revocation_endpoint, account);
}

static void
set_if_any (JsonObject *object, const char *name, const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

char *
rambla_tokens_to_text (const RamblaTokens *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "access", self->access);
  json_object_set_string_member (object, "token_endpoint", self->token_endpoint);
  set_if_any (object, "refresh", self->refresh);
  set_if_any (object, "revocation_endpoint", self->revocation_endpoint);
  set_if_any (object, "account", self->account);
  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

/* A path stands for an address of the platform itself, which may move. */
static gboolean
is_endpoint (const char *text)
{
  return text == NULL || text[0] == '/' || rambla_url_is_acceptable (text);
}

RamblaTokens *
rambla_tokens_from_text (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (text, -1, LONGEST_TEXT, error);
  JsonObject *object = node != NULL ? rambla_json_as_object (node, error) : NULL;
  const char *access;
  const char *refresh;
  const char *token;
  const char *revocation;
  const char *account;

  if (object == NULL || !rambla_json_get_string (object, "access", LONGEST_TOKEN, &access, error) ||
      !rambla_json_get_string_or (object, "refresh", LONGEST_TOKEN, NULL, &refresh, error) ||
      !rambla_json_get_string (object, "token_endpoint", 2000, &token, error) ||
      !rambla_json_get_string_or (object, "revocation_endpoint", 2000, NULL, &revocation, error) ||
      !rambla_json_get_string_or (object, "account", 64, NULL, &account, error))
    return NULL;
  if (!is_endpoint (token) || !is_endpoint (revocation))
    {
      g_set_error (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_VALUE, "The tokens are for no address");
      return NULL;
    }
  return new_tokens (access, refresh, token, revocation, account);
}

RamblaTokens *
rambla_tokens_copy (const RamblaTokens *self)
{
  return new_tokens (self->access, self->refresh, self->token_endpoint, self->revocation_endpoint,
                     self->account);
}

static void
free_secret (char *secret)
{
  if (secret != NULL)
    sodium_memzero (secret, strlen (secret));
  g_free (secret);
}

void
rambla_tokens_free (RamblaTokens *self)
{
  free_secret (self->access);
  free_secret (self->refresh);
  g_free (self->token_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->account);
  g_free (self);
}
