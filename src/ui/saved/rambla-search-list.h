/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-saved-searches.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SEARCH_LIST (rambla_search_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSearchList, rambla_search_list, RAMBLA, SEARCH_LIST, AdwBin)

/** rambla_search_list_new: the saved searches, each with how many new matches it has, to open, edit and
 * forget; nothing where there are none. Signal `opened`: one of them is shown now. */
GtkWidget *rambla_search_list_new (RamblaSavedSearches *searches);

G_END_DECLS
