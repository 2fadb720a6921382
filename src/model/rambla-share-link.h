/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * rambla_share_link_parse:
 * @text: what somebody clicked or typed
 * @base_url: (nullable): the platform's address, without a slash at its end
 * @deal_id: (out) (transfer full): the offer
 * @code: (out) (transfer full) (nullable): who shared it
 *
 * Reads a link to an offer: "https://platform/d/dea_…?by=code" of this very platform, or
 * "rambla:/d/dea_…?by=code", which the platform's page leads to.
 *
 * Returns: FALSE if it is none
 */
gboolean rambla_share_link_parse (const char *text, const char *base_url, char **deal_id, char **code);

G_END_DECLS
