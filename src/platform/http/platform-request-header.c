/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-request-private.h"

#include <string.h>

typedef struct
{
  PlatformRequest *request;
  const char *expected; /* where the next line must begin, if the bytes lie as they came */
  gboolean strict_layout;
  const char *detail; /* what is wrong with how the message is framed */
  gboolean too_many;
  guint n_host;
  guint n_length;
  guint n_encoding;
  guint n_authorization;
  guint n_type;
} Reading;

/* RFC 9110, 5.6.2 */
static gboolean
is_token (const char *text, gsize length)
{
  static const char others[] = "!#$%&'*+-.^_`|~";

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && (text[i] == '\0' || strchr (others, text[i]) == NULL))
      return FALSE;
  return length > 0;
}

static gboolean
is_value (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (((unsigned char) text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f)
      return FALSE;
  return TRUE;
}

/* libmicrohttpd before 0.9.77 takes bare line feeds, NULs and folded lines, and reads folded ones wrongly;
 * but it leaves all texts where they arrived. So what lies between them tells: `name:` white space `value` CR
 * LF `name:` … */
static gboolean
lies_as_it_came (Reading *reading, const char *name, gsize name_length, const char *value, gsize value_length)
{
  const char *at = name + name_length + 1;

  if (!reading->strict_layout)
    return TRUE;
  if (name != reading->expected || value < at || value - at > 256)
    return FALSE;
  for (; at < value; at++)
    if (*at != ' ' && *at != '\t')
      return FALSE;
  reading->expected = value + value_length + 2;
  return TRUE;
}

static gboolean
name_is (const char *name, gsize length, const char *expected)
{
  return length == strlen (expected) && g_ascii_strncasecmp (name, expected, length) == 0;
}

static void
count_special (Reading *reading, const char *name, gsize length, const char *value)
{
  PlatformRequest *self = reading->request;

  if (name_is (name, length, "Host"))
    reading->n_host++;
  else if (name_is (name, length, "Content-Length"))
    reading->n_length++;
  else if (name_is (name, length, "Transfer-Encoding"))
    reading->n_encoding++;
  else if (name_is (name, length, "Authorization"))
    reading->n_authorization++;
  else if (name_is (name, length, "Content-Type"))
    reading->n_type++;
  else if (name_is (name, length, "If-None-Match"))
    self->if_none_match = value;
}

static enum MHD_Result
on_header (void *data,
           enum MHD_ValueKind kind,
           const char *name,
           size_t name_length,
           const char *value,
           size_t value_length)
{
  Reading *reading = data;
  PlatformRequest *self = reading->request;
  char *copy;

  if (value == NULL)
    {
      value = "";
      value_length = 0;
    }
  if (!is_token (name, name_length) || !is_value (value, value_length) ||
      !lies_as_it_came (reading, name, name_length, value, value_length))
    {
      reading->detail = "The header is not well-formed.";
      return MHD_NO;
    }
  if (self->n_headers == PLATFORM_REQUEST_MAX_HEADERS)
    {
      reading->too_many = TRUE;
      return MHD_NO;
    }
  while (value_length > 0 && (value[value_length - 1] == ' ' || value[value_length - 1] == '\t'))
    value_length--;
  copy = platform_request_alloc (self, name_length + value_length + 2);
  memcpy (copy, name, name_length);
  memcpy (copy + name_length + 1, value, value_length);
  self->headers[self->n_headers++] = (PlatformTargetPair){ copy, copy + name_length + 1 };
  count_special (reading, name, name_length, copy + name_length + 1);
  return MHD_YES;
}

static PlatformMethod
parse_method (const char *name)
{
  static const char *const names[] = { "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (name, names[i]) == 0)
      return (PlatformMethod) i;
  return PLATFORM_METHOD_OTHER;
}

/* RFC 9112, 3.2 and 6.3: where a proxy in front of us might see other messages than we do. */
static const char *
find_framing_fault (Reading *reading, const char *version)
{
  gboolean is_1_0 = strcmp (version, "HTTP/1.0") == 0;
  const char *encoding;

  if (reading->n_host > 1)
    return "The header holds more than one Host.";
  if (reading->n_host == 0 && !is_1_0)
    return "The header holds no Host.";
  if (reading->n_length > 1)
    return "The header holds more than one Content-Length.";
  if (reading->n_encoding > 0 && reading->n_length > 0)
    return "The header holds both Content-Length and Transfer-Encoding.";
  if (reading->n_encoding > 1 || (reading->n_encoding == 1 && is_1_0))
    return "The header holds a Transfer-Encoding that is not allowed.";
  if (reading->n_authorization > 1)
    return "The header holds more than one Authorization.";
  if (reading->n_type > 1)
    return "The header holds more than one Content-Type.";
  if (reading->n_encoding == 1)
    {
      encoding = platform_request_get_header (reading->request, "Transfer-Encoding");
      if (g_ascii_strcasecmp (encoding, "chunked") != 0)
        return "The header holds a Transfer-Encoding other than chunked.";
    }
  return NULL;
}

static gboolean
needs_strict_layout (void)
{
  const char *version = MHD_get_version ();

  return strncmp (version, "0.9.", 4) == 0 && atoi (version + 4) < 77;
}

static gboolean
first_line_lies_as_it_came (PlatformRequest *self, const char *method, const char *url, const char *version)
{
  return url == method + strlen (method) + 1 &&
         (self->raw_target == NULL ||
          (version == url + strlen (self->raw_target) + 1 && strchr (self->raw_target, ' ') == NULL));
}

static gboolean
ends_as_it_came (Reading *reading, const char *method)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (reading->request->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

  return info != NULL && reading->expected + 2 == method + info->header_size;
}

PlatformResponse *
platform_request_read_header (PlatformRequest *self,
                              const char *method,
                              const char *url,
                              const char *version,
                              gboolean *malformed)
{
  Reading reading = {
    .request = self,
    .strict_layout = needs_strict_layout (),
    .expected = version + strlen (version) + 2,
  };
  const char *detail = NULL;
  RamblaProblemCode code;
  char *buffer;

  *malformed = TRUE;
  self->method = parse_method (method);
  self->method_name = platform_request_strdup (self, is_token (method, strlen (method)) ? method : "?");
  if (self->method_name[0] == '?')
    return platform_response_new_problem (RAMBLA_PROBLEM_BAD_REQUEST, "The method is not well-formed.");

  MHD_get_connection_values_n (self->connection, MHD_HEADER_KIND, on_header, &reading);
  if (reading.detail == NULL && !reading.too_many)
    reading.detail = find_framing_fault (&reading, version);
  if (reading.detail == NULL && !reading.too_many && reading.strict_layout &&
      (!first_line_lies_as_it_came (self, method, url, version) || !ends_as_it_came (&reading, method)))
    reading.detail = "The header is not well-formed.";
  if (reading.detail != NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_BAD_REQUEST, reading.detail);
  if (reading.too_many)
    return platform_response_new_problem (RAMBLA_PROBLEM_HEADERS_TOO_LARGE,
                                          "The header has too many fields.");

  *malformed = FALSE;
  if (self->raw_target == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_URI_TOO_LONG, NULL);
  buffer = platform_request_alloc (self, strlen (self->raw_target) + 2);
  code = platform_target_parse (self->raw_target, buffer, &self->target, &detail);
  if (code != RAMBLA_PROBLEM_NONE)
    {
      self->target.path = "";
      self->target.n_query = 0;
      return platform_response_new_problem (code, detail);
    }
  return NULL;
}
