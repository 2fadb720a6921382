/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-geo.h"

G_BEGIN_DECLS

/* Row numbers in geographic order: strips of 0.05 degrees of latitude from the south; in each, 2^20 columns
 * of longitude from the west; in each, 2^14 numbers in the order of arrival. Offers and stores have such a
 * numbering each, stores behind offers, so that who asks for one need not read the other. */

#define PLATFORM_STRIPS_COLUMN_ROWS 16384

/* Rows that found no place in their column, behind all strips. */
#define PLATFORM_STRIPS_TAIL ((gint64) 4000 << 34)

typedef enum
{
  PLATFORM_STRIPS_OFFERS,
  PLATFORM_STRIPS_STORES,
} PlatformStripsKind;

typedef struct
{
  gint64 first;
  gint64 last; /* inclusive */
} PlatformRowRange;

/**
 * platform_strips_get_column:
 *
 * Returns: the rows for things at @point
 */
PlatformRowRange platform_strips_get_column (PlatformStripsKind kind, RamblaPoint point);

/**
 * platform_strips_get_tail:
 *
 * Returns: the rows behind all columns
 */
PlatformRowRange platform_strips_get_tail (PlatformStripsKind kind);

/**
 * platform_strips_get_all:
 *
 * Returns: all rows of a kind
 */
PlatformRowRange platform_strips_get_all (PlatformStripsKind kind);

/**
 * platform_strips_cover:
 * @box: may cross the antimeridian
 * @ranges: (out caller-allocates) (array length=max): at least 3
 *
 * The ranges of rows that hold everything in @box, the tail among them; ascending, without overlap. They hold
 * more than that, so each thing's own coordinates must be checked. A box that needs more than @max ranges
 * gets fewer and wider ones.
 *
 * Returns: how many
 */
guint platform_strips_cover (PlatformStripsKind kind, RamblaBox box, PlatformRowRange *ranges, guint max);

G_END_DECLS
