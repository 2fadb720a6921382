/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-money.h"

G_BEGIN_DECLS

typedef enum
{
  RAMBLA_CONFLICT_DOUBLE_USE, /* two counters accepted the voucher */
  RAMBLA_CONFLICT_REFUNDED,   /* it was accepted when its money had gone back */
  RAMBLA_CONFLICT_EXPIRED,
  RAMBLA_CONFLICT_REVOKED, /* another code had taken its place */
} RamblaConflictKind;

/* One time that a voucher was used, or ended. */
typedef struct
{
  gint64 at;           /* microseconds since 1970 */
  char *store_name;    /* nullable: nobody accepted it there */
  char *store_address; /* nullable */
  char *store_id;      /* nullable */
} RamblaConflictUse;

/* A voucher that was accepted although it was used before, or had gone. */
typedef struct
{
  RamblaConflictKind kind;
  RamblaConflictUse first; /* the one that counts */
  RamblaConflictUse second;
  RamblaMoney amount;     /* what the voucher was worth */
  RamblaMoney guaranteed; /* what the platform pays the second; the rest that shop bears */
} RamblaConflict;

void rambla_conflict_free (RamblaConflict *conflict);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaConflict, rambla_conflict_free)

/* One page of them. */
typedef struct
{
  GPtrArray *items; /* of RamblaConflict, the newest first */
  char *next;       /* cursor of the next page, NULL at the end */
} RamblaConflictPage;

void rambla_conflict_page_free (RamblaConflictPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaConflictPage, rambla_conflict_page_free)

/** rambla_conflicts_list_async: those in which the store @store_id, of the signed-in merchant, is one of the
 * two; @cursor is %NULL for the first page, with the newest. */
void rambla_conflicts_list_async (RamblaApi *api,
                                  const char *store_id,
                                  const char *cursor,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full); errors are of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED */
RamblaConflictPage *rambla_conflicts_list_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
