/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_CATEGORY (rambla_category_get_type ())
G_DECLARE_FINAL_TYPE (RamblaCategory, rambla_category, RAMBLA, CATEGORY, GObject)

/**
 * rambla_category_from_json:
 * A kind of service.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaCategory *rambla_category_from_json (JsonNode *node, GError **error);

/** rambla_category_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_category_get_json (RamblaCategory *self);

/** rambla_category_get_id: stable id */
const char *rambla_category_get_id (RamblaCategory *self);

/** rambla_category_get_name: for people, in the language asked for */
const char *rambla_category_get_name (RamblaCategory *self);

/** rambla_category_get_glyph: name of a symbolic icon */
const char *rambla_category_get_glyph (RamblaCategory *self);

/** rambla_category_get_deal_count: how many offers */
int rambla_category_get_deal_count (RamblaCategory *self);

G_END_DECLS
