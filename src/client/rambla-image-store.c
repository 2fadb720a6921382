/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-image-store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <utime.h>

#include "rambla-image.h"

static char *
build_path (const char *folder, const char *url)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);

  return g_build_filename (folder, name, NULL);
}

GBytes *
rambla_image_store_read (const char *folder, const char *url)
{
  g_autofree char *path = build_path (folder, url);
  char *contents;
  gsize length;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size > RAMBLA_IMAGE_MAX_BYTES ||
      !g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  if (g_utime (path, NULL) != 0)
    g_debug ("A picture's time cannot be set: %s", g_strerror (errno));
  return g_bytes_new_take (contents, length);
}

gboolean
rambla_image_store_write (const char *folder, const char *url, GBytes *bytes, GError **error)
{
  g_autofree char *path = build_path (folder, url);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "Cannot make the folder “%s”: %s",
                   folder, g_strerror (code));
      return FALSE;
    }
  return g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

typedef struct
{
  char *path;
  gint64 used;
  guint64 size;
} KeptFile;

static void
kept_file_clear (gpointer pointer)
{
  g_free (((KeptFile *) pointer)->path);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const KeptFile *one = a, *other = b;

  return one->used < other->used ? -1 : one->used > other->used;
}

void
rambla_image_store_prune (const char *folder, guint64 limit)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (KeptFile));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint64 sum = 0;

  g_array_set_clear_func (files, kept_file_clear);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_lstat (path, &info) == 0 && S_ISREG (info.st_mode))
        {
          const KeptFile file = { g_steal_pointer (&path), info.st_mtime, (guint64) info.st_size };

          sum += file.size;
          g_array_append_val (files, file);
        }
    }
  if (sum <= limit)
    return;
  g_array_sort (files, compare_age);
  for (guint i = 0; i < files->len && sum > limit; i++)
    {
      const KeptFile *file = &g_array_index (files, KeptFile, i);

      if (g_unlink (file->path) == 0)
        sum -= file->size;
    }
}
