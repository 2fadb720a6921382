/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-catalogue.h"
#include "rambla-history.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SEARCH (rambla_search_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSearch, rambla_search, RAMBLA, SEARCH, AdwBin)

/**
 * rambla_search_new:
 * @api: whom to ask for completions
 * @history: what puts them in the order of this person
 *
 * The search field. While somebody types it shows completions; an old answer never replaces a newer one.
 *
 * Signals: `search (const char *text)`: look for these words, "" for everything; `suggestion (gpointer
 * RamblaSuggestion)`: an offer, place, category or store was chosen.
 */
GtkWidget *rambla_search_new (RamblaApi *api, RamblaHistory *history);

/** rambla_search_set_text: shows @text without looking for it. */
void rambla_search_set_text (RamblaSearch *self, const char *text);

/** rambla_search_set_near: where completions should be near to. */
void rambla_search_set_near (RamblaSearch *self, RamblaPoint near);

G_END_DECLS
