/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_PAGE_AGE (rambla_page_age_get_type ())
G_DECLARE_FINAL_TYPE (RamblaPageAge, rambla_page_age, RAMBLA, PAGE_AGE, AdwBin)

/** rambla_page_age_new: a strip above a page that says how old it is, while the platform cannot be reached.
 */
GtkWidget *rambla_page_age_new (void);

/** rambla_page_age_set: shows the strip while @offline; @fetched_at: microseconds since 1970 UTC, 0 when
 * unknown. */
void rambla_page_age_set (RamblaPageAge *self, gboolean offline, gint64 fetched_at);

G_END_DECLS
