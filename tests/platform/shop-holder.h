/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher-token.h"
#include "trade-shop.h"

G_BEGIN_DECLS

/* Devices with keys, friends, and the platform's own secret key, for tests against the real program. */

/* Accounts friend-0@example.org and so on, with access tokens "friend-0" and so on; starts the program anew.
 */
void shop_add_friends (Shop *shop, guint n);

/* Registers a device's key. @secret_key: RAMBLA_ED25519_SECRET_SIZE bytes. Returns: (transfer full): the
 * answer */
PlatformAnswer *shop_put_key (Shop *shop, const char *access_token, const guint8 *secret_key);

/* A key pair that a number stands for. */
void shop_make_key (guint8 number, guint8 *secret_key);

/* The secret key that the platform signs with, and its kid (transfer full), out of its database. */
char *shop_steal_key (Shop *shop, guint8 *secret_key);

/* Asks to have a voucher issued anew, and so on. @token: an access token. Returns: (transfer full): the
 * answer */
PlatformAnswer *shop_reissue (Shop *shop, const char *token, const char *voucher_id, const char *form);
PlatformAnswer *shop_give (Shop *shop, const char *token, const char *voucher_id);
PlatformAnswer *shop_claim (Shop *shop, const char *token, const char *code);

/* A member of an answer. Returns: (transfer none) */
const char *shop_text (PlatformAnswer *answer, const char *member);

G_END_DECLS
