/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"
#include "rambla-voucher.h"

G_BEGIN_DECLS

/* Asks for one voucher: when told to, and again and again, quickly while it can be used and nobody tells, so
 * that a scan at the counter is known within a second. */
typedef struct _RamblaVoucherWatch RamblaVoucherWatch;

/* An answer came: @voucher, or %NULL and @error. The watch may be freed from here. */
typedef void (*RamblaVoucherHeard) (RamblaVoucher *voucher, const GError *error, gpointer user_data);

/** rambla_voucher_watch_new: starts to ask for the voucher @id at once. */
RamblaVoucherWatch *
rambla_voucher_watch_new (RamblaApi *api, const char *id, RamblaVoucherHeard heard, gpointer user_data);

/** rambla_voucher_watch_free: stops; nothing is heard any more. */
void rambla_voucher_watch_free (RamblaVoucherWatch *self);

/**
 * rambla_voucher_watch_set_told:
 * @told: whether rambla_voucher_watch_ask() is called when the voucher changes: then it asks by itself only
 * in case that fails
 */
void rambla_voucher_watch_set_told (RamblaVoucherWatch *self, gboolean told);

/** rambla_voucher_watch_ask: asks now: something has changed. */
void rambla_voucher_watch_ask (RamblaVoucherWatch *self);

/** rambla_voucher_watch_count: changes how many look at the voucher by @change; returns how many that are. */
guint rambla_voucher_watch_count (RamblaVoucherWatch *self, int change);

G_END_DECLS
