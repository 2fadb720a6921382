/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-scan.h"

#include <math.h>
#include <string.h>

#include "platform-search-match.h"
#include "platform-strips.h"

#define UNITS_A_DEGREE 1e7
#define MAX_RANGES 48
#define CURSOR_VERSION 1
#define CURSOR_SIZE 25
/* Rounding of coordinates to whole units must not lose what lies on the edge. */
#define EDGE 2e-7

G_DEFINE_QUARK (platform_search_error, platform_search_error)

typedef struct
{
  PlatformSearchMemory *memory;
  const PlatformFacts *facts;
  PlatformSearchKinds kinds;
  const PlatformSearchArea *area;
  gint64 west, south, east, north; /* what @area lies in, in units; west above east: not known */
  gboolean open_now;
  int minute;            /* of the week */
  guint closed_weekdays; /* days of this week, counted back from today, that were holidays */
  gint64 now;
  PlatformSearchFunc func;
  gpointer data;

  gint32 longitude; /* of the last entry, whose distance is known */
  gint32 latitude;
  double distance;
  gboolean inside;
} Scan;

/* Offers of one store follow each other: where the last one was, the next one is often too. */
static gboolean
check_place (Scan *self, const PlatformFacts *facts, double *distance)
{
  if (facts->longitude != self->longitude || facts->latitude != self->latitude)
    {
      self->longitude = facts->longitude;
      self->latitude = facts->latitude;
      self->inside =
          self->west > self->east || (self->west <= facts->longitude && facts->longitude <= self->east &&
                                      self->south <= facts->latitude && facts->latitude <= self->north);
      if (self->inside)
        {
          RamblaPoint place = { facts->longitude / UNITS_A_DEGREE, facts->latitude / UNITS_A_DEGREE };

          self->inside = !self->area->has_box || rambla_box_contains (self->area->box, place);
          if (self->inside && self->area->has_near)
            {
              self->distance = rambla_point_distance (self->area->near, place);
              self->inside = self->area->radius <= 0 || self->distance <= self->area->radius;
            }
        }
    }
  *distance = self->distance;
  return self->inside;
}

static gboolean
is_open (const Scan *self, guint slot)
{
  GBytes *hours = platform_search_memory_get_hours (self->memory, slot);
  gsize length;
  gconstpointer data;

  if (hours == NULL)
    return FALSE;
  data = g_bytes_get_data (hours, &length);
  return platform_hours_contain (data, length, self->minute,
                                 self->facts[slot].closed_on_holidays ? self->closed_weekdays : 0);
}

static void
look_at (Scan *self, guint slot, double text)
{
  const PlatformFacts *facts = &self->facts[slot];
  PlatformSearchEntry entry;

  if (facts->starts_at > self->now || facts->ends_at <= self->now ||
      (self->kinds &
       (facts->kind == PLATFORM_FACTS_STORE ? PLATFORM_SEARCH_STORES : PLATFORM_SEARCH_OFFERS)) == 0 ||
      !check_place (self, facts, &entry.distance) || (self->open_now && !is_open (self, slot)))
    return;
  entry.text = text;
  entry.facts = facts;
  self->func (&entry, self->data);
}

static void
on_match (guint slot, double score, gpointer data)
{
  look_at (data, slot, score);
}

static void
find_time (Scan *self, const PlatformCity *city)
{
  g_autoptr (GDateTime) local = platform_city_local_time (city, self->now);

  self->minute = rambla_schedule_minute_of_week (local);
  for (int back = 0; back < 7; back++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (local, -back);
      int year, month, date;

      g_date_time_get_ymd (day, &year, &month, &date);
      if (rambla_holidays_contain (city->holidays, year, month, date))
        self->closed_weekdays |= 1u << (g_date_time_get_day_of_week (day) - 1);
    }
}

static guint
find_ranges (PlatformStripsKind kind, const PlatformSearchArea *area, PlatformRowRange *ranges)
{
  RamblaBox box;

  if (area->has_near && area->radius > 0)
    {
      box = rambla_box_around (area->near, area->radius);
      if (area->has_box && !rambla_box_intersects (box, area->box))
        return 0;
      /* Of two boxes the lower one has fewer strips. */
      if (area->has_box && area->box.north - area->box.south < box.north - box.south)
        box = area->box;
    }
  else if (area->has_box)
    box = area->box;
  else
    {
      ranges[0] = platform_strips_get_all (kind);
      return 1;
    }
  box.south -= EDGE;
  box.north += EDGE;
  if (box.west - EDGE >= -180)
    box.west -= EDGE;
  if (box.east + EDGE <= 180)
    box.east += EDGE;
  return platform_strips_cover (kind, box, ranges, MAX_RANGES);
}

static void
set_limits (Scan *self, const PlatformSearchArea *area)
{
  RamblaBox box;

  self->west = 0;
  self->east = -1;
  if (area->has_near && area->radius > 0)
    box = rambla_box_around (area->near, area->radius);
  else if (area->has_box)
    box = area->box;
  else
    return;
  if (box.west > box.east) /* across the antimeridian */
    return;
  self->west = (gint64) floor ((box.west - EDGE) * UNITS_A_DEGREE);
  self->east = (gint64) ceil ((box.east + EDGE) * UNITS_A_DEGREE);
  self->south = (gint64) floor ((box.south - EDGE) * UNITS_A_DEGREE);
  self->north = (gint64) ceil ((box.north + EDGE) * UNITS_A_DEGREE);
}

/* Slots of the rows, and those that stand in no order. */
static guint
find_slots (PlatformSearchMemory *memory,
            const PlatformRowRange *rows,
            guint n_rows,
            PlatformSlotRange *slots)
{
  guint n = 0;

  for (guint i = 0; i < n_rows; i++)
    {
      slots[n].first = platform_search_memory_find (memory, rows[i], &slots[n].end);
      n += slots[n].first < slots[n].end;
    }
  slots[n] = (PlatformSlotRange){ platform_search_memory_get_n_sorted (memory),
                                  platform_search_memory_get_n_slots (memory) };
  return n + (slots[n].first < slots[n].end);
}

gboolean
platform_search_scan (PlatformDatabase *database,
                      const PlatformCity *city,
                      PlatformSearchKinds kinds,
                      const PlatformSearchArea *area,
                      const PlatformSearchText *text,
                      gboolean open_now,
                      gint64 now,
                      PlatformSearchFunc func,
                      gpointer data,
                      GError **error)
{
  gboolean some = (kinds & PLATFORM_SEARCH_SOME) != 0;
  g_autoptr (PlatformSearchMemory) memory = NULL;
  PlatformRowRange rows[2 * MAX_RANGES];
  PlatformSlotRange slots[2 * MAX_RANGES + 1];
  guint n_rows = 0, n_slots;
  Scan self = {
    .kinds = kinds,
    .area = area,
    .open_now = open_now,
    .now = now,
    .func = func,
    .data = data,
    .longitude = G_MAXINT32,
    .distance = -1,
  };

  if (text != NULL && text->hopeless && !some)
    return TRUE;
  if (open_now)
    find_time (&self, city);
  set_limits (&self, area);
  if (kinds & PLATFORM_SEARCH_OFFERS)
    n_rows += find_ranges (PLATFORM_STRIPS_OFFERS, area, rows);
  if (kinds & PLATFORM_SEARCH_STORES)
    n_rows += find_ranges (PLATFORM_STRIPS_STORES, area, rows + n_rows);
  memory = platform_search_memory_enter (database, error);
  if (memory == NULL)
    return FALSE;
  self.memory = memory;
  self.facts = platform_search_memory_get_facts (memory);
  n_slots = find_slots (memory, rows, n_rows, slots);
  if (text != NULL && text->n_words > 0)
    return platform_search_match (memory, database, text, some, slots, n_slots, on_match, &self, error);
  for (guint i = 0; i < n_slots; i++)
    for (guint slot = slots[i].first; slot < slots[i].end; slot++)
      look_at (&self, slot, 0);
  return TRUE;
}

gboolean
platform_search_warm (PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformSearchMemory) memory = platform_search_memory_enter (database, error);

  return memory != NULL;
}

gboolean
platform_search_filter_passes (const PlatformSearchFilter *self, const PlatformFacts *facts)
{
  return (self->price_max < 0 || facts->price <= self->price_max) && facts->discount >= self->discount_min &&
         (self->rating_min <= 0 ||
          (facts->rating >= 0 && (double) facts->rating >= self->rating_min - 1e-6)) &&
         (self->ending_before == 0 || facts->ends_at < self->ending_before);
}

gboolean
platform_search_filter_has_category (const PlatformSearchFilter *self, const PlatformFacts *facts)
{
  return self->categories == 0 || (self->categories >> facts->category & 1) != 0;
}

gboolean
platform_search_filter_has_kind (const PlatformSearchFilter *self, const PlatformFacts *facts)
{
  return self->kinds == 0 || (self->kinds >> facts->kind & 1) != 0;
}

/* FNV-1a: tells one search from another; keeps nobody from making a cursor, who would gain nothing by it. */
static guint64
hash_query (const char *query)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (; *query != '\0'; query++)
    hash = (hash ^ (guchar) *query) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

char *
platform_search_cursor_format (PlatformSearchCursor cursor, const char *query)
{
  guint8 bytes[CURSOR_SIZE] = { CURSOR_VERSION };
  guint64 hash = GUINT64_TO_LE (hash_query (query)), key;
  gint64 row = GINT64_TO_LE (cursor.row);
  char *text;

  memcpy (&key, &cursor.key, sizeof key);
  key = GUINT64_TO_LE (key);
  memcpy (bytes + 1, &hash, 8);
  memcpy (bytes + 9, &key, 8);
  memcpy (bytes + 17, &row, 8);
  /* RFC 4648's alphabet for addresses. */
  text = g_base64_encode (bytes, sizeof bytes);
  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  *strchrnul (text, '=') = '\0';
  return text;
}

gboolean
platform_search_cursor_parse (const char *text,
                              const char *query,
                              PlatformSearchCursor *cursor,
                              GError **error)
{
  g_autofree char *padded = g_strconcat (text, "==", NULL);
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;
  guint64 hash = 0, key = 0;
  gint64 row = 0;

  g_strdelimit (padded, "-", '+');
  g_strdelimit (padded, "_", '/');
  if (strlen (text) == (CURSOR_SIZE * 8 + 5) / 6)
    bytes = g_base64_decode (padded, &length);
  if (length == CURSOR_SIZE)
    {
      memcpy (&hash, bytes + 1, 8);
      memcpy (&key, bytes + 9, 8);
      memcpy (&row, bytes + 17, 8);
      key = GUINT64_FROM_LE (key);
      memcpy (&cursor->key, &key, 8);
      cursor->row = GINT64_FROM_LE (row);
    }
  if (length == CURSOR_SIZE && bytes[0] == CURSOR_VERSION && GUINT64_FROM_LE (hash) == hash_query (query) &&
      isfinite (cursor->key))
    return TRUE;
  g_set_error_literal (error, PLATFORM_SEARCH_ERROR, PLATFORM_SEARCH_ERROR_CURSOR,
                       "not a cursor of this search: begin again without it");
  return FALSE;
}

char *
platform_search_describe (const PlatformSearchArea *area,
                          const char *text,
                          const PlatformSearchFilter *filter,
                          const char *order)
{
  GString *line = g_string_new (order);
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const double numbers[] = { area->has_near ? area->near.lon : 999,
                             area->has_near ? area->near.lat : 999,
                             area->radius,
                             area->has_box ? area->box.west : 999,
                             area->has_box ? area->box.south : 999,
                             area->has_box ? area->box.east : 999,
                             area->has_box ? area->box.north : 999,
                             filter->rating_min };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_string_append_printf (line, " %s", g_ascii_dtostr (number, sizeof number, numbers[i]));
  g_string_append_printf (line,
                          " %" G_GINT64_MODIFIER "x %x %" G_GINT64_FORMAT " %d %d %" G_GINT64_FORMAT " %s",
                          filter->categories, filter->kinds, filter->price_max, filter->discount_min,
                          filter->open_now, filter->ending_before, text != NULL ? text : "");
  return g_string_free (line, FALSE);
}
