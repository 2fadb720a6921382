/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformQuestion:
 * @number: in the order of asking
 * @answer: (nullable): what the merchant answered, at @answered_at
 * @hidden_why: (nullable): why an operator hid it, at @hidden_at
 *
 * A question about an offer. Times are seconds since 1970.
 */
typedef struct
{
  gint64 number;
  char *id;
  char *deal_id;
  char *merchant_id;
  char *account_id;
  char *text;
  gint64 asked_at;
  char *answer;
  gint64 answered_at;
  char *hidden_why;
  gint64 hidden_at;
} PlatformQuestion;

void platform_question_free (PlatformQuestion *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformQuestion, platform_question_free)

/** platform_question_storage_insert: asks; @number is given, answer and hiding are ignored. */
gboolean platform_question_storage_insert (PlatformDatabase *database,
                                           const PlatformQuestion *question,
                                           GError **error);

/** platform_question_storage_get: the one with that id. Returns: a row, none, or an error */
PlatformStep platform_question_storage_get (PlatformDatabase *database,
                                            const char *id,
                                            PlatformQuestion **question,
                                            GError **error);

/** platform_question_storage_answer: @answered: (out): FALSE if it has an answer already or is hidden */
gboolean platform_question_storage_answer (PlatformDatabase *database,
                                           const char *id,
                                           const char *answer,
                                           gint64 now,
                                           gboolean *answered,
                                           GError **error);

/** platform_question_storage_hide: @hidden: (out): FALSE if it was hidden before */
gboolean platform_question_storage_hide (PlatformDatabase *database,
                                         const char *id,
                                         const char *why,
                                         gint64 now,
                                         gboolean *hidden,
                                         GError **error);

/**
 * platform_question_storage_count_of_account:
 * @since: asked at or after
 * @recent: (out): how many it asked since then
 * @open: (out): how many of its questions about that offer wait for an answer
 */
gboolean platform_question_storage_count_of_account (PlatformDatabase *database,
                                                     const char *account_id,
                                                     const char *deal_id,
                                                     gint64 since,
                                                     gint64 *recent,
                                                     gint64 *open,
                                                     GError **error);

/* Whose questions a list holds. */
typedef enum
{
  PLATFORM_QUESTIONS_OF_DEAL, /* hidden ones left out */
  PLATFORM_QUESTIONS_OF_ACCOUNT,
  PLATFORM_QUESTIONS_OF_MERCHANT, /* hidden ones left out */
  PLATFORM_QUESTIONS_OF_ALL,
} PlatformQuestionsOf;

/**
 * platform_question_storage_list:
 * @id: of the offer, account or merchant; ignored for all
 * @before: numbers below this one; 0: from the newest
 *
 * Returns: (transfer full) (element-type PlatformQuestion): newest first, or NULL with @error
 */
GPtrArray *platform_question_storage_list (PlatformDatabase *database,
                                           PlatformQuestionsOf of,
                                           const char *id,
                                           gint64 before,
                                           guint limit,
                                           GError **error);

G_END_DECLS
