/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-log-tree.h"
#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* What the platform signs of a log (rambla-log-tree.h): a compact JWS (RFC 7515, 8037) with the header
 * {"alg":"EdDSA","kid":"…","typ":"rambla-log-head+jws"}, so that no signature on a voucher passes for one,
 * and the payload {"log":"…","size":…,"root":"…","at":…}. Both have this one form, byte for byte. Any thread.
 */

#define RAMBLA_LOG_HEAD_MAX 1024 /* bytes */
/* Entries of a log at most: exact as a double of JSON. */
#define RAMBLA_LOG_SIZE_MAX G_GUINT64_CONSTANT (9007199254740991)

/**
 * RamblaLogHead:
 * @log: which log: 1 to 64 of a–z 0–9 -, made once and never again
 * @size: entries
 * @root: of the tree over them
 * @at: when it was signed, seconds since 1970
 * @kid: by which key
 */
typedef struct
{
  char *log;
  guint64 size;
  RamblaLogHash root;
  gint64 at;
  char *kid;
} RamblaLogHead;

void rambla_log_head_free (RamblaLogHead *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaLogHead, rambla_log_head_free)

/**
 * rambla_log_head_sign:
 * @secret_key: RAMBLA_ED25519_SECRET_SIZE bytes
 *
 * Returns: (transfer full) (nullable): the JWS; %NULL if a member is out of its bounds
 */
char *rambla_log_head_sign (const RamblaLogHead *self, const guint8 *secret_key);

/**
 * rambla_log_head_parse:
 *
 * Reads without believing: form and bounds only.
 *
 * Returns: (transfer full) (nullable): %NULL if it is not a head
 */
RamblaLogHead *rambla_log_head_parse (const char *text);

/**
 * rambla_log_head_verify:
 * @public_key: RAMBLA_ED25519_PUBLIC_SIZE bytes
 *
 * Returns: whether @text is a head and this key signed it
 */
gboolean rambla_log_head_verify (const char *text, const guint8 *public_key);

G_END_DECLS
