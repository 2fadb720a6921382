/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_REVIEW_LIST (rambla_review_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaReviewList, rambla_review_list, RAMBLA, REVIEW_LIST, AdwBin)

/**
 * rambla_review_list_new:
 * @deal_id: the offer
 *
 * What people said who used the offer: average, how many gave how many stars, and the words, sorted as one
 * likes; more come when asked for. What is shown is checked against the public log; where it does not fit, a
 * warning stands above it.
 */
GtkWidget *rambla_review_list_new (RamblaClient *client, const char *deal_id);

G_END_DECLS
