/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_STORE_CHOOSER (rambla_store_chooser_get_type ())
G_DECLARE_FINAL_TYPE (RamblaStoreChooser, rambla_store_chooser, RAMBLA, STORE_CHOOSER, AdwBin)

/** rambla_store_chooser_new: asks in which store this counter stands. Signal `chosen (RamblaStore *store)`.
 */
GtkWidget *rambla_store_chooser_new (RamblaApi *api);

G_END_DECLS
