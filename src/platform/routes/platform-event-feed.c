/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-event-feed.h"

#include <string.h>

#include "platform-event-feed-private.h"

/* Rows that are read at once. */
#define LIVE_PAGE 512
/* Heartbeats between two positions sent to a stream that hears nothing, so that it does not grow too old. */
#define BEATS_A_POSITION 30
#define TRIM_US (10 * 60 * G_USEC_PER_SEC)
/* In milliseconds: after how long a client should come again, and not all at once. */
#define RETRY_MS 1000
#define RETRY_SPREAD_MS 2000

void
platform_subscription_free (PlatformSubscription *self)
{
  g_free (self->account_id);
  g_free (self->merchant_id);
  g_free (self->store_id);
  g_free (self->position);
  g_free (self);
}

static void
listener_free (gpointer data)
{
  PlatformEventListener *listener = data;
  PlatformEventFeed *feed = listener->feed;
  const char *account = listener->subscription->account_id;
  const char *key = account != NULL ? account : "";
  guint count;

  g_mutex_lock (&feed->lock);
  count = GPOINTER_TO_UINT (g_hash_table_lookup (feed->counts, key)) - 1;
  if (count > 0)
    g_hash_table_insert (feed->counts, g_strdup (key), GUINT_TO_POINTER (count));
  else
    g_hash_table_remove (feed->counts, key);
  g_mutex_unlock (&feed->lock);
  platform_subscription_free (listener->subscription);
  g_free (listener);
}

PlatformDatabase *
platform_event_feed_get_database (PlatformEventFeed *self)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_pool_get (self->readers, &error);

  if (database == NULL)
    g_warning ("events cannot be read: %s", error->message);
  return database;
}

/* --- All streams --- */

static void
add_to (GHashTable *table, const char *key, PlatformEventListener *listener)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list == NULL)
    {
      list = g_ptr_array_new ();
      g_hash_table_insert (table, g_strdup (key), list);
    }
  g_ptr_array_add (list, listener);
}

static void
remove_from (GHashTable *table, const char *key, PlatformEventListener *listener)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list != NULL && g_ptr_array_remove_fast (list, listener) && list->len == 0)
    g_hash_table_remove (table, key);
}

static void
on_opened (PlatformEventStream *stream, gpointer data)
{
  PlatformEventFeed *self = data;
  PlatformEventListener *listener = platform_event_stream_get_data (stream);
  const PlatformSubscription *subscription = listener->subscription;
  g_autofree char *retry =
      g_strdup_printf ("retry: %d\n\n", RETRY_MS + g_random_int_range (0, RETRY_SPREAD_MS));

  listener->stream = stream;
  listener->reached = self->reached;
  if (subscription->account_id != NULL)
    add_to (self->accounts, subscription->account_id, listener);
  if (subscription->merchant_id != NULL)
    add_to (self->merchants, subscription->merchant_id, listener);
  if (subscription->has_box)
    g_ptr_array_add (self->areas, listener);
  if (subscription->operators)
    g_ptr_array_add (self->operators, listener);

  platform_event_stream_send (stream, retry, strlen (retry));
  platform_event_listener_begin (listener);
}

static void
on_drained (PlatformEventStream *stream, gpointer data)
{
  PlatformEventListener *listener = platform_event_stream_get_data (stream);

  if (!listener->live)
    platform_event_listener_catch_up (listener);
}

static void
on_closed (PlatformEventStream *stream, gpointer data)
{
  PlatformEventFeed *self = data;
  PlatformEventListener *listener = platform_event_stream_get_data (stream);
  const PlatformSubscription *subscription = listener->subscription;

  if (subscription->account_id != NULL)
    remove_from (self->accounts, subscription->account_id, listener);
  if (subscription->merchant_id != NULL)
    remove_from (self->merchants, subscription->merchant_id, listener);
  g_ptr_array_remove_fast (self->areas, listener);
  g_ptr_array_remove_fast (self->operators, listener);
}

/* Whom the row may concern; each looks closer. One that is behind gets it in its turn, from the outbox. */
static void
tell (GPtrArray *listeners, PlatformEventRow *row)
{
  for (guint i = 0; listeners != NULL && i < listeners->len; i++)
    {
      PlatformEventListener *listener = g_ptr_array_index (listeners, i);

      if (!listener->live || listener->last == row->event.number ||
          !platform_event_listener_wants (listener, row))
        continue;
      if (platform_event_listener_send_row (listener, row))
        continue;
      listener->live = FALSE;
      listener->reached = row->event.number;
    }
}

static void
tell_row (PlatformEventFeed *self, PlatformEventRow *row)
{
  const PlatformOutboxEvent *event = &row->event;

  if (event->account_id != NULL)
    tell (g_hash_table_lookup (self->accounts, event->account_id), row);
  if (event->merchant_id != NULL)
    tell (g_hash_table_lookup (self->merchants, event->merchant_id), row);
  if (event->deal != 0)
    tell (self->areas, row);
  if (event->operators)
    tell (self->operators, row);
}

static gboolean
trim (PlatformDatabase *database, gpointer data, GError **error)
{
  gboolean *more = data;
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return platform_outbox_storage_trim (database, now - PLATFORM_OUTBOX_KEPT_SECONDS,
                                       PLATFORM_OUTBOX_KEPT_ROWS, more, error);
}

static void
trim_sometimes (PlatformEventFeed *self)
{
  gint64 now = g_get_monotonic_time ();
  gboolean more = FALSE;
  g_autoptr (GError) error = NULL;

  if (now < self->trim_at)
    return;
  if (!platform_writer_run (self->writer, trim, &more, &error))
    g_warning ("old events stay: %s", error->message);
  self->trim_at = now + (more ? G_USEC_PER_SEC / 10 : TRIM_US);
}

static void
on_woken (gpointer data)
{
  PlatformEventFeed *self = data;
  PlatformDatabase *database = platform_event_feed_get_database (self);
  g_autoptr (GError) error = NULL;
  gint64 first, newest;

  if (database == NULL)
    return;
  if (!platform_outbox_storage_get_ends (database, &first, &newest, &error))
    newest = 0;
  while (error == NULL && self->reached < newest)
    {
      gint64 last = 0;

      if (!platform_event_page_read (self->page, database, NULL, self->reached, newest, LIVE_PAGE,
                                     platform_clock_now (self->clock), &last, &error))
        break;
      /* Listeners that fall behind from here on start from where they are, at the latest here. */
      for (guint i = 0; i < platform_event_page_get_length (self->page); i++)
        {
          PlatformEventRow *row = platform_event_page_get (self->page, i);

          if (row != NULL)
            tell_row (self, row);
        }
      self->reached = last;
    }
  if (error != NULL)
    g_warning ("events cannot be read: %s", error->message); /* the next commit tries again */
  trim_sometimes (self);
}

static gboolean
may_go_on (PlatformEventFeed *self, const PlatformSubscription *subscription)
{
  PlatformDatabase *database = platform_event_feed_get_database (self);
  g_autoptr (PlatformToken) token = NULL;

  if (subscription->account_id == NULL)
    return TRUE;
  return database != NULL &&
         platform_session_storage_get_token (database, subscription->token_hash, &token, NULL) ==
             PLATFORM_STEP_ROW &&
         !token->revoked && token->expires_at > platform_clock_now (self->clock);
}

static void
on_beat (PlatformEventStream *stream, gpointer data)
{
  PlatformEventListener *listener = platform_event_stream_get_data (stream);

  if (!may_go_on (data, listener->subscription))
    platform_event_stream_end (stream);
  else if (listener->live && ++listener->quiet >= BEATS_A_POSITION)
    listener->live = platform_event_listener_send_notice (
        listener, listener->reached = listener->feed->reached, "position", "{}");
}

/* --- The feed --- */

static void
on_committed (gpointer data)
{
  platform_events_wake (data);
}

PlatformEventFeed *
platform_event_feed_new (PlatformDatabasePool *readers,
                         PlatformWriter *writer,
                         PlatformClock *clock,
                         const PlatformCity *city,
                         GError **error)
{
  static const PlatformEventsListener listener = { on_opened, on_woken, on_beat, on_drained, on_closed };
  const PlatformEventsOptions options = { 0 };
  PlatformDatabase *database = platform_database_pool_get (readers, error);
  PlatformEventFeed *self;
  gint64 first, last;
  guint8 secret[PLATFORM_EVENT_SECRET_SIZE];

  if (database == NULL || !platform_outbox_storage_get_secret (database, secret, error) ||
      !platform_outbox_storage_get_ends (database, &first, &last, error))
    return NULL;
  self = g_new0 (PlatformEventFeed, 1);
  self->readers = readers;
  self->writer = writer;
  self->clock = clock;
  self->reached = last;
  memcpy (self->secret, secret, sizeof secret);
  g_mutex_init (&self->lock);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->page = platform_event_page_new (city, secret);
  self->accounts =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->merchants =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->areas = g_ptr_array_new ();
  self->operators = g_ptr_array_new ();
  self->events = platform_events_new (&options, &listener, self, error);
  if (self->events == NULL)
    {
      platform_event_feed_free (self);
      return NULL;
    }
  platform_writer_set_committed (writer, on_committed, self->events);
  return self;
}

void
platform_event_feed_free (PlatformEventFeed *self)
{
  platform_writer_set_committed (self->writer, NULL, NULL);
  g_clear_pointer (&self->events, platform_events_free);
  g_ptr_array_unref (self->operators);
  g_ptr_array_unref (self->areas);
  g_hash_table_unref (self->merchants);
  g_hash_table_unref (self->accounts);
  platform_event_page_free (self->page);
  g_hash_table_unref (self->counts);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
admit (PlatformEventFeed *self, const char *account_id)
{
  const char *key = account_id != NULL ? account_id : "";
  guint most = account_id != NULL ? PLATFORM_FEED_MAX_OF_ACCOUNT : PLATFORM_FEED_MAX_ANONYMOUS;
  gboolean admitted;
  guint count;

  g_mutex_lock (&self->lock);
  count = GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, key)) + 1;
  admitted = count <= most;
  if (admitted)
    g_hash_table_insert (self->counts, g_strdup (key), GUINT_TO_POINTER (count));
  g_mutex_unlock (&self->lock);
  return admitted;
}

void
platform_event_feed_take (PlatformEventFeed *self,
                          PlatformRequest *request,
                          PlatformSubscription *subscription)
{
  PlatformResponse *response = NULL;
  PlatformEventListener *listener;

  if (!admit (self, subscription->account_id))
    {
      platform_subscription_free (subscription);
      response =
          platform_response_new_problem (RAMBLA_PROBLEM_RATE_LIMITED, "Too many streams are open already");
    }
  else
    {
      listener = g_new0 (PlatformEventListener, 1);
      listener->feed = self;
      listener->subscription = subscription;
      if (platform_events_take (self->events, request, listener, listener_free))
        return;
      listener_free (listener);
      response =
          platform_response_new_problem (RAMBLA_PROBLEM_UNAVAILABLE, "Too many streams are open already");
    }
  platform_response_set_header (response, "Retry-After", "60");
  platform_request_respond (request, response);
}

guint
platform_event_feed_count (PlatformEventFeed *self)
{
  return platform_events_count (self->events);
}
