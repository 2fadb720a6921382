/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-dispute.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * platform_dispute_json_load:
 * @party: who reads it
 * @whole: with all that was said and shown; lists go without
 *
 * Reads what belongs to a dispute and writes it as one value. All parties read the same; who said what is
 * told by their part, not by their name.
 *
 * Returns: FALSE with @error set
 */
gboolean platform_dispute_json_load (RamblaJsonWriter *writer,
                                     PlatformDatabase *database,
                                     const PlatformTrade *trade,
                                     const PlatformDispute *dispute,
                                     PlatformParty party,
                                     gboolean whole,
                                     const char *language,
                                     GError **error);

/**
 * platform_dispute_json_write_picture:
 * @picture: with its bytes or without
 *
 * Writes one value; the bytes as base64.
 */
void platform_dispute_json_write_picture (RamblaJsonWriter *writer, const PlatformDisputePicture *picture);

G_END_DECLS
