/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-question.h"

G_BEGIN_DECLS

/* One page of questions, newest first; @next is %NULL on the last. */
typedef struct
{
  GPtrArray *questions; /* of RamblaQuestion */
  char *next;
} RamblaQuestionPage;

void rambla_question_page_free (RamblaQuestionPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaQuestionPage, rambla_question_page_free)

/** rambla_questions_list_of_deal_async: what was asked about an offer; needs no account. @cursor may be
 * %NULL. */
void rambla_questions_list_of_deal_async (RamblaApi *api,
                                          const char *deal_id,
                                          const char *cursor,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);

/** rambla_questions_list_own_async: what the account asked. */
void rambla_questions_list_own_async (RamblaApi *api,
                                      const char *cursor,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/** rambla_questions_list_of_store_async: what a store's merchant was asked; for who acts for it. */
void rambla_questions_list_of_store_async (RamblaApi *api,
                                           const char *store_id,
                                           const char *cursor,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/** rambla_questions_list_finish: ends any of the three. Returns: (transfer full): or %NULL with @error */
RamblaQuestionPage *rambla_questions_list_finish (RamblaApi *api, GAsyncResult *result, GError **error);

/** rambla_questions_ask_async: asks about an offer; @key from rambla_purchases_new_key(). */
void rambla_questions_ask_async (RamblaApi *api,
                                 const char *key,
                                 const char *deal_id,
                                 const char *text,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/** rambla_questions_answer_async: answers for the merchant. */
void rambla_questions_answer_async (RamblaApi *api,
                                    const char *key,
                                    const char *id,
                                    const char *text,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/** rambla_questions_say_finish: ends both. Returns: (transfer full): the question as it is now, or %NULL with
 * @error */
RamblaQuestion *rambla_questions_say_finish (RamblaApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
