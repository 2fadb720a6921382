/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "platform-request.h"
#include "platform-response.h"

G_BEGIN_DECLS

/**
 * platform_body_parse:
 * @known: (array zero-terminated=1): the members that the route takes
 * @optional: TRUE if there may be no body at all; it reads as an empty object
 * @refusal: (out) (transfer full): the problem to answer with
 *
 * Reads the body as one JSON object and refuses members that the route does not know.
 *
 * Returns: (transfer full) (nullable): the object's node, or NULL with @refusal set
 */
JsonNode *platform_body_parse (PlatformRequest *request,
                               const char *const *known,
                               gboolean optional,
                               PlatformResponse **refusal);

/**
 * platform_body_decode_base64:
 *
 * Returns: (transfer full) (nullable): the bytes of a member in base64; NULL for whitespace and other alphabets
 */
GBytes *platform_body_decode_base64 (const char *text);

G_END_DECLS
