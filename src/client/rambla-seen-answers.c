/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-seen-answers.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#define MOST_BYTES (32 * 1024 * 1024)
/* Looking through the folder at each answer would cost more than the answer. */
#define KEPT_BETWEEN_LOOKS 16

typedef struct
{
  char *path;
  gint64 seen_at;
  goffset length;
} Answer;

static void
answer_free (Answer *answer)
{
  g_free (answer->path);
  g_free (answer);
}

static char *
build_path (const char *folder, const char *target)
{
  g_autofree char *name = g_compute_checksum_for_string (G_CHECKSUM_SHA256, target, -1);

  return g_build_filename (folder, name, NULL);
}

static int
compare_age (gconstpointer a, gconstpointer b)
{
  const Answer *one = *(const Answer *const *) a;
  const Answer *other = *(const Answer *const *) b;

  return one->seen_at < other->seen_at ? 1 : one->seen_at > other->seen_at ? -1 : 0;
}

/* Removes the oldest until there is room again. */
static void
make_room (const char *folder)
{
  g_autoptr (GPtrArray) answers = g_ptr_array_new_with_free_func ((GDestroyNotify) answer_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  goffset total = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GStatBuf info;
      Answer *answer;

      if (g_stat (path, &info) != 0)
        continue;
      answer = g_new0 (Answer, 1);
      answer->path = g_steal_pointer (&path);
      answer->seen_at = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
      answer->length = info.st_size;
      g_ptr_array_add (answers, answer);
    }
  g_ptr_array_sort (answers, compare_age);
  for (guint i = 0; i < answers->len; i++)
    {
      const Answer *answer = g_ptr_array_index (answers, i);

      total += answer->length;
      if (total > MOST_BYTES && g_unlink (answer->path) != 0 && errno != ENOENT)
        g_message ("%s could not be removed: %s", answer->path, g_strerror (errno));
    }
}

void
rambla_seen_answers_keep (const char *folder, const char *target, const void *data, gsize length)
{
  static int n_kept;
  g_autofree char *path = build_path (folder, target);
  g_autoptr (GError) error = NULL;

  if (length > RAMBLA_SEEN_ANSWERS_LARGEST)
    return;
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_message ("%s cannot be made: %s", folder, g_strerror (errno));
      return;
    }
  if (!g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_message ("An answer could not be kept: %s", error->message);
  if (g_atomic_int_add (&n_kept, 1) % KEPT_BETWEEN_LOOKS == 0)
    make_room (folder);
}

GByteArray *
rambla_seen_answers_load (const char *folder, const char *target)
{
  g_autofree char *path = build_path (folder, target);
  char *data;
  gsize length;

  if (!g_file_get_contents (path, &data, &length, NULL))
    return NULL;
  return g_byte_array_new_take ((guint8 *) data, length);
}
