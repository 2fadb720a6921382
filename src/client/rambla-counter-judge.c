/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-judge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rambla-api-error.h"
#include "rambla-json.h"
#include "rambla-short-code.h"
#include "rambla-time.h"

G_DEFINE_QUARK (rambla - counter - error, rambla_counter_error)

/* The problem that the platform would answer with. */
static gboolean
refuse (GError **error,
        RamblaProblemCode code,
        const char *detail,
        gint64 redeemed_at,
        const char *store_name)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) problem = json_object_new ();

  json_object_set_string_member (problem, "code", rambla_problem_code_to_string (code));
  json_object_set_string_member (problem, "detail",
                                 detail != NULL ? detail : rambla_problem_code_get_title (code));
  if (redeemed_at != 0)
    {
      g_autofree char *time = rambla_time_format (redeemed_at * G_USEC_PER_SEC);

      json_object_set_string_member (problem, "redeemed_at", time);
    }
  if (store_name != NULL)
    {
      JsonObject *store = json_object_new ();

      json_object_set_string_member (store, "name", store_name);
      json_object_set_object_member (problem, "store", store);
    }
  json_node_set_object (node, problem);
  g_propagate_error (error, rambla_api_error_new_problem (rambla_problem_code_get_status (code), node, 0));
  return FALSE;
}

gboolean
rambla_counter_judge_readiness (RamblaCounterDocument *document,
                                gint64 known_at,
                                gint64 offset,
                                gint64 now,
                                GError **error)
{
  if (document == NULL || known_at == 0)
    {
      g_set_error_literal (
          error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_UNPREPARED,
          _ ("This counter has not heard from the platform yet, so it cannot check vouchers alone."));
      return FALSE;
    }
  if (!document->accept)
    {
      g_set_error_literal (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_OFF,
                           _ ("Accepting without the platform is switched off in the settings."));
      return FALSE;
    }
  if (ABS (offset) > document->clock_tolerance)
    {
      g_set_error_literal (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_CLOCK,
                           _ ("This machine's clock is wrong. Set it right; until then nothing is accepted "
                              "without the platform."));
      return FALSE;
    }
  if (now - known_at > document->list_max_age)
    {
      g_set_error_literal (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_LIST_OLD,
                           _ ("What this counter knows of used and refunded vouchers is too old."));
      return FALSE;
    }
  return TRUE;
}

gboolean
rambla_counter_judge_taken (RamblaCounterFile *file,
                            const char *presented,
                            const char *store_name,
                            GError **error)
{
  g_autoptr (RamblaVoucherClaims) claims = NULL;
  g_autoptr (RamblaCounterScan) taken = NULL;
  g_autoptr (GError) file_error = NULL;

  if (rambla_voucher_token_parse (presented, &claims) != RAMBLA_VOUCHER_RESULT_GENUINE)
    return TRUE;
  taken = rambla_counter_file_find_taken (file, claims->id, &file_error);
  if (file_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&file_error));
      return FALSE;
    }
  return taken == NULL ||
         refuse (error, RAMBLA_PROBLEM_ALREADY_REDEEMED, NULL, taken->at_ms / 1000, store_name);
}

static gboolean
check_mark (RamblaCounterFile *file, const RamblaVoucherClaims *claims, GError **error)
{
  g_autoptr (GError) file_error = NULL;
  g_autoptr (RamblaCounterMark) mark = rambla_counter_file_find_mark (file, claims->id, &file_error);

  if (file_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&file_error));
      return FALSE;
    }
  if (mark == NULL)
    return TRUE;
  if (g_str_equal (mark->state, "redeemed"))
    return refuse (error, RAMBLA_PROBLEM_ALREADY_REDEEMED, NULL, mark->redeemed_at, mark->store_name);
  if (g_str_equal (mark->state, "refunded"))
    return refuse (error, RAMBLA_PROBLEM_REFUNDED, NULL, 0, NULL);
  if (g_str_equal (mark->state, "expired"))
    return refuse (error, RAMBLA_PROBLEM_EXPIRED, NULL, 0, NULL);
  if (claims->generation < mark->generation)
    return refuse (error, RAMBLA_PROBLEM_REVOKED, NULL, 0, NULL);
  return TRUE;
}

/* All forms in which the offer was agreed on must allow it: which one this voucher was sold under is not
 * known here. */
static gboolean
check_terms (RamblaCounterDocument *document,
             const RamblaVoucherClaims *claims,
             gint64 now,
             const RamblaCounterTerms **found,
             GError **error)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, document->zone);
  const char *const *languages = g_get_language_names ();
  const char *nowhere[] = { NULL };

  *found = NULL;
  for (guint i = 0; i < document->terms->len; i++)
    {
      const RamblaCounterTerms *terms = g_ptr_array_index (document->terms, i);
      RamblaRulesContext context = { .schedule = document->schedule,
                                     .holidays = document->holidays,
                                     .branches = (const char *const *) claims->branches,
                                     .branch = document->store_id,
                                     .quantity = 1 };
      g_autoptr (GDateTime) next = NULL;
      RamblaRules rules = terms->rules;
      RamblaRuleVerdict verdict;

      if (!g_str_equal (terms->id, claims->deal_id))
        continue;
      if (claims->branches == NULL && !terms->here)
        context.branches = nowhere;
      rules.valid_from = claims->valid_from > 0 ? claims->valid_from : G_MININT64;
      rules.valid_until = claims->valid_until;
      verdict = rambla_rules_check (&rules, &context, local, &next);
      if (rambla_rule_verdict_is_refusal (verdict))
        {
          g_autofree char *sentence = rambla_rule_verdict_describe (verdict, next, languages[0]);

          return refuse (error, rambla_rule_verdict_to_problem (verdict), sentence, 0, NULL);
        }
      if (*found == NULL || terms->worth.amount > (*found)->worth.amount)
        *found = terms;
    }
  if (*found != NULL)
    return TRUE;
  g_set_error_literal (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_OFFER,
                       _ ("This counter does not know the offer yet; the platform has to be asked."));
  return FALSE;
}

gboolean
rambla_counter_judge (RamblaCounterDocument *document,
                      RamblaCounterFile *file,
                      const char *presented,
                      gint64 now,
                      RamblaVoucherClaims **claims,
                      const RamblaCounterTerms **terms,
                      GError **error)
{
  g_autoptr (RamblaVoucherClaims) found = NULL;
  char code[RAMBLA_SHORT_CODE_SIZE];
  RamblaVoucherResult result;
  RamblaProblemCode problem;

  if (rambla_short_code_parse (presented, code))
    {
      g_set_error_literal (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_CODE,
                           _ ("A code cannot be checked without the platform. Ask for the QR code."));
      return FALSE;
    }
  result = rambla_voucher_presented_verify (presented, rambla_counter_document_find_key, document, now, NULL,
                                            &found, NULL);
  problem = rambla_voucher_result_to_problem (result);
  /* Whether it is too early or too late is said after whether it was used. */
  if (result == RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY)
    {
      g_set_error_literal (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_OFFER,
                           _ ("This voucher was signed with a key that this counter does not know."));
      return FALSE;
    }
  if (problem != RAMBLA_PROBLEM_NONE && problem != RAMBLA_PROBLEM_EXPIRED &&
      problem != RAMBLA_PROBLEM_NOT_YET_VALID)
    return refuse (error, problem, NULL, 0, NULL);
  if (g_strcmp0 (found->merchant_id, document->merchant_id) != 0)
    return refuse (error, RAMBLA_PROBLEM_WRONG_MERCHANT, NULL, 0, NULL);
  if (!rambla_counter_judge_taken (file, presented, document->store_name, error) ||
      !check_mark (file, found, error))
    return FALSE;
  if (problem != RAMBLA_PROBLEM_NONE)
    return refuse (error, problem, NULL, 0, NULL);
  if (!check_terms (document, found, now, terms, error))
    return FALSE;
  if ((*terms)->worth.amount > document->limit.amount)
    {
      g_autofree char *limit = rambla_money_format (document->limit);

      g_set_error (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_LIMIT,
                   /* Translators: a sum of money */
                   _ ("Without the platform only vouchers up to %s are accepted."), limit);
      return FALSE;
    }
  *claims = g_steal_pointer (&found);
  return TRUE;
}
