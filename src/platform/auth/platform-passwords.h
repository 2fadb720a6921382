/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PlatformPasswords:
 *
 * Threads of their own for Argon2id, which is slow and takes 64 MiB on purpose: neither the writer nor a
 * connection's thread may wait for it. What waits is bounded, so that strangers can fill neither memory nor
 * time.
 */
typedef struct _PlatformPasswords PlatformPasswords;

/**
 * PlatformPasswordVerified:
 * @right: TRUE if it is the account's password
 *
 * Called in one of the threads.
 */
typedef void (*PlatformPasswordVerified) (gpointer data, gboolean right);

/**
 * PlatformPasswordMade:
 * @hash: (transfer full): for platform_account_storage_insert()
 *
 * Called in one of the threads.
 */
typedef void (*PlatformPasswordMade) (gpointer data, char *hash);

/**
 * platform_passwords_new:
 * @n_threads: at work at once
 * @max_waiting: that may wait or be at work
 */
PlatformPasswords *platform_passwords_new (guint n_threads, guint max_waiting);

/**
 * platform_passwords_stop:
 *
 * Ends what waits, and the threads; what comes later is refused. Called while the writer still works.
 */
void platform_passwords_stop (PlatformPasswords *self);

/**
 * platform_passwords_free:
 *
 * Called when nobody can ask any more.
 */
void platform_passwords_free (PlatformPasswords *self);

/**
 * platform_passwords_verify:
 * @hash: (nullable): the account's; NULL where there is no such account or it has no password: that takes as
 *   long, and is never right
 * @password: what a person typed; copied, and wiped after use
 *
 * Returns: FALSE if too much waits: answer 503. Then @verified is not called
 */
gboolean platform_passwords_verify (PlatformPasswords *self,
                                    const char *hash,
                                    const char *password,
                                    PlatformPasswordVerified verified,
                                    gpointer data);

/**
 * platform_passwords_make:
 *
 * As platform_passwords_verify(), for a new password.
 */
gboolean platform_passwords_make (PlatformPasswords *self,
                                  const char *password,
                                  PlatformPasswordMade made,
                                  gpointer data);

G_END_DECLS
