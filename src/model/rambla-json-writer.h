/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "rambla-geo.h"
#include "rambla-money.h"

G_BEGIN_DECLS

/* Writes JSON (RFC 8259) straight onto a GString: no tree, no allocation besides the string's own growth. It
 * puts the commas; that names and values alternate is the caller's business (checked with g_return_if_fail in
 * the writer's begin/end). Lives on the stack:
 *
 *     RamblaJsonWriter w;
 *     rambla_json_writer_init (&w, string);
 *     rambla_json_writer_begin_object (&w);
 *     rambla_json_writer_name (&w, "id");
 *     rambla_json_writer_string (&w, id);
 *     rambla_json_writer_end_object (&w);
 */
typedef struct
{
  GString *out;
  guint depth;
  gboolean comma; /* a comma is due before the next value or name */
} RamblaJsonWriter;

/* Starts writing at the end of @out, which must outlive the writer. */
void rambla_json_writer_init (RamblaJsonWriter *self, GString *out);
void rambla_json_writer_begin_object (RamblaJsonWriter *self);
void rambla_json_writer_end_object (RamblaJsonWriter *self);
void rambla_json_writer_begin_array (RamblaJsonWriter *self);
void rambla_json_writer_end_array (RamblaJsonWriter *self);
/* The next member's name. */
void rambla_json_writer_name (RamblaJsonWriter *self, const char *name);
/* Text; each byte that is not valid UTF-8 becomes U+FFFD; NULL becomes null. */
void rambla_json_writer_string (RamblaJsonWriter *self, const char *text);
void rambla_json_writer_string_len (RamblaJsonWriter *self, const char *text, gsize length);
void rambla_json_writer_int (RamblaJsonWriter *self, gint64 value);
/* Shortest form that reads back the same; not a number and infinities become null. Independent of the locale.
 */
void rambla_json_writer_double (RamblaJsonWriter *self, double value);
/* With @decimals (0…9) at most, trailing zeros cut: coordinates take 6. */
void rambla_json_writer_decimal (RamblaJsonWriter *self, double value, guint decimals);
void rambla_json_writer_bool (RamblaJsonWriter *self, gboolean value);
void rambla_json_writer_null (RamblaJsonWriter *self);
/* {"amount": …, "currency": …}; null when no currency is set. */
void rambla_json_writer_money (RamblaJsonWriter *self, RamblaMoney money);
/* {"type": "Point", "coordinates": [lon, lat]}, 6 decimals. */
void rambla_json_writer_point (RamblaJsonWriter *self, RamblaPoint point);
/* RFC 3339 UTC, "2026-11-21T20:06:20Z": from Unix seconds, or microseconds (fraction only when there is one).
 */
void rambla_json_writer_time (RamblaJsonWriter *self, gint64 unix_seconds);
void rambla_json_writer_time_us (RamblaJsonWriter *self, gint64 unix_microseconds);
/* A value that is JSON already, taken as it is: the caller vouches for it. */
void rambla_json_writer_raw (RamblaJsonWriter *self, const char *json, gsize length);
/* A tree, written compactly. NULL becomes null. */
void rambla_json_writer_node (RamblaJsonWriter *self, JsonNode *node);

/* Name and value in one. */
void rambla_json_writer_member_string (RamblaJsonWriter *self, const char *name, const char *text);
void rambla_json_writer_member_int (RamblaJsonWriter *self, const char *name, gint64 value);
void rambla_json_writer_member_double (RamblaJsonWriter *self, const char *name, double value);
void rambla_json_writer_member_bool (RamblaJsonWriter *self, const char *name, gboolean value);
void rambla_json_writer_member_money (RamblaJsonWriter *self, const char *name, RamblaMoney money);
void rambla_json_writer_member_time (RamblaJsonWriter *self, const char *name, gint64 unix_seconds);

/* A whole node as a new string. Returns: (transfer full) */
char *rambla_json_to_string (JsonNode *node);

G_END_DECLS
