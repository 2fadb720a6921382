/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-payment-page.h"

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
    { "付款正在处理", "支付机构尚未确认。您可以回到 Rambla：订单会自动完成，不会重复扣款。" },
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
  GString *page = platform_web_page_begin (language, text->title);

  g_string_append (page, "<section class=\"card narrow\">");
  if (state == PLATFORM_RETURN_PAID || state == PLATFORM_RETURN_PROCESSING)
    append_mark (page, state == PLATFORM_RETURN_PAID);
  platform_web_page_printf (page, "<h1>%s</h1><p>%s</p>", text->title, text->text);
  if (state == PLATFORM_RETURN_OPEN && pay_url != NULL)
    platform_web_page_printf (page, "<a class=\"button\" href=\"%s\">%s</a>", pay_url, pay_texts[language]);
  if (state == PLATFORM_RETURN_PROCESSING && again_url != NULL)
    platform_web_page_printf (page, "<a class=\"button\" href=\"%s\">%s</a>", again_url,
                              again_texts[language]);
  g_string_append (page, "</section>");

  return platform_web_page_end (page, state == PLATFORM_RETURN_NOT_FOUND ? 404 : 200, NULL);
}
