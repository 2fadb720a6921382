/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-follows.h"
#include "rambla-saved.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_SAVED_PAGE (rambla_saved_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSavedPage, rambla_saved_page, RAMBLA, SAVED_PAGE, AdwBin)

/**
 * rambla_saved_page_new:
 *
 * What somebody saved, in lists: works without a network and says how old it is, looks again when it is
 * shown. Actions: `saved.export` writes the list that is seen as GeoJSON; `saved.list` (string: an offer's
 * id) asks which list it belongs to; `saved.forget` (string: an offer's id).
 */
GtkWidget *rambla_saved_page_new (RamblaClient *client, RamblaSaved *saved, RamblaFollows *follows);

G_END_DECLS
