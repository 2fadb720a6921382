/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a gift's link leads in a browser: what to do with it. Whether there is such a gift is told to nobody
 * without an account: the page says the same to every code. */
#include "platform-routes-gifts.h"

#include "platform-web-page.h"
#include "rambla-short-code.h"

typedef enum
{
  TEXT_TITLE,
  TEXT_LEAD,
  TEXT_OPEN,
  TEXT_CLAIM,
  TEXT_THEN,
  TEXT_CAREFUL,
  TEXT_BROKEN,
  N_TEXTS,
} Text;

static const char *const texts[N_TEXTS][RAMBLA_N_LANGUAGES] = {
  [TEXT_TITLE] = { "A voucher for you", "Un vale para vos", "送给您的一张券" },
  [TEXT_LEAD] = { "Somebody has given you a voucher. This is its code:",
                  "Alguien te regaló un vale. Este es su código:", "有人送给您一张券。它的领取码：" },
  [TEXT_OPEN] = { "Open Rambla and sign in, or create an account.",
                  "Abrí Rambla e ingresá, o creá una cuenta.", "打开 Rambla 并登录，或创建账户。" },
  [TEXT_CLAIM] = { "In the wallet choose “Claim a gift” and type the code, or paste this page's address.",
                   "En la billetera elegí «Recibir un regalo» y escribí el código, o pegá la dirección de "
                   "esta "
                   "página.",
                   "在卡包中选择“领取赠券”，输入领取码，或粘贴本页地址。" },
  [TEXT_THEN] = { "From then on the voucher is yours, and nobody else can use it.",
                  "Desde ese momento el vale es tuyo y nadie más lo puede usar.",
                  "领取后这张券就是您的，别人无法再使用。" },
  [TEXT_CAREFUL] = { "Whoever has the code can claim it, once. Do not pass it on.",
                     "Quien tenga el código puede recibirlo, una sola vez. No lo compartas.",
                     "谁有领取码谁就能领取，仅限一次。请勿转发。" },
  [TEXT_BROKEN] = { "This link is not complete. Ask whoever sent it for the whole one.",
                    "Este enlace está incompleto. Pedí el enlace entero a quien te lo mandó.",
                    "链接不完整，请向发送者索取完整链接。" },
};

static void
append_step (GString *page, RamblaLanguage language, Text text)
{
  platform_web_page_printf (page, "<li>%s</li>", texts[text][language]);
}

static void
on_page (PlatformRequest *request, gpointer context)
{
  RamblaLanguage language = platform_web_page_language (request, RAMBLA_LANGUAGE_EN);
  GString *page = platform_web_page_begin (language, texts[TEXT_TITLE][language]);
  char stored[RAMBLA_SHORT_CODE_SIZE];
  g_autofree char *code = NULL;
  PlatformResponse *response;

  platform_web_page_printf (page, "<h1>%s</h1>", texts[TEXT_TITLE][language]);
  if (!rambla_short_code_parse (platform_request_get_path_parameter (request, "code"), stored))
    {
      platform_web_page_printf (page, "<p>%s</p>", texts[TEXT_BROKEN][language]);
      response = platform_web_page_end (page, 404, NULL);
    }
  else
    {
      code = rambla_short_code_format (stored);
      platform_web_page_printf (page, "<p>%s</p><p><strong>%s</strong></p><ol>", texts[TEXT_LEAD][language],
                                code);
      append_step (page, language, TEXT_OPEN);
      append_step (page, language, TEXT_CLAIM);
      append_step (page, language, TEXT_THEN);
      platform_web_page_printf (page, "</ol><p>%s</p>", texts[TEXT_CAREFUL][language]);
      response = platform_web_page_end (page, 200, NULL);
    }
  platform_request_respond (request, response);
}

static const PlatformRoute routes[] = {
  { "GET", "/gifts/{code}", on_page },
};

void
platform_routes_gift_page_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
