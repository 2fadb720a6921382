/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-store.h"

G_BEGIN_DECLS

/**
 * rambla_store_hours_new: (floating)
 * @store: a store whose opening hours are known
 * @zone: the place's
 *
 * The week, today's line standing out, and the special days of the next weeks in words.
 */
GtkWidget *rambla_store_hours_new (RamblaStore *store, GTimeZone *zone);

/** rambla_store_hours_describe_day: (transfer full): "Thu 24 Dec 09:00–14:00 · Christmas Eve". */
char *rambla_store_hours_describe_day (const RamblaDayHours *day);

G_END_DECLS
