/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-price-log-storage.h"

#include <string.h>

#include "platform-log-storage.h"
#include "rambla-fault-point.h"
#include "rambla-price-log.h"

/* How many are read before they are written: a cursor must not run over what is changed under it. */
#define CHUNK 4096

typedef struct
{
  gint64 deal;
  gint64 at;
} Waiting;

/* The row: deal's id, at, price, currency, nth, hash of the one before or NULL. */
static gboolean
read_entry (PlatformStatement *row, int first, RamblaPriceEntry *entry)
{
  gsize length = 0;
  gconstpointer previous = platform_statement_get_blob (row, first + 5, &length);

  *entry = (RamblaPriceEntry){
    .deal_id = platform_statement_get_text (row, first),
    .at = platform_statement_get_int (row, first + 1),
    .nth = (guint64) platform_statement_get_int (row, first + 4),
  };
  entry->price = rambla_money (platform_statement_get_int (row, first + 2),
                               platform_statement_get_text (row, first + 3));
  if (previous != NULL && length == sizeof entry->previous.bytes)
    memcpy (entry->previous.bytes, previous, length);
  return entry->nth == 1 || previous != NULL;
}

#define SELECT_ENTRY                                                                                         \
  " d.id, p.at, p.price, (SELECT currency FROM city),"                                                       \
  " 1 + (SELECT count(*) FROM price_log q WHERE q.deal = p.deal AND q.at < p.at),"                           \
  " (SELECT q.hash FROM price_log q WHERE q.deal = p.deal AND q.at < p.at ORDER BY q.at DESC LIMIT 1)"       \
  " FROM price_log p CROSS JOIN deals d ON d.row = p.deal"

static GArray *
list_waiting (PlatformDatabase *database, gint64 deal, GError **error)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (Waiting));
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      deal != 0
          ? "SELECT deal, at FROM price_log WHERE number IS NULL AND deal = ?1 ORDER BY deal, at LIMIT ?2"
          : "SELECT deal, at FROM price_log WHERE number IS NULL AND ?1 = 0 ORDER BY deal, at LIMIT ?2",
      "ii", deal, (gint64) CHUNK);
  PlatformStep step;

  if (row == NULL)
    return NULL;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      Waiting one = { platform_statement_get_int (row, 0), platform_statement_get_int (row, 1) };

      g_array_append_val (waiting, one);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&waiting) : NULL;
}

static gboolean
append (PlatformDatabase *database, const Waiting *waiting, gint64 number, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error, "SELECT" SELECT_ENTRY " WHERE p.deal = ?1 AND p.at = ?2",
                               "ii", waiting->deal, waiting->at);
  RamblaPriceEntry entry;
  RamblaLogHash hash;

  if (row == NULL || platform_statement_step (row, error) != PLATFORM_STEP_ROW)
    return FALSE;
  if (!read_entry (row, 0, &entry) || !rambla_price_entry_hash (&entry, &hash))
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT,
                   "a price of deal %" G_GINT64_FORMAT " makes no entry", waiting->deal);
      return FALSE;
    }
  return platform_database_run (database, error,
                                "UPDATE price_log SET number = ?3, hash = ?4 WHERE deal = ?1 AND at = ?2",
                                "iiib", waiting->deal, waiting->at, number, hash.bytes, sizeof hash.bytes) &&
         platform_log_storage_keep_nodes (database, PLATFORM_LOG_PRICES, number, error);
}

gboolean
platform_price_log_storage_append (PlatformDatabase *database, gint64 deal, GError **error)
{
  gint64 size = 0;

  if (!platform_log_storage_get_size (database, PLATFORM_LOG_PRICES, &size, error))
    return FALSE;
  while (TRUE)
    {
      g_autoptr (GArray) waiting = list_waiting (database, deal, error);

      if (waiting == NULL)
        return FALSE;
      if (waiting->len == 0)
        return TRUE;
      rambla_fault_point ("price-log.appending");
      for (guint i = 0; i < waiting->len; i++)
        if (!append (database, &g_array_index (waiting, Waiting, i), ++size, error))
          return FALSE;
    }
}

gboolean
platform_price_log_storage_list (PlatformDatabase *database,
                                 gint64 deal,
                                 gint64 after,
                                 guint limit,
                                 GPtrArray *entries,
                                 GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      deal != 0
          ? "SELECT p.number," SELECT_ENTRY " WHERE p.deal = ?1 AND p.number > ?2 ORDER BY p.at LIMIT ?3"
          : "SELECT p.number," SELECT_ENTRY " WHERE ?1 = 0 AND p.number > ?2 ORDER BY p.number LIMIT ?3",
      "iii", deal, after, (gint64) limit);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformLogEntry *entry = g_new0 (PlatformLogEntry, 1);
      RamblaPriceEntry price;

      g_ptr_array_add (entries, entry);
      entry->number = platform_statement_get_int (row, 0);
      entry->entry = read_entry (row, 1, &price) ? rambla_price_entry_format (&price) : NULL;
      if (entry->entry == NULL)
        {
          g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT,
                               "a price makes no entry");
          return FALSE;
        }
    }
  return step == PLATFORM_STEP_DONE;
}
