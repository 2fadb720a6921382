/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scans in the counter's file. */
#include "rambla-counter-file-private.h"

#include "rambla-fault-point.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"
#include "rambla-scan.h"

#define SELECT_SCANS                                                                                         \
  "SELECT sequence, text, key, voucher_id, store_id, title, amount, currency, at_ms, state, verdict FROM "   \
  "scans "

void
rambla_counter_scan_free (RamblaCounterScan *scan)
{
  g_free (scan->text);
  g_free (scan->key);
  g_free (scan->voucher_id);
  g_free (scan->store_id);
  g_free (scan->title);
  g_free (scan->verdict);
  g_free (scan);
}

static char *
dup_text (sqlite3_stmt *row, int column)
{
  return g_strdup ((const char *) sqlite3_column_text (row, column));
}

static RamblaCounterScan *
read_scan (sqlite3_stmt *row)
{
  RamblaCounterScan *scan = g_new0 (RamblaCounterScan, 1);

  scan->sequence = sqlite3_column_int64 (row, 0);
  scan->text = dup_text (row, 1);
  scan->key = dup_text (row, 2);
  scan->voucher_id = dup_text (row, 3);
  scan->store_id = dup_text (row, 4);
  scan->title = dup_text (row, 5);
  scan->worth = rambla_money (sqlite3_column_int64 (row, 6), (const char *) sqlite3_column_text (row, 7));
  scan->at_ms = sqlite3_column_int64 (row, 8);
  scan->state = (RamblaCounterScanState) sqlite3_column_int (row, 9);
  scan->verdict = dup_text (row, 10);
  return scan;
}

/* Takes @statement over. */
static GPtrArray *
read_all (RamblaCounterFile *self, sqlite3_stmt *statement, gsize max_bytes, GError **error)
{
  g_autoptr (GPtrArray) scans = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_counter_scan_free);
  gsize bytes = 0;
  int step = SQLITE_ERROR;

  if (statement == NULL)
    return NULL;
  while ((step = sqlite3_step (statement)) == SQLITE_ROW)
    {
      bytes += (gsize) sqlite3_column_bytes (statement, 1) + 3;
      if (scans->len > 0 && bytes > max_bytes)
        break;
      g_ptr_array_add (scans, read_scan (statement));
    }
  if (step != SQLITE_DONE && step != SQLITE_ROW)
    rambla_counter_file_fail (self, error);
  sqlite3_finalize (statement);
  return step == SQLITE_DONE || step == SQLITE_ROW ? g_steal_pointer (&scans) : NULL;
}

RamblaCounterScan *
rambla_counter_file_find_taken (RamblaCounterFile *self, const char *voucher_id, GError **error)
{
  sqlite3_stmt *statement = rambla_counter_file_prepare (
      self, error, SELECT_SCANS "WHERE voucher_id = ? AND state IN (0, 2) ORDER BY sequence DESC LIMIT 1",
      "t", voucher_id);
  g_autoptr (GPtrArray) scans = read_all (self, statement, G_MAXSIZE, error);

  return scans != NULL && scans->len > 0 ? g_ptr_array_steal_index (scans, 0) : NULL;
}

static gboolean
sign (RamblaCounterFile *self,
      RamblaCounterScan *scan,
      const char *presented,
      gint64 known_at,
      GError **error)
{
  sqlite3_stmt *statement =
      rambla_counter_file_prepare (self, error, "SELECT sequence, head FROM device", "");
  g_autofree char *packed = rambla_voucher_token_pack (presented);
  g_autofree char *head = NULL;
  RamblaScan link = { 0 };

  if (statement == NULL || sqlite3_step (statement) != SQLITE_ROW)
    {
      rambla_counter_file_fail (self, error);
      sqlite3_finalize (statement);
      return FALSE;
    }
  scan->sequence = sqlite3_column_int64 (statement, 0) + 1;
  head = dup_text (statement, 1);
  sqlite3_finalize (statement);

  link.device_id = self->device_id;
  link.sequence = scan->sequence;
  link.previous = head;
  link.at_ms = scan->at_ms;
  link.known_at = known_at;
  link.key = scan->key;
  link.store_id = scan->store_id;
  link.presented = packed;
  g_free (scan->text);
  scan->text = rambla_scan_sign (&link, self->secret_key);
  if (scan->text == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "This is too long to be kept");
  return scan->text != NULL;
}

static gboolean
add (RamblaCounterFile *self, RamblaCounterScan *scan, const char *presented, gint64 known_at, GError **error)
{
  g_autofree char *hash = NULL;

  if (!sign (self, scan, presented, known_at, error))
    return FALSE;
  hash = rambla_scan_hash (scan->text);
  return rambla_counter_file_write (
             self, error,
             "INSERT INTO scans (sequence, text, hash, key, voucher_id, store_id, title, amount, "
             "currency, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
             "itttttt"
             "iti",
             scan->sequence, scan->text, hash, scan->key, scan->voucher_id, scan->store_id, scan->title,
             scan->worth.amount, scan->worth.currency, scan->at_ms) &&
         rambla_counter_file_write (self, error, "UPDATE device SET sequence = ?, head = ?", "it",
                                    scan->sequence, hash);
}

gboolean
rambla_counter_file_add_scan (RamblaCounterFile *self,
                              RamblaCounterScan *scan,
                              const char *presented,
                              gint64 known_at,
                              GError **error)
{
  if (!rambla_fault_point_check ("counter.scan-to-store", error) ||
      !rambla_counter_file_run (self, "BEGIN IMMEDIATE", error) ||
      !rambla_counter_file_end (self, add (self, scan, presented, known_at, error), error))
    return FALSE;
  rambla_fault_point ("counter.scan-stored");
  return TRUE;
}

int
rambla_counter_file_count_unsent (RamblaCounterFile *self, GError **error)
{
  sqlite3_stmt *statement =
      rambla_counter_file_prepare (self, error, "SELECT count (*) FROM scans WHERE state = 0", "");
  int count = -1;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    count = sqlite3_column_int (statement, 0);
  else if (statement != NULL)
    rambla_counter_file_fail (self, error);
  sqlite3_finalize (statement);
  return count;
}

GPtrArray *
rambla_counter_file_list_unsent (RamblaCounterFile *self, guint limit, gsize max_bytes, GError **error)
{
  return read_all (self,
                   rambla_counter_file_prepare (self, error,
                                                SELECT_SCANS "WHERE state = 0 ORDER BY sequence LIMIT ?", "i",
                                                (gint64) limit),
                   max_bytes, error);
}

GPtrArray *
rambla_counter_file_list_scans (RamblaCounterFile *self,
                                const char *store_id,
                                gint64 since_ms,
                                GError **error)
{
  return read_all (self,
                   rambla_counter_file_prepare (
                       self, error,
                       SELECT_SCANS
                       "WHERE store_id = ? AND (at_ms >= ? OR state = 0) ORDER BY sequence DESC LIMIT 200",
                       "ti", store_id, since_ms),
                   G_MAXSIZE, error);
}

static gboolean
save_verdict (RamblaCounterFile *self, JsonNode *node, GError **error)
{
  static const char *const words[] = { "redeemed", "conflict", "refused", "not_taken", NULL };
  static const RamblaCounterScanState states[] = { RAMBLA_COUNTER_SCAN_REDEEMED, RAMBLA_COUNTER_SCAN_CONFLICT,
                                                   RAMBLA_COUNTER_SCAN_REFUSED };
  JsonObject *object = rambla_json_as_object (node, error);
  g_autofree char *text = NULL;
  const char *hash;
  int word;

  if (object == NULL || !rambla_json_get_string (object, "hash", 64, &hash, error) ||
      !rambla_json_get_enum (object, "verdict", words, &word, error))
    return FALSE;
  text = rambla_json_to_string (node);
  /* What this account may not hand in stays unsent. */
  if ((gsize) word >= G_N_ELEMENTS (states))
    return rambla_counter_file_write (
        self, error, "UPDATE scans SET verdict = ? WHERE hash = ? AND state = 0", "tt", text, hash);
  return rambla_counter_file_write (
             self, error,
             "INSERT INTO marks SELECT voucher_id, 1, 'redeemed', 253402300799, at_ms / 1000, NULL "
             "FROM scans WHERE hash = ?2 AND ?1 = 1 ON CONFLICT DO UPDATE SET state = 'redeemed', "
             "redeemed_at = excluded.redeemed_at",
             "it", (gint64) states[word], hash) &&
         rambla_counter_file_write (self, error, "UPDATE scans SET state = ?, verdict = ? WHERE hash = ?",
                                    "itt", (gint64) states[word], text, hash);
}

static gboolean
save_all (RamblaCounterFile *self, JsonArray *verdicts, GError **error)
{
  for (guint i = 0; i < json_array_get_length (verdicts); i++)
    if (!save_verdict (self, json_array_get_element (verdicts, i), error))
      return FALSE;
  return TRUE;
}

gboolean
rambla_counter_file_save_verdicts (RamblaCounterFile *self, JsonNode *answer, GError **error)
{
  JsonObject *object = rambla_json_as_object (answer, error);
  JsonArray *verdicts;

  rambla_fault_point ("counter.verdicts-heard");
  if (object == NULL || !rambla_json_get_array (object, "verdicts", 1000, &verdicts, error) ||
      !rambla_counter_file_run (self, "BEGIN IMMEDIATE", error) ||
      !rambla_counter_file_end (self, save_all (self, verdicts, error), error))
    return FALSE;
  rambla_fault_point ("counter.verdicts-stored");
  return TRUE;
}
