/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-dispute-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/* How long after a use it can be disputed, and how long a merchant's money waits for that. */
#define PLATFORM_DISPUTE_WINDOW (7 * G_GINT64_CONSTANT (86400))
/* How long the merchant has to answer; then the buyer is right. */
#define PLATFORM_DISPUTE_ANSWER (3 * G_GINT64_CONSTANT (86400))

#define PLATFORM_DISPUTE_MAX_MESSAGES 100
#define PLATFORM_DISPUTE_MAX_PICTURES 6
#define PLATFORM_DISPUTE_MAX_PICTURE_BYTES (1536 * 1024)
#define PLATFORM_DISPUTE_MAX_PICTURE_PIXELS (16 * 1000 * 1000)

/* Who speaks in a dispute. */
typedef enum
{
  PLATFORM_PARTY_NONE, /* it is none of their business */
  PLATFORM_PARTY_BUYER,
  PLATFORM_PARTY_MERCHANT,
  PLATFORM_PARTY_OPERATOR,
} PlatformParty;

/**
 * platform_party_to_string:
 *
 * Returns: (transfer none) (nullable): the contract's word
 */
const char *platform_party_to_string (PlatformParty party);

/**
 * platform_dispute_get_party:
 * @scope: what the account's token was given
 * @party: (out): in which part it may see and speak; an operator may see all
 */
gboolean platform_dispute_get_party (PlatformDatabase *database,
                                     const PlatformDispute *dispute,
                                     const char *account_id,
                                     const char *scope,
                                     PlatformParty *party,
                                     GError **error);

/**
 * platform_dispute_is_open_to:
 * @until: (out): when it ends; 0 if there is nothing to dispute
 *
 * Whether a dispute about the order can be opened: something of it was used within the window and not
 * disputed before, or a counter turned it away.
 */
gboolean platform_dispute_is_open_to (PlatformDatabase *database,
                                      const char *order_id,
                                      gint64 now,
                                      gint64 *until,
                                      GError **error);

/**
 * platform_dispute_open:
 * @database: the writer's
 * @account_id: whose order it must be
 * @reason: "not_as_described", "refused", "quality" or "other"
 * @text: what is wrong, in the buyer's words
 * @dispute: (out) (transfer full): the dispute; untouched when refused
 * @refusal: not_found, not_disputable, conflict if one is not decided yet
 *
 * Opens a dispute about everything of the order that was used within the window, and holds the merchant's
 * money: what was paid out for it, commission included, moves to "held:MERCHANT". What is still in escrow,
 * because the counter turned it away, stays there.
 */
gboolean platform_dispute_open (PlatformDatabase *database,
                                const PlatformTrade *trade,
                                const char *account_id,
                                const char *order_id,
                                const char *reason,
                                const char *text,
                                PlatformDispute **dispute,
                                PlatformRefusal *refusal,
                                GError **error);

/**
 * platform_dispute_say:
 * @party: who
 * @refusal: conflict if it is decided or nothing more can be said
 *
 * Adds a message. The merchant's first one is the answer that the deadline is about.
 */
gboolean platform_dispute_say (PlatformDatabase *database,
                               const PlatformTrade *trade,
                               PlatformDispute *dispute,
                               PlatformParty party,
                               const char *account_id,
                               const char *text,
                               PlatformRefusal *refusal,
                               GError **error);

/**
 * platform_dispute_show:
 * @bytes: a PNG, JPEG or WebP picture
 * @picture: (out) (transfer full): as it is kept; untouched when refused
 * @refusal: invalid_field if it is no such picture or too large, conflict if it is decided or there are
 * enough
 */
gboolean platform_dispute_show (PlatformDatabase *database,
                                const PlatformTrade *trade,
                                const PlatformDispute *dispute,
                                PlatformParty party,
                                GBytes *bytes,
                                PlatformDisputePicture **picture,
                                PlatformRefusal *refusal,
                                GError **error);

/**
 * platform_dispute_decide:
 * @dispute: updated
 * @party: who decides; PLATFORM_PARTY_NONE: the deadline
 * @refunded: minor units that the buyer gets, up to the dispute's amount; 0: the merchant was right, or the
 *   buyer took it back
 * @refusal: conflict if it is decided already, invalid_field
 *
 * Ends a dispute: what is held goes to the buyer, and the rest to the merchant and the commission in the
 * proportion it came from them. What is in escrow goes back when everything does.
 */
gboolean platform_dispute_decide (PlatformDatabase *database,
                                  const PlatformTrade *trade,
                                  PlatformDispute *dispute,
                                  PlatformParty party,
                                  gint64 refunded,
                                  PlatformRefusal *refusal,
                                  GError **error);

G_END_DECLS
