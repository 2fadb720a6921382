/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SIGN_IN_DIALOG (rambla_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSignInDialog, rambla_sign_in_dialog, RAMBLA, SIGN_IN_DIALOG, AdwWindow)

/**
 * rambla_sign_in_dialog_new:
 * @parent: the window that it belongs to
 * @client: where to sign in
 *
 * Asks somebody to sign in, in the browser here or with another device, and says how it goes. Closing it
 * gives up. Nothing of a password is ever seen by this program.
 *
 * Signal `done`: somebody is signed in; the dialog closes by itself afterwards. Connect with
 * g_signal_connect_object() and go on where the person was.
 */
GtkWidget *rambla_sign_in_dialog_new (GtkWindow *parent, RamblaClient *client);

G_END_DECLS
