/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json-writer.h"

#include <math.h>
#include <string.h>

#include "rambla-time.h"

#define REPLACEMENT "\357\277\275"

void
rambla_json_writer_init (RamblaJsonWriter *self, GString *out)
{
  g_return_if_fail (self != NULL && out != NULL);

  self->out = out;
  self->depth = 0;
  self->comma = FALSE;
}

static void
put_comma (RamblaJsonWriter *self)
{
  if (self->comma)
    g_string_append_c (self->out, ',');
  self->comma = TRUE;
}

static void
begin (RamblaJsonWriter *self, char bracket)
{
  put_comma (self);
  g_string_append_c (self->out, bracket);
  self->depth++;
  self->comma = FALSE;
}

static void
end (RamblaJsonWriter *self, char bracket)
{
  g_return_if_fail (self->depth > 0);

  g_string_append_c (self->out, bracket);
  self->depth--;
  self->comma = TRUE;
}

void
rambla_json_writer_begin_object (RamblaJsonWriter *self)
{
  begin (self, '{');
}

void
rambla_json_writer_end_object (RamblaJsonWriter *self)
{
  end (self, '}');
}

void
rambla_json_writer_begin_array (RamblaJsonWriter *self)
{
  begin (self, '[');
}

void
rambla_json_writer_end_array (RamblaJsonWriter *self)
{
  end (self, ']');
}

static void
put_escaped (GString *out, guint8 c)
{
  static const char HEX[] = "0123456789abcdef";
  char escape[7] = "\\u00";

  switch (c)
    {
    case '"':
      g_string_append_len (out, "\\\"", 2);
      break;
    case '\\':
      g_string_append_len (out, "\\\\", 2);
      break;
    case '\n':
      g_string_append_len (out, "\\n", 2);
      break;
    case '\r':
      g_string_append_len (out, "\\r", 2);
      break;
    case '\t':
      g_string_append_len (out, "\\t", 2);
      break;
    default:
      escape[4] = HEX[c >> 4];
      escape[5] = HEX[c & 15];
      g_string_append_len (out, escape, 6);
      break;
    }
}

/* @text is valid UTF-8. */
static void
put_valid (GString *out, const char *text, gsize length)
{
  gsize run = 0;

  for (gsize i = 0; i < length; i++)
    {
      guint8 c = (guint8) text[i];

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (out, text + run, (gssize) (i - run));
      put_escaped (out, c);
      run = i + 1;
    }
  g_string_append_len (out, text + run, (gssize) (length - run));
}

static void
put_text (GString *out, const char *text, gsize length)
{
  const char *end_of_text = text + length;

  g_string_append_c (out, '"');
  while (text < end_of_text)
    {
      const char *invalid;

      g_utf8_validate_len (text, (gsize) (end_of_text - text), &invalid);
      put_valid (out, text, (gsize) (invalid - text));
      if (invalid < end_of_text)
        {
          g_string_append (out, REPLACEMENT);
          invalid++;
        }
      text = invalid;
    }
  g_string_append_c (out, '"');
}

void
rambla_json_writer_name (RamblaJsonWriter *self, const char *name)
{
  put_comma (self);
  put_text (self->out, name, strlen (name));
  g_string_append_c (self->out, ':');
  self->comma = FALSE;
}

void
rambla_json_writer_string (RamblaJsonWriter *self, const char *text)
{
  if (text != NULL)
    rambla_json_writer_string_len (self, text, strlen (text));
  else
    rambla_json_writer_null (self);
}

void
rambla_json_writer_string_len (RamblaJsonWriter *self, const char *text, gsize length)
{
  put_comma (self);
  put_text (self->out, text, length);
}

void
rambla_json_writer_int (RamblaJsonWriter *self, gint64 value)
{
  char buffer[24];
  char *at = buffer + sizeof buffer;
  guint64 magnitude = value < 0 ? -(guint64) value : (guint64) value;

  do
    *--at = (char) ('0' + magnitude % 10);
  while ((magnitude /= 10) != 0);
  if (value < 0)
    *--at = '-';

  rambla_json_writer_raw (self, at, (gsize) (buffer + sizeof buffer - at));
}

void
rambla_json_writer_double (RamblaJsonWriter *self, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    {
      rambla_json_writer_null (self);
      return;
    }

  /* The first precision that reads back the same. */
  for (int precision = 15; precision <= 17; precision++)
    {
      char format[8] = "%.15g";

      format[3] = (char) ('0' + precision - 10);
      g_ascii_formatd (buffer, sizeof buffer, format, value);
      if (g_ascii_strtod (buffer, NULL) == value)
        break;
    }

  rambla_json_writer_raw (self, buffer, strlen (buffer));
}

void
rambla_json_writer_decimal (RamblaJsonWriter *self, double value, guint decimals)
{
  static const double SCALES[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };
  char buffer[40];
  char *at = buffer + sizeof buffer;
  double scaled;
  guint64 magnitude;
  gboolean started = FALSE;

  decimals = MIN (decimals, 9);
  scaled = fabs (value) * SCALES[decimals] + 0.5;
  if (!(scaled < 9e15))
    {
      rambla_json_writer_double (self, value);
      return;
    }

  magnitude = (guint64) scaled;
  for (guint i = 0; i < decimals; i++, magnitude /= 10)
    if (started || magnitude % 10 != 0)
      {
        *--at = (char) ('0' + magnitude % 10);
        started = TRUE;
      }
  if (started)
    *--at = '.';
  started = started || magnitude != 0;
  do
    *--at = (char) ('0' + magnitude % 10);
  while ((magnitude /= 10) != 0);
  if (value < 0 && started)
    *--at = '-';

  rambla_json_writer_raw (self, at, (gsize) (buffer + sizeof buffer - at));
}

void
rambla_json_writer_bool (RamblaJsonWriter *self, gboolean value)
{
  rambla_json_writer_raw (self, value ? "true" : "false", value ? 4 : 5);
}

void
rambla_json_writer_null (RamblaJsonWriter *self)
{
  rambla_json_writer_raw (self, "null", 4);
}

void
rambla_json_writer_money (RamblaJsonWriter *self, RamblaMoney money)
{
  if (!rambla_money_is_set (money))
    {
      rambla_json_writer_null (self);
      return;
    }

  rambla_json_writer_begin_object (self);
  rambla_json_writer_member_int (self, "amount", money.amount);
  rambla_json_writer_member_string (self, "currency", money.currency);
  rambla_json_writer_end_object (self);
}

void
rambla_json_writer_point (RamblaJsonWriter *self, RamblaPoint point)
{
  rambla_json_writer_begin_object (self);
  rambla_json_writer_member_string (self, "type", "Point");
  rambla_json_writer_name (self, "coordinates");
  rambla_json_writer_begin_array (self);
  rambla_json_writer_decimal (self, point.lon, 6);
  rambla_json_writer_decimal (self, point.lat, 6);
  rambla_json_writer_end_array (self);
  rambla_json_writer_end_object (self);
}

void
rambla_json_writer_time (RamblaJsonWriter *self, gint64 unix_seconds)
{
  gint64 seconds = CLAMP (unix_seconds, RAMBLA_TIME_MIN / G_USEC_PER_SEC, RAMBLA_TIME_MAX / G_USEC_PER_SEC);

  rambla_json_writer_time_us (self, seconds * G_USEC_PER_SEC);
}

void
rambla_json_writer_time_us (RamblaJsonWriter *self, gint64 unix_microseconds)
{
  char buffer[32];
  gsize length = rambla_time_print (unix_microseconds, buffer);

  put_comma (self);
  g_string_append_c (self->out, '"');
  g_string_append_len (self->out, buffer, (gssize) length);
  g_string_append_c (self->out, '"');
}

void
rambla_json_writer_raw (RamblaJsonWriter *self, const char *json, gsize length)
{
  put_comma (self);
  g_string_append_len (self->out, json, (gssize) length);
}

static void
put_value (RamblaJsonWriter *self, JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      rambla_json_writer_string (self, json_node_get_string (node));
      break;
    case G_TYPE_INT64:
      rambla_json_writer_int (self, json_node_get_int (node));
      break;
    case G_TYPE_DOUBLE:
      rambla_json_writer_double (self, json_node_get_double (node));
      break;
    case G_TYPE_BOOLEAN:
      rambla_json_writer_bool (self, json_node_get_boolean (node));
      break;
    default:
      rambla_json_writer_null (self);
      break;
    }
}

static void
put_object (RamblaJsonWriter *self, JsonObject *object)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  rambla_json_writer_begin_object (self);
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &member))
    {
      rambla_json_writer_name (self, name);
      rambla_json_writer_node (self, member);
    }
  rambla_json_writer_end_object (self);
}

void
rambla_json_writer_node (RamblaJsonWriter *self, JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    {
      rambla_json_writer_null (self);
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      put_object (self, json_node_get_object (node));
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      rambla_json_writer_begin_array (self);
      for (guint i = 0; i < json_array_get_length (array); i++)
        rambla_json_writer_node (self, json_array_get_element (array, i));
      rambla_json_writer_end_array (self);
    }
  else
    {
      put_value (self, node);
    }
}

void
rambla_json_writer_member_string (RamblaJsonWriter *self, const char *name, const char *text)
{
  rambla_json_writer_name (self, name);
  rambla_json_writer_string (self, text);
}

void
rambla_json_writer_member_int (RamblaJsonWriter *self, const char *name, gint64 value)
{
  rambla_json_writer_name (self, name);
  rambla_json_writer_int (self, value);
}

void
rambla_json_writer_member_double (RamblaJsonWriter *self, const char *name, double value)
{
  rambla_json_writer_name (self, name);
  rambla_json_writer_double (self, value);
}

void
rambla_json_writer_member_bool (RamblaJsonWriter *self, const char *name, gboolean value)
{
  rambla_json_writer_name (self, name);
  rambla_json_writer_bool (self, value);
}

void
rambla_json_writer_member_money (RamblaJsonWriter *self, const char *name, RamblaMoney money)
{
  rambla_json_writer_name (self, name);
  rambla_json_writer_money (self, money);
}

void
rambla_json_writer_member_time (RamblaJsonWriter *self, const char *name, gint64 unix_seconds)
{
  rambla_json_writer_name (self, name);
  rambla_json_writer_time (self, unix_seconds);
}

char *
rambla_json_to_string (JsonNode *node)
{
  GString *out = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_node (&writer, node);

  return g_string_free (out, FALSE);
}
