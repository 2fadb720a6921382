/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

/* The small parts that the offer's page and the checkout are made of. All are floating. */

/** rambla_section_new: @child under the heading @title; the heading names @child to screen readers. */
GtkWidget *rambla_section_new (const char *title, GtkWidget *child);

/** rambla_fact_new: a line of facts: an icon and words that wrap; @icon_name may be %NULL. */
GtkWidget *rambla_fact_new (const char *icon_name, const char *text);

/** rambla_text_new: a label that wraps, starts at the side where reading starts, and has @css_class (may be
 * %NULL). */
GtkWidget *rambla_text_new (const char *text, const char *css_class);

/** rambla_guarantee_new: the promise that goes with a purchase; @booking: (nullable): with one of a booked
 * time, whose rules it says. */
GtkWidget *rambla_guarantee_new (const RamblaDealBooking *booking);

/** rambla_box_clear: removes what is in @box. */
void rambla_box_clear (GtkBox *box);

G_END_DECLS
