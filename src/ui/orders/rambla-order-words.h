/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-order.h"

G_BEGIN_DECLS

/* What the application says about an order, in the person's language. All strings are (transfer full). */

/** rambla_order_words_state: "Paid", "Waiting for payment"… */
char *rambla_order_words_state (RamblaOrder *order);

/** rambla_order_words_explain: what that means for the person and the money, in a sentence. */
char *rambla_order_words_explain (RamblaOrder *order);

/** rambla_order_words_payment: (nullable): how it is or was paid. */
char *rambla_order_words_payment (RamblaOrder *order);

/** rambla_order_words_total: the total, or "Free". */
char *rambla_order_words_total (RamblaOrder *order);

/** rambla_order_words_left: (nullable): what is left of the hold, "12:34"; %NULL when nothing is held. @now
 * in microseconds since 1970 UTC. */
char *rambla_order_words_left (RamblaOrder *order, gint64 now);

/** rambla_order_words_is_urgent: whether the hold is about to end. */
gboolean rambla_order_words_is_urgent (RamblaOrder *order, gint64 now);

/** rambla_order_words_is_open: whether its outcome is not known yet. */
gboolean rambla_order_words_is_open (RamblaOrder *order);

G_END_DECLS
