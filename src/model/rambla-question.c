/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-question.h"

#include "rambla-json.h"

#define MAX_TEXT 4000 /* bytes */

struct _RamblaQuestion
{
  GObject parent_instance;

  char *id;
  char *deal_id;
  char *deal_title;
  RamblaQuestionState state;
  char *text;
  gint64 asked_at;
  char *answer;
  char *hidden_reason;
};

G_DEFINE_FINAL_TYPE (RamblaQuestion, rambla_question, G_TYPE_OBJECT)

RamblaQuestion *
rambla_question_from_json (JsonNode *node, GError **error)
{
  static const char *const states[] = { "open", "answered", "hidden", NULL };
  g_autoptr (RamblaQuestion) self = NULL;
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id, *deal_id, *deal_title, *text, *answer, *hidden_reason;
  gint64 asked_at;
  int state;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_id (object, "deal_id", NULL, &deal_id, error) ||
      !rambla_json_get_string_or (object, "deal_title", MAX_TEXT, NULL, &deal_title, error) ||
      !rambla_json_get_enum (object, "state", states, &state, error) ||
      !rambla_json_get_string (object, "text", MAX_TEXT, &text, error) ||
      !rambla_json_get_time (object, "asked_at", &asked_at, error) ||
      !rambla_json_get_string_or (object, "answer", MAX_TEXT, NULL, &answer, error) ||
      !rambla_json_get_string_or (object, "hidden_reason", MAX_TEXT, NULL, &hidden_reason, error))
    return NULL;
  self = g_object_new (RAMBLA_TYPE_QUESTION, NULL);
  self->id = g_strdup (id);
  self->deal_id = g_strdup (deal_id);
  self->deal_title = g_strdup (deal_title);
  self->state = (RamblaQuestionState) state;
  self->text = g_strdup (text);
  self->asked_at = asked_at;
  self->answer = g_strdup (answer);
  self->hidden_reason = g_strdup (hidden_reason);
  return g_steal_pointer (&self);
}

const char *
rambla_question_get_id (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), NULL);

  return self->id;
}

const char *
rambla_question_get_deal_id (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), NULL);

  return self->deal_id;
}

const char *
rambla_question_get_deal_title (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), NULL);

  return self->deal_title;
}

RamblaQuestionState
rambla_question_get_state (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), RAMBLA_QUESTION_OPEN);

  return self->state;
}

const char *
rambla_question_get_text (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), NULL);

  return self->text;
}

gint64
rambla_question_get_asked_at (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), 0);

  return self->asked_at;
}

const char *
rambla_question_get_answer (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), NULL);

  return self->answer;
}

const char *
rambla_question_get_hidden_reason (RamblaQuestion *self)
{
  g_return_val_if_fail (RAMBLA_IS_QUESTION (self), NULL);

  return self->hidden_reason;
}

static void
rambla_question_finalize (GObject *object)
{
  RamblaQuestion *self = RAMBLA_QUESTION (object);

  g_free (self->id);
  g_free (self->deal_id);
  g_free (self->deal_title);
  g_free (self->text);
  g_free (self->answer);
  g_free (self->hidden_reason);
  G_OBJECT_CLASS (rambla_question_parent_class)->finalize (object);
}

static void
rambla_question_class_init (RamblaQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_question_finalize;
}

static void
rambla_question_init (RamblaQuestion *self)
{
}
