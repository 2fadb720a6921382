/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where secrets are kept: the file, the desktop's secret service (a real one, on a bus of its own), and the
 * way from one to the other when the service is missing, locked or dumb. */
#include <glib/gstdio.h>
#include <libsecret/secret.h>
#include <signal.h>
#include <sys/stat.h>

#include "rambla-secrets.h"

#define OWNER "https://platform.example#consumer"

typedef struct
{
  char *folder;
  char *path;
  GSubprocess *service;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("rambla-secrets-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "state", "secrets.json", NULL);
}

static void
stop_service (Fixture *fixture)
{
  if (fixture->service == NULL)
    return;
  g_subprocess_force_exit (fixture->service);
  g_subprocess_wait (fixture->service, NULL, NULL);
  g_clear_object (&fixture->service);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSubprocess) remove = NULL;

  stop_service (fixture);
  remove = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-r", fixture->folder, NULL);
  g_subprocess_wait (remove, NULL, NULL);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
store (RamblaSecrets *secrets, const char *name, const char *secret)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (secret != NULL)
    {
      rambla_secrets_store_async (secrets, name, secret, NULL, on_ready, &result);
      rambla_secrets_store_finish (secrets, wait_for (&result), &error);
    }
  else
    {
      rambla_secrets_clear_async (secrets, name, NULL, on_ready, &result);
      rambla_secrets_clear_finish (secrets, wait_for (&result), &error);
    }
  g_assert_no_error (error);
}

static void
assert_secret (RamblaSecrets *secrets, const char *name, const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *secret = NULL;
  gboolean known;

  rambla_secrets_lookup_async (secrets, name, NULL, on_ready, &result);
  known = rambla_secrets_lookup_finish (secrets, wait_for (&result), &secret, &error);
  g_assert_no_error (error);
  g_assert_true (known);
  g_assert_cmpstr (secret, ==, expected);
}

static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (NULL, fixture->path);
  g_autofree char *state = g_path_get_dirname (fixture->path);
  GStatBuf info;

  assert_secret (secrets, "tokens", NULL);
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_FILE);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  store (secrets, "tokens", "one");
  store (secrets, "holder-key", "ключ \"\n");
  store (secrets, "tokens", "two");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
  g_assert_cmpint (g_stat (state, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0700);
  g_clear_object (&secrets);

  secrets = rambla_secrets_new (NULL, fixture->path);
  assert_secret (secrets, "tokens", "two");
  store (secrets, "tokens", NULL);
  store (secrets, "tokens", NULL);
  assert_secret (secrets, "tokens", NULL);
  assert_secret (secrets, "holder-key", "ключ \"\n");
}

/* The file's mode is put right when somebody else loosened it. */
static void
test_file_mode (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (NULL, fixture->path);
  GStatBuf info;

  store (secrets, "tokens", "one");
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  store (secrets, "tokens", "two");
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 07777, ==, 0600);
}

static void
test_damaged_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (NULL, fixture->path);

  store (secrets, "tokens", "one");
  g_assert_true (g_file_set_contents (fixture->path, "{\"tokens\": \"on", -1, NULL));
  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*holds no secrets that can be read*");
  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*holds no secrets that can be read*");
  assert_secret (secrets, "tokens", NULL);
  store (secrets, "tokens", "two");
  g_test_assert_expected_messages ();
  assert_secret (secrets, "tokens", "two");
}

/* Nothing is lost when the last reference goes before the answer comes. */
static void
test_last_reference (Fixture *fixture, gconstpointer data)
{
  RamblaSecrets *secrets = rambla_secrets_new (NULL, fixture->path);
  g_autoptr (RamblaSecrets) later = rambla_secrets_new (NULL, fixture->path);
  g_autoptr (GAsyncResult) result = NULL;

  for (int i = 0; i < 20; i++)
    {
      g_autofree char *secret = g_strdup_printf ("%d", i);

      rambla_secrets_store_async (secrets, "tokens", secret, NULL, i == 19 ? on_ready : NULL, &result);
    }
  g_object_unref (secrets);
  assert_secret (later, "tokens", "19");
  wait_for (&result);
}

static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "taken", "secrets.json", NULL);
  g_autofree char *taken = g_path_get_dirname (path);
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (NULL, path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  /* A file where the folder should be stops even root. */
  g_assert_true (g_file_set_contents (taken, "", 0, NULL));
  rambla_secrets_store_async (secrets, "tokens", "one", NULL, on_ready, &result);
  g_assert_false (rambla_secrets_store_finish (secrets, wait_for (&result), &error));
  g_assert_nonnull (error);
}

/* --- the service --- */

static gboolean
start_service (Fixture *fixture)
{
  g_autofree char *program = g_find_program_in_path ("gnome-keyring-daemon");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  gboolean there = FALSE;

  if (program == NULL)
    {
      g_test_skip ("gnome-keyring-daemon is not installed");
      return FALSE;
    }
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_setenv (launcher, "HOME", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", fixture->folder, TRUE);
  fixture->service = g_subprocess_launcher_spawn (launcher, &error, program, "--unlock", "--foreground",
                                                  "--components=secrets", NULL);
  g_assert_no_error (error);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->service), "pw", 2, NULL, NULL, NULL);
  g_output_stream_close (g_subprocess_get_stdin_pipe (fixture->service), NULL, NULL);
  for (int i = 0; i < 200 && !there; i++)
    {
      g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
          bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
          "ReadAlias", g_variant_new ("(s)", "default"), G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, 1000,
          NULL, NULL);
      const char *collection = NULL;

      if (answer != NULL)
        g_variant_get (answer, "(&o)", &collection);
      there = collection != NULL && !g_str_equal (collection, "/");
      if (!there)
        g_usleep (50000);
    }
  g_assert_true (there);
  return TRUE;
}

static void
lock_service (void)
{
  g_autoptr (SecretService) service =
      secret_service_open_sync (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, NULL, NULL);
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_sync (
      service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL, NULL);
  g_autoptr (GList) list = g_list_append (NULL, collection);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (collection);
  secret_service_lock_sync (service, list, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
test_no_service (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (OWNER, fixture->path);

  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_UNKNOWN);
  store (secrets, "tokens", "one");
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_FILE);
  assert_secret (secrets, "tokens", "one");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
}

static void
test_service (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (OWNER, fixture->path);
  g_autoptr (RamblaSecrets) other = rambla_secrets_new ("https://other.example#consumer", fixture->path);

  if (!start_service (fixture))
    return;
  assert_secret (secrets, "tokens", NULL);
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_SERVICE);
  store (secrets, "tokens", "one");
  store (secrets, "tokens", "two");
  store (secrets, "holder-key", "ключ");
  assert_secret (other, "tokens", NULL);
  store (other, "tokens", NULL);
  g_clear_object (&secrets);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  secrets = rambla_secrets_new (OWNER, fixture->path);
  assert_secret (secrets, "tokens", "two");
  assert_secret (secrets, "holder-key", "ключ");
  store (secrets, "tokens", NULL);
  store (secrets, "tokens", NULL);
  assert_secret (secrets, "tokens", NULL);
  assert_secret (secrets, "holder-key", "ключ");
}

/* Stored and cleared while there was no service: the service learns both, and the file goes. */
static void
test_service_comes_back (Fixture *fixture, gconstpointer data)
{
  RamblaSecrets *secrets = rambla_secrets_new (OWNER, fixture->path);

  if (!start_service (fixture))
    {
      g_object_unref (secrets);
      return;
    }
  store (secrets, "tokens", "old");
  store (secrets, "holder-key", "old");
  store (secrets, "other", "stays");
  stop_service (fixture);
  store (secrets, "tokens", "new");
  store (secrets, "holder-key", NULL);
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_FILE);
  assert_secret (secrets, "holder-key", NULL);
  g_object_unref (secrets);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  g_assert_true (start_service (fixture));
  secrets = rambla_secrets_new (OWNER, fixture->path);
  assert_secret (secrets, "tokens", "new");
  assert_secret (secrets, "holder-key", NULL);
  assert_secret (secrets, "other", "stays");
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_SERVICE);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_object_unref (secrets);
}

/* Nobody is asked for a password, and nobody waits. */
static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (OWNER, fixture->path);
  gint64 begun;

  if (!start_service (fixture))
    return;
  lock_service ();
  begun = g_get_monotonic_time ();
  store (secrets, "tokens", "one");
  assert_secret (secrets, "tokens", "one");
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_FILE);
}

static void
test_dumb (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaSecrets) secrets = rambla_secrets_new (OWNER, fixture->path);
  g_autoptr (RamblaSecrets) later = NULL;
  gint64 begun;

  if (!start_service (fixture))
    return;
  store (secrets, "tokens", "one");
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_SERVICE);
  g_subprocess_send_signal (fixture->service, SIGSTOP);
  begun = g_get_monotonic_time ();
  store (secrets, "tokens", "two");
  assert_secret (secrets, "tokens", "two");
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 4 * G_USEC_PER_SEC);
  g_assert_cmpint (rambla_secrets_get_place (secrets), ==, RAMBLA_SECRETS_IN_FILE);
  g_subprocess_send_signal (fixture->service, SIGCONT);

  later = rambla_secrets_new (OWNER, fixture->path);
  assert_secret (later, "tokens", "two");
  g_assert_cmpint (rambla_secrets_get_place (later), ==, RAMBLA_SECRETS_IN_SERVICE);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = NULL;
  int result;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/secrets/file", Fixture, NULL, set_up, test_file, tear_down);
  g_test_add ("/secrets/file-mode", Fixture, NULL, set_up, test_file_mode, tear_down);
  g_test_add ("/secrets/damaged-file", Fixture, NULL, set_up, test_damaged_file, tear_down);
  g_test_add ("/secrets/last-reference", Fixture, NULL, set_up, test_last_reference, tear_down);
  g_test_add ("/secrets/unwritable", Fixture, NULL, set_up, test_unwritable, tear_down);
  g_test_add ("/secrets/no-service", Fixture, NULL, set_up, test_no_service, tear_down);
  g_test_add ("/secrets/service", Fixture, NULL, set_up, test_service, tear_down);
  g_test_add ("/secrets/service-comes-back", Fixture, NULL, set_up, test_service_comes_back, tear_down);
  g_test_add ("/secrets/locked", Fixture, NULL, set_up, test_locked, tear_down);
  g_test_add ("/secrets/dumb", Fixture, NULL, set_up, test_dumb, tear_down);

  /* A bus of the test's own, where nothing is started by name. */
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  result = g_test_run ();
  g_test_dbus_stop (bus);
  return result;
}
