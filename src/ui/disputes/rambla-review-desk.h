/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_REVIEW_DESK (rambla_review_desk_get_type ())
G_DECLARE_FINAL_TYPE (RamblaReviewDesk, rambla_review_desk, RAMBLA, REVIEW_DESK, AdwBin)

/**
 * rambla_review_desk_new:
 * @store_id: (nullable): the store whose reviews the merchant answers; %NULL: all, for the operator, who may
 * hide them
 *
 * The newest reviews and what can be done about them.
 */
GtkWidget *rambla_review_desk_new (RamblaClient *client, const char *store_id);

G_END_DECLS
