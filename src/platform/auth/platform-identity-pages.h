/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-account-storage.h"
#include "platform-identity-texts.h"
#include "platform-response.h"

G_BEGIN_DECLS

/*
 * The pages of signing in: plain HTML without any script. Every form goes to our own address and carries the
 * browser's token. All texts that are handed in are plain, and are escaped here.
 */

/* A field of a form. Its password is never shown again. */
typedef enum
{
  PLATFORM_IDENTITY_FIELD_NAME,
  PLATFORM_IDENTITY_FIELD_EMAIL,
  PLATFORM_IDENTITY_FIELD_PASSWORD,
  PLATFORM_IDENTITY_FIELD_USER_CODE,
  PLATFORM_IDENTITY_N_FIELDS,
} PlatformIdentityField;

/* The name that a field has in its form. */
const char *platform_identity_field_name (PlatformIdentityField field);

/**
 * PlatformIdentityForm:
 * @language: the page's
 * @action: where the form goes to
 * @token: the browser's, for that form
 * @other_url: (nullable): the link below: from signing in to signing up, and back
 * @values: (nullable): what was typed
 * @errors: (nullable): what is wrong with each
 * @alert: (nullable): what is wrong with the whole
 * @sandbox: say which sample accounts there are
 *
 * A page to fill in.
 */
typedef struct
{
  RamblaLanguage language;
  const char *action;
  const char *token;
  const char *other_url;
  const char *values[PLATFORM_IDENTITY_N_FIELDS];
  const char *errors[PLATFORM_IDENTITY_N_FIELDS];
  const char *alert;
  gboolean sandbox;
} PlatformIdentityForm;

/* Is anything wrong with it? */
gboolean platform_identity_form_has_errors (const PlatformIdentityForm *form);

/* All of these return a whole answer (transfer full): 200, or 422 with errors. */
PlatformResponse *platform_identity_page_sign_in (const PlatformIdentityForm *form);
PlatformResponse *platform_identity_page_sign_up (const PlatformIdentityForm *form);

/**
 * platform_identity_page_device:
 * @form: asks for a device's code by GET, so it needs no token
 * @account: who is signed in
 * @sign_out_token: for the form beside it
 */
PlatformResponse *platform_identity_page_device (const PlatformIdentityForm *form,
                                                 PlatformAccount *account,
                                                 const char *sign_out_token);

/**
 * PlatformIdentityConsent:
 * @scope: what is asked for
 * @user_code: (nullable): the device's code, for comparing; NULL where a program on this computer asks
 * @redirect_uri: (nullable): where the answer to the form leads
 * @next: the page's own address, to come back to with another account
 * @sign_out_token: for the form that changes the account
 *
 * A question that is answered with `decision` "allow" or "deny".
 */
typedef struct
{
  RamblaLanguage language;
  PlatformAccount *account;
  const char *scope;
  const char *user_code;
  const char *redirect_uri;
  const char *action;
  const char *token;
  const char *next;
  const char *sign_out_token;
} PlatformIdentityConsent;

PlatformResponse *platform_identity_page_consent (const PlatformIdentityConsent *consent);

/**
 * platform_identity_page_account:
 *
 * Who is signed in in this browser, and the way out.
 */
PlatformResponse *
platform_identity_page_account (RamblaLanguage language, PlatformAccount *account, const char *token);

/**
 * platform_identity_page_message:
 * @url: (nullable): where to go on
 * @label: what the link says
 */
PlatformResponse *platform_identity_page_message (RamblaLanguage language,
                                                  guint status,
                                                  PlatformIdentityText title,
                                                  PlatformIdentityText body,
                                                  const char *url,
                                                  PlatformIdentityText label);

/**
 * platform_identity_page_too_many:
 * @seconds: to wait
 *
 * Returns: (transfer full): 429 with Retry-After
 */
PlatformResponse *platform_identity_page_too_many (RamblaLanguage language, gint64 seconds, const char *url);

/**
 * platform_identity_page_busy:
 *
 * Returns: (transfer full): 503 with Retry-After
 */
PlatformResponse *platform_identity_page_busy (RamblaLanguage language, const char *url);

G_END_DECLS
