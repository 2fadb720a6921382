/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_SLOT (rambla_slot_get_type ())
G_DECLARE_FINAL_TYPE (RamblaSlot, rambla_slot, RAMBLA, SLOT, GObject)

/**
 * rambla_slot_from_json:
 * A bookable time at one branch.
 * It never changes; a newer state is a new object. Reading checks types, ranges, sizes and the schemes of
 * addresses, ignores members that it does not know, and makes %RAMBLA_JSON_ERROR of anything else. Any
 * thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaSlot *rambla_slot_from_json (JsonNode *node, GError **error);

/** rambla_slot_get_json: (transfer none): what it was read from, for keeping it. */
JsonNode *rambla_slot_get_json (RamblaSlot *self);

/** rambla_slot_get_id: opaque id */
const char *rambla_slot_get_id (RamblaSlot *self);

/** rambla_slot_get_store_id: at which branch */
const char *rambla_slot_get_store_id (RamblaSlot *self);

/** rambla_slot_get_starts_at: microseconds since 1970 UTC */
gint64 rambla_slot_get_starts_at (RamblaSlot *self);

/** rambla_slot_get_ends_at: microseconds since 1970 UTC */
gint64 rambla_slot_get_ends_at (RamblaSlot *self);

/** rambla_slot_get_capacity_left: how many more can come */
int rambla_slot_get_capacity_left (RamblaSlot *self);

G_END_DECLS
