/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_CERTIFICATION_ROW (rambla_certification_row_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCertificationRow, rambla_certification_row, RAMBLA, CERTIFICATION_ROW, AdwBin)

/**
 * rambla_certification_row_new:
 * @merchant_id: (nullable): whoever sells there; %NULL: not known, then nothing can be checked
 *
 * What the platform states about a shop, as this computer found it: genuine, expired, forged or nothing.
 */
GtkWidget *rambla_certification_row_new (RamblaApi *api, const char *store_id, const char *merchant_id);

G_END_DECLS
