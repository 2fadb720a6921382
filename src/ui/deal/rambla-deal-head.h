/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

/** rambla_deal_head_new: title, shop, rating and price of an offer, summary or whole. Floating. */
GtkWidget *rambla_deal_head_new (RamblaDeal *deal);

/** rambla_deal_rules_new: when and how a whole offer may be used, as facts. Floating. */
GtkWidget *rambla_deal_rules_new (RamblaDeal *deal, GTimeZone *zone);

G_END_DECLS
