/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_DISPUTE_ENTRY (rambla_dispute_entry_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDisputeEntry, rambla_dispute_entry, RAMBLA, DISPUTE_ENTRY, AdwBin)

/**
 * rambla_dispute_entry_new:
 *
 * Where somebody writes what he has to say about an order that went wrong, and shows pictures of it. Signals:
 * `said` (string, never empty), which leaves the text until rambla_dispute_entry_clear(); `changed`, when it
 * is another text; `picture-chosen` (GFile).
 */
GtkWidget *rambla_dispute_entry_new (void);

/** rambla_dispute_entry_clear: what was written is with the platform. */
void rambla_dispute_entry_clear (RamblaDisputeEntry *self);

G_END_DECLS
