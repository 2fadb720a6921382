/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-problem.h"

#include <string.h>

#include "rambla-json.h"

#define MAX_TEXT 2000
#define MAX_FIELDS 100
#define TYPE_PREFIX "/problems/"

typedef struct
{
  const char *code;
  const char *title;
  unsigned int status;
} ProblemRow;

static const ProblemRow ROWS[] = {
  [RAMBLA_PROBLEM_NONE] = { NULL, "No problem", 200 },
#define PROBLEM_ROW(name, code, status, title) [RAMBLA_PROBLEM_##name] = { code, title, status },
  RAMBLA_PROBLEMS (PROBLEM_ROW)
#undef PROBLEM_ROW
      [RAMBLA_PROBLEM_UNKNOWN] = { NULL, "Something went wrong", 500 },
};

G_DEFINE_BOXED_TYPE (RamblaProblem, rambla_problem, rambla_problem_copy, rambla_problem_free)

static const ProblemRow *
row (RamblaProblemCode code)
{
  return &ROWS[(guint) code < G_N_ELEMENTS (ROWS) ? code : RAMBLA_PROBLEM_UNKNOWN];
}

const char *
rambla_problem_code_to_string (RamblaProblemCode code)
{
  return row (code)->code;
}

RamblaProblemCode
rambla_problem_code_from_string (const char *text)
{
  if (text == NULL)
    return RAMBLA_PROBLEM_NONE;

  for (guint i = RAMBLA_PROBLEM_NONE + 1; i < RAMBLA_PROBLEM_UNKNOWN; i++)
    if (strcmp (text, ROWS[i].code) == 0)
      return (RamblaProblemCode) i;

  return RAMBLA_PROBLEM_UNKNOWN;
}

unsigned int
rambla_problem_code_get_status (RamblaProblemCode code)
{
  return row (code)->status;
}

const char *
rambla_problem_code_get_title (RamblaProblemCode code)
{
  return row (code)->title;
}

RamblaProblemCode
rambla_problem_code_from_status (unsigned int status)
{
  switch (status)
    {
    case 400:
      return RAMBLA_PROBLEM_BAD_REQUEST;
    case 401:
      return RAMBLA_PROBLEM_UNAUTHORIZED;
    case 402:
      return RAMBLA_PROBLEM_PAYMENT_DECLINED;
    case 403:
      return RAMBLA_PROBLEM_FORBIDDEN;
    case 404:
    case 410:
      return RAMBLA_PROBLEM_NOT_FOUND;
    case 405:
      return RAMBLA_PROBLEM_METHOD_NOT_ALLOWED;
    case 406:
      return RAMBLA_PROBLEM_NOT_ACCEPTABLE;
    case 409:
      return RAMBLA_PROBLEM_CONFLICT;
    case 412:
      return RAMBLA_PROBLEM_PRECONDITION_FAILED;
    case 413:
      return RAMBLA_PROBLEM_TOO_LARGE;
    case 414:
      return RAMBLA_PROBLEM_URI_TOO_LONG;
    case 415:
      return RAMBLA_PROBLEM_UNSUPPORTED_MEDIA_TYPE;
    case 422:
      return RAMBLA_PROBLEM_INVALID_FIELD;
    case 428:
      return RAMBLA_PROBLEM_PRECONDITION_REQUIRED;
    case 429:
      return RAMBLA_PROBLEM_RATE_LIMITED;
    case 431:
      return RAMBLA_PROBLEM_HEADERS_TOO_LARGE;
    case 501:
      return RAMBLA_PROBLEM_NOT_IMPLEMENTED;
    case 502:
    case 503:
    case 504:
      return RAMBLA_PROBLEM_UNAVAILABLE;
    default:
      if (status >= 200 && status < 400)
        return RAMBLA_PROBLEM_NONE;
      return status >= 400 && status < 500 ? RAMBLA_PROBLEM_BAD_REQUEST : RAMBLA_PROBLEM_INTERNAL;
    }
}

char *
rambla_problem_code_get_type_uri (RamblaProblemCode code)
{
  const char *text = rambla_problem_code_to_string (code);

  return text != NULL ? g_strconcat (TYPE_PREFIX, text, NULL) : g_strdup ("about:blank");
}

static RamblaProblemField *
field_new (const char *pointer, const char *detail)
{
  RamblaProblemField *field = g_new0 (RamblaProblemField, 1);

  field->pointer = g_strdup (pointer);
  field->detail = g_strdup (detail);
  return field;
}

static void
field_free (gpointer data)
{
  RamblaProblemField *field = data;

  g_free (field->pointer);
  g_free (field->detail);
  g_free (field);
}

/* A string member, cut and cleaned; NULL when there is none. */
static char *
clean_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  g_autofree char *cut = NULL;
  const char *end;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  cut = g_strndup (json_node_get_string (node), MAX_TEXT);
  if (!g_utf8_validate (cut, -1, &end))
    cut[end - cut] = '\0';
  for (char *c = cut; *c != '\0'; c++)
    if ((guint8) *c < 0x20 || *c == 0x7f)
      *c = ' ';

  return g_steal_pointer (&cut);
}

static void
read_fields (RamblaProblem *self, JsonObject *object)
{
  JsonArray *array;

  if (!rambla_json_get_array_or_null (object, "errors", MAX_FIELDS, &array, NULL) || array == NULL)
    return;

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *item = rambla_json_as_object (json_array_get_element (array, i), NULL);
      g_autofree char *pointer = item != NULL ? clean_text (item, "pointer") : NULL;
      g_autofree char *detail = item != NULL ? clean_text (item, "detail") : NULL;

      if (pointer != NULL)
        g_ptr_array_add (self->fields, field_new (pointer, detail));
    }
}

RamblaProblem *
rambla_problem_parse (unsigned int status, const char *body, gssize length)
{
  RamblaProblem *self = g_new0 (RamblaProblem, 1);
  g_autoptr (JsonNode) node = rambla_json_parse (body, length, RAMBLA_JSON_MAX_BODY, NULL);
  JsonObject *object = node != NULL ? rambla_json_as_object (node, NULL) : NULL;

  self->status = status;
  self->fields = g_ptr_array_new_with_free_func (field_free);
  if (object != NULL)
    {
      self->code_text = clean_text (object, "code");
      self->title = clean_text (object, "title");
      self->detail = clean_text (object, "detail");
      self->body = json_object_ref (object);
      read_fields (self, object);
    }

  self->code = rambla_problem_code_from_string (self->code_text);
  if (self->code == RAMBLA_PROBLEM_NONE)
    self->code = rambla_problem_code_from_status (status);

  return self;
}

RamblaProblem *
rambla_problem_copy (const RamblaProblem *self)
{
  RamblaProblem *copy = g_new0 (RamblaProblem, 1);

  copy->code = self->code;
  copy->status = self->status;
  copy->code_text = g_strdup (self->code_text);
  copy->title = g_strdup (self->title);
  copy->detail = g_strdup (self->detail);
  copy->body = self->body != NULL ? json_object_ref (self->body) : NULL;
  copy->fields = g_ptr_array_new_with_free_func (field_free);
  for (guint i = 0; i < self->fields->len; i++)
    {
      const RamblaProblemField *field = g_ptr_array_index (self->fields, i);

      g_ptr_array_add (copy->fields, field_new (field->pointer, field->detail));
    }

  return copy;
}

void
rambla_problem_free (RamblaProblem *self)
{
  if (self == NULL)
    return;

  g_free (self->code_text);
  g_free (self->title);
  g_free (self->detail);
  g_ptr_array_unref (self->fields);
  g_clear_pointer (&self->body, json_object_unref);
  g_free (self);
}

void
rambla_problem_write_members (RamblaJsonWriter *writer, RamblaProblemCode code, const char *detail)
{
  const ProblemRow *r = row (code);
  g_autofree char *type = rambla_problem_code_get_type_uri (code);

  rambla_json_writer_member_string (writer, "type", type);
  rambla_json_writer_member_string (writer, "title", r->title);
  rambla_json_writer_member_int (writer, "status", r->status);
  if (detail != NULL)
    rambla_json_writer_member_string (writer, "detail", detail);
  rambla_json_writer_member_string (writer, "code", r->code != NULL ? r->code : "unknown");
}
