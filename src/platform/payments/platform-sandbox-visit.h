/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-form.h"
#include "platform-sandbox-form.h"
#include "platform-sandbox-private.h"

G_BEGIN_DECLS

typedef struct _PlatformSandboxVisit PlatformSandboxVisit;

/**
 * PlatformSandboxVisitVerb:
 *
 * Works on a visit in a job of the writer and sets visit->response.
 *
 * Returns: FALSE with @error only if the database failed
 */
typedef gboolean (*PlatformSandboxVisitVerb) (PlatformSandboxVisit *visit, GError **error);

/* One visit of a page. */
struct _PlatformSandboxVisit
{
  PlatformSandboxWork work;
  PlatformRequest *request;
  PlatformSandboxVisitVerb verb;
  PlatformForm *form; /* what was posted, or the query; NULL if it cannot be read */
  RamblaLanguage language;
  char *nonce; /* out of the cookie, or a new one */
  gboolean new_nonce;
  PlatformResponse *response;
};

/* The token of a form about @subject, good in this browser only. (transfer full) */
char *platform_sandbox_visit_make_token (PlatformSandboxVisit *visit, const char *subject);
gboolean platform_sandbox_visit_has_token (PlatformSandboxVisit *visit, const char *subject);

/* Answers; each returns TRUE, so that a verb may return it. */
gboolean platform_sandbox_visit_show_message (PlatformSandboxVisit *visit,
                                              guint status,
                                              PlatformSandboxText title,
                                              PlatformSandboxText body,
                                              const char *url);
gboolean platform_sandbox_visit_show_missing (PlatformSandboxVisit *visit);
gboolean platform_sandbox_visit_redirect (PlatformSandboxVisit *visit, const char *url);

/* @url with the session's id where it asks for it. (transfer full) */
char *platform_sandbox_visit_fill_in_session (const char *url, const char *id);

/**
 * platform_sandbox_visit_find_next:
 * @url: (out) (transfer full) (nullable): where the browser goes after @intent was confirmed or refused
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_sandbox_visit_find_next (PlatformSandboxVisit *visit,
                                           PlatformSandboxIntent *intent,
                                           char **url,
                                           GError **error);

/* The page where a session is paid, and the bank's (3-D Secure). */
gboolean platform_sandbox_session_page_get (PlatformSandboxVisit *visit, GError **error);
gboolean platform_sandbox_session_page_post (PlatformSandboxVisit *visit, GError **error);
gboolean platform_sandbox_bank_page_get (PlatformSandboxVisit *visit, GError **error);
gboolean platform_sandbox_bank_page_post (PlatformSandboxVisit *visit, GError **error);

G_END_DECLS
