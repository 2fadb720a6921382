/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-deal.h"

G_BEGIN_DECLS

/* What the application says about an offer in few words, in the person's language. All strings are (transfer
 * full). */

/** rambla_deal_words_place: "Pasta Nostra · 350 m", or with the number of branches where there are several.
 */
char *rambla_deal_words_place (RamblaDeal *deal);

/** rambla_deal_words_price: the price, or "Free" when it is zero. */
char *rambla_deal_words_price (RamblaDeal *deal);

/** rambla_deal_words_discount: "−40 %", or "" when there is none. */
char *rambla_deal_words_discount (RamblaDeal *deal);

/** rambla_deal_words_rating: "4.6 (23)", or "" when nobody reviewed it. */
char *rambla_deal_words_rating (RamblaDeal *deal);

/**
 * rambla_deal_words_urgency:
 * @now: microseconds since 1970 UTC
 * Returns: (nullable): "3 left", "ends in 2 h", "1 more needed": why to hurry, %NULL when there is no hurry
 */
char *rambla_deal_words_urgency (RamblaDeal *deal, gint64 now);

/** rambla_deal_words_kind: "Voucher", "Booking", "Group deal", "Coupon". */
char *rambla_deal_words_kind (RamblaDeal *deal);

/** rambla_deal_words_spoken: all of it in one sentence, for screen readers. */
char *rambla_deal_words_spoken (RamblaDeal *deal, gint64 now);

G_END_DECLS
