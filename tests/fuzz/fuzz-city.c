/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>

#include "platform-city-file.h"

/* The lines of a file of a city. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static char *folder;
  static char *path;
  g_autoptr (GError) error = NULL;
  PlatformCityFile *file;
  JsonObject *object = NULL;

  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("rambla-fuzz-XXXXXX", NULL);
      path = g_build_filename (folder, "places.jsonl", NULL);
    }
  if (!g_file_set_contents_full (path, (const char *) data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600,
                                 &error))
    g_error ("%s", error->message);
  file = platform_city_file_open (folder, "places.jsonl", &error);
  g_assert_no_error (error);
  while (platform_city_file_next (file, &object, &error) && object != NULL)
    ;
  platform_city_file_free (file);
  g_unlink (path);
  return 0;
}
