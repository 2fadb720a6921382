/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-counter-document.h"
#include "rambla-counter-file.h"
#include "rambla-redemption.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COUNTER_QUEUE (rambla_counter_queue_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCounterQueue, rambla_counter_queue, RAMBLA, COUNTER_QUEUE, GObject)

/**
 * rambla_counter_queue_new:
 * @api: the platform
 * @path: this counter's file
 * @store_id: where it stands
 *
 * Takes vouchers, with the platform or, when it is not reached, alone; hands in by itself what was accepted
 * alone as soon as the platform is back (exponential backoff with jitter), and keeps ready for the next
 * outage. Everything is on the disk before it is said; nothing is forgotten when the program is killed.
 *
 * Signal `changed`: a getter below says something new.
 */
RamblaCounterQueue *rambla_counter_queue_new (RamblaApi *api, const char *path, const char *store_id);

/* What became of a scan: one of the two. */
typedef struct
{
  RamblaRedemption *redemption; /* accepted by the platform */
  RamblaCounterScan *scan;      /* accepted by this counter, waiting to be handed in */
} RamblaCounterTaking;

void rambla_counter_taking_free (RamblaCounterTaking *taking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterTaking, rambla_counter_taking_free)

/**
 * rambla_counter_queue_redeem_async:
 * @presented: what was scanned or typed
 *
 * Takes a voucher. When the platform's answer does not come in time the same scan, with the same key, is
 * decided here; when that cannot be either, scanning it again asks the platform the same thing again. Errors
 * are of RAMBLA_API_ERROR (a refusal, exactly), RAMBLA_COUNTER_ERROR (it could not be decided) or
 * %G_IO_ERROR_CANCELLED.
 */
void rambla_counter_queue_redeem_async (RamblaCounterQueue *self,
                                        const char *presented,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
/** Returns: (transfer full) */
RamblaCounterTaking *
rambla_counter_queue_redeem_finish (RamblaCounterQueue *self, GAsyncResult *result, GError **error);

/** rambla_counter_queue_list_async: what was accepted here alone since @since_ms, and all that is unsent. */
void rambla_counter_queue_list_async (RamblaCounterQueue *self,
                                      gint64 since_ms,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): of RamblaCounterScan, the newest first */
GPtrArray *rambla_counter_queue_list_finish (RamblaCounterQueue *self, GAsyncResult *result, GError **error);

/** rambla_counter_queue_note_undone: the platform took a redemption back: its voucher is good again. */
void rambla_counter_queue_note_undone (RamblaCounterQueue *self, const char *voucher_id);

/** rambla_counter_queue_sync: asks the platform now for what is new, and hands in. */
void rambla_counter_queue_sync (RamblaCounterQueue *self);

/** rambla_counter_queue_renew: the same, and the merchant's settings have changed. */
void rambla_counter_queue_renew (RamblaCounterQueue *self);

/** rambla_counter_queue_get_unsent: how many scans are not handed in; -1 while it is not known. */
int rambla_counter_queue_get_unsent (RamblaCounterQueue *self);
/** rambla_counter_queue_get_offline: whether the platform was not reached the last time. */
gboolean rambla_counter_queue_get_offline (RamblaCounterQueue *self);
/** rambla_counter_queue_get_document: (transfer none) (nullable): what the platform said last. */
RamblaCounterDocument *rambla_counter_queue_get_document (RamblaCounterQueue *self);
/** rambla_counter_queue_get_known_at: up to when revocations are known, seconds since 1970; 0: not at all. */
gint64 rambla_counter_queue_get_known_at (RamblaCounterQueue *self);
/** rambla_counter_queue_get_clock_offset: how far this machine's clock is ahead of the platform's, seconds;
 * below zero: behind. */
gint64 rambla_counter_queue_get_clock_offset (RamblaCounterQueue *self);
/** rambla_counter_queue_check_ready: whether it could accept alone now; otherwise @error says why not. */
gboolean rambla_counter_queue_check_ready (RamblaCounterQueue *self, GError **error);
/** rambla_counter_queue_get_error: (nullable): why scans could not be handed in although the platform was
 * reached, or why the counter's file cannot be used. */
const GError *rambla_counter_queue_get_error (RamblaCounterQueue *self);

G_END_DECLS
