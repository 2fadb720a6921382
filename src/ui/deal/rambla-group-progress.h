/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

/**
 * rambla_group_progress_new:
 * @deal: a group deal
 * @zone: of the places
 *
 * Who has joined and who is missing as faces, the price tiers, and until when. Floating.
 */
GtkWidget *rambla_group_progress_new (RamblaDeal *deal, GTimeZone *zone);

G_END_DECLS
