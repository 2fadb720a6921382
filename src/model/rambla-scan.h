/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* What a counter accepted without the platform, signed by the counter's own key, one link of a chain.
 *
 * A compact JWS (EdDSA), header exactly {"alg":"EdDSA","kid":"dev_…","typ":"rambla-scan+jws"}. Claims, in
 * this order: seq  1, 2, 3 … of this device      prev  rambla_scan_hash() of the scan before; of the device's
 * id for the first      at  when, by the counter's clock, milliseconds since 1970      known  the platform's
 * time, seconds since 1970, up to which the counter knew what changed      key  the scan's idempotency key
 * store where it stands      text  what was read: "JWS", "JWS~KB" or the QR form.
 *
 * So a time can be changed later only with the device's key and only together with everything after it, and
 * what was handed in already says otherwise. */

#define RAMBLA_SCAN_MAX 4096 /* bytes, signed */
#define RAMBLA_SCAN_MAX_KEY 64
#define RAMBLA_ID_DEVICE "dev_"

/**
 * RamblaScan: see above. Strings are owned by it.
 */
typedef struct
{
  char *device_id;
  gint64 sequence;
  char *previous;
  gint64 at_ms;
  gint64 known_at;
  char *key;
  char *store_id;
  char *presented;
} RamblaScan;

void rambla_scan_free (RamblaScan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaScan, rambla_scan_free)

/**
 * rambla_scan_sign:
 * @secret_key: RAMBLA_ED25519_SECRET_SIZE bytes, the device's
 *
 * Returns: (transfer full) (nullable): the signed scan; %NULL when a member is missing or out of its bounds
 */
char *rambla_scan_sign (const RamblaScan *self, const guint8 *secret_key);

/**
 * rambla_scan_parse:
 *
 * Reads a signed scan without believing it.
 *
 * Returns: (transfer full) (nullable): the scan; %NULL when the text is none
 */
RamblaScan *rambla_scan_parse (const char *text);

/**
 * rambla_scan_verify:
 * @public_key: RAMBLA_ED25519_PUBLIC_SIZE bytes, the device's
 *
 * Returns: (transfer full) (nullable): the scan if it was signed with that key
 */
RamblaScan *rambla_scan_verify (const char *text, const guint8 *public_key);

/** rambla_scan_hash: (transfer full): base64url of SHA-256 of @text, what the next link names. */
char *rambla_scan_hash (const char *text);

/** rambla_scan_derive_device_id: (transfer full): the id of the device with that key,
 * RAMBLA_ED25519_PUBLIC_SIZE bytes. */
char *rambla_scan_derive_device_id (const guint8 *public_key);

G_END_DECLS
