/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * platform_account_command_fits:
 *
 * Returns: TRUE if the first argument is "account"
 */
gboolean platform_account_command_fits (int argc, char *const argv[]);

/**
 * platform_account_command_run:
 *
 * `account --data DIR --email ADDRESS --scope SCOPE` gives an account a scope that nobody can give
 * themselves: merchant (for the merchants named by --merchant ID or by a store's id), kiosk or operator; also
 * while the platform runs. An account that is not there yet is made, with --name NAME and the password that
 * is read from the first line of standard input. What is signed in keeps the scopes it was given.
 *
 * Returns: FALSE with %G_OPTION_ERROR or %PLATFORM_STORAGE_ERROR, and nothing is changed
 */
gboolean platform_account_command_run (int argc, char *argv[], GError **error);

G_END_DECLS
