/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-session.h"

G_BEGIN_DECLS

/* Names of secrets. */
#define RAMBLA_SESSION_TOKENS "tokens"
#define RAMBLA_SESSION_REVOKING "revoking"

struct _RamblaSession
{
  GObject parent_instance;

  char *base_url;
  SoupSession *soup;
  RamblaSecrets *secrets;
  RamblaTokens *tokens; /* NULL when nobody is signed in */
  guint epoch;          /* counts sign-outs: what was begun in another one has no effect */

  GPtrArray *waiting; /* tasks that share the refresh under way; NULL when there is none */
  guint tries;
  guint retry_source;

  GPtrArray *revoking; /* "ENDPOINT TOKEN" of what the platform was not told yet */
  gboolean telling;
};

/* Shared by the object (rambla-session.c), renewing (rambla-session-refresh.c) and giving back
 * (rambla-session-revoke.c). */

/* Makes @tokens (transfer full, nullable) the current ones. */
void rambla_session_set_tokens (RamblaSession *self, RamblaTokens *tokens);
/* The address of an endpoint that may be a path at the platform. (transfer full) */
char *rambla_session_build_endpoint (RamblaSession *self, const char *endpoint);
/* Says that the platform does not take the tokens any more. */
void rambla_session_emit_refused (RamblaSession *self);
/* Removes the tokens that are kept for the next start. */
void rambla_session_clear_kept (RamblaSession *self);
/* Somebody signed out: whoever waits for a refresh is told so. */
void rambla_session_end_refresh (RamblaSession *self);
/* Notes that @tokens are to be given back, on disk too. */
void rambla_session_note_revoking (RamblaSession *self, const RamblaTokens *tokens);
/* Takes up what was noted: lines of text. */
void rambla_session_take_revoking (RamblaSession *self, const char *lines);

G_END_DECLS
