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

/* The key that @voucher is bound to. Returns: FALSE if there is none */
static gboolean
get_bound_key (RamblaVoucher *voucher, guint8 *key)
{
  const char *token = rambla_voucher_get_token (voucher);
  g_autoptr (RamblaVoucherClaims) claims = NULL;

  if (token == NULL || rambla_voucher_token_parse (token, &claims) != RAMBLA_VOUCHER_RESULT_GENUINE ||
      !claims->has_holder_key)
    return FALSE;
  memcpy (key, claims->holder_key, sizeof claims->holder_key);
  return TRUE;
}

gboolean
rambla_wallet_is_bound (RamblaWallet *self, RamblaVoucher *voucher)
{
  guint8 key[RAMBLA_ED25519_PUBLIC_SIZE];

  g_return_val_if_fail (RAMBLA_IS_WALLET (self), FALSE);
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (voucher), FALSE);

  return get_bound_key (voucher, key);
}

gboolean
rambla_wallet_is_elsewhere (RamblaWallet *self, RamblaVoucher *voucher)
{
  guint8 key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 own[RAMBLA_ED25519_PUBLIC_SIZE];

  g_return_val_if_fail (RAMBLA_IS_WALLET (self), FALSE);
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (voucher), FALSE);

  if (!get_bound_key (voucher, key))
    return FALSE;
  if (self->holder_key == NULL)
    return TRUE;
  crypto_sign_ed25519_sk_to_pk (own, self->holder_key);
  return memcmp (own, key, sizeof own) != 0;
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
