/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rambla-history-rank.h"

G_BEGIN_DECLS

/* So many things are remembered; the ones that were not used for longest go first. */
#define RAMBLA_HISTORY_MOST 200

#define RAMBLA_TYPE_HISTORY (rambla_history_get_type ())
G_DECLARE_FINAL_TYPE (RamblaHistory, rambla_history, RAMBLA, HISTORY, GObject)

/**
 * rambla_history_new:
 * @path: the file to keep it in
 *
 * What somebody searched for and looked at on this machine. It never leaves it: no call sends any of this.
 * Reads @path at once. Signals: `changed`: there is more, less, or it was switched; `failed (string)`: it
 * could not be kept.
 */
RamblaHistory *rambla_history_new (const char *path);

/** rambla_history_get_enabled: whether anything is remembered; it is at first. */
gboolean rambla_history_get_enabled (RamblaHistory *self);

/** rambla_history_set_enabled: switching it off forgets everything. */
void rambla_history_set_enabled (RamblaHistory *self, gboolean enabled);

/**
 * rambla_history_add:
 * @type: "query", "deal", "store", "category" or "place", as in suggestions
 * @id: (nullable): its id, %NULL for what has only a text
 * @text: what it is called
 *
 * Somebody searched for it or looked at it just now.
 */
void rambla_history_add (RamblaHistory *self, const char *type, const char *id, const char *text);

/** rambla_history_list: (transfer none) (element-type RamblaHistoryEntry): all of it, the last one first. */
GPtrArray *rambla_history_list (RamblaHistory *self);

/** rambla_history_clear: forgets everything. */
void rambla_history_clear (RamblaHistory *self);

/** rambla_history_flush: blocks until it is on disk; for the program's end and for tests. */
void rambla_history_flush (RamblaHistory *self);

G_END_DECLS
