/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-deal.h"

G_BEGIN_DECLS

/* More than four columns nobody reads. */
#define RAMBLA_COMPARISON_MOST 4
#define RAMBLA_COMPARISON_LEAST 2

#define RAMBLA_TYPE_COMPARISON (rambla_comparison_get_type ())
G_DECLARE_FINAL_TYPE (RamblaComparison, rambla_comparison, RAMBLA, COMPARISON, GObject)

/**
 * rambla_comparison_new:
 *
 * The offers that somebody put side by side, in the order in which they were chosen: a GListModel of
 * RamblaDeal, at most RAMBLA_COMPARISON_MOST.
 */
RamblaComparison *rambla_comparison_new (void);

/** rambla_comparison_add: @deal comes last; one with its id is replaced. Returns: FALSE if there is no room.
 */
gboolean rambla_comparison_add (RamblaComparison *self, RamblaDeal *deal);

/** rambla_comparison_remove: takes the offer @id out, if it is in. */
void rambla_comparison_remove (RamblaComparison *self, const char *id);

/** rambla_comparison_clear: takes all out. */
void rambla_comparison_clear (RamblaComparison *self);

/** rambla_comparison_contains: whether the offer @id is in. */
gboolean rambla_comparison_contains (RamblaComparison *self, const char *id);

G_END_DECLS
