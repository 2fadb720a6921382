/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-fixture.h"

G_BEGIN_DECLS

/* A person's browser in front of the platform's pages: it keeps cookies, finds a form's token, and follows
 * nothing by itself. */
typedef struct
{
  PlatformFixture *fixture;
  GHashTable *cookies; /* name → value */
  char *extra;         /* header lines that each request has besides, or NULL */

  /* The answer that came last. */
  guint status;
  char *location; /* or NULL */
  char *head;
  char *page;
} Browser;

Browser *browser_new (PlatformFixture *fixture);
void browser_free (Browser *self);

/* Opens a page. @target: path and query */
void browser_get (Browser *self, const char *target);

/* Opens the page that the last answer leads to; fails the test when it leads nowhere or to another host. */
void browser_follow (Browser *self);

/* Sends a form. @body: application/x-www-form-urlencoded */
void browser_post (Browser *self, const char *target, const char *body);

/* The token of the page's form whose action begins with @action. Returns: (transfer full); fails the test if
 * there is none */
char *browser_get_token (Browser *self, const char *action);

/* Sends the page's form, with its token before @more. @action: what the form's action begins with */
void browser_submit (Browser *self, const char *action, const char *more);

/* Signs in as one of the sample accounts; the last page must be the one to sign in at. */
void browser_sign_in (Browser *self, const char *role, const char *password);

/* A parameter of the last answer's Location. Returns: (transfer full) (nullable) */
char *browser_get_answer (Browser *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Browser, browser_free)

G_END_DECLS
