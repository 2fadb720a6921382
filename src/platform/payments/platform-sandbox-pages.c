/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "platform-form.h"
#include "platform-sandbox-cards.h"
#include "platform-sandbox-form.h"
#include "platform-sandbox-private.h"

#define COOKIE "rambla_pay"
#define NONCE_LENGTH 24

/* One visit of a page, while it is worked on in a job of the writer. */
typedef struct _Visit Visit;

typedef gboolean (*Verb) (Visit *visit, GError **error);

struct _Visit
{
  PlatformSandboxWork work;
  PlatformRequest *request;
  Verb verb;
  PlatformForm *form; /* what was posted, or the query; NULL if it cannot be read */
  RamblaLanguage language;
  char *nonce; /* out of the cookie, or a new one */
  gboolean new_nonce;
  PlatformResponse *response;
};

static void
visit_free (Visit *visit)
{
  platform_request_unref (visit->request);
  platform_form_free (visit->form);
  g_free (visit->nonce);
  g_clear_pointer (&visit->response, platform_response_unref);
  g_free (visit);
}

/* A form is good only from the browser that got it: its token is made from a cookie and from what it is
 * about. */
static char *
make_token (Visit *visit, const char *subject)
{
  g_autofree char *text = g_strconcat (visit->nonce, "|", subject, NULL);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) visit->work.provider->page_key,
                                    strlen (visit->work.provider->page_key), text, -1);
}

static gboolean
has_token (Visit *visit, const char *subject)
{
  g_autofree char *expected = make_token (visit, subject);
  const char *token = visit->form != NULL ? platform_form_get (visit->form, "token") : NULL;

  return !visit->new_nonce && token != NULL && strlen (token) == strlen (expected) &&
         sodium_memcmp (token, expected, strlen (expected)) == 0;
}

static void
read_nonce (Visit *visit)
{
  const char *header = platform_request_get_header (visit->request, "Cookie");
  g_auto (GStrv) cookies = g_strsplit (header != NULL ? header : "", ";", 50);

  for (gsize i = 0; cookies[i] != NULL; i++)
    {
      const char *cookie = g_strstrip (cookies[i]);

      if (g_str_has_prefix (cookie, COOKIE "=") && strlen (cookie) == strlen (COOKIE "=") + NONCE_LENGTH)
        {
          g_free (visit->nonce);
          visit->nonce = g_strdup (cookie + strlen (COOKIE "="));
        }
    }
  if (visit->nonce == NULL)
    {
      visit->nonce = platform_sandbox_store_new_id ("");
      visit->new_nonce = TRUE;
    }
}

/* Answers */

static gboolean
show_message (Visit *visit,
              guint status,
              PlatformSandboxText title,
              PlatformSandboxText body,
              const char *url)
{
  visit->response = platform_sandbox_message_page (visit->language, status, title, body, url,
                                                   PLATFORM_SANDBOX_TEXT_GO_BACK);

  return TRUE;
}

static gboolean
show_missing (Visit *visit)
{
  return show_message (visit, 404, PLATFORM_SANDBOX_TEXT_MISSING_TITLE, PLATFORM_SANDBOX_TEXT_MISSING_BODY,
                       NULL);
}

static gboolean
redirect (Visit *visit, const char *url)
{
  visit->response = platform_response_new (303, NULL, NULL);
  platform_response_set_header (visit->response, "Location", url);
  platform_response_set_cache_control (visit->response, "no-store");

  return TRUE;
}

static char *
fill_in_session (const char *url, const char *id)
{
  g_auto (GStrv) parts = g_strsplit (url, "{CHECKOUT_SESSION_ID}", -1);

  return g_strjoinv (id, parts);
}

static gboolean
is (const char *status, const char *name)
{
  return strcmp (status, name) == 0;
}

static void
show_form (Visit *visit, guint status, PlatformSandboxSession *session, PlatformSandboxForm *form)
{
  g_autofree char *token = make_token (visit, session->id);

  form->token = token;
  visit->response = platform_sandbox_form_page (visit->language, status, session, form);
}

/* The session and its payment; *session stays NULL when the visit was answered already. */
static gboolean
load_session (Visit *visit, PlatformSandboxSession **session, PlatformSandboxIntent **intent, GError **error)
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
    return show_missing (visit);

  visit->language =
      platform_payment_page_language (visit->request, found->locale != NULL && !is (found->locale, "auto")
                                                          ? rambla_language_from_tag (found->locale)
                                                          : RAMBLA_LANGUAGE_ES);
  if (is (found->status, "complete"))
    {
      url = fill_in_session (found->success_url, found->id);
      return show_message (visit, 200, PLATFORM_SANDBOX_TEXT_DONE_TITLE, PLATFORM_SANDBOX_TEXT_DONE_BODY,
                           url);
    }
  if (!is (found->status, "open") || found->expires_at <= visit->work.now_ms / 1000)
    return show_message (visit, 410, PLATFORM_SANDBOX_TEXT_EXPIRED_TITLE, PLATFORM_SANDBOX_TEXT_EXPIRED_BODY,
                         found->cancel_url);

  *session = g_steal_pointer (&found);
  return TRUE;
}

/* Where the browser goes after a payment was confirmed or refused. NULL: nowhere. (transfer full) */
static gboolean
find_next (Visit *visit, PlatformSandboxIntent *intent, char **url, GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;
  gboolean good = is (intent->status, "succeeded") || is (intent->status, "processing");
  GError *cause = NULL;

  if (intent->session != NULL)
    {
      session = platform_sandbox_store_load (visit->work.database, &platform_sandbox_sessions,
                                             intent->session, &cause);
      if (cause != NULL)
        {
          g_propagate_error (error, cause);
          return FALSE;
        }
    }
  if (session != NULL)
    *url = good ? fill_in_session (session->success_url, session->id)
                : g_strconcat (visit->work.provider->uri, "/pay/", session->id, "?declined=1", NULL);
  else if (intent->return_url != NULL)
    *url =
        g_strconcat (intent->return_url, strchr (intent->return_url, '?') != NULL ? "&" : "?",
                     "payment_intent=", intent->id, "&redirect_status=", good ? "succeeded" : "failed", NULL);

  return TRUE;
}

/* The session's page */

static gboolean
get_session_page (Visit *visit, GError **error)
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
  else if (is (intent->status, "requires_action"))
    {
      g_autofree char *url = g_strconcat (visit->work.provider->uri, "/pay/confirm/", intent->id,
                                          "?key=", intent->client_secret, NULL);

      return redirect (visit, url);
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
is_past (Visit *visit, int month, int year)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (visit->work.now_ms / 1000);

  return year * 12 + month < g_date_time_get_year (now) * 12 + g_date_time_get_month (now);
}

static const char *
get_value (Visit *visit, PlatformSandboxField field)
{
  const char *value = platform_form_get (visit->form, platform_sandbox_field_name (field));

  return value != NULL ? value : "";
}

/* Fills in what is wrong with the form. Returns: the card's number, or NULL if anything is wrong. (transfer
 * full) */
static char *
check_form (Visit *visit, PlatformSandboxForm *form)
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

static gboolean
post_session_page (Visit *visit, GError **error)
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
  if (!has_token (visit, session->id))
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

  if (is (intent->status, "requires_payment_method"))
    {
      form.alert = platform_sandbox_text_decline (visit->language, intent->error_code, intent->error_decline);
      if (intent->number == NULL)
        form.values[PLATFORM_SANDBOX_FIELD_NUMBER] = NULL;
      show_form (visit, 402, session, &form);
      return TRUE;
    }
  if (is (intent->status, "requires_action"))
    {
      url = g_strconcat (visit->work.provider->uri, "/pay/confirm/", intent->id,
                         "?key=", intent->client_secret, NULL);
      return redirect (visit, url);
    }

  return find_next (visit, intent, &url, error) && redirect (visit, url);
}

/* The bank's page */

static gboolean
load_intent (Visit *visit, PlatformSandboxIntent **intent, GError **error)
{
  const char *id = platform_request_get_path_parameter (visit->request, "intent");
  const char *key = platform_request_get_query (visit->request, "key");
  g_autoptr (PlatformSandboxIntent) found = NULL;
  GError *cause = NULL;

  found = platform_sandbox_store_load (visit->work.database, &platform_sandbox_intents, id, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (found == NULL || key == NULL || strlen (key) != strlen (found->client_secret) ||
      sodium_memcmp (key, found->client_secret, strlen (key)) != 0)
    return show_missing (visit);

  *intent = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
leave_intent (Visit *visit, PlatformSandboxIntent *intent, GError **error)
{
  g_autofree char *url = NULL;

  if (!find_next (visit, intent, &url, error))
    return FALSE;
  if (url != NULL)
    return redirect (visit, url);

  return show_message (visit, 200, PLATFORM_SANDBOX_TEXT_DONE_TITLE, PLATFORM_SANDBOX_TEXT_DONE_BODY, NULL);
}

static gboolean
show_confirm (Visit *visit, guint status, PlatformSandboxIntent *intent, const char *alert, GError **error)
{
  g_autofree char *token = make_token (visit, intent->id);
  g_autofree char *action = g_strconcat ("/pay/confirm/", intent->id, "?key=", intent->client_secret, NULL);
  g_autoptr (PlatformSandboxSession) session = NULL;
  GError *cause = NULL;

  if (intent->session != NULL)
    session = platform_sandbox_store_load (visit->work.database, &platform_sandbox_sessions, intent->session,
                                           &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }

  visit->response =
      platform_sandbox_confirm_page (visit->language, status, intent, action, token, alert,
                                     session != NULL ? session->success_url : intent->return_url);
  return TRUE;
}

static gboolean
get_confirm_page (Visit *visit, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;

  if (!load_intent (visit, &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (!is (intent->status, "requires_action"))
    return leave_intent (visit, intent, error);

  return show_confirm (visit, 200, intent, NULL, error);
}

static gboolean
post_confirm_page (Visit *visit, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  const char *answer;

  if (!load_intent (visit, &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (!is (intent->status, "requires_action"))
    return leave_intent (visit, intent, error);

  answer = visit->form != NULL ? platform_form_get (visit->form, "answer") : NULL;
  if (!has_token (visit, intent->id) ||
      (g_strcmp0 (answer, "approve") != 0 && g_strcmp0 (answer, "refuse") != 0))
    return show_confirm (visit, 403, intent,
                         platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_STALE_FORM), error);

  return platform_sandbox_authenticate (&visit->work, intent, is (answer, "approve"), error) &&
         leave_intent (visit, intent, error);
}

/* Handling a request */

static gboolean
run_visit (PlatformDatabase *database, gpointer data, GError **error)
{
  Visit *visit = data;

  visit->work.database = database;
  visit->work.now_ms = g_get_real_time () / 1000;

  return visit->verb (visit, error);
}

static void
show_failure (Visit *visit)
{
  g_clear_pointer (&visit->response, platform_response_unref);
  visit->response = platform_sandbox_message_page (
      visit->language, 503, PLATFORM_SANDBOX_TEXT_FAILED_TITLE, PLATFORM_SANDBOX_TEXT_FAILED_BODY,
      platform_request_get_target (visit->request), PLATFORM_SANDBOX_TEXT_TRY_AGAIN);
}

static void
respond (Visit *visit)
{
  if (visit->new_nonce)
    {
      g_autofree char *cookie =
          g_strconcat (COOKIE "=", visit->nonce, "; Path=/pay; HttpOnly; SameSite=Lax", NULL);

      platform_response_add_header (visit->response, "Set-Cookie", cookie);
    }
  platform_request_respond (visit->request, g_steal_pointer (&visit->response));
}

static void
on_visit_done (gpointer data, const GError *error)
{
  Visit *visit = data;

  if (error != NULL)
    {
      g_warning ("a payment page failed: %s", error->message);
      show_failure (visit);
    }
  platform_sandbox_courier_wake (visit->work.provider->courier);
  respond (visit);
}

static void
start_visit (PlatformRequest *request, PlatformSandboxProvider *provider, Verb verb)
{
  Visit *visit = g_new0 (Visit, 1);
  const char *text;
  gsize length;

  visit->work.provider = provider;
  visit->request = platform_request_ref (request);
  visit->verb = verb;
  visit->language = platform_payment_page_language (request, RAMBLA_LANGUAGE_ES);
  if (platform_request_get_method (request) == PLATFORM_METHOD_POST)
    text = platform_request_get_body (request, &length);
  else
    {
      text = strchr (platform_request_get_target (request), '?');
      text = text != NULL ? text + 1 : "";
      length = strlen (text);
    }
  visit->form = platform_form_parse (text, length);
  read_nonce (visit);

  if (!platform_writer_push (provider->writer, run_visit, on_visit_done, visit, (GDestroyNotify) visit_free,
                             NULL))
    {
      show_failure (visit);
      respond (visit);
      visit_free (visit);
    }
}

static void
on_get_session (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, get_session_page);
}

static void
on_post_session (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, post_session_page);
}

static void
on_get_confirm (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, get_confirm_page);
}

static void
on_post_confirm (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, post_confirm_page);
}

static const PlatformRoute routes[] = {
  { "GET", "/pay/{session}", on_get_session, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/pay/{session}", on_post_session, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE, 0 },
  { "GET", "/pay/confirm/{intent}", on_get_confirm, NULL, PLATFORM_ROUTE_DEFAULT, 0 },
  { "POST", "/pay/confirm/{intent}", on_post_confirm, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE, 0 },
};

void
platform_sandbox_pages_add (PlatformSandboxProvider *provider)
{
  platform_router_add (provider->router, routes, G_N_ELEMENTS (routes), provider);
}
