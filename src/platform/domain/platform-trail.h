/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-dispute.h"
#include "platform-trail-storage.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/* One step of a transaction's story, with the ledger's rows that belong to it. */
typedef struct
{
  PlatformTrailRow *row;
  GPtrArray *entries; /* of PlatformTrailEntry */
} PlatformTrailStep;

/**
 * platform_trail_read:
 * @party: who reads it: what belongs to the other side alone is left out
 *
 * Reads one transaction's whole story, from the link that led to it to the payout. Every row that the ledger
 * has of the order stands at the step that it belongs to; one that belongs to none would stand alone, as the
 * step "ledger".
 *
 * Returns: (transfer full) (element-type PlatformTrailStep): in order, or NULL with @error
 */
GPtrArray *
platform_trail_read (PlatformDatabase *database, const char *order_id, PlatformParty party, GError **error);

/**
 * platform_trail_describe:
 * @language: (nullable): a tag
 *
 * Returns: (transfer full): the step in a sentence, the same for all who may read it
 */
char *platform_trail_describe (const PlatformTrailRow *row, const char *language);

G_END_DECLS
