/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-loopback-page.h"

#include "rambla-language.h"

static const char page[] =
    "<!doctype html>\n"
    "<html lang=\"%s\"><head><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\"><title>%s</title>\n"
    "<style>body{margin:0;min-height:100vh;display:grid;place-content:center;text-align:center;"
    "font:1.1rem/1.5 system-ui,sans-serif;background:#fafafa;color:#241f31}"
    "main{padding:2rem;max-width:26rem}h1{font-size:1.6rem;margin:.5rem 0}p{margin:.5rem 0}"
    "svg{width:4rem;height:4rem;color:#d4482f}"
    "@media(prefers-color-scheme:dark){body{background:#242424;color:#fff}svg{color:#ff8a6e}}</style></"
    "head>\n"
    "<body><main><svg viewBox=\"0 0 16 16\" fill=\"currentColor\" aria-hidden=\"true\"><path d=\"M8 1a5 5 0 "
    "0 0-5 "
    "5c0 3.5 5 9 5 9s5-5.5 5-9a5 5 0 0 0-5-5zm0 7a2 2 0 1 1 0-4 2 2 0 0 1 0 4z\"/></svg>\n"
    "<h1>%s</h1><p>%s</p></main></body></html>\n";

char *
rambla_loopback_page_build (guint status, const char *title, const char *sentence)
{
  const char *reason = status == 200 ? "OK" : status == 404 ? "Not Found" : "Bad Request";
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_sentence = g_markup_escape_text (sentence, -1);
  g_autofree char *body = g_strdup_printf (page, rambla_language_to_tag (rambla_language_from_locale ()),
                                           escaped_title, escaped_title, escaped_sentence);

  return g_strdup_printf ("HTTP/1.1 %u %s\r\n"
                          "Content-Type: text/html; charset=utf-8\r\n"
                          "Content-Length: %zu\r\n"
                          "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; "
                          "frame-ancestors 'none'; base-uri 'none'; form-action 'none'\r\n"
                          "X-Content-Type-Options: nosniff\r\n"
                          "Referrer-Policy: no-referrer\r\n"
                          "Cache-Control: no-store\r\n"
                          "Connection: close\r\n\r\n%s",
                          status, reason, strlen (body), body);
}
