/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-mock-api.h"

typedef struct
{
  char *method;
  char *path;
  guint status; /* 0: the answer gets lost */
  int code;
  JsonNode *json;
  gboolean always;
} Plan;

struct _RamblaMockApi
{
  GObject parent_instance;

  GPtrArray *plans;
  GPtrArray *log;
};

static void api_iface_init (RamblaApiInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaMockApi,
                               rambla_mock_api,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RAMBLA_TYPE_API, api_iface_init))

static void
plan_free (Plan *plan)
{
  g_free (plan->method);
  g_free (plan->path);
  g_clear_pointer (&plan->json, json_node_unref);
  g_free (plan);
}

static void
call_free (RamblaMockCall *call)
{
  g_free (call->method);
  g_free (call->target);
  g_free (call->key);
  g_free (call->body);
  g_free (call);
}

/* The planned answer for a call; one that is used once is taken away. */
static Plan *
take_plan (RamblaMockApi *self, const char *method, const char *path, gboolean *owned)
{
  Plan *always = NULL;

  for (guint i = 0; i < self->plans->len; i++)
    {
      Plan *plan = g_ptr_array_index (self->plans, i);

      if (!g_str_equal (plan->method, method) || !g_str_equal (plan->path, path))
        continue;
      if (!plan->always)
        {
          *owned = TRUE;
          return g_ptr_array_steal_index (self->plans, i);
        }
      always = plan;
    }
  *owned = FALSE;
  return always;
}

static void
log_call (RamblaMockApi *self, RamblaCall *call)
{
  RamblaMockCall *entry = g_new0 (RamblaMockCall, 1);
  JsonNode *body = rambla_call_get_body (call);

  entry->method = g_strdup (rambla_call_get_method (call));
  entry->target = rambla_call_dup_target (call);
  entry->key = g_strdup (rambla_call_get_idempotency_key (call));
  entry->body = body != NULL ? json_to_string (body, FALSE) : NULL;
  g_ptr_array_add (self->log, entry);
}

static gboolean
on_answer (gpointer user_data)
{
  GTask *task = user_data;
  RamblaMockApi *self = g_task_get_source_object (task);
  RamblaCall *call = g_task_get_task_data (task);
  const char *method = rambla_call_get_method (call);
  const char *path = rambla_call_get_path (call);
  RamblaDecode decode = rambla_call_get_decode (call);
  gboolean owned;
  Plan *plan;
  GError *error = NULL;
  gpointer result = NULL;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  plan = take_plan (self, method, path, &owned);
  if (plan == NULL)
    g_error ("Nobody planned %s %s", method, path);
  log_call (self, call);
  if (plan->status == 0)
    error = g_error_new_literal (RAMBLA_API_ERROR, plan->code, "The answer was lost");
  else if (plan->status >= 400)
    error = rambla_api_error_new_problem (plan->status, plan->json, 0);
  else if (decode != NULL)
    result = decode (plan->json, NULL, &error);
  else
    result = json_node_ref (plan->json);
  if (owned)
    plan_free (plan);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, rambla_call_get_destroy (call));
  return G_SOURCE_REMOVE;
}

static void
mock_call_async (RamblaApi *api,
                 RamblaCall *call,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  GTask *task = g_task_new (api, cancellable, callback, user_data);

  g_task_set_source_tag (task, mock_call_async);
  g_task_set_task_data (task, call, (GDestroyNotify) rambla_call_free);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_answer, task, g_object_unref);
}

static gpointer
mock_call_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
api_iface_init (RamblaApiInterface *iface)
{
  iface->call_async = mock_call_async;
  iface->call_finish = mock_call_finish;
}

static Plan *
add_plan (RamblaMockApi *self, const char *method, const char *path, guint status, const char *json)
{
  Plan *plan = g_new0 (Plan, 1);
  g_autoptr (GError) error = NULL;

  plan->method = g_strdup (method);
  plan->path = g_strdup (path);
  plan->status = status;
  plan->json = json != NULL ? json_from_string (json, &error) : NULL;
  g_assert_no_error (error);
  g_ptr_array_add (self->plans, plan);
  return plan;
}

void
rambla_mock_api_plan (RamblaMockApi *self,
                      const char *method,
                      const char *path,
                      guint status,
                      const char *json)
{
  add_plan (self, method, path, status, json);
}

void
rambla_mock_api_plan_always (RamblaMockApi *self,
                             const char *method,
                             const char *path,
                             guint status,
                             const char *json)
{
  add_plan (self, method, path, status, json)->always = TRUE;
}

void
rambla_mock_api_plan_lost (RamblaMockApi *self, const char *method, const char *path, int code)
{
  add_plan (self, method, path, 0, NULL)->code = code;
}

GPtrArray *
rambla_mock_api_get_log (RamblaMockApi *self)
{
  return self->log;
}

const RamblaMockCall *
rambla_mock_api_find (RamblaMockApi *self, const char *method, const char *path, guint nth)
{
  for (guint i = 0; i < self->log->len; i++)
    {
      const RamblaMockCall *call = g_ptr_array_index (self->log, i);

      if (g_str_equal (call->method, method) && g_str_equal (call->target, path) && nth-- == 0)
        return call;
    }
  return NULL;
}

guint
rambla_mock_api_count (RamblaMockApi *self, const char *method, const char *path)
{
  guint n = 0;

  while (rambla_mock_api_find (self, method, path, n) != NULL)
    n++;
  return n;
}

static void
rambla_mock_api_finalize (GObject *object)
{
  g_ptr_array_unref (RAMBLA_MOCK_API (object)->plans);
  g_ptr_array_unref (RAMBLA_MOCK_API (object)->log);
  G_OBJECT_CLASS (rambla_mock_api_parent_class)->finalize (object);
}

static void
rambla_mock_api_class_init (RamblaMockApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_mock_api_finalize;
}

static void
rambla_mock_api_init (RamblaMockApi *self)
{
  self->plans = g_ptr_array_new_with_free_func ((GDestroyNotify) plan_free);
  self->log = g_ptr_array_new_with_free_func ((GDestroyNotify) call_free);
}

RamblaMockApi *
rambla_mock_api_new (void)
{
  return g_object_new (RAMBLA_TYPE_MOCK_API, NULL);
}
