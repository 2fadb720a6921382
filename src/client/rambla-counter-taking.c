/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's queue takes a voucher: asks the platform, and decides alone when its answer does not come. */
#include "rambla-counter-queue-private.h"

#include <glib/gi18n-lib.h>

#include "rambla-counter-judge.h"
#include "rambla-counter.h"
#include "rambla-purchases.h"

/* A guest waits; afterwards the platform may still answer, and the key says that it was the same scan. */
#define PATIENCE_MS 2500

typedef struct
{
  char *presented;
  char *key;
  GCancellable *online;
  gulong cancelled_id;
  guint patience;
} TakeState;

static void
take_state_free (TakeState *state)
{
  g_free (state->presented);
  g_free (state->key);
  g_clear_object (&state->online);
  g_clear_handle_id (&state->patience, g_source_remove);
  g_free (state);
}

void
rambla_counter_taking_free (RamblaCounterTaking *taking)
{
  g_clear_object (&taking->redemption);
  g_clear_pointer (&taking->scan, rambla_counter_scan_free);
  g_free (taking);
}

/* --- alone --- */

typedef struct
{
  char *presented;
  char *key;
  RamblaCounterDocument *document;
  gint64 known_at;
  gint64 offset;
} Accept;

static void
accept_free (Accept *job)
{
  g_free (job->presented);
  g_free (job->key);
  g_clear_pointer (&job->document, rambla_counter_document_unref);
  g_free (job);
}

static gpointer
accept (RamblaCounterFile *file, gpointer data, GError **error)
{
  Accept *job = data;
  gint64 now_us = g_get_real_time ();
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (RamblaCounterScan) scan = NULL;
  g_autoptr (GError) file_error = NULL;
  const RamblaCounterTerms *terms = NULL;

  if (!rambla_counter_judge_readiness (job->document, job->known_at, job->offset, now_us / G_USEC_PER_SEC,
                                       error) ||
      !rambla_counter_judge (job->document, file, job->presented, now_us / G_USEC_PER_SEC, &claims, &terms,
                             error))
    return NULL;
  scan = g_new0 (RamblaCounterScan, 1);
  scan->key = g_strdup (job->key);
  scan->voucher_id = g_strdup (claims->id);
  scan->store_id = g_strdup (job->document->store_id);
  scan->title = g_strdup (terms->title);
  scan->worth = terms->worth;
  scan->at_ms = now_us / 1000;
  if (rambla_counter_file_add_scan (file, scan, job->presented, job->known_at, &file_error))
    return g_steal_pointer (&scan);
  g_set_error (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_STORAGE,
               /* Translators: what the disk said */
               _ ("It could not be stored on this machine, so it was not accepted: %s"), file_error->message);
  return NULL;
}

static void
on_accepted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaCounterQueue *self = g_task_get_source_object (task);
  TakeState *state = g_task_get_task_data (task);
  RamblaCounterTaking *taking;
  GError *error = NULL;
  RamblaCounterScan *scan = rambla_counter_worker_run_finish (result, &error);

  if (scan == NULL)
    {
      /* The platform is asked the same thing when it is scanned again. */
      g_free (self->undecided);
      self->undecided = g_strdup (state->presented);
      if (error->domain == G_IO_ERROR)
        {
          g_task_return_new_error (task, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_STORAGE,
                                   _ ("It could not be stored on this machine, so it was not accepted: %s"),
                                   error->message);
          g_error_free (error);
        }
      else
        g_task_return_error (task, error);
      return;
    }
  g_clear_pointer (&self->undecided, g_free);
  self->unsent = MAX (self->unsent, 0) + 1;
  rambla_counter_queue_emit_changed (self);
  taking = g_new0 (RamblaCounterTaking, 1);
  taking->scan = scan;
  g_task_return_pointer (task, taking, (GDestroyNotify) rambla_counter_taking_free);
}

/* Takes @task over. */
static void
decide_alone (GTask *task)
{
  RamblaCounterQueue *self = g_task_get_source_object (task);
  TakeState *state = g_task_get_task_data (task);
  Accept *job = g_new0 (Accept, 1);

  job->presented = g_strdup (state->presented);
  job->key = g_strdup (state->key);
  job->document = self->document != NULL ? rambla_counter_document_ref (self->document) : NULL;
  job->known_at = self->known_at;
  job->offset = rambla_counter_queue_get_clock_offset (self);
  rambla_counter_worker_run_async (self->worker, accept, job, (GDestroyNotify) accept_free,
                                   (GDestroyNotify) rambla_counter_scan_free, NULL, on_accepted, task);
}

/* --- with the platform --- */

typedef struct
{
  char *voucher_id;
  gint64 at;
  char *store_name;
} Taken;

static void
taken_free (Taken *taken)
{
  g_free (taken->voucher_id);
  g_free (taken->store_name);
  g_free (taken);
}

static gpointer
note_taken (RamblaCounterFile *file, gpointer data, GError **error)
{
  Taken *taken = data;

  return GINT_TO_POINTER (rambla_counter_file_set_mark (file, taken->voucher_id, 0, "redeemed", taken->at,
                                                        taken->store_name, error));
}

static void
on_taken_noted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;

  if (rambla_counter_worker_run_finish (result, &error) == NULL)
    rambla_counter_queue_set_error (self, error);
}

static void
return_redemption (GTask *task, RamblaRedemption *redemption)
{
  RamblaCounterQueue *self = g_task_get_source_object (task);
  RamblaCounterTaking *taking = g_new0 (RamblaCounterTaking, 1);
  Taken *taken = g_new0 (Taken, 1);

  taken->voucher_id = g_strdup (rambla_redemption_get_voucher_id (redemption));
  taken->at = rambla_redemption_get_redeemed_at (redemption) / G_USEC_PER_SEC;
  taken->store_name = self->document != NULL ? g_strdup (self->document->store_name) : NULL;
  rambla_counter_worker_run_async (self->worker, note_taken, taken, (GDestroyNotify) taken_free, NULL, NULL,
                                   on_taken_noted, g_object_ref (self));
  g_clear_pointer (&self->undecided, g_free);
  taking->redemption = redemption;
  g_task_return_pointer (task, taking, (GDestroyNotify) rambla_counter_taking_free);
}

static gboolean
is_unreached (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || rambla_api_error_is_transient (error) ||
         (error->domain == RAMBLA_API_ERROR && rambla_api_error_get_problem (error) == NULL &&
          error->code != RAMBLA_API_ERROR_SIGNED_OUT);
}

static void
on_redeem_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  RamblaCounterQueue *self = g_task_get_source_object (task);
  TakeState *state = g_task_get_task_data (task);
  GError *error = NULL;
  RamblaRedemption *redemption = rambla_counter_redeem_finish (RAMBLA_API (source), result, &error);

  g_clear_handle_id (&state->patience, g_source_remove);
  g_cancellable_disconnect (g_task_get_cancellable (task), state->cancelled_id);
  if (redemption != NULL)
    {
      return_redemption (task, redemption);
      g_object_unref (task);
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    {
      g_error_free (error);
      g_object_unref (task);
      return;
    }
  if (!is_unreached (error))
    {
      g_clear_pointer (&self->undecided, g_free);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  g_error_free (error);
  rambla_counter_queue_set_offline (self, TRUE);
  rambla_counter_queue_sync (self);
  decide_alone (task);
}

static gboolean
on_patience_over (gpointer user_data)
{
  TakeState *state = user_data;

  state->patience = 0;
  g_cancellable_cancel (state->online);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, GCancellable *online)
{
  g_cancellable_cancel (online);
}

/* Takes @task over. */
static void
ask_platform (GTask *task)
{
  RamblaCounterQueue *self = g_task_get_source_object (task);
  TakeState *state = g_task_get_task_data (task);

  state->online = g_cancellable_new ();
  state->patience = g_timeout_add (PATIENCE_MS, on_patience_over, state);
  if (g_task_get_cancellable (task) != NULL)
    state->cancelled_id = g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (on_cancelled),
                                                 g_object_ref (state->online), g_object_unref);
  rambla_counter_redeem_async (self->api, state->key, state->presented, self->store_id, state->online,
                               on_redeem_ready, task);
}

/* --- first of all --- */

typedef struct
{
  char *presented;
  char *store_name;
} Look;

static void
look_free (Look *look)
{
  g_free (look->presented);
  g_free (look->store_name);
  g_free (look);
}

static gpointer
look (RamblaCounterFile *file, gpointer data, GError **error)
{
  Look *asked = data;

  return GINT_TO_POINTER (rambla_counter_judge_taken (file, asked->presented, asked->store_name, error));
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  RamblaCounterQueue *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  /* Without its file a counter can still ask the platform. */
  if (rambla_counter_worker_run_finish (result, &error) == NULL && error->domain == RAMBLA_API_ERROR)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      g_object_unref (task);
    }
  else if (self->offline && self->device_id != NULL)
    {
      rambla_counter_queue_sync (self);
      decide_alone (task);
    }
  else
    ask_platform (task);
}

void
rambla_counter_queue_redeem_async (RamblaCounterQueue *self,
                                   const char *presented,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task;
  TakeState *state;
  Look *asked;

  g_return_if_fail (RAMBLA_IS_COUNTER_QUEUE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  state = g_new0 (TakeState, 1);
  asked = g_new0 (Look, 1);
  g_task_set_source_tag (task, rambla_counter_queue_redeem_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, state, (GDestroyNotify) take_state_free);
  if (g_strcmp0 (presented, self->undecided) != 0)
    {
      g_free (self->key);
      self->key = rambla_purchases_new_key ();
    }
  state->presented = g_strdup (presented);
  state->key = g_strdup (self->key);
  asked->presented = g_strdup (presented);
  asked->store_name = self->document != NULL ? g_strdup (self->document->store_name) : NULL;
  rambla_counter_worker_run_async (self->worker, look, asked, (GDestroyNotify) look_free, NULL, NULL,
                                   on_looked, task);
}

RamblaCounterTaking *
rambla_counter_queue_redeem_finish (RamblaCounterQueue *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
