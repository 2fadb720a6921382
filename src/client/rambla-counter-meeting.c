/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The counter's queue meets the platform: what a counter must know, what became of vouchers, this counter's
 * key, and then what was accepted alone. */
#include "rambla-counter-queue-private.h"

#include "rambla-counter-offline.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"

#define INTERVAL_MS 10000
#define FIRST_PAUSE_MS 1000
#define LONGEST_PAUSE_MS 30000
/* Keys, limits and offers change seldom. */
#define DOCUMENT_US (5 * 60 * G_USEC_PER_SEC)
/* The platform takes 50, and 64 KiB with the rest of the request. */
#define BATCH 50
#define BATCH_BYTES (56 * 1024)

static void ask_revocations (RamblaCounterQueue *self);
static void hand_in (RamblaCounterQueue *self);

static gboolean
on_timer (gpointer user_data)
{
  RamblaCounterQueue *self = user_data;

  self->timer = 0;
  rambla_counter_queue_sync (self);
  return G_SOURCE_REMOVE;
}

void
rambla_counter_queue_schedule (RamblaCounterQueue *self)
{
  guint pause = INTERVAL_MS;

  if (self->failures > 0)
    pause = MIN (FIRST_PAUSE_MS << MIN (self->failures - 1, 5), LONGEST_PAUSE_MS);
  /* Counters that lost the platform together do not come back together. */
  pause = pause / 2 + (guint) g_random_int_range (0, (gint32) pause);
  g_clear_handle_id (&self->timer, g_source_remove);
  if (!g_cancellable_is_cancelled (self->cancellable))
    self->timer = g_timeout_add (pause, on_timer, self);
}

static void
end (RamblaCounterQueue *self)
{
  gboolean again = self->again;

  self->meeting = FALSE;
  self->again = FALSE;
  if (again && self->failures == 0)
    rambla_counter_queue_sync (self);
  else
    rambla_counter_queue_schedule (self);
}

/* Takes @error over. */
static void
fail (RamblaCounterQueue *self, GError *error)
{
  if (error->domain == RAMBLA_JSON_ERROR)
    {
      GError *told = g_error_new_literal (RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER, error->message);

      g_error_free (error);
      error = told;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  self->failures++;
  if (rambla_api_error_is_transient (error))
    {
      g_error_free (error);
      rambla_counter_queue_set_offline (self, TRUE);
    }
  else
    {
      /* A network that asks to sign in answers too, but not for the platform. */
      if (error->domain == RAMBLA_API_ERROR && rambla_api_error_get_problem (error) == NULL)
        rambla_counter_queue_set_offline (self, TRUE);
      rambla_counter_queue_set_error (self, error);
    }
  end (self);
}

static gpointer
save_clock (RamblaCounterFile *file, gpointer data, GError **error)
{
  return GINT_TO_POINTER (rambla_counter_file_save_clock (file, data, error));
}

static void
clock_free (RamblaCounterClock *clock)
{
  rambla_counter_clock_clear (clock);
  g_free (clock);
}

static void
on_clock_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;

  if (rambla_counter_worker_run_finish (result, &error) == NULL)
    rambla_counter_queue_set_error (self, error);
}

/* Every answer says what time it is. */
static void
note_time (RamblaCounterQueue *self, JsonNode *answer)
{
  RamblaCounterClock *copy;
  gint64 server_us;

  if (!JSON_NODE_HOLDS_OBJECT (answer) ||
      !rambla_json_get_time (json_node_get_object (answer), "server_time", &server_us, NULL))
    return;
  rambla_counter_clock_meet (&self->clock, server_us, g_get_monotonic_time () - self->asked_us);
  copy = g_new0 (RamblaCounterClock, 1);
  *copy = self->clock;
  copy->boot_id = g_strdup (self->clock.boot_id);
  rambla_counter_worker_run_async (self->worker, save_clock, copy, (GDestroyNotify) clock_free, NULL, NULL,
                                   on_clock_saved, g_object_ref (self));
}

/* --- the document --- */

static gpointer
save_document (RamblaCounterFile *file, gpointer data, GError **error)
{
  g_autoptr (RamblaCounterDocument) document = rambla_counter_document_new (data, error);
  g_autofree char *text = NULL;

  if (document == NULL)
    return NULL;
  text = rambla_json_to_string (data);
  return rambla_counter_file_save_document (file, document->store_id, text, error)
             ? g_steal_pointer (&document)
             : NULL;
}

static void
on_document_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  RamblaCounterDocument *document = rambla_counter_worker_run_finish (result, &error);

  if (document == NULL)
    {
      fail (self, error);
      return;
    }
  g_clear_pointer (&self->document, rambla_counter_document_unref);
  self->document = document;
  self->document_us = g_get_monotonic_time ();
  rambla_counter_queue_emit_changed (self);
  ask_revocations (self);
}

static void
on_document_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  JsonNode *node = rambla_api_call_finish (RAMBLA_API (source), result, &error);

  if (node == NULL)
    {
      fail (self, error);
      return;
    }
  note_time (self, node);
  rambla_counter_worker_run_async (self->worker, save_document, node, (GDestroyNotify) json_node_unref,
                                   (GDestroyNotify) rambla_counter_document_unref, self->cancellable,
                                   on_document_saved, g_object_ref (self));
}

/* --- revocations --- */

typedef struct
{
  char *merchant_id;
  JsonNode *page;
  gboolean more;
  char *cursor;
  gint64 known_at;
} Page;

static void
page_free (Page *page)
{
  g_free (page->merchant_id);
  g_clear_pointer (&page->page, json_node_unref);
  g_free (page->cursor);
  g_free (page);
}

static gpointer
save_page (RamblaCounterFile *file, gpointer data, GError **error)
{
  Page *asked = data;
  Page *page = g_new0 (Page, 1);

  if (rambla_counter_file_save_revocations (file, asked->merchant_id, asked->page, &page->more, error) &&
      rambla_counter_file_get_feed (file, asked->merchant_id, &page->cursor, &page->known_at, error))
    return page;
  page_free (page);
  return NULL;
}

static void
on_registered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  JsonNode *node = rambla_api_call_finish (RAMBLA_API (source), result, &error);

  if (node == NULL)
    {
      fail (self, error);
      return;
    }
  json_node_unref (node);
  self->registered = TRUE;
  hand_in (self);
}

static void
on_page_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  Page *page = rambla_counter_worker_run_finish (result, &error);
  gboolean more;

  if (page == NULL)
    {
      fail (self, error);
      return;
    }
  g_free (self->cursor);
  self->cursor = g_steal_pointer (&page->cursor);
  self->known_at = page->known_at;
  more = page->more;
  page_free (page);
  rambla_counter_queue_set_offline (self, FALSE);
  rambla_counter_queue_emit_changed (self);
  if (more)
    ask_revocations (self);
  else if (!self->registered)
    rambla_counter_offline_register_async (self->api, self->device_id, self->public_key, g_get_host_name (),
                                           self->cancellable, on_registered, g_object_ref (self));
  else
    hand_in (self);
}

static void
on_revocations_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  JsonNode *node = rambla_api_call_finish (RAMBLA_API (source), result, &error);
  Page *page;

  if (node == NULL)
    {
      fail (self, error);
      return;
    }
  note_time (self, node);
  page = g_new0 (Page, 1);
  page->merchant_id = g_strdup (self->document->merchant_id);
  page->page = node;
  rambla_counter_worker_run_async (self->worker, save_page, page, (GDestroyNotify) page_free,
                                   (GDestroyNotify) page_free, self->cancellable, on_page_saved,
                                   g_object_ref (self));
}

static void
ask_revocations (RamblaCounterQueue *self)
{
  self->asked_us = g_get_monotonic_time ();
  rambla_counter_offline_list_revocations_async (self->api, self->store_id, self->cursor, self->cancellable,
                                                 on_revocations_ready, g_object_ref (self));
}

/* --- handing in --- */

static gpointer
list_unsent (RamblaCounterFile *file, gpointer data, GError **error)
{
  return rambla_counter_file_list_unsent (file, BATCH, BATCH_BYTES, error);
}

static gpointer
save_verdicts (RamblaCounterFile *file, gpointer data, GError **error)
{
  int *unsent;
  int count;

  if (!rambla_counter_file_save_verdicts (file, data, error))
    return NULL;
  count = rambla_counter_file_count_unsent (file, error);
  if (count < 0)
    return NULL;
  unsent = g_new (int, 1);
  *unsent = count;
  return unsent;
}

static void
on_verdicts_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  g_autofree int *unsent = rambla_counter_worker_run_finish (result, &error);
  int before = self->unsent;

  if (unsent == NULL)
    {
      fail (self, error);
      return;
    }
  self->unsent = *unsent;
  self->failures = 0;
  rambla_counter_queue_set_error (
      self, self->unsent < before || self->unsent == 0
                ? NULL
                : g_error_new_literal (RAMBLA_API_ERROR, RAMBLA_API_ERROR_FORBIDDEN,
                                       "The platform did not take what this account handed in"));
  rambla_counter_queue_emit_changed (self);
  if (self->unsent > 0 && self->unsent < before)
    hand_in (self);
  else
    end (self);
}

static void
on_batch_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  JsonNode *node = rambla_api_call_finish (RAMBLA_API (source), result, &error);

  if (node == NULL)
    {
      /* A platform that was set up anew does not know this counter. */
      if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_NOT_FOUND))
        self->registered = FALSE;
      fail (self, error);
      return;
    }
  note_time (self, node);
  rambla_counter_worker_run_async (self->worker, save_verdicts, node, (GDestroyNotify) json_node_unref,
                                   g_free, self->cancellable, on_verdicts_saved, g_object_ref (self));
}

static void
on_unsent_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterQueue) self = user_data;
  GError *error = NULL;
  g_autoptr (GPtrArray) scans = rambla_counter_worker_run_finish (result, &error);

  if (scans == NULL)
    {
      fail (self, error);
      return;
    }
  if (scans->len == 0)
    {
      self->unsent = 0;
      self->failures = 0;
      rambla_counter_queue_set_error (self, NULL);
      end (self);
      return;
    }
  self->asked_us = g_get_monotonic_time ();
  rambla_counter_offline_hand_in_async (self->api, self->device_id, scans, self->cancellable, on_batch_ready,
                                        g_object_ref (self));
}

static void
hand_in (RamblaCounterQueue *self)
{
  rambla_counter_worker_run_async (self->worker, list_unsent, NULL, NULL, (GDestroyNotify) g_ptr_array_unref,
                                   self->cancellable, on_unsent_listed, g_object_ref (self));
}

void
rambla_counter_queue_sync (RamblaCounterQueue *self)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_QUEUE (self));

  if (self->meeting)
    {
      self->again = TRUE;
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->device_id == NULL)
    {
      rambla_counter_queue_open (self);
      return;
    }
  self->meeting = TRUE;
  self->asked_us = g_get_monotonic_time ();
  if (self->document != NULL && self->document_us != 0 && self->asked_us - self->document_us < DOCUMENT_US)
    ask_revocations (self);
  else
    rambla_counter_offline_get_document_async (self->api, self->store_id, self->cancellable,
                                               on_document_ready, g_object_ref (self));
}

void
rambla_counter_queue_renew (RamblaCounterQueue *self)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_QUEUE (self));

  self->document_us = 0;
  rambla_counter_queue_sync (self);
}
