/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-oauth-metadata.h"

#include <gio/gio.h>

#include "rambla-json.h"
#include "rambla-oauth-error.h"

#define WELL_KNOWN "/.well-known/oauth-authorization-server"
#define MOST_VALUES 64
#define LONGEST_VALUE 256

gboolean
rambla_oauth_url_is_safe (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GInetAddress) address = NULL;
  const char *host;

  if (!rambla_url_is_acceptable (url))
    return FALSE;
  uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  if (uri == NULL || g_uri_get_fragment (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  host = g_uri_get_host (uri);
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

char *
rambla_oauth_metadata_build_url (const char *issuer)
{
  const char *authority = strstr (issuer, "://");
  const char *path = authority != NULL ? strchr (authority + 3, '/') : NULL;
  gsize length = path != NULL ? (gsize) (path - issuer) : strlen (issuer);
  g_autofree char *origin = g_strndup (issuer, length);

  return g_strconcat (origin, WELL_KNOWN, path, NULL);
}

static gboolean
fail (GError **error, const char *sentence)
{
  g_set_error_literal (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_METADATA, sentence);
  return FALSE;
}

/* @url may be %NULL: an endpoint that there need not be. */
static gboolean
check_endpoint (const char *url, const char *issuer, GError **error)
{
  if (url == NULL)
    return TRUE;
  if (!rambla_oauth_url_is_safe (url))
    return fail (error, "An address of the platform's sign-in is not safe");
  if (g_str_has_prefix (issuer, "https:") && g_ascii_strncasecmp (url, "https:", 6) != 0)
    return fail (error, "The platform's sign-in would leave https");
  return TRUE;
}

/* Whether the list @name has @value; @fallback when there is no such list. */
static gboolean
has (JsonObject *object,
     const char *name,
     const char *value,
     gboolean fallback,
     gboolean *found,
     GError **error)
{
  g_auto (GStrv) values = NULL;

  if (!rambla_json_get_strv_or_null (object, name, MOST_VALUES, LONGEST_VALUE, &values, error))
    return FALSE;
  *found = values != NULL ? g_strv_contains ((const char *const *) values, value) : fallback;
  return TRUE;
}

static gboolean
check_abilities (JsonObject *object, GError **error)
{
  gboolean code;
  gboolean grant;
  gboolean s256;
  gboolean open;

  if (!has (object, "response_types_supported", "code", FALSE, &code, error) ||
      !has (object, "grant_types_supported", "authorization_code", TRUE, &grant, error) ||
      !has (object, "code_challenge_methods_supported", "S256", FALSE, &s256, error) ||
      !has (object, "token_endpoint_auth_methods_supported", "none", FALSE, &open, error))
    return FALSE;
  if (!code || !grant)
    return fail (error, "The platform's sign-in has no authorization code");
  if (!s256)
    return fail (error, "The platform's sign-in has no PKCE with S256");
  if (!open)
    return fail (error, "The platform's sign-in is not for applications of this kind");
  return TRUE;
}

RamblaOauthMetadata *
rambla_oauth_metadata_from_json (JsonNode *root, const char *issuer, GError **error)
{
  g_autoptr (RamblaOauthMetadata) self = g_new0 (RamblaOauthMetadata, 1);
  JsonObject *object = rambla_json_as_object (root, error);
  const char *named;
  const char *authorization;
  const char *token;
  const char *revocation;
  const char *device;

  if (object == NULL || !rambla_json_get_url (object, "issuer", &named, error) ||
      !rambla_json_get_url (object, "authorization_endpoint", &authorization, error) ||
      !rambla_json_get_url (object, "token_endpoint", &token, error) ||
      !rambla_json_get_url_or (object, "revocation_endpoint", NULL, &revocation, error) ||
      !rambla_json_get_url_or (object, "device_authorization_endpoint", NULL, &device, error) ||
      !rambla_json_get_bool_or (object, "authorization_response_iss_parameter_supported", FALSE,
                                &self->names_issuer, error))
    return NULL;
  if (!g_str_equal (named, issuer))
    {
      fail (error, "The platform's sign-in speaks for another platform");
      return NULL;
    }
  if (!check_endpoint (named, issuer, error) || !check_endpoint (authorization, issuer, error) ||
      !check_endpoint (token, issuer, error) || !check_endpoint (revocation, issuer, error) ||
      !check_endpoint (device, issuer, error) || !check_abilities (object, error))
    return NULL;
  self->issuer = g_strdup (named);
  self->authorization_endpoint = g_strdup (authorization);
  self->token_endpoint = g_strdup (token);
  self->revocation_endpoint = g_strdup (revocation);
  self->device_authorization_endpoint = g_strdup (device);
  return g_steal_pointer (&self);
}

void
rambla_oauth_metadata_free (RamblaOauthMetadata *self)
{
  g_free (self->issuer);
  g_free (self->authorization_endpoint);
  g_free (self->token_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->device_authorization_endpoint);
  g_free (self);
}
