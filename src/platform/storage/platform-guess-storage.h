/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/* How often something was guessed at, or guessed from somewhere. */
typedef struct
{
  gint64 count;
  gint64 last_at;       /* seconds since 1970 */
  gint64 blocked_until; /* seconds since 1970; 0: not blocked */
} PlatformGuesses;

/**
 * platform_guess_storage_get:
 * @subject: what was guessed at, or where from
 * @guesses: (out caller-allocates): zeros if there were none
 */
gboolean platform_guess_storage_get (PlatformDatabase *database,
                                     const char *subject,
                                     PlatformGuesses *guesses,
                                     GError **error);

/**
 * platform_guess_storage_put:
 *
 * Replaces what is known about @subject.
 */
gboolean platform_guess_storage_put (PlatformDatabase *database,
                                     const char *subject,
                                     const PlatformGuesses *guesses,
                                     GError **error);

/**
 * platform_guess_storage_forget:
 *
 * Deletes subjects that nobody guessed at since @before.
 */
gboolean platform_guess_storage_forget (PlatformDatabase *database, gint64 before, GError **error);

G_END_DECLS
