/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_STORE_BRANCHES (rambla_store_branches_get_type ())
G_DECLARE_FINAL_TYPE (RamblaStoreBranches, rambla_store_branches, RAMBLA, STORE_BRANCHES, AdwBin)

/** rambla_store_branches_new: the other branches of @store's brand, nearest to it first, each a button that
 * opens its page. */
GtkWidget *rambla_store_branches_new (RamblaApi *api, RamblaStore *store);

G_END_DECLS
