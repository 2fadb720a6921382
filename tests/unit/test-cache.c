/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file behind the cache: old, newer and damaged ones, failing writes, and the worker before it. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "rambla-cache-file.h"
#include "rambla-cache.h"

#define HERE "https://platform.example"
#define THERE "https://other.example"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("rambla-cache-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "state", "cache.db", NULL);
}

static void
remove_all (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_all (path);
      else
        g_remove (path);
    }
  g_dir_close (dir);
  g_rmdir (folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static RamblaCacheFile *
open_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *away = NULL;
  RamblaCacheFile *file = rambla_cache_file_open_newest (fixture->path, &away, &error);

  g_assert_no_error (error);
  g_assert_null (away);
  return file;
}

/* @ids: one character each. */
static GPtrArray *
new_rows (const char *ids, const char *json)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_cache_row_free);

  for (const char *id = ids; *id != '\0'; id++)
    {
      RamblaCacheRow *row = g_new0 (RamblaCacheRow, 1);

      row->id = g_strndup (id, 1);
      row->json = g_strdup (json);
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static void
replace (RamblaCacheFile *file, const char *platform, const char *ids, gint64 fetched_at)
{
  g_autoptr (GPtrArray) rows = new_rows (ids, "{}");
  g_autoptr (GError) error = NULL;

  g_assert_true (rambla_cache_file_replace (file, platform, "voucher", rows, fetched_at, &error));
  g_assert_no_error (error);
}

/* The list's ids one behind the other. */
static char *
list (RamblaCacheFile *file, const char *platform, gint64 *fetched_at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = rambla_cache_file_load (file, platform, "voucher", fetched_at, &error);
  g_autoptr (GString) ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    g_string_append (ids, ((RamblaCacheRow *) g_ptr_array_index (rows, i))->id);
  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_list (RamblaCacheFile *file, const char *platform, const char *expected, gint64 expected_at)
{
  gint64 fetched_at;
  g_autofree char *ids = list (file, platform, &fetched_at);

  g_assert_cmpstr (ids, ==, expected);
  g_assert_cmpint (fetched_at, ==, expected_at);
}

static void
test_lists (Fixture *fixture, gconstpointer data)
{
  RamblaCacheFile *file = open_file (fixture);
  g_autoptr (GPtrArray) late = new_rows ("z", "{\"late\":true}");
  g_autoptr (GError) error = NULL;
  struct stat status;

  assert_list (file, HERE, "", 0);
  replace (file, HERE, "cab", 1000);
  replace (file, THERE, "x", 2000);
  assert_list (file, HERE, "cab", 1000);
  /* An empty list has an age too. */
  replace (file, THERE, "", 3000);
  assert_list (file, THERE, "", 3000);

  g_assert_true (rambla_cache_file_put (file, HERE, "voucher", g_ptr_array_index (late, 0), 4000, &error));
  assert_list (file, HERE, "cabz", 1000);
  replace (file, HERE, "bz", 5000);
  assert_list (file, HERE, "bz", 5000);
  rambla_cache_file_close (file);

  file = open_file (fixture);
  assert_list (file, HERE, "bz", 5000);
  g_assert_true (rambla_cache_file_forget (file, HERE, &error));
  assert_list (file, HERE, "", 0);
  assert_list (file, THERE, "", 3000);
  rambla_cache_file_close (file);
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_failing_write (Fixture *fixture, gconstpointer data)
{
  RamblaCacheFile *file = open_file (fixture);
  g_autoptr (GPtrArray) rows = new_rows ("pqr", "{}");
  g_autoptr (GError) error = NULL;

  replace (file, HERE, "ab", 1000);
  /* No document is no document. */
  g_clear_pointer (&((RamblaCacheRow *) g_ptr_array_index (rows, 2))->json, g_free);
  g_assert_false (rambla_cache_file_replace (file, HERE, "voucher", rows, 2000, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  assert_list (file, HERE, "ab", 1000);
  replace (file, HERE, "c", 3000);
  assert_list (file, HERE, "c", 3000);
  rambla_cache_file_close (file);
}

static const char *const steps[] = {
  "CREATE TABLE lists (platform TEXT NOT NULL, kind TEXT NOT NULL, fetched_at INTEGER NOT NULL, PRIMARY KEY "
  "(platform, kind)) STRICT; CREATE TABLE documents (platform TEXT, kind TEXT, id TEXT, json TEXT, PRIMARY "
  "KEY (platform, kind, id)) STRICT; INSERT INTO lists VALUES ('" HERE "', 'voucher', 7); INSERT INTO "
  "documents VALUES ('" HERE "', 'voucher', 'o', '{}')",
  "ALTER TABLE documents ADD COLUMN fetched_at INTEGER NOT NULL DEFAULT 0; ALTER TABLE documents ADD COLUMN "
  "position INTEGER NOT NULL DEFAULT 0",
};

static void
test_old_version (Fixture *fixture, gconstpointer data)
{
  const char *const broken[] = { steps[0], "ALTER TABLE documents ADD COLUMN position INTEGER; no SQL" };
  g_autofree char *away = NULL;
  g_autoptr (GError) error = NULL;
  RamblaCacheFile *file;

  /* Statements are prepared for the newest form, so the first step alone gives no file, but leaves one. */
  g_assert_null (rambla_cache_file_open (fixture->path, steps, 1, &away, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);

  /* A step that fails leaves nothing of itself, and the file where it is. */
  g_assert_null (rambla_cache_file_open (fixture->path, broken, 2, &away, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (away);

  file = rambla_cache_file_open (fixture->path, steps, 2, &away, &error);
  g_assert_no_error (error);
  g_assert_null (away);
  g_assert_cmpint (rambla_cache_file_get_version (file), ==, 2);
  assert_list (file, HERE, "o", 7);
  rambla_cache_file_close (file);
}

static void
test_newer_version (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = NULL;
  g_autoptr (GError) error = NULL;
  RamblaCacheFile *file = open_file (fixture);
  sqlite3 *database;

  replace (file, HERE, "a", 1000);
  rambla_cache_file_close (file);
  g_assert_cmpint (sqlite3_open (fixture->path, &database), ==, SQLITE_OK);
  sqlite3_exec (database, "PRAGMA user_version = 99", NULL, NULL, NULL);
  sqlite3_close (database);

  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*newer*");
  file = rambla_cache_file_open_newest (fixture->path, &away, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  assert_list (file, HERE, "", 0);
  rambla_cache_file_close (file);

  /* What was there is still there, under another name. */
  g_assert_nonnull (away);
  g_assert_cmpint (sqlite3_open_v2 (away, &database, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "SELECT json FROM documents", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (database);
}

static void
assert_set_aside (Fixture *fixture, const char *content, gsize length)
{
  g_autofree char *away = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;
  gsize kept_length;
  RamblaCacheFile *file;

  g_file_set_contents (fixture->path, content, (gssize) length, &error);
  g_assert_no_error (error);
  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*it is now*");
  file = rambla_cache_file_open_newest (fixture->path, &away, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  replace (file, HERE, "n", 1000);
  assert_list (file, HERE, "n", 1000);
  rambla_cache_file_close (file);
  g_assert_true (g_file_get_contents (away, &kept, &kept_length, NULL));
  g_assert_cmpmem (kept, kept_length, content, length);
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  RamblaCacheFile *file = open_file (fixture);
  g_autofree char *content = NULL;
  gsize length;

  for (char c = 'a'; c <= 'z'; c++)
    {
      char ids[] = { c, '\0' };

      replace (file, ids, "abcdefghij", 1000);
    }
  rambla_cache_file_close (file);
  assert_set_aside (fixture, "this was never a database, just some words that lie here", 57);
  assert_set_aside (fixture, "another one", 11);

  g_assert_true (g_file_get_contents (fixture->path, &content, &length, NULL));
  /* Pages of nonsense behind a good first one. */
  g_assert_cmpint (length, >=, 8192);
  memset (content + 4096, 0x5a, length - 4096);
  assert_set_aside (fixture, content, length);
}

static void
test_no_rights (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *below = NULL;

  /* A folder cannot be made below a file. */
  g_file_set_contents (folder, "a file", -1, NULL);
  g_assert_null (rambla_cache_file_open_newest (fixture->path, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_get_contents (folder, &below, NULL, NULL));
  g_assert_cmpstr (below, ==, "a file");
}

static gpointer
use_elsewhere (gpointer data)
{
  rambla_cache_file_get_version (data);
  return NULL;
}

static void
test_one_thread (Fixture *fixture, gconstpointer data)
{
  RamblaCacheFile *file;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr ("*g_thread_self*");
      return;
    }
  file = open_file (fixture);
  g_thread_join (g_thread_new ("other", use_elsewhere, file));
}

/* --- the worker --- */

typedef struct
{
  GMainLoop *loop;
  GAsyncResult *result;
} Waiting;

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->result = g_object_ref (result);
  g_main_loop_quit (waiting->loop);
}

static GAsyncResult *
wait_for (Waiting *waiting)
{
  g_main_loop_run (waiting->loop);
  return g_steal_pointer (&waiting->result);
}

/* Any object will do: the document hangs on it. */
static GObject *
read_document (JsonNode *document, GError **error)
{
  GObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (document))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "No object");
      return NULL;
    }
  object = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data_full (object, "document", json_node_ref (document), (GDestroyNotify) json_node_unref);
  return object;
}

static void
test_worker (Fixture *fixture, gconstpointer data)
{
  RamblaCache *cache = rambla_cache_new (fixture->path, HERE);
  Waiting waiting = { g_main_loop_new (NULL, FALSE), NULL };
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RamblaCachedList) loaded = NULL;
  g_autoptr (JsonNode) word = json_from_string ("\"word\"", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *json = g_strdup_printf ("{\"n\":%u}", i);

      g_ptr_array_add (ids, g_strdup_printf ("%u", i));
      g_ptr_array_add (documents, json_from_string (json, NULL));
    }
  rambla_cache_replace_async (cache, "voucher", ids, documents, 1000, NULL, NULL, NULL);
  rambla_cache_put_async (cache, "voucher", "word", word, 1000, NULL, on_ready, &waiting);
  result = wait_for (&waiting);
  g_assert_true (rambla_cache_put_finish (cache, result, &error));
  g_clear_object (&result);

  /* One that cannot be read is left out, the others come. */
  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*word cannot be read*");
  rambla_cache_load_async (cache, "voucher", read_document, NULL, on_ready, &waiting);
  result = wait_for (&waiting);
  loaded = rambla_cache_load_finish (cache, result, &error);
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  g_assert_cmpuint (loaded->items->len, ==, 1000);
  g_assert_cmpint (loaded->fetched_at, ==, 1000);
  g_clear_object (&result);

  /* What was asked for before it goes is done. */
  g_ptr_array_set_size (ids, 1);
  g_ptr_array_set_size (documents, 1);
  rambla_cache_replace_async (cache, "voucher", ids, documents, 2000, NULL, NULL, NULL);
  g_object_unref (cache);
  g_clear_pointer (&loaded, rambla_cached_list_free);
  cache = rambla_cache_new (fixture->path, HERE);
  rambla_cache_load_async (cache, "voucher", read_document, NULL, on_ready, &waiting);
  result = wait_for (&waiting);
  loaded = rambla_cache_load_finish (cache, result, &error);
  g_assert_cmpuint (loaded->items->len, ==, 1);
  g_assert_cmpint (loaded->fetched_at, ==, 2000);
  g_object_unref (cache);
  g_main_loop_unref (waiting.loop);
}

static void
test_worker_without_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (RamblaCache) cache = rambla_cache_new (fixture->path, HERE);
  Waiting waiting = { g_main_loop_new (NULL, FALSE), NULL };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (folder, "a file", -1, NULL);
  rambla_cache_load_async (cache, "voucher", read_document, NULL, on_ready, &waiting);
  result = wait_for (&waiting);
  g_assert_null (rambla_cache_load_finish (cache, result, &error));
  g_assert_nonnull (error);
  g_main_loop_unref (waiting.loop);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/cache/lists", Fixture, NULL, set_up, test_lists, tear_down);
  g_test_add ("/cache/failing-write", Fixture, NULL, set_up, test_failing_write, tear_down);
  g_test_add ("/cache/old-version", Fixture, NULL, set_up, test_old_version, tear_down);
  g_test_add ("/cache/newer-version", Fixture, NULL, set_up, test_newer_version, tear_down);
  g_test_add ("/cache/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/cache/no-rights", Fixture, NULL, set_up, test_no_rights, tear_down);
  g_test_add ("/cache/one-thread", Fixture, NULL, set_up, test_one_thread, tear_down);
  g_test_add ("/cache/worker", Fixture, NULL, set_up, test_worker, tear_down);
  g_test_add ("/cache/worker-without-file", Fixture, NULL, set_up, test_worker_without_file, tear_down);
  return g_test_run ();
}
