/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-question-storage.h"

#define SELECT_QUESTIONS                                                                                     \
  "SELECT number, id, deal_id, merchant_id, account_id, text, asked_at, answer, coalesce (answered_at, 0), " \
  "hidden_why, coalesce (hidden_at, 0) FROM questions "

void
platform_question_free (PlatformQuestion *self)
{
  g_free (self->id);
  g_free (self->deal_id);
  g_free (self->merchant_id);
  g_free (self->account_id);
  g_free (self->text);
  g_free (self->answer);
  g_free (self->hidden_why);
  g_free (self);
}

static PlatformQuestion *
read_row (PlatformStatement *row)
{
  PlatformQuestion *self = g_new0 (PlatformQuestion, 1);

  self->number = platform_statement_get_int (row, 0);
  self->id = platform_statement_dup_text (row, 1);
  self->deal_id = platform_statement_dup_text (row, 2);
  self->merchant_id = platform_statement_dup_text (row, 3);
  self->account_id = platform_statement_dup_text (row, 4);
  self->text = platform_statement_dup_text (row, 5);
  self->asked_at = platform_statement_get_int (row, 6);
  self->answer = platform_statement_dup_text (row, 7);
  self->answered_at = platform_statement_get_int (row, 8);
  self->hidden_why = platform_statement_dup_text (row, 9);
  self->hidden_at = platform_statement_get_int (row, 10);
  return self;
}

gboolean
platform_question_storage_insert (PlatformDatabase *database,
                                  const PlatformQuestion *question,
                                  GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO questions (id, deal_id, merchant_id, account_id, text, asked_at) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      "tttt"
      "ti",
      question->id, question->deal_id, question->merchant_id, question->account_id, question->text,
      question->asked_at);
}

PlatformStep
platform_question_storage_get (PlatformDatabase *database,
                               const char *id,
                               PlatformQuestion **question,
                               GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error, SELECT_QUESTIONS "WHERE id = ?1", "t", id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  *question = step == PLATFORM_STEP_ROW ? read_row (row) : NULL;
  return step;
}

gboolean
platform_question_storage_answer (PlatformDatabase *database,
                                  const char *id,
                                  const char *answer,
                                  gint64 now,
                                  gboolean *answered,
                                  GError **error)
{
  if (!platform_database_run (
          database, error,
          "UPDATE questions SET answer = ?2, answered_at = ?3 WHERE id = ?1 AND answer IS "
          "NULL AND hidden_at IS NULL",
          "tti", id, answer, now))
    return FALSE;
  *answered = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_question_storage_hide (PlatformDatabase *database,
                                const char *id,
                                const char *why,
                                gint64 now,
                                gboolean *hidden,
                                GError **error)
{
  if (!platform_database_run (
          database, error,
          "UPDATE questions SET hidden_why = ?2, hidden_at = ?3 WHERE id = ?1 AND hidden_at IS NULL", "tti",
          id, why, now))
    return FALSE;
  *hidden = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_question_storage_count_of_account (PlatformDatabase *database,
                                            const char *account_id,
                                            const char *deal_id,
                                            gint64 since,
                                            gint64 *recent,
                                            gint64 *open,
                                            GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error,
                               "SELECT count (*) FILTER (WHERE asked_at >= ?3), count (*) FILTER (WHERE "
                               "deal_id = ?2 AND answer IS NULL "
                               "AND hidden_at IS NULL) FROM questions WHERE account_id = ?1",
                               "tti", account_id, deal_id, since);

  if (row == NULL || platform_statement_step (row, error) != PLATFORM_STEP_ROW)
    return FALSE;
  *recent = platform_statement_get_int (row, 0);
  *open = platform_statement_get_int (row, 1);
  return TRUE;
}

GPtrArray *
platform_question_storage_list (PlatformDatabase *database,
                                PlatformQuestionsOf of,
                                const char *id,
                                gint64 before,
                                guint limit,
                                GError **error)
{
  static const char *const queries[] = {
    SELECT_QUESTIONS "WHERE deal_id = ?1 AND hidden_at IS NULL AND number < ?2 ORDER BY number DESC LIMIT ?3",
    SELECT_QUESTIONS "WHERE account_id = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3",
    SELECT_QUESTIONS
    "WHERE merchant_id = ?1 AND hidden_at IS NULL AND number < ?2 ORDER BY number DESC LIMIT ?3",
    SELECT_QUESTIONS "WHERE ?1 IS NULL AND number < ?2 ORDER BY number DESC LIMIT ?3",
  };
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error, queries[of], "tii", of == PLATFORM_QUESTIONS_OF_ALL ? NULL : id,
      before > 0 ? before : G_MAXINT64, (gint64) limit);
  g_autoptr (GPtrArray) questions = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_question_free);
  PlatformStep step;

  if (row == NULL)
    return NULL;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (questions, read_row (row));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&questions) : NULL;
}
