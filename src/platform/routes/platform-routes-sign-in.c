/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in, signing up and signing out, in a browser. */
#include "platform-routes-identity.h"

#include <string.h>

#include "platform-throttle.h"
#include "platform-visit.h"
#include "rambla-id.h"

#define SIGN_IN "/oauth/sign-in"
#define SIGN_UP "/oauth/sign-up"
#define SIGN_OUT "/oauth/sign-out"
#define MIN_PASSWORD 8
#define MAX_TEXT 200
#define MAX_NAME 100

static void
show_form (PlatformVisit *visit, PlatformIdentityForm *form, const char *path, const char *other)
{
  g_autofree char *action = platform_visit_build_link (path, visit->next);
  g_autofree char *other_url = platform_visit_build_link (other, visit->next);
  g_autofree char *token = platform_browser_make_token (visit->browser, path);

  form->language = visit->language;
  form->action = action;
  form->other_url = other_url;
  form->token = token;
  form->sandbox = visit->context->sandbox;
  platform_visit_respond (visit, g_str_equal (path, SIGN_IN) ? platform_identity_page_sign_in (form)
                                                             : platform_identity_page_sign_up (form));
}

static void
show_again (PlatformVisit *visit, const char *path, const char *alert)
{
  PlatformIdentityForm form = { .alert = alert };

  form.values[PLATFORM_IDENTITY_FIELD_NAME] = platform_visit_get (visit, "name");
  form.values[PLATFORM_IDENTITY_FIELD_EMAIL] = platform_visit_get (visit, "email");
  show_form (visit, &form, path, g_str_equal (path, SIGN_IN) ? SIGN_UP : SIGN_IN);
}

static void
show_too_many (PlatformVisit *visit)
{
  platform_visit_respond (visit,
                          platform_identity_page_too_many (visit->language, visit->wait,
                                                           platform_request_get_target (visit->request)));
}

static void
show_busy (PlatformVisit *visit)
{
  platform_visit_respond (
      visit, platform_identity_page_busy (visit->language, platform_request_get_target (visit->request)));
}

static void
go_on (PlatformVisit *visit)
{
  platform_visit_redirect (visit, visit->next != NULL ? visit->next : SIGN_OUT);
}

static void
on_get_sign_in (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformIdentityForm form = { 0 };

  if (visit == NULL)
    return;
  if (platform_browser_get_account (visit->browser) != NULL)
    go_on (visit);
  else
    show_form (visit, &form, SIGN_IN, SIGN_UP);
}

/* Signing in: count the guess and find the account, hold the password against it, begin a session. */

static gboolean
count_guess (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;
  const char *email = platform_visit_get (visit, "email");
  gint64 now = platform_clock_now (visit->context->clock);
  g_autofree char *by_address = platform_throttle_make_subject (
      PLATFORM_THROTTLE_ADDRESS, platform_request_get_remote_address (visit->request));
  g_autofree char *by_account = platform_throttle_make_subject (PLATFORM_THROTTLE_ACCOUNT, email);
  g_autoptr (PlatformAccount) account = NULL;

  if (!platform_throttle_take (database, PLATFORM_THROTTLE_ADDRESS, by_address, now, &visit->wait, error))
    return FALSE;
  if (visit->wait == 0 &&
      !platform_throttle_take (database, PLATFORM_THROTTLE_ACCOUNT, by_account, now, &visit->wait, error))
    return FALSE;
  if (platform_account_storage_get_by_email (database, email, &account, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (account != NULL)
    {
      visit->account_id = g_steal_pointer (&account->id);
      visit->password_hash = g_steal_pointer (&account->password_hash);
    }
  return TRUE;
}

static gboolean
begin_session (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;
  g_autofree char *by_address = platform_throttle_make_subject (
      PLATFORM_THROTTLE_ADDRESS, platform_request_get_remote_address (visit->request));
  g_autofree char *by_account =
      platform_throttle_make_subject (PLATFORM_THROTTLE_ACCOUNT, platform_visit_get (visit, "email"));

  return platform_throttle_forgive (database, PLATFORM_THROTTLE_ADDRESS, by_address, error) &&
         platform_throttle_forgive (database, PLATFORM_THROTTLE_ACCOUNT, by_account, error) &&
         platform_browser_sign_in (visit->browser, database, visit->account_id,
                                   platform_clock_now (visit->context->clock), error);
}

static void
on_verified (gpointer data, gboolean right)
{
  PlatformVisit *visit = data;

  if (right)
    platform_visit_write (visit, begin_session, go_on);
  else
    show_again (visit, SIGN_IN,
                platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_WRONG_PASSWORD));
}

static void
verify (PlatformVisit *visit)
{
  if (visit->wait > 0)
    show_too_many (visit);
  else if (!platform_passwords_verify (visit->context->passwords, visit->password_hash,
                                       platform_visit_get (visit, "password"), on_verified, visit))
    show_busy (visit);
}

/* Good enough to be written to: only the mail's own server could say more. */
static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');

  if (at == NULL || at == text || strlen (text) > MAX_TEXT || strchr (at + 1, '@') != NULL ||
      strchr (at + 1, '.') == NULL || at[1] == '.' || text[strlen (text) - 1] == '.')
    return FALSE;
  for (; *text != '\0'; text++)
    if ((guchar) *text <= ' ' || *text == 0x7f || strchr ("<>()[],;:\\\"", *text) != NULL)
      return FALSE;
  return TRUE;
}

static void
on_post_sign_in (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformIdentityForm form = { 0 };

  if (visit == NULL || !platform_visit_check_token (visit, SIGN_IN))
    return;
  form.values[PLATFORM_IDENTITY_FIELD_EMAIL] = platform_visit_get (visit, "email");
  if (!is_email (form.values[PLATFORM_IDENTITY_FIELD_EMAIL]))
    form.errors[PLATFORM_IDENTITY_FIELD_EMAIL] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_BAD_EMAIL);
  if (*platform_visit_get (visit, "password") == '\0' ||
      strlen (platform_visit_get (visit, "password")) > 4 * MAX_TEXT)
    form.errors[PLATFORM_IDENTITY_FIELD_PASSWORD] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_MISSING_PASSWORD);
  if (platform_identity_form_has_errors (&form))
    show_form (visit, &form, SIGN_IN, SIGN_UP);
  else
    platform_visit_write (visit, count_guess, verify);
}

/* Signing up: make the password's hash, then the account. */

static void
on_get_sign_up (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformIdentityForm form = { 0 };

  if (visit != NULL)
    show_form (visit, &form, SIGN_UP, SIGN_IN);
}

static gboolean
make_account (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;
  g_autofree char *id = rambla_id_new (RAMBLA_ID_USER);
  g_autofree char *name = g_strstrip (g_strdup (platform_visit_get (visit, "name")));
  gint64 now = platform_clock_now (visit->context->clock);
  g_autoptr (PlatformAccount) found = NULL;
  const PlatformAccount account = {
    .id = id,
    .email = (char *) platform_visit_get (visit, "email"),
    .name = name,
    .password_hash = visit->password_hash,
    .scopes = (char *) PLATFORM_SCOPE_CONSUMER,
    .created_at = now,
  };

  if (platform_account_storage_get_by_email (database, account.email, &found, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  visit->done = found == NULL;
  return found != NULL || (platform_account_storage_insert (database, &account, error) &&
                           platform_browser_sign_in (visit->browser, database, id, now, error));
}

static void
finish_sign_up (PlatformVisit *visit)
{
  PlatformIdentityForm form = { 0 };

  if (visit->done)
    {
      go_on (visit);
      return;
    }
  form.values[PLATFORM_IDENTITY_FIELD_NAME] = platform_visit_get (visit, "name");
  form.values[PLATFORM_IDENTITY_FIELD_EMAIL] = platform_visit_get (visit, "email");
  form.errors[PLATFORM_IDENTITY_FIELD_EMAIL] =
      platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_EMAIL_TAKEN);
  show_form (visit, &form, SIGN_UP, SIGN_IN);
}

static void
on_password_made (gpointer data, char *hash)
{
  PlatformVisit *visit = data;

  visit->password_hash = hash;
  platform_visit_write (visit, make_account, finish_sign_up);
}

static gboolean
count_sign_up (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;
  g_autofree char *subject = platform_throttle_make_subject (
      PLATFORM_THROTTLE_SIGN_UP, platform_request_get_remote_address (visit->request));

  return platform_throttle_take (database, PLATFORM_THROTTLE_SIGN_UP, subject,
                                 platform_clock_now (visit->context->clock), &visit->wait, error);
}

static void
make_password (PlatformVisit *visit)
{
  if (visit->wait > 0)
    show_too_many (visit);
  else if (!platform_passwords_make (visit->context->passwords, platform_visit_get (visit, "password"),
                                     on_password_made, visit))
    show_busy (visit);
}

/* What everybody tries first: one character over and over, a row of digits, or what stands beside it. */
static gboolean
is_easy (const char *password, const char *email, const char *name)
{
  static const char *const known[] = { "password", "contraseña", "qwertyui", "12345678",
                                       "87654321", "iloveyou",   "letmein1", "rambla12" };
  g_autofree char *folded = g_utf8_casefold (password, -1);
  g_autofree char *folded_email = g_utf8_casefold (email, -1);
  g_autofree char *folded_name = g_utf8_casefold (name, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_has_prefix (folded, known[i]) && strlen (folded) <= strlen (known[i]) + 2)
      return TRUE;
  return strspn (password, (char[]){ password[0], '\0' }) == strlen (password) ||
         g_str_equal (folded, folded_email) || g_str_equal (folded, folded_name);
}

static void
check_sign_up (PlatformVisit *visit, PlatformIdentityForm *form)
{
  const char *name = platform_visit_get (visit, "name");
  const char *email = platform_visit_get (visit, "email");
  const char *password = platform_visit_get (visit, "password");
  glong length = g_utf8_strlen (password, -1);

  form->values[PLATFORM_IDENTITY_FIELD_NAME] = name;
  form->values[PLATFORM_IDENTITY_FIELD_EMAIL] = email;
  if (name[strspn (name, " \t\r\n")] == '\0' || g_utf8_strlen (name, -1) > MAX_NAME ||
      strpbrk (name, "<>\r\n\t") != NULL)
    form->errors[PLATFORM_IDENTITY_FIELD_NAME] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_BAD_NAME);
  if (!is_email (email))
    form->errors[PLATFORM_IDENTITY_FIELD_EMAIL] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_BAD_EMAIL);
  if (length < MIN_PASSWORD || length > MAX_TEXT)
    form->errors[PLATFORM_IDENTITY_FIELD_PASSWORD] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_BAD_PASSWORD);
  else if (is_easy (password, email, name))
    form->errors[PLATFORM_IDENTITY_FIELD_PASSWORD] =
        platform_identity_text (visit->language, PLATFORM_IDENTITY_TEXT_EASY_PASSWORD);
}

static void
on_post_sign_up (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformIdentityForm form = { 0 };

  if (visit == NULL || !platform_visit_check_token (visit, SIGN_UP))
    return;
  check_sign_up (visit, &form);
  if (platform_identity_form_has_errors (&form))
    show_form (visit, &form, SIGN_UP, SIGN_IN);
  else
    platform_visit_write (visit, count_sign_up, make_password);
}

/* Signing out of the browser; programs have sessions of their own. */

static void
on_get_sign_out (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformAccount *account = visit != NULL ? platform_browser_get_account (visit->browser) : NULL;
  g_autofree char *token = NULL;

  if (visit == NULL)
    return;
  if (account == NULL)
    {
      platform_visit_redirect (visit, SIGN_IN);
      return;
    }
  token = platform_browser_make_token (visit->browser, SIGN_OUT);
  platform_visit_respond (visit, platform_identity_page_account (visit->language, account, token));
}

static gboolean
end_session (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;

  return platform_browser_sign_out (visit->browser, database, error);
}

static void
finish_sign_out (PlatformVisit *visit)
{
  g_autofree char *url = platform_visit_build_link (SIGN_IN, visit->next);

  if (visit->next != NULL)
    platform_visit_redirect (visit, url);
  else
    platform_visit_respond (visit, platform_identity_page_message (visit->language, 200,
                                                                   PLATFORM_IDENTITY_TEXT_SIGNED_OUT,
                                                                   PLATFORM_IDENTITY_TEXT_SIGNED_OUT_BODY,
                                                                   SIGN_IN, PLATFORM_IDENTITY_TEXT_SIGN_IN));
}

static void
on_post_sign_out (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);

  if (visit != NULL && platform_visit_check_token (visit, SIGN_OUT))
    platform_visit_write (visit, end_session, finish_sign_out);
}

static const PlatformRoute routes[] = {
  { "GET", SIGN_IN, on_get_sign_in },
  { "POST", SIGN_IN, on_post_sign_in, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "GET", SIGN_UP, on_get_sign_up },
  { "POST", SIGN_UP, on_post_sign_up, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
  { "GET", SIGN_OUT, on_get_sign_out },
  { "POST", SIGN_OUT, on_post_sign_out, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
};

void
platform_routes_sign_in_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
