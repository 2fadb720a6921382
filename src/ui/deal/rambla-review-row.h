/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-log-witness.h"
#include "rambla-review.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_REVIEW_ROW (rambla_review_row_get_type ())
G_DECLARE_FINAL_TYPE (RamblaReviewRow, rambla_review_row, RAMBLA, REVIEW_ROW, AdwBin)

/**
 * rambla_review_row_new:
 *
 * One review: stars, who and when, words, pictures, the merchant's reply; where it is hidden, the reason.
 */
GtkWidget *rambla_review_row_new (RamblaReview *review);

/** rambla_review_row_get_review: (transfer none) */
RamblaReview *rambla_review_row_get_review (RamblaReviewRow *self);

/** rambla_review_row_add: puts something that can be done with it under it. */
void rambla_review_row_add (RamblaReviewRow *self, GtkWidget *widget);

/** rambla_review_row_set_proof: says that it is in the public log, and shows the proof when asked; @proof
 * holds an entry about this review. */
void rambla_review_row_set_proof (RamblaReviewRow *self, const RamblaLogProof *proof);

/** rambla_stars_new: (transfer floating): @rating of five stars, which are read out. */
GtkWidget *rambla_stars_new (int rating);

G_END_DECLS
