/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-drawing.h"

/* The kernel's devices that render. */
#define CARDS "/dev/dri"
#define CARD_PREFIX "renderD"

static char *debug_before;
static gboolean changed;

static gboolean
has_card (void)
{
  g_autoptr (GDir) folder = g_dir_open (CARDS, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, CARD_PREFIX))
      return TRUE;
  return FALSE;
}

void
rambla_drawing_choose (void)
{
  const char *renderer = g_getenv ("GSK_RENDERER");
  const char *debug = g_getenv ("GDK_DEBUG");
  g_autofree char *without = NULL;

  /* From 4.14 on GTK sets nothing up before it is needed. */
  if (gtk_check_version (4, 14, 0) == NULL)
    return;
  if (renderer != NULL ? !g_str_equal (renderer, "cairo") : has_card ())
    return;
  without = debug != NULL ? g_strconcat (debug, ",gl-disable", NULL) : g_strdup ("gl-disable");
  debug_before = g_strdup (debug);
  changed = g_setenv ("GDK_DEBUG", without, TRUE);
}

void
rambla_drawing_chosen (void)
{
  if (!changed)
    return;
  changed = FALSE;
  if (debug_before != NULL)
    g_setenv ("GDK_DEBUG", debug_before, TRUE);
  else
    g_unsetenv ("GDK_DEBUG");
  g_clear_pointer (&debug_before, g_free);
}
