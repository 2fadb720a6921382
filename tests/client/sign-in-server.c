/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sign-in-server.h"

#include "rambla-pkce.h"

static void
answer (SoupServerMessage *message, guint status, const char *type, char *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_TAKE, body, strlen (body));
}

static void
refuse (SoupServerMessage *message, const char *code)
{
  answer (message, 400, "application/json", g_strdup_printf ("{\"error\":\"%s\"}", code));
}

static void
cut (SoupServerMessage *message)
{
  g_io_stream_close (soup_server_message_steal_connection (message), NULL, NULL);
}

static void
give_tokens (SignInServer *self, SoupServerMessage *message)
{
  self->n_tokens++;
  answer (message, 200, "application/json",
          g_strdup_printf ("{\"access_token\":\"access-%u\",\"refresh_token\":\"refresh-%u\","
                           "\"token_type\":\"Bearer\",\"expires_in\":600}",
                           self->n_tokens, self->n_tokens));
}

static void
on_metadata (SoupServer *server,
             SoupServerMessage *message,
             const char *path,
             GHashTable *query,
             gpointer data)
{
  SignInServer *self = data;

  if (self->down)
    {
      cut (message);
      return;
    }
  answer (
      message, 200, "application/json",
      g_strdup_printf ("{\"issuer\":\"%s\",\"authorization_endpoint\":\"%s/oauth/authorize\","
                       "\"token_endpoint\":\"%s/oauth/token\",\"revocation_endpoint\":\"%s/oauth/revoke\","
                       "\"device_authorization_endpoint\":\"%s/oauth/device_authorization\","
                       "\"response_types_supported\":[\"code\"],"
                       "\"token_endpoint_auth_methods_supported\":[\"none\"],"
                       "\"code_challenge_methods_supported\":[\"S256\"],"
                       "\"authorization_response_iss_parameter_supported\":true}",
                       self->url, self->url, self->url, self->url, self->url));
}

static void
note (SignInServer *self, GHashTable *form)
{
  const char *grant = g_hash_table_lookup (form, "grant_type");

  g_assert_cmpstr (g_hash_table_lookup (form, "client_id"), ==, "rambla");
  if (g_str_equal (grant, "authorization_code"))
    {
      g_autofree char *challenge = rambla_pkce_build_challenge (g_hash_table_lookup (form, "code_verifier"));

      g_assert_cmpstr (challenge, ==, self->challenge);
      g_assert_cmpstr (g_hash_table_lookup (form, "code"), ==, "good");
      g_assert_cmpstr (g_hash_table_lookup (form, "redirect_uri"), ==, self->redirect_uri);
      g_ptr_array_add (self->log, g_strdup ("code"));
    }
  else if (g_str_equal (grant, "refresh_token"))
    g_ptr_array_add (self->log, g_strconcat ("refresh ", g_hash_table_lookup (form, "refresh_token"), NULL));
  else
    {
      g_assert_cmpstr (grant, ==, "urn:ietf:params:oauth:grant-type:device_code");
      g_assert_cmpstr (g_hash_table_lookup (form, "device_code"), ==, "device-secret");
      g_ptr_array_add (self->log, g_strdup ("poll"));
    }
}

static GHashTable *
read_form (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  return soup_form_decode (text);
}

static void
on_token (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  SignInServer *self = data;
  g_autoptr (GHashTable) form = NULL;

  if (self->down)
    {
      cut (message);
      return;
    }
  form = read_form (message);
  note (self, form);
  g_assert_cmpint (*self->plan, !=, '\0');
  switch (*self->plan++)
    {
    case 't':
      give_tokens (self, message);
      break;
    case 'p':
      refuse (message, "authorization_pending");
      break;
    case 's':
      refuse (message, "slow_down");
      break;
    case 'd':
      refuse (message, "access_denied");
      break;
    case 'e':
      refuse (message, "expired_token");
      break;
    case 'i':
      refuse (message, "invalid_grant");
      break;
    case 'l':
      cut (message);
      break;
    case '5':
      answer (message, 503, "text/plain", g_strdup ("busy"));
      break;
    default:
      answer (message, 403, "text/html", g_strdup ("<h1>Welcome to our airport</h1>"));
    }
}

static void
on_device (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  SignInServer *self = data;
  g_autoptr (GHashTable) form = read_form (message);

  g_assert_cmpstr (g_hash_table_lookup (form, "scope"), ==, "consumer");
  g_ptr_array_add (self->log, g_strdup ("device"));
  answer (message, 200, "application/json",
          g_strdup_printf ("{\"device_code\":\"device-secret\",\"user_code\":\"WDJB-MJHT\","
                           "\"verification_uri\":\"%s/device\","
                           "\"verification_uri_complete\":\"%s/device?user_code=WDJB-MJHT\","
                           "\"expires_in\":%u,\"interval\":%u}",
                           self->url, self->url, self->expires_in, self->interval));
}

static void
on_revoke (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  SignInServer *self = data;
  g_autoptr (GHashTable) form = NULL;

  if (self->down)
    {
      cut (message);
      return;
    }
  form = read_form (message);
  g_ptr_array_add (self->log, g_strconcat ("revoke ", g_hash_table_lookup (form, "token"), NULL));
  soup_server_message_set_status (message, 200, NULL);
}

char *
sign_in_server_take_log (SignInServer *self)
{
  char *text;

  g_ptr_array_add (self->log, NULL);
  text = g_strjoinv (",", (char **) self->log->pdata);
  g_ptr_array_set_size (self->log, 0);
  return text;
}

SignInServer *
sign_in_server_new (void)
{
  SignInServer *self = g_new0 (SignInServer, 1);
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  self->server = soup_server_new (NULL, NULL);
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->plan = "";
  self->interval = 1;
  self->expires_in = 600;
  soup_server_add_handler (self->server, "/.well-known/oauth-authorization-server", on_metadata, self, NULL);
  soup_server_add_handler (self->server, "/oauth/token", on_token, self, NULL);
  soup_server_add_handler (self->server, "/oauth/device_authorization", on_device, self, NULL);
  soup_server_add_handler (self->server, "/oauth/revoke", on_revoke, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  return self;
}

void
sign_in_server_free (SignInServer *self)
{
  g_assert_cmpstr (self->plan, ==, "");
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_ptr_array_unref (self->log);
  g_free (self->url);
  g_free (self->challenge);
  g_free (self->redirect_uri);
  g_free (self);
}
