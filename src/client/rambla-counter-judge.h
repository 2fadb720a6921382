/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-counter-document.h"
#include "rambla-counter-file.h"

G_BEGIN_DECLS

/**
 * RamblaCounterError:
 * @RAMBLA_COUNTER_ERROR_OFF: the merchant does not accept offline
 * @RAMBLA_COUNTER_ERROR_CODE: a code alone cannot be checked offline
 * @RAMBLA_COUNTER_ERROR_UNPREPARED: this counter has not heard from the platform yet
 * @RAMBLA_COUNTER_ERROR_LIST_OLD: what it knows of revocations is too old
 * @RAMBLA_COUNTER_ERROR_CLOCK: its clock is wrong
 * @RAMBLA_COUNTER_ERROR_OFFER: it does not know the offer
 * @RAMBLA_COUNTER_ERROR_LIMIT: the voucher is worth more than the merchant accepts offline
 * @RAMBLA_COUNTER_ERROR_STORAGE: it could not be stored, so it was not accepted
 *
 * Why a voucher could not be decided on without the platform. The message is a sentence for people.
 */
typedef enum
{
  RAMBLA_COUNTER_ERROR_OFF,
  RAMBLA_COUNTER_ERROR_CODE,
  RAMBLA_COUNTER_ERROR_UNPREPARED,
  RAMBLA_COUNTER_ERROR_LIST_OLD,
  RAMBLA_COUNTER_ERROR_CLOCK,
  RAMBLA_COUNTER_ERROR_OFFER,
  RAMBLA_COUNTER_ERROR_LIMIT,
  RAMBLA_COUNTER_ERROR_STORAGE,
} RamblaCounterError;

#define RAMBLA_COUNTER_ERROR (rambla_counter_error_quark ())
GQuark rambla_counter_error_quark (void);

/**
 * rambla_counter_judge_readiness:
 * @document: (nullable): what the platform said last
 * @known_at: up to when revocations are known, seconds; 0: not at all
 * @offset: how far this machine's clock is ahead, seconds
 * @now: by this machine's clock, seconds
 *
 * Whether this counter may accept without the platform at all.
 *
 * Returns: %FALSE with an error of RAMBLA_COUNTER_ERROR
 */
gboolean rambla_counter_judge_readiness (RamblaCounterDocument *document,
                                         gint64 known_at,
                                         gint64 offset,
                                         gint64 now,
                                         GError **error);

/**
 * rambla_counter_judge:
 * @file: for marks and for what was taken here
 * @presented: what was read
 * @now: by this machine's clock, seconds
 * @claims: (out) (transfer full): the voucher's; set only when it is accepted
 * @terms: (out) (transfer none): what was agreed, owned by @document
 *
 * The whole check without the platform: signature, holder's proof, merchant, what became of the voucher, what
 * this counter took itself, rules, limit.
 *
 * Returns: %TRUE if it is good; %FALSE with an error of RAMBLA_API_ERROR whose problem says exactly why not,
 * as the platform would say it, of RAMBLA_COUNTER_ERROR when it cannot be decided, or of %G_IO_ERROR
 */
gboolean rambla_counter_judge (RamblaCounterDocument *document,
                               RamblaCounterFile *file,
                               const char *presented,
                               gint64 now,
                               RamblaVoucherClaims **claims,
                               const RamblaCounterTerms **terms,
                               GError **error);

/**
 * rambla_counter_judge_taken:
 * @store_name: (nullable): where this counter stands
 *
 * Whether this counter has taken the voucher in @presented itself and the platform does not know it yet: then
 * nobody needs to be asked.
 *
 * Returns: %FALSE with already_redeemed
 */
gboolean rambla_counter_judge_taken (RamblaCounterFile *file,
                                     const char *presented,
                                     const char *store_name,
                                     GError **error);

G_END_DECLS
