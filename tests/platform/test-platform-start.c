/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the program starts, refuses to start, and ends. */
#include "platform-fixture.h"
#include "raw-exchange.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define DATABASE "platform.db"

static void
test_ready (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  g_autoptr (PlatformAnswer) health = platform_fixture_get (fixture, "/healthz", NULL);
  g_autoptr (PlatformAnswer) contract = platform_fixture_get (fixture, "/v1/openapi.yaml", NULL);
  g_autoptr (PlatformAnswer) missing = platform_fixture_get (fixture, "/v1/nothing", NULL);
  g_autoptr (PlatformAnswer) same = NULL;
  g_autofree char *source = g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "data", "openapi.yaml", NULL);
  g_autofree char *expected = NULL;
  struct stat about;
  gsize length;

  g_assert_nonnull (json_object_get_string_member (platform_fixture_get_ready (fixture), "version"));
  g_assert_cmpuint (health->status, ==, 200);
  g_assert_cmpstr (json_object_get_string_member (platform_answer_get_object (health), "status"), ==, "ok");

  g_assert_true (g_file_get_contents (source, &expected, &length, NULL));
  g_assert_cmpuint (contract->status, ==, 200);
  g_assert_cmpstr (contract->type, ==, "application/yaml");
  g_assert_cmpmem (g_bytes_get_data (contract->body, NULL), g_bytes_get_size (contract->body), expected,
                   length);
  same =
      platform_fixture_call (fixture, "GET", "/v1/openapi.yaml", NULL, "If-None-Match", contract->etag, NULL);
  g_assert_cmpuint (same->status, ==, 304);

  platform_answer_assert_problem (missing, 404, "not_found");
  g_assert_cmpint (g_stat (platform_fixture_get_data_directory (fixture), &about), ==, 0);
  g_assert_cmpint (about.st_mode & 0077, ==, 0);
}

static void
test_again (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (PlatformAnswer) health = NULL;

      if (i == 1)
        platform_fixture_kill (fixture); /* leaves lock and log as they are */
      else
        platform_fixture_stop (fixture);
      platform_fixture_start (fixture);
      health = platform_fixture_get (fixture, "/healthz", NULL);
      g_assert_cmpuint (health->status, ==, 200);
    }
}

static void
test_interrupt (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  int fd = raw_connect (platform_fixture_get_port (fixture));
  g_autofree char *rest = NULL;

  /* A connection that is idle does not hold it up; it is closed. */
  g_assert_cmpint (kill (platform_fixture_get_pid (fixture), SIGINT), ==, 0);
  rest = raw_read_to_end (fd);
  g_assert_cmpstr (rest, ==, "");
  close (fd);
}

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("rambla-start-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* One sentence: one line that begins with the program's name. */
static void
assert_one_sentence (const char *errors)
{
  g_assert_true (g_str_has_prefix (errors, "rambla-platform: "));
  g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
}

static void
test_bad_arguments (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  const char *const bad[][7] = {
    { NULL },
    { "--data", NULL },
    { "--nonsense", NULL },
    { "--data", data, "surplus", NULL },
    { "--data", data, "--listen", "nowhere", NULL },
    { "--data", data, "--listen", "0.0.0.0:0", NULL },
    { "--data", data, "--listen", "127.0.0.1:99999", NULL },
    { "--data", data, "--city", "/no/such/city", NULL },
    { "--data", data, "--city", folder, NULL }, /* a folder, but no city */
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *errors = NULL;

      g_test_message ("%u", i);
      g_assert_cmpint (platform_fixture_run (bad[i], &errors), ==, 2);
      assert_one_sentence (errors);
      g_assert_false (g_file_test (data, G_FILE_TEST_EXISTS));
    }
  platform_fixture_remove_folder (folder);
}

static void
test_port_in_use (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  g_autofree char *folder = make_folder ();
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *address = g_strdup_printf ("127.0.0.1:%u", platform_fixture_get_port (fixture));
  const char *const arguments[] = { "--data", data, "--listen", address, NULL };
  g_autofree char *errors = NULL;

  g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 5);
  assert_one_sentence (errors);
  g_assert_nonnull (strstr (errors, address));
  g_assert_false (g_file_test (data, G_FILE_TEST_EXISTS));
  platform_fixture_remove_folder (folder);
}

static void
test_data_in_use (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  const char *const arguments[] = { "--data", platform_fixture_get_data_directory (fixture), NULL };
  g_autofree char *errors = NULL;
  g_autoptr (PlatformAnswer) health = NULL;

  g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 3);
  assert_one_sentence (errors);
  health = platform_fixture_get (fixture, "/healthz", NULL);
  g_assert_cmpuint (health->status, ==, 200);
}

static void
test_data_not_writable (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "data", NULL);
  const char *const bad[] = { file, below, "/proc/rambla", "/proc" };

  g_assert_true (g_file_set_contents (file, "x", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const arguments[] = { "--data", bad[i], NULL };
      g_autofree char *errors = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 3);
      assert_one_sentence (errors);
    }
  platform_fixture_remove_folder (folder);
}

/* Everything in the folder, and when it was changed. */
static char *
describe_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;
      g_autofree char *sum = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (child, &content, &length, NULL));
      sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
      g_string_append_printf (text, "%s %s\n", name, sum);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_newer_schema (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  const char *data = platform_fixture_get_data_directory (fixture);
  g_autofree char *path = g_build_filename (data, DATABASE, NULL);
  const char *const arguments[] = { "--data", data, NULL };
  g_autofree char *errors = NULL;
  g_autofree char *before = NULL, *after = NULL;
  sqlite3 *database;

  platform_fixture_stop (fixture);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database, "PRAGMA user_version=9999", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
  before = describe_folder (data);
  g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 4);
  assert_one_sentence (errors);
  after = describe_folder (data);
  g_assert_cmpstr (before, ==, after);
}

static void
test_foreign_database (void)
{
  static const char *const contents[] = { "this is a letter to my grandmother, and no database at all", "" };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *folder = make_folder ();
      g_autofree char *path = g_build_filename (folder, DATABASE, NULL);
      const char *const arguments[] = { "--data", folder, NULL };
      g_autofree char *errors = NULL;
      g_autofree char *before = NULL, *after = NULL;

      if (*contents[i] != '\0')
        g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      else
        {
          sqlite3 *database;

          g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
          g_assert_cmpint (sqlite3_exec (database, "CREATE TABLE theirs (a)", NULL, NULL, NULL), ==,
                           SQLITE_OK);
          g_assert_cmpint (sqlite3_close (database), ==, SQLITE_OK);
        }
      before = describe_folder (folder);
      g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 3);
      assert_one_sentence (errors);
      after = describe_folder (folder);
      g_assert_cmpstr (before, ==, after);
      platform_fixture_remove_folder (folder);
    }
}

static void
test_version (void)
{
  g_autofree char *output = NULL;
  const char *argv[] = { platform_fixture_get_program (), "--version", NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &output, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_str_has_prefix (output, "rambla-platform "));
}

/* Nonsense over many connections at once: it is refused, and the program lives. */
static void
test_noise (void)
{
  g_autoptr (PlatformFixture) fixture = platform_fixture_new (NULL);
  g_autoptr (PlatformAnswer) health = NULL;
  GRand *random = g_rand_new_with_seed (20261121);
  static const char start[] =
      "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nAccept: */*\r\n\r\n0123456789";

  for (int i = 0; i < 400; i++)
    {
      int fd = raw_connect (platform_fixture_get_port (fixture));
      g_autofree char *answer = NULL;
      char bytes[sizeof start];

      memcpy (bytes, start, sizeof start);
      for (int j = g_rand_int_range (random, 1, 6); j > 0; j--)
        bytes[g_rand_int_range (random, 0, sizeof start - 1)] = (char) g_rand_int_range (random, 0, 256);
      raw_send (fd, bytes, sizeof start - 1, TRUE);
      raw_send (fd, "\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", -1, TRUE);
      shutdown (fd, SHUT_WR);
      close (fd);
    }
  g_rand_free (random);
  health = platform_fixture_get (fixture, "/healthz", NULL);
  g_assert_cmpuint (health->status, ==, 200);
}

/* More connections than the process may have files: the surplus waits, the database does not starve. */
static void
test_few_files (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *command =
      g_strdup_printf ("ulimit -n 300; exec '%s' --data '%s/data'", platform_fixture_get_program (), folder);
  g_autoptr (GError) error = NULL;
  const char *const shell[] = { "/bin/sh", "-c", command, NULL };
  g_autoptr (GSubprocess) process = platform_fixture_spawn (shell, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *said = NULL;
  g_autofree char *answer = NULL;
  guint16 port;
  int fds[400];

  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  said = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  port = (guint16) atoi (strstr (said, "127.0.0.1:") + strlen ("127.0.0.1:"));
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fds[i] = raw_connect (port);
      raw_send (fds[i], "GET /healthz HTTP/1.1\r\nHost: x\r\n", -1, FALSE);
    }
  /* The first is served, whatever else is there. */
  raw_send (fds[0], "\r\n", -1, FALSE);
  answer = raw_read_answer (fds[0], FALSE);
  g_assert_cmpuint (raw_get_status (answer), ==, 200);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  /* And the last, who had to wait, once the others have gone. */
  raw_send (fds[G_N_ELEMENTS (fds) - 1], "\r\n", -1, FALSE);
  g_free (answer);
  answer = raw_read_answer (fds[G_N_ELEMENTS (fds) - 1], FALSE);
  g_assert_cmpuint (raw_get_status (answer), ==, 200);
  close (fds[G_N_ELEMENTS (fds) - 1]);
  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  platform_fixture_remove_folder (folder);
}

static void
test_bad_city (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *city = g_build_filename (folder, "city", NULL);
  g_autofree char *head = g_build_filename (city, "city.json", NULL);
  const char *const arguments[] = { "--data", data, "--city", city, NULL };
  g_autofree char *errors = NULL;

  g_assert_cmpint (g_mkdir (city, 0700), ==, 0);
  g_assert_true (g_file_set_contents (head, "{\"format\":1,", -1, NULL));
  g_assert_cmpint (platform_fixture_run (arguments, &errors), ==, 2);
  assert_one_sentence (errors);
  g_assert_false (g_file_test (data, G_FILE_TEST_EXISTS));
  platform_fixture_remove_folder (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start/ready", test_ready);
  g_test_add_func ("/start/again", test_again);
  g_test_add_func ("/start/interrupt", test_interrupt);
  g_test_add_func ("/start/bad-arguments", test_bad_arguments);
  g_test_add_func ("/start/port-in-use", test_port_in_use);
  g_test_add_func ("/start/data-in-use", test_data_in_use);
  g_test_add_func ("/start/data-not-writable", test_data_not_writable);
  g_test_add_func ("/start/newer-schema", test_newer_schema);
  g_test_add_func ("/start/foreign-database", test_foreign_database);
  g_test_add_func ("/start/version", test_version);
  g_test_add_func ("/start/noise", test_noise);
  g_test_add_func ("/start/few-files", test_few_files);
  g_test_add_func ("/start/bad-city", test_bad_city);
  return g_test_run ();
}
