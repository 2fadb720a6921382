/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-words.h"

#include <glib/gi18n-lib.h>

static char *
describe_price (RamblaCheckout *checkout, RamblaMoney fresh)
{
  g_autofree char *old_text = rambla_money_format (rambla_checkout_get_total (checkout));
  g_autofree char *new_text = NULL;
  RamblaMoney total;

  if (!rambla_money_multiply (fresh, rambla_checkout_get_quantity (checkout), &total))
    return rambla_api_error_describe (rambla_checkout_get_error (checkout));
  new_text = rambla_money_format (total);
  /* Translators: the old and the new total */
  return g_strdup_printf (_ ("The price has changed since you saw it: it was %s, now it is %s. Nothing was "
                             "charged."),
                          old_text, new_text);
}

static char *
describe_failure (RamblaCheckout *checkout)
{
  const GError *error = rambla_checkout_get_error (checkout);
  g_autofree char *sentence = NULL;
  RamblaMoney fresh;

  if (rambla_checkout_get_new_price (checkout, &fresh))
    return describe_price (checkout, fresh);
  sentence = rambla_api_error_describe (error);
  /* An answer that makes no sense may stand for one that was lost. */
  if ((!rambla_api_error_is_transient (error) &&
       !g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_BAD_ANSWER)) ||
      rambla_api_error_get_problem (error) != NULL)
    return g_steal_pointer (&sentence);
  /* Translators: a sentence about what went wrong comes first */
  return g_strdup_printf (_ ("%s Trying again goes on where it stopped; nothing is paid twice."), sentence);
}

char *
rambla_checkout_words_describe (RamblaCheckout *checkout)
{
  const char *message = rambla_checkout_get_message (checkout);

  switch (rambla_checkout_get_state (checkout))
    {
    case RAMBLA_CHECKOUT_ORDERING:
      return g_strdup (_ ("Reserving it for you…"));
    case RAMBLA_CHECKOUT_PAYING:
      return g_strdup (_ ("Paying…"));
    case RAMBLA_CHECKOUT_WAITING:
      if (rambla_checkout_get_url (checkout) != NULL)
        return g_strdup (_ ("Pay on the page that has opened in the browser, or scan the code with a phone. "
                            "This page goes on by itself."));
      return g_strdup (_ ("Waiting for the word of the payment provider. This page goes on by itself."));
    case RAMBLA_CHECKOUT_DECLINED:
      if (message != NULL)
        /* Translators: why a card was declined comes first, a whole sentence */
        return g_strdup_printf (_ ("%s Nothing was charged, and it is still held for you: try again or pay "
                                   "another way."),
                                message);
      return g_strdup (_ ("The card was declined. Nothing was charged, and it is still held for you: try "
                          "again or pay another way."));
    case RAMBLA_CHECKOUT_UNKNOWN:
      return g_strdup (_ ("The payment provider has not answered yet, so nobody knows whether the money was "
                          "taken. Do not pay again: this resolves by itself, and either you get the voucher "
                          "or the money back."));
    case RAMBLA_CHECKOUT_OVER:
      return g_strdup (_ ("The reservation has ended. Nothing was charged."));
    case RAMBLA_CHECKOUT_FAILED:
      return describe_failure (checkout);
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_PAID:
    default:
      return NULL;
    }
}

char *
rambla_checkout_words_name (RamblaCheckout *checkout)
{
  RamblaDeal *deal = rambla_checkout_get_deal (checkout);

  return g_strdup (deal != NULL ? rambla_deal_get_title (deal) : _ ("Your purchase"));
}

char *
rambla_checkout_words_end (RamblaCheckout *checkout)
{
  g_autofree char *name = rambla_checkout_words_name (checkout);

  switch (rambla_checkout_get_state (checkout))
    {
    case RAMBLA_CHECKOUT_PAID:
      /* Translators: what was bought */
      return g_strdup_printf (_ ("“%s” is paid: the voucher is in the wallet"), name);
    case RAMBLA_CHECKOUT_OVER:
      return g_strdup_printf (_ ("“%s” was not bought; nothing was charged"), name);
    case RAMBLA_CHECKOUT_DECLINED:
      return g_strdup_printf (_ ("“%s”: the card was declined, nothing was charged"), name);
    case RAMBLA_CHECKOUT_FAILED:
      return rambla_checkout_is_settled (checkout)
                 ? g_strdup_printf (_ ("“%s” could not be bought; nothing was charged"), name)
                 : NULL;
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_ORDERING:
    case RAMBLA_CHECKOUT_PAYING:
    case RAMBLA_CHECKOUT_WAITING:
    case RAMBLA_CHECKOUT_UNKNOWN:
    default:
      return NULL;
    }
}
