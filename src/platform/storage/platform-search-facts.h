/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-geo.h"
#include "rambla-schedule.h"

G_BEGIN_DECLS

/* An entry that stands for a store itself and not for an offer. */
#define PLATFORM_FACTS_STORE 255

/**
 * PlatformFacts:
 * @deal: a deal's number, 0 for a store itself
 * @starts_at: the sale's period; for a store, always
 * @longitude: units of 1e-7 degrees
 * @rating: mean of one to five stars, or -1
 * @category: the category's number
 * @kind: a PlatformDealKind, or PLATFORM_FACTS_STORE
 * @multiple: the deal has entries for other branches too
 * @closed_on_holidays: the store is known to be closed then
 *
 * What filters and sorts need to know of an entry of the search index.
 */
typedef struct
{
  gint64 deal;
  gint64 store;
  gint64 price;
  gint64 starts_at;
  gint64 ends_at;
  gint32 longitude;
  gint32 latitude;
  float popularity;
  float rating;
  guint32 reviews;
  guint8 category;
  guint8 kind;
  guint8 discount;
  guint8 multiple : 1;
  guint8 closed_on_holidays : 1;
} PlatformFacts;

/* Bytes of the packed form. */
#define PLATFORM_FACTS_SIZE 64

/**
 * platform_facts_pack:
 * @out: (out caller-allocates): PLATFORM_FACTS_SIZE bytes, little-endian whatever the machine
 */
void platform_facts_pack (const PlatformFacts *self, guint8 *out);

/**
 * platform_facts_unpack:
 *
 * Returns: FALSE if @data does not have the right length
 */
gboolean platform_facts_unpack (PlatformFacts *self, gconstpointer data, gsize length);

/**
 * platform_hours_pack:
 * @spans: weekly hours
 *
 * Returns: (transfer full): four bytes a span
 */
guint8 *platform_hours_pack (const RamblaSpan *spans, gsize n_spans, gsize *length);

/**
 * platform_hours_unpack:
 *
 * Returns: (transfer full) (array length=n_spans): the weekly hours
 */
RamblaSpan *platform_hours_unpack (gconstpointer data, gsize length, gsize *n_spans);

/**
 * platform_hours_contain:
 * @minute: since Monday 00:00
 * @closed_weekdays: bit 0 is Monday: spans that begin on these days do not count, for they were holidays this
 * week
 *
 * Returns: TRUE if packed hours hold that minute
 */
gboolean platform_hours_contain (gconstpointer data, gsize length, int minute, guint closed_weekdays);

G_END_DECLS
