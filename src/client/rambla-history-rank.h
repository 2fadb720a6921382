/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RamblaHistoryEntry:
 * @type: "query", "deal", "store", "category" or "place"
 * @id: (nullable): its id
 * @text: what it is called
 * @count: how often
 * @last: when it was the last time, seconds since 1970
 */
typedef struct
{
  char *type;
  char *id;
  char *text;
  guint count;
  gint64 last;
} RamblaHistoryEntry;

RamblaHistoryEntry *
rambla_history_entry_new (const char *type, const char *id, const char *text, guint count, gint64 last);
void rambla_history_entry_free (RamblaHistoryEntry *self);

/** rambla_history_entry_is: whether it is about the same thing. @id: (nullable) */
gboolean
rambla_history_entry_is (const RamblaHistoryEntry *self, const char *type, const char *id, const char *text);

/**
 * rambla_history_rank:
 * @entries: (element-type RamblaHistoryEntry): what somebody did before
 * @typed: what is being typed
 * @suggestions: (element-type RamblaSuggestion): what the platform suggests, best first; it is put in order,
 * and gets searches of one's own that begin so
 * @now: seconds since 1970
 *
 * Puts suggestions in the order of this person: what was used often and lately moves up. Pure: it knows no
 * clock, no file and no network.
 */
void rambla_history_rank (GPtrArray *entries, const char *typed, GPtrArray *suggestions, gint64 now);

G_END_DECLS
