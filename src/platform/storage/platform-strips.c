/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-strips.h"

#include <math.h>

#define STRIPS_A_DEGREE 20
#define N_STRIPS (180 * STRIPS_A_DEGREE)
#define COLUMN_BITS 20
#define N_COLUMNS (1 << COLUMN_BITS)
#define ROW_BITS 14
#define KIND_BITS 60

G_STATIC_ASSERT (PLATFORM_STRIPS_COLUMN_ROWS == 1 << ROW_BITS);

static gint64
get_strip (double latitude)
{
  return (gint64) CLAMP (floor ((latitude + 90) * STRIPS_A_DEGREE), 0, N_STRIPS - 1);
}

static gint64
get_column (double longitude)
{
  return (gint64) CLAMP (floor ((longitude + 180) / 360 * N_COLUMNS), 0, N_COLUMNS - 1);
}

static gint64
first_row (gint64 strip, gint64 column)
{
  return ((strip << COLUMN_BITS) | column) << ROW_BITS;
}

static PlatformRowRange
row_range (gint64 strip, gint64 west, gint64 last_strip, gint64 east)
{
  return (PlatformRowRange){ first_row (strip, west),
                             first_row (last_strip, east) + PLATFORM_STRIPS_COLUMN_ROWS - 1 };
}

static gint64
get_base (PlatformStripsKind kind)
{
  return (gint64) kind << KIND_BITS;
}

static PlatformRowRange
shift (PlatformRowRange range, PlatformStripsKind kind)
{
  return (PlatformRowRange){ range.first + get_base (kind), range.last + get_base (kind) };
}

PlatformRowRange
platform_strips_get_column (PlatformStripsKind kind, RamblaPoint point)
{
  gint64 strip = get_strip (point.lat), column = get_column (point.lon);

  return shift (row_range (strip, column, strip, column), kind);
}

PlatformRowRange
platform_strips_get_tail (PlatformStripsKind kind)
{
  return (PlatformRowRange){ get_base (kind) + PLATFORM_STRIPS_TAIL,
                             get_base (kind) + (G_GINT64_CONSTANT (1) << KIND_BITS) - 1 };
}

PlatformRowRange
platform_strips_get_all (PlatformStripsKind kind)
{
  return (PlatformRowRange){ get_base (kind), platform_strips_get_tail (kind).last };
}

guint
platform_strips_cover (PlatformStripsKind kind, RamblaBox box, PlatformRowRange *ranges, guint max)
{
  gint64 south = get_strip (box.south), north = get_strip (box.north);
  gint64 west = get_column (box.west), east = get_column (box.east);
  gboolean crosses = box.west > box.east;
  guint n = 0;

  g_return_val_if_fail (max >= 3, 0);

  if ((north - south + 1) * (crosses ? 2 : 1) > max - 1)
    ranges[n++] = row_range (south, 0, north, N_COLUMNS - 1);
  else
    for (gint64 strip = south; strip <= north; strip++)
      {
        if (!crosses)
          ranges[n++] = row_range (strip, west, strip, east);
        else if (east + 1 >= west)
          ranges[n++] = row_range (strip, 0, strip, N_COLUMNS - 1);
        else
          {
            ranges[n++] = row_range (strip, 0, strip, east);
            ranges[n++] = row_range (strip, west, strip, N_COLUMNS - 1);
          }
      }
  for (guint i = 0; i < n; i++)
    ranges[i] = shift (ranges[i], kind);
  ranges[n++] = platform_strips_get_tail (kind);
  return n;
}
