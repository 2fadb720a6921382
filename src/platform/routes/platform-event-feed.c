/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-event-feed.h"

#include <string.h>

#include "platform-event-page.h"
#include "platform-events.h"

/* Rows that are read at once, live and for one that catches up. */
#define LIVE_PAGE 512
#define CATCH_UP_PAGE 100
/* Who missed more than this is told to fetch everything anew, which is cheaper for both. */
#define MAX_MISSED 20000
/* Heartbeats between two positions sent to a stream that hears nothing, so that it does not grow too old. */
#define BEATS_A_POSITION 30
#define TRIM_US (10 * 60 * G_USEC_PER_SEC)
/* In milliseconds: after how long a client should come again, and not all at once. */
#define RETRY_MS 1000
#define RETRY_SPREAD_MS 2000

/* A stream, as the feed sees it. Only the events' thread, but for the subscription, which does not change. */
typedef struct
{
  PlatformEventFeed *feed;
  PlatformSubscription *subscription;
  PlatformEventStream *stream;
  gboolean live;  /* up to date: gets what happens as it happens */
  gint64 reached; /* not live: the last number that was looked at for it */
  gint64 last;    /* the last number it was sent */
  guint missed;   /* rows that were read to catch up */
  guint quiet;    /* heartbeats since it was told a position */
} Listener;

struct _PlatformEventFeed
{
  PlatformDatabasePool *readers;
  PlatformWriter *writer;
  PlatformClock *clock;
  PlatformEvents *events;
  guint8 secret[PLATFORM_EVENT_SECRET_SIZE];

  GMutex lock;
  GHashTable *counts; /* of streams by account, "" for none; under the lock */

  /* Only the events' thread. */
  PlatformEventPage *page;
  gint64 reached;        /* the last number that was told */
  GHashTable *accounts;  /* GPtrArray of Listener by account */
  GHashTable *merchants; /* GPtrArray of Listener by merchant */
  GPtrArray *areas;
  GPtrArray *operators;
  gint64 trim_at; /* monotonic, µs */
};

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
  Listener *listener = data;
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

static PlatformDatabase *
get_database (PlatformEventFeed *self)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_pool_get (self->readers, &error);

  if (database == NULL)
    g_warning ("events cannot be read: %s", error->message);
  return database;
}

/* --- One stream --- */

static gboolean
send_notice (Listener *self, gint64 number, const char *kind, const char *data)
{
  g_autoptr (GString) text = g_string_new (NULL);

  platform_event_page_append_notice (self->feed->page, text, number, kind, data);
  self->quiet = 0;
  return platform_event_stream_send (self->stream, text->str, text->len);
}

static gboolean
lies_in_box (const PlatformSubscription *subscription, const PlatformEventRow *row)
{
  for (guint i = 0; row->points != NULL && i < row->points->len; i++)
    if (rambla_box_contains (subscription->box, g_array_index (row->points, RamblaPoint, i)))
      return TRUE;
  return FALSE;
}

static gboolean
is_for (const PlatformSubscription *subscription, const PlatformEventRow *row)
{
  const PlatformOutboxEvent *event = &row->event;

  return (event->account_id != NULL && g_strcmp0 (event->account_id, subscription->account_id) == 0) ||
         (event->merchant_id != NULL && g_strcmp0 (event->merchant_id, subscription->merchant_id) == 0 &&
          (event->store_id == NULL || g_strcmp0 (event->store_id, subscription->store_id) == 0)) ||
         (event->operators && subscription->operators) ||
         (subscription->has_box && lies_in_box (subscription, row));
}

/* Returns: FALSE if the stream cannot take more now, or has ended */
static gboolean
send_row (Listener *self, PlatformEventRow *row)
{
  const PlatformSubscription *subscription = self->subscription;
  const GString *text;

  if (subscription->account_id != NULL && subscription->expires_at <= platform_clock_now (self->feed->clock))
    {
      platform_event_stream_end (self->stream);
      return FALSE;
    }
  text = platform_event_page_write (self->feed->page, row);
  self->last = row->event.number;
  self->quiet = 0;
  return platform_event_stream_send (self->stream, text->str, text->len);
}

static void
reset (Listener *self, const char *data)
{
  self->reached = self->feed->reached;
  self->missed = 0;
  self->live = send_notice (self, self->reached, "reset", data);
}

/* Sends what it missed, from the outbox, until it is up to date or takes no more. */
static void
catch_up (Listener *self)
{
  PlatformEventFeed *feed = self->feed;
  const PlatformSubscription *subscription = self->subscription;
  const char *merchants[] = { subscription->merchant_id, NULL };
  const PlatformOutboxAudience audience = {
    .account_id = subscription->account_id,
    .merchant_ids = merchants,
    .store_id = subscription->store_id,
    .deals = subscription->has_box,
    .operators = subscription->operators,
  };
  PlatformDatabase *database = get_database (feed);

  if (database == NULL)
    platform_event_stream_end (self->stream); /* it will come again, with its position */
  while (database != NULL && !self->live)
    {
      g_autoptr (GError) error = NULL;
      gint64 last = 0;
      guint length;

      if (self->reached == feed->reached)
        {
          self->live = TRUE;
          self->missed = 0;
          return;
        }
      if (self->missed > MAX_MISSED)
        {
          reset (self, "{\"reason\":\"too_much\"}");
          return;
        }
      if (!platform_event_page_read (feed->page, database, &audience, self->reached, feed->reached,
                                     CATCH_UP_PAGE, platform_clock_now (feed->clock), &last, &error))
        {
          g_warning ("missed events cannot be read: %s", error->message);
          platform_event_stream_end (self->stream);
          return;
        }
      length = platform_event_page_get_length (feed->page);
      self->missed += length;
      for (guint i = 0; i < length; i++)
        {
          PlatformEventRow *row = platform_event_page_get (feed->page, i);

          if (row == NULL || !is_for (subscription, row))
            continue;
          self->reached = row->event.number;
          if (!send_row (self, row))
            return;
        }
      self->reached = last;
    }
}

/* Where it begins. Returns: FALSE if its position is of no use */
static gboolean
find_position (Listener *self, const char **reason)
{
  PlatformEventFeed *feed = self->feed;
  PlatformDatabase *database = get_database (feed);
  gint64 first, last, asked;

  *reason = "{\"reason\":\"unknown\"}";
  if (!platform_event_position_open (feed->secret, self->subscription->position, &asked) ||
      asked > feed->reached || database == NULL ||
      !platform_outbox_storage_get_ends (database, &first, &last, NULL))
    return FALSE;
  *reason = "{\"reason\":\"too_old\"}";
  if (asked < first - 1)
    return FALSE;
  self->reached = asked;
  return TRUE;
}

/* --- All streams --- */

static void
add_to (GHashTable *table, const char *key, Listener *listener)
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
remove_from (GHashTable *table, const char *key, Listener *listener)
{
  GPtrArray *list = g_hash_table_lookup (table, key);

  if (list != NULL && g_ptr_array_remove_fast (list, listener) && list->len == 0)
    g_hash_table_remove (table, key);
}

static void
on_opened (PlatformEventStream *stream, gpointer data)
{
  PlatformEventFeed *self = data;
  Listener *listener = platform_event_stream_get_data (stream);
  const PlatformSubscription *subscription = listener->subscription;
  g_autofree char *retry =
      g_strdup_printf ("retry: %d\n\n", RETRY_MS + g_random_int_range (0, RETRY_SPREAD_MS));
  const char *reason = NULL;
  gboolean goes;

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
  if (subscription->position != NULL && !find_position (listener, &reason))
    reset (listener, reason);
  else
    {
      goes = send_notice (listener, listener->reached, "ready",
                          subscription->position != NULL ? "{\"resumed\":true}" : "{\"resumed\":false}");
      if (goes)
        catch_up (listener);
    }
}

static void
on_drained (PlatformEventStream *stream, gpointer data)
{
  Listener *listener = platform_event_stream_get_data (stream);

  if (!listener->live)
    catch_up (listener);
}

static void
on_closed (PlatformEventStream *stream, gpointer data)
{
  PlatformEventFeed *self = data;
  Listener *listener = platform_event_stream_get_data (stream);
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
      Listener *listener = g_ptr_array_index (listeners, i);

      if (!listener->live || listener->last == row->event.number || !is_for (listener->subscription, row))
        continue;
      if (send_row (listener, row))
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
  PlatformDatabase *database = get_database (self);
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
  PlatformDatabase *database = get_database (self);
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
  Listener *listener = platform_event_stream_get_data (stream);

  if (!may_go_on (data, listener->subscription))
    platform_event_stream_end (stream);
  else if (listener->live && ++listener->quiet >= BEATS_A_POSITION)
    listener->live = send_notice (listener, listener->reached = listener->feed->reached, "position", "{}");
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
  Listener *listener;

  if (!admit (self, subscription->account_id))
    {
      platform_subscription_free (subscription);
      response =
          platform_response_new_problem (RAMBLA_PROBLEM_RATE_LIMITED, "Too many streams are open already");
    }
  else
    {
      listener = g_new0 (Listener, 1);
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
