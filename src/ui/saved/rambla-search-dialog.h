/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-saved-searches.h"

G_BEGIN_DECLS

/**
 * rambla_search_dialog_present:
 * @search: one of @searches, or a new one, which is added when the person says so
 *
 * Asks how a saved search is called and whether new matches are to be told.
 */
void
rambla_search_dialog_present (GtkWindow *parent, RamblaSavedSearches *searches, RamblaSavedSearch *search);

/** rambla_search_dialog_describe: (transfer full): what a search asks, in words: "“pizza” · Pocitos". */
char *rambla_search_dialog_describe (RamblaSavedSearch *search);

G_END_DECLS
