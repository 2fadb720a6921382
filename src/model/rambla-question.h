/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RamblaQuestionState:
 * @RAMBLA_QUESTION_OPEN: it waits for an answer
 * @RAMBLA_QUESTION_ANSWERED: the merchant has answered
 * @RAMBLA_QUESTION_HIDDEN: an operator took it out of everybody's sight
 */
typedef enum
{
  RAMBLA_QUESTION_OPEN,
  RAMBLA_QUESTION_ANSWERED,
  RAMBLA_QUESTION_HIDDEN,
} RamblaQuestionState;

#define RAMBLA_TYPE_QUESTION (rambla_question_get_type ())
G_DECLARE_FINAL_TYPE (RamblaQuestion, rambla_question, RAMBLA, QUESTION, GObject)

/**
 * rambla_question_from_json:
 *
 * What somebody asked about an offer, and what its merchant answered: the contract's Question. It never
 * changes; a newer state is a new object. Any thread.
 *
 * Returns: (transfer full): a new object, or %NULL with a %RAMBLA_JSON_ERROR
 */
RamblaQuestion *rambla_question_from_json (JsonNode *node, GError **error);

/** rambla_question_get_id: opaque id */
const char *rambla_question_get_id (RamblaQuestion *self);

/** rambla_question_get_deal_id: the offer it is about */
const char *rambla_question_get_deal_id (RamblaQuestion *self);

/** rambla_question_get_deal_title: (nullable): its title, in lists about several offers */
const char *rambla_question_get_deal_title (RamblaQuestion *self);

/** rambla_question_get_state: how far it is */
RamblaQuestionState rambla_question_get_state (RamblaQuestion *self);

/** rambla_question_get_text: what was asked */
const char *rambla_question_get_text (RamblaQuestion *self);

/** rambla_question_get_asked_at: microseconds since 1970 UTC */
gint64 rambla_question_get_asked_at (RamblaQuestion *self);

/** rambla_question_get_answer: (nullable): what was answered */
const char *rambla_question_get_answer (RamblaQuestion *self);

/** rambla_question_get_hidden_reason: (nullable): why it was hidden */
const char *rambla_question_get_hidden_reason (RamblaQuestion *self);

G_END_DECLS
