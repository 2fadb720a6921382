/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-comparison.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_COMPARE_PAGE (rambla_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaComparePage, rambla_compare_page, RAMBLA, COMPARE_PAGE, AdwBin)

/**
 * rambla_compare_page_new:
 * @comparison: the offers; what is taken out there goes here too
 * @zone: the places' time zone
 *
 * Two to four offers as columns; what differs stands out, the best of a line is marked. Actions:
 * `compare.print`, `compare.copy`, `compare.mail`, `compare.remove` (string: an offer's id).
 */
GtkWidget *rambla_compare_page_new (RamblaComparison *comparison, GTimeZone *zone);

G_END_DECLS
