/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-web-page.h"

#include <stdarg.h>
#include <string.h>

/* Warm and calm: sand ground, white cards, coral only for what pays. All text reaches WCAG AA in both
 * schemes. */
static const char style[] =
    ":root{color-scheme:light "
    "dark;--ground:#faf5ef;--card:#fff;--line:#e4d9cd;--field:#8c7a6b;--text:#2b211b;"
    "--dim:#695a4e;--link:#a8330f;--buy:#c93a1b;--buy-hover:#b03115;--on-buy:#fff;--note:#fdeedd;--note-text:"
    "#5c3a06;"
    "--bad:#a3122c;--bad-ground:#fdecee;--good:#17693a;--good-ground:#e6f4ea;--focus:#1b5fbf}"
    "@media(prefers-color-scheme:dark){:root{--ground:#191512;--card:#26201b;--line:#40362e;--field:#94826f;"
    "--text:#f5ede6;--dim:#c0b1a3;--link:#ffa588;--buy:#ff8d6b;--buy-hover:#ffa78c;--on-buy:#2b0d04;--note:#"
    "3b2a12;"
    "--note-text:#ffdca3;--bad:#ffa3ae;--bad-ground:#3c191e;--good:#7ee0a2;--good-ground:#163222;--focus:#"
    "8ab8ff}}"
    "*{box-sizing:border-box}"
    "html{font:100%/1.5 Cantarell,\"Noto Sans\",\"Segoe UI\",Roboto,\"Noto Sans CJK "
    "SC\",system-ui,sans-serif;"
    "-webkit-text-size-adjust:100%;text-size-adjust:100%}"
    "body{margin:0;background:var(--ground);color:var(--text);min-height:100vh;display:flex;flex-direction:"
    "column}"
    "header,main,footer{width:100%;max-width:58rem;margin:0 auto;padding:0 1rem}"
    "header{display:flex;align-items:center;gap:.6rem;padding-top:1.1rem;padding-bottom:.6rem;font-weight:"
    "700}"
    "header svg{width:2rem;height:2rem;flex:none}"
    "main{flex:1;padding-bottom:2rem}"
    "footer{padding-top:1rem;padding-bottom:1.5rem;color:var(--dim);font-size:.875rem}"
    "h1{font-size:1.375rem;line-height:1.25;margin:0 0 .25rem;overflow-wrap:anywhere}"
    "h2{font-size:1.0625rem;line-height:1.3;margin:0 0 .5rem}"
    "p{margin:0 0 .75rem}a{color:var(--link)}"
    ".note{background:var(--note);color:var(--note-text);border-radius:.75rem;padding:.65rem 1rem;margin:0 0 "
    "1rem;"
    "font-weight:600}"
    ".columns{display:grid;gap:1rem;align-items:start}"
    "@media(min-width:46rem){.columns{grid-template-columns:minmax(0,3fr) minmax(0,2fr)}}"
    ".card{background:var(--card);border:1px solid "
    "var(--line);border-radius:1rem;padding:1.25rem;min-width:0}"
    ".amount{font-size:2rem;line-height:1.2;font-weight:800;font-variant-numeric:tabular-nums;margin:0 0 "
    "1rem;"
    "overflow-wrap:anywhere}"
    ".narrow{max-width:30rem;margin:1.5rem auto 0}"
    ".mark{width:4rem;height:4rem;display:block;margin:0 0 1rem}"
    ".mark .good{fill:var(--good-ground)}.mark .good-line{stroke:var(--good)}"
    ".mark .wait{fill:var(--note)}.mark .wait-line{stroke:var(--note-text)}"
    "label{display:block;font-weight:600;margin:0 0 .25rem}"
    ".hint{color:var(--dim);font-size:.875rem;margin:0 0 .25rem}"
    ".field{margin:0 0 1rem;min-width:0}"
    ".pair{display:grid;grid-template-columns:1fr 1fr;gap:0 1rem}"
    "@media(max-width:20rem){.pair{grid-template-columns:1fr}}"
    "input{width:100%;font:inherit;font-size:1.0625rem;font-variant-numeric:tabular-nums;color:inherit;"
    "background:var(--ground);border:1px solid var(--field);border-radius:.6rem;padding:.6rem "
    ".75rem;min-height:2.9rem}"
    "input[aria-invalid=true]{border:2px solid var(--bad)}"
    ".error{color:var(--bad);font-size:.9375rem;font-weight:600;margin:.25rem 0 0}"
    ".alert{background:var(--bad-ground);color:var(--bad);border-radius:.75rem;padding:.75rem 1rem;margin:0 "
    "0 1rem;"
    "font-weight:600}"
    ".alert p{margin:0}.alert ul{margin:.25rem 0 0;padding-left:1.2rem}.alert a{color:inherit}"
    "button,.button{display:block;width:100%;font:inherit;font-size:1.0625rem;font-weight:700;text-align:"
    "center;"
    "text-decoration:none;border:0;border-radius:.75rem;padding:.8rem 1rem;min-height:3rem;cursor:pointer;"
    "background:var(--buy);color:var(--on-buy);overflow-wrap:anywhere}"
    "button:hover,.button:hover{background:var(--buy-hover)}"
    "button.plain{background:transparent;color:var(--link);border:1px solid var(--field)}"
    "button.plain:hover{background:var(--ground)}"
    ".buttons{display:grid;gap:.75rem}"
    ".after{margin:1rem 0 0;text-align:center}"
    ".cards{list-style:none;margin:0;padding:0}"
    ".cards li+li{border-top:1px solid var(--line)}"
    ".cards a{display:block;padding:.6rem .5rem;margin:0 "
    "-.5rem;border-radius:.5rem;text-decoration:none;color:inherit}"
    ".cards a:hover{background:var(--ground)}"
    ".cards b{display:block;font-variant-numeric:tabular-nums;color:var(--link);text-decoration:underline}"
    ".cards span{color:var(--dim);font-size:.9375rem}"
    ".cards a[aria-current=true]{background:var(--ground)}"
    ".who{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:baseline;justify-content:space-between;"
    "border:1px solid var(--line);border-radius:.75rem;padding:.65rem 1rem;margin:0 0 1rem}"
    "h1+.alert,h1+.note,h1+.who{margin-top:.75rem}.who p,.who:last-child{margin:0}"
    ".who b{display:block;overflow-wrap:anywhere}.who span{color:var(--dim);font-size:.9375rem;overflow-wrap:"
    "anywhere}"
    ".who form{flex:none}"
    "button.link{display:inline;width:auto;min-height:0;padding:.25rem 0;background:none;color:var(--link);"
    "font-size:1rem;font-weight:600;text-decoration:underline}"
    "button.link:hover{background:none;text-decoration-thickness:2px}"
    ".grants{list-style:none;margin:0 0 1.25rem;padding:0}"
    ".grants li{position:relative;padding:.5rem 0 .5rem 2rem}"
    ".grants li+li{border-top:1px solid var(--line)}"
    ".grants svg{position:absolute;left:0;top:.65rem;width:1.25rem;height:1.25rem;stroke:var(--good)}"
    ".code{font-size:1.75rem;line-height:1.2;font-weight:800;letter-spacing:.12em;"
    "font-variant-numeric:tabular-nums;text-align:center;background:var(--ground);border-radius:.75rem;"
    "padding:.75rem .5rem;margin:0 0 1rem;overflow-wrap:anywhere}"
    "input.code-field{font-size:1.5rem;font-weight:700;letter-spacing:.12em;text-align:center;text-transform:"
    "uppercase}"
    ":focus-visible{outline:3px solid var(--focus);outline-offset:2px}"
    ".alert:focus{outline:none}"
    "@media(forced-colors:active){.card,.note,.alert,button,.button{border:1px solid}}";

/* Our mark: a pin over the wave of the promenade. */
static const char mark[] =
    "<svg viewBox=\"0 0 32 32\" aria-hidden=\"true\" focusable=\"false\"><rect width=\"32\" height=\"32\" "
    "rx=\"8\" "
    "fill=\"#c93a1b\"/><path d=\"M16 5a7 7 0 0 0-7 7c0 4.6 7 11 7 11s7-6.4 7-11a7 7 0 0 0-7-7z\" "
    "fill=\"#fff\"/><circle "
    "cx=\"16\" cy=\"12\" r=\"2.6\" fill=\"#c93a1b\"/><path d=\"M5 26c2.8-2.4 4.7-2.4 7.4 0s4.6 2.4 7.3 0 "
    "4.6-2.4 7.3 0\" "
    "fill=\"none\" stroke=\"#fff\" stroke-width=\"2\" stroke-linecap=\"round\"/></svg>";

static const char *
get_style_hash (void)
{
  static gsize once;
  static char *hash;

  if (g_once_init_enter (&once))
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      guint8 digest[32];
      gsize length = sizeof digest;

      g_checksum_update (checksum, (const guchar *) style, -1);
      g_checksum_get_digest (checksum, digest, &length);
      hash = g_base64_encode (digest, length);
      g_once_init_leave (&once, 1);
    }

  return hash;
}

RamblaLanguage
platform_web_page_language (PlatformRequest *request, RamblaLanguage fallback)
{
  return rambla_language_from_accept (platform_request_get_header (request, "Accept-Language"), fallback);
}

void
platform_web_page_append (GString *page, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (page, escaped);
}

void
platform_web_page_printf (GString *page, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_markup_vprintf_escaped (format, values);
  va_end (values);
  g_string_append (page, text);
}

char *
platform_web_page_origin (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  gboolean six = host != NULL && strchr (host, ':') != NULL;

  /* It becomes part of a policy, where these would end the source. */
  if (host == NULL || host[0] == '\0' || strpbrk (host, " ;,'\"") != NULL ||
      (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0))
    return NULL;
  if (g_uri_get_port (uri) < 0)
    return g_strdup_printf ("%s://%s%s%s", scheme, six ? "[" : "", host, six ? "]" : "");

  return g_strdup_printf ("%s://%s%s%s:%d", scheme, six ? "[" : "", host, six ? "]" : "",
                          g_uri_get_port (uri));
}

GString *
platform_web_page_begin (RamblaLanguage language, const char *title)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n");

  platform_web_page_printf (
      page,
      "<html lang=\"%s\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>%s</title><style>",
      rambla_language_to_tag (language), title);
  g_string_append (page, style);
  g_string_append (page, "</style></head><body><header>");
  g_string_append (page, mark);
  g_string_append (page, "<span>Rambla</span></header><main>");

  return page;
}

PlatformResponse *
platform_web_page_end (GString *page, guint status, const char *form_origin)
{
  PlatformResponse *response;
  g_autofree char *policy = NULL;

  /* A form's redirection counts as its target, hence the other origin. */
  policy = g_strdup_printf (
      "default-src 'none'; style-src 'sha256-%s'; form-action 'self'%s%s; base-uri 'none'; "
      "frame-ancestors 'none'",
      get_style_hash (), form_origin != NULL ? " " : "", form_origin != NULL ? form_origin : "");
  g_string_append (page, "</main></body></html>\n");
  response = platform_response_new_html (status, policy, page);
  platform_response_set_header (response, "Vary", "Accept-Language");

  return response;
}
