/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-counter-file.h"
#include "rambla-redemption.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COUNTER_ANSWER (rambla_counter_answer_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCounterAnswer, rambla_counter_answer, RAMBLA, COUNTER_ANSWER, AdwBin)

/** rambla_counter_answer_new: the large answer to a scan; ready to scan at first. */
GtkWidget *rambla_counter_answer_new (void);

/** rambla_counter_answer_show_ready: waiting for a scan. */
void rambla_counter_answer_show_ready (RamblaCounterAnswer *self);

/** rambla_counter_answer_show_checking: a scan is being checked. */
void rambla_counter_answer_show_checking (RamblaCounterAnswer *self);

/** rambla_counter_answer_show_accepted: accepted. */
void rambla_counter_answer_show_accepted (RamblaCounterAnswer *self, RamblaRedemption *redemption);

/** rambla_counter_answer_show_waiting: accepted by this counter alone, waiting to be handed in. */
void rambla_counter_answer_show_waiting (RamblaCounterAnswer *self, const RamblaCounterScan *scan);

/** rambla_counter_answer_show_undone: a redemption was taken back. */
void rambla_counter_answer_show_undone (RamblaCounterAnswer *self, RamblaRedemption *redemption);

/**
 * rambla_counter_answer_show_error: refused, and exactly why; or not decided, when the platform was not
 * reached.
 * @timezone: in which times of day are said
 */
void rambla_counter_answer_show_error (RamblaCounterAnswer *self, const GError *error, GTimeZone *timezone);

G_END_DECLS
