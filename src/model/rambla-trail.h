/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "rambla-money.h"

G_BEGIN_DECLS

/* A row of the ledger. Accounts are words: "buyer", "escrow", "merchant", "held", "commission", … */
typedef struct
{
  char *from;
  char *to;
  RamblaMoney amount;
} RamblaTrailEntry;

/* One thing that happened, in the platform's words. */
typedef struct
{
  gint64 at; /* microseconds since 1970 UTC */
  char *kind;
  char *text;
  char *message;      /* the provider's words, or NULL */
  RamblaMoney amount; /* not set where there is none */
  GPtrArray *entries; /* of RamblaTrailEntry */
} RamblaTrailStep;

/**
 * rambla_trail_from_json:
 *
 * One transaction's whole story. Any thread.
 *
 * Returns: (transfer full) (element-type RamblaTrailStep): in order, or %NULL with @error set
 */
GPtrArray *rambla_trail_from_json (JsonNode *node, GError **error);

G_END_DECLS
