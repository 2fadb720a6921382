/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-sort.h"

gboolean
rambla_voucher_is_usable (RamblaVoucher *voucher, gint64 now)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (voucher), FALSE);

  return rambla_voucher_get_state (voucher) == RAMBLA_VOUCHER_ACTIVE &&
         rambla_voucher_get_valid_until (voucher) > now;
}

static gint64
next_use (RamblaVoucher *voucher)
{
  RamblaSlot *slot = rambla_voucher_get_slot (voucher);

  return slot != NULL ? rambla_slot_get_starts_at (slot) : rambla_voucher_get_valid_until (voucher);
}

static gint64
last_use (RamblaVoucher *voucher)
{
  gint64 redeemed_at = rambla_voucher_get_redeemed_at (voucher);

  if (rambla_voucher_get_given_at (voucher) != 0)
    return rambla_voucher_get_given_at (voucher);
  return redeemed_at != 0 ? redeemed_at : rambla_voucher_get_valid_until (voucher);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  RamblaVoucher *one = *(RamblaVoucher *const *) a;
  RamblaVoucher *other = *(RamblaVoucher *const *) b;
  const gint64 *now = user_data;
  gboolean usable = rambla_voucher_is_usable (one, *now);
  gint64 left;
  gint64 right;

  if (usable != rambla_voucher_is_usable (other, *now))
    return usable ? -1 : 1;
  left = usable ? next_use (one) : last_use (other);
  right = usable ? next_use (other) : last_use (one);
  if (left != right)
    return left < right ? -1 : 1;
  return g_strcmp0 (rambla_voucher_get_id (one), rambla_voucher_get_id (other));
}

static const char *
get_gift_code (RamblaVoucher *voucher)
{
  const RamblaGift *gift = rambla_voucher_get_gift (voucher);

  return gift != NULL ? gift->code : NULL;
}

gboolean
rambla_voucher_is_same (RamblaVoucher *a, RamblaVoucher *b)
{
  return a == b || (rambla_voucher_get_state (a) == rambla_voucher_get_state (b) &&
                    rambla_voucher_get_generation (a) == rambla_voucher_get_generation (b) &&
                    rambla_voucher_get_redeemed_at (a) == rambla_voucher_get_redeemed_at (b) &&
                    rambla_voucher_get_valid_until (a) == rambla_voucher_get_valid_until (b) &&
                    g_str_equal (rambla_voucher_get_id (a), rambla_voucher_get_id (b)) &&
                    g_strcmp0 (rambla_voucher_get_token (a), rambla_voucher_get_token (b)) == 0 &&
                    g_strcmp0 (get_gift_code (a), get_gift_code (b)) == 0 &&
                    g_strcmp0 (rambla_voucher_get_review_id (a), rambla_voucher_get_review_id (b)) == 0 &&
                    g_str_equal (rambla_deal_get_title (rambla_voucher_get_deal (a)),
                                 rambla_deal_get_title (rambla_voucher_get_deal (b))));
}

void
rambla_voucher_sort (GPtrArray *vouchers, gint64 now)
{
  g_ptr_array_sort_with_data (vouchers, compare, &now);
}
