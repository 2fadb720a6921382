/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sandbox-cards.h"

#include <string.h>

/* The numbers are public: they exist for tests and belong to no account. The one for a delayed success is our
 * own choice, because cards never take that long in reality; its neighbour ends in a refusal. */
static const PlatformSandboxCard cards[] = {
  { "4242424242424242", "pm_card_visa", "visa", PLATFORM_SANDBOX_SUCCEEDS, NULL, NULL, 0, TRUE },
  { "4000000000000002", "pm_card_chargeDeclined", "visa", PLATFORM_SANDBOX_DECLINES, "card_declined",
    "generic_decline", 0, TRUE },
  { "4000000000009995", "pm_card_chargeDeclinedInsufficientFunds", "visa", PLATFORM_SANDBOX_DECLINES,
    "card_declined", "insufficient_funds", 0, TRUE },
  { "4000000000003220", "pm_card_threeDSecure2Required", "visa", PLATFORM_SANDBOX_ASKS, NULL, NULL, 0, TRUE },
  { "4000002500003155", "pm_card_authenticationRequiredOnSetup", "visa", PLATFORM_SANDBOX_ASKS_ONCE, NULL,
    NULL, 0, FALSE },
  { "4000008400001629", "pm_card_threeDSecureRequiredChargeDeclined", "visa",
    PLATFORM_SANDBOX_ASKS_AND_DECLINES, "card_declined", "generic_decline", 0, FALSE },
  { "4000000000001208", "pm_card_delayed", "visa", PLATFORM_SANDBOX_DELAYS, NULL, NULL, 0, TRUE },
  { "4000000000001216", "pm_card_delayedDecline", "visa", PLATFORM_SANDBOX_DELAYS_AND_FAILS, "card_declined",
    "generic_decline", 0, FALSE },
  { "4000000000000069", "pm_card_chargeDeclinedExpiredCard", "visa", PLATFORM_SANDBOX_DECLINES,
    "expired_card", NULL, 0, TRUE },
  { "4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "visa", PLATFORM_SANDBOX_DECLINES,
    "incorrect_cvc", NULL, 0, FALSE },
  { "4000000000000119", "pm_card_chargeDeclinedProcessingError", "visa", PLATFORM_SANDBOX_DECLINES,
    "processing_error", NULL, 0, FALSE },
  { "4000000000009987", "pm_card_visa_chargeDeclinedLostCard", "visa", PLATFORM_SANDBOX_DECLINES,
    "card_declined", "lost_card", 0, FALSE },
  { "4000000000009979", "pm_card_visa_chargeDeclinedStolenCard", "visa", PLATFORM_SANDBOX_DECLINES,
    "card_declined", "stolen_card", 0, FALSE },
  { "4000000000007726", "pm_card_pendingRefund", "visa", PLATFORM_SANDBOX_SUCCEEDS, NULL, NULL, 1, FALSE },
  { "4000000000005126", "pm_card_refundFail", "visa", PLATFORM_SANDBOX_SUCCEEDS, NULL, NULL, -1, FALSE },
  { "4000056655665556", "pm_card_visa_debit", "visa", PLATFORM_SANDBOX_SUCCEEDS, NULL, NULL, 0, FALSE },
  { "5555555555554444", "pm_card_mastercard", "mastercard", PLATFORM_SANDBOX_SUCCEEDS, NULL, NULL, 0, FALSE },
  { "378282246310005", "pm_card_amex", "amex", PLATFORM_SANDBOX_SUCCEEDS, NULL, NULL, 0, FALSE },
};

const PlatformSandboxCard *
platform_sandbox_cards (gsize *n_cards)
{
  *n_cards = G_N_ELEMENTS (cards);

  return cards;
}

const PlatformSandboxCard *
platform_sandbox_card_find (const char *number)
{
  for (gsize i = 0; number != NULL && i < G_N_ELEMENTS (cards); i++)
    if (strcmp (cards[i].number, number) == 0)
      return &cards[i];

  return NULL;
}

const PlatformSandboxCard *
platform_sandbox_card_find_token (const char *token)
{
  const char *name;

  if (token == NULL)
    return NULL;
  if (g_str_has_prefix (token, "pm_card_"))
    name = token + strlen ("pm_card_");
  else if (g_str_has_prefix (token, "tok_"))
    name = token + strlen ("tok_");
  else
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
    if (strcmp (cards[i].token + strlen ("pm_card_"), name) == 0)
      return &cards[i];

  return NULL;
}

char *
platform_sandbox_card_clean_number (const char *text)
{
  char digits[20];
  gsize n = 0;
  int sum = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == ' ' || *text == '-')
        continue;
      if (!g_ascii_isdigit (*text) || n >= 19)
        return NULL;
      digits[n++] = *text;
    }
  digits[n] = '\0';
  if (n < 12)
    return NULL;

  for (gsize i = 0; i < n; i++)
    {
      int digit = digits[n - 1 - i] - '0';

      if (i % 2 == 1)
        digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
      sum += digit;
    }

  return sum % 10 == 0 ? g_strdup (digits) : NULL;
}

const char *
platform_sandbox_card_message (const char *code, const char *decline_code)
{
  if (g_strcmp0 (decline_code, "insufficient_funds") == 0)
    return "Your card has insufficient funds.";
  if (g_strcmp0 (decline_code, "test_mode_live_card") == 0)
    return "Your card was declined. This is a sandbox, and the card is not one of its test cards.";
  if (g_strcmp0 (code, "expired_card") == 0)
    return "Your card has expired.";
  if (g_strcmp0 (code, "incorrect_cvc") == 0)
    return "Your card's security code is incorrect.";
  if (g_strcmp0 (code, "processing_error") == 0)
    return "An error occurred while processing your card. Try again in a little bit.";
  if (g_strcmp0 (code, "authentication_required") == 0)
    return "Your card was declined. This transaction requires authentication.";
  if (g_strcmp0 (code, "payment_intent_authentication_failure") == 0)
    return "We are unable to authenticate your payment method. Please choose a different payment method and "
           "try again.";

  return "Your card was declined.";
}
