/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-file-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#include "rambla-fault-point.h"
#include "rambla-json.h"
#include "rambla-scan.h"

#define BUSY_MS 5000
#define SEED_SIZE crypto_sign_SEEDBYTES
/* 1: the first */
#define VERSION 1

static const char *const schema =
    "CREATE TABLE device (one INTEGER PRIMARY KEY CHECK (one = 1), seed BLOB NOT NULL, sequence INTEGER NOT "
    "NULL,"
    "  head TEXT NOT NULL) STRICT;"
    "CREATE TABLE documents (store_id TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT;"
    "CREATE TABLE feeds (merchant_id TEXT PRIMARY KEY, cursor TEXT, known_at INTEGER NOT NULL) STRICT;"
    "CREATE TABLE marks (voucher_id TEXT PRIMARY KEY, generation INTEGER NOT NULL, state TEXT NOT NULL,"
    "  valid_until INTEGER NOT NULL, redeemed_at INTEGER NOT NULL, store_name TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE scans (sequence INTEGER PRIMARY KEY, text TEXT NOT NULL, hash TEXT NOT NULL UNIQUE, key "
    "TEXT NOT NULL,"
    "  voucher_id TEXT NOT NULL, store_id TEXT NOT NULL, title TEXT NOT NULL, amount INTEGER NOT NULL,"
    "  currency TEXT NOT NULL, at_ms INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0, verdict TEXT) "
    "STRICT;"
    "CREATE INDEX scans_unsent ON scans (sequence) WHERE state = 0;"
    "CREATE INDEX scans_of_voucher ON scans (voucher_id);"
    "CREATE INDEX scans_of_store ON scans (store_id, at_ms);"
    "CREATE TABLE clock (one INTEGER PRIMARY KEY CHECK (one = 1), server_us INTEGER NOT NULL, boot_us "
    "INTEGER NOT NULL,"
    "  boot_id TEXT) STRICT;";

gboolean
rambla_counter_file_fail (RamblaCounterFile *self, GError **error)
{
  int code = sqlite3_errcode (self->database);

  g_set_error (error, G_IO_ERROR,
               code == SQLITE_FULL                               ? G_IO_ERROR_NO_SPACE
               : code == SQLITE_CORRUPT || code == SQLITE_NOTADB ? G_IO_ERROR_INVALID_DATA
               : code == SQLITE_READONLY                         ? G_IO_ERROR_READ_ONLY
                                                                 : G_IO_ERROR_FAILED,
               "The counter's file: %s", sqlite3_errmsg (self->database));
  return FALSE;
}

gboolean
rambla_counter_file_run (RamblaCounterFile *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK ||
         rambla_counter_file_fail (self, error);
}

gboolean
rambla_counter_file_end (RamblaCounterFile *self, gboolean good, GError **error)
{
  if (good && rambla_counter_file_run (self, "COMMIT", error))
    return TRUE;
  /* A full disk may have rolled back already. */
  if (!sqlite3_get_autocommit (self->database))
    rambla_counter_file_run (self, "ROLLBACK", NULL);
  return FALSE;
}

static sqlite3_stmt *
prepare_va (RamblaCounterFile *self, GError **error, const char *sql, const char *types, va_list values)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->database, sql, -1, &statement, NULL) != SQLITE_OK)
    {
      rambla_counter_file_fail (self, error);
      return NULL;
    }
  for (int i = 0; types[i] != '\0'; i++)
    if (types[i] == 'i')
      sqlite3_bind_int64 (statement, i + 1, va_arg (values, gint64));
    else
      sqlite3_bind_text (statement, i + 1, va_arg (values, const char *), -1, SQLITE_TRANSIENT);
  return statement;
}

sqlite3_stmt *
rambla_counter_file_prepare (RamblaCounterFile *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;

  va_start (values, types);
  statement = prepare_va (self, error, sql, types, values);
  va_end (values);
  return statement;
}

gboolean
rambla_counter_file_write (RamblaCounterFile *self, GError **error, const char *sql, const char *types, ...)
{
  sqlite3_stmt *statement;
  va_list values;
  gboolean done;

  va_start (values, types);
  statement = prepare_va (self, error, sql, types, values);
  va_end (values);
  if (statement == NULL)
    return FALSE;
  done = sqlite3_step (statement) == SQLITE_DONE || rambla_counter_file_fail (self, error);
  sqlite3_finalize (statement);
  return done;
}

/* --- opening --- */

static gboolean
make_device (RamblaCounterFile *self, GError **error)
{
  guint8 seed[SEED_SIZE];
  g_autofree char *hex = g_malloc (2 * SEED_SIZE + 1);
  g_autofree char *head = NULL;
  g_autofree char *id = NULL;
  gboolean made;

  randombytes_buf (seed, sizeof seed);
  crypto_sign_seed_keypair (self->public_key, self->secret_key, seed);
  id = rambla_scan_derive_device_id (self->public_key);
  head = rambla_scan_hash (id);
  sodium_bin2hex (hex, 2 * SEED_SIZE + 1, seed, sizeof seed);
  made = rambla_counter_file_write (self, error, "INSERT INTO device VALUES (1, CAST (?1 AS BLOB), 0, ?2)",
                                    "tt", hex, head);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (hex, 2 * SEED_SIZE);
  return made;
}

static gboolean
load_device (RamblaCounterFile *self, GError **error)
{
  sqlite3_stmt *statement = rambla_counter_file_prepare (self, error, "SELECT seed FROM device", "");
  guint8 seed[SEED_SIZE];
  gboolean found;

  if (statement == NULL)
    return FALSE;
  found = sqlite3_step (statement) == SQLITE_ROW &&
          sodium_hex2bin (seed, sizeof seed, sqlite3_column_blob (statement, 0),
                          (size_t) sqlite3_column_bytes (statement, 0), NULL, NULL, NULL) == 0;
  sqlite3_finalize (statement);
  if (!found)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The counter's file has no key");
      return FALSE;
    }
  crypto_sign_seed_keypair (self->public_key, self->secret_key, seed);
  sodium_memzero (seed, sizeof seed);
  self->device_id = rambla_scan_derive_device_id (self->public_key);
  return TRUE;
}

static gboolean
set_up (RamblaCounterFile *self, GError **error)
{
  g_autofree char *step = g_strdup_printf ("PRAGMA user_version = %d", VERSION);
  sqlite3_stmt *statement;
  int version;

  sqlite3_busy_timeout (self->database, BUSY_MS);
  /* What was accepted survives the loss of power. */
  if (!rambla_counter_file_run (self, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", error))
    return FALSE;
  statement = rambla_counter_file_prepare (self, error, "PRAGMA user_version", "");
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) != SQLITE_ROW)
    {
      sqlite3_finalize (statement);
      return rambla_counter_file_fail (self, error);
    }
  version = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  if (version > VERSION)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   "The counter's file is of version %d, newer than %d", version, VERSION);
      return FALSE;
    }
  if (version == 0 &&
      (!rambla_counter_file_run (self, "BEGIN IMMEDIATE", error) ||
       !rambla_counter_file_end (self,
                                 rambla_counter_file_run (self, schema, error) && make_device (self, error) &&
                                     rambla_counter_file_run (self, step, error),
                                 error)))
    return FALSE;
  return load_device (self, error);
}

RamblaCounterFile *
rambla_counter_file_open (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (RamblaCounterFile) self = g_new0 (RamblaCounterFile, 1);

  if (sodium_init () < 0 || g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s cannot be made: %s", folder,
                   g_strerror (code));
      return NULL;
    }
  if (sqlite3_open_v2 (path, &self->database,
                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    {
      rambla_counter_file_fail (self, error);
      return NULL;
    }
  /* Before the key is in it. */
  if (g_chmod (path, 0600) != 0)
    g_warning ("%s: %s", path, g_strerror (errno));
  return set_up (self, error) ? g_steal_pointer (&self) : NULL;
}

void
rambla_counter_file_close (RamblaCounterFile *self)
{
  sqlite3_close (self->database);
  sodium_memzero (self->secret_key, sizeof self->secret_key);
  g_free (self->device_id);
  g_free (self);
}

const char *
rambla_counter_file_get_device_id (RamblaCounterFile *self)
{
  return self->device_id;
}

const guint8 *
rambla_counter_file_get_public_key (RamblaCounterFile *self)
{
  return self->public_key;
}

/* --- what the platform said --- */

gboolean
rambla_counter_file_save_document (RamblaCounterFile *self,
                                   const char *store_id,
                                   const char *text,
                                   GError **error)
{
  return rambla_counter_file_write (self, error, "INSERT OR REPLACE INTO documents VALUES (?, ?)", "tt",
                                    store_id, text);
}

char *
rambla_counter_file_load_document (RamblaCounterFile *self, const char *store_id, GError **error)
{
  sqlite3_stmt *statement = rambla_counter_file_prepare (
      self, error, "SELECT text FROM documents WHERE store_id = ?", "t", store_id);
  char *text = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  return text;
}

gboolean
rambla_counter_file_get_feed (RamblaCounterFile *self,
                              const char *merchant_id,
                              char **cursor,
                              gint64 *known_at,
                              GError **error)
{
  sqlite3_stmt *statement = rambla_counter_file_prepare (
      self, error, "SELECT cursor, known_at FROM feeds WHERE merchant_id = ?", "t", merchant_id);

  *cursor = NULL;
  *known_at = 0;
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      *cursor = g_strdup ((const char *) sqlite3_column_text (statement, 0));
      *known_at = sqlite3_column_int64 (statement, 1);
    }
  sqlite3_finalize (statement);
  return TRUE;
}

static gboolean
save_revocation (RamblaCounterFile *self, JsonNode *node, GError **error)
{
  static const char *const states[] = { "active", "redeemed", "refunded", "expired", NULL };
  JsonObject *object = rambla_json_as_object (node, error);
  const char *voucher_id;
  const char *store_name;
  gint64 generation;
  gint64 valid_until;
  gint64 redeemed_at;
  int state;

  return object != NULL && rambla_json_get_id (object, "voucher_id", NULL, &voucher_id, error) &&
         rambla_json_get_int (object, "generation", 1, G_MAXINT, &generation, error) &&
         rambla_json_get_enum (object, "state", states, &state, error) &&
         rambla_json_get_time (object, "valid_until", &valid_until, error) &&
         rambla_json_get_time_or (object, "redeemed_at", 0, &redeemed_at, error) &&
         rambla_json_get_string_or (object, "store_name", 1000, NULL, &store_name, error) &&
         rambla_counter_file_write (self, error, "INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?, ?, ?)",
                                    "titiit", voucher_id, generation, states[state],
                                    valid_until / G_USEC_PER_SEC, redeemed_at / G_USEC_PER_SEC, store_name);
}

static gboolean
save_page (RamblaCounterFile *self,
           const char *merchant_id,
           JsonObject *object,
           gboolean *more,
           GError **error)
{
  JsonArray *revocations;
  const char *cursor;
  gint64 server_time;

  if (!rambla_json_get_array (object, "revocations", 1000, &revocations, error) ||
      !rambla_json_get_bool (object, "more", more, error) ||
      !rambla_json_get_time (object, "server_time", &server_time, error) ||
      !rambla_json_get_string_or (object, "cursor", 512, NULL, &cursor, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (revocations); i++)
    if (!save_revocation (self, json_array_get_element (revocations, i), error))
      return FALSE;
  server_time /= G_USEC_PER_SEC;
  /* Only the last page makes the list complete; what has ended is refused by its own date. */
  return rambla_counter_file_write (
             self, error,
             "INSERT INTO feeds VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET cursor = "
             "coalesce (?2, cursor), known_at = max (known_at, ?3)",
             "tti", merchant_id, cursor, *more ? (gint64) 0 : server_time) &&
         rambla_counter_file_write (self, error, "DELETE FROM marks WHERE valid_until < ?", "i",
                                    server_time - 86400);
}

gboolean
rambla_counter_file_save_revocations (RamblaCounterFile *self,
                                      const char *merchant_id,
                                      JsonNode *page,
                                      gboolean *more,
                                      GError **error)
{
  JsonObject *object = rambla_json_as_object (page, error);

  *more = FALSE;
  return object != NULL && rambla_counter_file_run (self, "BEGIN IMMEDIATE", error) &&
         rambla_counter_file_end (self, save_page (self, merchant_id, object, more, error), error);
}

gboolean
rambla_counter_file_set_mark (RamblaCounterFile *self,
                              const char *voucher_id,
                              gint64 generation,
                              const char *state,
                              gint64 at,
                              const char *store_name,
                              GError **error)
{
  return rambla_counter_file_write (self, error,
                                    "INSERT INTO marks VALUES (?1, ?2, ?3, 253402300799, ?4, ?5) ON CONFLICT "
                                    "DO UPDATE SET state = ?3, redeemed_at = "
                                    "?4, store_name = ?5, generation = max (generation, ?2)",
                                    "titit", voucher_id, MAX (generation, 1), state, at, store_name);
}

RamblaCounterMark *
rambla_counter_file_find_mark (RamblaCounterFile *self, const char *voucher_id, GError **error)
{
  sqlite3_stmt *statement = rambla_counter_file_prepare (
      self, error, "SELECT generation, state, redeemed_at, store_name FROM marks WHERE voucher_id = ?", "t",
      voucher_id);
  RamblaCounterMark *mark = NULL;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    {
      mark = g_new0 (RamblaCounterMark, 1);
      mark->generation = sqlite3_column_int64 (statement, 0);
      mark->state = g_strdup ((const char *) sqlite3_column_text (statement, 1));
      mark->redeemed_at = sqlite3_column_int64 (statement, 2);
      mark->store_name = g_strdup ((const char *) sqlite3_column_text (statement, 3));
    }
  sqlite3_finalize (statement);
  return mark;
}

void
rambla_counter_mark_free (RamblaCounterMark *mark)
{
  g_free (mark->state);
  g_free (mark->store_name);
  g_free (mark);
}

gboolean
rambla_counter_file_load_clock (RamblaCounterFile *self, RamblaCounterClock *clock, GError **error)
{
  sqlite3_stmt *statement =
      rambla_counter_file_prepare (self, error, "SELECT server_us, boot_us, boot_id FROM clock", "");

  *clock = (RamblaCounterClock){ 0 };
  if (statement == NULL)
    return FALSE;
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      clock->server_us = sqlite3_column_int64 (statement, 0);
      clock->boot_us = sqlite3_column_int64 (statement, 1);
      clock->boot_id = g_strdup ((const char *) sqlite3_column_text (statement, 2));
    }
  sqlite3_finalize (statement);
  return TRUE;
}

gboolean
rambla_counter_file_save_clock (RamblaCounterFile *self, const RamblaCounterClock *clock, GError **error)
{
  return rambla_counter_file_write (self, error, "INSERT OR REPLACE INTO clock VALUES (1, ?, ?, ?)", "iit",
                                    clock->server_us, clock->boot_us, clock->boot_id);
}
