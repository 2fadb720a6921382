/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longest line, and the longest event, that is taken, in bytes. */
#define RAMBLA_EVENT_MAX_LINE (256 * 1024)
#define RAMBLA_EVENT_MAX_DATA (1024 * 1024)
/* The longest id that is remembered; a longer one is not taken. */
#define RAMBLA_EVENT_MAX_ID 1024

/**
 * RamblaEventParser:
 *
 * Reads an event stream (text/event-stream, WHATWG HTML 9.2.6) in whatever pieces it comes. Lines end with
 * LF, CR or CR LF; a byte order mark at the start, comments and unknown fields are skipped; an event that the
 * end of the stream cuts off is dropped.
 */
typedef struct _RamblaEventParser RamblaEventParser;

/**
 * RamblaEventFound:
 * @kind: the event's name, "message" where it has none
 * @data: its data, valid UTF-8 (what is not is replaced), without the last line's end
 *
 * An event is complete; the parser's id is its id by now. Do not free the parser from here.
 */
typedef void (*RamblaEventFound) (const char *kind, const char *data, gpointer user_data);

RamblaEventParser *rambla_event_parser_new (RamblaEventFound found, gpointer user_data);
void rambla_event_parser_free (RamblaEventParser *self);

/**
 * rambla_event_parser_feed:
 *
 * Takes the next bytes.
 *
 * Returns: FALSE with @error (G_IO_ERROR_MESSAGE_TOO_LARGE) if a line or an event is too long: then the
 * stream is of no use any more
 */
gboolean rambla_event_parser_feed (RamblaEventParser *self, const char *bytes, gsize length, GError **error);

/**
 * rambla_event_parser_restart:
 *
 * Forgets what is incomplete, for a new connection; keeps the id and the time to wait.
 */
void rambla_event_parser_restart (RamblaEventParser *self);

/** rambla_event_parser_get_id: (nullable): the last event's id, "" if it said so; %NULL before the first. */
const char *rambla_event_parser_get_id (RamblaEventParser *self);

/** rambla_event_parser_forget_id: for when it names a place in somebody else's stream. */
void rambla_event_parser_forget_id (RamblaEventParser *self);

/** rambla_event_parser_get_retry: how long to wait before connecting again, in ms; 0 when it was not said. */
guint rambla_event_parser_get_retry (RamblaEventParser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaEventParser, rambla_event_parser_free)

G_END_DECLS
