/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-visit.h"

#include <sodium.h>
#include <string.h>

#define MAX_NEXT 6000
#define FORM_TYPE "application/x-www-form-urlencoded"

static void
visit_free (PlatformVisit *self)
{
  char *password = self->form != NULL ? g_hash_table_lookup (self->form->values, "password") : NULL;

  if (password != NULL)
    sodium_memzero (password, strlen (password));
  g_clear_pointer (&self->query, platform_fields_free);
  g_clear_pointer (&self->form, platform_fields_free);
  g_clear_pointer (&self->browser, platform_browser_free);
  g_clear_pointer (&self->authorization, platform_authorization_free);
  g_free (self->next);
  g_free (self->account_id);
  g_free (self->password_hash);
  g_free (self->text);
  platform_request_unref (self->request);
  g_free (self);
}

/* Only our own pages: whoever writes the link must not choose where people land after they have signed in. */
static gboolean
is_own_page (const char *next)
{
  static const char *const pages[] = { "/oauth/authorize?", "/oauth/device", "/oauth/device?" };

  if (strlen (next) > MAX_NEXT)
    return FALSE;
  for (const char *at = next; *at != '\0'; at++)
    if (*at <= ' ' || *at >= 0x7f || *at == '\\' || *at == '#')
      return FALSE;
  return g_str_has_prefix (next, pages[0]) || g_str_equal (next, pages[1]) ||
         g_str_has_prefix (next, pages[2]);
}

static PlatformFields *
parse_target (const char *target)
{
  const char *query = strchr (target, '?');

  return platform_fields_parse (query != NULL ? query + 1 : "", query != NULL ? strlen (query + 1) : 0);
}

static PlatformFields *
parse_form (PlatformRequest *request)
{
  const char *type = platform_request_get_header (request, "Content-Type");
  gsize length = 0;
  const char *body = platform_request_get_body (request, &length);

  if (type == NULL || strcspn (type, "; \t") != strlen (FORM_TYPE) ||
      g_ascii_strncasecmp (type, FORM_TYPE, strlen (FORM_TYPE)) != 0)
    return NULL;
  return platform_fields_parse (body, length);
}

static void
choose_language (PlatformVisit *self)
{
  g_autoptr (PlatformFields) later = self->next != NULL ? parse_target (self->next) : NULL;
  const char *wanted = platform_fields_get (self->query, "ui_locales");

  self->language = rambla_language_from_accept (
      platform_request_get_header (self->request, "Accept-Language"), RAMBLA_LANGUAGE_ES);
  if (wanted == NULL && later != NULL)
    wanted = platform_fields_get (later, "ui_locales");
  if (wanted != NULL)
    {
      /* A list by preference, separated by blanks. */
      g_autofree char *field = g_strdelimit (g_strdup (wanted), " ", ',');

      self->language = rambla_language_from_accept (field, self->language);
    }
}

static gboolean
read_browser (PlatformVisit *self)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_pool_get (self->context->readers, &error);

  if (database != NULL)
    self->browser = platform_browser_new (self->request, database, self->context->base_uri,
                                          platform_clock_now (self->context->clock), &error);
  if (self->browser == NULL)
    g_warning ("a page of signing in failed: %s", error->message);
  return self->browser != NULL;
}

PlatformVisit *
platform_visit_begin (PlatformRequest *request, PlatformContext *context)
{
  PlatformVisit *self = g_new0 (PlatformVisit, 1);
  const char *next;

  self->context = context;
  self->request = platform_request_ref (request);
  self->query = parse_target (platform_request_get_target (request));
  if (self->query == NULL)
    self->query = platform_fields_parse ("", 0);
  if (platform_request_get_method (request) == PLATFORM_METHOD_POST)
    self->form = parse_form (request);
  next = platform_fields_get (self->query, "next");
  if (next != NULL && is_own_page (next))
    self->next = g_strdup (next);
  choose_language (self);
  if (read_browser (self))
    return self;
  platform_visit_respond (self,
                          platform_identity_page_busy (self->language, platform_request_get_path (request)));
  return NULL;
}

void
platform_visit_respond (PlatformVisit *self, PlatformResponse *response)
{
  if (self->browser != NULL)
    platform_browser_remember (self->browser, response);
  platform_request_respond (self->request, response);
  visit_free (self);
}

void
platform_visit_redirect (PlatformVisit *self, const char *url)
{
  PlatformResponse *response = platform_response_new (303, NULL, NULL);

  platform_response_set_header (response, "Location", url);
  platform_response_set_header (response, "Referrer-Policy", "no-referrer");
  platform_response_set_cache_control (response, "no-store");
  platform_visit_respond (self, response);
}

static void
on_written (gpointer data, const GError *error)
{
  PlatformVisit *self = data;

  if (error == NULL)
    {
      self->step (self);
      return;
    }
  g_warning ("a page of signing in failed: %s", error->message);
  /* What it would remember was not written. */
  g_clear_pointer (&self->browser, platform_browser_free);
  platform_visit_respond (
      self, platform_identity_page_busy (self->language, platform_request_get_path (self->request)));
}

void
platform_visit_write (PlatformVisit *self, PlatformWriterJob job, PlatformVisitStep step)
{
  g_autoptr (GError) error = NULL;

  self->step = step;
  if (!platform_writer_push (self->context->writer, job, on_written, self, NULL, &error))
    on_written (self, error);
}

char *
platform_visit_build_link (const char *path, const char *next)
{
  g_autofree char *escaped = next != NULL ? g_uri_escape_string (next, NULL, FALSE) : NULL;

  return escaped != NULL ? g_strconcat (path, "?next=", escaped, NULL) : g_strdup (path);
}

PlatformAccount *
platform_visit_require_account (PlatformVisit *self)
{
  PlatformAccount *account = platform_browser_get_account (self->browser);
  const char *target = platform_request_get_target (self->request);
  g_autofree char *url = NULL;

  if (account != NULL)
    return account;
  url = platform_visit_build_link ("/oauth/sign-in", is_own_page (target) ? target : NULL);
  platform_visit_redirect (self, url);
  return NULL;
}

gboolean
platform_visit_check_token (PlatformVisit *self, const char *subject)
{
  const char *token = self->form != NULL ? platform_fields_get (self->form, "token") : NULL;

  if (platform_browser_may_post (self->browser, subject, token))
    return TRUE;
  platform_visit_respond (
      self, platform_identity_page_message (
                self->language, 403, PLATFORM_IDENTITY_TEXT_STALE, PLATFORM_IDENTITY_TEXT_STALE_BODY,
                platform_request_get_target (self->request), PLATFORM_IDENTITY_TEXT_AGAIN));
  return FALSE;
}

const char *
platform_visit_get (PlatformVisit *self, const char *name)
{
  const char *value = self->form != NULL ? platform_fields_get (self->form, name) : NULL;

  return value != NULL ? value : "";
}
