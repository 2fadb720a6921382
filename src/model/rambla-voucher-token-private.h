/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* What the token's files share. */

#define RAMBLA_VOUCHER_MAX_KID 32
#define RAMBLA_VOUCHER_MAX_NONCE 64
#define RAMBLA_VOUCHER_BASE64URL "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
#define RAMBLA_VOUCHER_SIGNATURE_SIZE 64
#define RAMBLA_VOUCHER_HASH_SIZE 32

/* A compact JWS taken apart; nothing about its meaning is checked but what the comments say. */
typedef struct
{
  char *header;  /* decoded; holds no NUL */
  char *payload; /* decoded; holds no NUL */
  gsize payload_length;
  guint8 signature[RAMBLA_VOUCHER_SIGNATURE_SIZE];
  const char *text;    /* where it was read, not owned */
  gsize signed_length; /* of "header.payload" there */
  gsize length;
} RamblaJws;

/* What a holder's proof says. */
typedef struct
{
  gint64 issued_at;
  guint8 hash[RAMBLA_VOUCHER_HASH_SIZE];
  char *nonce; /* NULL when there is none */
} RamblaVoucherBinding;

/* Splits three non-empty base64url parts. The signature has 64 bytes. */
gboolean rambla_jws_parse (RamblaJws *self, const char *text, gsize length);
void rambla_jws_clear (RamblaJws *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RamblaJws, rambla_jws_clear)
/* @key: 32 bytes. */
gboolean rambla_jws_verify (const RamblaJws *self, const guint8 *key);
/* Signs and writes header.payload.signature. */
char *rambla_jws_sign (const char *header, const char *payload, const guint8 *secret_key);
/* The same with a signature that exists. */
char *rambla_jws_assemble (const char *header, const char *payload, const guint8 *signature);

/* The header of a voucher. Returns: (transfer full) */
char *rambla_voucher_header (const char *kid);
/* The kid of exactly such a header, or NULL. Returns: (transfer full) (nullable) */
char *rambla_voucher_header_get_kid (const char *header);

gboolean rambla_voucher_is_kid (const char *kid);
gboolean rambla_voucher_is_nonce (const char *nonce);
/* Every claim within its bounds. */
gboolean rambla_voucher_claims_are_sound (const RamblaVoucherClaims *self);
/* The one canonical form of the claims. */
void rambla_voucher_claims_write (const RamblaVoucherClaims *self, GString *out);
/* NULL when the JSON breaks a rule. Returns: (transfer full) (nullable) */
RamblaVoucherClaims *rambla_voucher_claims_read (const char *json, gsize length, const char *kid);

/* Form of a JWS as a voucher's. Returns: (transfer full) (nullable) */
RamblaVoucherClaims *rambla_voucher_jws_read (const RamblaJws *jws);

#define RAMBLA_VOUCHER_BINDING_HEADER "{\"alg\":\"EdDSA\",\"typ\":\"kb+jwt\"}"
void rambla_voucher_binding_clear (RamblaVoucherBinding *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RamblaVoucherBinding, rambla_voucher_binding_clear)
void rambla_voucher_binding_write (const RamblaVoucherBinding *self, GString *out);
/* Form of a JWS as a holder's proof. */
gboolean rambla_voucher_binding_read (RamblaVoucherBinding *self, const RamblaJws *jws);
/* SHA-256 of "JWS~". */
void rambla_voucher_hash (const char *token, gsize length, guint8 hash[RAMBLA_VOUCHER_HASH_SIZE]);

G_END_DECLS
