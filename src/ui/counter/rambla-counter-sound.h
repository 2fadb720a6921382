/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * rambla_counter_sound_play:
 * @accepted: whether to sound like "accepted" or like "refused"
 *
 * Plays a short sound of the desktop's sound theme, without waiting. A machine without sound stays silent:
 * colour and words say the same.
 */
void rambla_counter_sound_play (gboolean accepted);

G_END_DECLS
