/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-search-scan.h"

G_BEGIN_DECLS

/**
 * PlatformSearchItem:
 * @key: place in the order, smallest first
 * @row: decides between equal keys
 * @slot: below the limit, different for each kept item: where the caller keeps what belongs to it
 */
typedef struct
{
  double key;
  gint64 row;
  guint slot;
} PlatformSearchItem;

/**
 * PlatformSearchTop:
 *
 * The first few of many items, behind a cursor: a page in the making.
 */
typedef struct
{
  GArray *items; /* of PlatformSearchItem: a heap, the last of them on top */
  guint limit;
  gboolean after_cursor;
  PlatformSearchCursor cursor;
} PlatformSearchTop;

/**
 * platform_search_top_init:
 * @limit: items to keep
 * @cursor: (nullable): only what comes behind it
 */
void platform_search_top_init (PlatformSearchTop *self, guint limit, const PlatformSearchCursor *cursor);
void platform_search_top_clear (PlatformSearchTop *self);

/**
 * platform_search_top_wants:
 *
 * Returns: TRUE if an item with this key and row would be kept
 */
gboolean platform_search_top_wants (const PlatformSearchTop *self, double key, gint64 row);

/**
 * platform_search_top_add:
 *
 * Adds an item that platform_search_top_wants().
 *
 * Returns: its slot; that of the item which had to go for it, if there was one
 */
guint platform_search_top_add (PlatformSearchTop *self, double key, gint64 row);

/**
 * platform_search_top_sort:
 *
 * Puts @items in order, smallest first. Nothing can be added after that.
 */
void platform_search_top_sort (PlatformSearchTop *self);

G_END_DECLS
