/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One thing that an offer's relevance is made of. @factor: words, nearness, popularity, rating, low_price; a
 * later platform may have others. @points: what it adds; @most: what it could. */
typedef struct
{
  char *factor;
  double points;
  double most;
} RamblaWhyFactor;

/* A word that was looked for. @found: (nullable): what stands for it in the offer; @part: title, store, kind,
 * area, body; @match: word, form, beginning, synonym. */
typedef struct
{
  char *typed;
  char *found;
  char *part;
  char *match;
} RamblaWhyWord;

/**
 * RamblaWhy:
 * @order: what the list is sorted by: relevance, distance, price, discount, rating, popular, ending
 * @score: 0 to 1: the sum of the factors' points
 * @factors: (element-type RamblaWhyFactor)
 * @words: (element-type RamblaWhyWord): none without words
 * @mended: the words are not quite what was typed
 * @sponsored: somebody pays for the offer being marked
 *
 * Why an offer is where it is in a list, as the platform says (contract: Why).
 */
typedef struct
{
  char *order;
  double score;
  GPtrArray *factors;
  GPtrArray *words;
  gboolean mended;
  gboolean sponsored;
} RamblaWhy;

/** rambla_why_from_json: (nullable) (transfer full): %NULL with a RAMBLA_JSON_ERROR. */
RamblaWhy *rambla_why_from_json (JsonNode *node, GError **error);

void rambla_why_free (RamblaWhy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaWhy, rambla_why_free)

G_END_DECLS
