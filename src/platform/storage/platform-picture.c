/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-picture.h"

#include "rambla-id.h"
#include "rambla-image-guard.h"
#include "rambla-image-strip.h"
#include "rambla-json-writer.h"

void
platform_picture_free (PlatformPicture *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->type);
  g_free (self->alt);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

static const char *
name_fault (RamblaImageFault fault)
{
  switch (fault)
    {
    case RAMBLA_IMAGE_TOO_LARGE:
      return "The picture has too many pixels";
    case RAMBLA_IMAGE_ANIMATED:
      return "The picture must not move";
    case RAMBLA_IMAGE_TOO_COMPLEX:
      return "The picture has too many scans";
    case RAMBLA_IMAGE_UNKNOWN:
    case RAMBLA_IMAGE_FINE:
    default:
      return "That is no PNG, JPEG or WebP picture";
    }
}

PlatformPicture *
platform_picture_new (GBytes *bytes, const char **reason)
{
  g_autoptr (PlatformPicture) self = g_new0 (PlatformPicture, 1);
  g_autofree char *digest = NULL;
  RamblaImageHead head;
  RamblaImageFault fault;

  if (g_bytes_get_size (bytes) > PLATFORM_PICTURE_MAX_BYTES)
    {
      *reason = "The picture has too many bytes";
      return NULL;
    }
  fault = rambla_image_guard_check (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                    PLATFORM_PICTURE_MAX_PIXELS, &head);
  if (fault != RAMBLA_IMAGE_FINE)
    {
      *reason = name_fault (fault);
      return NULL;
    }
  self->bytes = rambla_image_strip (bytes);
  if (self->bytes == NULL)
    {
      *reason = "The picture is not whole";
      return NULL;
    }
  digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->bytes);
  self->id = rambla_id_derive (RAMBLA_ID_PICTURE, digest);
  self->type = g_strdup (rambla_image_type_to_string (head.type));
  self->width = head.width;
  self->height = head.height;
  return g_steal_pointer (&self);
}

char *
platform_picture_write_alt (char *const *languages, const char *const *texts)
{
  GString *json = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, json);
  rambla_json_writer_begin_object (&writer);
  for (guint i = 0; languages[i] != NULL; i++)
    rambla_json_writer_member_string (&writer, languages[i],
                                      texts[0] != NULL && texts[1] == NULL ? texts[0] : texts[i]);
  rambla_json_writer_end_object (&writer);
  return g_string_free (json, FALSE);
}
