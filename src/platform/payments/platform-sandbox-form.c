/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-form.h"

#include <string.h>

#include "platform-sandbox-cards.h"
#include "platform-stripe-wire.h"
#include "rambla-money.h"

static const struct
{
  const char *name;
  const char *autocomplete;
  const char *input_mode;
  int max_length;
  PlatformSandboxText label;
  int hint; /* a PlatformSandboxText, or -1 */
} fields[PLATFORM_SANDBOX_N_FIELDS] = {
  [PLATFORM_SANDBOX_FIELD_NUMBER] = { "number", "cc-number", "numeric", 23, PLATFORM_SANDBOX_TEXT_NUMBER,
                                      -1 },
  [PLATFORM_SANDBOX_FIELD_EXPIRY] = { "expiry", "cc-exp", "numeric", 7, PLATFORM_SANDBOX_TEXT_EXPIRY,
                                      PLATFORM_SANDBOX_TEXT_EXPIRY_HINT },
  [PLATFORM_SANDBOX_FIELD_CVC] = { "cvc", "cc-csc", "numeric", 4, PLATFORM_SANDBOX_TEXT_CVC,
                                   PLATFORM_SANDBOX_TEXT_CVC_HINT },
  [PLATFORM_SANDBOX_FIELD_NAME] = { "name", "cc-name", "text", 100, PLATFORM_SANDBOX_TEXT_NAME, -1 },
};

const char *
platform_sandbox_field_name (PlatformSandboxField field)
{
  return fields[field].name;
}

/* The first field with an error, or -1. */
static int
get_first_error (const PlatformSandboxForm *form)
{
  for (int i = 0; i < PLATFORM_SANDBOX_N_FIELDS; i++)
    if (form->errors[i] != NULL)
      return i;

  return -1;
}

static char *
format_amount (RamblaLanguage language, gint64 wire, const char *currency)
{
  g_autofree char *upper = g_ascii_strup (currency, -1);
  gint64 amount = wire;

  platform_stripe_amount_from_wire (wire, upper, &amount);

  return rambla_money_format_in (rambla_money (amount, upper), rambla_language_to_tag (language));
}

/* What went wrong stands first, takes the focus when it is about the whole, and links to each field. */
static void
append_alert (GString *page, RamblaLanguage language, const PlatformSandboxForm *form)
{
  if (form->alert != NULL)
    platform_web_page_printf (
        page, "<div class=\"alert\" role=\"alert\" tabindex=\"-1\" autofocus><p>%s</p></div>", form->alert);
  else if (get_first_error (form) >= 0)
    {
      platform_web_page_printf (page, "<div class=\"alert\" role=\"alert\"><p>%s</p><ul>",
                                platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_FORM_ERRORS));
      for (int i = 0; i < PLATFORM_SANDBOX_N_FIELDS; i++)
        if (form->errors[i] != NULL)
          platform_web_page_printf (page, "<li><a href=\"#%s\">%s</a></li>", fields[i].name, form->errors[i]);
      g_string_append (page, "</ul></div>");
    }
}

/* As it stands on the card. */
static char *
group_digits (const char *number)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; number[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, number[i]);
    }

  return g_string_free (text, FALSE);
}

static void
append_field (GString *page,
              RamblaLanguage language,
              const PlatformSandboxForm *form,
              PlatformSandboxField field)
{
  const char *name = fields[field].name;
  const char *error = form->errors[field];
  const char *value = form->values[field] != NULL ? form->values[field] : "";
  g_autofree char *grouped = NULL;
  gboolean hint = fields[field].hint >= 0;

  if (field == PLATFORM_SANDBOX_FIELD_NUMBER && value[strspn (value, "0123456789")] == '\0')
    value = grouped = group_digits (value);
  platform_web_page_printf (page, "<div class=\"field\"><label for=\"%s\">%s</label>", name,
                            platform_sandbox_text (language, fields[field].label));
  if (hint)
    platform_web_page_printf (page, "<p class=\"hint\" id=\"%s-hint\">%s</p>", name,
                              platform_sandbox_text (language, (PlatformSandboxText) fields[field].hint));
  platform_web_page_printf (
      page,
      "<input id=\"%s\" name=\"%s\" type=\"text\" autocomplete=\"%s\" inputmode=\"%s\" "
      "maxlength=\"%d\" spellcheck=\"false\" autocapitalize=\"%s\" required value=\"%s\"",
      name, name, fields[field].autocomplete, fields[field].input_mode, fields[field].max_length,
      field == PLATFORM_SANDBOX_FIELD_NAME ? "words" : "none", value);
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

/* Links, not buttons: choosing one loads the page with the form filled in, without any script. */
static void
append_test_cards (GString *page,
                   RamblaLanguage language,
                   const PlatformSandboxSession *session,
                   const PlatformSandboxForm *form)
{
  const PlatformSandboxCard *cards;
  gsize n_cards;

  platform_web_page_printf (page,
                            "<section class=\"card\" aria-labelledby=\"test-cards\"><h2 "
                            "id=\"test-cards\">%s</h2><p class=\"hint\">%s</p><ul "
                            "class=\"cards\">",
                            platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_TEST_CARDS),
                            platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_TEST_CARDS_HINT));
  cards = platform_sandbox_cards (&n_cards);
  for (gsize i = 0; i < n_cards; i++)
    {
      g_autofree char *number = NULL;

      if (!cards[i].offered)
        continue;
      number = group_digits (cards[i].number);
      platform_web_page_printf (page, "<li><a href=\"/pay/%s?card=%s\"%s><b>%s</b> <span>%s</span></a></li>",
                                session->id, cards[i].number,
                                g_strcmp0 (form->chosen, cards[i].number) == 0 ? " aria-current=true" : "",
                                number, platform_sandbox_text_outcome (language, cards[i].number));
    }
  g_string_append (page, "</ul></section>");
}

static GString *
begin_page (RamblaLanguage language, const char *title, gboolean failed)
{
  g_autofree char *whole = NULL;
  GString *page;

  /* A screen reader says the title first. */
  whole = g_strconcat (failed ? platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_ERROR_TITLE) : "",
                       failed ? ": " : "", title, " · Rambla", NULL);
  page = platform_web_page_begin (language, whole);
  platform_web_page_printf (page, "<p class=\"note\">%s</p>",
                            platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_NOTE));

  return page;
}

static PlatformResponse *
end_page (GString *page, RamblaLanguage language, guint status, const char *form_target)
{
  g_autofree char *origin = platform_web_page_origin (form_target);

  platform_web_page_printf (page, "<p class=\"after hint\">%s</p>",
                            platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_FOOTER));

  return platform_web_page_end (page, status, origin);
}

PlatformResponse *
platform_sandbox_form_page (RamblaLanguage language,
                            guint status,
                            const PlatformSandboxSession *session,
                            const PlatformSandboxForm *form)
{
  g_autofree char *amount = format_amount (language, session->amount, session->currency);
  g_auto (GStrv) pay = g_strsplit (platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_PAY), "%s", 2);
  GString *page;

  page = begin_page (language, platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_TITLE),
                     form->alert != NULL || get_first_error (form) >= 0);
  platform_web_page_printf (
      page, "<div class=\"columns\"><section class=\"card\"><h1>%s</h1><p class=\"amount\">%s</p>",
      session->name, amount);
  append_alert (page, language, form);
  /* Checked here and not by the browser, so that everybody gets the same words, tied to the fields. */
  platform_web_page_printf (page,
                            "<form method=\"post\" action=\"/pay/%s\" novalidate><input type=\"hidden\" "
                            "name=\"token\" value=\"%s\">",
                            session->id, form->token);
  append_field (page, language, form, PLATFORM_SANDBOX_FIELD_NUMBER);
  g_string_append (page, "<div class=\"pair\">");
  append_field (page, language, form, PLATFORM_SANDBOX_FIELD_EXPIRY);
  append_field (page, language, form, PLATFORM_SANDBOX_FIELD_CVC);
  g_string_append (page, "</div>");
  append_field (page, language, form, PLATFORM_SANDBOX_FIELD_NAME);
  platform_web_page_printf (page, "<button type=\"submit\">%s%s%s</button></form>", pay[0], amount,
                            pay[1] != NULL ? pay[1] : "");
  if (session->cancel_url != NULL)
    platform_web_page_printf (page, "<p class=\"after\"><a href=\"%s\">%s</a></p>", session->cancel_url,
                              platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_BACK));
  g_string_append (page, "</section>");
  append_test_cards (page, language, session, form);
  g_string_append (page, "</div>");

  return end_page (page, language, status, session->success_url);
}

PlatformResponse *
platform_sandbox_confirm_page (RamblaLanguage language,
                               guint status,
                               const PlatformSandboxIntent *intent,
                               const char *action,
                               const char *token,
                               const char *alert,
                               const char *done_url)
{
  const char *title = platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_CONFIRM_TITLE);
  g_autofree char *amount = format_amount (language, intent->amount, intent->currency);
  GString *page = begin_page (language, title, alert != NULL);

  platform_web_page_printf (page, "<section class=\"card narrow\"><h1>%s</h1>", title);
  if (intent->description != NULL)
    platform_web_page_printf (page, "<p>%s</p>", intent->description);
  platform_web_page_printf (page, "<p class=\"amount\">%s</p>", amount);
  if (alert != NULL)
    platform_web_page_printf (page, "<div class=\"alert\" role=\"alert\"><p>%s</p></div>", alert);
  platform_web_page_printf (
      page,
      "<p>%s</p><form method=\"post\" action=\"%s\"><input type=\"hidden\" name=\"token\" value=\"%s\"><div "
      "class=\"buttons\"><button type=\"submit\" name=\"answer\" value=\"approve\">%s</button><button "
      "type=\"submit\" "
      "class=\"plain\" name=\"answer\" value=\"refuse\">%s</button></div></form></section>",
      platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_CONFIRM_BODY), action, token,
      platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_APPROVE),
      platform_sandbox_text (language, PLATFORM_SANDBOX_TEXT_REFUSE));

  return end_page (page, language, status, done_url);
}

PlatformResponse *
platform_sandbox_message_page (RamblaLanguage language,
                               guint status,
                               PlatformSandboxText title,
                               PlatformSandboxText body,
                               const char *url,
                               PlatformSandboxText button)
{
  GString *page = begin_page (language, platform_sandbox_text (language, title), FALSE);

  platform_web_page_printf (page, "<section class=\"card narrow\"><h1>%s</h1><p>%s</p>",
                            platform_sandbox_text (language, title), platform_sandbox_text (language, body));
  if (url != NULL)
    platform_web_page_printf (page, "<a class=\"button\" href=\"%s\">%s</a>", url,
                              platform_sandbox_text (language, button));
  g_string_append (page, "</section>");

  return end_page (page, language, status, NULL);
}
