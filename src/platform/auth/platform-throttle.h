/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-guess-storage.h"

G_BEGIN_DECLS

/*
 * Guesses are counted before they are looked at, so that many at once are no way around it, and kept in the
 * database, so that a restart is none either. After some that are free each further one has to wait, twice as
 * long each time up to a limit; an hour without any wipes the slate.
 */
typedef enum
{
  PLATFORM_THROTTLE_ACCOUNT,   /* passwords, by the account that is guessed at, whether it exists or not */
  PLATFORM_THROTTLE_ADDRESS,   /* passwords, by where the guess comes from */
  PLATFORM_THROTTLE_SIGN_UP,   /* new accounts, by where they come from */
  PLATFORM_THROTTLE_USER_CODE, /* user codes of devices, by where the guess comes from */
  PLATFORM_THROTTLE_DEVICE,    /* devices that ask for a code, by where they are */
} PlatformThrottleKind;

/**
 * platform_throttle_count:
 * @guesses: (inout): one more
 * @now: seconds since 1970
 *
 * The arithmetic: counts a guess, and says from when on the next is looked at.
 */
void platform_throttle_count (PlatformThrottleKind kind, PlatformGuesses *guesses, gint64 now);

/**
 * platform_throttle_make_subject:
 * @text: an e-mail address for PLATFORM_THROTTLE_ACCOUNT, of which only a hash is kept; else a network
 * address, of which IPv6 counts by the 64 bits that a customer is given
 *
 * Returns: (transfer full) (nullable): what to count under; NULL where it says nothing ("unix": all are
 * local)
 */
char *platform_throttle_make_subject (PlatformThrottleKind kind, const char *text);

/**
 * platform_throttle_take:
 * @database: the writer's
 * @subject: (nullable): from platform_throttle_make_subject(); NULL is never blocked
 * @wait: (inout): raised to the seconds that have to pass first, if that is more; then the guess was not
 * counted
 *
 * Counts a guess.
 */
gboolean platform_throttle_take (PlatformDatabase *database,
                                 PlatformThrottleKind kind,
                                 const char *subject,
                                 gint64 now,
                                 gint64 *wait,
                                 GError **error);

/**
 * platform_throttle_forgive:
 *
 * The guess was none: an account's slate is wiped, elsewhere one is taken back.
 */
gboolean platform_throttle_forgive (PlatformDatabase *database,
                                    PlatformThrottleKind kind,
                                    const char *subject,
                                    GError **error);

G_END_DECLS
