/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-fault-point.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/wait.h>

/* Runs this program again with "walk" and a plan; returns what waitpid() says. */
static int
walk_with (const char *plan, const char *trace)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  char walk_word[] = "walk";
  char *arguments[] = { self, walk_word, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int status = 0;

  environment = g_environ_setenv (environment, "RAMBLA_FAULT", plan, TRUE);
  environment = g_environ_setenv (environment, "RAMBLA_FAULT_STALL_MS", "120", TRUE);
  environment = trace != NULL ? g_environ_setenv (environment, "RAMBLA_FAULT_TRACE", trace, TRUE)
                              : g_environ_unsetenv (environment, "RAMBLA_FAULT_TRACE");
  g_spawn_sync (NULL, arguments, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  return status;
}

/* Passes "walk.step" three times, then a step that can fail: 0 done, 3 failed, 4 no space. */
static int
walk (void)
{
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 3; i++)
    rambla_fault_point ("walk.step");
  for (int i = 0; i < 2; i++)
    if (!rambla_fault_point_check ("walk.write", &error))
      return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE) ? 4 : 3;
  return 0;
}

static void
test_kill (void)
{
  int status = walk_with ("walk.step:3:kill", NULL);

  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpint (WTERMSIG (status), ==, SIGKILL);
  status = walk_with ("walk.step:4:kill", NULL);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_fail (void)
{
  g_assert_cmpint (WEXITSTATUS (walk_with ("walk.write:1:error", NULL)), ==, 3);
  g_assert_cmpint (WEXITSTATUS (walk_with ("walk.write:2:full", NULL)), ==, 4);
  g_assert_cmpint (WEXITSTATUS (walk_with ("walk.write:3:full", NULL)), ==, 0);
  /* A step that cannot fail, or a plan that says nothing, would be a test that tests nothing. */
  g_assert_false (WIFEXITED (walk_with ("walk.step:1:error", NULL)));
  g_assert_false (WIFEXITED (walk_with ("walk.step:kill", NULL)));
  g_assert_false (WIFEXITED (walk_with ("walk.step:0:kill", NULL)));
  g_assert_false (WIFEXITED (walk_with ("walk.step:1:explode", NULL)));
}

static void
test_stall (void)
{
  gint64 start = g_get_monotonic_time ();

  g_assert_cmpint (WEXITSTATUS (walk_with ("walk.step:1:stall,walk.step:2:stall", NULL)), ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 240 * 1000);
}

static void
test_trace (void)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  int process = 0;
  int file = g_file_open_tmp ("rambla-trace-XXXXXX", &path, NULL);

  g_assert_cmpint (file, >=, 0);
  g_close (file, NULL);
  walk_with ("walk.step:2:kill", path);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_cmpint (sscanf (lines[0], "walk.step %d", &process), ==, 1);
  g_assert_cmpint (process, >, 1);
  g_assert_cmpstr (lines[1], ==, lines[0]);
  g_assert_cmpstr (lines[2], ==, "");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  if (argc == 2 && g_str_equal (argv[1], "walk"))
    return walk ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault-point/kill", test_kill);
  g_test_add_func ("/fault-point/fail", test_fail);
  g_test_add_func ("/fault-point/stall", test_stall);
  g_test_add_func ("/fault-point/trace", test_trace);
  return g_test_run ();
}
