/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-image.h"

G_BEGIN_DECLS

/**
 * RamblaImageMemory:
 *
 * Decoded pictures by address and width, up to a limit in bytes; those used longest ago go first. One thread.
 */
typedef struct _RamblaImageMemory RamblaImageMemory;

/** @limit: the most bytes of pixels */
RamblaImageMemory *rambla_image_memory_new (gsize limit);
void rambla_image_memory_free (RamblaImageMemory *self);

/** rambla_image_memory_add: keeps a picture, in place of one of the same key. */
void rambla_image_memory_add (RamblaImageMemory *self, const char *key, RamblaImage *image);

/** rambla_image_memory_lookup: (transfer none) (nullable): counts as a use */
RamblaImage *rambla_image_memory_lookup (RamblaImageMemory *self, const char *key);

/** rambla_image_memory_get_size: bytes of pixels that are kept. */
gsize rambla_image_memory_get_size (RamblaImageMemory *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaImageMemory, rambla_image_memory_free)

G_END_DECLS
