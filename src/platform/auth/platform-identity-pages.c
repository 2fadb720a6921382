/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-identity-pages.h"

#include <string.h>

#include "platform-auth.h"
#include "platform-authorization.h"
#include "platform-web-page.h"

#define SIGN_OUT "/oauth/sign-out"

static const struct
{
  const char *name;
  const char *type;
  const char *attributes;
  PlatformIdentityText label;
  int hint; /* a PlatformIdentityText, or -1 */
} fields[PLATFORM_IDENTITY_N_FIELDS] = {
  [PLATFORM_IDENTITY_FIELD_NAME] = { "name", "text", "autocomplete=\"name\" maxlength=\"100\"",
                                     PLATFORM_IDENTITY_TEXT_NAME, PLATFORM_IDENTITY_TEXT_NAME_HINT },
  [PLATFORM_IDENTITY_FIELD_EMAIL] = { "email", "email",
                                      "autocomplete=\"username\" inputmode=\"email\" maxlength=\"200\" "
                                      "spellcheck=\"false\" autocapitalize=\"none\"",
                                      PLATFORM_IDENTITY_TEXT_EMAIL, -1 },
  [PLATFORM_IDENTITY_FIELD_PASSWORD] = { "password", "password",
                                         "maxlength=\"200\" spellcheck=\"false\" autocapitalize=\"none\"",
                                         PLATFORM_IDENTITY_TEXT_PASSWORD,
                                         PLATFORM_IDENTITY_TEXT_PASSWORD_HINT },
  [PLATFORM_IDENTITY_FIELD_USER_CODE] = { "user_code", "text",
                                          "class=\"code-field\" autocomplete=\"off\" maxlength=\"20\" "
                                          "spellcheck=\"false\" autocapitalize=\"characters\"",
                                          PLATFORM_IDENTITY_TEXT_USER_CODE,
                                          PLATFORM_IDENTITY_TEXT_USER_CODE_HINT },
};

static const struct
{
  const char *scope;
  PlatformIdentityText text;
} scopes[] = {
  { PLATFORM_SCOPE_CONSUMER, PLATFORM_IDENTITY_TEXT_SCOPE_CONSUMER },
  { PLATFORM_SCOPE_MERCHANT, PLATFORM_IDENTITY_TEXT_SCOPE_MERCHANT },
  { PLATFORM_SCOPE_KIOSK, PLATFORM_IDENTITY_TEXT_SCOPE_KIOSK },
  { PLATFORM_SCOPE_OPERATOR, PLATFORM_IDENTITY_TEXT_SCOPE_OPERATOR },
};

const char *
platform_identity_field_name (PlatformIdentityField field)
{
  return fields[field].name;
}

/* The first field with an error, or -1. */
static int
get_first_error (const PlatformIdentityForm *form)
{
  for (int i = 0; i < PLATFORM_IDENTITY_N_FIELDS; i++)
    if (form->errors[i] != NULL)
      return i;
  return -1;
}

gboolean
platform_identity_form_has_errors (const PlatformIdentityForm *form)
{
  return form->alert != NULL || get_first_error (form) >= 0;
}

static const char *
say (RamblaLanguage language, PlatformIdentityText text)
{
  return platform_identity_text (language, text);
}

/* A screen reader says the title first. */
static GString *
begin_page (RamblaLanguage language, const char *title, gboolean failed)
{
  g_autofree char *whole = g_strconcat (failed ? say (language, PLATFORM_IDENTITY_TEXT_ERROR) : "",
                                        failed ? ": " : "", title, " · Rambla", NULL);
  GString *page = platform_web_page_begin (language, whole);

  platform_web_page_printf (page, "<section class=\"card narrow\"><h1>%s</h1>", title);
  return page;
}

static PlatformResponse *
end_page (GString *page, guint status, const char *form_origin)
{
  g_string_append (page, "</section>");
  return platform_web_page_end (page, status, form_origin);
}

static void
append_alert (GString *page, const PlatformIdentityForm *form)
{
  if (form->alert != NULL)
    platform_web_page_printf (
        page, "<div class=\"alert\" role=\"alert\" tabindex=\"-1\" autofocus><p>%s</p></div>", form->alert);
  else if (get_first_error (form) >= 0)
    {
      platform_web_page_printf (page, "<div class=\"alert\" role=\"alert\"><p>%s</p><ul>",
                                say (form->language, PLATFORM_IDENTITY_TEXT_FORM_ERRORS));
      for (int i = 0; i < PLATFORM_IDENTITY_N_FIELDS; i++)
        if (form->errors[i] != NULL)
          platform_web_page_printf (page, "<li><a href=\"#%s\">%s</a></li>", fields[i].name, form->errors[i]);
      g_string_append (page, "</ul></div>");
    }
}

static void
append_field (GString *page,
              const PlatformIdentityForm *form,
              PlatformIdentityField field,
              PlatformIdentityText label,
              const char *more,
              gboolean hint)
{
  const char *name = fields[field].name;
  const char *error = form->errors[field];
  const char *value = field != PLATFORM_IDENTITY_FIELD_PASSWORD ? form->values[field] : NULL;

  platform_web_page_printf (page, "<div class=\"field\"><label for=\"%s\">%s</label>", name,
                            say (form->language, label));
  if (hint)
    platform_web_page_printf (page, "<p class=\"hint\" id=\"%s-hint\">%s</p>", name,
                              say (form->language, (PlatformIdentityText) fields[field].hint));
  platform_web_page_printf (page, "<input id=\"%s\" name=\"%s\" type=\"%s\" required value=\"%s\" ", name,
                            name, fields[field].type, value != NULL ? value : "");
  g_string_append_printf (page, "%s %s", fields[field].attributes, more);
  if (error != NULL)
    g_string_append (page, " aria-invalid=\"true\"");
  if (error != NULL && form->alert == NULL && get_first_error (form) == (int) field)
    g_string_append (page, " autofocus");
  if (hint || error != NULL)
    platform_web_page_printf (page, " aria-describedby=\"%s%s%s%s%s\"", hint ? name : "", hint ? "-hint" : "",
                              hint && error != NULL ? " " : "", error != NULL ? name : "",
                              error != NULL ? "-error" : "");
  g_string_append_c (page, '>');
  if (error != NULL)
    platform_web_page_printf (page, "<p class=\"error\" id=\"%s-error\">%s</p>", name, error);
  g_string_append (page, "</div>");
}

/* Checked here and not by the browser, so that everybody gets the same words, tied to the fields. */
static void
begin_form (GString *page, const PlatformIdentityForm *form)
{
  platform_web_page_printf (page,
                            "<form method=\"post\" action=\"%s\" novalidate><input type=\"hidden\" "
                            "name=\"token\" value=\"%s\">",
                            form->action, form->token);
}

static PlatformResponse *
end_form (GString *page,
          const PlatformIdentityForm *form,
          PlatformIdentityText button,
          PlatformIdentityText other)
{
  platform_web_page_printf (page, "<button type=\"submit\">%s</button></form>", say (form->language, button));
  if (form->other_url != NULL)
    platform_web_page_printf (page, "<p class=\"after\"><a href=\"%s\">%s</a></p>", form->other_url,
                              say (form->language, other));
  return end_page (page, platform_identity_form_has_errors (form) ? 422 : 200, NULL);
}

PlatformResponse *
platform_identity_page_sign_in (const PlatformIdentityForm *form)
{
  GString *page = begin_page (form->language, say (form->language, PLATFORM_IDENTITY_TEXT_SIGN_IN),
                              platform_identity_form_has_errors (form));

  platform_web_page_printf (page, "<p>%s</p>", say (form->language, PLATFORM_IDENTITY_TEXT_SIGN_IN_LEAD));
  append_alert (page, form);
  if (form->sandbox)
    platform_web_page_printf (page, "<p class=\"note\">%s</p>",
                              say (form->language, PLATFORM_IDENTITY_TEXT_SAMPLE));
  begin_form (page, form);
  append_field (page, form, PLATFORM_IDENTITY_FIELD_EMAIL, PLATFORM_IDENTITY_TEXT_EMAIL, "", FALSE);
  append_field (page, form, PLATFORM_IDENTITY_FIELD_PASSWORD, PLATFORM_IDENTITY_TEXT_PASSWORD,
                "autocomplete=\"current-password\"", FALSE);
  return end_form (page, form, PLATFORM_IDENTITY_TEXT_SIGN_IN, PLATFORM_IDENTITY_TEXT_NO_ACCOUNT);
}

PlatformResponse *
platform_identity_page_sign_up (const PlatformIdentityForm *form)
{
  GString *page = begin_page (form->language, say (form->language, PLATFORM_IDENTITY_TEXT_SIGN_UP),
                              platform_identity_form_has_errors (form));

  platform_web_page_printf (page, "<p>%s</p>", say (form->language, PLATFORM_IDENTITY_TEXT_SIGN_UP_LEAD));
  append_alert (page, form);
  begin_form (page, form);
  append_field (page, form, PLATFORM_IDENTITY_FIELD_NAME, PLATFORM_IDENTITY_TEXT_NAME, "", TRUE);
  append_field (page, form, PLATFORM_IDENTITY_FIELD_EMAIL, PLATFORM_IDENTITY_TEXT_EMAIL, "", FALSE);
  append_field (page, form, PLATFORM_IDENTITY_FIELD_PASSWORD, PLATFORM_IDENTITY_TEXT_NEW_PASSWORD,
                "autocomplete=\"new-password\"", TRUE);
  return end_form (page, form, PLATFORM_IDENTITY_TEXT_SIGN_UP, PLATFORM_IDENTITY_TEXT_HAVE_ACCOUNT);
}

static void
append_account (GString *page,
                RamblaLanguage language,
                PlatformAccount *account,
                const char *sign_out_token,
                const char *next)
{
  g_autofree char *escaped = g_uri_escape_string (next, NULL, FALSE);

  platform_web_page_printf (
      page,
      "<div class=\"who\"><p><span>%s</span><b>%s</b><span>%s</span></p><form method=\"post\" "
      "action=\"" SIGN_OUT "?next=%s\"><input type=\"hidden\" name=\"token\" value=\"%s\"><button "
      "class=\"link\" type=\"submit\">%s</button></form></div>",
      say (language, PLATFORM_IDENTITY_TEXT_SIGNED_IN_AS), account->name, account->email, escaped,
      sign_out_token, say (language, PLATFORM_IDENTITY_TEXT_OTHER_ACCOUNT));
}

PlatformResponse *
platform_identity_page_device (const PlatformIdentityForm *form,
                               PlatformAccount *account,
                               const char *sign_out_token)
{
  GString *page = begin_page (form->language, say (form->language, PLATFORM_IDENTITY_TEXT_DEVICE),
                              platform_identity_form_has_errors (form));

  platform_web_page_printf (page, "<p>%s</p>", say (form->language, PLATFORM_IDENTITY_TEXT_DEVICE_ENTER));
  append_alert (page, form);
  platform_web_page_printf (page, "<form method=\"get\" action=\"%s\" novalidate>", form->action);
  append_field (page, form, PLATFORM_IDENTITY_FIELD_USER_CODE, PLATFORM_IDENTITY_TEXT_USER_CODE, "", TRUE);
  platform_web_page_printf (page, "<button type=\"submit\">%s</button></form><div class=\"after\"></div>",
                            say (form->language, PLATFORM_IDENTITY_TEXT_CONTINUE));
  append_account (page, form->language, account, sign_out_token, form->action);
  return end_page (page, platform_identity_form_has_errors (form) ? 422 : 200, NULL);
}

static void
append_scopes (GString *page, const PlatformIdentityConsent *consent)
{
  g_string_append (page, "<ul class=\"grants\">");
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (platform_scope_within (scopes[i].scope, consent->scope))
      {
        g_string_append (page,
                         "<li><svg viewBox=\"0 0 20 20\" aria-hidden=\"true\" focusable=\"false\"><path "
                         "d=\"M4 10.5l4 4 8-9\" fill=\"none\" stroke-width=\"2.5\" "
                         "stroke-linecap=\"round\" stroke-linejoin=\"round\"/></svg>");
        platform_web_page_append (page, say (consent->language, scopes[i].text));
        g_string_append (page, "</li>");
      }
  g_string_append (page, "</ul>");
}

/* Browsers count a form's redirection as its target. The policy's grammar has no literal IPv6 address. */
static char *
get_form_source (const char *redirect_uri)
{
  if (redirect_uri == NULL)
    return NULL;
  return g_str_has_prefix (redirect_uri, "http://[") ? g_strdup ("http:")
                                                     : platform_web_page_origin (redirect_uri);
}

PlatformResponse *
platform_identity_page_consent (const PlatformIdentityConsent *consent)
{
  RamblaLanguage language = consent->language;
  gboolean device = consent->user_code != NULL;
  gboolean able = platform_scope_within (consent->scope, consent->account->scopes);
  g_autofree char *source = get_form_source (consent->redirect_uri);
  GString *page = begin_page (
      language, say (language, device ? PLATFORM_IDENTITY_TEXT_DEVICE : PLATFORM_IDENTITY_TEXT_CONSENT),
      !able);

  if (!able)
    platform_web_page_printf (page, "<div class=\"alert\" role=\"alert\"><p>%s</p></div>",
                              say (language, PLATFORM_IDENTITY_TEXT_NOT_FOR_THAT));
  if (device)
    platform_web_page_printf (page, "<p>%s</p><p class=\"code\">%s</p>",
                              say (language, PLATFORM_IDENTITY_TEXT_DEVICE_COMPARE), consent->user_code);
  platform_web_page_printf (
      page, "<p>%s</p>",
      say (language, device ? PLATFORM_IDENTITY_TEXT_DEVICE_LEAD : PLATFORM_IDENTITY_TEXT_CONSENT_LEAD));
  append_scopes (page, consent);
  append_account (page, language, consent->account, consent->sign_out_token, consent->next);
  platform_web_page_printf (page,
                            "<form method=\"post\" action=\"%s\"><input type=\"hidden\" name=\"token\" "
                            "value=\"%s\"><div class=\"buttons\">",
                            consent->action, consent->token);
  if (able)
    platform_web_page_printf (page, "<button type=\"submit\" name=\"decision\" value=\"allow\">%s</button>",
                              say (language, PLATFORM_IDENTITY_TEXT_ALLOW));
  platform_web_page_printf (
      page,
      "<button type=\"submit\" class=\"plain\" name=\"decision\" value=\"deny\">%s</button></div></form>"
      "<p class=\"after hint\">%s</p>",
      say (language, PLATFORM_IDENTITY_TEXT_DENY),
      say (language,
           device ? PLATFORM_IDENTITY_TEXT_DEVICE_FOREIGN : PLATFORM_IDENTITY_TEXT_CONSENT_FOREIGN));
  if (!device)
    platform_web_page_printf (page, "<p class=\"after hint\">%s</p>",
                              say (language, PLATFORM_IDENTITY_TEXT_CONSENT_AFTER));
  return end_page (page, 200, source);
}

PlatformResponse *
platform_identity_page_account (RamblaLanguage language, PlatformAccount *account, const char *token)
{
  GString *page = begin_page (language, say (language, PLATFORM_IDENTITY_TEXT_ACCOUNT), FALSE);

  platform_web_page_printf (
      page,
      "<div class=\"who\"><p><span>%s</span><b>%s</b><span>%s</span></p></div><p>%s</p><form method=\"post\" "
      "action=\"" SIGN_OUT "\"><input type=\"hidden\" name=\"token\" value=\"%s\"><button class=\"plain\" "
      "type=\"submit\">%s</button></form>",
      say (language, PLATFORM_IDENTITY_TEXT_SIGNED_IN_AS), account->name, account->email,
      say (language, PLATFORM_IDENTITY_TEXT_ACCOUNT_BODY), token,
      say (language, PLATFORM_IDENTITY_TEXT_SIGN_OUT));
  return end_page (page, 200, NULL);
}

PlatformResponse *
platform_identity_page_message (RamblaLanguage language,
                                guint status,
                                PlatformIdentityText title,
                                PlatformIdentityText body,
                                const char *url,
                                PlatformIdentityText label)
{
  GString *page = begin_page (language, say (language, title), status >= 400);

  platform_web_page_printf (page, "<p>%s</p>", say (language, body));
  if (url != NULL)
    platform_web_page_printf (page, "<a class=\"button\" href=\"%s\">%s</a>", url, say (language, label));
  return end_page (page, status, NULL);
}

static PlatformResponse *
add_retry_after (PlatformResponse *response, gint64 seconds)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, seconds);

  platform_response_set_header (response, "Retry-After", text);
  return response;
}

PlatformResponse *
platform_identity_page_too_many (RamblaLanguage language, gint64 seconds, const char *url)
{
  g_auto (GStrv) parts = g_strsplit (say (language, PLATFORM_IDENTITY_TEXT_TOO_MANY_BODY), "%d", 2);
  GString *page = begin_page (language, say (language, PLATFORM_IDENTITY_TEXT_TOO_MANY), TRUE);

  platform_web_page_printf (page, "<p>%s%d%s</p><a class=\"button\" href=\"%s\">%s</a>", parts[0],
                            (int) ((seconds + 59) / 60), parts[1], url,
                            say (language, PLATFORM_IDENTITY_TEXT_AGAIN));
  return add_retry_after (end_page (page, 429, NULL), seconds);
}

PlatformResponse *
platform_identity_page_busy (RamblaLanguage language, const char *url)
{
  return add_retry_after (platform_identity_page_message (language, 503, PLATFORM_IDENTITY_TEXT_BUSY,
                                                          PLATFORM_IDENTITY_TEXT_BUSY_BODY, url,
                                                          PLATFORM_IDENTITY_TEXT_AGAIN),
                          3);
}
