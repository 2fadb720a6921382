/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-image-head.h"

G_BEGIN_DECLS

/**
 * RamblaImageFault:
 * @RAMBLA_IMAGE_FINE: nothing speaks against decoding it
 * @RAMBLA_IMAGE_UNKNOWN: no PNG, JPEG or WebP picture
 * @RAMBLA_IMAGE_TOO_LARGE: more pixels than allowed
 * @RAMBLA_IMAGE_ANIMATED: a WebP or PNG with frames to play
 * @RAMBLA_IMAGE_TOO_COMPLEX: a JPEG with so many scans that decoding it takes for ever
 */
typedef enum
{
  RAMBLA_IMAGE_FINE,
  RAMBLA_IMAGE_UNKNOWN,
  RAMBLA_IMAGE_TOO_LARGE,
  RAMBLA_IMAGE_ANIMATED,
  RAMBLA_IMAGE_TOO_COMPLEX,
} RamblaImageFault;

/**
 * rambla_image_guard_check:
 * @bytes: a whole picture from anybody
 * @max_pixels: the most that width times height may be
 * @head: (out caller-allocates): its type and size; only where RAMBLA_IMAGE_FINE is returned
 *
 * Looks at a picture before anything decodes it. It may still be broken: the decoder says so.
 *
 * Returns: what is wrong with it
 */
RamblaImageFault
rambla_image_guard_check (const guint8 *bytes, gsize length, guint64 max_pixels, RamblaImageHead *head);

G_END_DECLS
