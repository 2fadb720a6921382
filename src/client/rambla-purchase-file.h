/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-money.h"

G_BEGIN_DECLS

/**
 * RamblaPurchaseFile:
 * @folder: where the file lies
 * @buyer: which platform it is with, and whose it is
 * @key: idempotency key of the order, also the file's name
 * @total: what the buyer saw
 * @slot_id: (nullable): for a booking
 * @order_id: (nullable): once the platform has answered
 * @method: (nullable): how it is being paid
 * @payment_key: (nullable): idempotency key of the payment under way
 * @created_at: when the buyer confirmed, seconds since 1970 UTC
 *
 * What has to survive of a purchase while its outcome is not known.
 */
typedef struct
{
  char *folder;
  char *buyer;
  char *key;
  char *deal_id;
  char *store_id;
  int quantity;
  RamblaMoney total;
  char *slot_id;
  char *tracking; /* what led to it; NULL: nothing that is told */
  char *order_id;
  char *method;
  char *payment_key;
  gint64 created_at;
} RamblaPurchaseFile;

void rambla_purchase_file_free (RamblaPurchaseFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaPurchaseFile, rambla_purchase_file_free)

/** rambla_purchase_file_save: writes it so that it survives a power cut; takes a disk's time. */
gboolean rambla_purchase_file_save (RamblaPurchaseFile *self, GError **error);

/** rambla_purchase_file_remove: the outcome is known. */
void rambla_purchase_file_remove (RamblaPurchaseFile *self);

/** rambla_purchase_file_load_all: (transfer full): those of @buyer, in no order; a file that cannot be
 * read is left alone. */
GPtrArray *rambla_purchase_file_load_all (const char *folder, const char *buyer);

G_END_DECLS
