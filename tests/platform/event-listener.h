/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "trade-shop.h"

G_BEGIN_DECLS

/* One event as it was heard. */
typedef struct
{
  char *id;
  char *kind;
  JsonObject *data;
} HeardEvent;

/* A listener to /v1/events over a bare socket, which can hang up at any time and go on after its last id. */
typedef struct
{
  Shop *shop;
  char *query; /* what comes after "?"; NULL: nothing */
  char *token; /* NULL: nobody */
  int fd;      /* -1: hung up */
  GString *text;
  char *last_id;
  GPtrArray *events; /* of HeardEvent, but for ready, position and reset */
  guint n_readies;
  guint n_resets;
  guint n_comments;
  gboolean ended; /* by the platform */
} EventListener;

EventListener *event_listener_new (Shop *shop, const char *query, const char *token);
void event_listener_free (EventListener *self);

/* Connects, with the last id if there is one. @buffer: bytes that the kernel keeps for it; 0: as usual.
 * Returns: the status */
guint event_listener_connect (EventListener *self, int buffer);
void event_listener_hang_up (EventListener *self);

/* Reads what comes within @milliseconds; returns as soon as something came. */
void event_listener_read (EventListener *self, int milliseconds);

/* Reads until there are @n events; fails the test after @seconds. */
void event_listener_wait (EventListener *self, guint n, int seconds);

HeardEvent *event_listener_get (EventListener *self, guint index);

/* Its data's member @name, "" if it has none. */
const char *event_listener_get_text (EventListener *self, guint index, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EventListener, event_listener_free)

G_END_DECLS
