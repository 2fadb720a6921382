/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-conflict-storage.h"
#include "platform-device-storage.h"
#include "platform-redemption.h"
#include "platform-scan-storage.h"
#include "rambla-scan.h"

G_BEGIN_DECLS

/* How far a counter's clock may be off, in seconds, before its times are not believed. */
#define PLATFORM_CLOCK_TOLERANCE 60
/* How old what a counter knows of revocations may be when it accepts without us. */
#define PLATFORM_LIST_MAX_AGE (24 * 3600)
/* Until when after the scan the guarantee pays. */
#define PLATFORM_HAND_IN_SECONDS (7 * 24 * 3600)
/* What the guarantee pays one merchant in 30 days at most, minor units; a voucher's own limit is the
 * merchant's. */
#define PLATFORM_GUARANTEE_CAP 2000000
#define PLATFORM_GUARANTEE_SECONDS (30 * 24 * 3600)
/* The most that a merchant can let counters accept offline for one voucher. */
#define PLATFORM_MAX_OFFLINE_LIMIT 1000000

/**
 * PlatformHandedIn:
 * @text: as it was signed
 * @hash: rambla_scan_hash() of it
 * @scan: (nullable): what it says; NULL: not signed by that counter
 * @presented: what was shown, read
 * @refusal: what the text alone is refused for
 *
 * One scan of a batch, as far as it can be read without the database.
 */
typedef struct
{
  char *text;
  char *hash;
  RamblaScan *scan;
  PlatformPresented presented;
  PlatformRefusal refusal;
} PlatformHandedIn;

/**
 * platform_handed_in_new:
 *
 * Verifies the counter's signature and the voucher's, the latter at the time that was signed. Any thread.
 *
 * Returns: (transfer full): the scan
 */
PlatformHandedIn *platform_handed_in_new (const char *text, const PlatformDevice *device, PlatformKeys *keys);
void platform_handed_in_free (PlatformHandedIn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformHandedIn, platform_handed_in_free)

/**
 * platform_hand_in_take:
 * @database: the writer's
 * @device: (inout): the counter; its chain goes on
 * @account_id: who hands it in
 * @clock_offset: the counter's clock less ours, seconds
 * @language: for refusals
 * @scan: (out) (transfer full): the scan with its verdict; NULL: it was not taken, for @refusal
 * @refusal: forged: not signed by that counter; invalid_field, forbidden: the account may not act for the
 * store
 *
 * Takes what a counter accepted in an outage. Handed in again, it gets the verdict that it got. Otherwise:
 *
 * - The voucher was unused: it is redeemed, at the time that was signed.
 * - It was used before, or had gone: a conflict, with both uses in it. The first by signed time counts, also
 * when it is handed in later: then the other redemption is taken back and this one booked. The guarantee pays
 * the second what the voucher was worth, up to the merchant's offline limit and PLATFORM_GUARANTEE_CAP in 30
 * days; what is above is borne by that shop.
 * - It could not be accepted there and then at all: refused, exactly.
 *
 * A time that is not believed (the clock is off by more than PLATFORM_CLOCK_TOLERANCE, the chain is broken)
 * is flagged: such a scan is taken all the same, but it never displaces another, and the guarantee does not
 * pay it.
 */
gboolean platform_hand_in_take (PlatformDatabase *database,
                                const PlatformTrade *trade,
                                PlatformDevice *device,
                                const char *account_id,
                                gint64 clock_offset,
                                const PlatformHandedIn *item,
                                const char *language,
                                PlatformScan **scan,
                                PlatformRefusal *refusal,
                                GError **error);

G_END_DECLS
