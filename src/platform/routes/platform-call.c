/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-call.h"

#include "platform-search-scan.h"

#include <string.h>

/* No reading takes so long unless something is wrong. */
#define DEADLINE_MS 2000

gboolean
platform_call_begin (PlatformCall *self,
                     PlatformRequest *request,
                     const PlatformContext *context,
                     const char *const *known)
{
  PlatformResponse *refusal = platform_request_check_query (request, known);
  GError *error = NULL;
  PlatformDatabase *database;

  self->request = request;
  self->context = context;
  self->city = context->city;
  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return FALSE;
    }
  if (context->city == NULL)
    {
      platform_request_respond_problem (request, RAMBLA_PROBLEM_UNAVAILABLE, "This platform has no city yet");
      return FALSE;
    }
  database = platform_database_pool_get (context->readers, &error);
  if (database == NULL || !platform_database_begin_read (database, &error))
    {
      platform_call_fail (self, error);
      return FALSE;
    }
  self->database = database;
  platform_database_set_deadline (database, DEADLINE_MS);
  self->language = platform_request_get_language (request, (const char *const *) context->city->languages);
  self->now = platform_clock_now (context->clock);
  self->local = platform_city_local_time (context->city, self->now);
  self->out = g_string_sized_new (8192);
  rambla_json_writer_init (&self->writer, self->out);
  return TRUE;
}

void
platform_call_clear (PlatformCall *self)
{
  if (self->database != NULL)
    {
      platform_database_set_deadline (self->database, 0);
      platform_database_end_read (self->database);
      self->database = NULL;
    }
  g_clear_pointer (&self->local, g_date_time_unref);
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  self->out = NULL;
}

static void
add_next (PlatformCall *self, PlatformResponse *response, const char *cursor)
{
  g_autoptr (GString) link = g_string_new ("<");
  const char *path = platform_request_get_path (self->request);

  g_string_append_uri_escaped (link, path, "/", FALSE);
  g_string_append_printf (link, "?cursor=%s", cursor);
  for (guint i = 0; i < platform_request_get_n_query (self->request); i++)
    {
      const char *name, *value;

      platform_request_get_query_at (self->request, i, &name, &value);
      if (strcmp (name, "cursor") == 0)
        continue;
      g_string_append_printf (link, "&%s=", name);
      g_string_append_uri_escaped (link, value, NULL, FALSE);
    }
  g_string_append (link, ">; rel=\"next\"");
  platform_response_add_header (response, "Link", link->str);
}

void
platform_call_respond (PlatformCall *self, const char *content_type, const char *next_cursor)
{
  PlatformResponse *response = platform_response_new_typed (
      200, content_type != NULL ? content_type : "application/json", g_steal_pointer (&self->out));

  if (next_cursor != NULL)
    add_next (self, response, next_cursor);
  platform_request_respond (self->request, response);
}

void
platform_call_fail (PlatformCall *self, GError *error)
{
  if (error->domain == PLATFORM_SEARCH_ERROR)
    platform_request_respond_problem (self->request, RAMBLA_PROBLEM_INVALID_CURSOR, error->message);
  else if (error->domain == PLATFORM_STORAGE_ERROR &&
           (error->code == PLATFORM_STORAGE_ERROR_INTERRUPTED || error->code == PLATFORM_STORAGE_ERROR_BUSY))
    platform_request_respond_problem (self->request, RAMBLA_PROBLEM_UNAVAILABLE,
                                      "This takes too long just now");
  else
    {
      g_warning ("%s: %s", platform_request_get_pattern (self->request), error->message);
      platform_request_respond_problem (self->request, RAMBLA_PROBLEM_INTERNAL, NULL);
    }
  g_error_free (error);
}

void
platform_call_not_found (PlatformCall *self, const char *what)
{
  platform_request_respond_problem (self->request, RAMBLA_PROBLEM_NOT_FOUND, what);
}
