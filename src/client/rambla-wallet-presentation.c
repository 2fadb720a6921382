/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-wallet-private.h"

#include <sodium.h>

#include "rambla-voucher-token.h"

void
rambla_wallet_set_holder_key (RamblaWallet *self, const guint8 *secret_key)
{
  g_return_if_fail (RAMBLA_IS_WALLET (self));

  if (self->holder_key != NULL)
    sodium_free (self->holder_key);
  self->holder_key = NULL;
  if (secret_key == NULL || sodium_init () < 0)
    return;
  self->holder_key = sodium_malloc (RAMBLA_ED25519_SECRET_SIZE);
  if (self->holder_key != NULL)
    memcpy (self->holder_key, secret_key, RAMBLA_ED25519_SECRET_SIZE);
}

char *
rambla_wallet_dup_presentation (RamblaWallet *self, RamblaVoucher *voucher, gint64 now)
{
  const char *token;
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autofree char *bound = NULL;

  g_return_val_if_fail (RAMBLA_IS_WALLET (self), NULL);
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (voucher), NULL);

  token = rambla_voucher_get_token (voucher);
  if (token == NULL)
    return NULL;
  if (rambla_voucher_token_parse (token, &claims) != RAMBLA_VOUCHER_RESULT_GENUINE || !claims->has_holder_key)
    return rambla_voucher_token_pack (token);
  if (self->holder_key == NULL)
    return NULL;
  bound = rambla_voucher_token_bind (token, self->holder_key, now, NULL);
  return bound != NULL ? rambla_voucher_token_pack (bound) : NULL;
}
