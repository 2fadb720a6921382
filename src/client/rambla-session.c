/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-session.h"

#include "rambla-api-error.h"
#include "rambla-json.h"

#define CLIENT_ID "rambla"
#define ANSWER_LIMIT (64 * 1024)

struct _RamblaSession
{
  GObject parent_instance;

  char *base_url;
  SoupSession *soup;
  char *access_token;
  char *refresh_token;
  GPtrArray *waiting; /* tasks that share the refresh under way; NULL when there is none */
};

G_DEFINE_FINAL_TYPE (RamblaSession, rambla_session, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SIGNED_IN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_tokens (RamblaSession *self, const char *access_token, const char *refresh_token)
{
  gboolean was = self->access_token != NULL;

  g_free (self->access_token);
  self->access_token = g_strdup (access_token);
  g_free (self->refresh_token);
  self->refresh_token = g_strdup (refresh_token);
  if (was != (self->access_token != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIGNED_IN]);
}

/* Takes the encoded @form over. */
static SoupMessage *
new_form (RamblaSession *self, const char *path, char *form)
{
  g_autofree char *url = g_strconcat (self->base_url, path, NULL);
  g_autoptr (GBytes) body = g_bytes_new_take (form, strlen (form));
  SoupMessage *message = soup_message_new ("POST", url);

  if (message != NULL)
    soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, body);
  return message;
}

/* Reads the token endpoint's answer into @self; a refusal says so in @error. */
static gboolean
take_answer (RamblaSession *self, SoupMessage *message, GBytes *bytes, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  guint status = soup_message_get_status (message);
  const char *access_token;
  const char *refresh_token;

  if (status >= 500)
    {
      g_propagate_error (error, rambla_api_error_new_problem (status, NULL, 0));
      return FALSE;
    }
  if (status >= 400)
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT,
                   "The sign-in was refused (status %u)", status);
      return FALSE;
    }
  root = rambla_json_parse (g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), ANSWER_LIMIT,
                            NULL);
  if (status != 200 || root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                   "The platform's sign-in answer is not JSON");
      return FALSE;
    }
  object = json_node_get_object (root);
  access_token = json_object_get_string_member_with_default (object, "access_token", NULL);
  refresh_token = json_object_get_string_member_with_default (object, "refresh_token", NULL);
  if (access_token == NULL)
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER,
                   "The platform's sign-in answer has no token");
      return FALSE;
    }
  set_tokens (self, access_token, refresh_token != NULL ? refresh_token : self->refresh_token);
  return TRUE;
}

static gboolean
finish_exchange (RamblaSession *self, SoupSession *soup, GAsyncResult *result, GError **error)
{
  SoupMessage *message = soup_session_get_async_result_message (soup, result);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (soup, result, &local_error);

  if (bytes == NULL)
    {
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "%s", local_error->message);
      return FALSE;
    }
  return take_answer (self, message, bytes, error);
}

static void
on_redeem_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (finish_exchange (g_task_get_source_object (task), SOUP_SESSION (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
rambla_session_redeem_code_async (RamblaSession *self,
                                  const char *code,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SoupMessage) message = NULL;

  g_return_if_fail (RAMBLA_IS_SESSION (self));
  g_task_set_source_tag (task, rambla_session_redeem_code_async);
  message = new_form (
      self, "/oauth/token",
      soup_form_encode ("grant_type", "urn:rambla:sign-in-code", "client_id", CLIENT_ID, "code", code, NULL));
  if (message == NULL)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "%s is not an address",
                               self->base_url);
      return;
    }
  soup_session_send_and_read_async (self->soup, message, G_PRIORITY_DEFAULT, cancellable, on_redeem_ready,
                                    g_steal_pointer (&task));
}

gboolean
rambla_session_redeem_code_finish (RamblaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_refresh_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSession) self = user_data;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr (GError) error = NULL;

  if (!finish_exchange (self, SOUP_SESSION (source), result, &error) &&
      g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT))
    set_tokens (self, NULL, NULL);
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);

      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

void
rambla_session_refresh_async (RamblaSession *self,
                              const char *stale,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (SoupMessage) message = NULL;

  g_return_if_fail (RAMBLA_IS_SESSION (self));
  g_task_set_source_tag (task, rambla_session_refresh_async);
  if (self->waiting != NULL)
    {
      g_ptr_array_add (self->waiting, g_steal_pointer (&task));
      return;
    }
  if (self->access_token != NULL && g_strcmp0 (stale, self->access_token) != 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->refresh_token == NULL)
    {
      set_tokens (self, NULL, NULL);
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT, "Nobody is signed in");
      return;
    }
  message = new_form (self, "/oauth/token",
                      soup_form_encode ("grant_type", "refresh_token", "client_id", CLIENT_ID,
                                        "refresh_token", self->refresh_token, NULL));
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->waiting, g_steal_pointer (&task));
  /* Shared by several callers, so one caller's cancelling does not stop it. */
  soup_session_send_and_read_async (self->soup, message, G_PRIORITY_DEFAULT, NULL, on_refresh_ready,
                                    g_object_ref (self));
}

gboolean
rambla_session_refresh_finish (RamblaSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_revoke_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read_finish (SOUP_SESSION (source), result, &error);

  if (bytes == NULL)
    g_message ("The platform was not told that the account signed out: %s", error->message);
}

void
rambla_session_sign_out (RamblaSession *self)
{
  g_return_if_fail (RAMBLA_IS_SESSION (self));

  if (self->refresh_token != NULL)
    {
      g_autoptr (SoupMessage) message =
          new_form (self, "/oauth/revoke",
                    soup_form_encode ("token", self->refresh_token, "client_id", CLIENT_ID, NULL));
      soup_session_send_and_read_async (self->soup, message, G_PRIORITY_DEFAULT, NULL, on_revoke_ready, NULL);
    }
  set_tokens (self, NULL, NULL);
}

const char *
rambla_session_get_base_url (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), NULL);

  return self->base_url;
}

const char *
rambla_session_get_access_token (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), NULL);

  return self->access_token;
}

gboolean
rambla_session_get_signed_in (RamblaSession *self)
{
  g_return_val_if_fail (RAMBLA_IS_SESSION (self), FALSE);

  return self->access_token != NULL;
}

static void
rambla_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RamblaSession *self = RAMBLA_SESSION (object);

  switch (id)
    {
    case PROP_SIGNED_IN:
      g_value_set_boolean (value, self->access_token != NULL);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_session_finalize (GObject *object)
{
  RamblaSession *self = RAMBLA_SESSION (object);

  g_free (self->base_url);
  g_free (self->access_token);
  g_free (self->refresh_token);
  g_clear_object (&self->soup);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (rambla_session_parent_class)->finalize (object);
}

static void
rambla_session_class_init (RamblaSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_session_get_property;
  object_class->finalize = rambla_session_finalize;
  properties[PROP_SIGNED_IN] =
      g_param_spec_boolean ("signed-in", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_session_init (RamblaSession *self)
{
}

RamblaSession *
rambla_session_new (const char *base_url, SoupSession *soup)
{
  RamblaSession *self = g_object_new (RAMBLA_TYPE_SESSION, NULL);

  self->base_url = g_strdup (base_url);
  self->soup = g_object_ref (soup);
  return self;
}
