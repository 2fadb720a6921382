/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-question.h"

#include "platform-account-storage.h"
#include "platform-deal-storage.h"
#include "rambla-id.h"

#define DAY G_GINT64_CONSTANT (86400)

/* Stripped; something must be left. Returns: (transfer full) (nullable): NULL when refused */
static char *
take_text (const char *text, const char *pointer, glong most, PlatformRefusal *refusal)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  glong length = g_utf8_strlen (stripped, -1);

  if (length >= 1 && length <= most)
    return g_steal_pointer (&stripped);
  platform_refuse_field (refusal, pointer, length == 0 ? "Must say something" : "Is too long");
  return NULL;
}

gboolean
platform_question_ask (PlatformDatabase *database,
                       const PlatformTrade *trade,
                       const char *account_id,
                       const char *deal_id,
                       const char *text,
                       PlatformQuestion **question,
                       PlatformRefusal *refusal,
                       GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (PlatformQuestion) asked = g_new0 (PlatformQuestion, 1);
  gint64 recent = 0;
  gint64 open = 0;

  asked->text = take_text (text, "/text", PLATFORM_QUESTION_MAX_TEXT, refusal);
  if (asked->text == NULL)
    return TRUE;
  if (!platform_deal_find (database, trade->city, deal_id, NULL, &deal, error))
    return FALSE;
  if (deal == NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such offer");
  if (!platform_question_storage_count_of_account (database, account_id, deal_id, now - DAY, &recent, &open,
                                                   error))
    return FALSE;
  if (open >= PLATFORM_QUESTION_MAX_OPEN)
    return platform_refuse (refusal, RAMBLA_PROBLEM_LIMIT_REACHED,
                            "%d of your questions about this offer wait for an answer",
                            PLATFORM_QUESTION_MAX_OPEN);
  if (recent >= PLATFORM_QUESTION_MAX_A_DAY)
    return platform_refuse (refusal, RAMBLA_PROBLEM_LIMIT_REACHED, "One person may ask %d questions in a day",
                            PLATFORM_QUESTION_MAX_A_DAY);

  asked->id = rambla_id_new (RAMBLA_ID_QUESTION);
  asked->deal_id = g_strdup (deal_id);
  asked->merchant_id = g_strdup (deal->merchant_id);
  asked->account_id = g_strdup (account_id);
  asked->asked_at = now;
  if (!platform_question_storage_insert (database, asked, error))
    return FALSE;
  *question = g_steal_pointer (&asked);
  return TRUE;
}

/* Reads the question again after a change. */
static gboolean
reload (PlatformDatabase *database, const char *id, PlatformQuestion **question, GError **error)
{
  return platform_question_storage_get (database, id, question, error) == PLATFORM_STEP_ROW;
}

gboolean
platform_question_answer (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const char *id,
                          const char *text,
                          PlatformQuestion **question,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autoptr (PlatformQuestion) found = NULL;
  g_autofree char *answer = take_text (text, "/text", PLATFORM_QUESTION_MAX_ANSWER, refusal);
  gboolean allowed = FALSE;
  gboolean answered = FALSE;
  PlatformStep step;

  if (answer == NULL)
    return TRUE;
  step = platform_question_storage_get (database, id, &found, error);
  if (step == PLATFORM_STEP_ERROR ||
      (step == PLATFORM_STEP_ROW &&
       !platform_account_storage_may_act_for (database, account_id, found->merchant_id, &allowed, error)))
    return FALSE;
  if (!allowed)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such question");
  if (!platform_question_storage_answer (database, id, answer, platform_clock_now (trade->clock), &answered,
                                         error))
    return FALSE;
  if (!answered)
    return platform_refuse (refusal, RAMBLA_PROBLEM_ALREADY_ANSWERED, "This question %s",
                            found->hidden_at != 0 ? "was hidden" : "has an answer");
  return reload (database, id, question, error);
}

gboolean
platform_question_hide (PlatformDatabase *database,
                        const PlatformTrade *trade,
                        const char *id,
                        const char *why,
                        PlatformQuestion **question,
                        PlatformRefusal *refusal,
                        GError **error)
{
  g_autoptr (PlatformQuestion) found = NULL;
  g_autofree char *reason = take_text (why, "/reason", PLATFORM_QUESTION_MAX_TEXT, refusal);
  gboolean hidden = FALSE;
  PlatformStep step;

  if (reason == NULL)
    return TRUE;
  step = platform_question_storage_get (database, id, &found, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such question");
  if (!platform_question_storage_hide (database, id, reason, platform_clock_now (trade->clock), &hidden,
                                       error))
    return FALSE;
  return reload (database, id, question, error);
}
