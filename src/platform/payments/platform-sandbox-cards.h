/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What happens when a test card is charged. */
typedef enum
{
  PLATFORM_SANDBOX_SUCCEEDS,
  PLATFORM_SANDBOX_DECLINES,          /* with the card's code */
  PLATFORM_SANDBOX_ASKS,              /* for 3-D Secure; then it succeeds */
  PLATFORM_SANDBOX_ASKS_ONCE,         /* for 3-D Secure, but not when the card was saved before */
  PLATFORM_SANDBOX_ASKS_AND_DECLINES, /* for 3-D Secure; then it is declined with the card's code */
  PLATFORM_SANDBOX_DELAYS,            /* processing first; then it succeeds */
  PLATFORM_SANDBOX_DELAYS_AND_FAILS,  /* processing first; then it is declined with the card's code */
} PlatformSandboxOutcome;

/**
 * PlatformSandboxCard:
 * @number: digits only
 * @token: the ready-made payment method's id, such as "pm_card_visa"
 * @brand: "visa"
 * @outcome: what a charge does
 * @code: (nullable): error code of a decline
 * @decline_code: (nullable): decline code of a decline, where the protocol has one
 * @refund_delay: refunds are pending first: 1 and then succeed, -1 and then fail; 0 at once
 * @offered: the hosted page offers it
 *
 * A test card, as the documentation of such providers commonly knows it.
 */
typedef struct
{
  const char *number;
  const char *token;
  const char *brand;
  PlatformSandboxOutcome outcome;
  const char *code;
  const char *decline_code;
  int refund_delay;
  gboolean offered;
} PlatformSandboxCard;

/* All cards, the commonest first. */
const PlatformSandboxCard *platform_sandbox_cards (gsize *n_cards);

/**
 * platform_sandbox_card_find:
 * @number: digits
 *
 * Returns: (nullable) (transfer none): the test card; %NULL for any other number
 */
const PlatformSandboxCard *platform_sandbox_card_find (const char *number);

/* The same by its token, "pm_card_visa" or "tok_visa". */
const PlatformSandboxCard *platform_sandbox_card_find_token (const char *token);

/**
 * platform_sandbox_card_clean_number:
 * @text: what was typed: digits, with spaces or hyphens between them
 *
 * Returns: (nullable) (transfer full): 12 to 19 digits with a right check digit (ISO/IEC 7812-1, Luhn), or
 * %NULL
 */
char *platform_sandbox_card_clean_number (const char *text);

/**
 * platform_sandbox_card_message:
 * @code: an error code
 * @decline_code: (nullable): a decline code
 *
 * Returns: (transfer none): the sentence that goes with it, in English
 */
const char *platform_sandbox_card_message (const char *code, const char *decline_code);

G_END_DECLS
