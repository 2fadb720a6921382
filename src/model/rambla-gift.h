/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-deal.h"

G_BEGIN_DECLS

/**
 * RamblaGift:
 * @code: (nullable): what the friend claims it with: 12 characters, see rambla-short-code.h; for the giver
 * @url: (nullable): a page for the friend; for the giver
 * @from: (nullable): who gives it; for the friend
 * @message: (nullable): what the giver wrote
 * @deal: (nullable): what it is; for the friend
 * @valid_until: the voucher's end, microseconds since 1970 UTC; for the friend, otherwise 0
 * @expires_at: it can be claimed until then, microseconds since 1970 UTC
 *
 * A voucher on its way to a friend, as either of the two sees it.
 */
typedef struct
{
  char *code;
  char *url;
  char *from;
  char *message;
  RamblaDeal *deal;
  gint64 valid_until;
  gint64 expires_at;
} RamblaGift;

void rambla_gift_free (RamblaGift *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaGift, rambla_gift_free)

/**
 * rambla_gift_from_json:
 *
 * Reads the giver's view. Checks types, ranges, sizes and the scheme of the address. Any thread.
 *
 * Returns: (transfer full): a gift, or %NULL with @error set
 */
RamblaGift *rambla_gift_from_json (JsonNode *node, GError **error);

/**
 * rambla_gift_from_offer_json:
 *
 * The same for the friend's view.
 */
RamblaGift *rambla_gift_from_offer_json (JsonNode *node, GError **error);

G_END_DECLS
