/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The parts of an entry, in each of which a word counts differently. */
typedef enum
{
  PLATFORM_SEARCH_TITLE,
  PLATFORM_SEARCH_STORE,
  PLATFORM_SEARCH_KIND,
  PLATFORM_SEARCH_AREA,
  PLATFORM_SEARCH_BODY,
} PlatformSearchPart;

#define PLATFORM_SEARCH_N_PARTS 5

/**
 * PlatformPostingsWriter:
 *
 * Packs the list of one word: for each entry its row number, as the distance to the one before in seven bits
 * a byte, the lowest first, and a byte with a bit for each part that the word stands in. Zeroed is empty.
 */
typedef struct
{
  guint8 *data;
  gsize length;
  gsize size;
  gint64 last;  /* row that is packed */
  gint64 row;   /* row that is being added to */
  guint8 parts; /* 0: none is */
} PlatformPostingsWriter;

/**
 * platform_postings_writer_add:
 * @row: not below that of the call before
 */
void platform_postings_writer_add (PlatformPostingsWriter *self, gint64 row, PlatformSearchPart part);

/**
 * platform_postings_writer_end:
 * @length: (out): bytes
 *
 * Returns: (transfer none): the packed list
 */
gconstpointer platform_postings_writer_end (PlatformPostingsWriter *self, gsize *length);
void platform_postings_writer_clear (PlatformPostingsWriter *self);

/**
 * PlatformPostingsReader:
 *
 * Unpacks a list. Set @at and @end, the rest to zero.
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  gint64 row;
  guint8 parts;
} PlatformPostingsReader;

/**
 * platform_postings_reader_next:
 *
 * Returns: FALSE at the end, also where the list is damaged; otherwise @row and @parts are set
 */
gboolean platform_postings_reader_next (PlatformPostingsReader *self);

/**
 * platform_search_parts_get_weight:
 * @parts: a bit for each part
 *
 * Returns: what a word counts that stands in these parts, 0 to 1: that of the best of them
 */
float platform_search_parts_get_weight (guint8 parts);

G_END_DECLS
