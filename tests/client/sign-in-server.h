/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/* An authorization server of a test: it answers as planned and checks what it is asked. */
typedef struct
{
  SoupServer *server;
  char *url;
  GPtrArray *log;   /* what came, one word each: "code", "refresh TOKEN", "device", "poll", "revoke TOKEN" */
  const char *plan; /* the next answers of /oauth/token, one letter each, see sign_in_server_new() */
  char *challenge;  /* of the authorization under way */
  char *redirect_uri;
  guint n_tokens;
  guint interval;
  guint expires_in;
  gboolean down; /* every connection is cut */
} SignInServer;

/**
 * sign_in_server_new:
 *
 * Letters of the plan: `t` tokens, `p` authorization_pending, `s` slow_down, `d` access_denied, `e`
 * expired_token, `i` invalid_grant, `l` the answer is lost, `5` status 500, `x` HTML. Tokens are called
 * access-N and refresh-N.
 */
SignInServer *sign_in_server_new (void);
void sign_in_server_free (SignInServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignInServer, sign_in_server_free)

/* The log as one string with commas, and forgets it. (transfer full) */
char *sign_in_server_take_log (SignInServer *self);
