/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_REVIEW_DIALOG (rambla_review_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RamblaReviewDialog, rambla_review_dialog, RAMBLA, REVIEW_DIALOG, AdwWindow)

/**
 * rambla_review_dialog_new:
 * @voucher_id: what was used
 * @title: what it was, for people
 *
 * Writes a review: stars, words, pictures, and whether one's name is shown, which it is not by itself. Signal
 * `done`: it is published.
 */
GtkWidget *
rambla_review_dialog_new (GtkWindow *parent, RamblaApi *api, const char *voucher_id, const char *title);

G_END_DECLS
