/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-account-storage.h"
#include "platform-clock.h"
#include "platform-writer.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * PlatformSampleAccounts:
 *
 * The sandbox's four accounts, consumer@, merchant@, kiosk@ and operator@example.org with the password
 * "sandbox", and codes that sign programs in without a browser.
 *
 * One code for each goes to whoever started the platform, on its ready line. For programs that join later
 * `demo.json` in the data directory, readable by its owner alone, always holds the address and a fresh code
 * for each: {"listening": ADDRESS, "sign_in": {"consumer": CODE, …}}. It is written anew when one of its
 * codes was used and before they grow old, and is gone when the platform has stopped.
 */
typedef struct _PlatformSampleAccounts PlatformSampleAccounts;

/**
 * platform_sample_accounts_open:
 * @directory: the data directory
 * @listening: the platform's address, for demo.json
 * @card: the sample consumer's saved card
 *
 * Makes the accounts that are not there, and writes demo.json. To be called in the thread that runs the main
 * loop, which renews the codes from now on.
 *
 * Returns: (transfer full): the accounts, or NULL with @error
 */
PlatformSampleAccounts *platform_sample_accounts_open (PlatformWriter *writer,
                                                       PlatformClock *clock,
                                                       const char *directory,
                                                       const char *listening,
                                                       const PlatformAccountCard *card,
                                                       GError **error);

/**
 * platform_sample_accounts_free:
 *
 * Takes demo.json away. In the same thread.
 */
void platform_sample_accounts_free (PlatformSampleAccounts *self);

/**
 * platform_sample_accounts_write_codes:
 * @error: (out): set if no codes could be made
 *
 * Writes a value: an object with one new code for each role, for the ready line.
 */
gboolean
platform_sample_accounts_write_codes (PlatformSampleAccounts *self, RamblaJsonWriter *writer, GError **error);

/**
 * platform_sample_accounts_renew:
 *
 * Says that a code was used: demo.json gets new ones soon. Any thread.
 */
void platform_sample_accounts_renew (PlatformSampleAccounts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSampleAccounts, platform_sample_accounts_free)

G_END_DECLS
