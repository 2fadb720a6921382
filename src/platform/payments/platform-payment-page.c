/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-payment-page.h"

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
platform_payment_page_language (PlatformRequest *request, RamblaLanguage fallback)
{
  return rambla_language_from_accept (platform_request_get_header (request, "Accept-Language"), fallback);
}

void
platform_payment_page_append (GString *page, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (page, escaped);
}

void
platform_payment_page_printf (GString *page, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_markup_vprintf_escaped (format, values);
  va_end (values);
  g_string_append (page, text);
}

char *
platform_payment_page_origin (const char *url)
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
platform_payment_page_begin (RamblaLanguage language, const char *title)
{
  GString *page = g_string_new ("<!DOCTYPE html>\n");

  platform_payment_page_printf (
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
platform_payment_page_end (GString *page, guint status, const char *form_origin)
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

/* The page after the provider's */

typedef struct
{
  const char *title;
  const char *text;
} ReturnText;

static const ReturnText return_texts[][RAMBLA_N_LANGUAGES] = {
  [PLATFORM_RETURN_PAID] = {
    { "Paid", "Your payment is here. You can go back to Rambla: your voucher is in the wallet." },
    { "Pagado", "Tu pago llegó. Podés volver a Rambla: tu vale está en la billetera." },
    { "已付款", "付款已到账。您可以回到 Rambla：券已放入卡包。" },
  },
  [PLATFORM_RETURN_PROCESSING] = {
    { "The payment is under way",
      "The provider has not confirmed it yet. You can go back to Rambla: the order finishes by itself, and nothing is "
      "charged twice." },
    { "El pago está en curso",
      "El proveedor todavía no lo confirmó. Podés volver a Rambla: el pedido se completa solo y nada se cobra dos veces." },
    { "付款正在处理", "支付服务尚未确认。您可以回到 Rambla：订单会自动完成，不会重复扣款。" },
  },
  [PLATFORM_RETURN_OPEN] = {
    { "Not paid yet", "No money was taken. You can pay now, or go back to Rambla and choose another way." },
    { "Todavía sin pagar", "No se cobró nada. Podés pagar ahora, o volver a Rambla y elegir otra forma." },
    { "尚未付款", "没有扣款。您可以现在付款，或回到 Rambla 选择其他方式。" },
  },
  [PLATFORM_RETURN_CLOSED] = {
    { "The order is closed", "It was not paid, and no money was taken. In Rambla you can order again." },
    { "El pedido está cerrado", "No se pagó y no se cobró nada. En Rambla podés pedir de nuevo." },
    { "订单已关闭", "订单未付款，没有扣款。您可以在 Rambla 重新下单。" },
  },
  [PLATFORM_RETURN_REFUNDED] = {
    { "The money goes back to you", "The order could not be kept, or was given back. The refund is on its way." },
    { "El dinero vuelve a vos", "El pedido no se pudo mantener o fue devuelto. El reembolso está en camino." },
    { "款项将退还给您", "订单无法保留或已退回，退款正在处理。" },
  },
  [PLATFORM_RETURN_NOT_FOUND] = {
    { "There is no such order", "The address may be incomplete. Your orders are in Rambla." },
    { "Ese pedido no existe", "Puede que la dirección esté incompleta. Tus pedidos están en Rambla." },
    { "没有这个订单", "地址可能不完整。您可以在 Rambla 查看订单。" },
  },
};

static const char *const pay_texts[RAMBLA_N_LANGUAGES] = { "Pay now", "Pagar ahora", "现在付款" };
static const char *const again_texts[RAMBLA_N_LANGUAGES] = { "Look again", "Mirar de nuevo", "再次查看" };

static void
append_mark (GString *page, gboolean good)
{
  g_string_append (
      page,
      good ? "<svg class=\"mark\" viewBox=\"0 0 64 64\" aria-hidden=\"true\" focusable=\"false\"><circle "
             "class=\"good\" cx=\"32\" cy=\"32\" r=\"32\"/><path class=\"good-line\" d=\"M18 33l10 10 "
             "19-21\" fill=\"none\" stroke-width=\"6\" stroke-linecap=\"round\" "
             "stroke-linejoin=\"round\"/></svg>"
           : "<svg class=\"mark\" viewBox=\"0 0 64 64\" aria-hidden=\"true\" focusable=\"false\"><circle "
             "class=\"wait\" cx=\"32\" cy=\"32\" r=\"32\"/><path class=\"wait-line\" d=\"M32 16v17l11 "
             "7\" fill=\"none\" stroke-width=\"5\" stroke-linecap=\"round\" "
             "stroke-linejoin=\"round\"/></svg>");
}

PlatformResponse *
platform_payment_page_return (RamblaLanguage language,
                              PlatformReturnState state,
                              const char *pay_url,
                              const char *again_url)
{
  const ReturnText *text = &return_texts[state][language];
  GString *page = platform_payment_page_begin (language, text->title);

  g_string_append (page, "<section class=\"card narrow\">");
  if (state == PLATFORM_RETURN_PAID || state == PLATFORM_RETURN_PROCESSING)
    append_mark (page, state == PLATFORM_RETURN_PAID);
  platform_payment_page_printf (page, "<h1>%s</h1><p>%s</p>", text->title, text->text);
  if (state == PLATFORM_RETURN_OPEN && pay_url != NULL)
    platform_payment_page_printf (page, "<a class=\"button\" href=\"%s\">%s</a>", pay_url,
                                  pay_texts[language]);
  if (state == PLATFORM_RETURN_PROCESSING && again_url != NULL)
    platform_payment_page_printf (page, "<a class=\"button\" href=\"%s\">%s</a>", again_url,
                                  again_texts[language]);
  g_string_append (page, "</section>");

  return platform_payment_page_end (page, state == PLATFORM_RETURN_NOT_FOUND ? 404 : 200, NULL);
}
