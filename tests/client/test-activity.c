/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a device tells of what it shows: nothing before it agreed, nothing twice, and never more than it may
 * keep. */
#include <glib/gstdio.h>
#include <string.h>

#include "rambla-activity.h"
#include "rambla-mock-api.h"

#define PATH "/v1/activity"
#define DEAL "dea_0123456789abcdef"

typedef struct
{
  char *folder;
  char *path;
  RamblaMockApi *api;
  RamblaActivity *activity;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("rambla-activity-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "activity", NULL);
  fixture->api = rambla_mock_api_new ();
  fixture->activity = rambla_activity_new (RAMBLA_API (fixture->api), fixture->path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->activity);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&fixture->api);
  g_remove (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
test_consent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaActivity) next = NULL;
  g_autofree char *tracking = NULL;

  g_assert_false (rambla_activity_get_agreed (fixture->activity));
  rambla_activity_note (fixture->activity, RAMBLA_ACTIVITY_VIEW, DEAL);
  g_assert_cmpuint (rambla_activity_get_waiting (fixture->activity), ==, 0);
  g_assert_null (rambla_activity_dup_tracking (fixture->activity, DEAL));
  /* Who sent the link is known without telling anything of the device. */
  rambla_activity_follow (fixture->activity, DEAL, "abcdefghij");
  tracking = rambla_activity_dup_tracking (fixture->activity, DEAL);
  g_assert_cmpstr (tracking, ==, "abcdefghij");

  rambla_activity_set_agreed (fixture->activity, TRUE);
  rambla_activity_note (fixture->activity, RAMBLA_ACTIVITY_VIEW, DEAL);
  g_assert_cmpuint (rambla_activity_get_waiting (fixture->activity), ==, 1);
  next = rambla_activity_new (RAMBLA_API (fixture->api), fixture->path);
  g_assert_true (rambla_activity_get_agreed (next));
  rambla_activity_set_agreed (fixture->activity, FALSE);
  g_assert_cmpuint (rambla_activity_get_waiting (fixture->activity), ==, 0);
}

static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  rambla_activity_set_agreed (fixture->activity, TRUE);
  for (guint i = 0; i < 3; i++)
    rambla_activity_note (fixture->activity, RAMBLA_ACTIVITY_IMPRESSION, DEAL);
  g_assert_cmpuint (rambla_activity_get_waiting (fixture->activity), ==, 1);
  for (guint i = 0; i < 1000; i++)
    rambla_activity_note (fixture->activity, RAMBLA_ACTIVITY_VIEW, DEAL);
  g_assert_cmpuint (rambla_activity_get_waiting (fixture->activity), ==, 200);
}

/* Told some seconds later; what comes meanwhile comes with the next. */
static void
test_told (Fixture *fixture, gconstpointer data)
{
  const RamblaMockCall *call;
  g_autofree char *tracking = NULL;

  rambla_mock_api_plan_always (fixture->api, "POST", PATH, 200, "{\"accepted\":1}");
  rambla_activity_set_agreed (fixture->activity, TRUE);
  rambla_activity_follow (fixture->activity, DEAL, "abcdefghij");
  rambla_activity_note (fixture->activity, RAMBLA_ACTIVITY_VIEW, DEAL);
  tracking = rambla_activity_dup_tracking (fixture->activity, DEAL);
  while (rambla_activity_get_waiting (fixture->activity) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "POST", PATH), ==, 1);
  call = rambla_mock_api_find (fixture->api, "POST", PATH, 0);
  g_assert_nonnull (strstr (call->body, tracking));
  g_assert_true (g_str_has_prefix (tracking, "abcdefghij."));
  g_assert_nonnull (strstr (call->body, "\"channel\":\"link\""));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/activity/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("consent", test_consent);
  ADD ("bounds", test_bounds);
  ADD ("told", test_told);
  return g_test_run ();
}
