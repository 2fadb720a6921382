/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-database.h"

G_BEGIN_DECLS

/*
 * The ledger: append-only, double entry. One row takes an amount from one account and gives it to another, so
 * the sum over all accounts is zero at every commit; the database refuses to change or delete a row, to let a
 * voucher's escrow leave twice, in part, or while the voucher can be used, to let money that is held fall
 * below zero, and to move money between accounts that the row's kind does not connect.
 *
 * Accounts: "buyer:ACCOUNT", "escrow", "merchant:MERCHANT", "held:MERCHANT", "commission", "guarantee",
 * "settlement:MERCHANT".
 */
#define PLATFORM_LEDGER_ESCROW "escrow"
#define PLATFORM_LEDGER_COMMISSION "commission"
#define PLATFORM_LEDGER_GUARANTEE_FUND "guarantee"

typedef enum
{
  PLATFORM_LEDGER_PAYMENT,          /* buyer → escrow */
  PLATFORM_LEDGER_REDEMPTION,       /* escrow → merchant */
  PLATFORM_LEDGER_COMMISSION_TAKEN, /* merchant, or what a dispute held → commission */
  PLATFORM_LEDGER_REFUND,           /* escrow, guarantee, or what a dispute held → buyer */
  PLATFORM_LEDGER_SETTLEMENT,       /* merchant → settlement */
  PLATFORM_LEDGER_UNDO, /* merchant → escrow, in the voucher's next round; commission → merchant */
  PLATFORM_LEDGER_DISPUTE_HOLD,    /* merchant, and the commission that was taken → held */
  PLATFORM_LEDGER_DISPUTE_RELEASE, /* held → merchant */
  PLATFORM_LEDGER_GUARANTEE,       /* guarantee → merchant or buyer */
  PLATFORM_LEDGER_ADJUSTMENT, /* escrow ↔ buyer when a group's price is known; between the platform's own
                                 accounts and a merchant's */
  PLATFORM_LEDGER_NO_SHOW,    /* escrow → merchant, of a booked time that nobody came to */
} PlatformLedgerKind;

/* One movement. Texts that do not apply are NULL. */
typedef struct
{
  gint64 at; /* seconds since 1970 */
  PlatformLedgerKind kind;
  const char *from_account;
  const char *to_account;
  gint64 amount; /* minor units, > 0 */
  const char *currency;
  const char *order_id;
  const char *payment_id;
  const char *voucher_id;
  gint64 escrow_round;   /* the voucher's; 0 where escrow is not touched for a voucher */
  const char *reference; /* the dispute, settlement or conflict that it belongs to */
} PlatformLedgerEntry;

/* A row as read back: the same with its number and with texts of its own. */
typedef struct
{
  gint64 number;
  gint64 at;
  char *kind;    /* the contract's word for its #PlatformLedgerKind */
  gint64 amount; /* minor units; below zero where the account that was asked for gave it */
  char *currency;
  char *order_id;
  char *voucher_id;
} PlatformLedgerRow;

void platform_ledger_row_free (PlatformLedgerRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformLedgerRow, platform_ledger_row_free)

/**
 * platform_ledger_storage_post:
 *
 * Writes one movement. PLATFORM_STORAGE_ERROR_CONSTRAINT if it breaks a rule of the ledger.
 */
gboolean
platform_ledger_storage_post (PlatformDatabase *database, const PlatformLedgerEntry *entry, GError **error);

/**
 * platform_ledger_storage_get_balance:
 * @balance: (out): minor units; 0 for an account that was never touched
 */
gboolean platform_ledger_storage_get_balance (PlatformDatabase *database,
                                              const char *account,
                                              const char *currency,
                                              gint64 *balance,
                                              GError **error);

/**
 * platform_ledger_storage_get_of_round:
 * @round: the voucher's escrow round
 * @amount: (out): what moved for the voucher in that round under that kind, minor units; 0: nothing
 */
gboolean platform_ledger_storage_get_of_round (PlatformDatabase *database,
                                               const char *voucher_id,
                                               PlatformLedgerKind kind,
                                               gint64 round,
                                               gint64 *amount,
                                               GError **error);

/**
 * platform_ledger_storage_get_held:
 * @held: (out): what escrow holds for vouchers of @merchant_id that may still be redeemed
 */
gboolean platform_ledger_storage_get_held (PlatformDatabase *database,
                                           const char *merchant_id,
                                           const char *currency,
                                           gint64 *held,
                                           GError **error);

/**
 * platform_ledger_storage_list:
 * @before: only rows with a lower number; 0: from the newest
 * @limit: rows at most
 *
 * Returns: (transfer full) (element-type PlatformLedgerRow): rows that touch @account, newest first
 */
GPtrArray *platform_ledger_storage_list (PlatformDatabase *database,
                                         const char *account,
                                         gint64 before,
                                         guint limit,
                                         GError **error);

/**
 * PlatformLedgerSum:
 * @kind: an account's name, or what stands before its colon: "escrow", "merchant"
 * @amount: minor units; what all accounts of that kind have
 */
typedef void (*PlatformLedgerSum) (const char *kind, const char *currency, gint64 amount, gpointer user_data);

/**
 * platform_ledger_storage_foreach_sum:
 *
 * Calls @func for each kind of account and currency. Reads all balances: for the operator's figures.
 */
gboolean platform_ledger_storage_foreach_sum (PlatformDatabase *database,
                                              PlatformLedgerSum func,
                                              gpointer user_data,
                                              GError **error);

/**
 * platform_ledger_storage_check:
 * @total: (out): sum of all balances, which must be zero
 * @escrow: (out): what escrow holds
 * @owed: (out): what vouchers that may still be used are worth, which must be the same
 * @wrong: (out): accounts whose balance is not the sum of their entries, which must be zero
 *
 * Reads the whole ledger: for checks, not for requests.
 */
gboolean platform_ledger_storage_check (PlatformDatabase *database,
                                        gint64 *total,
                                        gint64 *escrow,
                                        gint64 *owed,
                                        gint64 *wrong,
                                        GError **error);

G_END_DECLS
