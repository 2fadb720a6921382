/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_VOUCHER_ACTIVE,
  PLATFORM_VOUCHER_REDEEMED,
  PLATFORM_VOUCHER_REFUNDED,
  PLATFORM_VOUCHER_EXPIRED,
} PlatformVoucherState;

/**
 * platform_voucher_state_to_string:
 *
 * Returns: (transfer none): the contract's word, such as "active"
 */
const char *platform_voucher_state_to_string (PlatformVoucherState state);

/* One voucher: one unit of an order. Times are seconds since 1970, money is in minor units. */
typedef struct
{
  char *id; /* vou_… */
  char *order_id;
  gint64 unit; /* 1 to the order's quantity */
  char *account_id;
  char *deal_id;
  char *merchant_id;
  char *code;        /* 12 characters as rambla_short_code_parse() writes them */
  gint64 generation; /* from 1; earlier ones are worth nothing */
  char *holder_key;  /* Ed25519 public key, base64url, or NULL: a bearer voucher */
  char *kid;         /* the platform's key that signs it */
  PlatformVoucherState state;
  gint64 amount; /* what escrow holds for it */
  char *currency;
  gboolean pay_at_store; /* its price is paid at the counter */
  gint64 escrow_round;   /* how often its escrow was filled, from 1 */
  gint64 issued_at;
  gint64 valid_from;
  gint64 valid_until; /* exclusive */
  gint64 changed_at;

  /* Read together with it. */
  gint64 terms;       /* the order's: platform_order_storage_get_terms() */
  gint64 unit_amount; /* the order's price of one unit */
  gint64 commission;  /* the order's, in ten-thousandths */
  char *slot_id;      /* the order's, or NULL */
  gint64 slot_starts; /* with a slot: its start and end */
  gint64 slot_ends;
  char *order_store_id; /* the branch that was chosen when it was bought */
  gint64 redeemed_at;   /* 0: not redeemed */
  char *redeemed_store; /* where, or NULL */
  gboolean printed;     /* on paper: no device's key is wanted for it */
} PlatformVoucher;

void platform_voucher_free (PlatformVoucher *voucher);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformVoucher, platform_voucher_free)

/**
 * platform_voucher_storage_insert:
 *
 * Adds a voucher. PLATFORM_STORAGE_ERROR_CONSTRAINT if that unit of the order has one, or the code is taken.
 */
gboolean
platform_voucher_storage_insert (PlatformDatabase *database, const PlatformVoucher *voucher, GError **error);

/**
 * platform_voucher_storage_get:
 * @account_id: (nullable): whose it must be, or who gave it away; NULL: anybody's
 * @voucher: (out) (transfer full): the voucher; untouched if there is none
 *
 * Returns: PLATFORM_STEP_ROW, PLATFORM_STEP_DONE if there is none, PLATFORM_STEP_ERROR with @error
 */
PlatformStep platform_voucher_storage_get (PlatformDatabase *database,
                                           const char *id,
                                           const char *account_id,
                                           PlatformVoucher **voucher,
                                           GError **error);

/**
 * platform_voucher_storage_get_by_code:
 * @code: in the stored form
 */
PlatformStep platform_voucher_storage_get_by_code (PlatformDatabase *database,
                                                   const char *code,
                                                   PlatformVoucher **voucher,
                                                   GError **error);

/**
 * platform_voucher_storage_list_of_order:
 *
 * Returns: (transfer full) (element-type PlatformVoucher): in the order of their units
 */
GPtrArray *
platform_voucher_storage_list_of_order (PlatformDatabase *database, const char *order_id, GError **error);

/* Where a page of a wallet ends: the sort's keys of its last voucher. */
typedef struct
{
  gint64 rank;
  gint64 key;
  char id[32]; /* "": from the start */
} PlatformWalletPosition;

/**
 * platform_voucher_storage_list_wallet:
 * @now: vouchers that ended before count as expired
 * @position: (inout): where the page before ended; then where this one ends
 *
 * Returns: (transfer full) (element-type PlatformVoucher): an account's vouchers: usable ones first, by the
 *   end of their validity, then the others, the latest changed first
 */
GPtrArray *platform_voucher_storage_list_wallet (PlatformDatabase *database,
                                                 const char *account_id,
                                                 gint64 now,
                                                 PlatformWalletPosition *position,
                                                 guint limit,
                                                 GError **error);

/**
 * platform_voucher_storage_move:
 * @generation: the generation that it must have
 * @from: the state that it must be in
 * @to: the state to enter
 * @moved: (out): FALSE if it was not so: then nothing has changed
 *
 * One conditional statement: whoever races, exactly one gets @moved TRUE.
 */
gboolean platform_voucher_storage_move (PlatformDatabase *database,
                                        const char *id,
                                        gint64 generation,
                                        PlatformVoucherState from,
                                        PlatformVoucherState to,
                                        gint64 now,
                                        gboolean *moved,
                                        GError **error);

/**
 * platform_voucher_storage_reopen:
 * @round: the escrow round in which it was redeemed
 * @moved: (out): FALSE if it was not redeemed in that round: then nothing has changed
 *
 * Makes a redeemed voucher usable again, under the next escrow round, in one conditional statement.
 */
gboolean platform_voucher_storage_reopen (PlatformDatabase *database,
                                          const char *id,
                                          gint64 round,
                                          gint64 now,
                                          gboolean *moved,
                                          GError **error);

/**
 * platform_voucher_storage_reissue:
 * @voucher: its id, and the account, code, holder_key, kid, form and changed_at that it is to have
 * @generation: the generation that it must have; the next one replaces it
 * @reissued: (out): FALSE if it had another one or is not active: then nothing has changed
 *
 * One conditional statement. The code that it had is remembered as one that was.
 */
gboolean platform_voucher_storage_reissue (PlatformDatabase *database,
                                           const PlatformVoucher *voucher,
                                           gint64 generation,
                                           gboolean *reissued,
                                           GError **error);

/**
 * platform_voucher_storage_list_unbound:
 * @holder_key: a device's key
 *
 * Returns: (transfer full) (element-type PlatformVoucher): an account's usable vouchers, not on paper, that
 * are not bound to @holder_key
 */
GPtrArray *platform_voucher_storage_list_unbound (PlatformDatabase *database,
                                                  const char *account_id,
                                                  const char *holder_key,
                                                  gint64 now,
                                                  GError **error);

/**
 * platform_voucher_storage_replace_key:
 * @kid: a key of the platform's that nobody shall believe any more
 * @by: the key that signs instead
 * @reissued: (out): active vouchers, each of which got its next generation
 *
 * Their codes stay: the key says nothing about those, and somebody may have them on paper.
 */
gboolean platform_voucher_storage_replace_key (PlatformDatabase *database,
                                               const char *kid,
                                               const char *by,
                                               gint64 now,
                                               gint64 *reissued,
                                               GError **error);

/**
 * platform_voucher_storage_count:
 * @active: (out): vouchers of the order that may still be used
 * @redeemed: (out): vouchers of the order that were used
 * @total: (out): all vouchers of the order
 */
gboolean platform_voucher_storage_count (PlatformDatabase *database,
                                         const char *order_id,
                                         gint64 *active,
                                         gint64 *redeemed,
                                         gint64 *total,
                                         GError **error);

/**
 * platform_voucher_storage_list_ended:
 *
 * Returns: (transfer full) (element-type PlatformVoucher): active vouchers whose validity ended at @now or
 *   before, the oldest first, at most @limit
 */
GPtrArray *
platform_voucher_storage_list_ended (PlatformDatabase *database, gint64 now, guint limit, GError **error);

/**
 * platform_voucher_storage_note_no_show:
 * @voucher: of a booking that nobody came for
 * @kept: what the merchant keeps of it, minor units
 */
gboolean platform_voucher_storage_note_no_show (PlatformDatabase *database,
                                                const PlatformVoucher *voucher,
                                                gint64 kept,
                                                gint64 now,
                                                GError **error);

/**
 * platform_voucher_storage_get_kept:
 * @kept: (out): what the merchant kept of it since nobody came, minor units; 0: nothing
 * @at: (out): when that was noted; 0: never
 */
gboolean platform_voucher_storage_get_kept (PlatformDatabase *database,
                                            const char *id,
                                            gint64 *kept,
                                            gint64 *at,
                                            GError **error);

/**
 * platform_voucher_storage_count_kept:
 * @kept: (out): vouchers of the order of which the merchant kept something since nobody came
 */
gboolean platform_voucher_storage_count_kept (PlatformDatabase *database,
                                              const char *order_id,
                                              gint64 *kept,
                                              GError **error);

/**
 * platform_voucher_storage_refill:
 * @amount: what escrow holds for it from now on
 * @round: (out): its new escrow round
 *
 * Changes what an active voucher is worth; the ledger's rows belong to it.
 */
gboolean platform_voucher_storage_refill (PlatformDatabase *database,
                                          const char *id,
                                          gint64 amount,
                                          gint64 *round,
                                          GError **error);

/**
 * platform_voucher_storage_list_terms:
 *
 * Returns: (transfer full) (element-type gint64): the numbers of all terms that a merchant's usable vouchers
 * were sold under, newest first
 */
GArray *
platform_voucher_storage_list_terms (PlatformDatabase *database, const char *merchant_id, GError **error);

/**
 * platform_voucher_storage_count_of_deal:
 * @deal_id: of which offer
 * @redeemed: (out): used so far
 * @held: (out): may still be used
 */
gboolean platform_voucher_storage_count_of_deal (PlatformDatabase *database,
                                                 const char *deal_id,
                                                 gint64 *redeemed,
                                                 gint64 *held,
                                                 GError **error);

G_END_DECLS
