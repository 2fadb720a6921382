/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rambla-image.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_IMAGE_LOADER (rambla_image_loader_get_type ())
G_DECLARE_FINAL_TYPE (RamblaImageLoader, rambla_image_loader, RAMBLA, IMAGE_LOADER, GObject)

/**
 * rambla_image_loader_new:
 * @session: the connection pool
 * @folder: (nullable): where pictures are kept between two starts, at most 64 MiB of them; %NULL for nowhere
 *
 * The shops' own pictures. Nothing about them is trusted: they come from the platform's own address only,
 * their bytes and pixels are bounded before anything decodes them, they are decoded by two threads at most,
 * in the size they are shown in. Four are fetched at the same time at most, so that calls find a free
 * connection; who asks for the same one shares it; what did not work is not tried again for half a minute.
 * Decoded ones are kept up to 24 MiB. Main thread only.
 */
RamblaImageLoader *rambla_image_loader_new (SoupSession *session, const char *folder);

/**
 * rambla_image_loader_set_origin:
 * @base_url: (nullable): the platform's address, to which pictures' addresses are relative; others than those
 * beginning with it are refused. %NULL: unknown: only pictures that are kept are to be had
 */
void rambla_image_loader_set_origin (RamblaImageLoader *self, const char *base_url);

/**
 * rambla_image_loader_peek:
 * @url: a path on the platform, or an address there
 * @width: how many pixels wide it will be shown
 *
 * Returns: (transfer full) (nullable): the picture if it is decoded already
 */
RamblaImage *rambla_image_loader_peek (RamblaImageLoader *self, const char *url, int width);

/** rambla_image_loader_load_async: the same with all that is needed for it; @width is rounded up to one of a
 * few sizes. */
void rambla_image_loader_load_async (RamblaImageLoader *self,
                                     const char *url,
                                     int width,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/** Returns: (transfer full): the picture, at least @width wide if it is that large itself; %NULL with
 * %G_IO_ERROR */
RamblaImage *rambla_image_loader_load_finish (RamblaImageLoader *self, GAsyncResult *result, GError **error);

/** rambla_image_loader_get_memory: bytes of decoded pictures that are kept. */
gsize rambla_image_loader_get_memory (RamblaImageLoader *self);

G_END_DECLS
