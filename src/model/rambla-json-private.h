/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-json.h"

G_BEGIN_DECLS

/* What the readers of members share. */

/* "/name" with the two characters that RFC 6901 escapes; names of strangers are cut. */
char *rambla_json_pointer_to (const char *name);
/* Sets an error that points at "/name". Always FALSE. */
gboolean rambla_json_fail (GError **error, RamblaJsonError code, const char *name, const char *message);
gboolean rambla_json_fail_missing (GError **error, const char *name);
/* Puts "/name" in front of an error from below. Always FALSE. */
gboolean rambla_json_place_error (GError **error, const char *name);
/* The member, or NULL when it is missing or null. */
JsonNode *rambla_json_find (JsonObject *object, const char *name);
/* G_TYPE_INVALID for objects, arrays and null. */
GType rambla_json_value_type (JsonNode *node);

G_END_DECLS
