/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-city-storage.h"
#include "platform-event-position.h"
#include "platform-outbox-storage.h"
#include "rambla-geo.h"

G_BEGIN_DECLS

/**
 * PlatformEventRow:
 * @event: what happened; its texts live as long as the page is not read again
 * @text: (nullable): the event as it is sent, once somebody asked
 * @points: (nullable) (element-type RamblaPoint): of an offer: where its branches are
 *
 * One row of a page.
 */
typedef struct
{
  PlatformOutboxEvent event;
  GString *text;
  GArray *points;
} PlatformEventRow;

/**
 * PlatformEventPage:
 *
 * Some rows of the outbox, in their order, and how they are written. Of several rows about the same offer
 * only the last is kept: an offer's event says how it stands, not what changed.
 */
typedef struct _PlatformEventPage PlatformEventPage;

/**
 * platform_event_page_new:
 * @city: outlives it
 * @secret: what positions are sealed with; copied
 */
PlatformEventPage *platform_event_page_new (const PlatformCity *city, const guint8 *secret);
void platform_event_page_free (PlatformEventPage *self);

/**
 * platform_event_page_read:
 * @now: seconds since 1970, for what is on sale
 * @last: (out): go on after this number
 *
 * As platform_outbox_storage_visit(). What was read before is forgotten.
 */
gboolean platform_event_page_read (PlatformEventPage *self,
                                   PlatformDatabase *database,
                                   const PlatformOutboxAudience *audience,
                                   gint64 after,
                                   gint64 until,
                                   guint limit,
                                   gint64 now,
                                   gint64 *last,
                                   GError **error);

guint platform_event_page_get_length (PlatformEventPage *self);

/**
 * platform_event_page_get:
 *
 * Returns: (transfer none): the row, with @points if it is an offer's; NULL if that offer is gone
 */
PlatformEventRow *platform_event_page_get (PlatformEventPage *self, guint index);

/**
 * platform_event_page_write:
 *
 * Returns: (transfer none): the row as a whole event
 */
const GString *platform_event_page_write (PlatformEventPage *self, PlatformEventRow *row);

/**
 * platform_event_page_append_notice:
 * @number: the position that the listener has reached
 * @kind: "ready", "position" or "reset"
 * @data: a JSON object
 *
 * Writes one of the events that are not in the outbox.
 */
void platform_event_page_append_notice (PlatformEventPage *self,
                                        GString *out,
                                        gint64 number,
                                        const char *kind,
                                        const char *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformEventPage, platform_event_page_free)

G_END_DECLS
