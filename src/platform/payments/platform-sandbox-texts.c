/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-texts.h"

#include <string.h>

/* English, Spanish (Uruguay), Chinese, in the order of RamblaLanguage. A server answers in the reader's
 * language, not in its own process's, so these do not go through gettext. */
static const char *const texts[][RAMBLA_N_LANGUAGES] = {
  [PLATFORM_SANDBOX_TEXT_TITLE] = { "Pay by card", "Pagar con tarjeta", "银行卡付款" },
  [PLATFORM_SANDBOX_TEXT_ERROR_TITLE] = { "Error", "Error", "错误" },
  [PLATFORM_SANDBOX_TEXT_NOTE] = { "Sandbox: no real money moves here. Never type a real card.",
                                   "Modo de prueba: acá no se mueve dinero real. Nunca escribas una tarjeta "
                                   "real.",
                                   "沙盒环境：这里没有真实资金。请勿输入真实卡号。" },
  [PLATFORM_SANDBOX_TEXT_CARD] = { "Card", "Tarjeta", "银行卡" },
  [PLATFORM_SANDBOX_TEXT_NUMBER] = { "Card number", "Número de tarjeta", "卡号" },
  [PLATFORM_SANDBOX_TEXT_EXPIRY] = { "Valid until", "Vencimiento", "有效期" },
  [PLATFORM_SANDBOX_TEXT_EXPIRY_HINT] = { "Month and year, as 12/34", "Mes y año, como 12/34",
                                          "月/年，例如 12/34" },
  [PLATFORM_SANDBOX_TEXT_CVC] = { "Security code", "Código de seguridad", "安全码" },
  [PLATFORM_SANDBOX_TEXT_CVC_HINT] = { "3 or 4 digits", "3 o 4 dígitos", "3 或 4 位数字" },
  [PLATFORM_SANDBOX_TEXT_NAME] = { "Name on the card", "Nombre en la tarjeta", "持卡人姓名" },
  [PLATFORM_SANDBOX_TEXT_PAY] = { "Pay %s", "Pagar %s", "支付 %s" },
  [PLATFORM_SANDBOX_TEXT_BACK] = { "Go back without paying", "Volver sin pagar", "不付款，返回" },
  [PLATFORM_SANDBOX_TEXT_TEST_CARDS] = { "Test cards", "Tarjetas de prueba", "测试卡" },
  [PLATFORM_SANDBOX_TEXT_TEST_CARDS_HINT] = { "Choose one to fill in the form.",
                                              "Elegí una para llenar el formulario.",
                                              "选择一张以填写表单。" },
  [PLATFORM_SANDBOX_TEXT_FORM_ERRORS] = { "Nothing was paid. Please look at:", "No se pagó nada. Revisá:",
                                          "未付款，请检查：" },
  [PLATFORM_SANDBOX_TEXT_BAD_NUMBER] = { "The card number is not complete or not right.",
                                         "El número de tarjeta está incompleto o no es correcto.",
                                         "卡号不完整或不正确。" },
  [PLATFORM_SANDBOX_TEXT_BAD_EXPIRY] = { "Write month and year, as 12/34.", "Escribí mes y año, como 12/34.",
                                         "请填写月份和年份，例如 12/34。" },
  [PLATFORM_SANDBOX_TEXT_PAST_EXPIRY] = { "The card is no longer valid.", "La tarjeta ya venció.",
                                          "该卡已过期。" },
  [PLATFORM_SANDBOX_TEXT_BAD_CVC] = { "The security code has 3 or 4 digits.",
                                      "El código de seguridad tiene 3 o 4 dígitos.",
                                      "安全码为 3 或 4 位数字。" },
  [PLATFORM_SANDBOX_TEXT_BAD_NAME] = { "Write the name on the card.",
                                       "Escribí el nombre que figura en la tarjeta.", "请填写持卡人姓名。" },
  [PLATFORM_SANDBOX_TEXT_STALE_FORM] = { "The form was too old, and nothing was paid. Please send it again.",
                                         "El formulario era viejo y no se pagó nada. Envialo de nuevo.",
                                         "表单已失效，未付款。请重新提交。" },
  [PLATFORM_SANDBOX_TEXT_CONFIRM_TITLE] = { "Your bank asks: is it you?", "Tu banco pregunta: ¿sos vos?",
                                            "银行确认：是您本人吗？" },
  [PLATFORM_SANDBOX_TEXT_CONFIRM_BODY] = { "This stands for the page of the bank (3-D Secure). Approve to "
                                           "pay, or refuse.",
                                           "Esto representa la página del banco (3-D Secure). Aprobá para "
                                           "pagar, o rechazá.",
                                           "此页面模拟银行的 3-D Secure 验证。批准即付款，也可拒绝。" },
  [PLATFORM_SANDBOX_TEXT_APPROVE] = { "Approve", "Aprobar", "批准" },
  [PLATFORM_SANDBOX_TEXT_REFUSE] = { "Refuse", "Rechazar", "拒绝" },
  [PLATFORM_SANDBOX_TEXT_DONE_TITLE] = { "This is done", "Esto ya está listo", "已完成" },
  [PLATFORM_SANDBOX_TEXT_DONE_BODY] = { "The payment was made before. It is not made twice.",
                                        "El pago ya se hizo. No se hace dos veces.",
                                        "此前已完成付款，不会重复扣款。" },
  [PLATFORM_SANDBOX_TEXT_EXPIRED_TITLE] = { "This page has expired", "Esta página venció", "页面已过期" },
  [PLATFORM_SANDBOX_TEXT_EXPIRED_BODY] = { "Nothing was paid, and nothing can be paid here any more.",
                                           "No se pagó nada, y acá ya no se puede pagar.",
                                           "没有付款，此页面也不能再付款。" },
  [PLATFORM_SANDBOX_TEXT_MISSING_TITLE] = { "There is no such payment", "Ese pago no existe",
                                            "没有这笔付款" },
  [PLATFORM_SANDBOX_TEXT_MISSING_BODY] = { "The address may be incomplete.",
                                           "Puede que la dirección esté incompleta.", "地址可能不完整。" },
  [PLATFORM_SANDBOX_TEXT_FAILED_TITLE] = { "This did not work", "Esto no funcionó", "操作失败" },
  [PLATFORM_SANDBOX_TEXT_FAILED_BODY] = { "The sandbox could not write down what you did. Please try again.",
                                          "El entorno de prueba no pudo guardar lo que hiciste. Probá de "
                                          "nuevo.",
                                          "沙盒未能保存您的操作，请重试。" },
  [PLATFORM_SANDBOX_TEXT_GO_BACK] = { "Go back to Rambla", "Volver a Rambla", "回到 Rambla" },
  [PLATFORM_SANDBOX_TEXT_TRY_AGAIN] = { "Try again", "Probar de nuevo", "重试" },
  [PLATFORM_SANDBOX_TEXT_FOOTER] = { "The sandbox's payment provider. It runs on this computer and keeps "
                                     "only test cards.",
                                     "Proveedor de pagos de prueba. Funciona en esta computadora y guarda "
                                     "solo tarjetas de prueba.",
                                     "沙盒支付服务，仅在本机运行，只保存测试卡。" },
};

const char *
platform_sandbox_text (RamblaLanguage language, PlatformSandboxText text)
{
  return texts[text][language];
}

static const struct
{
  const char *code;
  const char *texts[RAMBLA_N_LANGUAGES];
} declines[] = {
  { "insufficient_funds",
    { "The card was declined: not enough money on it. Nothing was paid; try another card.",
      "La tarjeta fue rechazada: fondos insuficientes. No se pagó nada; probá con otra.",
      "银行卡被拒：余额不足。未扣款，请换一张卡。" } },
  { "expired_card",
    { "The card was declined: it has expired. Nothing was paid; try another card.",
      "La tarjeta fue rechazada: está vencida. No se pagó nada; probá con otra.",
      "银行卡被拒：已过期。未扣款，请换一张卡。" } },
  { "incorrect_cvc",
    { "The card was declined: the security code is wrong. Nothing was paid.",
      "La tarjeta fue rechazada: el código de seguridad no es correcto. No se pagó nada.",
      "银行卡被拒：安全码错误。未扣款。" } },
  { "processing_error",
    { "The card could not be charged this time. Nothing was paid; try again.",
      "Esta vez no se pudo cobrar con la tarjeta. No se pagó nada; probá de nuevo.",
      "本次扣款失败。未扣款，请重试。" } },
  { "payment_intent_authentication_failure",
    { "The bank's confirmation was refused. Nothing was paid; try again or use another card.",
      "Se rechazó la confirmación del banco. No se pagó nada; probá de nuevo o usá otra tarjeta.",
      "银行验证被拒绝。未扣款，请重试或换一张卡。" } },
  { "test_mode_live_card",
    { "This is a sandbox and takes test cards only. The number was not kept. Nothing was paid.",
      "Esto es un entorno de prueba y solo acepta tarjetas de prueba. El número no se guardó. No se pagó "
      "nada.",
      "沙盒只接受测试卡，卡号未被保存。未扣款。" } },
};

static const char *const declined[RAMBLA_N_LANGUAGES] = {
  "The card was declined. Nothing was paid; try another card.",
  "La tarjeta fue rechazada. No se pagó nada; probá con otra.",
  "银行卡被拒。未扣款，请换一张卡。",
};

const char *
platform_sandbox_text_decline (RamblaLanguage language, const char *code, const char *decline_code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (declines); i++)
    if (g_strcmp0 (declines[i].code, decline_code) == 0 || g_strcmp0 (declines[i].code, code) == 0)
      return declines[i].texts[language];

  return declined[language];
}

static const struct
{
  const char *number;
  const char *texts[RAMBLA_N_LANGUAGES];
} outcomes[] = {
  { "4242424242424242", { "Pays", "Paga", "付款成功" } },
  { "4000000000000002", { "Is declined", "Es rechazada", "被拒绝" } },
  { "4000000000009995", { "Has not enough money", "No tiene fondos", "余额不足" } },
  { "4000000000003220",
    { "The bank asks first (3-D Secure)", "El banco pregunta antes (3-D Secure)",
      "需银行验证（3-D Secure）" } },
  { "4000000000001208",
    { "Pays, but takes a few seconds", "Paga, pero tarda unos segundos", "几秒后付款成功" } },
  { "4000000000000069", { "Has expired", "Está vencida", "已过期" } },
};

const char *
platform_sandbox_text_outcome (RamblaLanguage language, const char *number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (strcmp (outcomes[i].number, number) == 0)
      return outcomes[i].texts[language];

  return "";
}
