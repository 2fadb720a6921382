/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-outbox-storage.h"

#include <string.h>

/* Rows that one call takes away. */
#define TRIM_BATCH 2000

#define EVENT_COLUMNS "number, kind, account_id, merchant_id, store_id, deal, operators, payload"

gboolean
platform_outbox_storage_append (PlatformDatabase *database, const PlatformOutboxEvent *event, GError **error)
{
  if (!platform_database_run (
          database, error,
          "INSERT INTO outbox (kind, account_id, merchant_id, store_id, deal, operators, payload)"
          " SELECT ?1, ?2, ?3, ?4, nullif (?5, 0), ?6, ?7 WHERE ?7 IS NULL"
          " OR (json_valid (?7) AND instr (?7, char (10)) = 0 AND instr (?7, char (13)) = 0)",
          "ttttint", event->kind, event->account_id, event->merchant_id, event->store_id, event->deal,
          event->operators != FALSE, event->payload))
    return FALSE;
  if (platform_database_get_changes (database) == 1)
    return TRUE;
  g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CONSTRAINT,
               "the event %s is no JSON in one line", event->kind);
  return FALSE;
}

gboolean
platform_outbox_storage_get_ends (PlatformDatabase *database, gint64 *first, gint64 *last, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT coalesce ((SELECT min (number) FROM outbox), seq + 1), seq FROM"
      " (SELECT coalesce ((SELECT seq FROM sqlite_sequence WHERE name = 'outbox'), 0)"
      " AS seq)",
      "");

  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *first = platform_statement_get_int (statement, 0);
  *last = platform_statement_get_int (statement, 1);
  return TRUE;
}

static void
read_event (PlatformStatement *row, PlatformOutboxEvent *event)
{
  event->number = platform_statement_get_int (row, 0);
  event->kind = platform_statement_get_text (row, 1);
  event->account_id = platform_statement_get_text (row, 2);
  event->merchant_id = platform_statement_get_text (row, 3);
  event->store_id = platform_statement_get_text (row, 4);
  event->deal = platform_statement_get_int (row, 5);
  event->operators = platform_statement_get_int (row, 6) != 0;
  event->payload = platform_statement_get_text (row, 7);
}

/* One index for each kind of listener; an event that is for several is found by each and told once. */
static PlatformStatement *
query_audience (PlatformDatabase *database,
                const PlatformOutboxAudience *audience,
                gint64 after,
                gint64 until,
                guint limit,
                GError **error)
{
  g_autoptr (GString) merchants = g_string_new ("[");

  for (guint i = 0; audience->merchant_ids != NULL && audience->merchant_ids[i] != NULL; i++)
    g_string_append_printf (merchants, "%s\"%s\"", i > 0 ? "," : "", audience->merchant_ids[i]);
  g_string_append_c (merchants, ']');
  return platform_database_query (
      database, error,
      "SELECT " EVENT_COLUMNS " FROM outbox WHERE number IN ("
      "SELECT number FROM (SELECT number FROM outbox"
      " WHERE account_id = ?3 AND account_id IS NOT NULL AND number > ?1 AND number <= ?2 ORDER BY number "
      "LIMIT ?8)"
      " UNION SELECT number FROM (SELECT o.number FROM json_each (?4) m CROSS JOIN outbox o"
      " WHERE o.merchant_id = m.value AND o.merchant_id IS NOT NULL AND o.number > ?1 AND o.number <= ?2"
      " AND (?5 IS NULL OR o.store_id IS NULL OR o.store_id = ?5) ORDER BY o.number LIMIT ?8)"
      " UNION SELECT number FROM (SELECT number FROM outbox"
      " WHERE ?6 AND deal IS NOT NULL AND number > ?1 AND number <= ?2 ORDER BY number LIMIT ?8)"
      " UNION SELECT number FROM (SELECT number FROM outbox"
      " WHERE ?7 AND operators = 1 AND number > ?1 AND number <= ?2 ORDER BY number LIMIT ?8)"
      ") ORDER BY number LIMIT ?8",
      "iitttnni", after, until, audience->account_id, merchants->str, audience->store_id,
      audience->deals != FALSE, audience->operators != FALSE, (gint64) limit);
}

gboolean
platform_outbox_storage_visit (PlatformDatabase *database,
                               const PlatformOutboxAudience *audience,
                               gint64 after,
                               gint64 until,
                               guint limit,
                               PlatformOutboxVisitor visitor,
                               gpointer data,
                               gint64 *last,
                               GError **error)
{
  g_autoptr (PlatformStatement) statement =
      audience != NULL ? query_audience (database, audience, after, until, limit, error)
                       : platform_database_query (
                             database, error,
                             "SELECT " EVENT_COLUMNS
                             " FROM outbox WHERE number > ?1 AND number <= ?2 ORDER BY number LIMIT ?3",
                             "iii", after, until, (gint64) limit);
  PlatformStep step;
  guint n_visited = 0;

  if (statement == NULL)
    return FALSE;
  *last = after;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformOutboxEvent event;

      read_event (statement, &event);
      visitor (&event, data);
      *last = event.number;
      n_visited++;
    }
  if (step == PLATFORM_STEP_DONE && n_visited < limit)
    *last = until;
  return step == PLATFORM_STEP_DONE;
}

gboolean
platform_outbox_storage_trim (PlatformDatabase *database,
                              gint64 before,
                              gint64 max_rows,
                              gboolean *more,
                              GError **error)
{
  /* Numbers have no holes but where a transaction was undone, so they count rows well enough. */
  if (!platform_database_run (
          database, error,
          "DELETE FROM outbox WHERE number IN (SELECT number FROM outbox ORDER BY number LIMIT ?3)"
          " AND (at < ?1 OR number <= (SELECT max (number) FROM outbox) - ?2)",
          "iii", before, max_rows, (gint64) TRIM_BATCH))
    return FALSE;
  *more = platform_database_get_changes (database) == TRIM_BATCH;
  return TRUE;
}

gboolean
platform_outbox_storage_get_secret (PlatformDatabase *database, guint8 secret[32], GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error, "SELECT secret FROM outbox_secret", "");
  gconstpointer blob;
  gsize length;

  if (statement == NULL || platform_statement_step (statement, error) != PLATFORM_STEP_ROW)
    return FALSE;
  blob = platform_statement_get_blob (statement, 0, &length);
  g_return_val_if_fail (length == 32, FALSE);
  memcpy (secret, blob, 32);
  return TRUE;
}
