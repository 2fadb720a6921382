/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tile-store.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "rambla-tile-image.h"

#define MAGIC "rambla-tile 1 "

/* Room for the first line of a file. */
#define MAX_HEADER 512

void
rambla_stored_tile_free (RamblaStoredTile *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->etag);
  g_free (self);
}

RamblaStoredTile *
rambla_tile_store_read (const char *path)
{
  g_autofree char *contents = NULL;
  g_autoptr (RamblaStoredTile) tile = NULL;
  g_autofree char *header = NULL;
  g_autoptr (GBytes) whole = NULL;
  const char *newline;
  char *rest;
  gsize length, header_length;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || info.st_size > RAMBLA_TILE_MAX_BYTES + MAX_HEADER)
    return NULL;
  if (!g_file_get_contents (path, &contents, &length, NULL))
    return NULL;
  newline = memchr (contents, '\n', MIN (length, MAX_HEADER));
  if (newline == NULL || !g_str_has_prefix (contents, MAGIC))
    return NULL;

  header_length = newline + 1 - contents;
  header = g_strndup (contents, header_length - 1);
  tile = g_new0 (RamblaStoredTile, 1);
  tile->expires = g_ascii_strtoll (header + strlen (MAGIC), &rest, 10);
  if (*rest == ' ' && rest[1] != '\0')
    tile->etag = g_strdup (rest + 1);
  whole = g_bytes_new_take (g_steal_pointer (&contents), length);
  tile->bytes = g_bytes_new_from_bytes (whole, header_length, length - header_length);
  return g_steal_pointer (&tile);
}

gboolean
rambla_tile_store_write (const char *path, const RamblaStoredTile *tile, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GByteArray) contents = g_byte_array_new ();
  g_autofree char *header = NULL;
  const char *etag = tile->etag;
  gsize length;
  gconstpointer data = g_bytes_get_data (tile->bytes, &length);

  /* A tag that would break the line, or is longer than any server's, is as good as none. */
  if (etag != NULL && (strlen (etag) > MAX_HEADER / 2 || strpbrk (etag, "\r\n") != NULL))
    etag = NULL;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), "Cannot make the folder “%s”: %s",
                   folder, g_strerror (code));
      return FALSE;
    }
  header = g_strdup_printf (MAGIC "%" G_GINT64_FORMAT " %s\n", tile->expires, etag != NULL ? etag : "");
  g_byte_array_append (contents, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (contents, data, (guint) length);

  /* A tile may be lost when the power goes, but must not be half a tile. */
  return g_file_set_contents_full (path, (const char *) contents->data, contents->len,
                                   G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

typedef struct
{
  char *path;
  gint64 modified;
  guint64 size;
} StoredFile;

static void
stored_file_clear (gpointer pointer)
{
  g_free (((StoredFile *) pointer)->path);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const StoredFile *one = a, *other = b;

  return one->modified < other->modified ? -1 : one->modified > other->modified;
}

/* Folders are template / zoom / column: no deeper. */
static void
list_files (const char *folder, guint depth, GArray *files, GCancellable *cancellable)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && !g_cancellable_is_cancelled (cancellable) && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;

      if (g_lstat (path, &info) != 0)
        continue;
      if (S_ISDIR (info.st_mode) && depth > 0)
        list_files (path, depth - 1, files, cancellable);
      else if (S_ISREG (info.st_mode))
        {
          const StoredFile file = { g_steal_pointer (&path), info.st_mtime, (guint64) info.st_size };

          g_array_append_val (files, file);
        }
    }
}

void
rambla_tile_store_prune (const char *folder, guint64 limit, GCancellable *cancellable)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (StoredFile));
  guint64 sum = 0;

  g_array_set_clear_func (files, stored_file_clear);
  list_files (folder, 3, files, cancellable);
  for (guint i = 0; i < files->len; i++)
    sum += g_array_index (files, StoredFile, i).size;
  if (sum <= limit)
    return;

  g_array_sort (files, compare_age);
  for (guint i = 0; i < files->len && sum > limit && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const StoredFile *file = &g_array_index (files, StoredFile, i);

      if (g_unlink (file->path) == 0)
        sum -= file->size;
    }
}
