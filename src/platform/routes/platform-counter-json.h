/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-conflict-storage.h"
#include "platform-deal-storage.h"
#include "platform-merchant-settings-storage.h"
#include "platform-scan-storage.h"
#include "platform-store-storage.h"
#include "platform-trade.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * platform_counter_json_write_offline:
 * @language: of the statement
 *
 * Writes the object `offline`: whether and up to what counters accept without the platform, and who bears a
 * conflict.
 */
void platform_counter_json_write_offline (RamblaJsonWriter *writer,
                                          const PlatformMerchantSettings *settings,
                                          const char *currency,
                                          const char *language);

/**
 * platform_counter_json_load_document:
 * @writer: in an object
 *
 * Writes the members of what a counter at @store needs to judge vouchers without the platform: keys, limits,
 * hours, and every offer as it was agreed on in a voucher that can be used, or as it is on sale.
 *
 * Returns: FALSE with @error set; then @writer has a part of it
 */
gboolean platform_counter_json_load_document (RamblaJsonWriter *writer,
                                              PlatformDatabase *database,
                                              const PlatformTrade *trade,
                                              const PlatformStore *store,
                                              const char *language,
                                              GError **error);

/**
 * platform_counter_json_load_conflict:
 *
 * Writes a conflict with both uses in it.
 */
gboolean platform_counter_json_load_conflict (RamblaJsonWriter *writer,
                                              PlatformDatabase *database,
                                              const PlatformConflict *conflict,
                                              GError **error);

/**
 * platform_counter_json_load_verdict:
 *
 * Writes what became of a scan that was handed in, as it stands now.
 */
gboolean platform_counter_json_load_verdict (RamblaJsonWriter *writer,
                                             PlatformDatabase *database,
                                             const PlatformTrade *trade,
                                             const PlatformScan *scan,
                                             const char *language,
                                             GError **error);

G_END_DECLS
