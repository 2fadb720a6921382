/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-settling.h"

#include "platform-dispute.h"
#include "platform-settlement-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-schedule.h"
#include "rambla-time.h"

typedef struct
{
  PlatformTrade *trade;
  const char *merchant_id;
  gint64 day;
  gboolean monday;
} SettlingJob;

static gboolean
settle_merchant (PlatformDatabase *database, gpointer data, GError **error)
{
  SettlingJob *job = data;
  gint64 now = platform_clock_now (job->trade->clock);
  g_autofree char *id = rambla_id_new (RAMBLA_ID_SETTLEMENT);
  PlatformMerchantTerms terms;
  gboolean booked = FALSE;
  PlatformSettlement settlement = {
    .id = id,
    .merchant_id = (char *) job->merchant_id,
    .currency = (char *) job->trade->city->currency,
    .created_at = now,
  };

  if (!platform_merchant_terms_get (database, job->merchant_id, &terms, error) ||
      !((terms.weekly && !job->monday) ||
        platform_settlement_storage_book (database, &settlement, now - PLATFORM_DISPUTE_WINDOW, &booked,
                                          error)))
    return FALSE;
  rambla_fault_point ("settlement.booked");
  return TRUE;
}

static gboolean
note_day (PlatformDatabase *database, gpointer data, GError **error)
{
  SettlingJob *job = data;

  rambla_fault_point ("settlement.day-done");
  return platform_settlement_storage_set_day_done (database, job->day, error);
}

gboolean
platform_settling_run (PlatformDatabase *reader, PlatformTrade *trade, GError **error)
{
  g_autoptr (GDateTime) local = platform_city_local_time (trade->city, platform_clock_now (trade->clock));
  g_autoptr (GPtrArray) merchants = NULL;
  SettlingJob job = { .trade = trade, .monday = g_date_time_get_day_of_week (local) == 1 };
  gboolean done = FALSE;
  int year;
  int month;
  int day;

  g_date_time_get_ymd (local, &year, &month, &day);
  job.day = rambla_days_from_date (year, month, day);
  if (!platform_settlement_storage_is_day_done (reader, job.day, &done, error) || done)
    return done;
  merchants = platform_settlement_storage_list_creditors (reader, trade->city->currency, error);
  if (merchants == NULL)
    return FALSE;
  /* One transaction for each: what a crash leaves is found again the same day. */
  for (guint i = 0; i < merchants->len; i++)
    {
      job.merchant_id = g_ptr_array_index (merchants, i);
      if (!platform_writer_run (trade->writer, settle_merchant, &job, error))
        return FALSE;
    }
  return platform_writer_run (trade->writer, note_day, &job, error);
}
