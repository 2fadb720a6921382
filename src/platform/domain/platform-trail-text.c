/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-trail.h"

#include "rambla-language.h"

/* One sentence for each kind and language; the detail, where one is told, stands behind it. */
static const struct
{
  const char *kind;
  const char *texts[RAMBLA_N_LANGUAGES];
  gboolean with_detail;
} sentences[] = {
  { "followed", { "Came by the link", "Llegó por el enlace", "通过链接而来" }, TRUE },
  { "shared", { "Came by a shared link", "Llegó por un enlace compartido", "通过分享链接而来" }, TRUE },
  { "activity_impression", { "Saw the offer", "Vio la oferta", "看到优惠" }, FALSE },
  { "activity_view", { "Opened the offer", "Abrió la oferta", "打开优惠" }, FALSE },
  { "activity_click", { "Chose to buy", "Eligió comprar", "选择购买" }, FALSE },
  { "ordered",
    { "Ordered; the units are held", "Pedido; las unidades quedan reservadas", "已下单，数量已保留" },
    FALSE },
  { "payment_tried", { "Payment tried", "Se intentó pagar", "尝试付款" }, FALSE },
  { "payment_failed", { "The payment did not go through", "El pago no se concretó", "付款未成功" }, FALSE },
  { "payment_unknown",
    { "The payment provider has not answered yet", "El proveedor de pagos aún no respondió",
      "支付机构尚未答复" },
    FALSE },
  { "payment_processing", { "The payment is under way", "El pago está en curso", "付款处理中" }, FALSE },
  { "payment_requires_action",
    { "The bank asks for a confirmation", "El banco pide una confirmación", "银行要求确认" },
    FALSE },
  { "provider_told",
    { "The payment provider reported", "El proveedor de pagos informó", "支付机构通知" },
    TRUE },
  { "paid",
    { "Paid; the platform holds the money", "Pagado; la plataforma guarda el dinero",
      "已付款，款项由平台保管" },
    FALSE },
  { "reserved",
    { "Reserved; to be paid at the store", "Reservado; se paga en el local", "已保留，到店支付" },
    FALSE },
  { "issued", { "Voucher issued, number", "Vale emitido, número", "已出券，编号" }, TRUE },
  { "given", { "Offered to a friend", "Ofrecido como regalo", "已送出，待朋友领取" }, FALSE },
  { "gift_claimed",
    { "A friend accepted the voucher", "Otra persona recibió el vale", "朋友已领取此券" },
    FALSE },
  { "gift_withdrawn", { "The gift was taken back", "Se retiró el regalo", "赠券已撤回" }, FALSE },
  { "turned_away", { "Not accepted at the counter", "No se aceptó en el mostrador", "柜台未接受" }, TRUE },
  { "redeemed", { "Used at the store", "Usado en el local", "已到店使用" }, FALSE },
  { "undone", { "The use was taken back by the store", "El local anuló el uso", "商家撤销了核销" }, FALSE },
  { "conflict",
    { "An offline store took it when it was no longer good; the guarantee pays",
      "Un local sin conexión lo aceptó cuando ya no valía; paga la garantía",
      "离线门店接受了已失效的券，由保障金赔付" },
    FALSE },
  { "group_closed",
    { "The group closed, and its price counts", "El grupo cerró y rige su precio",
      "拼团结束，按达成价格结算" },
    FALSE },
  { "group_failed",
    { "The group stayed too small", "El grupo no llegó al mínimo", "拼团未达到最低人数" },
    FALSE },
  { "no_show", { "Nobody came to the booking", "Nadie se presentó a la reserva", "预订后未到店" }, FALSE },
  { "no_show_kept",
    { "Nobody came to the booking; the store keeps what was paid",
      "Nadie se presentó a la reserva; el local conserva lo pagado", "预订后未到店，已付款项归商家" },
    FALSE },
  { "voucher_expired",
    { "The voucher ran out unused", "El vale venció sin usarse", "券未使用已过期" },
    FALSE },
  { "voucher_refunded", { "The voucher was taken back", "El vale se devolvió", "券已退回" }, FALSE },
  { "dispute_opened",
    { "Something was wrong: the merchant's money is held",
      "Hubo un problema: se retiene el dinero del comercio", "出现问题：商家款项被冻结" },
    FALSE },
  { "dispute_said", { "A message in the dispute", "Un mensaje en el reclamo", "投诉中的留言" }, FALSE },
  { "dispute_refunded",
    { "Decided: the buyer gets everything back", "Resuelto: se devuelve todo", "裁决：全额退还买家" },
    FALSE },
  { "dispute_partially_refunded",
    { "Decided: the buyer gets a part back", "Resuelto: se devuelve una parte", "裁决：部分退还买家" },
    FALSE },
  { "dispute_rejected",
    { "Decided: the merchant keeps the money", "Resuelto: el comercio conserva el dinero",
      "裁决：款项归商家" },
    FALSE },
  { "dispute_withdrawn",
    { "The buyer took the complaint back", "El comprador retiró el reclamo", "买家撤回了投诉" },
    FALSE },
  { "refund_promised", { "Refund on its way", "Reembolso en camino", "退款处理中" }, FALSE },
  { "refund_succeeded",
    { "The payment provider gave the money back", "El proveedor devolvió el dinero", "支付机构已退款" },
    FALSE },
  { "refund_failed",
    { "The payment provider could not give the money back; the operator settles it",
      "El proveedor no pudo devolver el dinero; lo resuelve el operador", "支付机构未能退款，由运营方处理" },
    FALSE },
  { "settled", { "Paid out to the merchant", "Pagado al comercio", "已结算给商家" }, FALSE },
  { "order_cancelled", { "Cancelled before payment", "Cancelado antes de pagar", "付款前已取消" }, FALSE },
  { "order_expired", { "Not paid in time", "No se pagó a tiempo", "超时未付款" }, FALSE },
  { "ledger", { "Entry in the ledger", "Asiento contable", "账目记录" }, TRUE },
};

char *
platform_trail_describe (const PlatformTrailRow *row, const char *language)
{
  RamblaLanguage wanted = rambla_language_from_tag (language);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_str_equal (sentences[i].kind, row->kind))
      return sentences[i].with_detail && row->detail != NULL
                 ? g_strconcat (sentences[i].texts[wanted], " ", row->detail, NULL)
                 : g_strdup (sentences[i].texts[wanted]);
  return g_strdup (row->kind);
}
