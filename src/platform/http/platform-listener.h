/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * platform_listener_open:
 * @address: "127.0.0.1:PORT", "[::1]:PORT", "localhost:PORT" or "unix:/path"
 * @any_interface: take addresses other than loopback
 * @uri: (out) (transfer full): where it listens now: "http://127.0.0.1:PORT" or "unix:/path"
 *
 * Binds and listens. A socket file that nobody listens on any more is replaced; one that is in use is not.
 *
 * Returns: the socket, non-blocking, or -1 with @error in PLATFORM_SERVER_ERROR
 */
int platform_listener_open (const char *address, gboolean any_interface, char **uri, GError **error);

G_END_DECLS
