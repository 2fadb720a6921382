/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-counter-clock.h"
#include "rambla-money.h"

G_BEGIN_DECLS

/* What a counter keeps on its disk: its key, what it accepted without the platform, and what it knows of
 * vouchers. Every commit is on the disk when it returns (synchronous=FULL). One thread. */
typedef struct _RamblaCounterFile RamblaCounterFile;

/**
 * RamblaCounterScanState:
 * @RAMBLA_COUNTER_SCAN_UNSENT: accepted, waiting to be handed in
 * @RAMBLA_COUNTER_SCAN_REDEEMED: handed in, it counts
 * @RAMBLA_COUNTER_SCAN_CONFLICT: handed in, somebody else had it before, or it had gone
 * @RAMBLA_COUNTER_SCAN_REFUSED: handed in, it could not be accepted
 */
typedef enum
{
  RAMBLA_COUNTER_SCAN_UNSENT,
  RAMBLA_COUNTER_SCAN_REDEEMED,
  RAMBLA_COUNTER_SCAN_CONFLICT,
  RAMBLA_COUNTER_SCAN_REFUSED,
} RamblaCounterScanState;

/* What was accepted without the platform. */
typedef struct
{
  gint64 sequence; /* 0 before it is stored */
  char *text;      /* signed, see rambla-scan.h */
  char *key;
  char *voucher_id;
  char *store_id;
  char *title;
  RamblaMoney worth;
  gint64 at_ms; /* milliseconds since 1970 */
  RamblaCounterScanState state;
  char *verdict; /* the platform's, as JSON, or NULL */
} RamblaCounterScan;

void rambla_counter_scan_free (RamblaCounterScan *scan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterScan, rambla_counter_scan_free)

/* The last word on a voucher. */
typedef struct
{
  gint64 generation;
  char *state; /* "active", "redeemed", "refunded", "expired" */
  gint64 redeemed_at;
  char *store_name; /* or NULL */
} RamblaCounterMark;

void rambla_counter_mark_free (RamblaCounterMark *mark);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterMark, rambla_counter_mark_free)

/**
 * rambla_counter_file_open:
 *
 * Opens the file, makes it and the key if there is none. A damaged file is an error and stays as it is: there
 * may be unsent scans in it. Errors are of %G_IO_ERROR.
 *
 * Returns: (transfer full) (nullable)
 */
RamblaCounterFile *rambla_counter_file_open (const char *path, GError **error);
void rambla_counter_file_close (RamblaCounterFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCounterFile, rambla_counter_file_close)

const char *rambla_counter_file_get_device_id (RamblaCounterFile *self);
/** rambla_counter_file_get_public_key: RAMBLA_ED25519_PUBLIC_SIZE bytes. */
const guint8 *rambla_counter_file_get_public_key (RamblaCounterFile *self);

/** rambla_counter_file_save_document: what a store's counter needs, as the platform wrote it. */
gboolean rambla_counter_file_save_document (RamblaCounterFile *self,
                                            const char *store_id,
                                            const char *text,
                                            GError **error);
/** rambla_counter_file_load_document: (transfer full) (nullable): %NULL without @error: there is none. */
char *rambla_counter_file_load_document (RamblaCounterFile *self, const char *store_id, GError **error);

/** rambla_counter_file_get_feed: up to where a merchant's revocations are known. @cursor: (out) (transfer
 * full) (nullable). @known_at: (out): seconds, 0: not at all. */
gboolean rambla_counter_file_get_feed (RamblaCounterFile *self,
                                       const char *merchant_id,
                                       char **cursor,
                                       gint64 *known_at,
                                       GError **error);
/**
 * rambla_counter_file_save_revocations:
 * @page: the platform's answer
 * @more: (out): there is another page
 *
 * Keeps a page and its cursor, both or none.
 */
gboolean rambla_counter_file_save_revocations (RamblaCounterFile *self,
                                               const char *merchant_id,
                                               JsonNode *page,
                                               gboolean *more,
                                               GError **error);

/** rambla_counter_file_set_mark: what this counter itself saw the platform do. @generation: 0: not known */
gboolean rambla_counter_file_set_mark (RamblaCounterFile *self,
                                       const char *voucher_id,
                                       gint64 generation,
                                       const char *state,
                                       gint64 at,
                                       const char *store_name,
                                       GError **error);
/** rambla_counter_file_find_mark: (transfer full) (nullable): %NULL without @error: nothing is known. */
RamblaCounterMark *
rambla_counter_file_find_mark (RamblaCounterFile *self, const char *voucher_id, GError **error);

/** rambla_counter_file_find_taken: (transfer full) (nullable): the scan in which this counter took a voucher
 * and of which the platform does not know yet, or which it disputes. */
RamblaCounterScan *
rambla_counter_file_find_taken (RamblaCounterFile *self, const char *voucher_id, GError **error);

/**
 * rambla_counter_file_add_scan:
 * @scan: (inout): gets its sequence and signed text
 * @presented: what was read
 * @known_at: up to when revocations are known, seconds
 *
 * Signs the next link of the chain and stores it. When it returns %TRUE it is on the disk.
 */
gboolean rambla_counter_file_add_scan (RamblaCounterFile *self,
                                       RamblaCounterScan *scan,
                                       const char *presented,
                                       gint64 known_at,
                                       GError **error);
/** rambla_counter_file_count_unsent: how many were not handed in; -1 with @error. */
int rambla_counter_file_count_unsent (RamblaCounterFile *self, GError **error);
/** rambla_counter_file_list_unsent: (transfer full): of RamblaCounterScan, the oldest first, at most
 * @max_bytes of text but at least one. */
GPtrArray *
rambla_counter_file_list_unsent (RamblaCounterFile *self, guint limit, gsize max_bytes, GError **error);
/** rambla_counter_file_list_scans: (transfer full): of RamblaCounterScan at a store since @since_ms, the
 * newest first. */
GPtrArray *rambla_counter_file_list_scans (RamblaCounterFile *self,
                                           const char *store_id,
                                           gint64 since_ms,
                                           GError **error);
/** rambla_counter_file_save_verdicts: keeps the platform's answer to a batch, all of it or nothing. */
gboolean rambla_counter_file_save_verdicts (RamblaCounterFile *self, JsonNode *answer, GError **error);

/** rambla_counter_file_load_clock: how the clock stood at the last meeting; zeroes if there was none. */
gboolean rambla_counter_file_load_clock (RamblaCounterFile *self, RamblaCounterClock *clock, GError **error);
gboolean
rambla_counter_file_save_clock (RamblaCounterFile *self, const RamblaCounterClock *clock, GError **error);

G_END_DECLS
