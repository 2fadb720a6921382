/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-api.h"
#include "rambla-dispute.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_DISPUTE_PICTURES (rambla_dispute_pictures_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDisputePictures, rambla_dispute_pictures, RAMBLA, DISPUTE_PICTURES, AdwBin)

/** rambla_dispute_pictures_new: the pictures of a dispute, fetched and decoded beside the main loop. */
GtkWidget *rambla_dispute_pictures_new (RamblaApi *api);

/** rambla_dispute_pictures_set_dispute: shows what is in it; what is shown already stays. */
void rambla_dispute_pictures_set_dispute (RamblaDisputePictures *self, RamblaDispute *dispute);

/**
 * rambla_dispute_pictures_read_async:
 * @file: a picture of the person's own
 *
 * Reads a picture and makes it small: a JPEG of at most 1600 pixels a side, without what the camera wrote
 * into it about place and owner.
 */
void rambla_dispute_pictures_read_async (GFile *file,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
/** Returns: (transfer full): the picture to send */
GBytes *rambla_dispute_pictures_read_finish (GAsyncResult *result, GError **error);

G_END_DECLS
