/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-voucher.h"

G_BEGIN_DECLS

/* What the application says about a voucher, in the person's language. Times are shown as the clocks of the
 * platform's town show them (@zone); @now is in microseconds since 1970 UTC. All strings are (transfer full).
 */

/** rambla_words_date: "today", "tomorrow", "3 Dec", "3 Dec 2027". */
char *rambla_words_date (gint64 time, GTimeZone *zone, gint64 now);

/** rambla_words_time: "14:02", as the locale writes it. */
char *rambla_words_time (gint64 time, GTimeZone *zone);

/** rambla_voucher_words_when: "Use by 3 Dec", "Fri 3 Dec, 20:30" for a booking, "Used 3 Dec, 14:02",
 * "Expired 3 Dec". */
char *rambla_voucher_words_when (RamblaVoucher *voucher, GTimeZone *zone, gint64 now);

/** rambla_voucher_words_is_soon: whether it has to be used within the next days. */
gboolean rambla_voucher_words_is_soon (RamblaVoucher *voucher, gint64 now);

/** rambla_voucher_words_stamp: (nullable): "USED", "EXPIRED", "REFUNDED"; %NULL while it can be used. */
char *rambla_voucher_words_stamp (RamblaVoucher *voucher, gint64 now);

/** rambla_voucher_words_over: (nullable): why it cannot be used any more, and what that means for the money;
 * %NULL while it can. */
char *rambla_voucher_words_over (RamblaVoucher *voucher, GTimeZone *zone, gint64 now);

/** rambla_voucher_words_style: (nullable) (transfer none): the style class of a ticket that cannot be used.
 */
const char *rambla_voucher_words_style (RamblaVoucher *voucher, gint64 now);

/** rambla_voucher_words_place: the place, or how many there are. */
char *rambla_voucher_words_place (RamblaVoucher *voucher);

/** rambla_voucher_words_spelled: the code for ears: each character for itself. */
char *rambla_voucher_words_spelled (const char *code);

/** rambla_words_age: "Offline, as of 14:02". */
char *rambla_words_age (gint64 fetched_at, gint64 now);

G_END_DECLS
