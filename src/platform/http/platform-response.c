/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-response-private.h"

#include "rambla-json-writer.h"
#include "rambla-json.h"

#include <string.h>

#define TAG_LENGTH 32

typedef struct
{
  char *name;
  char *value;
} Header;

struct _PlatformResponse
{
  int references; /* atomic */
  unsigned int status;
  char *content_type;
  GString *text; /* the body is one of these two, or none */
  GBytes *bytes;
  GArray *headers; /* of Header; NULL until the first */
  char *cache_control;
  char tag[TAG_LENGTH + 3]; /* with its quotes; empty: none */
  char *own_tag;            /* set by the handler, with its quotes */
  gboolean close;

  /* Written while it is sealed, before it is shared. */
  gboolean sealed;
  struct MHD_Response *whole;
  struct MHD_Response *not_modified;
};

static void
clear_header (gpointer data)
{
  Header *header = data;

  g_free (header->name);
  g_free (header->value);
}

static PlatformResponse *
new_response (unsigned int status, const char *content_type)
{
  PlatformResponse *self = g_new0 (PlatformResponse, 1);

  self->references = 1;
  self->status = status;
  self->content_type = g_strdup (content_type);
  return self;
}

PlatformResponse *
platform_response_new (unsigned int status, const char *content_type, GBytes *body)
{
  PlatformResponse *self = new_response (status, content_type);

  self->bytes = body != NULL ? g_bytes_ref (body) : NULL;
  return self;
}

PlatformResponse *
platform_response_new_typed (unsigned int status, const char *content_type, GString *body)
{
  PlatformResponse *self = new_response (status, content_type);

  self->text = body;
  return self;
}

PlatformResponse *
platform_response_new_json (unsigned int status, GString *body)
{
  return platform_response_new_typed (status, "application/json", body);
}

PlatformResponse *
platform_response_new_html (unsigned int status, const char *content_security_policy, GString *body)
{
  PlatformResponse *self = platform_response_new_typed (status, "text/html; charset=utf-8", body);

  platform_response_set_header (
      self, "Content-Security-Policy",
      content_security_policy != NULL
          ? content_security_policy
          : "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
  platform_response_set_header (self, "X-Frame-Options", "DENY");
  platform_response_set_header (self, "Referrer-Policy", "no-referrer");
  platform_response_set_cache_control (self, "no-store");
  return self;
}

PlatformResponse *
platform_response_new_problem_body (RamblaProblemCode code, GString *body)
{
  unsigned int status = rambla_problem_code_get_status (code);
  PlatformResponse *self = platform_response_new_typed (status, "application/problem+json", body);

  platform_response_set_cache_control (self, "no-store");
  return self;
}

void
platform_response_name_problem (PlatformResponse *self, const char *request_id)
{
  if (self->sealed || self->text == NULL || self->text->len == 0 ||
      g_strcmp0 (self->content_type, "application/problem+json") != 0 ||
      self->text->str[self->text->len - 1] != '}')
    return;
  g_string_truncate (self->text, self->text->len - 1);
  g_string_append_printf (self->text, ",\"request_id\":\"%s\"}", request_id);
}

PlatformResponse *
platform_response_new_problem (RamblaProblemCode code, const char *detail)
{
  GString *body = g_string_sized_new (256);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_problem_write_members (&writer, code, detail);
  rambla_json_writer_end_object (&writer);
  return platform_response_new_problem_body (code, body);
}

PlatformResponse *
platform_response_new_invalid_field (const char *pointer, const char *detail)
{
  GString *body = g_string_sized_new (256);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_problem_write_members (&writer, RAMBLA_PROBLEM_INVALID_FIELD, detail);
  rambla_json_writer_name (&writer, "errors");
  rambla_json_writer_begin_array (&writer);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "pointer", pointer);
  rambla_json_writer_member_string (&writer, "detail", detail);
  rambla_json_writer_end_object (&writer);
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_end_object (&writer);
  return platform_response_new_problem_body (RAMBLA_PROBLEM_INVALID_FIELD, body);
}

PlatformResponse *
platform_response_new_problem_for_json (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == RAMBLA_JSON_ERROR,
                        platform_response_new_problem (RAMBLA_PROBLEM_INTERNAL, NULL));

  switch ((RamblaJsonError) error->code)
    {
    case RAMBLA_JSON_ERROR_SYNTAX:
    case RAMBLA_JSON_ERROR_ENCODING:
    case RAMBLA_JSON_ERROR_DUPLICATE:
      return platform_response_new_problem (RAMBLA_PROBLEM_MALFORMED_JSON, error->message);
    case RAMBLA_JSON_ERROR_TOO_DEEP:
      return platform_response_new_problem (RAMBLA_PROBLEM_TOO_DEEP, error->message);
    case RAMBLA_JSON_ERROR_TOO_LARGE:
      return platform_response_new_problem (RAMBLA_PROBLEM_TOO_LARGE, error->message);
    case RAMBLA_JSON_ERROR_MISSING:
    case RAMBLA_JSON_ERROR_TYPE:
    case RAMBLA_JSON_ERROR_RANGE:
    case RAMBLA_JSON_ERROR_VALUE:
    case RAMBLA_JSON_ERROR_UNKNOWN:
    default:
      return platform_response_new_invalid_field (rambla_json_error_get_pointer (error), error->message);
    }
}

PlatformResponse *
platform_response_ref (PlatformResponse *self)
{
  __atomic_add_fetch (&self->references, 1, __ATOMIC_RELAXED);
  return self;
}

void
platform_response_unref (PlatformResponse *self)
{
  if (__atomic_sub_fetch (&self->references, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->headers, g_array_unref);
  g_clear_pointer (&self->whole, MHD_destroy_response);
  g_clear_pointer (&self->not_modified, MHD_destroy_response);
  g_free (self->content_type);
  g_free (self->cache_control);
  g_free (self->own_tag);
  g_free (self);
}

/* A line break in a value would begin a header, or an answer, of somebody else's choice. */
static gboolean
is_header_text (const char *text)
{
  for (const unsigned char *at = (const unsigned char *) text; *at != '\0'; at++)
    if ((*at < 0x20 && *at != '\t') || *at == 0x7f)
      return FALSE;
  return TRUE;
}

void
platform_response_add_header (PlatformResponse *self, const char *name, const char *value)
{
  Header header;

  g_return_if_fail (!self->sealed);
  g_return_if_fail (is_header_text (name) && is_header_text (value));

  if (self->headers == NULL)
    {
      self->headers = g_array_new (FALSE, FALSE, sizeof (Header));
      g_array_set_clear_func (self->headers, clear_header);
    }
  header = (Header){ g_strdup (name), g_strdup (value) };
  g_array_append_val (self->headers, header);
}

void
platform_response_set_header (PlatformResponse *self, const char *name, const char *value)
{
  g_return_if_fail (!self->sealed);

  for (guint i = self->headers != NULL ? self->headers->len : 0; i-- > 0;)
    if (g_ascii_strcasecmp (g_array_index (self->headers, Header, i).name, name) == 0)
      g_array_remove_index (self->headers, i);
  platform_response_add_header (self, name, value);
}

void
platform_response_set_cache_control (PlatformResponse *self, const char *value)
{
  g_return_if_fail (!self->sealed);
  g_return_if_fail (is_header_text (value));

  g_free (self->cache_control);
  self->cache_control = g_strdup (value);
}

void
platform_response_set_etag (PlatformResponse *self, const char *tag)
{
  g_return_if_fail (!self->sealed);
  g_return_if_fail (g_str_is_ascii (tag) && is_header_text (tag) && strchr (tag, '"') == NULL);

  g_free (self->own_tag);
  self->own_tag = g_strdup_printf ("\"%s\"", tag);
}

void
platform_response_set_close (PlatformResponse *self)
{
  g_return_if_fail (!self->sealed);

  self->close = TRUE;
}

unsigned int
platform_response_get_status (PlatformResponse *self)
{
  return self->status;
}

const char *
platform_response_get_body (PlatformResponse *self, gsize *length)
{
  const char *data = NULL;

  *length = 0;
  if (self->text != NULL)
    {
      *length = self->text->len;
      data = self->text->str;
    }
  else if (self->bytes != NULL)
    data = g_bytes_get_data (self->bytes, length);
  return data != NULL ? data : "";
}

const char *
platform_response_get_header (PlatformResponse *self, const char *name)
{
  for (guint i = 0; self->headers != NULL && i < self->headers->len; i++)
    if (g_ascii_strcasecmp (g_array_index (self->headers, Header, i).name, name) == 0)
      return g_array_index (self->headers, Header, i).value;
  return NULL;
}

static inline guint64
rotate (guint64 value, int bits)
{
  return value << bits | value >> (64 - bits);
}

static inline guint64
finish (guint64 value)
{
  value ^= value >> 32;
  value *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  value ^= value >> 29;
  value *= G_GUINT64_CONSTANT (0xa0761d6478bd642f);
  return value ^ value >> 32;
}

/* Two lanes over the same words, each a chain of one-to-one steps, so that bodies that differ in one word
 * never meet. An ETag needs speed and no secret. */
static void
hash_body (const char *data, gsize length, guint64 out[2])
{
  guint64 a = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ length,
          b = G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f) + length;

  while (length > 0)
    {
      gsize step = MIN (length, 8);
      guint64 word = 0;

      memcpy (&word, data, step);
      word = GUINT64_FROM_LE (word);
      a = rotate (a ^ word, 29) * G_GUINT64_CONSTANT (0x9fb21c651e98df25);
      b = rotate (b + word, 37) * G_GUINT64_CONSTANT (0x8ebc6af09c88c6e3);
      data += step;
      length -= step;
    }
  out[0] = finish (a);
  out[1] = finish (b);
}

void
platform_response_prepare_etag (PlatformResponse *self)
{
  static const char digits[] = "0123456789abcdef";
  guint64 hash[2];
  const char *data;
  gsize length;

  if (self->status != 200 || self->tag[0] != '\0' || self->own_tag != NULL ||
      (self->cache_control != NULL && strstr (self->cache_control, "no-store") != NULL))
    return;
  data = platform_response_get_body (self, &length);
  hash_body (data, length, hash);
  self->tag[0] = '"';
  for (int i = 0; i < TAG_LENGTH; i++)
    self->tag[1 + i] = digits[hash[i / 16] >> (60 - 4 * (i % 16)) & 15];
  self->tag[1 + TAG_LENGTH] = '"';
}

static const char *
get_tag (PlatformResponse *self)
{
  if (self->own_tag != NULL)
    return self->own_tag;
  return self->tag[0] != '\0' ? self->tag : NULL;
}

gboolean
platform_response_matches (PlatformResponse *self, const char *if_none_match)
{
  const char *tag = get_tag (self);
  const char *at = if_none_match;
  gsize length;

  if (tag == NULL || self->status != 200)
    return FALSE;
  at += strspn (at, " \t");
  if (strcmp (at, "*") == 0)
    return TRUE;
  length = strlen (tag);
  while (*at != '\0')
    {
      const char *end;

      at += strspn (at, " \t,");
      if (at[0] == 'W' && at[1] == '/')
        at += 2;
      if (*at != '"')
        return FALSE;
      end = strchr (at + 1, '"');
      if (end == NULL)
        return FALSE;
      if ((gsize) (end + 1 - at) == length && memcmp (at, tag, length) == 0)
        return TRUE;
      at = end + 1;
    }
  return FALSE;
}

static struct MHD_Response *
build (PlatformResponse *self,
       gboolean not_modified,
       const char *vary,
       gboolean close,
       const PlatformTargetPair *others,
       guint n_others)
{
  struct MHD_Response *built;
  const char *tag = get_tag (self);
  const char *cache_control = self->cache_control != NULL ? self->cache_control : "no-cache";
  const char *data;
  gsize length;

  if (self->text != NULL)
    self->bytes = g_string_free_to_bytes (g_steal_pointer (&self->text));
  /* A 304 gets the body too: it is not sent, but its length is told. */
  data = platform_response_get_body (self, &length);
  if (length == 0)
    built = MHD_create_response_from_buffer (0, NULL, MHD_RESPMEM_PERSISTENT);
  else
    built = MHD_create_response_from_buffer_with_free_callback_cls (
        length, (void *) data, (MHD_ContentReaderFreeCallback) g_bytes_unref, g_bytes_ref (self->bytes));
  if (built == NULL)
    g_error ("out of memory");
  if (length > 0 && self->content_type != NULL && !not_modified)
    {
      MHD_add_response_header (built, MHD_HTTP_HEADER_CONTENT_TYPE, self->content_type);
      MHD_add_response_header (built, "X-Content-Type-Options", "nosniff");
    }
  MHD_add_response_header (built, MHD_HTTP_HEADER_CACHE_CONTROL, cache_control);
  if (tag != NULL)
    MHD_add_response_header (built, MHD_HTTP_HEADER_ETAG, tag);
  for (guint i = 0; self->headers != NULL && i < self->headers->len; i++)
    {
      Header *header = &g_array_index (self->headers, Header, i);

      MHD_add_response_header (built, header->name, header->value);
    }
  for (guint i = 0; i < n_others; i++)
    MHD_add_response_header (built, others[i].name, others[i].value);
  if (vary != NULL)
    MHD_add_response_header (built, MHD_HTTP_HEADER_VARY, vary);
  if (close || self->close)
    MHD_add_response_header (built, MHD_HTTP_HEADER_CONNECTION, "close");
  return built;
}

gboolean
platform_response_queue (PlatformResponse *self,
                         struct MHD_Connection *connection,
                         gboolean not_modified,
                         const char *vary,
                         gboolean close,
                         const PlatformTargetPair *others,
                         guint n_others)
{
  unsigned int status = not_modified ? MHD_HTTP_NOT_MODIFIED : self->status;
  struct MHD_Response *built;
  enum MHD_Result result;

  if (self->sealed && vary == NULL && !close)
    return MHD_queue_response (connection, status, not_modified ? self->not_modified : self->whole) ==
           MHD_YES;

  built = build (self, not_modified, vary, close, others, n_others);
  result = MHD_queue_response (connection, status, built);
  MHD_destroy_response (built);
  return result == MHD_YES;
}

void
platform_response_seal (PlatformResponse *self)
{
  if (self->sealed)
    return;
  platform_response_prepare_etag (self);
  self->sealed = TRUE;
  self->whole = build (self, FALSE, NULL, FALSE, NULL, 0);
  self->not_modified = build (self, TRUE, NULL, FALSE, NULL, 0);
}
