/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-redemption.h"

#include "platform-account-storage.h"
#include "platform-ledger-storage.h"
#include "platform-order-storage.h"
#include "platform-turned-away.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-json-writer.h"
#include "rambla-rules.h"

#define STATE_BIT(state) (1u << (state))

void
platform_presented_clear (PlatformPresented *self)
{
  self->code[0] = '\0';
  g_clear_pointer (&self->claims, rambla_voucher_claims_free);
}

static gboolean
signed_by_stolen_key (PlatformKeys *keys, const char *text)
{
  g_autoptr (RamblaVoucherClaims) claims = NULL;

  return rambla_voucher_token_parse (text, &claims) == RAMBLA_VOUCHER_RESULT_GENUINE &&
         platform_keys_is_stolen (keys, claims->kid);
}

void
platform_presented_read (PlatformPresented *self,
                         PlatformKeys *keys,
                         const char *text,
                         gint64 now,
                         PlatformRefusal *refusal)
{
  RamblaVoucherResult result;
  RamblaProblemCode code;

  if (rambla_short_code_parse (text, self->code))
    return;
  self->code[0] = '\0';
  result = rambla_voucher_presented_verify (text, platform_keys_find, keys, now, NULL, &self->claims, NULL);
  code = rambla_voucher_result_to_problem (result);
  if (result == RAMBLA_VOUCHER_RESULT_UNKNOWN_KEY && signed_by_stolen_key (keys, text))
    {
      /* It may be an honest customer's: nobody is called a forger for the thief's sake. */
      platform_refuse (
          refusal, RAMBLA_PROBLEM_REVOKED,
          "The key that signed this voucher is not trusted any more; open the wallet online for a new "
          "one, or read the code out");
      return;
    }
  /* Whether it is too early or too late is said after whether it was used. */
  if (result == RAMBLA_VOUCHER_RESULT_EXPIRED || result == RAMBLA_VOUCHER_RESULT_NOT_YET_VALID)
    code = RAMBLA_PROBLEM_NONE;
  if (code != RAMBLA_PROBLEM_NONE)
    platform_refuse (refusal, code, "%s", rambla_problem_code_get_title (code));
}

gboolean
platform_redemption_find_store (PlatformDatabase *database,
                                const char *account_id,
                                const char *store_id,
                                const char *field,
                                PlatformStore **store,
                                PlatformRefusal *refusal,
                                GError **error)
{
  g_autoptr (PlatformStore) found = NULL;
  gboolean allowed = FALSE;

  if (!platform_store_find (database, store_id, &found, error))
    return FALSE;
  if (found == NULL)
    return platform_refuse_field (refusal, field, "There is no such store");
  if (!platform_account_storage_may_act_for (database, account_id, found->merchant_id, &allowed, error))
    return FALSE;
  if (!allowed)
    return platform_refuse (refusal, RAMBLA_PROBLEM_FORBIDDEN, "This account may not act for that store");
  *store = g_steal_pointer (&found);
  return TRUE;
}

static void
add_time (PlatformRefusal *refusal, const char *name, gint64 at)
{
  RamblaJsonWriter writer;

  refusal->members = g_string_new (NULL);
  rambla_json_writer_init (&writer, refusal->members);
  rambla_json_writer_member_time (&writer, name, at);
}

/* Used when and where: the place is told to the same merchant only, and the voucher is that merchant's. */
static gboolean
refuse_used (PlatformDatabase *database,
             const PlatformVoucher *voucher,
             PlatformRefusal *refusal,
             GError **error)
{
  g_autoptr (PlatformStore) store = NULL;
  RamblaJsonWriter writer;

  platform_refuse (refusal, RAMBLA_PROBLEM_ALREADY_REDEEMED, "This voucher has been used already");
  if (voucher->redeemed_store != NULL &&
      !platform_store_find (database, voucher->redeemed_store, &store, error))
    return FALSE;

  refusal->members = g_string_new (NULL);
  rambla_json_writer_init (&writer, refusal->members);
  rambla_json_writer_member_time (&writer, "redeemed_at", voucher->redeemed_at);
  if (store == NULL)
    return TRUE;
  rambla_json_writer_name (&writer, "store");
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "id", store->id);
  rambla_json_writer_member_string (&writer, "name", store->name);
  rambla_json_writer_name (&writer, "location");
  rambla_json_writer_point (&writer, store->location);
  if (store->neighbourhood != NULL)
    rambla_json_writer_member_string (&writer, "neighbourhood", store->neighbourhood);
  if (store->address != NULL && *store->address != '\0')
    rambla_json_writer_member_string (&writer, "address", store->address);
  rambla_json_writer_end_object (&writer);
  return TRUE;
}

gboolean
platform_redemption_check_rules (PlatformDatabase *database,
                                 const PlatformTrade *trade,
                                 const PlatformVoucher *voucher,
                                 const PlatformStore *store,
                                 gint64 at,
                                 const char *language,
                                 PlatformRefusal *refusal,
                                 GError **error)
{
  g_autoptr (PlatformTerms) terms = platform_terms_cache_get (trade->terms, database, voucher->terms, error);
  g_autoptr (RamblaSchedule) schedule = platform_store_dup_schedule (store, trade->city);
  g_autoptr (GDateTime) local = platform_city_local_time (trade->city, at);
  g_autoptr (GDateTime) next = NULL;
  g_autofree char *sentence = NULL;
  const char *slot_store[] = { voucher->order_store_id, NULL };
  RamblaRulesContext context = { 0 };
  RamblaRuleVerdict verdict;
  RamblaRules rules;

  if (terms == NULL)
    return FALSE;
  rules = terms->rules;
  rules.valid_from = voucher->valid_from;
  rules.valid_until = voucher->valid_until;
  context.schedule = schedule;
  context.holidays = trade->city->holidays;
  context.branches = voucher->slot_id != NULL ? slot_store : (const char *const *) terms->store_ids;
  context.branch = store->id;
  context.quantity = 1;

  verdict = rambla_rules_check (&rules, &context, local, &next);
  if (!rambla_rule_verdict_is_refusal (verdict))
    return TRUE;
  sentence = rambla_rule_verdict_describe (verdict, next, language);
  platform_refuse (refusal, rambla_rule_verdict_to_problem (verdict), "%s", sentence);
  if (next != NULL)
    add_time (refusal, "next_valid_at", g_date_time_to_unix (next));
  return TRUE;
}

static gboolean
is_holder_key (const RamblaVoucherClaims *claims, const char *holder_key)
{
  g_autofree char *x = rambla_base64url_encode (claims->holder_key, sizeof claims->holder_key);

  return g_strcmp0 (x, holder_key) == 0;
}

gboolean
platform_redemption_judge (PlatformDatabase *database,
                           const PlatformTrade *trade,
                           const PlatformPresented *presented,
                           const PlatformStore *store,
                           gint64 at,
                           const char *language,
                           PlatformVoucher **voucher,
                           PlatformRefusal *refusal,
                           GError **error)
{
  g_autoptr (PlatformVoucher) found = NULL;
  PlatformStep step;

  if (presented->claims != NULL)
    step = platform_voucher_storage_get (database, presented->claims->id, NULL, &found, error);
  else
    step = platform_voucher_storage_get_by_code (database, presented->code, &found, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_UNKNOWN_VOUCHER, "There is no such voucher here");
  if (g_strcmp0 (found->merchant_id, store->merchant_id) != 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_WRONG_MERCHANT, "This voucher is for another merchant");
  if (presented->claims != NULL && presented->claims->generation > found->generation)
    return platform_refuse (refusal, RAMBLA_PROBLEM_FORGED, "This voucher was never issued like that");

  *voucher = g_steal_pointer (&found);
  switch ((*voucher)->state)
    {
    case PLATFORM_VOUCHER_REDEEMED:
      return refuse_used (database, *voucher, refusal, error);
    case PLATFORM_VOUCHER_REFUNDED:
      return platform_refuse (refusal, RAMBLA_PROBLEM_REFUNDED, "The buyer took the money back");
    case PLATFORM_VOUCHER_EXPIRED:
      return platform_refuse (refusal, RAMBLA_PROBLEM_EXPIRED, "This voucher has expired");
    case PLATFORM_VOUCHER_ACTIVE:
    default:
      break;
    }
  if (presented->claims != NULL ? presented->claims->generation < (*voucher)->generation
                                : !g_str_equal (presented->code, (*voucher)->code))
    return platform_refuse (refusal, RAMBLA_PROBLEM_REVOKED, "This voucher was replaced by a newer one");
  if (presented->claims != NULL && !presented->claims->has_holder_key && (*voucher)->holder_key != NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_BINDING_REQUIRED, "%s",
                            rambla_problem_code_get_title (RAMBLA_PROBLEM_BINDING_REQUIRED));
  /* Bound to a key, but to another than this generation was issued for. */
  if (presented->claims != NULL && presented->claims->has_holder_key &&
      !is_holder_key (presented->claims, (*voucher)->holder_key))
    return platform_refuse (refusal, RAMBLA_PROBLEM_FORGED, "This voucher was never issued like that");
  return platform_redemption_check_rules (database, trade, *voucher, store, at, language, refusal, error);
}

/* Escrow to the merchant, and the platform's commission: of all that the unit costs, also of what is paid at
 * the counter. */
static gboolean
move_money (PlatformDatabase *database,
            const PlatformVoucher *voucher,
            const PlatformTerms *terms,
            const PlatformRedemption *redemption,
            GError **error)
{
  g_autofree char *merchant = g_strconcat ("merchant:", voucher->merchant_id, NULL);
  gint64 worth = voucher->amount + platform_terms_get_due_at_store (terms, voucher->unit_amount);
  RamblaMoney commission = rambla_money (0, voucher->currency);
  PlatformLedgerEntry entry = {
    .at = MAX (redemption->redeemed_at, redemption->handed_in_at),
    .kind = PLATFORM_LEDGER_REDEMPTION,
    .from_account = PLATFORM_LEDGER_ESCROW,
    .to_account = merchant,
    .amount = voucher->amount,
    .currency = voucher->currency,
    .order_id = voucher->order_id,
    .voucher_id = voucher->id,
    .escrow_round = voucher->escrow_round,
  };

  if (voucher->amount > 0 && !platform_ledger_storage_post (database, &entry, error))
    return FALSE;
  rambla_fault_point ("redemption.money-moved");
  if (!rambla_money_portion (rambla_money (worth, voucher->currency), voucher->commission, 10000,
                             &commission) ||
      commission.amount == 0)
    return TRUE;
  entry.kind = PLATFORM_LEDGER_COMMISSION_TAKEN;
  entry.from_account = merchant;
  entry.to_account = PLATFORM_LEDGER_COMMISSION;
  entry.amount = commission.amount;
  return platform_ledger_storage_post (database, &entry, error);
}

/* The last voucher used completes the order. */
static gboolean
settle_order (PlatformDatabase *database, const char *order_id, GError **error)
{
  gint64 active = 0;
  gint64 redeemed = 0;
  gint64 total = 0;
  gboolean moved = FALSE;

  if (!platform_voucher_storage_count (database, order_id, &active, &redeemed, &total, error))
    return FALSE;
  return active > 0 || platform_order_storage_move (database, order_id, STATE_BIT (PLATFORM_ORDER_PAID),
                                                    PLATFORM_ORDER_COMPLETED, &moved, error);
}

gboolean
platform_redemption_book (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const PlatformVoucher *voucher,
                          const char *account_id,
                          const char *store_id,
                          gint64 redeemed_at,
                          gint64 handed_in_at,
                          PlatformRedemption **redemption,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autoptr (PlatformRedemption) made = NULL;
  g_autoptr (PlatformTerms) terms = NULL;
  gboolean moved = FALSE;

  if (!platform_voucher_storage_move (database, voucher->id, voucher->generation, PLATFORM_VOUCHER_ACTIVE,
                                      PLATFORM_VOUCHER_REDEEMED, MAX (redeemed_at, handed_in_at), &moved,
                                      error))
    return FALSE;
  if (!moved)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "Somebody else was faster; ask again");
  rambla_fault_point ("redemption.voucher-used");

  made = g_new0 (PlatformRedemption, 1);
  made->id = rambla_id_new (RAMBLA_ID_REDEMPTION);
  made->voucher_id = g_strdup (voucher->id);
  made->round = voucher->escrow_round;
  made->order_id = g_strdup (voucher->order_id);
  made->deal_id = g_strdup (voucher->deal_id);
  made->merchant_id = g_strdup (voucher->merchant_id);
  made->store_id = g_strdup (store_id);
  made->account_id = g_strdup (account_id);
  made->quantity = 1;
  made->amount = voucher->pay_at_store ? voucher->unit_amount : voucher->amount;
  made->currency = g_strdup (voucher->currency);
  made->redeemed_at = redeemed_at;
  made->handed_in_at = handed_in_at;
  made->terms = voucher->terms;
  terms = platform_terms_cache_get (trade->terms, database, voucher->terms, error);
  if (terms == NULL || !platform_redemption_storage_insert (database, made, error) ||
      !move_money (database, voucher, terms, made, error) ||
      !settle_order (database, voucher->order_id, error))
    return FALSE;
  rambla_fault_point ("redemption.settled");
  *redemption = g_steal_pointer (&made);
  return TRUE;
}

gboolean
platform_redemption_redeem (PlatformDatabase *database,
                            const PlatformTrade *trade,
                            const char *account_id,
                            const PlatformPresented *presented,
                            const PlatformStore *store,
                            const char *language,
                            PlatformRedemption **redemption,
                            PlatformRefusal *refusal,
                            GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformVoucher) voucher = NULL;

  if (!platform_redemption_judge (database, trade, presented, store, now, language, &voucher, refusal, error))
    return FALSE;
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    {
      if (voucher != NULL)
        platform_turned_away_note (trade, voucher, store->id, refusal->code);
      return TRUE;
    }
  return platform_redemption_book (database, trade, voucher, account_id, store->id, now, 0, redemption,
                                   refusal, error);
}
