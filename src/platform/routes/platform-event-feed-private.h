/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the feed and its listeners share. */

#include "platform-event-feed.h"
#include "platform-event-page.h"
#include "platform-events.h"

G_BEGIN_DECLS

/**
 * PlatformEventListener:
 *
 * A stream, as the feed sees it. Only the events' thread, but for the subscription, which does not change.
 */
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
} PlatformEventListener;

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
  GHashTable *accounts;  /* GPtrArray of PlatformEventListener by account */
  GHashTable *merchants; /* GPtrArray of PlatformEventListener by merchant */
  GPtrArray *areas;
  GPtrArray *operators;
  gint64 trim_at; /* monotonic, µs */
};

/**
 * platform_event_feed_get_database:
 *
 * Returns: (nullable): this thread's connection; why there is none is in the log
 */
PlatformDatabase *platform_event_feed_get_database (PlatformEventFeed *self);

/**
 * platform_event_listener_begin:
 *
 * Says where the stream begins, and sends what it missed.
 */
void platform_event_listener_begin (PlatformEventListener *self);

/**
 * platform_event_listener_catch_up:
 *
 * Sends what it missed, from the outbox, until it is up to date or takes no more.
 */
void platform_event_listener_catch_up (PlatformEventListener *self);

/**
 * platform_event_listener_wants:
 *
 * Returns: whether the row is for this one
 */
gboolean platform_event_listener_wants (const PlatformEventListener *self, const PlatformEventRow *row);

/**
 * platform_event_listener_send_row:
 *
 * Returns: FALSE if the stream cannot take more now, or has ended
 */
gboolean platform_event_listener_send_row (PlatformEventListener *self, PlatformEventRow *row);

/**
 * platform_event_listener_send_notice:
 * @number: the position that it tells
 * @data: JSON
 *
 * Sends an event about the stream itself.
 *
 * Returns: as platform_event_listener_send_row()
 */
gboolean platform_event_listener_send_notice (PlatformEventListener *self,
                                              gint64 number,
                                              const char *kind,
                                              const char *data);

G_END_DECLS
