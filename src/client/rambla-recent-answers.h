/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RamblaRecentAnswers:
 *
 * Answers that everybody gets, with their ETag, so that the platform need not send again what has not changed
 * (RFC 9110, 13.1.2). In memory, a few MiB, the ones that were not used for the longest time go first. Only
 * for the main thread.
 */
typedef struct _RamblaRecentAnswers RamblaRecentAnswers;

RamblaRecentAnswers *rambla_recent_answers_new (void);
void rambla_recent_answers_free (RamblaRecentAnswers *self);

/**
 * rambla_recent_answers_find:
 * @target: path and query
 * @language: what Accept-Language said
 * @body: (out) (transfer full): the answer
 *
 * Returns: (nullable) (transfer full): its ETag, for If-None-Match
 */
char *rambla_recent_answers_find (RamblaRecentAnswers *self,
                                  const char *target,
                                  const char *language,
                                  GBytes **body);

/**
 * rambla_recent_answers_keep:
 * @etag: as it was sent, with its quotes
 * @body: the answer; one that is too large is not kept
 *
 * Takes the place of the one before.
 */
void rambla_recent_answers_keep (RamblaRecentAnswers *self,
                                 const char *target,
                                 const char *language,
                                 const char *etag,
                                 GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaRecentAnswers, rambla_recent_answers_free)

G_END_DECLS
