/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order-words.h"

#include <glib/gi18n-lib.h>

#define URGENT (G_GINT64_CONSTANT (120) * G_USEC_PER_SEC)

/* Paid or reserved, and nobody came: what was used is completed. */
static gboolean
was_missed (RamblaOrder *order)
{
  RamblaSlot *slot = rambla_order_get_slot (order);

  return rambla_order_get_state (order) == RAMBLA_ORDER_PAID && slot != NULL &&
         rambla_slot_get_ends_at (slot) < g_get_real_time ();
}

char *
rambla_order_words_state (RamblaOrder *order)
{
  if (was_missed (order))
    return g_strdup (_ ("Not used"));
  switch (rambla_order_get_state (order))
    {
    case RAMBLA_ORDER_PENDING_PAYMENT:
      return g_strdup (_ ("Waiting for payment"));
    case RAMBLA_ORDER_UNKNOWN:
      return g_strdup (_ ("Payment being checked"));
    case RAMBLA_ORDER_COMPLETED:
      return g_strdup (_ ("Used"));
    case RAMBLA_ORDER_CANCELLED:
      return g_strdup (_ ("Cancelled"));
    case RAMBLA_ORDER_EXPIRED:
      return g_strdup (_ ("Not paid in time"));
    case RAMBLA_ORDER_REFUNDED:
      return g_strdup (_ ("Money returned"));
    case RAMBLA_ORDER_PARTIALLY_REFUNDED:
      return g_strdup (_ ("Partly returned"));
    case RAMBLA_ORDER_PAID:
    default:
      return g_strcmp0 (rambla_order_get_payment_method (order), "at_store") == 0
                 ? g_strdup (_ ("Held, pay at the store"))
                 : g_strdup (_ ("Paid"));
    }
}

static char *
explain_refund (RamblaOrder *order)
{
  RamblaMoney refunded = rambla_order_get_refunded (order);
  g_autofree char *amount = rambla_money_is_set (refunded) ? rambla_money_format (refunded) : NULL;

  if (amount == NULL)
    return g_strdup (_ ("The money goes back the way it came."));
  /* Translators: an amount of money */
  return g_strdup_printf (_ ("%s went back the way it came."), amount);
}

char *
rambla_order_words_explain (RamblaOrder *order)
{
  if (was_missed (order))
    return g_strcmp0 (rambla_order_get_payment_method (order), "at_store") == 0
               ? g_strdup (_ ("The booked time has passed."))
               : g_strdup (
                     _ ("The booked time has passed, and it was not cancelled: the store keeps what was paid "
                        "for it."));
  switch (rambla_order_get_state (order))
    {
    case RAMBLA_ORDER_PENDING_PAYMENT:
      return g_strdup (
          _ ("Nothing was charged so far. It is held for you for a while; then it goes back on sale."));
    case RAMBLA_ORDER_UNKNOWN:
      return g_strdup (_ ("The bank has not answered yet. You are not charged twice, and this resolves by "
                          "itself: there is nothing you need to do."));
    case RAMBLA_ORDER_COMPLETED:
      return g_strdup (_ ("Every voucher of this order was used."));
    case RAMBLA_ORDER_CANCELLED:
      return g_strdup (_ ("It was given back before it was paid; nothing was charged."));
    case RAMBLA_ORDER_EXPIRED:
      return g_strdup (_ ("It was not paid while it was held; nothing was charged."));
    case RAMBLA_ORDER_REFUNDED:
    case RAMBLA_ORDER_PARTIALLY_REFUNDED:
      return explain_refund (order);
    case RAMBLA_ORDER_PAID:
    default:
      return g_strdup (_ ("The platform holds your money until the voucher is used."));
    }
}

char *
rambla_order_words_payment (RamblaOrder *order)
{
  const char *method = rambla_order_get_payment_method (order);

  if (g_strcmp0 (method, "saved") == 0)
    return g_strdup (_ ("Saved card"));
  if (g_strcmp0 (method, "hosted") == 0)
    return g_strdup (_ ("In the browser"));
  if (g_strcmp0 (method, "at_store") == 0)
    return g_strdup (_ ("At the store"));
  return NULL;
}

char *
rambla_order_words_total (RamblaOrder *order)
{
  RamblaMoney total = rambla_order_get_total (order);

  return total.amount == 0 ? g_strdup (_ ("Free")) : rambla_money_format (total);
}

char *
rambla_order_words_left (RamblaOrder *order, gint64 now)
{
  gint64 seconds;

  if (rambla_order_get_state (order) != RAMBLA_ORDER_PENDING_PAYMENT ||
      rambla_order_get_expires_at (order) == 0)
    return NULL;
  seconds = MAX (0, (rambla_order_get_expires_at (order) - now) / G_USEC_PER_SEC);
  return g_strdup_printf ("%d:%02d", (int) (seconds / 60), (int) (seconds % 60));
}

gboolean
rambla_order_words_is_urgent (RamblaOrder *order, gint64 now)
{
  return rambla_order_get_state (order) == RAMBLA_ORDER_PENDING_PAYMENT &&
         rambla_order_get_expires_at (order) != 0 && rambla_order_get_expires_at (order) - now < URGENT;
}

gboolean
rambla_order_words_is_open (RamblaOrder *order)
{
  RamblaOrderState state = rambla_order_get_state (order);

  return state == RAMBLA_ORDER_PENDING_PAYMENT || state == RAMBLA_ORDER_UNKNOWN;
}
