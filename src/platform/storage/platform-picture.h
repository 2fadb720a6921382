/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many pictures an offer or a store has at most. */
#define PLATFORM_PICTURES_MAX 8
#define PLATFORM_PICTURE_MAX_BYTES (3 * 512 * 1024)
#define PLATFORM_PICTURE_MAX_PIXELS (16 * 1000 * 1000)
/* Bytes of what is said about one. */
#define PLATFORM_PICTURE_MAX_ALT 300

/* A shop's picture. */
typedef struct
{
  char *id;   /* pic_…, from its content */
  char *type; /* "image/png", "image/jpeg", "image/webp" */
  gint64 width;
  gint64 height;
  char *alt; /* in one language where it was asked for in one, otherwise a JSON object of all; NULL for a file
              */
  GBytes *bytes; /* NULL in lists */
} PlatformPicture;

void platform_picture_free (PlatformPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformPicture, platform_picture_free)

/**
 * platform_picture_new:
 * @bytes: a picture from anybody
 * @reason: (out): why it is none that is taken: not one of the formats, too large, moving, broken
 *
 * Looks at a picture and takes out of it what tells of people: place, time and device (Exif, XMP),
 * thumbnails, comments.
 *
 * Returns: (transfer full) (nullable): the picture under its name, without a text; NULL with
 * @reason set
 */
PlatformPicture *platform_picture_new (GBytes *bytes, const char **reason);

/**
 * platform_picture_write_alt:
 * @languages: the city's
 * @texts: one for each; or one and then NULL: the same in all
 *
 * Returns: (transfer full): as PlatformPicture.alt has it
 */
char *platform_picture_write_alt (char *const *languages, const char *const *texts);

G_END_DECLS
