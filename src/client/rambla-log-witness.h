/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-catalogue.h"
#include "rambla-log-head.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_LOG_WITNESS (rambla_log_witness_get_type ())
G_DECLARE_FINAL_TYPE (RamblaLogWitness, rambla_log_witness, RAMBLA, LOG_WITNESS, GObject)

/**
 * RamblaLogFault:
 * @RAMBLA_LOG_FAULT_NONE: all fits
 * @RAMBLA_LOG_FAULT_RESTARTED: it is another log than the one that was seen
 * @RAMBLA_LOG_FAULT_TRUNCATED: it has fewer entries than it had
 * @RAMBLA_LOG_FAULT_REWRITTEN: what was seen is not its beginning
 * @RAMBLA_LOG_FAULT_UNSIGNED: no key of the platform signed its head
 * @RAMBLA_LOG_FAULT_UNPROVED: what is shown is not proved to be in it
 * @RAMBLA_LOG_FAULT_GONE: an entry that was seen about the same offer is not told any more
 * @RAMBLA_LOG_FAULT_ALTERED: what is shown is not what was entered
 *
 * How what a platform says does not fit what it said before.
 */
typedef enum
{
  RAMBLA_LOG_FAULT_NONE,
  RAMBLA_LOG_FAULT_RESTARTED,
  RAMBLA_LOG_FAULT_TRUNCATED,
  RAMBLA_LOG_FAULT_REWRITTEN,
  RAMBLA_LOG_FAULT_UNSIGNED,
  RAMBLA_LOG_FAULT_UNPROVED,
  RAMBLA_LOG_FAULT_GONE,
  RAMBLA_LOG_FAULT_ALTERED,
} RamblaLogFault;

/**
 * RamblaLogWarning:
 * @seen: (nullable): the signed head that was remembered
 * @told: (nullable): the signed head that does not fit
 * @at: when that was noticed, microseconds since 1970 UTC
 *
 * The first fault that was found; it stays, with what proves it, until somebody removes the file.
 */
typedef struct
{
  RamblaLogFault fault;
  char *log;     /* "reviews", "prices" */
  char *deal_id; /* (nullable): about which offer */
  char *seen;
  char *told;
  gint64 at;
} RamblaLogWarning;

/**
 * rambla_log_witness_new:
 * @api: the door to the platform
 * @path: the file where it keeps what it saw
 *
 * Remembers what a platform signed about its logs of reviews and prices (rambla-log-tree.h), and holds it to
 * that: each new head must continue the last one, what is shown must be proved to be in it, and what was seen
 * once about an offer must stay. It believes no answer that only says so. Main thread only; the file is read
 * and written by a thread of its own.
 *
 * Signal `warned`: a fault was found for the first time.
 */
RamblaLogWitness *rambla_log_witness_new (RamblaApi *api, const char *path);

/** rambla_log_witness_get_warning: (nullable): what was found wrong, now or at an earlier start. */
const RamblaLogWarning *rambla_log_witness_get_warning (RamblaLogWitness *self);

/** rambla_log_witness_flush: waits until all is on the disk; for tests and the end of the program. */
void rambla_log_witness_flush (RamblaLogWitness *self);

/* An entry of the log that was proved. */
typedef struct
{
  gint64 number; /* from 1 */
  char *text;    /* canonical */
  RamblaLogHash hash;
} RamblaLogProvedEntry;

/**
 * RamblaLogProof:
 * @fault: whether all of it fits
 * @head: (nullable): what was signed
 * @seen_at: when a head of this log was seen first, microseconds since 1970 UTC
 * @entries: (element-type RamblaLogProvedEntry): all about the offer, in their order
 * @checked: (element-type utf8 RamblaLogProvedEntry): of these by the id of what they are about
 */
typedef struct
{
  RamblaLogFault fault;
  RamblaLogHead *head;
  gint64 seen_at;
  GPtrArray *entries;
  GHashTable *checked;
} RamblaLogProof;

void rambla_log_proof_free (RamblaLogProof *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaLogProof, rambla_log_proof_free)

/**
 * rambla_log_witness_check_reviews_async:
 * @reviews: (element-type RamblaReview): those that are shown; they must not change meanwhile
 *
 * Checks the log of reviews, all entries about the offer, and that these reviews, replies and tombstones are
 * what was entered.
 */
void rambla_log_witness_check_reviews_async (RamblaLogWitness *self,
                                             const char *deal_id,
                                             GPtrArray *reviews,
                                             GCancellable *cancellable,
                                             GAsyncReadyCallback callback,
                                             gpointer user_data);

/**
 * rambla_log_witness_check_prices_async:
 * @prices: (element-type RamblaPricePoint): all prices of the offer, oldest first
 *
 * The same for the log of prices: no price is missing, and none is another.
 */
void rambla_log_witness_check_prices_async (RamblaLogWitness *self,
                                            const char *deal_id,
                                            GArray *prices,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

/** Returns: (transfer full): what was found, faults too; %NULL with %RAMBLA_API_ERROR when the platform could
 * not be asked: then nothing is known */
RamblaLogProof *
rambla_log_witness_check_finish (RamblaLogWitness *self, GAsyncResult *result, GError **error);

G_END_DECLS
