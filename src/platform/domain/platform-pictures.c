/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-pictures.h"

#include "platform-outbox-storage.h"
#include "rambla-fault-point.h"
#include "rambla-json.h"

char *
platform_pictures_tag (GPtrArray *pictures)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < pictures->len; i++)
    {
      const PlatformPicture *picture = g_ptr_array_index (pictures, i);

      g_checksum_update (checksum, (const guchar *) picture->id, -1);
      g_checksum_update (checksum, (const guchar *) picture->alt, -1);
    }
  return g_strndup (g_checksum_get_string (checksum), 16);
}

static gboolean
show (PlatformDatabase *database, const char *owner, gint64 deal, GPtrArray *pictures, GError **error)
{
  const PlatformOutboxEvent event = { .kind = "deal", .deal = deal };

  if (!platform_picture_storage_arrange (database, owner, pictures, FALSE, error))
    return FALSE;
  rambla_fault_point ("pictures.arranged");
  return deal == 0 || platform_outbox_storage_append (database, &event, error);
}

gboolean
platform_pictures_add (PlatformDatabase *database,
                       const PlatformCity *city,
                       const char *owner,
                       gint64 deal,
                       PlatformPicture *picture,
                       const char *alt,
                       gint64 now,
                       PlatformRefusal *refusal,
                       GError **error)
{
  g_autoptr (GPtrArray) pictures = platform_picture_storage_list (database, owner, NULL, error);
  const char *const texts[] = { alt, NULL };
  PlatformPicture *added;

  if (pictures == NULL)
    return FALSE;
  if (pictures->len >= PLATFORM_PICTURES_MAX)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "There are pictures enough: %d",
                            PLATFORM_PICTURES_MAX);
  for (guint i = 0; i < pictures->len; i++)
    if (g_str_equal (((PlatformPicture *) g_ptr_array_index (pictures, i))->id, picture->id))
      return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "This picture is there already");
  if (!platform_picture_storage_save (database, picture, now, error))
    return FALSE;
  added = g_new0 (PlatformPicture, 1);
  added->id = g_strdup (picture->id);
  added->alt = platform_picture_write_alt (city->languages, texts);
  g_ptr_array_add (pictures, added);
  return show (database, owner, deal, pictures, error);
}

/* Whether one of the languages has this text. */
static gboolean
says (const char *json, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 64 * 1024, error);
  g_autoptr (GList) members = NULL;
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  object = json_node_get_object (node);
  members = json_object_get_members (object);
  for (GList *at = members; at != NULL; at = at->next)
    if (g_strcmp0 (json_object_get_string_member (object, at->data), text) == 0)
      return TRUE;
  return FALSE;
}

gboolean
platform_pictures_arrange (PlatformDatabase *database,
                           const PlatformCity *city,
                           const char *owner,
                           gint64 deal,
                           const char *const *ids,
                           const char *const *alts,
                           const char *tag,
                           PlatformRefusal *refusal,
                           GError **error)
{
  g_autoptr (GPtrArray) pictures = platform_picture_storage_list (database, owner, NULL, error);
  g_autoptr (GPtrArray) next = g_ptr_array_new ();
  g_autofree char *present = NULL;

  if (pictures == NULL)
    return FALSE;
  present = platform_pictures_tag (pictures);
  if (tag != NULL && !g_str_equal (tag, present))
    return platform_refuse (refusal, RAMBLA_PROBLEM_PRECONDITION_FAILED,
                            "Somebody else has changed these pictures; look at them again");
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const char *const texts[] = { alts[i], NULL };
      PlatformPicture *picture = NULL;
      g_autoptr (GError) reason = NULL;

      for (guint j = 0; j < pictures->len && picture == NULL; j++)
        if (g_str_equal (((PlatformPicture *) g_ptr_array_index (pictures, j))->id, ids[i]))
          picture = g_ptr_array_index (pictures, j);
      if (picture == NULL || g_ptr_array_find (next, picture, NULL))
        return platform_refuse_field (refusal, "/pictures",
                                      picture == NULL ? "There is no such picture" : "Each picture once");
      if (!says (picture->alt, alts[i], &reason))
        {
          if (reason != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&reason));
              return FALSE;
            }
          g_free (picture->alt);
          picture->alt = platform_picture_write_alt (city->languages, texts);
        }
      g_ptr_array_add (next, picture);
    }
  return show (database, owner, deal, next, error);
}
