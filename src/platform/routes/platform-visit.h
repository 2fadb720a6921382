/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-authorization.h"
#include "platform-browser.h"
#include "platform-context.h"
#include "platform-identity-pages.h"

G_BEGIN_DECLS

typedef struct _PlatformVisit PlatformVisit;

/* Goes on with a visit after the writer; every way ends in one of the answers below. */
typedef void (*PlatformVisitStep) (PlatformVisit *visit);

/**
 * PlatformVisit:
 * @query: what the address says
 * @form: (nullable): what was posted
 * @browser: whose it is
 * @language: by ui_locales, else by Accept-Language
 * @next: (nullable): a page of ours to go on to
 * @authorization: (nullable): what a program asks for
 * @account_id: (nullable): whose password is looked at
 * @password_hash: (nullable): what it is held against, or the new one
 * @text: (nullable): what the writer made: a code
 * @wait: seconds to wait after too many guesses; 0: none
 * @done: whether the writer did it
 * @allowed: what a person decided
 *
 * A page of signing in, while it is answered. The fields from @authorization on are for the steps' own use.
 */
struct _PlatformVisit
{
  PlatformContext *context;
  PlatformRequest *request;
  PlatformFields *query;
  PlatformFields *form;
  PlatformBrowser *browser;
  RamblaLanguage language;
  char *next;

  PlatformAuthorization *authorization;
  char *account_id;
  char *password_hash;
  char *text;
  gint64 wait;
  gboolean done;
  gboolean allowed;

  PlatformVisitStep step; /* private */
};

/**
 * platform_visit_begin:
 *
 * Returns: (transfer full) (nullable): a visit, or NULL if it was answered already
 */
PlatformVisit *platform_visit_begin (PlatformRequest *request, PlatformContext *context);

/**
 * platform_visit_write:
 * @job: runs in the writer with the visit as its data
 * @step: what follows; if the job fails the visit is answered with 503 instead
 */
void platform_visit_write (PlatformVisit *self, PlatformWriterJob job, PlatformVisitStep step);

/**
 * platform_visit_respond:
 * @response: (transfer full): the page
 *
 * Answers, with the browser's cookies, and ends the visit.
 */
void platform_visit_respond (PlatformVisit *self, PlatformResponse *response);

/**
 * platform_visit_redirect:
 * @url: where to; checked by whoever calls
 *
 * Answers with 303 and ends the visit.
 */
void platform_visit_redirect (PlatformVisit *self, const char *url);

/**
 * platform_visit_require_account:
 *
 * Returns: (nullable): who is signed in; NULL: the visit was sent to sign in and comes back here after that
 */
PlatformAccount *platform_visit_require_account (PlatformVisit *self);

/**
 * platform_visit_check_token:
 * @subject: what the form is about
 *
 * Returns: FALSE if the form was not ours or is too old; then the visit was answered
 */
gboolean platform_visit_check_token (PlatformVisit *self, const char *subject);

/* The value of a posted field; "" where there is none. */
const char *platform_visit_get (PlatformVisit *self, const char *name);

/* "/oauth/sign-in?next=…" to come back to @next. (nullable) (transfer full) */
char *platform_visit_build_link (const char *path, const char *next);

G_END_DECLS
