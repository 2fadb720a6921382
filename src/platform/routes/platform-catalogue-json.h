/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-deal-storage.h"
#include "platform-picture-storage.h"
#include "platform-slot-storage.h"
#include "platform-store-storage.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/* What stores, offers and slots look like in the contract. Each writes one value, for after
 * rambla_json_writer_name() or in an array; the …_members ones write into an object that the caller opened.
 */

/**
 * platform_json_write_store_ref:
 * @local: now, in the city's time zone, for `open_now`
 *
 * The contract's StoreRef.
 */
void platform_json_write_store_ref (RamblaJsonWriter *writer,
                                    const PlatformCity *city,
                                    const PlatformStore *store,
                                    GDateTime *local);

/**
 * platform_json_write_store_ref_members:
 *
 * The contract's StoreRef, without its braces.
 */
void platform_json_write_store_ref_members (RamblaJsonWriter *writer,
                                            const PlatformCity *city,
                                            const PlatformStore *store,
                                            GDateTime *local);

/**
 * platform_json_write_store:
 * @deal_count: offers on sale there, or those that match, -1 to leave it out
 * @price_from: lowest of their prices, -1 to leave it out
 *
 * The contract's Store, a GeoJSON feature.
 */
void platform_json_write_store (RamblaJsonWriter *writer,
                                const PlatformCity *city,
                                const PlatformStore *store,
                                GDateTime *local,
                                int deal_count,
                                gint64 price_from,
                                GPtrArray *pictures);

/**
 * platform_json_write_deal_summary:
 * @store: the branch to show
 * @distance: metres to it, -1 to leave it out
 *
 * The contract's DealSummary.
 */
void platform_json_write_deal_summary (RamblaJsonWriter *writer,
                                       const PlatformCity *city,
                                       const PlatformDeal *deal,
                                       const PlatformStore *store,
                                       GDateTime *local,
                                       double distance);

/**
 * platform_json_write_deal_summary_members:
 *
 * The contract's DealSummary, without its braces, so that more may follow.
 */
void platform_json_write_deal_summary_members (RamblaJsonWriter *writer,
                                               const PlatformCity *city,
                                               const PlatformDeal *deal,
                                               const PlatformStore *store,
                                               GDateTime *local,
                                               double distance);

/**
 * platform_json_write_deal:
 * @branches: (element-type PlatformStore): where it is good, the one to show first, with distances where
 * known
 * @pictures: (element-type PlatformPicture): the shop's own, with texts in one language
 * @low: lowest price of the last 30 days
 *
 * The contract's Deal.
 */
void platform_json_write_deal (RamblaJsonWriter *writer,
                               const PlatformCity *city,
                               const PlatformDeal *deal,
                               GPtrArray *branches,
                               GPtrArray *pictures,
                               gint64 low,
                               GDateTime *local);

/**
 * platform_json_write_slot:
 *
 * The contract's Slot.
 */
void platform_json_write_slot (RamblaJsonWriter *writer, const PlatformSlot *slot);

/**
 * platform_json_write_picture:
 * @illustration: (nullable): an illustration's id
 * @photo: (nullable): id of the shop's own picture
 * @alt: (nullable): what is seen on it
 *
 * The member "picture"; without both nothing is written.
 */
void platform_json_write_picture (RamblaJsonWriter *writer,
                                  const char *illustration,
                                  const char *photo,
                                  const char *alt);

/**
 * platform_json_write_pictures:
 * @pictures: (element-type PlatformPicture): with texts in one language
 *
 * The member "pictures".
 */
void platform_json_write_pictures (RamblaJsonWriter *writer, GPtrArray *pictures);

G_END_DECLS
