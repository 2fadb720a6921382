/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-deal.h"

G_BEGIN_DECLS

/**
 * rambla_compare_print_operation_new:
 * @table: from rambla_comparison_table_new()
 * @deals: (array length=n_deals): the columns
 *
 * The comparison on paper, as many pages as it takes; for tests, which run it to a file.
 *
 * Returns: (transfer full): what to run
 */
GtkPrintOperation *rambla_compare_print_operation_new (GPtrArray *table, RamblaDeal **deals, guint n_deals);

/** rambla_compare_print: asks for a printer and prints. */
void rambla_compare_print (GPtrArray *table, RamblaDeal **deals, guint n_deals, GtkWindow *parent);

G_END_DECLS
