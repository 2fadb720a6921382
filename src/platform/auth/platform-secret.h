/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-session-storage.h"

G_BEGIN_DECLS

/**
 * platform_secret_new:
 * @prefix: what kind it is, "rat_": so that people and scanners know one when they see it
 *
 * Returns: (transfer full): the prefix and 256 random bits in base64url. Never log it.
 */
char *platform_secret_new (const char *prefix);

/**
 * platform_secret_hash:
 * @hash: (out caller-allocates): PLATFORM_SECRET_HASH_SIZE bytes: SHA-256, all that is ever kept of a secret
 */
void platform_secret_hash (const char *secret, guint8 *hash);

/* A hash of 32 random bytes that nobody kept: verified where there is no account, so that it takes as long.
 */
#define PLATFORM_NOBODYS_PASSWORD                                                                            \
  "$argon2id$v=19$m=65536,t=2,p=1$"                                                                          \
  "KlTm9tg8UosvKMPyG4QxRw$BN2UQR1Z9XvybyPuIj7uPa3Z86YKS8ogIp4BGjfgaEA"

/**
 * platform_password_hash:
 *
 * Returns: (transfer full): Argon2id's text with salt and parameters (RFC 9106), for
 *   platform_password_verify(). Takes a tenth of a second and 64 MiB on purpose: not for the writer's thread.
 */
char *platform_password_hash (const char *password);

/**
 * platform_password_verify:
 *
 * Returns: TRUE if @password is the one that @hash was made from. As slow as making it.
 */
gboolean platform_password_verify (const char *hash, const char *password);

G_END_DECLS
