/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-certificate.h"

G_BEGIN_DECLS

/**
 * RamblaCertificationState:
 * @RAMBLA_CERTIFICATION_NONE: the platform states nothing about this shop
 * @RAMBLA_CERTIFICATION_GENUINE: its statement was checked here and holds
 * @RAMBLA_CERTIFICATION_EXPIRED: it was checked here and held once
 * @RAMBLA_CERTIFICATION_FORGED: something was shown that is no statement of the platform about this shop
 */
typedef enum
{
  RAMBLA_CERTIFICATION_NONE,
  RAMBLA_CERTIFICATION_GENUINE,
  RAMBLA_CERTIFICATION_EXPIRED,
  RAMBLA_CERTIFICATION_FORGED,
} RamblaCertificationState;

/* What this computer found; @certificate is set for genuine and expired ones, @result says why one is forged.
 */
typedef struct
{
  RamblaCertificationState state;
  RamblaCertificateResult result;
  RamblaCertificate *certificate;
  gint64 checked_at; /* microseconds since 1970 UTC */
} RamblaCertification;

void rambla_certification_free (RamblaCertification *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCertification, rambla_certification_free)

/**
 * rambla_certification_check_async:
 * @store_id: a store
 * @merchant_id: whoever sells there
 *
 * Asks for the statement and for the platform's keys, and checks the one with the other here: nothing is
 * believed because an answer says so.
 */
void rambla_certification_check_async (RamblaApi *api,
                                       const char *store_id,
                                       const char *merchant_id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/** Returns: (transfer full): what was found, or %NULL with @error when the platform could not be asked */
RamblaCertification *rambla_certification_check_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
