/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-secrets.h"
#include "rambla-session.h"
#include "rambla-wallet.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_HOLDER (rambla_holder_get_type ())
G_DECLARE_FINAL_TYPE (RamblaHolder, rambla_holder, RAMBLA, HOLDER, GObject)

/**
 * rambla_holder_new:
 * @session: who is signed in
 * @api: the platform
 * @secrets: where the key is kept
 * @wallet: gets the key, to show what is bound to it
 *
 * This device as the holder of vouchers: it has an Ed25519 key whose private half never leaves the secrets,
 * and registers the public half whenever somebody signs in, until the platform has taken it. Signing out
 * forgets the key. Without a network the wallet has the key all the same.
 *
 * Signal `took-over (int n)`: so many vouchers live on this device now that did not before.
 */
RamblaHolder *
rambla_holder_new (RamblaSession *session, RamblaApi *api, RamblaSecrets *secrets, RamblaWallet *wallet);

/** rambla_holder_get_registered: whether the platform has taken the key in this session. */
gboolean rambla_holder_get_registered (RamblaHolder *self);

G_END_DECLS
