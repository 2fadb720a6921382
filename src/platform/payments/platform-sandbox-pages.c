/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "platform-sandbox-visit.h"

#define COOKIE "rambla_pay"
#define NONCE_LENGTH 24

static void
visit_free (PlatformSandboxVisit *visit)
{
  platform_request_unref (visit->request);
  platform_form_free (visit->form);
  g_free (visit->nonce);
  g_clear_pointer (&visit->response, platform_response_unref);
  g_free (visit);
}

/* A form is good only from the browser that got it: its token is made from a cookie and from what it is
 * about. */
char *
platform_sandbox_visit_make_token (PlatformSandboxVisit *visit, const char *subject)
{
  g_autofree char *text = g_strconcat (visit->nonce, "|", subject, NULL);

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) visit->work.provider->page_key,
                                    strlen (visit->work.provider->page_key), text, -1);
}

gboolean
platform_sandbox_visit_has_token (PlatformSandboxVisit *visit, const char *subject)
{
  g_autofree char *expected = platform_sandbox_visit_make_token (visit, subject);
  const char *token = visit->form != NULL ? platform_form_get (visit->form, "token") : NULL;

  return !visit->new_nonce && token != NULL && strlen (token) == strlen (expected) &&
         sodium_memcmp (token, expected, strlen (expected)) == 0;
}

static void
read_nonce (PlatformSandboxVisit *visit)
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

gboolean
platform_sandbox_visit_show_message (PlatformSandboxVisit *visit,
                                     guint status,
                                     PlatformSandboxText title,
                                     PlatformSandboxText body,
                                     const char *url)
{
  visit->response = platform_sandbox_message_page (visit->language, status, title, body, url,
                                                   PLATFORM_SANDBOX_TEXT_GO_BACK);

  return TRUE;
}

gboolean
platform_sandbox_visit_show_missing (PlatformSandboxVisit *visit)
{
  return platform_sandbox_visit_show_message (visit, 404, PLATFORM_SANDBOX_TEXT_MISSING_TITLE,
                                              PLATFORM_SANDBOX_TEXT_MISSING_BODY, NULL);
}

gboolean
platform_sandbox_visit_redirect (PlatformSandboxVisit *visit, const char *url)
{
  visit->response = platform_response_new (303, NULL, NULL);
  platform_response_set_header (visit->response, "Location", url);
  platform_response_set_cache_control (visit->response, "no-store");

  return TRUE;
}

char *
platform_sandbox_visit_fill_in_session (const char *url, const char *id)
{
  g_auto (GStrv) parts = g_strsplit (url, "{CHECKOUT_SESSION_ID}", -1);

  return g_strjoinv (id, parts);
}

/* Where the browser goes after a payment was confirmed or refused. NULL: nowhere. (transfer full) */
gboolean
platform_sandbox_visit_find_next (PlatformSandboxVisit *visit,
                                  PlatformSandboxIntent *intent,
                                  char **url,
                                  GError **error)
{
  g_autoptr (PlatformSandboxSession) session = NULL;
  gboolean good = g_str_equal (intent->status, "succeeded") || g_str_equal (intent->status, "processing");
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
    *url = good ? platform_sandbox_visit_fill_in_session (session->success_url, session->id)
                : g_strconcat (visit->work.provider->uri, "/pay/", session->id, "?declined=1", NULL);
  else if (intent->return_url != NULL)
    *url =
        g_strconcat (intent->return_url, strchr (intent->return_url, '?') != NULL ? "&" : "?",
                     "payment_intent=", intent->id, "&redirect_status=", good ? "succeeded" : "failed", NULL);

  return TRUE;
}

/* Handling a request */

static gboolean
run_visit (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformSandboxVisit *visit = data;

  visit->work.database = database;
  visit->work.now_ms = g_get_real_time () / 1000;

  return visit->verb (visit, error);
}

static void
show_failure (PlatformSandboxVisit *visit)
{
  g_clear_pointer (&visit->response, platform_response_unref);
  visit->response = platform_sandbox_message_page (
      visit->language, 503, PLATFORM_SANDBOX_TEXT_FAILED_TITLE, PLATFORM_SANDBOX_TEXT_FAILED_BODY,
      platform_request_get_target (visit->request), PLATFORM_SANDBOX_TEXT_TRY_AGAIN);
}

static void
respond (PlatformSandboxVisit *visit)
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
  PlatformSandboxVisit *visit = data;

  if (error != NULL)
    {
      g_warning ("a payment page failed: %s", error->message);
      show_failure (visit);
    }
  platform_sandbox_courier_wake (visit->work.provider->courier);
  respond (visit);
}

static void
start_visit (PlatformRequest *request, PlatformSandboxProvider *provider, PlatformSandboxVisitVerb verb)
{
  PlatformSandboxVisit *visit = g_new0 (PlatformSandboxVisit, 1);
  const char *text;
  gsize length;

  visit->work.provider = provider;
  visit->request = platform_request_ref (request);
  visit->verb = verb;
  visit->language = platform_web_page_language (request, RAMBLA_LANGUAGE_ES);
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
  start_visit (request, context, platform_sandbox_session_page_get);
}

static void
on_post_session (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, platform_sandbox_session_page_post);
}

static void
on_get_confirm (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, platform_sandbox_bank_page_get);
}

static void
on_post_confirm (PlatformRequest *request, gpointer context)
{
  start_visit (request, context, platform_sandbox_bank_page_post);
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
