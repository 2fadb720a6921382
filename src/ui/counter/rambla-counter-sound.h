/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RAMBLA_COUNTER_SOUND_ACCEPTED,
  RAMBLA_COUNTER_SOUND_WAITING, /* accepted by this counter alone */
  RAMBLA_COUNTER_SOUND_REFUSED,
} RamblaCounterSound;

/**
 * rambla_counter_sound_play:
 *
 * Plays a short sound of the desktop's sound theme, without waiting. A machine without sound stays silent:
 * colour and words say the same.
 */
void rambla_counter_sound_play (RamblaCounterSound sound);

G_END_DECLS
