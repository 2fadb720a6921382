/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-saved-searches.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SEARCH_BELL (rambla_search_bell_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSearchBell, rambla_search_bell, RAMBLA, SEARCH_BELL, AdwBin)

/** rambla_search_bell_new: a button that shows how much saved searches have found since somebody looked, and
 * opens them, and the way to save the present one. */
GtkWidget *rambla_search_bell_new (RamblaSavedSearches *searches);

/** rambla_search_bell_set_query: what is searched for now; @place: (nullable): the name of where it starts.
 */
void rambla_search_bell_set_query (RamblaSearchBell *self, const RamblaDealQuery *query, const char *place);

G_END_DECLS
