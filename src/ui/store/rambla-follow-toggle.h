/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-follows.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_FOLLOW_TOGGLE (rambla_follow_toggle_get_type ())
G_DECLARE_FINAL_TYPE (RamblaFollowToggle, rambla_follow_toggle, RAMBLA, FOLLOW_TOGGLE, GtkButton)

/** rambla_follow_toggle_new: follows @store and drops it again; follows changes that come from elsewhere. */
GtkWidget *rambla_follow_toggle_new (RamblaFollows *follows, RamblaStore *store);

G_END_DECLS
