/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-words.h"

#include <glib/gi18n-lib.h>

#include "rambla-voucher-sort.h"

#define DAY (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)
#define SOON (3 * DAY)

static GDateTime *
new_date_time (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_to_timezone (utc, zone);
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
rambla_words_date (gint64 time, GTimeZone *zone, gint64 now)
{
  g_autoptr (GDateTime) date = new_date_time (time, zone);
  g_autoptr (GDateTime) today = new_date_time (now, zone);
  g_autoptr (GDateTime) tomorrow = g_date_time_add_days (today, 1);

  if (is_same_day (date, today))
    return g_strdup (_ ("today"));
  if (is_same_day (date, tomorrow))
    return g_strdup (_ ("tomorrow"));
  if (g_date_time_get_year (date) != g_date_time_get_year (today))
    /* Translators: a date with its year, see g_date_time_format() */
    return g_date_time_format (date, _ ("%-d %b %Y"));
  /* Translators: a date without its year, see g_date_time_format() */
  return g_date_time_format (date, _ ("%-d %b"));
}

char *
rambla_words_time (gint64 time, GTimeZone *zone)
{
  g_autoptr (GDateTime) date = new_date_time (time, zone);

  /* Translators: a time of the day, see g_date_time_format() */
  return g_date_time_format (date, _ ("%H:%M"));
}

static char *
when_booked (RamblaSlot *slot, GTimeZone *zone, gint64 now)
{
  gint64 starts_at = rambla_slot_get_starts_at (slot);
  g_autoptr (GDateTime) date = new_date_time (starts_at, zone);
  g_autofree char *day = rambla_words_date (starts_at, zone, now);
  g_autofree char *weekday = g_date_time_format (date, "%a");
  g_autofree char *time = rambla_words_time (starts_at, zone);

  if (starts_at - now < DAY)
    /* Translators: today or tomorrow; a time of the day */
    return g_strdup_printf (_ ("Booked for %s, %s"), day, time);
  /* Translators: short weekday; a date; a time of the day */
  return g_strdup_printf (_ ("Booked for %s %s, %s"), weekday, day, time);
}

static const char *
get_taker (RamblaVoucher *voucher)
{
  const char *name = rambla_voucher_get_given_to (voucher);

  return name != NULL ? name : _ ("a friend");
}

char *
rambla_voucher_words_when (RamblaVoucher *voucher, GTimeZone *zone, gint64 now)
{
  gint64 redeemed_at = rambla_voucher_get_redeemed_at (voucher);
  /* The first moment that is too late is often a midnight. */
  gint64 last = rambla_voucher_get_valid_until (voucher) - G_USEC_PER_SEC;
  RamblaSlot *slot = rambla_voucher_get_slot (voucher);
  g_autofree char *day = rambla_words_date (redeemed_at != 0 ? redeemed_at : last, zone, now);
  g_autofree char *time = NULL;

  switch (rambla_voucher_get_state (voucher))
    {
    case RAMBLA_VOUCHER_REDEEMED:
      if (redeemed_at == 0)
        return g_strdup (_ ("Used"));
      time = rambla_words_time (redeemed_at, zone);
      /* Translators: a date; a time of the day */
      return g_strdup_printf (_ ("Used %s, %s"), day, time);
    case RAMBLA_VOUCHER_REFUNDED:
      return g_strdup (_ ("Money returned"));
    case RAMBLA_VOUCHER_EXPIRED:
      return g_strdup_printf (_ ("Expired %s"), day);
    case RAMBLA_VOUCHER_GIVEN:
      /* Translators: a person's name */
      return g_strdup_printf (_ ("Given to %s"), get_taker (voucher));
    case RAMBLA_VOUCHER_ACTIVE:
    default:
      if (last < now)
        return g_strdup_printf (_ ("Expired %s"), day);
      if (rambla_voucher_get_gift (voucher) != NULL)
        return g_strdup (_ ("On its way to a friend"));
      if (slot != NULL)
        return when_booked (slot, zone, now);
      return g_strdup_printf (_ ("Use by %s"), day);
    }
}

gboolean
rambla_voucher_words_is_soon (RamblaVoucher *voucher, gint64 now)
{
  RamblaSlot *slot = rambla_voucher_get_slot (voucher);
  gint64 end = slot != NULL ? rambla_slot_get_starts_at (slot) : rambla_voucher_get_valid_until (voucher);

  return rambla_voucher_is_usable (voucher, now) && end - now < SOON;
}

char *
rambla_voucher_words_stamp (RamblaVoucher *voucher, gint64 now)
{
  if (rambla_voucher_is_usable (voucher, now))
    return NULL;
  switch (rambla_voucher_get_state (voucher))
    {
    case RAMBLA_VOUCHER_REDEEMED:
      return g_strdup (_ ("USED"));
    case RAMBLA_VOUCHER_REFUNDED:
      return g_strdup (_ ("RETURNED"));
    case RAMBLA_VOUCHER_GIVEN:
      return g_strdup (_ ("GIVEN"));
    case RAMBLA_VOUCHER_EXPIRED:
    case RAMBLA_VOUCHER_ACTIVE:
    default:
      return g_strdup (_ ("EXPIRED"));
    }
}

static char *
over_used (RamblaVoucher *voucher, GTimeZone *zone, gint64 now)
{
  gint64 redeemed_at = rambla_voucher_get_redeemed_at (voucher);
  const char *store = rambla_voucher_get_redeemed_store (voucher);
  g_autofree char *day = rambla_words_date (redeemed_at, zone, now);
  g_autofree char *time = rambla_words_time (redeemed_at, zone);
  g_autofree char *today = rambla_words_date (now, zone, now);
  g_autofree char *moment = NULL;

  if (redeemed_at == 0)
    return g_strdup (_ ("Used"));
  if (g_str_equal (day, today))
    /* Translators: a time of today */
    moment = g_strdup_printf (_ ("Used at %s"), time);
  else
    /* Translators: a date; a time of the day */
    moment = g_strdup_printf (_ ("Used on %s at %s"), day, time);
  return store != NULL ? g_strdup_printf ("%s, %s", moment, store) : g_steal_pointer (&moment);
}

static char *
over_missed (RamblaVoucher *voucher)
{
  g_autofree char *kept = NULL;

  if (!rambla_money_is_set (rambla_voucher_get_kept (voucher)))
    return g_strdup (_ ("The booked time has passed."));
  kept = rambla_money_format (rambla_voucher_get_kept (voucher));
  /* Translators: a sum of money */
  return g_strdup_printf (_ ("Nobody came to the booked time, and it was not cancelled: the store keeps %s."),
                          kept);
}

char *
rambla_voucher_words_over (RamblaVoucher *voucher, GTimeZone *zone, gint64 now)
{
  g_autofree char *when = NULL;
  g_autofree char *day = NULL;

  if (rambla_voucher_is_usable (voucher, now))
    return NULL;
  switch (rambla_voucher_get_state (voucher))
    {
    case RAMBLA_VOUCHER_REDEEMED:
      return over_used (voucher, zone, now);
    case RAMBLA_VOUCHER_REFUNDED:
      return g_strdup (_ ("The money was returned; this voucher is no longer good."));
    case RAMBLA_VOUCHER_GIVEN:
      day = rambla_words_date (rambla_voucher_get_given_at (voucher), zone, now);
      /* Translators: a person's name; a date */
      return g_strdup_printf (
          _ ("%s has it since %s. If it is not used in time, the money goes back to whoever paid "
             "for it."),
          get_taker (voucher), day);
    case RAMBLA_VOUCHER_EXPIRED:
    case RAMBLA_VOUCHER_ACTIVE:
    default:
      if (rambla_voucher_get_slot (voucher) != NULL)
        return over_missed (voucher);
      when = rambla_voucher_words_when (voucher, zone, now);
      /* Translators: "Expired 3 Dec" */
      return g_strdup_printf (_ ("%s. What was not used is refunded by itself."), when);
    }
}

const char *
rambla_voucher_words_style (RamblaVoucher *voucher, gint64 now)
{
  if (rambla_voucher_is_usable (voucher, now))
    return NULL;
  switch (rambla_voucher_get_state (voucher))
    {
    case RAMBLA_VOUCHER_REDEEMED:
      return "used";
    case RAMBLA_VOUCHER_REFUNDED:
    case RAMBLA_VOUCHER_GIVEN:
      return "refunded";
    case RAMBLA_VOUCHER_EXPIRED:
    case RAMBLA_VOUCHER_ACTIVE:
    default:
      return "expired";
    }
}

char *
rambla_voucher_words_place (RamblaVoucher *voucher)
{
  const char *name = rambla_store_get_name (rambla_deal_get_store (rambla_voucher_get_deal (voucher)));
  guint n = g_list_model_get_n_items (rambla_voucher_get_stores (voucher));

  if (n > 1)
    /* Translators: name of a shop · number of its branches */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s · %u branch", "%s · %u branches", n), name, n);
  return g_strdup (name);
}

char *
rambla_voucher_words_spelled (const char *code)
{
  g_autoptr (GString) spelled = g_string_new (NULL);

  for (const char *c = code; *c != '\0'; c++)
    {
      if (spelled->len > 0)
        g_string_append (spelled, (c - code) % 4 == 0 ? ", " : " ");
      g_string_append_c (spelled, *c);
    }
  return g_string_free (g_steal_pointer (&spelled), FALSE);
}

char *
rambla_words_age (gint64 fetched_at, gint64 now)
{
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autofree char *time = NULL;
  g_autofree char *day = NULL;

  if (fetched_at == 0)
    return g_strdup (_ ("Offline"));
  time = rambla_words_time (fetched_at, here);
  day = rambla_words_date (fetched_at, here, now);
  if (now - fetched_at < DAY / 2)
    /* Translators: a time of the day */
    return g_strdup_printf (_ ("Offline, as of %s"), time);
  /* Translators: a date; a time of the day */
  return g_strdup_printf (_ ("Offline, as of %s, %s"), day, time);
}
