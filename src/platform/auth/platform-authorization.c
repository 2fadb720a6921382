/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-authorization.h"

#include <sodium.h>
#include <string.h>

#include "platform-auth.h"

#define MAX_REDIRECT_URI 500
#define MAX_STATE 1000
#define CHALLENGE_LENGTH 43

static const char *const known_scopes[] = { PLATFORM_SCOPE_CONSUMER, PLATFORM_SCOPE_MERCHANT,
                                            PLATFORM_SCOPE_KIOSK, PLATFORM_SCOPE_OPERATOR };

PlatformFields *
platform_fields_parse (const char *text, gsize length)
{
  g_autoptr (PlatformFields) self = g_new0 (PlatformFields, 1);
  GUriParamsIter iterator;

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->doubled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_uri_params_iter_init (&iterator, text, (gssize) length, "&", G_URI_PARAMS_WWW_FORM);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (!g_uri_params_iter_next (&iterator, &name, &value, &error))
        return error == NULL ? g_steal_pointer (&self) : NULL;
      if (g_hash_table_contains (self->values, name))
        g_hash_table_add (self->doubled, g_steal_pointer (&name));
      else
        g_hash_table_insert (self->values, g_steal_pointer (&name), g_steal_pointer (&value));
    }
}

const char *
platform_fields_get (PlatformFields *self, const char *name)
{
  const char *value = g_hash_table_lookup (self->values, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

void
platform_fields_free (PlatformFields *self)
{
  g_hash_table_unref (self->values);
  g_hash_table_unref (self->doubled);
  g_free (self);
}

void
platform_authorization_free (PlatformAuthorization *self)
{
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_free (self->state);
  g_free (self->scope);
  g_free (self->code_challenge);
  g_free (self);
}

gboolean
platform_redirect_uri_is_allowed (const char *uri)
{
  static const char *const hosts[] = { "http://127.0.0.1:", "http://[::1]:" };
  guint64 port;
  gsize digits;

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      const char *at = uri + strlen (hosts[i]);

      if (!g_str_has_prefix (uri, hosts[i]))
        continue;
      digits = strspn (at, "0123456789");
      if (digits < 1 || digits > 5 || at[0] == '0' || at[digits] != '/')
        return FALSE;
      port = g_ascii_strtoull (at, NULL, 10);
      at += digits;
      return port <= G_MAXUINT16 && strlen (uri) <= MAX_REDIRECT_URI &&
             at[strspn (at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")] == '\0';
    }
  return FALSE;
}

char *
platform_scope_normalize (const char *scope)
{
  g_auto (GStrv) wanted = g_strsplit (scope != NULL ? scope : PLATFORM_SCOPE_DEFAULT, " ", -1);
  GString *normal = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (known_scopes); i++)
    if (g_strv_contains ((const char *const *) wanted, known_scopes[i]))
      g_string_append_printf (normal, "%s%s", normal->len > 0 ? " " : "", known_scopes[i]);
  for (guint i = 0; wanted[i] != NULL; i++)
    if (!platform_scope_within (wanted[i], normal->str))
      {
        g_string_free (normal, TRUE);
        return NULL;
      }
  if (normal->len == 0)
    {
      g_string_free (normal, TRUE);
      return NULL;
    }
  return g_string_free (normal, FALSE);
}

gboolean
platform_scope_within (const char *wanted, const char *granted)
{
  g_auto (GStrv) all = g_strsplit (wanted, " ", -1);
  g_auto (GStrv) given = g_strsplit (granted, " ", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) given, all[i]))
      return FALSE;
  return all[0] != NULL;
}

gboolean
platform_code_challenge_is_valid (const char *challenge)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  size_t length = 0;

  return strlen (challenge) == CHALLENGE_LENGTH &&
         sodium_base642bin (digest, sizeof digest, challenge, CHALLENGE_LENGTH, NULL, &length, NULL,
                            sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
         length == sizeof digest;
}

gboolean
platform_code_verifier_matches (const char *verifier, const char *challenge)
{
  guint8 digest[crypto_hash_sha256_BYTES];
  char text[sodium_base64_ENCODED_LEN (sizeof digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING)];
  gsize length = strlen (verifier);

  if (length < 43 || length > 128 ||
      verifier[strspn (verifier, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")] !=
          '\0' ||
      strlen (challenge) != CHALLENGE_LENGTH)
    return FALSE;
  crypto_hash_sha256 (digest, (const guint8 *) verifier, length);
  sodium_bin2base64 (text, sizeof text, digest, sizeof digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return sodium_memcmp (text, challenge, CHALLENGE_LENGTH) == 0;
}

/* What may be wrong once it is known where to send the answer. */
static const char *
check (PlatformFields *fields, PlatformAuthorization *authorization, const char **description)
{
  const char *type = platform_fields_get (fields, "response_type");
  const char *mode = platform_fields_get (fields, "response_mode");
  const char *method = platform_fields_get (fields, "code_challenge_method");
  const char *challenge = platform_fields_get (fields, "code_challenge");

  if (g_hash_table_size (fields->doubled) > 0)
    *description = "A parameter came twice";
  else if (type == NULL)
    *description = "response_type is missing";
  else if (mode != NULL && !g_str_equal (mode, "query"))
    *description = "response_mode must be query";
  else if (authorization->state != NULL && strlen (authorization->state) > MAX_STATE)
    *description = "state is too long";
  else if (challenge == NULL)
    *description = "code_challenge is missing (RFC 7636)";
  else if (method == NULL || !g_str_equal (method, "S256"))
    *description = "code_challenge_method must be S256";
  else if (!platform_code_challenge_is_valid (challenge))
    *description = "code_challenge is not one of S256";
  if (*description != NULL)
    return "invalid_request";
  if (!g_str_equal (type, "code"))
    {
      *description = "response_type must be code";
      return "unsupported_response_type";
    }
  authorization->code_challenge = g_strdup (challenge);
  authorization->scope = platform_scope_normalize (platform_fields_get (fields, "scope"));
  if (authorization->scope == NULL)
    {
      *description = "scope names one that is not known";
      return "invalid_scope";
    }
  return NULL;
}

gboolean
platform_authorization_read (PlatformFields *fields,
                             PlatformAuthorization **authorization,
                             const char **failure,
                             const char **description)
{
  const char *client = platform_fields_get (fields, "client_id");
  const char *uri = platform_fields_get (fields, "redirect_uri");

  *description = NULL;
  if (client == NULL || !g_str_equal (client, PLATFORM_CLIENT_ID) ||
      g_hash_table_contains (fields->doubled, "client_id"))
    {
      *failure = "invalid_client";
      *description = "client_id is missing, doubled or not known";
      return FALSE;
    }
  if (uri == NULL || !platform_redirect_uri_is_allowed (uri) ||
      g_hash_table_contains (fields->doubled, "redirect_uri"))
    {
      *failure = "invalid_request";
      *description = "redirect_uri must be http://127.0.0.1:PORT/PATH or http://[::1]:PORT/PATH, once";
      return FALSE;
    }
  *authorization = g_new0 (PlatformAuthorization, 1);
  (*authorization)->client_id = g_strdup (client);
  (*authorization)->redirect_uri = g_strdup (uri);
  if (!g_hash_table_contains (fields->doubled, "state"))
    (*authorization)->state = g_strdup (platform_fields_get (fields, "state"));
  *failure = check (fields, *authorization, description);
  return TRUE;
}

static void
append (GString *uri, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (uri, "%c%s=", strchr (uri->str, '?') != NULL ? '&' : '?', name);
  g_string_append_uri_escaped (uri, value, NULL, FALSE);
}

char *
platform_authorization_build_answer (PlatformAuthorization *self,
                                     const char *issuer,
                                     const char *code,
                                     const char *failure,
                                     const char *description)
{
  GString *uri = g_string_new (self->redirect_uri);

  append (uri, "code", code);
  append (uri, "error", failure);
  append (uri, "error_description", description);
  append (uri, "state", self->state);
  append (uri, "iss", issuer);
  return g_string_free (uri, FALSE);
}
