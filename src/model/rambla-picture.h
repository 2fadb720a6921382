/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* One of a shop's own pictures. */
typedef struct
{
  char *id;  /* NULL: it has none */
  char *url; /* http, https, or a path on the platform */
  char *alt; /* what is seen on it; NULL: nobody says */
} RamblaShopPicture;

void rambla_shop_picture_free (RamblaShopPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaShopPicture, rambla_shop_picture_free)

/**
 * rambla_picture_read_list:
 *
 * Reads a list of pictures with an address, in their order; a missing member is an empty list.
 *
 * Returns: (transfer full) (element-type RamblaShopPicture): %NULL with %RAMBLA_JSON_ERROR when it is there
 * and not as it should be
 */
GPtrArray *rambla_picture_read_list (JsonObject *object, const char *name, GError **error);

/**
 * rambla_picture_read:
 * @illustration: (out) (transfer full) (nullable): id of one of the client's own drawings: letters, digits
 * and dashes only
 * @url: (out) (transfer full) (nullable): address of a picture: http, https, or a path on the platform
 *
 * Reads the contract's Picture, which names a drawing of the client's or an address. A missing member leaves
 * both %NULL.
 *
 * Returns: %FALSE with %RAMBLA_JSON_ERROR when it is there and not as it should be
 */
gboolean
rambla_picture_read (JsonObject *object, const char *name, char **illustration, char **url, GError **error);

G_END_DECLS
