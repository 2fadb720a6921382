/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-city-storage.h"
#include "platform-picture-storage.h"
#include "platform-refusal.h"

G_BEGIN_DECLS

/**
 * platform_pictures_tag: (transfer full): names the pictures, their order and their texts; for ETag
 * @pictures: with the texts of all languages
 */
char *platform_pictures_tag (GPtrArray *pictures);

/**
 * platform_pictures_add:
 * @database: the writer's
 * @owner: an offer's or a store's id
 * @deal: the offer's number, 0 for a store
 * @picture: gets @alt
 * @refusal: `conflict`: there are enough, or it is there already
 *
 * Shows a picture after the others.
 */
gboolean platform_pictures_add (PlatformDatabase *database,
                                const PlatformCity *city,
                                const char *owner,
                                gint64 deal,
                                PlatformPicture *picture,
                                const char *alt,
                                gint64 now,
                                PlatformRefusal *refusal,
                                GError **error);

/**
 * platform_pictures_arrange:
 * @ids, @alts: (array zero-terminated=1): those that stay, in their new order, and what is seen on them; a
 * text that is as it was in one of the languages leaves the others as they are
 * @tag: (nullable): what the merchant saw; another one is refused with precondition_failed
 *
 * Puts pictures into another order, writes their texts, removes those that are not named.
 */
gboolean platform_pictures_arrange (PlatformDatabase *database,
                                    const PlatformCity *city,
                                    const char *owner,
                                    gint64 deal,
                                    const char *const *ids,
                                    const char *const *alts,
                                    const char *tag,
                                    PlatformRefusal *refusal,
                                    GError **error);

G_END_DECLS
