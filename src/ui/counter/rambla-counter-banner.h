/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-counter-queue.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COUNTER_BANNER (rambla_counter_banner_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCounterBanner, rambla_counter_banner, RAMBLA, COUNTER_BANNER, AdwBin)

/**
 * rambla_counter_banner_set_queue:
 *
 * What is unusual at this counter, for as long as it is: no network, and what is accepted meanwhile; a wrong
 * clock; scans that nobody takes. Follows the queue.
 */
void rambla_counter_banner_set_queue (RamblaCounterBanner *self, RamblaCounterQueue *queue);

/**
 * rambla_counter_banner_update:
 *
 * Looks again: what it says holds durations.
 */
void rambla_counter_banner_update (RamblaCounterBanner *self);

G_END_DECLS
