/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-oauth-metadata.h"
#include "sign-in-server.h"

G_BEGIN_DECLS

/**
 * SignInFixture:
 * @path: a file for the tokens, in @folder
 * @result: (nullable): of the call that ended last
 *
 * A platform that answers as planned, what is known of it, and a place to keep tokens.
 */
typedef struct
{
  SignInServer *server;
  SoupSession *soup;
  RamblaOauthMetadata *metadata;
  GCancellable *cancellable;
  char *folder;
  char *path;
  GAsyncResult *result;
} SignInFixture;

void sign_in_fixture_set_up (SignInFixture *f, gconstpointer data);
void sign_in_fixture_tear_down (SignInFixture *f, gconstpointer data);

/**
 * sign_in_fixture_take_result:
 * @user_data: a #SignInFixture
 *
 * The callback to start a call with: keeps the result for sign_in_fixture_wait().
 */
void sign_in_fixture_take_result (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * sign_in_fixture_wait:
 *
 * Runs the main loop until the call has ended. Returns: (transfer none): its result, the fixture's
 */
GAsyncResult *sign_in_fixture_wait (SignInFixture *f);

/**
 * sign_in_fixture_settle:
 *
 * Runs the main loop for a moment, for what nobody waits for.
 */
void sign_in_fixture_settle (SignInFixture *f);

G_END_DECLS
