/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "platform-sandbox-visit.h"

static gboolean
load_intent (PlatformSandboxVisit *visit, PlatformSandboxIntent **intent, GError **error)
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
    return platform_sandbox_visit_show_missing (visit);

  *intent = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
leave_intent (PlatformSandboxVisit *visit, PlatformSandboxIntent *intent, GError **error)
{
  g_autofree char *url = NULL;

  if (!platform_sandbox_visit_find_next (visit, intent, &url, error))
    return FALSE;
  if (url != NULL)
    return platform_sandbox_visit_redirect (visit, url);

  return platform_sandbox_visit_show_message (visit, 200, PLATFORM_SANDBOX_TEXT_DONE_TITLE,
                                              PLATFORM_SANDBOX_TEXT_DONE_BODY, NULL);
}

static gboolean
show_confirm (PlatformSandboxVisit *visit,
              guint status,
              PlatformSandboxIntent *intent,
              const char *alert,
              GError **error)
{
  g_autofree char *token = platform_sandbox_visit_make_token (visit, intent->id);
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

gboolean
platform_sandbox_bank_page_get (PlatformSandboxVisit *visit, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;

  if (!load_intent (visit, &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (!g_str_equal (intent->status, "requires_action"))
    return leave_intent (visit, intent, error);

  return show_confirm (visit, 200, intent, NULL, error);
}

gboolean
platform_sandbox_bank_page_post (PlatformSandboxVisit *visit, GError **error)
{
  g_autoptr (PlatformSandboxIntent) intent = NULL;
  const char *answer;

  if (!load_intent (visit, &intent, error))
    return FALSE;
  if (intent == NULL)
    return TRUE;
  if (!g_str_equal (intent->status, "requires_action"))
    return leave_intent (visit, intent, error);

  answer = visit->form != NULL ? platform_form_get (visit->form, "answer") : NULL;
  if (!platform_sandbox_visit_has_token (visit, intent->id) ||
      (g_strcmp0 (answer, "approve") != 0 && g_strcmp0 (answer, "refuse") != 0))
    return show_confirm (visit, 403, intent,
                         platform_sandbox_text (visit->language, PLATFORM_SANDBOX_TEXT_STALE_FORM), error);

  return platform_sandbox_authenticate (&visit->work, intent, g_str_equal (answer, "approve"), error) &&
         leave_intent (visit, intent, error);
}
