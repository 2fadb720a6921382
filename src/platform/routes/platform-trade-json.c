/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-trade-json.h"

#include <string.h>

#include "platform-merchant-settings-storage.h"
#include "platform-review-storage.h"
#include "platform-undo.h"
#include "platform-dispute.h"
#include "rambla-voucher-token.h"

/* Tokens that name more branches than this would not fit the QR; the platform checks the branch anyway. */
#define MAX_BRANCHES 12

static void
write_store (RamblaJsonWriter *writer, const PlatformTermsStore *store)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", store->id);
  rambla_json_writer_member_string (writer, "name", store->name);
  rambla_json_writer_name (writer, "location");
  rambla_json_writer_point (writer, store->location);
  if (store->neighbourhood != NULL)
    rambla_json_writer_member_string (writer, "neighbourhood", store->neighbourhood);
  if (store->address != NULL)
    rambla_json_writer_member_string (writer, "address", store->address);
  rambla_json_writer_end_object (writer);
}

/* The member @name with a branch of the terms; the first one where the id is none of them. */
static void
write_store_member (RamblaJsonWriter *writer,
                    const char *name,
                    const PlatformTerms *terms,
                    const char *store_id)
{
  const PlatformTermsStore *store = platform_terms_find_store (terms, store_id);

  if (store == NULL && terms->stores->len > 0)
    store = g_ptr_array_index (terms->stores, 0);
  if (store == NULL)
    return;
  rambla_json_writer_name (writer, name);
  write_store (writer, store);
}

static void
write_slot_member (RamblaJsonWriter *writer,
                   const char *slot_id,
                   const char *store_id,
                   gint64 starts_at,
                   gint64 ends_at)
{
  if (slot_id == NULL)
    return;
  rambla_json_writer_name (writer, "slot");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", slot_id);
  rambla_json_writer_member_string (writer, "store_id", store_id);
  rambla_json_writer_member_time (writer, "starts_at", starts_at);
  rambla_json_writer_member_time (writer, "ends_at", ends_at);
  rambla_json_writer_member_int (writer, "capacity_left", 0);
  rambla_json_writer_end_object (writer);
}

void
platform_trade_json_write_deal (RamblaJsonWriter *writer,
                                const PlatformTerms *terms,
                                const char *currency,
                                const char *store_id,
                                const char *language)
{
  const PlatformTermsText *text = platform_terms_get_text (terms, language);

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", terms->deal_id);
  rambla_json_writer_member_string (writer, "title", text->title);
  rambla_json_writer_member_string (writer, "kind", platform_deal_kind_to_string (terms->kind));
  rambla_json_writer_member_string (writer, "category", terms->category);
  if (terms->picture != NULL)
    {
      rambla_json_writer_name (writer, "picture");
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "illustration", terms->picture);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_member_money (writer, "price", rambla_money (terms->price, currency));
  rambla_json_writer_member_money (writer, "regular_price", rambla_money (terms->regular_price, currency));
  rambla_json_writer_member_int (writer, "discount_percent", terms->discount_percent);
  if (text->benefit != NULL)
    rambla_json_writer_member_string (writer, "benefit", text->benefit);
  rambla_json_writer_name (writer, "rating");
  rambla_json_writer_null (writer);
  rambla_json_writer_member_int (writer, "review_count", 0);
  write_store_member (writer, "store", terms, store_id);
  rambla_json_writer_member_int (writer, "branch_count", terms->stores->len);
  rambla_json_writer_member_time (writer, "valid_until", terms->sale_ends_at);
  rambla_json_writer_name (writer, "stock_left");
  rambla_json_writer_null (writer);
  rambla_json_writer_member_bool (writer, "sample", terms->sample);
  rambla_json_writer_end_object (writer);
}

void
platform_trade_json_write_due (RamblaJsonWriter *writer,
                               const PlatformTerms *terms,
                               gint64 unit_amount,
                               const char *currency)
{
  gint64 due = platform_terms_get_due_at_store (terms, unit_amount);

  if (due > 0)
    rambla_json_writer_member_money (writer, "due_at_store", rambla_money (due, currency));
}

static void
write_payment_member (RamblaJsonWriter *writer, const PlatformTry *try)
{
  rambla_json_writer_name (writer, "payment");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "method", platform_pay_method_to_string (try->method));
  rambla_json_writer_member_string (writer, "state", platform_try_state_to_string (try->state));
  if (try->url != NULL)
    rambla_json_writer_member_string (writer, "url", try->url);
  if (try->message != NULL)
    rambla_json_writer_member_string (writer, "message", try->message);
  rambla_json_writer_end_object (writer);
}

/* Between the end of its validity and the scheduler's next round a voucher is expired already. */
static const char *
get_voucher_state (const PlatformVoucher *voucher, gint64 now)
{
  return platform_voucher_state_to_string (
      voucher->state == PLATFORM_VOUCHER_ACTIVE && voucher->valid_until <= now ? PLATFORM_VOUCHER_EXPIRED
                                                                               : voucher->state);
}

static void
write_trouble_members (RamblaJsonWriter *writer,
                       const PlatformTerms *terms,
                       const PlatformOrderTrouble *trouble)
{
  if (trouble->disputable_until > 0)
    rambla_json_writer_member_time (writer, "disputable_until", trouble->disputable_until);
  if (trouble->dispute != NULL)
    {
      rambla_json_writer_name (writer, "dispute");
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "id", trouble->dispute->id);
      rambla_json_writer_member_string (writer, "state", trouble->dispute->state);
      if (trouble->dispute->outcome != NULL)
        rambla_json_writer_member_string (writer, "outcome", trouble->dispute->outcome);
      rambla_json_writer_end_object (writer);
    }
  if (trouble->turned_away != NULL)
    {
      rambla_json_writer_name (writer, "turned_away");
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_time (writer, "at", trouble->turned_away->at);
      rambla_json_writer_member_string (writer, "code", trouble->turned_away->code);
      write_store_member (writer, "store", terms, trouble->turned_away->store_id);
      rambla_json_writer_end_object (writer);
    }
}

void
platform_trade_json_write_order (RamblaJsonWriter *writer,
                                 const PlatformTerms *terms,
                                 const PlatformOrder *order,
                                 const PlatformTry *try,
                                 GPtrArray *vouchers,
                                 const PlatformOrderTrouble *trouble,
                                 const char *language,
                                 gint64 now)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", order->id);
  rambla_json_writer_member_string (writer, "state", platform_order_state_to_string (order->state));
  rambla_json_writer_member_money (writer, "total", rambla_money (order->total, order->currency));
  rambla_json_writer_member_money (writer, "unit_price", rambla_money (order->unit_amount, order->currency));
  rambla_json_writer_member_int (writer, "quantity", order->quantity);
  rambla_json_writer_member_time (writer, "created_at", order->created_at);
  rambla_json_writer_member_time (writer, "expires_at", order->expires_at);
  if (order->paid_at != 0)
    rambla_json_writer_member_time (writer, "paid_at", order->paid_at);
  rambla_json_writer_name (writer, "deal");
  platform_trade_json_write_deal (writer, terms, order->currency, order->store_id, language);
  write_store_member (writer, "store", terms, order->store_id);
  write_slot_member (writer, order->slot_id, order->store_id, order->slot_starts, order->slot_ends);
  if (try != NULL)
    write_payment_member (writer, try);
  if (order->refunded > 0)
    rambla_json_writer_member_money (writer, "refunded", rambla_money (order->refunded, order->currency));
  rambla_json_writer_name (writer, "vouchers");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; vouchers != NULL && i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i);

      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "id", voucher->id);
      rambla_json_writer_member_string (writer, "state", get_voucher_state (voucher, now));
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
  if (trouble != NULL)
    write_trouble_members (writer, terms, trouble);
  rambla_json_writer_end_object (writer);
}

gboolean
platform_trade_json_load_order (RamblaJsonWriter *writer,
                                PlatformDatabase *database,
                                const PlatformTrade *trade,
                                const PlatformOrder *order,
                                const char *language,
                                GError **error)
{
  g_autoptr (PlatformTerms) terms = platform_terms_cache_get (trade->terms, database, order->terms, error);
  g_autoptr (GPtrArray) tries = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;
  g_autoptr (PlatformDispute) dispute = NULL;
  g_autoptr (PlatformCounterRefusal) turned_away = NULL;
  PlatformOrderTrouble trouble = { NULL };
  gint64 now = platform_clock_now (trade->clock);

  if (terms == NULL)
    return FALSE;
  tries = platform_payment_storage_list (database, order->id, error);
  if (tries == NULL)
    return FALSE;
  vouchers = platform_voucher_storage_list_of_order (database, order->id, error);
  if (vouchers == NULL)
    return FALSE;
  if (platform_dispute_storage_get_of_order (database, order->id, &dispute, error) == PLATFORM_STEP_ERROR ||
      platform_counter_refusal_storage_get (database, order->id, &turned_away, error) ==
          PLATFORM_STEP_ERROR ||
      !platform_dispute_is_open_to (database, order->id, now, &trouble.disputable_until, error))
    return FALSE;
  trouble.dispute = dispute;
  trouble.turned_away = turned_away;
  platform_trade_json_write_order (writer, terms, order, tries->len > 0 ? tries->pdata[0] : NULL, vouchers,
                                   &trouble, language, now);
  return TRUE;
}

/* The branches that the token names; NULL: all of the merchant's. */
static char **
get_branches (const PlatformVoucher *voucher, const PlatformTerms *terms)
{
  if (voucher->slot_id != NULL)
    {
      const char *only[] = { voucher->order_store_id, NULL };

      return g_strdupv ((char **) only);
    }
  if (terms->merchant_wide || terms->stores->len > MAX_BRANCHES)
    return NULL;
  return g_strdupv (terms->store_ids);
}

static char *
sign (const PlatformTrade *trade, const PlatformVoucher *voucher, const PlatformTerms *terms)
{
  g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();
  g_autofree guint8 *holder_key = NULL;
  gsize length = 0;

  claims->id = g_strdup (voucher->id);
  claims->deal_id = g_strdup (voucher->deal_id);
  claims->merchant_id = g_strdup (voucher->merchant_id);
  claims->branches = get_branches (voucher, terms);
  /* Good from the moment it was issued unless it is for a later day: the shorter token says nothing then. */
  claims->valid_from = voucher->valid_from > voucher->issued_at ? voucher->valid_from : 0;
  claims->valid_until = voucher->valid_until;
  claims->generation = (guint) voucher->generation;
  claims->quantity = 1;
  claims->kid = g_strdup (voucher->kid);
  if (voucher->holder_key != NULL)
    {
      holder_key = rambla_base64url_decode (voucher->holder_key, strlen (voucher->holder_key), &length);
      if (holder_key == NULL || length != sizeof claims->holder_key)
        return NULL;
      claims->has_holder_key = TRUE;
      memcpy (claims->holder_key, holder_key, length);
    }
  return platform_keys_sign (trade->keys, claims);
}

void
platform_trade_json_write_gift (RamblaJsonWriter *writer,
                                const PlatformTrade *trade,
                                const PlatformGift *gift)
{
  g_autofree char *url = g_strconcat (trade->base_uri, "/gifts/", gift->code, NULL);

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "code", gift->code);
  rambla_json_writer_member_string (writer, "url", url);
  rambla_json_writer_member_time (writer, "created_at", gift->created_at);
  rambla_json_writer_member_time (writer, "expires_at", gift->expires_at);
  if (gift->message != NULL)
    rambla_json_writer_member_string (writer, "message", gift->message);
  rambla_json_writer_end_object (writer);
}

static void
write_passing (RamblaJsonWriter *writer,
               const char *name,
               const char *preposition,
               const char *person,
               const PlatformGift *gift)
{
  rambla_json_writer_name (writer, name);
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, preposition, person);
  rambla_json_writer_member_time (writer, "at", gift->ended_at);
  if (gift->message != NULL)
    rambla_json_writer_member_string (writer, "message", gift->message);
  rambla_json_writer_end_object (writer);
}

/* What the one who looks has to do with the voucher's way from hand to hand. */
static void
write_gift_members (RamblaJsonWriter *writer,
                    const PlatformTrade *trade,
                    const PlatformVoucher *voucher,
                    const PlatformGift *gift,
                    const char *viewer_id)
{
  if (gift->state == PLATFORM_GIFT_OPEN)
    {
      if (gift->expires_at <= platform_clock_now (trade->clock) || voucher->state != PLATFORM_VOUCHER_ACTIVE)
        return;
      rambla_json_writer_name (writer, "gift");
      platform_trade_json_write_gift (writer, trade, gift);
    }
  else if (g_strcmp0 (gift->taker_id, viewer_id) == 0)
    write_passing (writer, "received", "from", gift->giver_name, gift);
  else
    write_passing (writer, "given", "to", gift->taker_name, gift);
}

/* What makes the voucher worth something: only for whoever holds it. */
static gboolean
write_secrets (RamblaJsonWriter *writer,
               const PlatformTrade *trade,
               const PlatformVoucher *voucher,
               const PlatformTerms *terms,
               GError **error)
{
  g_autofree char *token = sign (trade, voucher, terms);

  if (token == NULL)
    {
      g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT, "%s: cannot be signed",
                   voucher->id);
      return FALSE;
    }
  rambla_json_writer_member_string (writer, "code", voucher->code);
  rambla_json_writer_member_string (writer, "token", token);
  rambla_json_writer_member_string (writer, "form", voucher->printed ? "printed" : "device");
  return TRUE;
}

gboolean
platform_trade_json_load_voucher (RamblaJsonWriter *writer,
                                  PlatformDatabase *database,
                                  const PlatformTrade *trade,
                                  const PlatformVoucher *voucher,
                                  const char *viewer_id,
                                  const char *language,
                                  GError **error)
{
  g_autoptr (PlatformTerms) terms = platform_terms_cache_get (trade->terms, database, voucher->terms, error);
  g_autoptr (PlatformGift) gift = NULL;
  gboolean held = g_strcmp0 (voucher->account_id, viewer_id) == 0;
  const char *state = held ? get_voucher_state (voucher, platform_clock_now (trade->clock)) : "given";
  gint64 kept = 0;
  gint64 kept_at = 0;

  if (terms == NULL ||
      platform_gift_storage_find (database, voucher->id, viewer_id, &gift, error) == PLATFORM_STEP_ERROR ||
      (voucher->state == PLATFORM_VOUCHER_EXPIRED &&
       !platform_voucher_storage_get_kept (database, voucher->id, &kept, &kept_at, error)))
    return FALSE;

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", voucher->id);
  rambla_json_writer_member_string (writer, "state", state);
  if (held && !write_secrets (writer, trade, voucher, terms, error))
    return FALSE;
  if (gift != NULL)
    write_gift_members (writer, trade, voucher, gift, viewer_id);
  rambla_json_writer_member_time (writer, "valid_from", voucher->valid_from);
  rambla_json_writer_member_time (writer, "valid_until", voucher->valid_until);
  rambla_json_writer_name (writer, "deal");
  platform_trade_json_write_deal (writer, terms, voucher->currency, voucher->order_store_id, language);
  rambla_json_writer_name (writer, "stores");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < terms->stores->len; i++)
    {
      const PlatformTermsStore *store = g_ptr_array_index (terms->stores, i);

      if (voucher->slot_id == NULL || g_str_equal (store->id, voucher->order_store_id))
        write_store (writer, store);
    }
  rambla_json_writer_end_array (writer);
  rambla_json_writer_name (writer, "rules");
  rambla_rules_write (&terms->rules, writer, language);
  rambla_json_writer_member_int (writer, "generation", voucher->generation);
  rambla_json_writer_member_string (writer, "order_id", voucher->order_id);
  rambla_json_writer_member_int (writer, "quantity", 1);
  platform_trade_json_write_due (writer, terms, voucher->unit_amount, voucher->currency);
  write_slot_member (writer, voucher->slot_id, voucher->order_store_id, voucher->slot_starts,
                     voucher->slot_ends);
  if (kept > 0)
    rambla_json_writer_member_money (writer, "kept", rambla_money (kept, voucher->currency));
  if (held && voucher->redeemed_at != 0)
    {
      g_autofree char *review_id = NULL;

      if (!platform_review_find_of_voucher (database, voucher->id, &review_id, error))
        return FALSE;
      if (review_id != NULL)
        rambla_json_writer_member_string (writer, "review_id", review_id);
      rambla_json_writer_member_time (writer, "redeemed_at", voucher->redeemed_at);
      write_store_member (writer, "redeemed_store", terms, voucher->redeemed_store);
    }
  rambla_json_writer_end_object (writer);
  return TRUE;
}

gboolean
platform_trade_json_load_redemption (RamblaJsonWriter *writer,
                                     PlatformDatabase *database,
                                     const PlatformTrade *trade,
                                     const PlatformRedemption *redemption,
                                     const char *language,
                                     GError **error)
{
  g_autoptr (PlatformTerms) terms =
      platform_terms_cache_get (trade->terms, database, redemption->terms, error);
  gboolean undone = redemption->undone_at != 0;
  PlatformMerchantSettings settings;

  if (terms == NULL || !platform_merchant_settings_get (database, redemption->merchant_id, &settings, error))
    return FALSE;
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", redemption->id);
  rambla_json_writer_member_string (writer, "state", undone ? "undone" : "redeemed");
  rambla_json_writer_member_string (writer, "voucher_id", redemption->voucher_id);
  rambla_json_writer_name (writer, "deal");
  platform_trade_json_write_deal (writer, terms, redemption->currency, redemption->store_id, language);
  write_store_member (writer, "store", terms, redemption->store_id);
  rambla_json_writer_member_int (writer, "quantity", redemption->quantity);
  rambla_json_writer_member_money (writer, "amount", rambla_money (redemption->amount, redemption->currency));
  platform_trade_json_write_due (writer, terms, redemption->amount, redemption->currency);
  rambla_json_writer_member_time (writer, "redeemed_at", redemption->redeemed_at);
  if (redemption->handed_in_at != 0)
    rambla_json_writer_member_time (writer, "handed_in_at", redemption->handed_in_at);
  if (undone)
    {
      rambla_json_writer_member_time (writer, "undone_at", redemption->undone_at);
      rambla_json_writer_member_string (writer, "undo_reason", redemption->undo_reason);
    }
  else
    rambla_json_writer_member_time (writer, "undo_until",
                                    platform_undo_get_end (redemption, settings.undo_seconds));
  rambla_json_writer_end_object (writer);
  return TRUE;
}
