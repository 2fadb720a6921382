/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * rambla_image_fetch_async:
 * @url: http or https
 * @seconds: how long it may take altogether
 *
 * Fetches a picture's bytes. It is sent without anything that tells who asks; a redirect is not followed; an
 * answer that is larger than RAMBLA_IMAGE_MAX_BYTES, whatever it said before, or takes too long is given up.
 */
void rambla_image_fetch_async (SoupSession *session,
                               const char *url,
                               guint seconds,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/** Returns: (transfer full): the bytes as they came; %NULL with %G_IO_ERROR */
GBytes *rambla_image_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
