/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"
#include "rambla-certificate.h"

G_BEGIN_DECLS

/** platform_certification_storage_issue: states @certificate, whose @issuer is not kept; what was in force
 * about the merchant is withdrawn. @account_id: the operator's */
gboolean platform_certification_storage_issue (PlatformDatabase *database,
                                               const RamblaCertificate *certificate,
                                               const char *account_id,
                                               GError **error);

/** platform_certification_storage_withdraw: @withdrawn: (out): FALSE if nothing was in force */
gboolean platform_certification_storage_withdraw (PlatformDatabase *database,
                                                  const char *merchant_id,
                                                  const char *reason,
                                                  gint64 now,
                                                  gboolean *withdrawn,
                                                  GError **error);

/** platform_certification_storage_get: what is in force about a merchant, expired or not, without @issuer.
 * Returns: a row, none, or an error */
PlatformStep platform_certification_storage_get (PlatformDatabase *database,
                                                 const char *merchant_id,
                                                 RamblaCertificate **certificate,
                                                 GError **error);

/** platform_certification_storage_get_name: @name: (out) (transfer full) (nullable): a merchant's name, %NULL
 * if there is no such merchant */
gboolean platform_certification_storage_get_name (PlatformDatabase *database,
                                                  const char *merchant_id,
                                                  char **name,
                                                  GError **error);

G_END_DECLS
