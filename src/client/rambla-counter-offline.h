/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-counter-file.h"

G_BEGIN_DECLS

/* The calls with which a counter prepares for an outage and hands in what it accepted in one. All finish with
 * rambla_api_call_finish(); the result is the answer's JsonNode, (transfer full), unread. */

/** rambla_counter_offline_get_document_async: what a counter at that store needs to judge alone. */
void rambla_counter_offline_get_document_async (RamblaApi *api,
                                                const char *store_id,
                                                GCancellable *cancellable,
                                                GAsyncReadyCallback callback,
                                                gpointer user_data);

/** rambla_counter_offline_list_revocations_async: what became of the merchant's vouchers since @cursor
 * (nullable). */
void rambla_counter_offline_list_revocations_async (RamblaApi *api,
                                                    const char *store_id,
                                                    const char *cursor,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer user_data);

/** rambla_counter_offline_register_async: tells the platform this counter's key, RAMBLA_ED25519_PUBLIC_SIZE
 * bytes. */
void rambla_counter_offline_register_async (RamblaApi *api,
                                            const char *device_id,
                                            const guint8 *public_key,
                                            const char *name,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);

/** rambla_counter_offline_hand_in_async: hands in @scans, of RamblaCounterScan, in the order of their
 * sequence. */
void rambla_counter_offline_hand_in_async (RamblaApi *api,
                                           const char *device_id,
                                           GPtrArray *scans,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

G_END_DECLS
