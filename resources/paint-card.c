/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paints drawings once, when Rambla is built, in the size that lists show them in: reading an SVG takes
 * fifteen times as long as reading the picture that it becomes.
 *
 *   paint-card WIDTH FOLDER DRAWING.svg…        writes FOLDER/DRAWING.png
 */

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdio.h>
#include <stdlib.h>

static gboolean
paint (const char *path, int width, const char *folder, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strndup (base, strlen (base) - strlen (".svg"));
  g_autofree char *target = g_strdup_printf ("%s/%s.png", folder, name);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_file_at_scale (path, width, -1, TRUE, error);

  return pixbuf != NULL && gdk_pixbuf_save (pixbuf, target, "png", error, "compression", "9", NULL);
}

int
main (int argc, char *argv[])
{
  if (argc < 4)
    {
      fprintf (stderr, "paint-card WIDTH FOLDER DRAWING.svg…\n");
      return 2;
    }
  for (int i = 3; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!g_str_has_suffix (argv[i], ".svg") || !paint (argv[i], atoi (argv[1]), argv[2], &error))
        {
          fprintf (stderr, "%s: %s\n", argv[i], error != NULL ? error->message : "no drawing");
          return 1;
        }
    }
  return 0;
}
