/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-event-stream.h"
#include "rambla-saved-search.h"

G_BEGIN_DECLS

/* So many searches are kept. */
#define RAMBLA_SAVED_SEARCHES_MOST 50

#define RAMBLA_TYPE_SAVED_SEARCHES (rambla_saved_searches_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSavedSearches, rambla_saved_searches, RAMBLA, SAVED_SEARCHES, GObject)

/**
 * rambla_saved_searches_new:
 * @api: whom to ask
 * @path: the file to keep them in
 *
 * The searches that somebody saved on this machine, with or without an account: a GListModel of
 * RamblaSavedSearch, the last one first. Reads @path at once, and then asks what each of them finds now.
 *
 * Property `n-new` (uint): new matches of all of them. Signals: `found (RamblaSavedSearch *search, uint
 * n_new)`: a search that is to tell has found something; `looked (RamblaSavedSearch *search)`: somebody
 * wants to see what it finds; `failed (string)`: they could not be kept.
 */
RamblaSavedSearches *rambla_saved_searches_new (RamblaApi *api, const char *path);

/** rambla_saved_searches_set_events: once: a new offer is looked for within @settle_ms milliseconds. */
void rambla_saved_searches_set_events (RamblaSavedSearches *self, RamblaEventStream *events, guint settle_ms);

/** rambla_saved_searches_add: keeps a new one. Returns: FALSE if there are too many. */
gboolean rambla_saved_searches_add (RamblaSavedSearches *self, RamblaSavedSearch *search);

/** rambla_saved_searches_changed: @search was renamed, or its alert switched: keep that. */
void rambla_saved_searches_changed (RamblaSavedSearches *self, RamblaSavedSearch *search);

/** rambla_saved_searches_remove: forgets it. */
void rambla_saved_searches_remove (RamblaSavedSearches *self, const char *id);

/** rambla_saved_searches_get: (nullable) (transfer none): the one with this id. */
RamblaSavedSearch *rambla_saved_searches_get (RamblaSavedSearches *self, const char *id);

/** rambla_saved_searches_look: somebody looks at what it finds: nothing of it is new any more. */
void rambla_saved_searches_look (RamblaSavedSearches *self, const char *id);

/** rambla_saved_searches_check: asks what each of them finds now. */
void rambla_saved_searches_check (RamblaSavedSearches *self);

/** rambla_saved_searches_get_n_new: new matches of all of them. */
guint rambla_saved_searches_get_n_new (RamblaSavedSearches *self);

/** rambla_saved_searches_flush: blocks until what was changed is on disk; for the program's end and for
 * tests. */
void rambla_saved_searches_flush (RamblaSavedSearches *self);

G_END_DECLS
