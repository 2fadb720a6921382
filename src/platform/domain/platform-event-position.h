/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PLATFORM_EVENT_SECRET_SIZE 32
#define PLATFORM_EVENT_POSITION_SIZE 23 /* with the NUL */

/**
 * platform_event_position_seal:
 * @secret: platform_outbox_storage_get_secret()
 * @number: an outbox number
 * @text: (out caller-allocates): 22 characters of base64url
 *
 * Writes a number so that strangers can neither read it, which would tell them how much happens here, nor
 * make one up. The same number gives the same text.
 */
void
platform_event_position_seal (const guint8 *secret, gint64 number, char text[PLATFORM_EVENT_POSITION_SIZE]);

/**
 * platform_event_position_open:
 * @text: anything
 * @number: (out): the number
 *
 * Returns: FALSE if @text was not sealed with @secret
 */
gboolean platform_event_position_open (const guint8 *secret, const char *text, gint64 *number);

G_END_DECLS
