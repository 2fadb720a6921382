/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Opaque ids: a type's prefix and 16 Crockford base32 characters in lower case (80 bits),
 * "vou_0k3r9w2m6t1x8c4z". */
#define RAMBLA_ID_STORE "sto_"
#define RAMBLA_ID_BRAND "bra_"
#define RAMBLA_ID_MERCHANT "mer_"
#define RAMBLA_ID_DEAL "dea_"
#define RAMBLA_ID_SLOT "slo_"
#define RAMBLA_ID_GROUP "gro_"
#define RAMBLA_ID_ORDER "ord_"
#define RAMBLA_ID_VOUCHER "vou_"
#define RAMBLA_ID_PAYMENT "pay_"
#define RAMBLA_ID_REDEMPTION "red_"
#define RAMBLA_ID_EVENT "evt_"
#define RAMBLA_ID_LEDGER "led_"
#define RAMBLA_ID_REFUND "ref_"
#define RAMBLA_ID_REVIEW "rev_"
#define RAMBLA_ID_REPLY "rpl_"
#define RAMBLA_ID_TOMBSTONE "tmb_"
#define RAMBLA_ID_DISPUTE "dsp_"
#define RAMBLA_ID_MESSAGE "msg_"
#define RAMBLA_ID_PICTURE "pic_"
#define RAMBLA_ID_SETTLEMENT "set_"
#define RAMBLA_ID_QUESTION "que_"
#define RAMBLA_ID_USER "usr_"
#define RAMBLA_ID_SESSION "ses_"

#define RAMBLA_ID_LENGTH 20
#define RAMBLA_ID_SIZE (RAMBLA_ID_LENGTH + 1) /* with the NUL */

/* A new random id (libsodium's generator). @prefix: one of the above, or any three lower-case letters and
 * "_". Returns: (transfer full) */
char *rambla_id_new (const char *prefix);
/* The id that belongs to a text, always the same (BLAKE2b): ids of an imported city stay when it is imported
 * again. Returns: (transfer full) */
char *rambla_id_derive (const char *prefix, const char *text);
/* TRUE for exactly this prefix and 16 lower-case characters of the alphabet. NULL is FALSE. */
gboolean rambla_id_is (const char *id, const char *prefix);
/* TRUE for three lower-case letters, "_" and 16 characters. */
gboolean rambla_id_is_valid (const char *id);

/* Crockford's base32 without padding, capital letters; the last character's spare bits are zero. */
char *rambla_base32_encode (const guint8 *bytes, gsize length);
/* Reads both cases, nothing else: no separators, no look-alikes, spare bits must be zero. NULL when it is not
 * so. Returns: (transfer full) (nullable) */
guint8 *rambla_base32_decode (const char *text, gsize length, gsize *out_length);

G_END_DECLS
