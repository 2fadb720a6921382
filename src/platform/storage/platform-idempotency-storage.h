/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

#define PLATFORM_FINGERPRINT_SIZE 32

/* What is known about an account's key. */
typedef struct
{
  guint8 fingerprint[PLATFORM_FINGERPRINT_SIZE]; /* SHA-256 of method, path and canonical body */
  int status;                                    /* of the answer; 0: still under way */
  char *body;                                    /* the answer's, or NULL */
  char *owner;                                   /* the process that has it under way, or NULL */
  gint64 created_at;                             /* seconds since 1970 */
} PlatformIdempotencyRecord;

void platform_idempotency_record_free (PlatformIdempotencyRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformIdempotencyRecord, platform_idempotency_record_free)

/**
 * platform_idempotency_storage_get:
 * @record: (out) (transfer full): what is known; untouched if nothing is
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if the key is new, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_idempotency_storage_get (PlatformDatabase *database,
                                               const char *account_id,
                                               const char *key,
                                               PlatformIdempotencyRecord **record,
                                               GError **error);

/**
 * platform_idempotency_storage_begin:
 * @owner: this process
 * @forever: TRUE where money moves or a voucher is used; otherwise it may be forgotten after a day
 *
 * Takes a key, or takes it over from a process that died, as under way.
 */
gboolean platform_idempotency_storage_begin (PlatformDatabase *database,
                                             const char *account_id,
                                             const char *key,
                                             const guint8 *fingerprint,
                                             const char *owner,
                                             gboolean forever,
                                             gint64 now,
                                             GError **error);

/**
 * platform_idempotency_storage_finish:
 *
 * Keeps the answer. Call it in the transaction of the effect.
 */
gboolean platform_idempotency_storage_finish (PlatformDatabase *database,
                                              const char *account_id,
                                              const char *key,
                                              int status,
                                              const char *body,
                                              GError **error);

/**
 * platform_idempotency_storage_abandon:
 *
 * Forgets a key that is under way: nothing came of it.
 */
gboolean platform_idempotency_storage_abandon (PlatformDatabase *database,
                                               const char *account_id,
                                               const char *key,
                                               GError **error);

/**
 * platform_idempotency_storage_forget:
 *
 * Deletes the records from before @before that are not kept for ever.
 */
gboolean platform_idempotency_storage_forget (PlatformDatabase *database, gint64 before, GError **error);

G_END_DECLS
