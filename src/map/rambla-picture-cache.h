/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-picture.h"

G_BEGIN_DECLS

/**
 * RamblaPictureCache:
 *
 * Pictures by a number, up to a limit in bytes; those used longest ago go first.
 */
typedef struct _RamblaPictureCache RamblaPictureCache;

/** Whether a picture has to stay although there is no room for it. */
typedef gboolean (*RamblaPictureIsNeeded) (gint64 key, gpointer user_data);

RamblaPictureCache *
rambla_picture_cache_new (gsize limit, RamblaPictureIsNeeded is_needed, gpointer user_data);
void rambla_picture_cache_free (RamblaPictureCache *self);

/** The most bytes; what is over is dropped at once. */
void rambla_picture_cache_set_limit (RamblaPictureCache *self, gsize limit);

/** Bytes in use. */
gsize rambla_picture_cache_get_size (RamblaPictureCache *self);

/** Keeps a picture; one of the same key must not be there. */
void rambla_picture_cache_add (RamblaPictureCache *self, gint64 key, RamblaPicture *picture);

/** Returns: (transfer none) (nullable): counts as a use */
RamblaPicture *rambla_picture_cache_lookup (RamblaPictureCache *self, gint64 key);

gboolean rambla_picture_cache_contains (RamblaPictureCache *self, gint64 key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaPictureCache, rambla_picture_cache_free)

G_END_DECLS
