/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-answer.h"

#include "platform-database.h"
#include "rambla-json-writer.h"

PlatformResponse *
platform_answer_refusal (const PlatformRefusal *refusal)
{
  GString *body;
  RamblaJsonWriter writer;

  if (refusal->pointer != NULL)
    return platform_response_new_invalid_field (refusal->pointer, refusal->detail);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_problem_write_members (&writer, refusal->code, refusal->detail);
  /* These are members already, with names. */
  if (refusal->members != NULL)
    g_string_append_printf (body, ",%s", refusal->members->str);
  rambla_json_writer_end_object (&writer);
  return platform_response_new_problem_body (refusal->code, body);
}

PlatformResponse *
platform_answer_error (const GError *error)
{
  PlatformResponse *response;

  g_warning ("A request could not be served: %s", error->message);
  if (error->domain == PLATFORM_STORAGE_ERROR &&
      (error->code == PLATFORM_STORAGE_ERROR_BUSY || error->code == PLATFORM_STORAGE_ERROR_FULL ||
       error->code == PLATFORM_STORAGE_ERROR_CANNOT_WRITE ||
       error->code == PLATFORM_STORAGE_ERROR_QUEUE_FULL || error->code == PLATFORM_STORAGE_ERROR_STOPPED ||
       error->code == PLATFORM_STORAGE_ERROR_INTERRUPTED))
    {
      response = platform_response_new_problem (RAMBLA_PROBLEM_UNAVAILABLE, "Try again in a moment");
      platform_response_set_header (response, "Retry-After", "1");
      return response;
    }
  return platform_response_new_problem (RAMBLA_PROBLEM_INTERNAL, NULL);
}
