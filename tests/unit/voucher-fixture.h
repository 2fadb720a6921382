/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher-token.h"

#define VOUCHER_FIXTURE_NOW G_GINT64_CONSTANT (1795291580)
#define VOUCHER_FIXTURE_HEADER "{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"rambla-voucher+jws\"}"

/* Key pairs and a voucher of the platform's, signed. */
typedef struct
{
  guint8 platform_public[32], platform_secret[64];
  guint8 other_public[32], other_secret[64];
  guint8 holder_public[32], holder_secret[64];
  guint8 thief_public[32], thief_secret[64];
  RamblaVoucherClaims *claims;
  char *token; /* with a holder's key */
  char *paper; /* without */
} VoucherFixture;

void voucher_fixture_set_up (VoucherFixture *f, gconstpointer data);
void voucher_fixture_tear_down (VoucherFixture *f, gconstpointer data);

/* Knows k1, the platform's, and k2, another's; @user_data is the fixture. */
const guint8 *voucher_fixture_find_key (const char *kid, gpointer user_data);

void voucher_fixture_assert_result (RamblaVoucherResult result, RamblaVoucherResult expected);

/* What is said of @presented at @now. */
RamblaVoucherResult voucher_fixture_present (VoucherFixture *f, const char *presented, gint64 now);

/* header.payload signed as they are. */
char *voucher_fixture_sign_raw (const char *header, const char *payload, const guint8 *secret_key);

char *voucher_fixture_payload_of (const char *token);
