/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-account-storage.h"
#include "platform-request.h"
#include "platform-response.h"

G_BEGIN_DECLS

/* How long a browser stays signed in. */
#define PLATFORM_BROWSER_SECONDS (12 * 3600)

/**
 * PlatformBrowser:
 *
 * The browser that a page is for: a cookie that tells it from others, which every form is bound to, and a
 * cookie that somebody is signed in with. Both are for us alone: HttpOnly, SameSite, and Secure where we are
 * reached by https.
 */
typedef struct _PlatformBrowser PlatformBrowser;

/**
 * platform_browser_new:
 * @database: for reading
 * @base_uri: what we are reached at
 * @now: seconds since 1970
 *
 * Returns: (transfer full): the browser that @request came from, or NULL with @error
 */
PlatformBrowser *platform_browser_new (PlatformRequest *request,
                                       PlatformDatabase *database,
                                       const char *base_uri,
                                       gint64 now,
                                       GError **error);

void platform_browser_free (PlatformBrowser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformBrowser, platform_browser_free)

/**
 * platform_browser_get_account:
 *
 * Returns: (nullable) (transfer none): who is signed in
 */
PlatformAccount *platform_browser_get_account (PlatformBrowser *self);

/**
 * platform_browser_make_token:
 * @subject: what the form is about
 *
 * Returns: (transfer full): a text that only this browser, signed in as it is now, gets for @subject
 */
char *platform_browser_make_token (PlatformBrowser *self, const char *subject);

/**
 * platform_browser_may_post:
 * @token: (nullable): what came with the form
 *
 * Returns: TRUE if the form was ours, was given to this browser, and was sent from our page
 */
gboolean platform_browser_may_post (PlatformBrowser *self, const char *subject, const char *token);

/**
 * platform_browser_sign_in:
 * @database: the writer's
 *
 * Begins a session in this browser; an earlier one ends. platform_browser_remember() hands it over.
 */
gboolean platform_browser_sign_in (PlatformBrowser *self,
                                   PlatformDatabase *database,
                                   const char *account_id,
                                   gint64 now,
                                   GError **error);

/**
 * platform_browser_sign_out:
 * @database: the writer's
 */
gboolean platform_browser_sign_out (PlatformBrowser *self, PlatformDatabase *database, GError **error);

/**
 * platform_browser_remember:
 *
 * Gives the browser the cookies that it does not have yet, and takes those away that are no good any more.
 */
void platform_browser_remember (PlatformBrowser *self, PlatformResponse *response);

G_END_DECLS
