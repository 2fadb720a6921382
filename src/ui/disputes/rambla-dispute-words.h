/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-dispute.h"

G_BEGIN_DECLS

/* What the application says about a dispute, in the person's language. All strings are (transfer full). */

/** rambla_dispute_words_state: where it stands, in a few words. */
char *rambla_dispute_words_state (RamblaDispute *dispute);

/** rambla_dispute_words_explain: what that means for the money, and who has to do something until when. */
char *rambla_dispute_words_explain (RamblaDispute *dispute, GTimeZone *zone, gint64 now);

/** rambla_dispute_words_reason: what it is about. */
char *rambla_dispute_words_reason (const char *reason);

/** rambla_dispute_words_party: "You", "Buyer", "Store" or "Platform", as @reader sees @author. */
char *rambla_dispute_words_party (RamblaParty author, RamblaParty reader);

G_END_DECLS
