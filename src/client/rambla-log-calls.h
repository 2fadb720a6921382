/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-log-tree.h"

G_BEGIN_DECLS

/* What is asked of a platform's logs. @log: "reviews" or "prices". None of it is believed here: see
 * rambla-log-witness.h. Finish functions give errors of %RAMBLA_API_ERROR or %G_IO_ERROR_CANCELLED. */

/* An entry as it was told. */
typedef struct
{
  gint64 number;
  char *text;
} RamblaLogEntry;

typedef struct
{
  GPtrArray *entries; /* of RamblaLogEntry */
  char *next;
} RamblaLogPage;

void rambla_log_page_free (RamblaLogPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaLogPage, rambla_log_page_free)

/** rambla_log_calls_list_async: entries about an offer. */
void rambla_log_calls_list_async (RamblaApi *api,
                                  const char *log,
                                  const char *deal_id,
                                  const char *cursor,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
/** Returns: (transfer full) */
RamblaLogPage *rambla_log_calls_list_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_log_calls_get_head_async: the signed head. */
void rambla_log_calls_get_head_async (RamblaApi *api,
                                      const char *log,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): the JWS */
char *rambla_log_calls_get_head_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_log_calls_prove_async: @what: "number" (is this entry in it?) or "first" (is that its beginning?)
 */
void rambla_log_calls_prove_async (RamblaApi *api,
                                   const char *log,
                                   const char *what,
                                   gint64 number,
                                   gint64 size,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/** Returns: (transfer full): of RamblaLogHash */
GArray *rambla_log_calls_prove_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_log_calls_is_refusal: whether the platform answered, and answered no proof. */
gboolean rambla_log_calls_is_refusal (const GError *error);

/** rambla_log_calls_get_keys_async: the platform's public keys. */
void rambla_log_calls_get_keys_async (RamblaApi *api,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/** Returns: (transfer full): kid to GBytes of RAMBLA_ED25519_PUBLIC_SIZE */
GHashTable *rambla_log_calls_get_keys_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
