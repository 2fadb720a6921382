/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-device-grant.h"

#include "rambla-api-error.h"
#include "rambla-json.h"
#include "rambla-oauth-call.h"
#include "rambla-oauth-error.h"

#define GRANT "urn:ietf:params:oauth:grant-type:device_code"
/* RFC 8628, 3.2 and 3.5: seconds between two questions when nothing is said; what slow_down adds. */
#define INTERVAL 5
#define SLOWER 5
#define LONGEST_INTERVAL 60
#define LONGEST_LIFE 3600

struct _RamblaDeviceGrant
{
  GObject parent_instance;

  SoupSession *soup;
  char *device_endpoint;
  char *token_endpoint;
  char *revocation_endpoint;
  char *scope;
  char *device_code;
  char *user_code;
  char *uri;
  char *complete_uri;
  gint64 expires_at;
  guint interval;
};

G_DEFINE_FINAL_TYPE (RamblaDeviceGrant, rambla_device_grant, G_TYPE_OBJECT)

enum
{
  CODE_KNOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void wait_and_ask (GTask *task, guint seconds);

static gboolean
take_code (RamblaDeviceGrant *self, JsonNode *answer, GError **error)
{
  JsonObject *object = json_node_get_object (answer);
  g_autoptr (GError) local_error = NULL;
  const char *device_code;
  const char *user_code;
  const char *uri;
  const char *complete;
  gint64 life;
  gint64 interval;

  if (!rambla_json_get_string (object, "device_code", 1024, &device_code, &local_error) ||
      !rambla_json_get_string (object, "user_code", 32, &user_code, &local_error) ||
      !rambla_json_get_url (object, "verification_uri", &uri, &local_error) ||
      !rambla_json_get_url_or (object, "verification_uri_complete", NULL, &complete, &local_error) ||
      !rambla_json_get_int (object, "expires_in", 1, LONGEST_LIFE, &life, &local_error) ||
      !rambla_json_get_int_or (object, "interval", 0, LONGEST_INTERVAL, INTERVAL, &interval, &local_error))
    {
      g_set_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER, "The platform's device code: %s",
                   local_error->message);
      return FALSE;
    }
  self->device_code = g_strdup (device_code);
  self->user_code = g_strdup (user_code);
  self->uri = g_strdup (uri);
  self->complete_uri = g_strdup (complete);
  self->interval = (guint) MAX (interval, 1);
  self->expires_at = g_get_monotonic_time () + life * G_USEC_PER_SEC;
  return TRUE;
}

/* Seconds until the next question after @error; 0 when there is no sense in another one. */
static guint
plan_next (RamblaDeviceGrant *self, const GError *error)
{
  if (g_error_matches (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_PENDING))
    return self->interval;
  if (g_error_matches (error, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_SLOW_DOWN))
    return self->interval += SLOWER;
  /* Without an answer, less often: RFC 8628, 3.5. */
  if (rambla_api_error_is_transient (error))
    {
      self->interval = MIN (self->interval * 2, LONGEST_INTERVAL);
      return MAX (self->interval, rambla_api_error_get_retry_after (error));
    }
  return 0;
}

static void
on_token_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaDeviceGrant *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) answer = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);
  RamblaTokens *tokens = answer != NULL ? rambla_tokens_from_answer (answer, self->token_endpoint,
                                                                     self->revocation_endpoint, NULL, &error)
                                        : NULL;
  guint pause;

  if (tokens != NULL)
    {
      g_task_return_pointer (task, tokens, (GDestroyNotify) rambla_tokens_free);
      return;
    }
  pause = plan_next (self, error);
  if (pause > 0)
    wait_and_ask (g_steal_pointer (&task), pause);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
on_pause_over (gpointer user_data)
{
  GTask *task = user_data;
  RamblaDeviceGrant *self = g_task_get_source_object (task);

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  if (g_get_monotonic_time () >= self->expires_at)
    {
      g_task_return_error (task, rambla_oauth_error_new ("expired_token"));
      return G_SOURCE_REMOVE;
    }
  rambla_oauth_call_async (self->soup, self->token_endpoint,
                           soup_form_encode ("grant_type", GRANT, "client_id", RAMBLA_OAUTH_CLIENT,
                                             "device_code", self->device_code, NULL),
                           g_task_get_cancellable (task), on_token_ready, g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* Takes @task over. */
static void
wait_and_ask (GTask *task, guint seconds)
{
  RamblaDeviceGrant *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  gint64 left = (self->expires_at - g_get_monotonic_time ()) / 1000;
  g_autoptr (GSource) timer = g_timeout_source_new ((guint) CLAMP (left + 1, 1, (gint64) seconds * 1000));

  /* Giving up ends the pause, too. */
  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (timer, cancelled);
    }
  g_task_attach_source (task, timer, on_pause_over);
  g_object_unref (task);
}

static void
on_code_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaDeviceGrant *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (JsonNode) answer = rambla_oauth_call_finish (SOUP_SESSION (source), result, &error);

  if (answer == NULL || !take_code (self, answer, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit (self, signals[CODE_KNOWN], 0);
  wait_and_ask (g_steal_pointer (&task), self->interval);
}

void
rambla_device_grant_run_async (RamblaDeviceGrant *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (RAMBLA_IS_DEVICE_GRANT (self));
  g_return_if_fail (self->device_code == NULL);

  g_task_set_source_tag (task, rambla_device_grant_run_async);
  if (self->device_endpoint == NULL)
    {
      g_task_return_new_error (task, RAMBLA_OAUTH_ERROR, RAMBLA_OAUTH_ERROR_NO_DEVICE_GRANT,
                               "The platform has no device grant");
      return;
    }
  rambla_oauth_call_async (self->soup, self->device_endpoint,
                           soup_form_encode ("client_id", RAMBLA_OAUTH_CLIENT, "scope", self->scope, NULL),
                           cancellable, on_code_ready, g_steal_pointer (&task));
}

RamblaTokens *
rambla_device_grant_run_finish (RamblaDeviceGrant *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
rambla_device_grant_get_user_code (RamblaDeviceGrant *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEVICE_GRANT (self), NULL);

  return self->user_code;
}

const char *
rambla_device_grant_get_uri (RamblaDeviceGrant *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEVICE_GRANT (self), NULL);

  return self->uri;
}

const char *
rambla_device_grant_get_complete_uri (RamblaDeviceGrant *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEVICE_GRANT (self), NULL);

  return self->complete_uri;
}

gint64
rambla_device_grant_get_expires_at (RamblaDeviceGrant *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEVICE_GRANT (self), 0);

  return self->expires_at;
}

static void
rambla_device_grant_finalize (GObject *object)
{
  RamblaDeviceGrant *self = RAMBLA_DEVICE_GRANT (object);

  g_clear_object (&self->soup);
  g_free (self->device_endpoint);
  g_free (self->token_endpoint);
  g_free (self->revocation_endpoint);
  g_free (self->scope);
  g_free (self->device_code);
  g_free (self->user_code);
  g_free (self->uri);
  g_free (self->complete_uri);
  G_OBJECT_CLASS (rambla_device_grant_parent_class)->finalize (object);
}

static void
rambla_device_grant_class_init (RamblaDeviceGrantClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_device_grant_finalize;
  signals[CODE_KNOWN] = g_signal_new ("code-known", RAMBLA_TYPE_DEVICE_GRANT, G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_device_grant_init (RamblaDeviceGrant *self)
{
}

RamblaDeviceGrant *
rambla_device_grant_new (SoupSession *soup, const RamblaOauthMetadata *metadata, const char *scope)
{
  RamblaDeviceGrant *self = g_object_new (RAMBLA_TYPE_DEVICE_GRANT, NULL);

  self->soup = g_object_ref (soup);
  self->device_endpoint = g_strdup (metadata->device_authorization_endpoint);
  self->token_endpoint = g_strdup (metadata->token_endpoint);
  self->revocation_endpoint = g_strdup (metadata->revocation_endpoint);
  self->scope = g_strdup (scope);
  return self;
}
