/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-question-storage.h"
#include "platform-refusal.h"
#include "platform-trade.h"

G_BEGIN_DECLS

/* What one account may ask: about one offer while nobody has answered, and in a day. */
#define PLATFORM_QUESTION_MAX_OPEN 3
#define PLATFORM_QUESTION_MAX_A_DAY 20
/* Characters. */
#define PLATFORM_QUESTION_MAX_TEXT 500
#define PLATFORM_QUESTION_MAX_ANSWER 1000

/**
 * platform_question_ask:
 * @database: the writer's
 * @question: (out) (transfer full): as it is kept
 * @refusal: not_found, invalid_field, limit_reached
 *
 * Asks the merchant about an offer; everybody sees the question, and nobody who asked it.
 */
gboolean platform_question_ask (PlatformDatabase *database,
                                const PlatformTrade *trade,
                                const char *account_id,
                                const char *deal_id,
                                const char *text,
                                PlatformQuestion **question,
                                PlatformRefusal *refusal,
                                GError **error);

/**
 * platform_question_answer:
 * @account_id: who answers; somebody who may not act for the merchant finds no question
 * @question: (out) (transfer full): as it is kept
 * @refusal: not_found, invalid_field, already_answered
 *
 * Answers once and for all.
 */
gboolean platform_question_answer (PlatformDatabase *database,
                                   const PlatformTrade *trade,
                                   const char *account_id,
                                   const char *id,
                                   const char *text,
                                   PlatformQuestion **question,
                                   PlatformRefusal *refusal,
                                   GError **error);

/**
 * platform_question_hide:
 * @why: for who asked, and for the merchant
 * @question: (out) (transfer full): as it is kept
 * @refusal: not_found, invalid_field
 *
 * Takes a question with its answer out of everybody's sight; a second time changes nothing.
 */
gboolean platform_question_hide (PlatformDatabase *database,
                                 const PlatformTrade *trade,
                                 const char *id,
                                 const char *why,
                                 PlatformQuestion **question,
                                 PlatformRefusal *refusal,
                                 GError **error);

G_END_DECLS
