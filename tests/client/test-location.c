/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where this computer is, and what of it becomes the place that distances start at: the four states, going
 * between them, and what leaves. */
#include "fake-geoclue.h"
#include "rambla-here.h"

#define LAT -34.90712345
#define LON -56.19187654

static const RamblaBox bounds = { .west = -56.4, .south = -35.0, .east = -56.0, .north = -34.7 };
static const RamblaPoint centre = { .lon = -56.2, .lat = -34.9 };
static char *address;

typedef struct
{
  FakeGeoclue *geoclue;
  RamblaLocation *location;
  RamblaHere *here;
  guint changed;
} Fixture;

static void
count (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->geoclue = fake_geoclue_new (address);
  fake_geoclue_move (fixture->geoclue, LAT, LON, 40);
  /* Where silence is what is tested it ends soon; elsewhere no busy machine may look like it. */
  fixture->location = rambla_location_new ("org.rambla.Rambla", data != NULL ? 1 : 60);
  fixture->here = rambla_here_new (fixture->location, bounds, centre);
  g_signal_connect_swapped (fixture->here, "changed", G_CALLBACK (count), &fixture->changed);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->here);
  rambla_location_stop (fixture->location);
  g_assert_finalize_object (fixture->location);
  g_clear_pointer (&fixture->geoclue, fake_geoclue_free);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

static void
wait_for_state (Fixture *fixture, RamblaLocationState state)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (rambla_location_get_state (fixture->location) != state)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
wait_for_log (Fixture *fixture, const char *text)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (strstr (fake_geoclue_get_log (fixture->geoclue), text) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
test_not_asked (Fixture *fixture, gconstpointer data)
{
  RamblaPoint place;

  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpstr (fake_geoclue_get_log (fixture->geoclue), ==, "");
  g_assert_cmpint (rambla_location_get_state (fixture->location), ==, RAMBLA_LOCATION_OFF);
  g_assert_false (rambla_location_get_place (fixture->location, &place, NULL));
  g_assert_cmpint (rambla_here_get_kind (fixture->here), ==, RAMBLA_HERE_CENTRE);
}

static void
test_on (Fixture *fixture, gconstpointer data)
{
  RamblaPoint place;
  double accuracy;

  rambla_here_locate (fixture->here);
  g_assert_cmpint (rambla_location_get_state (fixture->location), ==, RAMBLA_LOCATION_ASKING);
  wait_for_state (fixture, RAMBLA_LOCATION_ON);
  /* The permission is the application's, so it must have said who it is before it starts. */
  g_assert_cmpstr (fake_geoclue_get_log (fixture->geoclue), ==,
                   "GetClient Set:DesktopId='org.rambla.Rambla' Set:RequestedAccuracyLevel=6 "
                   "Set:DistanceThreshold=50 Start ");
  g_assert_true (rambla_location_get_place (fixture->location, &place, &accuracy));
  g_assert_cmpfloat_with_epsilon (place.lat, LAT, 1e-12);
  g_assert_cmpfloat_with_epsilon (accuracy, 40, 1e-9);
  g_assert_cmpuint (fixture->changed, ==, 1);
  g_assert_cmpint (rambla_here_get_kind (fixture->here), ==, RAMBLA_HERE_LOCATED);
  /* What a platform hears. */
  place = rambla_here_get_near (fixture->here);
  g_assert_cmpfloat_with_epsilon (place.lat, -34.907, 1e-9);
  g_assert_cmpfloat_with_epsilon (place.lon, -56.192, 1e-9);
}

static void
test_moves (Fixture *fixture, gconstpointer data)
{
  RamblaPoint place;

  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_ON);
  fake_geoclue_move (fixture->geoclue, -34.85, -56.1, 10);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      place = rambla_here_get_near (fixture->here);
    }
  while (place.lat < -34.8501);
  g_assert_cmpuint (fixture->changed, ==, 1);
}

static void
test_denied (Fixture *fixture, gconstpointer data)
{
  fake_geoclue_set_allowed (fixture->geoclue, FALSE);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_DENIED);
  g_assert_cmpuint (fixture->changed, ==, 0);
  fake_geoclue_set_allowed (fixture->geoclue, TRUE);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_ON);
  /* And taken back. */
  fake_geoclue_revoke (fixture->geoclue);
  wait_for_state (fixture, RAMBLA_LOCATION_DENIED);
  g_assert_cmpint (rambla_here_get_kind (fixture->here), ==, RAMBLA_HERE_CENTRE);
  g_assert_cmpuint (fixture->changed, ==, 2);
}

static void
test_silent (Fixture *fixture, gconstpointer data)
{
  fake_geoclue_set_silent (fixture->geoclue, TRUE);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_FAILED);
  g_assert_error (rambla_location_get_error (fixture->location), G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  fake_geoclue_move (fixture->geoclue, 200, 0, 5);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_FAILED);
  g_assert_error (rambla_location_get_error (fixture->location), G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  /* The service goes while it is used, and then there is none. */
  fake_geoclue_move (fixture->geoclue, LAT, LON, 5);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_ON);
  wait_for_log (fixture, "Start");
  g_clear_pointer (&fixture->geoclue, fake_geoclue_free);
  wait_for_state (fixture, RAMBLA_LOCATION_FAILED);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_FAILED);
  g_assert_error (rambla_location_get_error (fixture->location), G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN);
}

static void
test_outside (Fixture *fixture, gconstpointer data)
{
  fake_geoclue_move (fixture->geoclue, 40, 116, 5);
  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_ON);
  g_assert_true (rambla_here_is_outside (fixture->here));
  g_assert_cmpint (rambla_here_get_kind (fixture->here), ==, RAMBLA_HERE_CENTRE);
  g_assert_cmpuint (fixture->changed, ==, 0);
}

static void
test_other_place (Fixture *fixture, gconstpointer data)
{
  const RamblaPoint cordon = { .lon = -56.180123, .lat = -34.900456 };

  rambla_here_locate (fixture->here);
  wait_for_state (fixture, RAMBLA_LOCATION_ON);
  rambla_here_choose (fixture->here, RAMBLA_HERE_NAMED, "Cordón", cordon);
  g_assert_cmpint (rambla_location_get_state (fixture->location), ==, RAMBLA_LOCATION_OFF);
  g_assert_cmpstr (rambla_here_get_name (fixture->here), ==, "Cordón");
  g_assert_cmpfloat_with_epsilon (rambla_here_get_near (fixture->here).lat, cordon.lat, 1e-12);
  wait_for_log (fixture, "Stop");
  rambla_here_choose_centre (fixture->here);
  g_assert_cmpuint (fixture->changed, ==, 3);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_dbus_up (bus);
  address = g_strdup (g_test_dbus_get_bus_address (bus));
  g_setenv ("DBUS_SYSTEM_BUS_ADDRESS", address, TRUE);
#define ADD(name, function) g_test_add ("/location/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("not-asked", test_not_asked);
  ADD ("on", test_on);
  ADD ("moves", test_moves);
  ADD ("denied", test_denied);
  g_test_add ("/location/silent", Fixture, "silent", set_up, test_silent, tear_down);
  ADD ("failed", test_failed);
  ADD ("outside", test_outside);
  ADD ("other-place", test_other_place);
#undef ADD
  status = g_test_run ();
  /* The client's connection is still open, so it must not end the program with the bus. */
  g_dbus_connection_set_exit_on_close (g_bus_get_sync (G_BUS_TYPE_SYSTEM, NULL, NULL), FALSE);
  g_test_dbus_stop (bus);
  g_free (address);
  return status;
}
