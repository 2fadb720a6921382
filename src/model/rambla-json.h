/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-geo.h"
#include "rambla-money.h"

G_BEGIN_DECLS

/* Reading JSON that strangers wrote. */

#define RAMBLA_JSON_ERROR (rambla_json_error_quark ())
GQuark rambla_json_error_quark (void);

typedef enum
{
  RAMBLA_JSON_ERROR_SYNTAX,    /* not JSON (RFC 8259), or something after it */
  RAMBLA_JSON_ERROR_ENCODING,  /* not UTF-8, a lone surrogate, or U+0000 */
  RAMBLA_JSON_ERROR_TOO_LARGE, /* more bytes than allowed */
  RAMBLA_JSON_ERROR_TOO_DEEP,  /* nested deeper than allowed */
  RAMBLA_JSON_ERROR_DUPLICATE, /* a member twice in one object */
  RAMBLA_JSON_ERROR_MISSING,   /* a required member is not there */
  RAMBLA_JSON_ERROR_TYPE,      /* it has another type */
  RAMBLA_JSON_ERROR_RANGE,     /* a number, length or count outside its bounds */
  RAMBLA_JSON_ERROR_VALUE,     /* right type, but not one of the values or forms allowed */
  RAMBLA_JSON_ERROR_UNKNOWN,   /* a member that is not known */
} RamblaJsonError;

/* The JSON pointer (RFC 6901) of what the error is about, "" for the whole; never NULL for this domain, NULL
 * for others. The message does not repeat it. */
const char *rambla_json_error_get_pointer (const GError *error);
/* Sets an error of this domain with a pointer; @error may be NULL. */
void
rambla_json_set_error (GError **error, RamblaJsonError code, const char *pointer, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
/* Puts a part in front of the pointer of *@error, when there is one of this domain: a reader of a nested
 * object says where it stood ("/rules", "/slots/3"). Always returns FALSE, so that `return
 * rambla_json_prefix_error (…)` reads well. */
gboolean rambla_json_prefix_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

#define RAMBLA_JSON_MAX_DEPTH 32
#define RAMBLA_JSON_MAX_BODY (64 * 1024)          /* what the platform takes */
#define RAMBLA_JSON_MAX_ANSWER (16 * 1024 * 1024) /* what the client takes */

/* Parses exactly one JSON value with white space around it. Strict RFC 8259, and besides: valid UTF-8, no
 * byte order mark, no U+0000, no lone surrogates, no member twice, arrays and objects nested at most 32 deep,
 * integers that fit in 64 bits (larger ones are a RANGE error), finite numbers. Integers without fraction or
 * exponent become G_TYPE_INT64, others G_TYPE_DOUBLE.
 * @length: -1 for NUL-terminated. @max_bytes: one of the limits above.
 * Returns: (transfer full) (nullable). Any thread. */
JsonNode *rambla_json_parse (const char *data, gssize length, gsize max_bytes, GError **error);
/* The same with another bound for nesting (1…32). */
JsonNode *
rambla_json_parse_bounded (const char *data, gssize length, gsize max_bytes, guint max_depth, GError **error);

/* The node's object, or a TYPE error for "". Returns: (transfer none) (nullable) */
JsonObject *rambla_json_as_object (JsonNode *node, GError **error);
/* The node's array of at most @max_items. Returns: (transfer none) (nullable) */
JsonArray *rambla_json_as_array (JsonNode *node, guint max_items, GError **error);

/* Members. Each returns FALSE with an error that points at "/name" when the member is missing (null counts as
 * missing), of another type or out of bounds; *out is then untouched. The *_or variants take a missing member
 * as @fallback and return TRUE. Strings, nodes, objects and arrays stay owned by @object. */
gboolean rambla_json_get_int (JsonObject *object,
                              const char *name,
                              gint64 min,
                              gint64 max,
                              gint64 *out,
                              GError **error);
gboolean rambla_json_get_int_or (JsonObject *object,
                                 const char *name,
                                 gint64 min,
                                 gint64 max,
                                 gint64 fallback,
                                 gint64 *out,
                                 GError **error);
/* Takes integers too. */
gboolean rambla_json_get_double (JsonObject *object,
                                 const char *name,
                                 double min,
                                 double max,
                                 double *out,
                                 GError **error);
gboolean rambla_json_get_double_or (JsonObject *object,
                                    const char *name,
                                    double min,
                                    double max,
                                    double fallback,
                                    double *out,
                                    GError **error);
gboolean rambla_json_get_bool (JsonObject *object, const char *name, gboolean *out, GError **error);
gboolean rambla_json_get_bool_or (JsonObject *object,
                                  const char *name,
                                  gboolean fallback,
                                  gboolean *out,
                                  GError **error);
/* Not empty, at most @max_bytes bytes of UTF-8, no control characters but tab and line feed. */
gboolean rambla_json_get_string (JsonObject *object,
                                 const char *name,
                                 gsize max_bytes,
                                 const char **out,
                                 GError **error);
/* May be missing (then @fallback, which may be NULL) or empty. */
gboolean rambla_json_get_string_or (JsonObject *object,
                                    const char *name,
                                    gsize max_bytes,
                                    const char *fallback,
                                    const char **out,
                                    GError **error);
/* An id with this prefix, see rambla-id.h. @prefix NULL: any of 1…64 characters A–Z a–z 0–9 _ - . */
gboolean rambla_json_get_id (JsonObject *object,
                             const char *name,
                             const char *prefix,
                             const char **out,
                             GError **error);
gboolean rambla_json_get_id_or (JsonObject *object,
                                const char *name,
                                const char *prefix,
                                const char *fallback,
                                const char **out,
                                GError **error);
/* One of a NULL-terminated list; *out is its index. */
gboolean rambla_json_get_enum (JsonObject *object,
                               const char *name,
                               const char *const *values,
                               int *out,
                               GError **error);
gboolean rambla_json_get_enum_or (JsonObject *object,
                                  const char *name,
                                  const char *const *values,
                                  int fallback,
                                  int *out,
                                  GError **error);
/* An absolute http or https URL with a host, at most 2,000 bytes, without user name or password. */
gboolean rambla_json_get_url (JsonObject *object, const char *name, const char **out, GError **error);
gboolean rambla_json_get_url_or (JsonObject *object,
                                 const char *name,
                                 const char *fallback,
                                 const char **out,
                                 GError **error);
/* RFC 3339, as microseconds since 1970 UTC. */
gboolean rambla_json_get_time (JsonObject *object, const char *name, gint64 *out_us, GError **error);
gboolean rambla_json_get_time_or (JsonObject *object,
                                  const char *name,
                                  gint64 fallback_us,
                                  gint64 *out_us,
                                  GError **error);
gboolean rambla_json_get_money (JsonObject *object, const char *name, RamblaMoney *out, GError **error);
/* The same, and no member besides the two: for what the platform takes. */
gboolean
rambla_json_get_money_strict (JsonObject *object, const char *name, RamblaMoney *out, GError **error);
/* Missing gives the empty value. */
gboolean
rambla_json_get_money_or_none (JsonObject *object, const char *name, RamblaMoney *out, GError **error);
gboolean rambla_json_get_point (JsonObject *object, const char *name, RamblaPoint *out, GError **error);
gboolean rambla_json_get_object (JsonObject *object, const char *name, JsonObject **out, GError **error);
/* Missing gives NULL. */
gboolean
rambla_json_get_object_or_null (JsonObject *object, const char *name, JsonObject **out, GError **error);
gboolean rambla_json_get_array (JsonObject *object,
                                const char *name,
                                guint max_items,
                                JsonArray **out,
                                GError **error);
gboolean rambla_json_get_array_or_null (JsonObject *object,
                                        const char *name,
                                        guint max_items,
                                        JsonArray **out,
                                        GError **error);
/* An array of strings as a new strv; each not empty and at most @max_bytes. Missing gives NULL. */
gboolean rambla_json_get_strv_or_null (JsonObject *object,
                                       const char *name,
                                       guint max_items,
                                       gsize max_bytes,
                                       char ***out,
                                       GError **error);

/* The platform's rule: only these members (NULL-terminated). FALSE + UNKNOWN that points at the first
 * stranger. */
gboolean rambla_json_check_members (JsonObject *object, const char *const *known, GError **error);

/* TRUE for what rambla_json_get_url() takes. */
gboolean rambla_url_is_acceptable (const char *url);

G_END_DECLS
