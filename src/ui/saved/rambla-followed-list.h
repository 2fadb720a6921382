/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-follows.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_FOLLOWED_LIST (rambla_followed_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaFollowedList, rambla_followed_list, RAMBLA, FOLLOWED_LIST, AdwBin)

/** rambla_followed_list_new: the stores that one follows and how many new offers each has; hidden while there
 * are none. */
GtkWidget *rambla_followed_list_new (RamblaFollows *follows);

G_END_DECLS
