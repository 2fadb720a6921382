/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* What holds for a merchant who decided nothing: counters accept offline what the platform's guarantee
 * covers. */
#define PLATFORM_DEFAULT_OFFLINE_LIMIT 200000
#define PLATFORM_DEFAULT_UNDO_SECONDS 600
#define PLATFORM_MAX_UNDO_SECONDS 86400

/**
 * PlatformMerchantSettings:
 * @offline: counters may accept without the platform
 * @offline_limit: the most that a voucher may be worth then, minor units
 * @undo_seconds: how long a redemption can be taken back
 * @edition: counts changes; 0: the merchant never decided anything, these are the defaults
 */
typedef struct
{
  gboolean offline;
  gint64 offline_limit;
  gint64 undo_seconds;
  gint64 edition;
} PlatformMerchantSettings;

/**
 * platform_merchant_settings_get:
 * @settings: (out caller-allocates): the merchant's, or the defaults
 */
gboolean platform_merchant_settings_get (PlatformDatabase *database,
                                         const char *merchant_id,
                                         PlatformMerchantSettings *settings,
                                         GError **error);

/**
 * platform_merchant_settings_set:
 * @settings: (inout): what to keep; @edition is the edition that was read, and the new one afterwards
 * @changed: (out): FALSE if somebody else changed them since: then nothing has changed
 */
gboolean platform_merchant_settings_set (PlatformDatabase *database,
                                         const char *merchant_id,
                                         const char *account_id,
                                         PlatformMerchantSettings *settings,
                                         gint64 now,
                                         gboolean *changed,
                                         GError **error);

G_END_DECLS
