/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-counter-json.h"

#include "platform-hand-in.h"
#include "platform-keys.h"
#include "platform-redemption-storage.h"
#include "platform-terms.h"
#include "platform-trade-json.h"
#include "platform-voucher-storage.h"

static const struct
{
  const char *language;
  const char *text;
} statements[] = {
  { "en",
    "If two counters accept the same voucher while one of them is offline, the first by signed time counts. "
    "The "
    "platform pays the second what the voucher was worth, up to your limit; what is above, what is handed in "
    "after more than 7 days, and what was accepted with a wrong clock, that shop bears." },
  { "es",
    "Si dos mostradores aceptan el mismo vale mientras uno está sin conexión, cuenta el primero según la "
    "hora firmada. La plataforma le paga al segundo el valor del vale, hasta tu límite; lo que lo supere, "
    "lo que se envíe pasados 7 días y lo aceptado con la hora mal corre por cuenta de ese local." },
  { "zh", "如果两个柜台核销了同一张券且其中一个处于离线，以签名时间较早者为准。"
          "平台按券的价值赔付后一家，以您的限额为上限；"
          "超出部分、超过 7 天才提交的，以及时钟不准时核销的，由该店承担。" },
};

static const char *
get_statement (const char *language)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    if (g_str_has_prefix (language, statements[i].language))
      return statements[i].text;
  return statements[0].text;
}

void
platform_counter_json_write_offline (RamblaJsonWriter *writer,
                                     const PlatformMerchantSettings *settings,
                                     const char *currency,
                                     const char *language)
{
  rambla_json_writer_name (writer, "offline");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_bool (writer, "accept", settings->offline);
  rambla_json_writer_member_money (writer, "limit", rambla_money (settings->offline_limit, currency));
  rambla_json_writer_member_money (writer, "highest_limit",
                                   rambla_money (PLATFORM_MAX_OFFLINE_LIMIT, currency));
  rambla_json_writer_member_int (writer, "list_max_age", PLATFORM_LIST_MAX_AGE);
  rambla_json_writer_member_int (writer, "clock_tolerance", PLATFORM_CLOCK_TOLERANCE);
  rambla_json_writer_member_string (writer, "statement", get_statement (language));
  rambla_json_writer_end_object (writer);
}

static void
write_hours (RamblaJsonWriter *writer, const PlatformStore *store, const PlatformCity *city)
{
  if (store->spans != NULL)
    {
      rambla_json_writer_name (writer, "hours");
      rambla_json_writer_begin_array (writer);
      for (gsize i = 0; i < store->n_spans; i++)
        {
          rambla_json_writer_begin_array (writer);
          rambla_json_writer_int (writer, store->spans[i].from);
          rambla_json_writer_int (writer, store->spans[i].to);
          rambla_json_writer_end_array (writer);
        }
      rambla_json_writer_end_array (writer);
      rambla_json_writer_member_bool (writer, "closed_on_holidays", store->closed_on_holidays == 1);
    }
  rambla_json_writer_name (writer, "holidays");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; city->holiday_dates != NULL && city->holiday_dates[i] != NULL; i++)
    rambla_json_writer_string (writer, city->holiday_dates[i]);
  rambla_json_writer_end_array (writer);
}

/* What was written so far for one offer; a counter must obey all of what was agreed on, so what says the same
 * is said once. */
typedef struct
{
  RamblaJsonWriter *writer;
  const PlatformTrade *trade;
  const PlatformStore *store;
  const char *language;
  GHashTable *written; /* of JSON texts */
} Deals;

static void
write_deal (Deals *deals, const PlatformTerms *terms)
{
  const PlatformTermsText *text = platform_terms_get_text (terms, deals->language);
  const char *currency = deals->trade->city->currency;
  GString *entry = g_string_new (NULL);
  RamblaJsonWriter writer;
  gint64 due = platform_terms_get_due_at_store (terms, terms->pay == PLATFORM_PAY_AT_STORE ? terms->price
                                                                                           : terms->due);

  rambla_json_writer_init (&writer, entry);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", terms->deal_id);
  rambla_json_writer_member_string (&writer, "title", text->title);
  rambla_json_writer_member_bool (&writer, "here",
                                  platform_terms_find_store (terms, deals->store->id) != NULL);
  rambla_json_writer_member_money (
      &writer, "worth", rambla_money (terms->pay == PLATFORM_PAY_AT_STORE ? 0 : terms->due, currency));
  if (due > 0)
    rambla_json_writer_member_money (&writer, "due_at_store", rambla_money (due, currency));
  rambla_json_writer_name (&writer, "rules");
  rambla_rules_write (&terms->rules, &writer, deals->language);
  rambla_json_writer_end_object (&writer);
  if (!g_hash_table_contains (deals->written, entry->str))
    rambla_json_writer_raw (deals->writer, entry->str, entry->len);
  g_hash_table_add (deals->written, g_string_free (entry, FALSE));
}

static gboolean
write_agreed (Deals *deals, PlatformDatabase *database, GError **error)
{
  g_autoptr (GArray) numbers =
      platform_voucher_storage_list_terms (database, deals->store->merchant_id, error);

  for (guint i = 0; numbers != NULL && i < numbers->len; i++)
    {
      g_autoptr (PlatformTerms) terms =
          platform_terms_cache_get (deals->trade->terms, database, g_array_index (numbers, gint64, i), error);

      if (terms == NULL)
        return FALSE;
      write_deal (deals, terms);
    }
  return numbers != NULL;
}

/* What may be bought while the counter hears nothing. */
static gboolean
write_on_sale (Deals *deals, PlatformDatabase *database, GError **error)
{
  const PlatformCity *city = deals->trade->city;
  g_autoptr (GArray) rows = NULL;

  if (!platform_deal_list_at_store (database, deals->store->row, platform_clock_now (deals->trade->clock),
                                    &rows, NULL, error))
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      g_autoptr (PlatformDeal) deal = NULL;
      g_autoptr (PlatformTerms) terms = NULL;
      g_autofree char *body = NULL;

      if (!platform_deal_get (database, city, g_array_index (rows, gint64, i), deals->language, &deal, error))
        return FALSE;
      if (deal == NULL)
        continue;
      if (!platform_terms_compose (database, city, deal, &body, error))
        return FALSE;
      terms = platform_terms_parse (body, error);
      if (terms == NULL)
        return FALSE;
      write_deal (deals, terms);
    }
  return TRUE;
}

gboolean
platform_counter_json_load_document (RamblaJsonWriter *writer,
                                     PlatformDatabase *database,
                                     const PlatformTrade *trade,
                                     const PlatformStore *store,
                                     const char *language,
                                     GError **error)
{
  g_autoptr (GString) keys = platform_keys_to_jwks (trade->keys);
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Deals deals = { writer, trade, store, language, written };
  PlatformMerchantSettings settings;

  if (!platform_merchant_settings_get (database, store->merchant_id, &settings, error))
    return FALSE;
  rambla_json_writer_member_string (writer, "merchant_id", store->merchant_id);
  rambla_json_writer_name (writer, "store");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", store->id);
  rambla_json_writer_member_string (writer, "name", store->name);
  rambla_json_writer_end_object (writer);
  rambla_json_writer_member_string (writer, "timezone", trade->city->timezone);
  rambla_json_writer_name (writer, "keys");
  rambla_json_writer_raw (writer, keys->str, keys->len);
  platform_counter_json_write_offline (writer, &settings, trade->city->currency, language);
  rambla_json_writer_member_int (writer, "undo_seconds", settings.undo_seconds);
  write_hours (writer, store, trade->city);
  rambla_json_writer_name (writer, "deals");
  rambla_json_writer_begin_array (writer);
  if (!write_agreed (&deals, database, error) || !write_on_sale (&deals, database, error))
    return FALSE;
  rambla_json_writer_end_array (writer);
  return TRUE;
}

/* --- What was handed in --- */

static gboolean
load_use (RamblaJsonWriter *writer,
          PlatformDatabase *database,
          const char *name,
          const PlatformUse *use,
          GError **error)
{
  g_autoptr (PlatformStore) store = NULL;

  if (use->store_id != NULL && !platform_store_find (database, use->store_id, &store, error))
    return FALSE;
  rambla_json_writer_name (writer, name);
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_name (writer, "at");
  rambla_json_writer_time_us (writer, use->at_ms * 1000);
  if (use->store_id != NULL)
    rambla_json_writer_member_string (writer, "store_id", use->store_id);
  if (store != NULL)
    rambla_json_writer_member_string (writer, "store_name", store->name);
  if (store != NULL && store->address != NULL && *store->address != '\0')
    rambla_json_writer_member_string (writer, "store_address", store->address);
  if (use->redemption_id != NULL)
    rambla_json_writer_member_string (writer, "redemption_id", use->redemption_id);
  if (use->scan_id != NULL)
    rambla_json_writer_member_string (writer, "scan_id", use->scan_id);
  rambla_json_writer_end_object (writer);
  return TRUE;
}

gboolean
platform_counter_json_load_conflict (RamblaJsonWriter *writer,
                                     PlatformDatabase *database,
                                     const PlatformConflict *conflict,
                                     GError **error)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", conflict->id);
  rambla_json_writer_member_string (writer, "kind", conflict->kind);
  rambla_json_writer_member_string (writer, "voucher_id", conflict->voucher_id);
  if (!load_use (writer, database, "first", &conflict->first, error) ||
      !load_use (writer, database, "second", &conflict->second, error))
    return FALSE;
  rambla_json_writer_member_money (writer, "amount", rambla_money (conflict->amount, conflict->currency));
  rambla_json_writer_member_money (writer, "guaranteed",
                                   rambla_money (conflict->guaranteed, conflict->currency));
  rambla_json_writer_member_time (writer, "created_at", conflict->created_at);
  rambla_json_writer_end_object (writer);
  return TRUE;
}

gboolean
platform_counter_json_load_verdict (RamblaJsonWriter *writer,
                                    PlatformDatabase *database,
                                    const PlatformTrade *trade,
                                    const PlatformScan *scan,
                                    const char *language,
                                    GError **error)
{
  g_auto (GStrv) flags = g_strsplit (scan->flags, " ", -1);
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (PlatformConflict) conflict = NULL;

  if ((scan->redemption_id != NULL &&
       platform_redemption_storage_get (database, scan->redemption_id, &redemption, error) ==
           PLATFORM_STEP_ERROR) ||
      platform_conflict_storage_get_of_scan (database, scan->id, &conflict, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "hash", scan->hash);
  rambla_json_writer_member_string (writer, "scan_id", scan->id);
  rambla_json_writer_member_int (writer, "sequence", scan->sequence);
  rambla_json_writer_member_string (writer, "verdict", platform_scan_verdict_to_string (scan->verdict));
  rambla_json_writer_name (writer, "flags");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; flags[i] != NULL && *flags[i] != '\0'; i++)
    rambla_json_writer_string (writer, flags[i]);
  rambla_json_writer_end_array (writer);
  if (scan->code != NULL)
    rambla_json_writer_member_string (writer, "code", scan->code);
  if (scan->detail != NULL)
    rambla_json_writer_member_string (writer, "detail", scan->detail);
  if (redemption != NULL)
    {
      rambla_json_writer_name (writer, "redemption");
      if (!platform_trade_json_load_redemption (writer, database, trade, redemption, language, error))
        return FALSE;
    }
  if (conflict != NULL)
    {
      rambla_json_writer_name (writer, "conflict");
      if (!platform_counter_json_load_conflict (writer, database, conflict, error))
        return FALSE;
    }
  rambla_json_writer_end_object (writer);
  return TRUE;
}
