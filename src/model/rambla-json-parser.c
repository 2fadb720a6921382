/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* json-glib's own parser takes more than JSON (comments, loose numbers) and recurses as deep as the text
 * says; so what strangers wrote is read here, straight into json-glib's nodes. */
typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  guint depth;
  guint max_depth;
  GString *text; /* the string read last */
  GError **error;
} Parser;

static JsonNode *parse_value (Parser *self);

static gpointer
fail (Parser *self, RamblaJsonError code, const char *message)
{
  rambla_json_set_error (self->error, code, "", "%s (byte %" G_GSIZE_FORMAT ")", message,
                         (gsize) (self->at - self->start));
  return NULL;
}

static void
skip_space (Parser *self)
{
  while (self->at < self->end &&
         (*self->at == ' ' || *self->at == '\n' || *self->at == '\t' || *self->at == '\r'))
    self->at++;
}

/* The character at hand, or NUL at the end (a NUL inside is refused before). */
static char
peek (Parser *self)
{
  return self->at < self->end ? *self->at : '\0';
}

static gboolean
read_hex4 (Parser *self, gunichar *out)
{
  gunichar value = 0;

  if (self->end - self->at < 4)
    return FALSE;
  for (int i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (self->at[i]);

      if (digit < 0)
        return FALSE;
      value = value << 4 | (gunichar) digit;
    }

  self->at += 4;
  *out = value;
  return TRUE;
}

/* Behind "\u". */
static gboolean
parse_unicode_escape (Parser *self)
{
  gunichar c, low;

  if (!read_hex4 (self, &c))
    return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "four hexadecimal digits expected") != NULL;

  if (c >= 0xd800 && c <= 0xdbff)
    {
      if (self->end - self->at < 6 || self->at[0] != '\\' || self->at[1] != 'u')
        return fail (self, RAMBLA_JSON_ERROR_ENCODING, "half of a surrogate pair") != NULL;
      self->at += 2;
      if (!read_hex4 (self, &low) || low < 0xdc00 || low > 0xdfff)
        return fail (self, RAMBLA_JSON_ERROR_ENCODING, "half of a surrogate pair") != NULL;
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  else if (c >= 0xdc00 && c <= 0xdfff)
    {
      return fail (self, RAMBLA_JSON_ERROR_ENCODING, "half of a surrogate pair") != NULL;
    }
  else if (c == 0)
    {
      return fail (self, RAMBLA_JSON_ERROR_ENCODING, "U+0000 in a string") != NULL;
    }

  g_string_append_unichar (self->text, c);
  return TRUE;
}

static gboolean
parse_escape (Parser *self)
{
  static const char LETTERS[] = "\"\\/bfnrt";
  static const char MEANT[] = "\"\\/\b\f\n\r\t";
  char c = peek (self);
  const char *found;

  if (c == 'u')
    {
      self->at++;
      return parse_unicode_escape (self);
    }

  found = c != '\0' ? strchr (LETTERS, c) : NULL;
  if (found == NULL)
    return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "unknown escape") != NULL;

  g_string_append_c (self->text, MEANT[found - LETTERS]);
  self->at++;
  return TRUE;
}

/* From the opening quote; the text is then in self->text. */
static gboolean
parse_string (Parser *self)
{
  g_string_truncate (self->text, 0);
  self->at++;

  for (;;)
    {
      const char *run = self->at;

      while (self->at < self->end && *self->at != '"' && *self->at != '\\' && (guint8) *self->at >= 0x20)
        self->at++;
      g_string_append_len (self->text, run, self->at - run);

      if (self->at == self->end)
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "the string does not end") != NULL;
      if (*self->at == '"')
        break;
      if (*self->at != '\\')
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a control character in a string") != NULL;

      self->at++;
      if (!parse_escape (self))
        return FALSE;
    }

  self->at++;
  return TRUE;
}

static gboolean
skip_digits (Parser *self)
{
  const char *from = self->at;

  while (g_ascii_isdigit (peek (self)))
    self->at++;
  return self->at > from;
}

static JsonNode *
parse_number (Parser *self)
{
  const char *from = self->at;
  gboolean is_integer = TRUE;
  g_autofree char *text = NULL;
  JsonNode *node;

  if (peek (self) == '-')
    self->at++;
  if (peek (self) == '0')
    self->at++;
  else if (!skip_digits (self))
    return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a value expected");

  if (peek (self) == '.')
    {
      is_integer = FALSE;
      self->at++;
      if (!skip_digits (self))
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a digit expected");
    }
  if (peek (self) == 'e' || peek (self) == 'E')
    {
      is_integer = FALSE;
      self->at++;
      if (peek (self) == '+' || peek (self) == '-')
        self->at++;
      if (!skip_digits (self))
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a digit expected");
    }

  text = g_strndup (from, (gsize) (self->at - from));
  node = json_node_new (JSON_NODE_VALUE);
  errno = 0;
  if (is_integer)
    json_node_set_int (node, g_ascii_strtoll (text, NULL, 10));
  else
    json_node_set_double (node, g_ascii_strtod (text, NULL));

  /* Underflow of a fraction to zero is not an error. */
  if (errno == ERANGE && (is_integer || isinf (json_node_get_double (node))))
    {
      json_node_unref (node);
      return fail (self, RAMBLA_JSON_ERROR_RANGE, "a number too large");
    }

  return node;
}

static gboolean
parse_literal (Parser *self, const char *literal)
{
  gsize length = strlen (literal);

  if ((gsize) (self->end - self->at) < length || memcmp (self->at, literal, length) != 0)
    return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a value expected") != NULL;

  self->at += length;
  return TRUE;
}

/* From the opening brace to behind the closing one. */
static gboolean
parse_members (Parser *self, JsonObject *object)
{
  self->at++;
  skip_space (self);
  if (peek (self) == '}')
    {
      self->at++;
      return TRUE;
    }

  for (;;)
    {
      g_autofree char *name = NULL;
      JsonNode *value;

      skip_space (self);
      if (peek (self) != '"')
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a member's name expected") != NULL;
      if (!parse_string (self))
        return FALSE;
      name = g_strndup (self->text->str, self->text->len);
      if (json_object_has_member (object, name))
        return fail (self, RAMBLA_JSON_ERROR_DUPLICATE, "a member twice in one object") != NULL;

      skip_space (self);
      if (peek (self) != ':')
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a colon expected") != NULL;
      self->at++;

      value = parse_value (self);
      if (value == NULL)
        return FALSE;
      json_object_set_member (object, name, value);

      skip_space (self);
      if (peek (self) == '}')
        break;
      if (peek (self) != ',')
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a comma or the object's end expected") != NULL;
      self->at++;
    }

  self->at++;
  return TRUE;
}

static gboolean
parse_elements (Parser *self, JsonArray *array)
{
  self->at++;
  skip_space (self);
  if (peek (self) == ']')
    {
      self->at++;
      return TRUE;
    }

  for (;;)
    {
      JsonNode *value = parse_value (self);

      if (value == NULL)
        return FALSE;
      json_array_add_element (array, value);

      skip_space (self);
      if (peek (self) == ']')
        break;
      if (peek (self) != ',')
        return fail (self, RAMBLA_JSON_ERROR_SYNTAX, "a comma or the array's end expected") != NULL;
      self->at++;
    }

  self->at++;
  return TRUE;
}

static JsonNode *
parse_container (Parser *self)
{
  g_autoptr (JsonNode) node = NULL;
  gboolean ok;

  if (self->depth == self->max_depth)
    return fail (self, RAMBLA_JSON_ERROR_TOO_DEEP, "nested too deeply");

  self->depth++;
  if (*self->at == '{')
    {
      node = json_node_init_object (json_node_alloc (), NULL);
      json_node_take_object (node, json_object_new ());
      ok = parse_members (self, json_node_get_object (node));
    }
  else
    {
      node = json_node_init_array (json_node_alloc (), NULL);
      json_node_take_array (node, json_array_new ());
      ok = parse_elements (self, json_node_get_array (node));
    }
  self->depth--;

  return ok ? g_steal_pointer (&node) : NULL;
}

static JsonNode *
parse_value (Parser *self)
{
  JsonNode *node;

  skip_space (self);
  switch (peek (self))
    {
    case '{':
    case '[':
      return parse_container (self);

    case '"':
      if (!parse_string (self))
        return NULL;
      node = json_node_new (JSON_NODE_VALUE);
      json_node_set_string (node, self->text->str);
      return node;

    case 't':
    case 'f':
      {
        gboolean value = *self->at == 't';

        if (!parse_literal (self, value ? "true" : "false"))
          return NULL;
        node = json_node_new (JSON_NODE_VALUE);
        json_node_set_boolean (node, value);
        return node;
      }

    case 'n':
      return parse_literal (self, "null") ? json_node_new (JSON_NODE_NULL) : NULL;

    default:
      return parse_number (self);
    }
}

JsonNode *
rambla_json_parse_bounded (const char *data, gssize length, gsize max_bytes, guint max_depth, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  gsize size = length < 0 ? (data != NULL ? strlen (data) : 0) : (gsize) length;
  const char *invalid = NULL;
  Parser parser = { 0 };

  if (data == NULL)
    data = "";
  parser = (Parser){ .start = data, .at = data, .end = data + size, .error = error };
  parser.max_depth = CLAMP (max_depth, 1, RAMBLA_JSON_MAX_DEPTH);

  if (size > max_bytes)
    return fail (&parser, RAMBLA_JSON_ERROR_TOO_LARGE, "too many bytes");
  /* A NUL inside is invalid here too, being given the length. */
  if (!g_utf8_validate_len (data, size, &invalid))
    {
      parser.at = invalid;
      return fail (&parser, RAMBLA_JSON_ERROR_ENCODING, "not UTF-8");
    }

  parser.text = g_string_sized_new (64);
  node = parse_value (&parser);
  if (node != NULL)
    {
      skip_space (&parser);
      if (parser.at != parser.end)
        {
          fail (&parser, RAMBLA_JSON_ERROR_SYNTAX, "something behind the value");
          g_clear_pointer (&node, json_node_unref);
        }
    }
  g_string_free (parser.text, TRUE);

  return g_steal_pointer (&node);
}

JsonNode *
rambla_json_parse (const char *data, gssize length, gsize max_bytes, GError **error)
{
  return rambla_json_parse_bounded (data, length, max_bytes, RAMBLA_JSON_MAX_DEPTH, error);
}
