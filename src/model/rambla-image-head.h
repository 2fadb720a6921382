/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RAMBLA_IMAGE_PNG,
  RAMBLA_IMAGE_JPEG,
  RAMBLA_IMAGE_WEBP,
} RamblaImageType;

/* What the first bytes of a picture say. */
typedef struct
{
  RamblaImageType type;
  guint32 width; /* pixels, 1 or more */
  guint32 height;
} RamblaImageHead;

/**
 * rambla_image_head_read:
 * @head: (out caller-allocates): untouched when it is no such picture
 *
 * Reads type and size of a PNG (ISO/IEC 15948), JPEG (ITU-T T.81) or WebP (RFC 9649) picture without decoding
 * it, so that a picture's pixels can be bounded before anything unpacks them.
 *
 * Returns: FALSE if it is none, or broken before its size
 */
gboolean rambla_image_head_read (const guint8 *bytes, gsize length, RamblaImageHead *head);

/**
 * rambla_image_type_to_string:
 *
 * Returns: (transfer none): "image/png", "image/jpeg" or "image/webp"
 */
const char *rambla_image_type_to_string (RamblaImageType type);

G_END_DECLS
