/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>

#include "rambla-client.h"
#include "rambla-demo.h"
#include "rambla-purchases.h"

/* These start the real platform with a small city. */

typedef struct
{
  GMainLoop *loop;
  char *address;
  GError *error;
} Wait;

static void
on_start_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->address = rambla_demo_start_finish (RAMBLA_DEMO (source), result, &wait->error);
  g_main_loop_quit (wait->loop);
}

/* Returns: (transfer full) (nullable): the address, or NULL and @error */
static char *
start (RamblaDemo *demo, GError **error)
{
  Wait wait = { g_main_loop_new (NULL, FALSE), NULL, NULL };

  rambla_demo_start_async (demo, NULL, on_start_ready, &wait);
  g_main_loop_run (wait.loop);
  g_main_loop_unref (wait.loop);
  if (wait.error != NULL)
    g_propagate_error (error, wait.error);
  return wait.address;
}

static gboolean
answers (const char *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_uri (client, address, 80, NULL, NULL);
  return connection != NULL;
}

static void
assert_ends (const char *address)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (answers (address))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (20000);
    }
}

static char *
make_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "town", NULL);
}

static void
test_shared (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (RamblaDemo) first = rambla_demo_new (folder);
  g_autoptr (RamblaDemo) second = rambla_demo_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (first, &error);
  g_autofree char *joined = NULL;
  g_autofree char *consumer = NULL;
  g_autofree char *merchant = NULL;

  g_assert_no_error (error);
  joined = start (second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (joined, ==, address);
  consumer = rambla_demo_dup_code (first, "consumer");
  merchant = rambla_demo_dup_code (second, "merchant");
  g_assert_nonnull (consumer);
  g_assert_cmpstr (consumer, !=, merchant);

  /* The one that started it may go; it ends with the last. */
  g_clear_object (&first);
  /* Three times as long as the platform takes to notice that nobody uses it. */
  g_usleep (1500000);
  g_assert_true (answers (address));
  g_clear_object (&second);
  assert_ends (address);
}

static void
test_after_a_crash (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (RamblaDemo) demo = rambla_demo_new (folder);
  g_autoptr (RamblaDemo) next = rambla_demo_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *address = start (demo, &error);
  g_autofree char *again = NULL;
  g_autofree char *command = g_strdup_printf ("pkill -9 -f -- '[-]-data %s '", folder);

  g_assert_no_error (error);
  /* The platform dies without a word and leaves its card behind. */
  g_assert_cmpint (system (command), ==, 0);
  assert_ends (address);
  again = start (next, &error);
  g_assert_no_error (error);
  g_assert_true (answers (again));
}

static void
on_state_changed (RamblaClient *client, GParamSpec *pspec, GMainLoop *loop)
{
  if (rambla_client_get_state (client) != RAMBLA_CLIENT_CONNECTING)
    g_main_loop_quit (loop);
}

static void
test_signed_in (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (RamblaClient) client = rambla_client_new_demo (folder, "consumer");
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  g_signal_connect (client, "notify::state", G_CALLBACK (on_state_changed), loop);
  rambla_client_connect (client);
  g_main_loop_run (loop);
  g_assert_no_error (rambla_client_get_error (client));
  g_assert_cmpint (rambla_client_get_state (client), ==, RAMBLA_CLIENT_READY);
  g_assert_true (rambla_session_get_signed_in (rambla_client_get_session (client)));
  g_assert_cmpint (rambla_card_get_deal_count (rambla_client_get_card (client)), >, 0);
  g_signal_handlers_disconnect_by_data (client, loop);
}

static void
on_me_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaMe) me = rambla_purchases_get_me_finish (RAMBLA_API (source), result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (me->email, ==, "consumer@example.org");
  *(gboolean *) user_data = TRUE;
}

/* The platform dies under a window that is open: it gets another one by itself, and nobody is signed out. */
static void
test_dies_under_us (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (RamblaClient) client = rambla_client_new_demo (folder, "consumer");
  g_autofree char *command = g_strdup_printf ("pkill -9 -f -- '[-]-data %s '", folder);
  gboolean known = FALSE;

  rambla_client_connect (client);
  while (rambla_client_get_state (client) == RAMBLA_CLIENT_CONNECTING ||
         !rambla_event_stream_get_connected (rambla_client_get_events (client)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (system (command), ==, 0);
  while (!rambla_client_get_offline (client))
    g_main_context_iteration (NULL, TRUE);
  while (rambla_client_get_offline (client))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (rambla_client_get_state (client), ==, RAMBLA_CLIENT_READY);
  g_assert_true (answers (rambla_client_get_base_url (client)));
  rambla_purchases_get_me_async (rambla_client_get_api (client), NULL, on_me_ready, &known);
  while (!known)
    g_main_context_iteration (NULL, TRUE);
  while (!rambla_event_stream_get_connected (rambla_client_get_events (client)))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_bad_city (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (RamblaDemo) demo = rambla_demo_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *city = g_strdup (g_getenv ("RAMBLA_CITY_DIR"));
  g_autofree char *address = NULL;

  g_setenv ("RAMBLA_CITY_DIR", folder, TRUE);
  address = start (demo, &error);
  g_setenv ("RAMBLA_CITY_DIR", city, TRUE);
  g_assert_null (address);
  g_assert_error (error, RAMBLA_DEMO_ERROR, RAMBLA_DEMO_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "city.json"));
}

static void
test_no_platform (void)
{
  g_autofree char *folder = make_folder ();
  g_autoptr (RamblaDemo) demo = rambla_demo_new (folder);
  g_autoptr (GError) error = NULL;
  g_autofree char *program = g_strdup (g_getenv ("RAMBLA_PLATFORM_BINARY"));
  g_autofree char *address = NULL;

  g_setenv ("RAMBLA_PLATFORM_BINARY", "/nonexistent/rambla-platform", TRUE);
  address = start (demo, &error);
  g_setenv ("RAMBLA_PLATFORM_BINARY", program, TRUE);
  g_assert_null (address);
  g_assert_error (error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/demo/shared", test_shared);
  g_test_add_func ("/demo/after-a-crash", test_after_a_crash);
  g_test_add_func ("/demo/signed-in", test_signed_in);
  g_test_add_func ("/demo/dies-under-us", test_dies_under_us);
  g_test_add_func ("/demo/bad-city", test_bad_city);
  g_test_add_func ("/demo/no-platform", test_no_platform);
  return g_test_run ();
}
