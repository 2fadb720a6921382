/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-store-storage.h"

#include <math.h>

#include "platform-search-facts.h"
#include "rambla-json.h"
#include "rambla-time.h"

#define UNITS_A_DEGREE 1e7

#define COLUMNS                                                                                              \
  "s.row, s.id, s.merchant, m.id, m.name, m.certified, m.is_brand, s.category, s.name, s.kind, s.street, "   \
  "s.housenumber, s.neighbourhood, s.longitude, s.latitude, s.hours, s.opening_hours, "                      \
  "s.closed_on_holidays, s.phone, "                                                                          \
  "s.website, s.picture, "                                                                                   \
  "(SELECT count(*) FROM stores b WHERE b.merchant = s.merchant AND b.closed_at IS NULL), "                  \
  "r.one, r.two, r.three, r.four, r.five, (SELECT days FROM store_special_days x WHERE x.store = s.row)"
#define TABLES "stores s JOIN merchants m ON m.row = s.merchant LEFT JOIN store_ratings r ON r.store = s.row"

void
platform_store_free (PlatformStore *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->merchant_id);
  g_free (self->merchant_name);
  g_free (self->brand);
  g_free (self->name);
  g_free (self->kind);
  g_free (self->street);
  g_free (self->housenumber);
  g_free (self->neighbourhood);
  g_free (self->address);
  g_free (self->spans);
  g_free (self->opening_hours);
  g_free (self->phone);
  g_free (self->website);
  g_free (self->picture);
  g_clear_pointer (&self->special_days, g_ptr_array_unref);
  g_free (self);
}

/* What is kept was checked before. */
static GPtrArray *
read_special_days (const char *text)
{
  g_autoptr (JsonNode) node = rambla_json_parse (text, -1, RAMBLA_JSON_MAX_BODY, NULL);

  return node != NULL ? rambla_day_hours_from_json (node, FALSE, NULL) : NULL;
}

static PlatformStore *
read_row (PlatformStatement *row)
{
  PlatformStore *self = g_new0 (PlatformStore, 1);
  gconstpointer hours;
  gsize length;

  self->row = platform_statement_get_int (row, 0);
  self->id = platform_statement_dup_text (row, 1);
  self->merchant = platform_statement_get_int (row, 2);
  self->merchant_id = platform_statement_dup_text (row, 3);
  self->merchant_name = platform_statement_dup_text (row, 4);
  self->merchant_certified = platform_statement_get_int (row, 5) != 0;
  if (platform_statement_get_int (row, 6) != 0)
    self->brand = g_strdup (self->merchant_name);
  self->category = platform_statement_get_int (row, 7);
  self->name = platform_statement_dup_text (row, 8);
  self->kind = platform_statement_dup_text (row, 9);
  self->street = platform_statement_dup_text (row, 10);
  self->housenumber = platform_statement_dup_text (row, 11);
  self->neighbourhood = platform_statement_dup_text (row, 12);
  self->location.lon = platform_statement_get_double (row, 13);
  self->location.lat = platform_statement_get_double (row, 14);
  hours = platform_statement_get_blob (row, 15, &length);
  if (!platform_statement_is_null (row, 15))
    self->spans = platform_hours_unpack (hours, length, &self->n_spans);
  self->opening_hours = platform_statement_dup_text (row, 16);
  self->closed_on_holidays =
      platform_statement_is_null (row, 17) ? -1 : (int) platform_statement_get_int (row, 17);
  self->phone = platform_statement_dup_text (row, 18);
  self->website = platform_statement_dup_text (row, 19);
  self->picture = platform_statement_dup_text (row, 20);
  self->branch_count = (int) platform_statement_get_int (row, 21);
  for (int i = 0; i < 5; i++)
    self->ratings[i] = platform_statement_get_int (row, 22 + i);
  if (!platform_statement_is_null (row, 27))
    self->special_days = read_special_days (platform_statement_get_text (row, 27));
  self->distance = -1;
  if (self->street != NULL)
    self->address = g_strjoin (" ", self->street, self->housenumber, NULL);
  return self;
}

static gboolean
find (PlatformStatement *statement, PlatformStore **store, GError **error)
{
  PlatformStep step;

  *store = NULL;
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *store = read_row (statement);
  return step != PLATFORM_STEP_ERROR;
}

static gboolean
list (PlatformStatement *statement, GPtrArray **stores, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_store_free);
  PlatformStep step;

  *stores = NULL;
  if (statement == NULL)
    return FALSE;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (found, read_row (statement));
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  *stores = g_steal_pointer (&found);
  return TRUE;
}

gboolean
platform_store_find (PlatformDatabase *database, const char *id, PlatformStore **store, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT " COLUMNS " FROM " TABLES " WHERE s.id = ?1", "t", id);

  return find (statement, store, error);
}

gboolean
platform_store_get (PlatformDatabase *database, gint64 row, PlatformStore **store, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT " COLUMNS " FROM " TABLES " WHERE s.row = ?1", "i", row);

  return find (statement, store, error);
}

gboolean
platform_store_get_label (PlatformDatabase *database,
                          gint64 row,
                          PlatformStatement **statement,
                          const char **id,
                          const char **name,
                          gint64 *category,
                          GError **error)
{
  g_autoptr (PlatformStatement) found = platform_database_query (
      database, error, "SELECT id, name, category FROM stores WHERE row = ?1", "i", row);
  PlatformStep step = found != NULL ? platform_statement_step (found, error) : PLATFORM_STEP_ERROR;

  *statement = NULL;
  if (step != PLATFORM_STEP_ROW)
    return step == PLATFORM_STEP_DONE;
  *id = platform_statement_get_text (found, 0);
  *name = platform_statement_get_text (found, 1);
  *category = platform_statement_get_int (found, 2);
  *statement = g_steal_pointer (&found);
  return TRUE;
}

gboolean
platform_store_list_branches (PlatformDatabase *database, gint64 merchant, GPtrArray **stores, GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error,
                               "SELECT " COLUMNS " FROM " TABLES
                               " WHERE s.merchant = ?1 AND s.closed_at IS NULL ORDER BY s.name, s.row",
                               "i", merchant);

  return list (statement, stores, error);
}

gboolean
platform_store_list_of_deal (PlatformDatabase *database, gint64 deal, GPtrArray **stores, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT " COLUMNS " FROM deal_branches d CROSS JOIN " TABLES
      " WHERE d.deal = ?1 AND s.row = d.store AND s.closed_at IS NULL ORDER BY s.row",
      "i", deal);

  return list (statement, stores, error);
}

static int
compare_distance (gconstpointer a, gconstpointer b)
{
  const PlatformStore *one = *(PlatformStore *const *) a, *other = *(PlatformStore *const *) b;

  if (one->distance != other->distance)
    return one->distance < other->distance ? -1 : 1;
  return one->row < other->row ? -1 : one->row > other->row;
}

typedef struct
{
  gint64 row;
  double distance;
} Near;

static int
compare_near (gconstpointer a, gconstpointer b)
{
  const Near *one = a, *other = b;

  if (one->distance != other->distance)
    return one->distance < other->distance ? -1 : 1;
  return one->row < other->row ? -1 : one->row > other->row;
}

/* All stores within @radius of @centre, in no order. */
static gboolean
collect_near (PlatformDatabase *database, RamblaPoint centre, double radius, GArray *found, GError **error)
{
  RamblaBox box = rambla_box_around (centre, radius);
  /* Over the antimeridian: the part east of it and the part west of it. */
  double wests[2] = { box.west, -180 }, easts[2] = { box.east, box.east };
  guint n_boxes = box.west > box.east ? 2 : 1;

  if (n_boxes == 2)
    easts[0] = 180;
  g_array_set_size (found, 0);
  for (guint i = 0; i < n_boxes; i++)
    {
      g_autoptr (PlatformStatement) statement = platform_database_query (
          database, error,
          "SELECT store, west, south FROM store_places WHERE east >= ?1 AND west <= ?2 AND north >= ?3 AND "
          "south <= ?4",
          "iiii", (gint64) floor (wests[i] * UNITS_A_DEGREE), (gint64) ceil (easts[i] * UNITS_A_DEGREE),
          (gint64) floor (box.south * UNITS_A_DEGREE), (gint64) ceil (box.north * UNITS_A_DEGREE));
      PlatformStep step;

      if (statement == NULL)
        return FALSE;
      while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
        {
          RamblaPoint point = { (double) platform_statement_get_int (statement, 1) / UNITS_A_DEGREE,
                                (double) platform_statement_get_int (statement, 2) / UNITS_A_DEGREE };
          Near near = { platform_statement_get_int (statement, 0), rambla_point_distance (centre, point) };

          if (near.distance <= radius)
            g_array_append_val (found, near);
        }
      if (step == PLATFORM_STEP_ERROR)
        return FALSE;
    }
  return TRUE;
}

gboolean
platform_store_list_nearest (PlatformDatabase *database,
                             RamblaPoint centre,
                             guint limit,
                             GPtrArray **stores,
                             GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_store_free);
  g_autoptr (GArray) near = g_array_new (FALSE, FALSE, sizeof (Near));
  double half_way_round = G_PI * RAMBLA_EARTH_RADIUS;

  *stores = NULL;
  /* Four times the area until there are enough; what lies in the circle is then surely nearer than what does
   * not. */
  for (double radius = 250;; radius = MIN (radius * 2, half_way_round))
    {
      if (!collect_near (database, centre, radius, near, error))
        return FALSE;
      if (near->len >= limit || radius >= half_way_round)
        break;
    }
  g_array_sort (near, compare_near);
  for (guint i = 0; i < near->len && found->len < limit; i++)
    {
      const Near *place = &g_array_index (near, Near, i);
      PlatformStore *store = NULL;

      if (!platform_store_get (database, place->row, &store, error))
        return FALSE;
      if (store == NULL)
        continue;
      store->distance = rambla_point_distance (centre, store->location);
      g_ptr_array_add (found, store);
    }
  /* The index rounds to a centimetre. */
  g_ptr_array_sort (found, compare_distance);
  *stores = g_steal_pointer (&found);
  return TRUE;
}

RamblaSchedule *
platform_store_dup_schedule (const PlatformStore *self, const PlatformCity *city)
{
  RamblaSchedule *schedule;

  if (self->spans == NULL)
    return NULL;
  schedule = rambla_schedule_new (self->spans, self->n_spans, NULL);
  if (schedule != NULL && self->closed_on_holidays == 1)
    rambla_schedule_set_closed_on (schedule, city->holidays);
  if (schedule != NULL && self->special_days != NULL)
    rambla_day_hours_apply (self->special_days, schedule);
  return schedule;
}

/* Returns: (nullable): what the merchant said about a day */
static const RamblaDayHours *
find_special_day (const PlatformStore *self, gint64 day)
{
  for (guint i = 0; self->special_days != NULL && i < self->special_days->len; i++)
    {
      const RamblaDayHours *one = g_ptr_array_index (self->special_days, i);

      if (one->days == day)
        return one;
    }
  return NULL;
}

GPtrArray *
platform_store_list_special_days (const PlatformStore *self, const PlatformCity *city, GDateTime *local)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_day_hours_free);
  gint64 today = rambla_days_from_date (g_date_time_get_year (local), g_date_time_get_month (local),
                                        g_date_time_get_day_of_month (local));

  for (gint64 day = today; day < today + RAMBLA_DAY_HOURS_MAX; day++)
    {
      const RamblaDayHours *said = find_special_day (self, day);
      int year, month, day_of_month;
      RamblaDayHours *one;

      rambla_days_to_date (day, &year, &month, &day_of_month);
      if (said == NULL && (self->closed_on_holidays != 1 ||
                           !rambla_holidays_contain (city->holidays, year, month, day_of_month)))
        continue;
      one = g_new0 (RamblaDayHours, 1);
      if (said != NULL)
        {
          *one = *said;
          one->note = g_strdup (said->note);
        }
      else
        {
          one->days = day;
          one->holiday = TRUE;
        }
      g_ptr_array_add (list, one);
    }
  return list;
}

int
platform_store_is_open (const PlatformStore *self, const PlatformCity *city, GDateTime *local)
{
  g_autoptr (RamblaSchedule) schedule = platform_store_dup_schedule (self, city);

  return schedule != NULL ? rambla_schedule_is_open (schedule, local) : -1;
}
