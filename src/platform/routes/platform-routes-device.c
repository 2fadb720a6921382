/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a person lets a device in (RFC 8628, 3.3). */
#include "platform-routes-identity.h"

#include "platform-device-grant.h"
#include "platform-throttle.h"
#include "platform-visit.h"

#define DEVICE "/oauth/device"
#define SIGN_OUT "/oauth/sign-out"

static void
show_entry (PlatformVisit *visit, const char *typed, gboolean wrong)
{
  g_autofree char *sign_out_token = platform_browser_make_token (visit->browser, SIGN_OUT);
  PlatformIdentityForm form = { .language = visit->language, .action = DEVICE };

  form.values[PLATFORM_IDENTITY_FIELD_USER_CODE] = typed;
  if (wrong)
    form.errors[PLATFORM_IDENTITY_FIELD_USER_CODE] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_BAD_USER_CODE);
  platform_visit_respond (visit, platform_identity_page_device (
                                     &form, platform_browser_get_account (visit->browser), sign_out_token));
}

static gboolean
is_open (PlatformDeviceCode *code, gint64 now)
{
  return code != NULL && code->state == PLATFORM_DEVICE_PENDING && code->expires_at > now;
}

/* A code that is not there is a guess, and counts. */
static gboolean
find_device (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;
  g_autofree char *code = platform_user_code_normalize (platform_fields_get (visit->query, "user_code"));
  g_autofree char *subject = platform_throttle_make_subject (
      PLATFORM_THROTTLE_USER_CODE, platform_request_get_remote_address (visit->request));
  gint64 now = platform_clock_now (visit->context->clock);
  g_autoptr (PlatformDeviceCode) found = NULL;

  if (!platform_throttle_take (database, PLATFORM_THROTTLE_USER_CODE, subject, now, &visit->wait, error))
    return FALSE;
  if (visit->wait > 0 || code == NULL)
    return TRUE;
  if (platform_grant_storage_get_device_by_user_code (database, code, &found, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (!is_open (found, now))
    return TRUE;
  visit->done = TRUE;
  visit->text = platform_user_code_format (code);
  visit->authorization = g_new0 (PlatformAuthorization, 1);
  visit->authorization->scope = g_strdup (found->scope);
  return platform_throttle_forgive (database, PLATFORM_THROTTLE_USER_CODE, subject, error);
}

static void
show_device (PlatformVisit *visit)
{
  g_autofree char *target = NULL;
  g_autofree char *token = NULL;
  g_autofree char *sign_out_token = NULL;
  PlatformIdentityConsent consent = { 0 };

  if (visit->wait > 0)
    {
      platform_visit_respond (visit, platform_identity_page_too_many (visit->language, visit->wait, DEVICE));
      return;
    }
  if (!visit->done)
    {
      show_entry (visit, platform_fields_get (visit->query, "user_code"), TRUE);
      return;
    }
  target = g_strconcat (DEVICE "?user_code=", visit->text, NULL);
  token = platform_browser_make_token (visit->browser, target);
  sign_out_token = platform_browser_make_token (visit->browser, SIGN_OUT);
  consent.language = visit->language;
  consent.account = platform_browser_get_account (visit->browser);
  consent.scope = visit->authorization->scope;
  consent.user_code = visit->text;
  consent.action = target;
  consent.token = token;
  consent.next = target;
  consent.sign_out_token = sign_out_token;
  platform_visit_respond (visit, platform_identity_page_consent (&consent));
}

static void
on_get_device (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformAccount *account = visit != NULL ? platform_visit_require_account (visit) : NULL;

  if (account == NULL)
    return;
  if (platform_fields_get (visit->query, "user_code") == NULL)
    show_entry (visit, NULL, FALSE);
  else
    platform_visit_write (visit, find_device, show_device);
}

static gboolean
decide (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;
  PlatformAccount *account = platform_browser_get_account (visit->browser);
  g_autofree char *code = platform_user_code_normalize (visit->text);
  gint64 now = platform_clock_now (visit->context->clock);
  g_autoptr (PlatformDeviceCode) found = NULL;
  gboolean allow = g_str_equal (platform_visit_get (visit, "decision"), "allow");

  if (platform_grant_storage_get_device_by_user_code (database, code, &found, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (!is_open (found, now))
    return TRUE;
  visit->allowed = allow && platform_scope_within (found->scope, account->scopes);
  return platform_grant_storage_decide_device (
      database, code, account->id, visit->allowed ? PLATFORM_DEVICE_APPROVED : PLATFORM_DEVICE_DENIED, now,
      &visit->done, error);
}

static void
show_decision (PlatformVisit *visit)
{
  if (!visit->done)
    show_entry (visit, visit->text, TRUE);
  else if (visit->allowed)
    platform_visit_respond (visit, platform_identity_page_message (visit->language, 200,
                                                                   PLATFORM_IDENTITY_TEXT_DEVICE_ALLOWED,
                                                                   PLATFORM_IDENTITY_TEXT_DEVICE_ALLOWED_BODY,
                                                                   NULL, PLATFORM_IDENTITY_TEXT_CONTINUE));
  else
    platform_visit_respond (visit, platform_identity_page_message (visit->language, 200,
                                                                   PLATFORM_IDENTITY_TEXT_DEVICE_DENIED,
                                                                   PLATFORM_IDENTITY_TEXT_DEVICE_DENIED_BODY,
                                                                   NULL, PLATFORM_IDENTITY_TEXT_CONTINUE));
}

static void
on_post_device (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformAccount *account = visit != NULL ? platform_visit_require_account (visit) : NULL;
  const char *typed = account != NULL ? platform_fields_get (visit->query, "user_code") : NULL;
  g_autofree char *code = typed != NULL ? platform_user_code_normalize (typed) : NULL;
  g_autofree char *subject = NULL;

  if (account == NULL)
    return;
  if (code == NULL)
    {
      show_entry (visit, typed, TRUE);
      return;
    }
  visit->text = platform_user_code_format (code);
  subject = g_strconcat (DEVICE "?user_code=", visit->text, NULL);
  if (platform_visit_check_token (visit, subject))
    platform_visit_write (visit, decide, show_decision);
}

static const PlatformRoute routes[] = {
  { "GET", DEVICE, on_get_device },
  { "POST", DEVICE, on_post_device, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
};

void
platform_routes_device_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
