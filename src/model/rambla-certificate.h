/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* What a platform states about a merchant: a compact JWS with EdDSA (RFC 7515, 8037). Header exactly
 * {"alg":"EdDSA","kid":"…","typ":"rambla-certification+jws"}, so that it is never taken for a voucher.
 * Claims: iss   the platform that states it        sub   merchant's id          name  the merchant's name
 * checked  what was looked at, in words    by    who looked             iat, exp  seconds since 1970 */

#define RAMBLA_CERTIFICATE_MAX 4096 /* bytes of a token */
#define RAMBLA_CERTIFICATE_MAX_CHECKED 10
#define RAMBLA_CERTIFICATE_MAX_TEXT 200 /* bytes of each text */

/* A statement; times are seconds since 1970, @expires_at is the first second that is too late. */
typedef struct
{
  char *issuer;
  char *merchant_id;
  char *name;
  char **checked; /* 1 to RAMBLA_CERTIFICATE_MAX_CHECKED lines */
  char *checked_by;
  gint64 issued_at;
  gint64 expires_at;
} RamblaCertificate;

void rambla_certificate_free (RamblaCertificate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCertificate, rambla_certificate_free)

/** rambla_certificate_sign: @kid: of @secret_key, which has RAMBLA_ED25519_SECRET_SIZE bytes. The same
 * statement and key give the same token. Returns: (transfer full) (nullable): %NULL when a text is empty or
 * too long */
char *rambla_certificate_sign (const RamblaCertificate *self, const char *kid, const guint8 *secret_key);

/**
 * RamblaCertificateResult:
 * @RAMBLA_CERTIFICATE_GENUINE: the platform states it, about this merchant, and it holds now
 * @RAMBLA_CERTIFICATE_EXPIRED: it did, and holds no longer
 * @RAMBLA_CERTIFICATE_MALFORMED: not such a statement
 * @RAMBLA_CERTIFICATE_UNKNOWN_KEY: by a key that the platform does not publish
 * @RAMBLA_CERTIFICATE_BAD_SIGNATURE: something in it was changed, or another key signed
 * @RAMBLA_CERTIFICATE_OTHER_MERCHANT: genuine, and about somebody else
 * @RAMBLA_CERTIFICATE_NOT_YET: issued in the future
 */
typedef enum
{
  RAMBLA_CERTIFICATE_GENUINE,
  RAMBLA_CERTIFICATE_EXPIRED,
  RAMBLA_CERTIFICATE_MALFORMED,
  RAMBLA_CERTIFICATE_UNKNOWN_KEY,
  RAMBLA_CERTIFICATE_BAD_SIGNATURE,
  RAMBLA_CERTIFICATE_OTHER_MERCHANT,
  RAMBLA_CERTIFICATE_NOT_YET,
} RamblaCertificateResult;

/**
 * rambla_certificate_verify:
 * @token: what was shown; any text is harmless
 * @merchant_id: whom it has to be about
 * @now: seconds since 1970
 * @certificate: (out) (optional) (nullable) (transfer full): what it states; only set for
 * %RAMBLA_CERTIFICATE_GENUINE and %RAMBLA_CERTIFICATE_EXPIRED
 *
 * Looks at form, key, signature, merchant and time, in that order.
 */
RamblaCertificateResult rambla_certificate_verify (const char *token,
                                                   RamblaVoucherKeyFunc find_key,
                                                   gpointer user_data,
                                                   const char *merchant_id,
                                                   gint64 now,
                                                   RamblaCertificate **certificate);

G_END_DECLS
