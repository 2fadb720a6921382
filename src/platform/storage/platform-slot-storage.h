/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-deal-storage.h"
#include "platform-store-storage.h"

G_BEGIN_DECLS

/**
 * PlatformSlot:
 * @id: "slo_…": the start and a digest of deal and store, so it is always the same and needs no row
 * @starts_at: seconds since 1970, UTC
 * @ends_at: @starts_at and the deal's minutes
 * @booked: units booked or held
 *
 * A time that can be booked at one branch, out of the deal's rule.
 */
typedef struct
{
  char id[24];
  gint64 deal;
  gint64 store;
  char *store_id;
  gint64 starts_at;
  gint64 ends_at;
  int capacity;
  int booked;
} PlatformSlot;

void platform_slot_free (PlatformSlot *self);

/**
 * platform_slot_list:
 * @deal: a booking offer; any other has no slots
 * @store: (nullable): only this branch, which the deal must be good at; NULL: all its branches
 * @days: days from 1970-01-01 to the day asked for, in the city's time zone: rambla_days_from_date()
 * @now: what has begun by then is left out, as is what lies too far ahead
 * @slots: (out) (transfer full) (element-type PlatformSlot): by time, then branch; may be empty
 */
gboolean platform_slot_list (PlatformDatabase *database,
                             const PlatformCity *city,
                             const PlatformDeal *deal,
                             const PlatformStore *store,
                             gint64 days,
                             gint64 now,
                             GPtrArray **slots,
                             GError **error);

/**
 * platform_slot_find:
 * @id: a slot's id; any text is harmless
 * @slot: (out) (nullable) (transfer full): the slot; NULL if this deal has no such slot at this branch, or it
 * has begun, or lies too far ahead. @now 0 finds past ones as well.
 */
gboolean platform_slot_find (PlatformDatabase *database,
                             const PlatformCity *city,
                             const PlatformDeal *deal,
                             const PlatformStore *store,
                             const char *id,
                             gint64 now,
                             PlatformSlot **slot,
                             GError **error);

/**
 * platform_slot_hold:
 * @database: the writer's
 * @quantity: units, above 0
 * @held: (out): FALSE if fewer are free: then nothing has changed
 */
gboolean platform_slot_hold (PlatformDatabase *database,
                             const PlatformSlot *slot,
                             int quantity,
                             gboolean *held,
                             GError **error);

/**
 * platform_slot_release:
 * @deal: a deal's number
 * @store: a store's number
 * @starts_at: the slot's start
 *
 * Gives held or booked units back.
 */
gboolean platform_slot_release (PlatformDatabase *database,
                                gint64 deal,
                                gint64 store,
                                gint64 starts_at,
                                int quantity,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformSlot, platform_slot_free)

G_END_DECLS
