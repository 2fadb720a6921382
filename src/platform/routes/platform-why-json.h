/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-call.h"
#include "platform-deal-search.h"

G_BEGIN_DECLS

/**
 * platform_json_write_why:
 * @order: what the list is sorted by
 * @words: (nullable): what was looked for, mended if it was
 * @mended: whether @words are not what was typed
 * @sponsored: whether somebody pays for the offer being marked
 *
 * Writes why an offer is where it is in a list: all that its place is made of, and where the words stand.
 */
gboolean platform_json_write_why (PlatformCall *call,
                                  const PlatformDealHit *hit,
                                  const char *order,
                                  const char *words,
                                  gboolean mended,
                                  gboolean sponsored,
                                  GError **error);

G_END_DECLS
