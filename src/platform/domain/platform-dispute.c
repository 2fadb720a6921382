/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-dispute.h"

#include "platform-account-storage.h"
#include "platform-ledger-storage.h"
#include "platform-order-storage.h"
#include "platform-ordering.h"
#include "platform-refund.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-image-head.h"

static const char *const party_names[] = {
  [PLATFORM_PARTY_NONE] = NULL,
  [PLATFORM_PARTY_BUYER] = "buyer",
  [PLATFORM_PARTY_MERCHANT] = "merchant",
  [PLATFORM_PARTY_OPERATOR] = "operator",
};

const char *
platform_party_to_string (PlatformParty party)
{
  return party_names[party];
}

static gboolean
has_scope (const char *granted, const char *scope)
{
  g_auto (GStrv) scopes = g_strsplit (granted, " ", -1);

  return g_strv_contains ((const char *const *) scopes, scope);
}

gboolean
platform_dispute_get_party (PlatformDatabase *database,
                            const PlatformDispute *dispute,
                            const char *account_id,
                            const char *scope,
                            PlatformParty *party,
                            GError **error)
{
  gboolean allowed = FALSE;

  *party = PLATFORM_PARTY_NONE;
  if (has_scope (scope, "merchant") &&
      !platform_account_storage_may_act_for (database, account_id, dispute->merchant_id, &allowed, error))
    return FALSE;
  if (has_scope (scope, "consumer") && g_str_equal (account_id, dispute->account_id))
    *party = PLATFORM_PARTY_BUYER;
  else if (allowed)
    *party = PLATFORM_PARTY_MERCHANT;
  else if (has_scope (scope, "operator"))
    *party = PLATFORM_PARTY_OPERATOR;
  return TRUE;
}

/* When what a merchant got for a voucher came to him; 0: nothing did. */
static gboolean
get_earned_at (PlatformDatabase *database, const PlatformVoucher *voucher, gint64 *at, GError **error)
{
  gint64 kept = 0;

  *at = voucher->state == PLATFORM_VOUCHER_REDEEMED ? voucher->redeemed_at : 0;
  if (voucher->state != PLATFORM_VOUCHER_EXPIRED || voucher->slot_id == NULL)
    return TRUE;
  if (!platform_voucher_storage_get_kept (database, voucher->id, &kept, at, error))
    return FALSE;
  if (kept == 0)
    *at = 0;
  return TRUE;
}

/* What of an order can be disputed now. @until: (out): the latest moment for any of it. */
static GPtrArray *
list_disputable (PlatformDatabase *database, const char *order_id, gint64 now, gint64 *until, GError **error)
{
  g_autoptr (GPtrArray) vouchers = platform_voucher_storage_list_of_order (database, order_id, error);
  g_autoptr (PlatformCounterRefusal) turned_away = NULL;

  *until = 0;
  if (vouchers == NULL ||
      platform_counter_refusal_storage_get (database, order_id, &turned_away, error) == PLATFORM_STEP_ERROR)
    return NULL;
  for (guint i = vouchers->len; i > 0; i--)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i - 1);
      gboolean disputed = FALSE;
      gint64 earned_at = 0;
      gint64 end = 0;

      if (!platform_dispute_storage_is_disputed (database, voucher->id, voucher->escrow_round, &disputed,
                                                 error) ||
          !get_earned_at (database, voucher, &earned_at, error))
        return NULL;
      if (earned_at != 0)
        end = earned_at + PLATFORM_DISPUTE_WINDOW;
      else if (voucher->state == PLATFORM_VOUCHER_ACTIVE && turned_away != NULL)
        end = turned_away->at + PLATFORM_DISPUTE_WINDOW;
      if (disputed || end <= now)
        g_ptr_array_remove_index (vouchers, i - 1);
      else
        *until = MAX (*until, end);
    }
  return g_steal_pointer (&vouchers);
}

gboolean
platform_dispute_is_open_to (PlatformDatabase *database,
                             const char *order_id,
                             gint64 now,
                             gint64 *until,
                             GError **error)
{
  g_autoptr (GPtrArray) vouchers = list_disputable (database, order_id, now, until, error);

  return vouchers != NULL;
}

static gboolean
post (PlatformDatabase *database,
      const PlatformDispute *dispute,
      const PlatformDisputeVoucher *voucher,
      PlatformLedgerKind kind,
      const char *from,
      const char *to,
      gint64 amount,
      gint64 now,
      GError **error)
{
  PlatformLedgerEntry entry = {
    .at = now,
    .kind = kind,
    .from_account = from,
    .to_account = to,
    .amount = amount,
    .currency = dispute->currency,
    .order_id = dispute->order_id,
    .voucher_id = voucher->voucher_id,
    .escrow_round = voucher->round,
    .reference = dispute->id,
  };

  return amount == 0 || platform_ledger_storage_post (database, &entry, error);
}

/* What was paid out for one use moves to where nobody can take it. */
static gboolean
hold (PlatformDatabase *database,
      const PlatformDispute *dispute,
      const PlatformDisputeVoucher *voucher,
      gint64 now,
      GError **error)
{
  g_autofree char *merchant = g_strconcat ("merchant:", dispute->merchant_id, NULL);
  g_autofree char *held = g_strconcat ("held:", dispute->merchant_id, NULL);

  return platform_dispute_storage_add_voucher (database, dispute->number, voucher, error) &&
         (!voucher->held || (post (database, dispute, voucher, PLATFORM_LEDGER_DISPUTE_HOLD, merchant, held,
                                   voucher->amount - voucher->commission, now, error) &&
                             post (database, dispute, voucher, PLATFORM_LEDGER_DISPUTE_HOLD,
                                   PLATFORM_LEDGER_COMMISSION, held, voucher->commission, now, error)));
}

static gboolean
add_message (PlatformDatabase *database,
             const PlatformDispute *dispute,
             PlatformParty party,
             const char *account_id,
             const char *text,
             gint64 now,
             GError **error)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_MESSAGE);
  PlatformDisputeMessage message = {
    .id = id,
    .author = (char *) party_names[party],
    .text = (char *) text,
    .created_at = now,
  };

  return platform_dispute_storage_add_message (database, dispute->number, &message, account_id, error);
}

static gboolean
hold_all (PlatformDatabase *database,
          const PlatformDispute *dispute,
          GPtrArray *vouchers,
          gint64 now,
          GError **error)
{
  for (guint i = 0; i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i);
      PlatformDisputeVoucher disputed = {
        .voucher_id = voucher->id,
        .round = voucher->escrow_round,
        .amount = voucher->amount,
        .held = voucher->state != PLATFORM_VOUCHER_ACTIVE,
      };

      if (disputed.held &&
          !platform_ledger_storage_get_of_round (database, voucher->id, PLATFORM_LEDGER_COMMISSION_TAKEN,
                                                 voucher->escrow_round, &disputed.commission, error))
        return FALSE;
      /* Commission is taken of what was paid at the counter as well; that is not held. */
      disputed.commission = MIN (disputed.commission, disputed.amount);
      if (!hold (database, dispute, &disputed, now, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
platform_dispute_open (PlatformDatabase *database,
                       const PlatformTrade *trade,
                       const char *account_id,
                       const char *order_id,
                       const char *reason,
                       const char *text,
                       PlatformDispute **dispute,
                       PlatformRefusal *refusal,
                       GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (PlatformDispute) opened = NULL;
  g_autoptr (PlatformDispute) last = NULL;
  g_autoptr (GPtrArray) vouchers = NULL;
  gint64 until = 0;
  PlatformStep step;

  step = platform_order_storage_get (database, order_id, account_id, &order, error);
  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such order");
  if (platform_dispute_storage_get_of_order (database, order_id, &last, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  if (last != NULL && !g_str_equal (last->state, "decided"))
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "A dispute about this order is under way");
  vouchers = list_disputable (database, order_id, now, &until, error);
  if (vouchers == NULL)
    return FALSE;
  if (vouchers->len == 0)
    return platform_refuse (
        refusal, RAMBLA_PROBLEM_NOT_DISPUTABLE,
        "Nothing of this order was used, missed or turned away within the last seven days");

  opened = g_new0 (PlatformDispute, 1);
  opened->id = rambla_id_new (RAMBLA_ID_DISPUTE);
  opened->order_id = g_strdup (order_id);
  opened->account_id = g_strdup (account_id);
  opened->merchant_id = g_strdup (order->merchant_id);
  opened->store_id = g_strdup (order->store_id);
  opened->currency = g_strdup (order->currency);
  opened->reason = g_strdup (reason);
  opened->state = g_strdup ("open");
  opened->opened_at = now;
  opened->answer_by = now + PLATFORM_DISPUTE_ANSWER;
  for (guint i = 0; i < vouchers->len; i++)
    {
      const PlatformVoucher *voucher = g_ptr_array_index (vouchers, i);

      opened->amount += voucher->amount;
      if (voucher->redeemed_store != NULL)
        {
          g_free (opened->store_id);
          opened->store_id = g_strdup (voucher->redeemed_store);
        }
    }
  if (!platform_dispute_storage_insert (database, opened, error))
    return FALSE;
  rambla_fault_point ("dispute.opened");
  if (!hold_all (database, opened, vouchers, now, error) ||
      !add_message (database, opened, PLATFORM_PARTY_BUYER, account_id, text, now, error))
    return FALSE;
  *dispute = g_steal_pointer (&opened);
  return TRUE;
}

static gboolean
is_over (const PlatformDispute *dispute)
{
  return g_str_equal (dispute->state, "decided");
}

gboolean
platform_dispute_say (PlatformDatabase *database,
                      const PlatformTrade *trade,
                      PlatformDispute *dispute,
                      PlatformParty party,
                      const char *account_id,
                      const char *text,
                      PlatformRefusal *refusal,
                      GError **error)
{
  g_autoptr (GPtrArray) messages = NULL;

  if (is_over (dispute))
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "The dispute is decided");
  messages = platform_dispute_storage_list_messages (database, dispute->number, error);
  if (messages == NULL)
    return FALSE;
  if (messages->len >= PLATFORM_DISPUTE_MAX_MESSAGES)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "Everything has been said");
  if (!add_message (database, dispute, party, account_id, text, platform_clock_now (trade->clock), error))
    return FALSE;
  if (party != PLATFORM_PARTY_MERCHANT || !g_str_equal (dispute->state, "open"))
    return TRUE;
  g_free (dispute->state);
  dispute->state = g_strdup ("answered");
  return platform_dispute_storage_set_answered (database, dispute->number, error);
}

gboolean
platform_dispute_show (PlatformDatabase *database,
                       const PlatformTrade *trade,
                       const PlatformDispute *dispute,
                       PlatformParty party,
                       GBytes *bytes,
                       PlatformDisputePicture **picture,
                       PlatformRefusal *refusal,
                       GError **error)
{
  g_autoptr (GPtrArray) pictures = NULL;
  g_autoptr (PlatformDisputePicture) kept = NULL;
  RamblaImageHead head;

  if (is_over (dispute))
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "The dispute is decided");
  if (g_bytes_get_size (bytes) > PLATFORM_DISPUTE_MAX_PICTURE_BYTES)
    return platform_refuse_field (refusal, "/data", "The picture has too many bytes");
  if (!rambla_image_head_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &head))
    return platform_refuse_field (refusal, "/data", "That is no PNG, JPEG or WebP picture");
  if ((guint64) head.width * head.height > PLATFORM_DISPUTE_MAX_PICTURE_PIXELS)
    return platform_refuse_field (refusal, "/data", "The picture has too many pixels");
  pictures = platform_dispute_storage_list_pictures (database, dispute->number, error);
  if (pictures == NULL)
    return FALSE;
  if (pictures->len >= PLATFORM_DISPUTE_MAX_PICTURES)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "There are pictures enough");

  kept = g_new0 (PlatformDisputePicture, 1);
  kept->id = rambla_id_new (RAMBLA_ID_PICTURE);
  kept->author = g_strdup (party_names[party]);
  kept->type = g_strdup (rambla_image_type_to_string (head.type));
  kept->width = head.width;
  kept->height = head.height;
  kept->size = (gint64) g_bytes_get_size (bytes);
  kept->created_at = platform_clock_now (trade->clock);
  kept->bytes = g_bytes_ref (bytes);
  if (!platform_dispute_storage_add_picture (database, dispute->number, kept, error))
    return FALSE;
  *picture = g_steal_pointer (&kept);
  return TRUE;
}

/* --- Deciding --- */

/* Of what was held for one use, @refund to the buyer; the rest where it came from, in proportion. */
static gboolean
release (PlatformDatabase *database,
         const PlatformDispute *dispute,
         const PlatformDisputeVoucher *voucher,
         gint64 refund,
         gint64 now,
         GError **error)
{
  g_autofree char *merchant = g_strconcat ("merchant:", dispute->merchant_id, NULL);
  g_autofree char *held = g_strconcat ("held:", dispute->merchant_id, NULL);
  g_autofree char *buyer = g_strconcat ("buyer:", dispute->account_id, NULL);
  RamblaMoney commission = rambla_money (0, dispute->currency);
  gint64 rest = voucher->amount - refund;

  rambla_fault_point ("dispute.release");
  if (rest > 0 && !rambla_money_portion (rambla_money (voucher->commission, dispute->currency), rest,
                                         voucher->amount, &commission))
    return FALSE;
  return post (database, dispute, voucher, PLATFORM_LEDGER_REFUND, held, buyer, refund, now, error) &&
         post (database, dispute, voucher, PLATFORM_LEDGER_COMMISSION_TAKEN, held, PLATFORM_LEDGER_COMMISSION,
               commission.amount, now, error) &&
         post (database, dispute, voucher, PLATFORM_LEDGER_DISPUTE_RELEASE, held, merchant,
               rest - commission.amount, now, error);
}

/* One voucher's part of the decision. Takes what it gives from @left. */
static gboolean
settle_voucher (PlatformDatabase *database,
                const PlatformTrade *trade,
                const PlatformDispute *dispute,
                const PlatformOrder *order,
                const PlatformDisputeVoucher *disputed,
                gint64 *left,
                GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  gint64 refund = MIN (*left, disputed->amount);
  g_autoptr (PlatformVoucher) voucher = NULL;
  gint64 amount = 0;
  gint64 units = 0;

  if (disputed->held)
    {
      *left -= refund;
      return release (database, dispute, disputed, refund, now, error);
    }
  /* In escrow it is whole or nothing, and gone if the buyer has taken it back meanwhile. */
  if (refund < disputed->amount || refund == 0)
    return TRUE;
  if (platform_voucher_storage_get (database, disputed->voucher_id, NULL, &voucher, error) !=
          PLATFORM_STEP_ROW ||
      !platform_refund_take_back (database, order, voucher, PLATFORM_VOUCHER_REFUNDED, now, &amount, &units,
                                  error))
    return FALSE;
  *left -= amount;
  return units == 0 || (platform_ordering_release (database, trade, order, units, error) &&
                        platform_ordering_count_sold (database, trade, order, -units, error));
}

static const char *
get_outcome (const PlatformDispute *dispute, PlatformParty party, gint64 refunded)
{
  if (party == PLATFORM_PARTY_BUYER)
    return "withdrawn";
  if (refunded == 0 && dispute->amount > 0)
    return "rejected";
  return refunded == dispute->amount ? "refunded" : "partially_refunded";
}

gboolean
platform_dispute_decide (PlatformDatabase *database,
                         const PlatformTrade *trade,
                         PlatformDispute *dispute,
                         PlatformParty party,
                         gint64 refunded,
                         PlatformRefusal *refusal,
                         GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  const char *by = party == PLATFORM_PARTY_NONE ? "deadline" : party_names[party];
  const char *outcome = get_outcome (dispute, party, refunded);
  g_autoptr (GPtrArray) vouchers = NULL;
  g_autoptr (PlatformOrder) order = NULL;
  gint64 left = refunded;
  gint64 given;
  gboolean decided = FALSE;

  if (refunded < 0 || refunded > dispute->amount)
    return platform_refuse_field (refusal, "/amount", "Not more than the dispute is about");
  vouchers = platform_dispute_storage_list_vouchers (database, dispute->number, error);
  if (vouchers == NULL ||
      platform_order_storage_get (database, dispute->order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return FALSE;
  if (is_over (dispute))
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "The dispute is decided");

  for (guint i = 0; i < vouchers->len; i++)
    if (!settle_voucher (database, trade, dispute, order, g_ptr_array_index (vouchers, i), &left, error))
      return FALSE;
  given = refunded - left;
  if (!platform_dispute_storage_decide (database, dispute->number, outcome, by, given, now, &decided, error))
    return FALSE;
  if (!decided)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "The dispute is decided");
  rambla_fault_point ("dispute.decided");
  if (given > 0 && (!platform_refund_promise (database, order, given, "dispute", now, error) ||
                    !platform_refund_settle_order (database, order, given, error)))
    return FALSE;

  g_free (dispute->state);
  dispute->state = g_strdup ("decided");
  dispute->outcome = g_strdup (outcome);
  dispute->decided_by = g_strdup (by);
  dispute->refunded = given;
  dispute->decided_at = now;
  return TRUE;
}
