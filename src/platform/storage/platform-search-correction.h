/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformSearchCorrection:
 * @term: (nullable): the word of the index that was meant, or NULL if none is near
 * @display: (nullable): how it is written
 * @entries: in how many entries it stands
 */
typedef struct
{
  char *term;
  char *display;
  gint64 entries;
} PlatformSearchCorrection;

void platform_search_correction_clear (PlatformSearchCorrection *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformSearchCorrection, platform_search_correction_clear)

/**
 * platform_search_correction_find:
 * @word: a folded word that stands nowhere
 * @correction: (out caller-allocates): what it may have meant
 *
 * Finds the nearest word of the index by symmetric deletion, of several the one that stands in most entries.
 *
 * Returns: FALSE with PLATFORM_STORAGE_ERROR
 */
gboolean platform_search_correction_find (PlatformDatabase *database,
                                          const char *word,
                                          PlatformSearchCorrection *correction,
                                          GError **error);

G_END_DECLS
