/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-sound.h"

#include <gsound.h>

/* Names of the freedesktop.org sound naming specification. */
static const char *const names[] = {
  [RAMBLA_COUNTER_SOUND_ACCEPTED] = "complete",
  [RAMBLA_COUNTER_SOUND_WAITING] = "message-new-instant",
  [RAMBLA_COUNTER_SOUND_REFUSED] = "dialog-error",
};

static void
on_play_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!gsound_context_play_full_finish (GSOUND_CONTEXT (source), result, &error))
    g_debug ("No sound: %s", error->message);
}

void
rambla_counter_sound_play (RamblaCounterSound sound)
{
  static GSoundContext *context;
  static gboolean silent;
  g_autoptr (GError) error = NULL;

  if (context == NULL && !silent)
    context = gsound_context_new (NULL, &error);
  if (context == NULL)
    {
      silent = TRUE;
      return;
    }
  gsound_context_play_full (context, NULL, on_play_ready, NULL, GSOUND_ATTR_EVENT_ID, names[sound],
                            GSOUND_ATTR_MEDIA_ROLE, "event", NULL);
}
