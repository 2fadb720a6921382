/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-request.h"

G_BEGIN_DECLS

/**
 * PlatformEvents:
 *
 * Many event streams (server-sent events, WHATWG HTML 9.2) in one thread: each takes its connection from the
 * server and costs a socket and a few hundred bytes. This room moves bytes and keeps time; what goes to whom
 * is decided by a #PlatformEventsListener, which is called in that thread only, so it needs no locks.
 */
typedef struct _PlatformEvents PlatformEvents;

/**
 * PlatformEventStream:
 *
 * One open stream. Belongs to its #PlatformEvents; used in its thread only.
 */
typedef struct _PlatformEventStream PlatformEventStream;

/**
 * PlatformEventsListener:
 * @opened: a stream has begun; its header is sent
 * @woken: platform_events_wake() was called, once or often, since the last time. Not called more often than
 * every few milliseconds, so that a burst is told in one go.
 * @beat: a stream's heartbeat is due and has been sent; end it here if it may not go on
 * @drained: all that was waiting in a stream for a slow reader has left
 * @closed: the stream has ended, whoever ended it; it is freed after this
 *
 * What decides. All get what platform_events_new() was given.
 */
typedef struct
{
  void (*opened) (PlatformEventStream *stream, gpointer data);
  void (*woken) (gpointer data);
  void (*beat) (PlatformEventStream *stream, gpointer data);
  void (*drained) (PlatformEventStream *stream, gpointer data);
  void (*closed) (PlatformEventStream *stream, gpointer data);
} PlatformEventsListener;

/**
 * PlatformEventsOptions:
 * @max_streams: streams at once; 0 takes 4096
 * @beat_ms: milliseconds between heartbeats; 0 takes 10,000
 * @stall_ms: how long a reader may take nothing while something waits for it; 0 takes 20,000
 */
typedef struct
{
  guint max_streams;
  guint beat_ms;
  guint stall_ms;
} PlatformEventsOptions;

/**
 * platform_events_new:
 * @listener: static
 *
 * Starts the thread.
 *
 * Returns: (transfer full): the events, or NULL with @error in G_FILE_ERROR
 */
PlatformEvents *platform_events_new (const PlatformEventsOptions *options,
                                     const PlatformEventsListener *listener,
                                     gpointer data,
                                     GError **error);

/**
 * platform_events_free:
 *
 * Ends all streams and the thread. The server must have stopped.
 */
void platform_events_free (PlatformEvents *self);

/**
 * platform_events_take:
 * @request: a GET whose handler runs and has not answered
 * @stream_data: (transfer full): what the stream is for
 * @destroy: frees it, in any thread
 *
 * Makes a stream of the request. Any thread that handles a request.
 *
 * Returns: FALSE if there are too many already: @stream_data is still the caller's, who answers 503
 */
gboolean platform_events_take (PlatformEvents *self,
                               PlatformRequest *request,
                               gpointer stream_data,
                               GDestroyNotify destroy);

/**
 * platform_events_wake:
 *
 * Something happened: @woken is called soon. Any thread, cheap.
 */
void platform_events_wake (PlatformEvents *self);

/**
 * platform_events_count:
 *
 * Returns: streams that are open now. Any thread.
 */
guint platform_events_count (PlatformEvents *self);

gpointer platform_event_stream_get_data (PlatformEventStream *self);

/**
 * platform_event_stream_send:
 * @text: whole events, each ended by an empty line
 *
 * Sends, or keeps for the reader what its socket does not take.
 *
 * Returns: TRUE if nothing waits: go on. FALSE: it reads slower than we write, so stop until @drained, or the
 *   stream has ended; @text is taken all the same
 */
gboolean platform_event_stream_send (PlatformEventStream *self, const char *text, gsize length);

/**
 * platform_event_stream_end:
 *
 * Closes the stream as soon as the calling callback has returned.
 */
void platform_event_stream_end (PlatformEventStream *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformEvents, platform_events_free)

G_END_DECLS
