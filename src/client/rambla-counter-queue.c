/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-queue-private.h"

#include <string.h>

#include "rambla-counter-judge.h"
#include "rambla-json.h"

G_DEFINE_FINAL_TYPE (RamblaCounterQueue, rambla_counter_queue, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
rambla_counter_queue_emit_changed (RamblaCounterQueue *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
rambla_counter_queue_set_offline (RamblaCounterQueue *self, gboolean offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  rambla_counter_queue_emit_changed (self);
}

void
rambla_counter_queue_set_error (RamblaCounterQueue *self, GError *error)
{
  gboolean changed = (self->error != NULL) != (error != NULL);

  g_clear_error (&self->error);
  self->error = error;
  if (changed)
    rambla_counter_queue_emit_changed (self);
}

/* --- what the file says at the start --- */

typedef struct
{
  char *device_id;
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  RamblaCounterDocument *document;
  RamblaCounterClock clock;
  char *cursor;
  gint64 known_at;
  int unsent;
} Status;

static void
status_free (Status *status)
{
  g_free (status->device_id);
  g_clear_pointer (&status->document, rambla_counter_document_unref);
  rambla_counter_clock_clear (&status->clock);
  g_free (status->cursor);
  g_free (status);
}

static gpointer
load_status (RamblaCounterFile *file, gpointer store_id, GError **error)
{
  Status *status = g_new0 (Status, 1);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) json_error = NULL;

  status->device_id = g_strdup (rambla_counter_file_get_device_id (file));
  memcpy (status->public_key, rambla_counter_file_get_public_key (file), sizeof status->public_key);
  status->unsent = rambla_counter_file_count_unsent (file, error);
  if (status->unsent < 0 || !rambla_counter_file_load_clock (file, &status->clock, error))
    {
      status_free (status);
      return NULL;
    }
  text = rambla_counter_file_load_document (file, store_id, NULL);
  if (text != NULL)
    node = rambla_json_parse (text, -1, RAMBLA_JSON_MAX_ANSWER, &json_error);
  if (node != NULL)
    status->document = rambla_counter_document_new (node, &json_error);
  if (json_error != NULL)
    g_warning ("What was kept for the counter cannot be read: %s", json_error->message);
  if (status->document != NULL && !rambla_counter_file_get_feed (file, status->document->merchant_id,
                                                                 &status->cursor, &status->known_at, error))
    {
      status_free (status);
      return NULL;
    }
  return status;
}

static void
on_status_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  Status *status = rambla_counter_worker_run_finish (result, &error);

  if (status == NULL)
    {
      self->failures++;
      rambla_counter_queue_set_error (self, error);
      rambla_counter_queue_schedule (self);
      return;
    }
  self->device_id = g_steal_pointer (&status->device_id);
  memcpy (self->public_key, status->public_key, sizeof self->public_key);
  self->document = g_steal_pointer (&status->document);
  self->clock = status->clock;
  status->clock.boot_id = NULL;
  self->cursor = g_steal_pointer (&status->cursor);
  self->known_at = status->known_at;
  self->unsent = status->unsent;
  status_free (status);
  rambla_counter_queue_set_error (self, NULL);
  rambla_counter_queue_emit_changed (self);
  rambla_counter_queue_sync (self);
}

void
rambla_counter_queue_open (RamblaCounterQueue *self)
{
  rambla_counter_worker_run_async (self->worker, load_status, g_strdup (self->store_id), g_free,
                                   (GDestroyNotify) status_free, self->cancellable, on_status_ready,
                                   g_object_ref (self));
}

/* --- lists and notes --- */

typedef struct
{
  char *id; /* a store's or a voucher's */
  gint64 since_ms;
} Question;

static void
question_free (Question *question)
{
  g_free (question->id);
  g_free (question);
}

static gpointer
list_scans (RamblaCounterFile *file, gpointer data, GError **error)
{
  Question *question = data;

  return rambla_counter_file_list_scans (file, question->id, question->since_ms, error);
}

void
rambla_counter_queue_list_async (RamblaCounterQueue *self,
                                 gint64 since_ms,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Question *question = g_new0 (Question, 1);

  question->id = g_strdup (self->store_id);
  question->since_ms = since_ms;
  rambla_counter_worker_run_async (self->worker, list_scans, question, (GDestroyNotify) question_free,
                                   (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
rambla_counter_queue_list_finish (RamblaCounterQueue *self, GAsyncResult *result, GError **error)
{
  return rambla_counter_worker_run_finish (result, error);
}

static gpointer
mark_undone (RamblaCounterFile *file, gpointer data, GError **error)
{
  Question *question = data;

  return GINT_TO_POINTER (rambla_counter_file_set_mark (file, question->id, 0, "active", 0, NULL, error));
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;

  if (rambla_counter_worker_run_finish (result, &error) == NULL)
    rambla_counter_queue_set_error (self, error);
}

void
rambla_counter_queue_note_undone (RamblaCounterQueue *self, const char *voucher_id)
{
  Question *question = g_new0 (Question, 1);

  g_return_if_fail (RAMBLA_IS_COUNTER_QUEUE (self));

  question->id = g_strdup (voucher_id);
  rambla_counter_worker_run_async (self->worker, mark_undone, question, (GDestroyNotify) question_free, NULL,
                                   NULL, on_marked, g_object_ref (self));
}

/* --- what it says --- */

int
rambla_counter_queue_get_unsent (RamblaCounterQueue *self)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), -1);

  return self->unsent;
}

gboolean
rambla_counter_queue_get_offline (RamblaCounterQueue *self)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), FALSE);

  return self->offline;
}

RamblaCounterDocument *
rambla_counter_queue_get_document (RamblaCounterQueue *self)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), NULL);

  return self->document;
}

gint64
rambla_counter_queue_get_known_at (RamblaCounterQueue *self)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), 0);

  return self->known_at;
}

gint64
rambla_counter_queue_get_clock_offset (RamblaCounterQueue *self)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), 0);

  return rambla_counter_clock_get_offset (&self->clock, g_get_real_time ()) / G_USEC_PER_SEC;
}

gboolean
rambla_counter_queue_check_ready (RamblaCounterQueue *self, GError **error)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), FALSE);

  return rambla_counter_judge_readiness (self->document, self->known_at,
                                         rambla_counter_queue_get_clock_offset (self),
                                         g_get_real_time () / G_USEC_PER_SEC, error);
}

const GError *
rambla_counter_queue_get_error (RamblaCounterQueue *self)
{
  g_return_val_if_fail (RAMBLA_IS_COUNTER_QUEUE (self), NULL);

  return self->error;
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, RamblaCounterQueue *self)
{
  if (available && self->offline)
    rambla_counter_queue_sync (self);
}

static void
rambla_counter_queue_dispose (GObject *object)
{
  RamblaCounterQueue *self = RAMBLA_COUNTER_QUEUE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->timer, g_source_remove);
  G_OBJECT_CLASS (rambla_counter_queue_parent_class)->dispose (object);
}

static void
rambla_counter_queue_finalize (GObject *object)
{
  RamblaCounterQueue *self = RAMBLA_COUNTER_QUEUE (object);

  rambla_counter_worker_free (self->worker);
  g_clear_object (&self->api);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->document, rambla_counter_document_unref);
  rambla_counter_clock_clear (&self->clock);
  g_clear_error (&self->error);
  g_free (self->store_id);
  g_free (self->device_id);
  g_free (self->cursor);
  g_free (self->undecided);
  g_free (self->key);
  G_OBJECT_CLASS (rambla_counter_queue_parent_class)->finalize (object);
}

static void
rambla_counter_queue_class_init (RamblaCounterQueueClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_counter_queue_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_counter_queue_finalize;
  signals[CHANGED] = g_signal_new ("changed", RAMBLA_TYPE_COUNTER_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
rambla_counter_queue_init (RamblaCounterQueue *self)
{
  self->cancellable = g_cancellable_new ();
  self->unsent = -1;
}

RamblaCounterQueue *
rambla_counter_queue_new (RamblaApi *api, const char *path, const char *store_id)
{
  RamblaCounterQueue *self = g_object_new (RAMBLA_TYPE_COUNTER_QUEUE, NULL);

  self->api = g_object_ref (api);
  self->store_id = g_strdup (store_id);
  self->worker = rambla_counter_worker_new (path);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), self, 0);
  rambla_counter_queue_open (self);
  return self;
}
