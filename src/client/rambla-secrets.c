/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-secrets.h"

#include "rambla-secret-file.h"
#include "rambla-secret-service.h"

struct _RamblaSecrets
{
  GObject parent_instance;

  char *owner;
  char *path;
  GThreadPool *worker; /* one thread, so that work is done in order */
  RamblaSecretsPlace place;

  /* The worker's own. */
  gboolean opened;
  RamblaSecretService *service; /* NULL when the file is used */
};

G_DEFINE_FINAL_TYPE (RamblaSecrets, rambla_secrets, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_PLACE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

typedef enum
{
  LOOKUP,
  STORE, /* without a secret: clear */
} Work;

/* Not holding the object, so that its last reference can go, and wait for the worker, with work under way. */
typedef struct
{
  Work work;
  char *name;
  char *secret;
  RamblaSecretsPlace place;
  GWeakRef secrets;
} Job;

static void
job_free (Job *job)
{
  g_free (job->name);
  g_free (job->secret);
  g_weak_ref_clear (&job->secrets);
  g_free (job);
}

/* --- on the worker --- */

/* What the file holds is newer than what the service has: the service could not be used then. */
static gboolean
move_into_service (RamblaSecrets *self, RamblaSecretService *service, GError **error)
{
  g_autoptr (GHashTable) secrets = rambla_secret_file_load (self->path, error);
  GHashTableIter iter;
  const char *name;
  const char *secret;

  if (secrets == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, secrets);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &secret))
    if (!rambla_secret_service_store (service, self->owner, name, secret, error))
      return FALSE;
  return rambla_secret_file_remove (self->path, error);
}

static void
open_service (RamblaSecrets *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaSecretService) service = NULL;

  self->opened = TRUE;
  if (self->owner == NULL)
    return;
  service = rambla_secret_service_open (&error);
  if (service == NULL || !move_into_service (self, service, &error))
    g_message ("Secrets are kept in %s, for the secret service cannot be used: %s", self->path,
               error->message);
  else
    self->service = g_steal_pointer (&service);
}

static gboolean
work_in_service (RamblaSecrets *self, Job *job, GError **error)
{
  if (job->work == LOOKUP)
    return rambla_secret_service_lookup (self->service, self->owner, job->name, &job->secret, error);
  return rambla_secret_service_store (self->service, self->owner, job->name, job->secret, error);
}

static gboolean
work_in_file (RamblaSecrets *self, Job *job, GError **error)
{
  g_autoptr (GHashTable) secrets = rambla_secret_file_load (self->path, error);

  if (secrets == NULL)
    return FALSE;
  if (job->work == LOOKUP)
    {
      job->secret = g_strdup (g_hash_table_lookup (secrets, job->name));
      return TRUE;
    }
  /* One that was cleared stays named, so that the service, once it is there again, forgets it too. */
  if (job->secret == NULL && self->owner == NULL)
    g_hash_table_remove (secrets, job->name);
  else
    g_hash_table_insert (secrets, g_strdup (job->name), g_strdup (job->secret));
  return rambla_secret_file_save (self->path, secrets, error);
}

static void
work (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  RamblaSecrets *self = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean done = FALSE;

  if (!self->opened)
    open_service (self);
  if (self->service != NULL)
    {
      done = work_in_service (self, job, &error);
      if (!done)
        {
          g_message ("The secret service cannot be used any more, so %s is: %s", self->path, error->message);
          g_clear_error (&error);
          g_clear_pointer (&self->service, rambla_secret_service_close);
        }
    }
  if (!done)
    done = work_in_file (self, job, &error);
  job->place = self->service != NULL ? RAMBLA_SECRETS_IN_SERVICE : RAMBLA_SECRETS_IN_FILE;
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* --- on the caller's thread --- */

static void
on_work_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (RamblaSecrets) self = g_weak_ref_get (&job->secrets);
  GError *error = NULL;

  if (self != NULL && self->place != job->place)
    {
      self->place = job->place;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACE]);
    }
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&job->secret), g_free);
}

static void
hand_over (RamblaSecrets *self,
           Work what,
           const char *name,
           const char *secret,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GTask *inner = g_task_new (NULL, NULL, on_work_ready, task);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, tag);
  g_task_set_source_tag (inner, hand_over);
  job->work = what;
  job->name = g_strdup (name);
  job->secret = g_strdup (secret);
  g_weak_ref_init (&job->secrets, self);
  g_task_set_task_data (inner, job, (GDestroyNotify) job_free);
  g_thread_pool_push (self->worker, inner, NULL);
}

void
rambla_secrets_lookup_async (RamblaSecrets *self,
                             const char *name,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (RAMBLA_IS_SECRETS (self));

  hand_over (self, LOOKUP, name, NULL, rambla_secrets_lookup_async, cancellable, callback, user_data);
}

gboolean
rambla_secrets_lookup_finish (RamblaSecrets *self, GAsyncResult *result, char **secret, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_secrets_lookup_async), FALSE);

  *secret = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
finish_change (GAsyncResult *result, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *kept = g_task_propagate_pointer (G_TASK (result), &local_error);

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

void
rambla_secrets_store_async (RamblaSecrets *self,
                            const char *name,
                            const char *secret,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (RAMBLA_IS_SECRETS (self));
  g_return_if_fail (secret != NULL);

  hand_over (self, STORE, name, secret, rambla_secrets_store_async, cancellable, callback, user_data);
}

gboolean
rambla_secrets_store_finish (RamblaSecrets *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_secrets_store_async), FALSE);

  return finish_change (result, error);
}

void
rambla_secrets_clear_async (RamblaSecrets *self,
                            const char *name,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (RAMBLA_IS_SECRETS (self));

  hand_over (self, STORE, name, NULL, rambla_secrets_clear_async, cancellable, callback, user_data);
}

gboolean
rambla_secrets_clear_finish (RamblaSecrets *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, rambla_secrets_clear_async), FALSE);

  return finish_change (result, error);
}

RamblaSecretsPlace
rambla_secrets_get_place (RamblaSecrets *self)
{
  g_return_val_if_fail (RAMBLA_IS_SECRETS (self), RAMBLA_SECRETS_UNKNOWN);

  return self->place;
}

const char *
rambla_secrets_get_path (RamblaSecrets *self)
{
  g_return_val_if_fail (RAMBLA_IS_SECRETS (self), NULL);

  return self->path;
}

static void
rambla_secrets_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_PLACE:
      g_value_set_int (value, (int) RAMBLA_SECRETS (object)->place);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_secrets_finalize (GObject *object)
{
  RamblaSecrets *self = RAMBLA_SECRETS (object);

  g_thread_pool_free (self->worker, FALSE, TRUE);
  g_clear_pointer (&self->service, rambla_secret_service_close);
  g_free (self->owner);
  g_free (self->path);
  G_OBJECT_CLASS (rambla_secrets_parent_class)->finalize (object);
}

static void
rambla_secrets_class_init (RamblaSecretsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_secrets_get_property;
  object_class->finalize = rambla_secrets_finalize;
  properties[PROP_PLACE] =
      g_param_spec_int ("place", NULL, NULL, RAMBLA_SECRETS_UNKNOWN, RAMBLA_SECRETS_IN_FILE,
                        RAMBLA_SECRETS_UNKNOWN, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_secrets_init (RamblaSecrets *self)
{
  self->worker = g_thread_pool_new (work, self, 1, FALSE, NULL);
}

RamblaSecrets *
rambla_secrets_new (const char *owner, const char *path)
{
  RamblaSecrets *self = g_object_new (RAMBLA_TYPE_SECRETS, NULL);

  self->owner = g_strdup (owner);
  self->path = g_strdup (path);
  return self;
}
