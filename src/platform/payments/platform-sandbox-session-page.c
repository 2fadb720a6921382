/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "platform-sandbox-cards.h"
#include "platform-sandbox-visit.h"

static void
show_form (PlatformSandboxVisit *visit,
           guint status,
           PlatformSandboxSession *session,
           PlatformSandboxForm *form)
{
  g_autofree char *token = platform_sandbox_visit_make_token (visit, session->id);

  form->token = token;
  visit->response = platform_sandbox_form_page (visit->language, status, session, form);
}

/* The session and its payment; *session stays NULL when the visit was answered already. */
static gboolean
load_session (PlatformSandboxVisit *visit,
              PlatformSandboxSession **session,
              PlatformSandboxIntent **intent,
              GError **error)
{
  const char *id = platform_request_get_path_parameter (visit->request, "session");
  g_autoptr (PlatformSandboxSession) found = NULL;
  g_autofree char *url = NULL;
  GError *cause = NULL;

  found = platform_sandbox_store_load (visit->work.database, &platform_sandbox_sessions, id, &cause);
  if (cause == NULL && found != NULL)
    *intent =
        platform_sandbox_store_load (visit->work.database, &platform_sandbox_intents, found->intent, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (found == NULL || *intent == NULL)
    return platform_sandbox_visit_show_missing (visit);

  visit->language = platform_web_page_language (visit->request,
                                                found->locale != NULL && !g_str_equal (found->locale, "auto")
                                                    ? rambla_language_from_tag (found->locale)
                                                    : RAMBLA_LANGUAGE_ES);
  if (g_str_equal (found->status, "complete"))
    {
      url = platform_sandbox_visit_fill_in_session (found->success_url, found->id);
      return platform_sandbox_visit_show_message (visit, 200, PLATFORM_SANDBOX_TEXT_DONE_TITLE,
                                                  PLATFORM_SANDBOX_TEXT_DONE_BODY, url);
    }
  if (!g_str_equal (found->status, "open") || found->expires_at <= visit->work.now_ms / 1000)
    return platform_sandbox_visit_show_message (visit, 410, PLATFORM_SANDBOX_TEXT_EXPIRED_TITLE,
                                                PLATFORM_SANDBOX_TEXT_EXPIRED_BODY, found->cancel_url);

  *session = g_steal_pointer (&found);
  return TRUE;
}

gboolean
platform_sandbox_session_page_get (PlatformSandboxVisit *visit, GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  PlatformSandboxForm form = { 0 };
  const PlatformSandboxCard *card;

  if (!load_session (visit, &session, &intent, error))
    return FALSE;
  if (session == NULL)
    return TRUE;

  form.chosen = visit->form != NULL ? platform_form_get (visit->form, "card") : NULL;
  card = platform_sandbox_card_find (form.chosen);
  if (card != NULL)
    {
      form.values[PLATFORM_SANDBOX_FIELD_NUMBER] = card->number;
      form.values[PLATFORM_SANDBOX_FIELD_EXPIRY] = "12/34";
      form.values[PLATFORM_SANDBOX_FIELD_CVC] = "123";
      form.values[PLATFORM_SANDBOX_FIELD_NAME] = "Rambla Sandbox";
    }
  else if (g_str_equal (intent->status, "requires_action"))
    {
      g_autofree char *url = g_strconcat (visit->work.provider->uri, "/pay/confirm/", intent->id,
                                          "?key=", intent->client_secret, NULL);

      return platform_sandbox_visit_redirect (visit, url);
    }
  else if (intent->error_code != NULL && visit->form != NULL &&
           platform_form_get (visit->form, "declined") != NULL)
    form.alert = platform_sandbox_text_decline (visit->language, intent->error_code, intent->error_decline);

  show_form (visit, 200, session, &form);
  return TRUE;
}

/* "12/34", "12 / 2034", "1234". */
static gboolean
parse_expiry (const char *text, int *month, int *year)
{
  char digits[7];
  int n_month = 0;
  gsize n = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == ' ')
        continue;
      if ((*text == '/' || *text == '-') && n_month == 0 && n > 0)
        n_month = (int) n;
      else if (g_ascii_isdigit (*text) && n < 6)
        digits[n++] = *text;
      else
        return FALSE;
    }
  digits[n] = '\0';
  if (n_month == 0)
    n_month = 2;
  if (n_month > 2 || ((int) n - n_month != 2 && (int) n - n_month != 4))
    return FALSE;

  *year = atoi (digits + n_month);
  digits[n_month] = '\0';
  *month = atoi (digits);
  if (*year < 100)
    *year += 2000;

  return *month >= 1 && *month <= 12;
}

static gboolean
is_past (PlatformSandboxVisit *visit, int month, int year)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (visit->work.now_ms / 1000);

  return year * 12 + month < g_date_time_get_year (now) * 12 + g_date_time_get_month (now);
}

static const char *
get_value (PlatformSandboxVisit *visit, PlatformSandboxField field)
{
  const char *value = platform_form_get (visit->form, platform_sandbox_field_name (field));

  return value != NULL ? value : "";
}

/* Fills in what is wrong with the form. Returns: the card's number, or NULL if anything is wrong. (transfer
 * full) */
static char *
check_form (PlatformSandboxVisit *visit, PlatformSandboxForm *form)
{
  g_autofree char *number = NULL;
  const char *cvc = get_value (visit, PLATFORM_SANDBOX_FIELD_CVC);
  const char *name = get_value (visit, PLATFORM_SANDBOX_FIELD_NAME);
  gsize n_cvc = strspn (cvc, "0123456789");
  gboolean ok = TRUE;
  int month;
  int year;

  for (int i = 0; i < PLATFORM_SANDBOX_N_FIELDS; i++)
    form->values[i] = i == PLATFORM_SANDBOX_FIELD_CVC ? NULL : get_value (visit, (PlatformSandboxField) i);

  number = platform_sandbox_card_clean_number (form->values[PLATFORM_SANDBOX_FIELD_NUMBER]);
  if (number == NULL)
    form->errors[PLATFORM_SANDBOX_FIELD_NUMBER] =
        platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_BAD_NUMBER);
  if (!parse_expiry (form->values[PLATFORM_SANDBOX_FIELD_EXPIRY], &month, &year))
    form->errors[PLATFORM_SANDBOX_FIELD_EXPIRY] =
        platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_BAD_EXPIRY);
  else if (is_past (visit, month, year))
    form->errors[PLATFORM_SANDBOX_FIELD_EXPIRY] =
        platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_PAST_EXPIRY);
  if (cvc[n_cvc] != '\0' || n_cvc < 3 || n_cvc > 4)
    form->errors[PLATFORM_SANDBOX_FIELD_CVC] =
        platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_BAD_CVC);
  if (name[strspn (name, " ")] == '\0')
    form->errors[PLATFORM_SANDBOX_FIELD_NAME] =
        platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_BAD_NAME);

  for (int i = 0; i < PLATFORM_SANDBOX_N_FIELDS; i++)
    ok = ok && form->errors[i] == NULL;

  return ok ? g_steal_pointer (&number) : NULL;
}

gboolean
platform_sandbox_session_page_post (PlatformSandboxVisit *visit, GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  PlatformSandboxForm form = { 0 };
  g_autofree char *number = NULL;
  g_autofree char *url = NULL;

  if (!load_session (visit, &session, &intent, error))
    return FALSE;
  if (session == NULL)
    return TRUE;
  if (!platform_sandbox_visit_has_token (visit, session->id))
    {
      form.alert = platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_STALE_FORM);
      show_form (visit, 403, session, &form);
      return TRUE;
    }
  number = check_form (visit, &form);
  if (number == NULL)
    {
      show_form (visit, 422, session, &form);
      return TRUE;
    }

  /* A number that is no test card's may be somebody's: it is not kept. */
  g_free (intent->number);
  intent->number = platform_sandbox_card_find (number) != NULL ? g_strdup (number) : NULL;
  g_free (intent->method);
  intent->method = platform_sandbox_store_new_id ("pm_");
  if (!platform_sandbox_confirm (&visit->work, intent, FALSE, error))
    return FALSE;

  if (g_str_equal (intent->status, "requires_payment_method"))
    {
      form.alert = platform_sandbox_text_decline (visit->language, intent->error_code, intent->error_decline);
      if (intent->number == NULL)
        form.values[PLATFORM_SANDBOX_FIELD_NUMBER] = NULL;
      show_form (visit, 402, session, &form);
      return TRUE;
    }
  if (g_str_equal (intent->status, "requires_action"))
    {
      url = g_strconcat (visit->work.provider->uri, "/pay/confirm/", intent->id,
                         "?key=", intent->client_secret, NULL);
      return platform_sandbox_visit_redirect (visit, url);
    }

  return platform_sandbox_visit_find_next (visit, intent, &url, error) &&
         platform_sandbox_visit_redirect (visit, url);
}
