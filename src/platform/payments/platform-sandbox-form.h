/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-payment-page.h"
#include "platform-sandbox-store.h"
#include "platform-sandbox-texts.h"

G_BEGIN_DECLS

/* The fields of the hosted page's form, in its order. */
typedef enum
{
  PLATFORM_SANDBOX_FIELD_NUMBER,
  PLATFORM_SANDBOX_FIELD_EXPIRY,
  PLATFORM_SANDBOX_FIELD_CVC,
  PLATFORM_SANDBOX_FIELD_NAME,
} PlatformSandboxField;

#define PLATFORM_SANDBOX_N_FIELDS 4

/* What stands in the form, and what is wrong with it. Texts are not owned. */
typedef struct
{
  const char *token;                             /* against forged forms */
  const char *values[PLATFORM_SANDBOX_N_FIELDS]; /* or NULL */
  const char *errors[PLATFORM_SANDBOX_N_FIELDS]; /* or NULL */
  const char *alert;                             /* about the whole, or NULL */
  const char *chosen;                            /* the test card that was clicked, or NULL */
} PlatformSandboxForm;

/* A field's name in the form: "number". */
const char *platform_sandbox_field_name (PlatformSandboxField field);

/**
 * platform_sandbox_form_page:
 *
 * Returns: (transfer full): the page where a session is paid
 */
PlatformResponse *platform_sandbox_form_page (RamblaLanguage language,
                                              guint status,
                                              const PlatformSandboxSession *session,
                                              const PlatformSandboxForm *form);

/**
 * platform_sandbox_confirm_page:
 * @action: where the form goes
 * @done_url: (nullable): where the browser is sent afterwards
 *
 * Returns: (transfer full): the bank's page (3-D Secure)
 */
PlatformResponse *platform_sandbox_confirm_page (RamblaLanguage language,
                                                 guint status,
                                                 const PlatformSandboxIntent *intent,
                                                 const char *action,
                                                 const char *token,
                                                 const char *alert,
                                                 const char *done_url);

/**
 * platform_sandbox_message_page:
 * @url: (nullable): where the one button leads
 * @button: its text
 *
 * Returns: (transfer full): a page that only says something
 */
PlatformResponse *platform_sandbox_message_page (RamblaLanguage language,
                                                 guint status,
                                                 PlatformSandboxText title,
                                                 PlatformSandboxText body,
                                                 const char *url,
                                                 PlatformSandboxText button);

G_END_DECLS
