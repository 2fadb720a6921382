/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-event-feed-private.h"

/* Rows that are read at once for one that catches up. */
#define CATCH_UP_PAGE 100
/* Who missed more than this is told to fetch everything anew, which is cheaper for both. */
#define MAX_MISSED 20000

gboolean
platform_event_listener_send_notice (PlatformEventListener *self,
                                     gint64 number,
                                     const char *kind,
                                     const char *data)
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

gboolean
platform_event_listener_wants (const PlatformEventListener *self, const PlatformEventRow *row)
{
  const PlatformSubscription *subscription = self->subscription;
  const PlatformOutboxEvent *event = &row->event;

  return (event->account_id != NULL && g_strcmp0 (event->account_id, subscription->account_id) == 0) ||
         (event->merchant_id != NULL && g_strcmp0 (event->merchant_id, subscription->merchant_id) == 0 &&
          (event->store_id == NULL || g_strcmp0 (event->store_id, subscription->store_id) == 0)) ||
         (event->operators && subscription->operators) ||
         (subscription->has_box && lies_in_box (subscription, row));
}

gboolean
platform_event_listener_send_row (PlatformEventListener *self, PlatformEventRow *row)
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
reset (PlatformEventListener *self, const char *data)
{
  self->reached = self->feed->reached;
  self->missed = 0;
  self->live = platform_event_listener_send_notice (self, self->reached, "reset", data);
}

void
platform_event_listener_catch_up (PlatformEventListener *self)
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
  PlatformDatabase *database = platform_event_feed_get_database (feed);

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

          if (row == NULL || !platform_event_listener_wants (self, row))
            continue;
          self->reached = row->event.number;
          if (!platform_event_listener_send_row (self, row))
            return;
        }
      self->reached = last;
    }
}

/* Where it begins. Returns: FALSE if its position is of no use */
static gboolean
find_position (PlatformEventListener *self, const char **reason)
{
  PlatformEventFeed *feed = self->feed;
  PlatformDatabase *database = platform_event_feed_get_database (feed);
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

void
platform_event_listener_begin (PlatformEventListener *self)
{
  gboolean resumes = self->subscription->position != NULL;
  const char *reason = NULL;

  if (resumes && !find_position (self, &reason))
    reset (self, reason);
  else if (platform_event_listener_send_notice (self, self->reached, "ready",
                                                resumes ? "{\"resumed\":true}" : "{\"resumed\":false}"))
    platform_event_listener_catch_up (self);
}
