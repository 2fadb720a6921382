/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-slot-storage.h"

#include <string.h>

#include "rambla-id.h"
#include "rambla-time.h"

#define SECONDS_A_MINUTE 60
/* The start in minutes since 1970, for which 26 bits last until 2097; the rest is a digest of deal and store.
 */
#define START_BITS 26

void
platform_slot_free (PlatformSlot *self)
{
  if (self == NULL)
    return;
  g_free (self->store_id);
  g_free (self);
}

static void
make_id (const PlatformDeal *deal, const PlatformStore *store, gint64 starts_at, char *id, gsize size)
{
  g_autofree char *pair = g_strdup_printf ("%s %s", deal->id, store->id);
  g_autofree char *derived = rambla_id_derive (RAMBLA_ID_SLOT, pair);
  g_autofree guint8 *bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *lower = NULL;
  gsize length = 0;
  guint32 start = (guint32) (starts_at / SECONDS_A_MINUTE) & ((1u << START_BITS) - 1);

  /* Ten bytes: the first 54 bits stay the digest's, the last 26 become the start. */
  bytes = rambla_base32_decode (derived + strlen (RAMBLA_ID_SLOT), strlen (derived) - strlen (RAMBLA_ID_SLOT),
                                &length);
  g_assert (bytes != NULL && length == 10);
  bytes[6] = (guint8) ((bytes[6] & 0xfc) | start >> 24);
  bytes[7] = (guint8) (start >> 16);
  bytes[8] = (guint8) (start >> 8);
  bytes[9] = (guint8) start;
  text = rambla_base32_encode (bytes, length);
  lower = g_ascii_strdown (text, -1);
  g_snprintf (id, size, "%s%s", RAMBLA_ID_SLOT, lower);
}

/* The start out of an id; whose id it is shows when it is made again. */
static gboolean
read_start (const char *id, gint64 *starts_at)
{
  g_autofree guint8 *bytes = NULL;
  gsize length = 0;

  if (!rambla_id_is (id, RAMBLA_ID_SLOT))
    return FALSE;
  bytes = rambla_base32_decode (id + strlen (RAMBLA_ID_SLOT), strlen (id) - strlen (RAMBLA_ID_SLOT), &length);
  if (bytes == NULL || length != 10)
    return FALSE;
  *starts_at = SECONDS_A_MINUTE * ((gint64) (bytes[6] & 3) << 24 | bytes[7] << 16 | bytes[8] << 8 | bytes[9]);
  return TRUE;
}

static gint64
local_days (const PlatformCity *city, gint64 at)
{
  g_autoptr (GDateTime) local = platform_city_local_time (city, at);
  int year, month, day;

  g_date_time_get_ymd (local, &year, &month, &day);
  return rambla_days_from_date (year, month, day);
}

static gboolean
day_has_slots (const PlatformCity *city, const PlatformDeal *deal, gint64 days)
{
  int year, month, day;

  if (deal->kind != PLATFORM_DEAL_BOOKING ||
      (deal->slot_weekdays >> (rambla_days_weekday (days) - 1) & 1) == 0)
    return FALSE;
  rambla_days_to_date (days, &year, &month, &day);
  return deal->rules.holidays || !rambla_holidays_contain (city->holidays, year, month, day);
}

static gboolean
get_booked (PlatformDatabase *database, const PlatformSlot *slot, int *booked, GError **error)
{
  gint64 found = 0;

  if (platform_database_query_int (
          database, &found, error,
          "SELECT booked FROM slot_bookings WHERE deal = ?1 AND store = ?2 AND starts_at = ?3", "iii",
          slot->deal, slot->store, slot->starts_at) == PLATFORM_STEP_ERROR)
    return FALSE;
  *booked = (int) found;
  return TRUE;
}

static PlatformSlot *
slot_new (const PlatformDeal *deal, const PlatformStore *store, gint64 starts_at)
{
  PlatformSlot *self = g_new0 (PlatformSlot, 1);

  make_id (deal, store, starts_at, self->id, sizeof self->id);
  self->deal = deal->row;
  self->store = store->row;
  self->store_id = g_strdup (store->id);
  self->starts_at = starts_at;
  self->ends_at = starts_at + (gint64) deal->slot_minutes * SECONDS_A_MINUTE;
  self->capacity = deal->slot_capacity;
  return self;
}

static gboolean
add_slots (PlatformDatabase *database,
           const PlatformCity *city,
           const PlatformDeal *deal,
           const PlatformStore *store,
           gint64 days,
           gint64 now,
           GPtrArray *slots,
           GError **error)
{
  for (gsize i = 0; i < deal->n_slot_times; i++)
    {
      gint64 starts_at = rambla_schedule_instant (city->zone, days, deal->slot_times[i]);
      PlatformSlot *slot;

      if (starts_at <= now)
        continue;
      slot = slot_new (deal, store, starts_at);
      g_ptr_array_add (slots, slot);
      if (!get_booked (database, slot, &slot->booked, error))
        return FALSE;
    }
  return TRUE;
}

static int
compare_slots (gconstpointer a, gconstpointer b)
{
  const PlatformSlot *one = *(PlatformSlot *const *) a, *other = *(PlatformSlot *const *) b;

  if (one->starts_at != other->starts_at)
    return one->starts_at < other->starts_at ? -1 : 1;
  return one->store < other->store ? -1 : one->store > other->store;
}

gboolean
platform_slot_list (PlatformDatabase *database,
                    const PlatformCity *city,
                    const PlatformDeal *deal,
                    const PlatformStore *store,
                    gint64 days,
                    gint64 now,
                    GPtrArray **slots,
                    GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_slot_free);
  g_autoptr (GPtrArray) branches = NULL;
  gint64 today = local_days (city, now);

  *slots = NULL;
  if (!day_has_slots (city, deal, days) || days < today || days > today + deal->slot_days_ahead)
    {
      *slots = g_steal_pointer (&found);
      return TRUE;
    }
  if (store != NULL)
    {
      if (!add_slots (database, city, deal, store, days, now, found, error))
        return FALSE;
    }
  else
    {
      if (!platform_store_list_of_deal (database, deal->row, &branches, error))
        return FALSE;
      for (guint i = 0; i < branches->len; i++)
        if (!add_slots (database, city, deal, g_ptr_array_index (branches, i), days, now, found, error))
          return FALSE;
    }
  g_ptr_array_sort (found, compare_slots);
  *slots = g_steal_pointer (&found);
  return TRUE;
}

gboolean
platform_slot_find (PlatformDatabase *database,
                    const PlatformCity *city,
                    const PlatformDeal *deal,
                    const PlatformStore *store,
                    const char *id,
                    gint64 now,
                    PlatformSlot **slot,
                    GError **error)
{
  g_autoptr (PlatformSlot) self = NULL;
  gboolean in_rule = FALSE;
  gint64 starts_at, days;

  *slot = NULL;
  if (!read_start (id, &starts_at))
    return TRUE;
  days = local_days (city, starts_at);
  if (!day_has_slots (city, deal, days) ||
      (now != 0 && (starts_at <= now || days > local_days (city, now) + deal->slot_days_ahead)))
    return TRUE;
  for (gsize i = 0; i < deal->n_slot_times; i++)
    in_rule = in_rule || rambla_schedule_instant (city->zone, days, deal->slot_times[i]) == starts_at;
  if (!in_rule)
    return TRUE;
  self = slot_new (deal, store, starts_at);
  if (strcmp (self->id, id) != 0)
    return TRUE;
  if (!get_booked (database, self, &self->booked, error))
    return FALSE;
  *slot = g_steal_pointer (&self);
  return TRUE;
}

gboolean
platform_slot_hold (PlatformDatabase *database,
                    const PlatformSlot *slot,
                    int quantity,
                    gboolean *held,
                    GError **error)
{
  g_return_val_if_fail (quantity > 0, FALSE);

  *held = FALSE;
  if (quantity > slot->capacity)
    return TRUE;
  if (!platform_database_run (
          database, error,
          "INSERT INTO slot_bookings (deal, store, starts_at, booked) VALUES (?1, ?2, ?3, ?4)"
          " ON CONFLICT (deal, store, starts_at) DO UPDATE SET booked = booked + ?4"
          " WHERE booked + ?4 <= ?5",
          "iiinn", slot->deal, slot->store, slot->starts_at, quantity, slot->capacity))
    return FALSE;
  *held = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_slot_release (PlatformDatabase *database,
                       gint64 deal,
                       gint64 store,
                       gint64 starts_at,
                       int quantity,
                       GError **error)
{
  g_return_val_if_fail (quantity > 0, FALSE);

  return platform_database_run (database, error,
                                "UPDATE slot_bookings SET booked = max (0, booked - ?4)"
                                " WHERE deal = ?1 AND store = ?2 AND starts_at = ?3",
                                "iiin", deal, store, starts_at, quantity);
}
