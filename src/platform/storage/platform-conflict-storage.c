/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-conflict-storage.h"

#define SELECT_CONFLICTS                                                                                     \
  "SELECT number, id, kind, voucher_id, merchant_id, first_store, first_ms, first_redemption, first_scan, "  \
  "second_store, second_ms, second_redemption, second_scan, amount, guaranteed, currency, created_at FROM "  \
  "redemption_conflicts "

static void
use_clear (PlatformUse *use)
{
  g_free (use->store_id);
  g_free (use->redemption_id);
  g_free (use->scan_id);
}

void
platform_conflict_free (PlatformConflict *conflict)
{
  g_free (conflict->id);
  g_free (conflict->kind);
  g_free (conflict->voucher_id);
  g_free (conflict->merchant_id);
  use_clear (&conflict->first);
  use_clear (&conflict->second);
  g_free (conflict->currency);
  g_free (conflict);
}

gboolean
platform_conflict_storage_insert (PlatformDatabase *database,
                                  const PlatformConflict *conflict,
                                  GError **error)
{
  const PlatformUse *first = &conflict->first;
  const PlatformUse *second = &conflict->second;

  return platform_database_run (
      database, error,
      "INSERT INTO redemption_conflicts (id, kind, voucher_id, merchant_id, first_store, first_ms, "
      "first_redemption, first_scan, second_store, second_ms, second_redemption, second_scan, amount, "
      "guaranteed, currency, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "tttt"
      "titt"
      "titt"
      "iiti",
      conflict->id, conflict->kind, conflict->voucher_id, conflict->merchant_id, first->store_id,
      first->at_ms, first->redemption_id, first->scan_id, second->store_id, second->at_ms,
      second->redemption_id, second->scan_id, conflict->amount, conflict->guaranteed, conflict->currency,
      conflict->created_at);
}

static void
read_use (PlatformStatement *row, int column, PlatformUse *use)
{
  use->store_id = platform_statement_dup_text (row, column);
  use->at_ms = platform_statement_get_int (row, column + 1);
  use->redemption_id = platform_statement_dup_text (row, column + 2);
  use->scan_id = platform_statement_dup_text (row, column + 3);
}

static PlatformConflict *
read_conflict (PlatformStatement *row)
{
  PlatformConflict *conflict = g_new0 (PlatformConflict, 1);

  conflict->number = platform_statement_get_int (row, 0);
  conflict->id = platform_statement_dup_text (row, 1);
  conflict->kind = platform_statement_dup_text (row, 2);
  conflict->voucher_id = platform_statement_dup_text (row, 3);
  conflict->merchant_id = platform_statement_dup_text (row, 4);
  read_use (row, 5, &conflict->first);
  read_use (row, 9, &conflict->second);
  conflict->amount = platform_statement_get_int (row, 13);
  conflict->guaranteed = platform_statement_get_int (row, 14);
  conflict->currency = platform_statement_dup_text (row, 15);
  conflict->created_at = platform_statement_get_int (row, 16);
  return conflict;
}

PlatformStep
platform_conflict_storage_get_of_scan (PlatformDatabase *database,
                                       const char *scan_id,
                                       PlatformConflict **conflict,
                                       GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error, SELECT_CONFLICTS "WHERE second_scan = ?", "t", scan_id);
  PlatformStep step = statement != NULL ? platform_statement_step (statement, error) : PLATFORM_STEP_ERROR;

  if (step == PLATFORM_STEP_ROW)
    *conflict = read_conflict (statement);
  return step;
}

GPtrArray *
platform_conflict_storage_list (PlatformDatabase *database,
                                const char *merchant_id,
                                const char *store_id,
                                gint64 before,
                                guint limit,
                                GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_conflict_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      SELECT_CONFLICTS "WHERE merchant_id = ?1 AND (first_store = ?2 OR second_store = ?2) AND number < ?3 "
                       "ORDER BY number DESC LIMIT ?4",
      "ttii", merchant_id, store_id, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (list, read_conflict (statement));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
platform_conflict_storage_sum (PlatformDatabase *database,
                               const char *merchant_id,
                               const char *currency,
                               gint64 since,
                               gint64 *guaranteed,
                               GError **error)
{
  *guaranteed = 0;
  return platform_database_query_int (database, guaranteed, error,
                                      "SELECT coalesce (sum (guaranteed), 0) FROM redemption_conflicts WHERE "
                                      "merchant_id = ? AND currency = ? AND created_at >= ?",
                                      "tti", merchant_id, currency, since) != PLATFORM_STEP_ERROR;
}
