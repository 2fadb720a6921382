/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"
#include "platform-picture.h"

G_BEGIN_DECLS

/** platform_picture_storage_save: keeps the file; harmless when it is there. */
gboolean platform_picture_storage_save (PlatformDatabase *database,
                                        const PlatformPicture *picture,
                                        gint64 now,
                                        GError **error);

/**
 * platform_picture_storage_get:
 * @picture: (out) (transfer full): with its bytes; untouched if there is none
 */
PlatformStep platform_picture_storage_get (PlatformDatabase *database,
                                           const char *id,
                                           PlatformPicture **picture,
                                           GError **error);

/**
 * platform_picture_storage_list:
 * @owner: an offer's or a store's id; any text is harmless
 * @language: (nullable): one of the city's, for their texts; NULL: all
 *
 * Returns: (transfer full) (element-type PlatformPicture): in their order
 */
GPtrArray *platform_picture_storage_list (PlatformDatabase *database,
                                          const char *owner,
                                          const char *language,
                                          GError **error);

/**
 * platform_picture_storage_is_own:
 * @own: (out): whether the merchant has arranged them, and not the city's import
 */
gboolean platform_picture_storage_is_own (PlatformDatabase *database,
                                          const char *owner,
                                          gboolean *own,
                                          GError **error);

/**
 * platform_picture_storage_arrange:
 * @pictures: (element-type PlatformPicture): all that are shown from now on, with texts in all languages;
 * their files are kept
 * @imported: whether they came with the city
 *
 * Writes what is shown, and removes the files that nobody shows any more.
 */
gboolean platform_picture_storage_arrange (PlatformDatabase *database,
                                           const char *owner,
                                           GPtrArray *pictures,
                                           gboolean imported,
                                           GError **error);

G_END_DECLS
