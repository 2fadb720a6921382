/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenGL is not set up where cairo draws, and what is started from here finds its environment as it was.
 * Needs no display. */
#include "rambla-drawing.h"

static void
test_cairo (void)
{
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_unsetenv ("GDK_DEBUG");
  rambla_drawing_choose ();
  g_assert_cmpstr (g_getenv ("GDK_DEBUG"), ==, "gl-disable");
  rambla_drawing_chosen ();
  g_assert_null (g_getenv ("GDK_DEBUG"));
  rambla_drawing_chosen ();
  g_assert_null (g_getenv ("GDK_DEBUG"));
}

static void
test_more_debugging (void)
{
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GDK_DEBUG", "events", TRUE);
  rambla_drawing_choose ();
  g_assert_cmpstr (g_getenv ("GDK_DEBUG"), ==, "events,gl-disable");
  rambla_drawing_chosen ();
  g_assert_cmpstr (g_getenv ("GDK_DEBUG"), ==, "events");
}

static void
test_other_renderer (void)
{
  g_setenv ("GSK_RENDERER", "gl", TRUE);
  g_unsetenv ("GDK_DEBUG");
  rambla_drawing_choose ();
  g_assert_null (g_getenv ("GDK_DEBUG"));
  rambla_drawing_chosen ();
  g_assert_null (g_getenv ("GDK_DEBUG"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (gtk_check_version (4, 14, 0) == NULL)
    {
      g_print ("1..0 # SKIP this GTK sets nothing up before it is needed\n");
      return 0;
    }
  g_test_add_func ("/drawing/cairo", test_cairo);
  g_test_add_func ("/drawing/more-debugging", test_more_debugging);
  g_test_add_func ("/drawing/other-renderer", test_other_renderer);
  return g_test_run ();
}
