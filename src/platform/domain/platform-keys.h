/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"
#include "platform-writer.h"
#include "rambla-certificate.h"
#include "rambla-log-head.h"
#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/**
 * PlatformKeys:
 *
 * The Ed25519 keys that vouchers are signed with. One signs; those before it stay known, so that what they
 * signed can be checked while it lives. Any thread.
 */
typedef struct _PlatformKeys PlatformKeys;

/**
 * platform_keys_open:
 * @now: seconds since 1970
 *
 * Reads the keys and makes the first one if there is none, or a new one if the newest is older than 90 days.
 *
 * Returns: (transfer full): the keys, or NULL with @error
 */
PlatformKeys *platform_keys_open (PlatformWriter *writer, gint64 now, GError **error);
void platform_keys_free (PlatformKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformKeys, platform_keys_free)

/**
 * platform_keys_prepare:
 *
 * Makes the key that platform_keys_rotate() is going to sign with, and publishes it. A rotation has these two
 * steps so that whoever reads never meets a voucher by a key that is not known yet.
 */
gboolean platform_keys_prepare (PlatformKeys *self, PlatformWriter *writer, gint64 now, GError **error);

/**
 * PlatformKeyRotation:
 * @kid: (transfer none): the key that signs now
 * @reissued: vouchers that got their next generation, signed by it
 * @known: FALSE if there is no such key as the stolen one: then nothing has changed
 */
typedef struct
{
  const char *kid;
  gint64 reissued;
  gboolean known;
} PlatformKeyRotation;

/**
 * platform_keys_rotate:
 * @database: the writer's
 * @stolen: (nullable): the kid of a key that others have got hold of
 * @rotation: (out caller-allocates): what was done
 *
 * The key that was prepared last signs from now on; the one before stays published while its vouchers live.
 * One that was stolen is believed no longer, whatever it signs, and all vouchers that it had signed are
 * issued anew: their holders' devices fetch them by themselves, their codes stay.
 */
gboolean platform_keys_rotate (PlatformKeys *self,
                               PlatformDatabase *database,
                               const char *stolen,
                               gint64 now,
                               PlatformKeyRotation *rotation,
                               GError **error);

/**
 * platform_keys_keep:
 * @reader: this thread's connection
 *
 * Now and then: rotates when the signing key is older than 90 days, and publishes no longer what no voucher
 * needs.
 */
gboolean platform_keys_keep (PlatformKeys *self,
                             PlatformDatabase *reader,
                             PlatformWriter *writer,
                             gint64 now,
                             GError **error);

/**
 * platform_keys_get_signing:
 *
 * Returns: (transfer none): the kid of the key that signs now; lives as long as @self
 */
const char *platform_keys_get_signing (PlatformKeys *self);

/**
 * platform_keys_sign:
 * @claims: claims whose `kid` is one of ours
 *
 * The same claims always give the same token.
 *
 * Returns: (transfer full) (nullable): the compact JWS; NULL if the key is not known or a claim is out of
 *   bounds
 */
char *platform_keys_sign (PlatformKeys *self, const RamblaVoucherClaims *claims);

/**
 * platform_keys_sign_head:
 * @head: all but its `kid`, which is set while it is signed
 *
 * Signs a log's head with the key that signs now.
 *
 * Returns: (transfer full): the compact JWS
 */
char *platform_keys_sign_head (PlatformKeys *self, RamblaLogHead *head);

/**
 * platform_keys_sign_certificate:
 *
 * Signs with the key that signs now. Any thread.
 *
 * Returns: (transfer full) (nullable): the compact JWS; NULL if a text in it is empty or too long
 */
char *platform_keys_sign_certificate (PlatformKeys *self, const RamblaCertificate *certificate);

/**
 * platform_keys_find:
 * @keys: a #PlatformKeys; the arguments stand as #RamblaVoucherKeyFunc wants them
 *
 * Returns: (transfer none) (nullable): the public key of @kid; NULL for one that was stolen
 */
const guint8 *platform_keys_find (const char *kid, gpointer keys);

/**
 * platform_keys_is_stolen:
 *
 * Returns: TRUE for a key that was ours: what it signed may be genuine or not, nobody can tell
 */
gboolean platform_keys_is_stolen (PlatformKeys *self, const char *kid);

/**
 * platform_keys_to_jwks:
 *
 * Returns: (transfer full): the public keys as a JSON Web Key Set (RFC 7517, RFC 8037)
 */
GString *platform_keys_to_jwks (PlatformKeys *self);

G_END_DECLS
