/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-money.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DISPUTE_DECISION (rambla_dispute_decision_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDisputeDecision, rambla_dispute_decision, RAMBLA, DISPUTE_DECISION, AdwBin)

/** rambla_dispute_decision_new: where the operator decides: how much goes back, and why. Signal `decided`. */
GtkWidget *rambla_dispute_decision_new (void);

/** rambla_dispute_decision_set_amount: what can be given back at most. */
void rambla_dispute_decision_set_amount (RamblaDisputeDecision *self, RamblaMoney amount);

/** rambla_dispute_decision_get_refund: what the buyer is to get. */
RamblaMoney rambla_dispute_decision_get_refund (RamblaDisputeDecision *self);

/** rambla_dispute_decision_dup_reason: (transfer full): why, for both sides to read. */
char *rambla_dispute_decision_dup_reason (RamblaDisputeDecision *self);

G_END_DECLS
