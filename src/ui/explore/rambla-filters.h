/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-card.h"
#include "rambla-deal-query.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_FILTERS (rambla_filters_get_type ())
G_DECLARE_FINAL_TYPE (RamblaFilters, rambla_filters, RAMBLA, FILTERS, AdwBin)

/**
 * rambla_filters_new:
 * @card: the platform's card, for its categories and currency
 *
 * A row of chips: order, open now, price, distance, kinds of offer, categories with counts. Signal `changed`:
 * the person chose something.
 */
GtkWidget *rambla_filters_new (RamblaCard *card);

/** rambla_filters_prepend: puts @chip before the others. */
void rambla_filters_prepend (RamblaFilters *self, GtkWidget *chip);

/** rambla_filters_apply: puts what is chosen into @query; words and place stay as they are. */
void rambla_filters_apply (RamblaFilters *self, RamblaDealQuery *query);

/** rambla_filters_show: chooses what @query asks for; emits nothing. */
void rambla_filters_show (RamblaFilters *self, const RamblaDealQuery *query);

/** rambla_filters_choose_category: chooses one category alone, %NULL for all; emits `changed` when that is
 * new. */
void rambla_filters_choose_category (RamblaFilters *self, const char *id);

/** rambla_filters_set_facets: how many offers each category would have; %NULL hides the counts. */
void rambla_filters_set_facets (RamblaFilters *self, GHashTable *facets);

/** rambla_filters_reset: back to showing everything; emits `changed` when that is new. */
void rambla_filters_reset (RamblaFilters *self);

G_END_DECLS
