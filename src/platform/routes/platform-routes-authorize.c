/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Authorization in a browser (RFC 6749, 4.1) and what a client has to know beforehand (RFC 8414). */
#include "platform-routes-identity.h"

#include <string.h>

#include "platform-code-grant.h"
#include "platform-visit.h"
#include "rambla-json-writer.h"

#define AUTHORIZE "/oauth/authorize"

/* Reads what is asked for; NULL: the visit was answered. */
static PlatformAuthorization *
read_authorization (PlatformVisit *visit)
{
  const char *failure = NULL;
  const char *description = NULL;
  g_autofree char *url = NULL;

  if (!platform_authorization_read (visit->query, &visit->authorization, &failure, &description))
    {
      g_info ("an authorization request is refused: %s", description);
      platform_visit_respond (visit, platform_identity_page_message (visit->language, 400,
                                                                     PLATFORM_IDENTITY_TEXT_BAD_LINK,
                                                                     PLATFORM_IDENTITY_TEXT_BAD_LINK_BODY,
                                                                     NULL, PLATFORM_IDENTITY_TEXT_AGAIN));
      return NULL;
    }
  if (failure == NULL)
    return visit->authorization;
  url = platform_authorization_build_answer (visit->authorization, visit->context->base_uri, NULL, failure,
                                             description);
  platform_visit_redirect (visit, url);
  return NULL;
}

static void
on_get_authorize (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  const char *target = platform_request_get_target (request);
  g_autofree char *token = NULL;
  g_autofree char *sign_out_token = NULL;
  PlatformAuthorization *authorization = visit != NULL ? read_authorization (visit) : NULL;
  PlatformAccount *account = authorization != NULL ? platform_visit_require_account (visit) : NULL;
  PlatformIdentityConsent consent = { 0 };

  if (account == NULL)
    return;
  token = platform_browser_make_token (visit->browser, target);
  sign_out_token = platform_browser_make_token (visit->browser, "/oauth/sign-out");
  consent.language = visit->language;
  consent.account = account;
  consent.scope = authorization->scope;
  consent.redirect_uri = authorization->redirect_uri;
  consent.action = target;
  consent.token = token;
  consent.next = target;
  consent.sign_out_token = sign_out_token;
  platform_visit_respond (visit, platform_identity_page_consent (&consent));
}

static gboolean
issue_code (PlatformDatabase *database, gpointer data, GError **error)
{
  PlatformVisit *visit = data;

  visit->text =
      platform_code_grant_issue (database, platform_browser_get_account (visit->browser)->id,
                                 visit->authorization, platform_clock_now (visit->context->clock), error);
  return visit->text != NULL;
}

static void
answer_code (PlatformVisit *visit)
{
  g_autofree char *url = platform_authorization_build_answer (visit->authorization, visit->context->base_uri,
                                                              visit->text, NULL, NULL);

  platform_visit_redirect (visit, url);
}

static void
deny (PlatformVisit *visit)
{
  g_autofree char *url = platform_authorization_build_answer (
      visit->authorization, visit->context->base_uri, NULL, "access_denied", "The person did not allow it");

  platform_visit_redirect (visit, url);
}

static void
on_post_authorize (PlatformRequest *request, gpointer context)
{
  PlatformVisit *visit = platform_visit_begin (request, context);
  PlatformAuthorization *authorization = visit != NULL ? read_authorization (visit) : NULL;
  PlatformAccount *account = authorization != NULL ? platform_visit_require_account (visit) : NULL;

  if (account == NULL || !platform_visit_check_token (visit, platform_request_get_target (request)))
    return;
  if (g_str_equal (platform_visit_get (visit, "decision"), "allow") &&
      platform_scope_within (authorization->scope, account->scopes))
    platform_visit_write (visit, issue_code, answer_code);
  else
    deny (visit);
}

static void
write_list (RamblaJsonWriter *writer, const char *name, const char *const *values)
{
  rambla_json_writer_name (writer, name);
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; values[i] != NULL; i++)
    rambla_json_writer_string (writer, values[i]);
  rambla_json_writer_end_array (writer);
}

static void
write_address (RamblaJsonWriter *writer, PlatformContext *context, const char *name, const char *path)
{
  g_autofree char *address = g_strconcat (context->base_uri, path, NULL);

  rambla_json_writer_member_string (writer, name, address);
}

static void
on_metadata (PlatformRequest *request, gpointer data)
{
  static const char *const no_query[] = { NULL };
  static const char *const scopes[] = { PLATFORM_SCOPE_CONSUMER, PLATFORM_SCOPE_MERCHANT,
                                        PLATFORM_SCOPE_KIOSK, PLATFORM_SCOPE_OPERATOR, NULL };
  static const char *const types[] = { "code", NULL };
  static const char *const modes[] = { "query", NULL };
  static const char *const grants[] = { "authorization_code", "refresh_token",
                                        "urn:ietf:params:oauth:grant-type:device_code", NULL };
  static const char *const none[] = { "none", NULL };
  static const char *const methods[] = { "S256", NULL };
  static const char *const languages[] = { "es", "en", "zh-CN", NULL };
  PlatformContext *context = data;
  PlatformResponse *response = platform_request_check_query (request, no_query);
  RamblaJsonWriter writer;
  GString *body;

  if (response != NULL)
    {
      platform_request_respond (request, response);
      return;
    }
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "issuer", context->base_uri);
  write_address (&writer, context, "authorization_endpoint", AUTHORIZE);
  write_address (&writer, context, "token_endpoint", "/oauth/token");
  write_address (&writer, context, "device_authorization_endpoint", "/oauth/device_authorization");
  write_address (&writer, context, "revocation_endpoint", "/oauth/revoke");
  write_list (&writer, "scopes_supported", scopes);
  write_list (&writer, "response_types_supported", types);
  write_list (&writer, "response_modes_supported", modes);
  write_list (&writer, "grant_types_supported", grants);
  write_list (&writer, "token_endpoint_auth_methods_supported", none);
  write_list (&writer, "revocation_endpoint_auth_methods_supported", none);
  write_list (&writer, "code_challenge_methods_supported", methods);
  rambla_json_writer_member_bool (&writer, "authorization_response_iss_parameter_supported", TRUE);
  write_list (&writer, "ui_locales_supported", languages);
  write_address (&writer, context, "service_documentation", "/v1/openapi.yaml");
  rambla_json_writer_end_object (&writer);
  response = platform_response_new_json (200, body);
  platform_response_set_cache_control (response, "public, max-age=300");
  platform_request_respond (request, response);
}

static const PlatformRoute routes[] = {
  { "GET", "/.well-known/oauth-authorization-server", on_metadata },
  { "GET", AUTHORIZE, on_get_authorize },
  { "POST", AUTHORIZE, on_post_authorize, NULL, PLATFORM_ROUTE_ANY_CONTENT_TYPE },
};

void
platform_routes_authorize_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
