/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include "platform-call.h"
#include "platform-parameters.h"
#include "platform-suggest.h"

static void
write_suggestion (RamblaJsonWriter *writer, const PlatformSuggestion *suggestion)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "type", platform_suggestion_type_to_string (suggestion->type));
  rambla_json_writer_member_string (writer, "text", suggestion->text);
  if (suggestion->detail != NULL)
    rambla_json_writer_member_string (writer, "detail", suggestion->detail);
  if (suggestion->id != NULL)
    rambla_json_writer_member_string (writer, "id", suggestion->id);
  if (suggestion->has_location)
    {
      rambla_json_writer_name (writer, "location");
      rambla_json_writer_point (writer, suggestion->location);
    }
  rambla_json_writer_end_object (writer);
}

static void
on_suggest (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "q", "near", NULL };
  g_auto (PlatformCall) call = { NULL };
  PlatformParameters parameters = { request, NULL };
  g_autoptr (GPtrArray) suggestions = NULL;
  GError *error = NULL;
  RamblaPoint near;
  gboolean has_near;
  const char *text;

  if (!platform_call_begin (&call, request, context, known))
    return;
  text = platform_parameters_get_text (&parameters, "q", 200);
  if (text == NULL)
    platform_parameters_refuse (&parameters, "q", "is needed: what was typed");
  has_near = platform_parameters_get_near (&parameters, &near);
  if (!platform_parameters_end (&parameters))
    return;
  if (!platform_suggest (call.database, call.city, text, call.language, has_near ? &near : NULL, call.now,
                         &suggestions, &error))
    {
      platform_call_fail (&call, error);
      return;
    }
  rambla_json_writer_begin_object (&call.writer);
  rambla_json_writer_name (&call.writer, "suggestions");
  rambla_json_writer_begin_array (&call.writer);
  for (guint i = 0; i < suggestions->len; i++)
    write_suggestion (&call.writer, g_ptr_array_index (suggestions, i));
  rambla_json_writer_end_array (&call.writer);
  rambla_json_writer_end_object (&call.writer);
  platform_call_respond (&call, NULL, NULL);
}

static const PlatformRoute routes[] = {
  { "GET", "/v1/suggest", on_suggest },
};

void
platform_routes_suggest_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
