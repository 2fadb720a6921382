/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include <glib/gi18n.h>
#include <locale.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

#include "rambla-app.h"
#include "rambla-drawing.h"

int
main (int argc, char **argv)
{
  const char *localedir = g_getenv ("RAMBLA_LOCALEDIR");
  g_autoptr (RamblaApp) app = NULL;

#ifdef __GLIBC__
  /* A heap for each thread that ever decoded a tile stays with the program for good. */
  mallopt (M_ARENA_MAX, 2);
  /* GTK takes a picture of the window's size for each frame and gives it back: the kernel need not empty four
   * megabytes each time. */
  mallopt (M_MMAP_THRESHOLD, 8 * 1024 * 1024);
  mallopt (M_TRIM_THRESHOLD, 16 * 1024 * 1024);
#endif
  rambla_drawing_choose ();
  setlocale (LC_ALL, "");
  bindtextdomain ("rambla", localedir != NULL ? localedir : RAMBLA_LOCALEDIR);
  bind_textdomain_codeset ("rambla", "UTF-8");
  textdomain ("rambla");

  app = rambla_app_new ();
  return g_application_run (G_APPLICATION (app), argc, argv);
}
