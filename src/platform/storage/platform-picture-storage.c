/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-picture-storage.h"

gboolean
platform_picture_storage_save (PlatformDatabase *database,
                               const PlatformPicture *picture,
                               gint64 now,
                               GError **error)
{
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (picture->bytes, &size);

  return platform_database_run (database, error,
                                "INSERT INTO pictures (id, type, width, height, bytes, created_at)"
                                " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                                "ttiibi", picture->id, picture->type, picture->width, picture->height, bytes,
                                size, now);
}

static PlatformPicture *
read_row (PlatformStatement *row)
{
  PlatformPicture *self = g_new0 (PlatformPicture, 1);

  self->id = platform_statement_dup_text (row, 0);
  self->type = platform_statement_dup_text (row, 1);
  self->width = platform_statement_get_int (row, 2);
  self->height = platform_statement_get_int (row, 3);
  return self;
}

PlatformStep
platform_picture_storage_get (PlatformDatabase *database,
                              const char *id,
                              PlatformPicture **picture,
                              GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error, "SELECT id, type, width, height, bytes FROM pictures WHERE id = ?", "t", id);
  PlatformStep step;
  gsize size = 0;
  gconstpointer bytes;

  if (row == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (row, error);
  if (step != PLATFORM_STEP_ROW)
    return step;
  *picture = read_row (row);
  bytes = platform_statement_get_blob (row, 4, &size);
  (*picture)->bytes = g_bytes_new (bytes, size);
  return step;
}

GPtrArray *
platform_picture_storage_list (PlatformDatabase *database,
                               const char *owner,
                               const char *language,
                               GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT p.id, p.type, p.width, p.height,"
      " iif (?2 IS NULL, l.alt, json_extract (l.alt, '$.\"' || ?2 || '\"'))"
      " FROM picture_places l JOIN pictures p ON p.id = l.picture WHERE l.owner = ?1 ORDER BY l.position",
      "tt", owner, language);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_picture_free);
  PlatformStep step;

  if (row == NULL)
    return NULL;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformPicture *picture = read_row (row);

      picture->alt = platform_statement_dup_text (row, 4);
      g_ptr_array_add (pictures, picture);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&pictures) : NULL;
}

gboolean
platform_picture_storage_is_own (PlatformDatabase *database, const char *owner, gboolean *own, GError **error)
{
  gint64 found = 0;

  if (platform_database_query_int (
          database, &found, error,
          "SELECT EXISTS (SELECT 1 FROM picture_places WHERE owner = ?1 AND imported = 0)", "t",
          owner) == PLATFORM_STEP_ERROR)
    return FALSE;
  *own = found != 0;
  return TRUE;
}

gboolean
platform_picture_storage_arrange (PlatformDatabase *database,
                                  const char *owner,
                                  GPtrArray *pictures,
                                  gboolean imported,
                                  GError **error)
{
  g_autoptr (GPtrArray) before = platform_picture_storage_list (database, owner, NULL, error);

  if (before == NULL ||
      !platform_database_run (database, error, "DELETE FROM picture_places WHERE owner = ?1", "t", owner))
    return FALSE;
  for (guint i = 0; i < pictures->len; i++)
    {
      const PlatformPicture *picture = g_ptr_array_index (pictures, i);

      if (!platform_database_run (database, error,
                                  "INSERT INTO picture_places (owner, position, picture, alt, imported)"
                                  " VALUES (?, ?, ?, ?, ?)",
                                  "titti", owner, (gint64) i, picture->id, picture->alt, (gint64) imported))
        return FALSE;
    }
  for (guint i = 0; i < before->len; i++)
    {
      const PlatformPicture *picture = g_ptr_array_index (before, i);

      if (!platform_database_run (database, error,
                                  "DELETE FROM pictures WHERE id = ?1 AND"
                                  " NOT EXISTS (SELECT 1 FROM picture_places WHERE picture = ?1)",
                                  "t", picture->id))
        return FALSE;
    }
  return TRUE;
}
