/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-dispute-words.h"

#include <glib/gi18n-lib.h>

#include "rambla-voucher-words.h"

char *
rambla_dispute_words_state (RamblaDispute *dispute)
{
  switch (rambla_dispute_get_state (dispute))
    {
    case RAMBLA_DISPUTE_OPEN:
      return g_strdup (_ ("Waiting for the store's answer"));
    case RAMBLA_DISPUTE_ANSWERED:
      return g_strdup (_ ("Waiting for the platform's decision"));
    case RAMBLA_DISPUTE_DECIDED:
    default:
      break;
    }
  switch (rambla_dispute_get_outcome (dispute))
    {
    case RAMBLA_DISPUTE_REFUNDED:
      return g_strdup (_ ("Decided: everything goes back"));
    case RAMBLA_DISPUTE_PARTIALLY_REFUNDED:
      return g_strdup (_ ("Decided: a part goes back"));
    case RAMBLA_DISPUTE_WITHDRAWN:
      return g_strdup (C_ ("complaint", "Taken back"));
    case RAMBLA_DISPUTE_REJECTED:
    default:
      return g_strdup (_ ("Decided: the store keeps the money"));
    }
}

static char *
explain_decision (RamblaDispute *dispute)
{
  RamblaMoney refunded = rambla_dispute_get_refunded (dispute);
  g_autofree char *amount = rambla_money_format (refunded);

  if (refunded.amount == 0)
    return g_strdup (_ ("The money that was held went to the store."));
  switch (rambla_dispute_get_decider (dispute))
    {
    case RAMBLA_DISPUTE_BY_DEADLINE:
      /* Translators: an amount of money */
      return g_strdup_printf (_ ("The store did not answer in time. %s go back the way they came."), amount);
    case RAMBLA_DISPUTE_BY_MERCHANT:
      /* Translators: an amount of money */
      return g_strdup_printf (_ ("The store agreed. %s go back the way they came."), amount);
    case RAMBLA_DISPUTE_BY_OPERATOR:
    case RAMBLA_DISPUTE_BY_BUYER:
    default:
      /* Translators: an amount of money */
      return g_strdup_printf (_ ("%s go back the way they came."), amount);
    }
}

char *
rambla_dispute_words_explain (RamblaDispute *dispute, GTimeZone *zone, gint64 now)
{
  g_autofree char *amount = rambla_money_format (rambla_dispute_get_amount (dispute));
  g_autofree char *day = rambla_words_date (rambla_dispute_get_answer_by (dispute), zone, now);
  g_autofree char *time = rambla_words_time (rambla_dispute_get_answer_by (dispute), zone);

  switch (rambla_dispute_get_state (dispute))
    {
    case RAMBLA_DISPUTE_OPEN:
      /* Translators: an amount of money, a day, a time */
      return g_strdup_printf (
          _ ("The platform holds %s. If the store does not answer until %s, %s, the buyer gets it back."),
          amount, day, time);
    case RAMBLA_DISPUTE_ANSWERED:
      /* Translators: an amount of money */
      return g_strdup_printf (_ ("The platform holds %s until it has heard both sides and decided."), amount);
    case RAMBLA_DISPUTE_DECIDED:
    default:
      return explain_decision (dispute);
    }
}

char *
rambla_dispute_words_reason (const char *reason)
{
  if (g_str_equal (reason, "not_as_described"))
    return g_strdup (_ ("Not as described"));
  if (g_str_equal (reason, "refused"))
    return g_strdup (_ ("Turned away at the store"));
  if (g_str_equal (reason, "quality"))
    return g_strdup (_ ("Poor quality"));
  return g_strdup (_ ("Something else"));
}

char *
rambla_dispute_words_party (RamblaParty author, RamblaParty reader)
{
  if (author == reader)
    return g_strdup (_ ("You"));
  switch (author)
    {
    case RAMBLA_PARTY_BUYER:
      return g_strdup (_ ("Buyer"));
    case RAMBLA_PARTY_MERCHANT:
      return g_strdup (_ ("Store"));
    case RAMBLA_PARTY_OPERATOR:
    default:
      return g_strdup (_ ("Platform"));
    }
}
