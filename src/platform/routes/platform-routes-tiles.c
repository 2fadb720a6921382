/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-catalogue.h"

#include <string.h>

#define MAX_ZOOM 22
/* The map changes with an edition of the city; a week old is still right, and the tag then costs no bytes. */
#define CACHE_CONTROL "public, max-age=604800"

/* Digits only, no sign, no leading zeros, up to @max. */
static gboolean
read_number (const char *text, gsize length, int max, int *number)
{
  int value = 0;

  if (length == 0 || length > 9 || (length > 1 && text[0] == '0'))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = value * 10 + (text[i] - '0');
    }
  *number = value;
  return value <= max;
}

/* "123" or "123@2x", what stands before ".png". */
static gboolean
read_row (const char *text, int max, int *y, gboolean *hidpi)
{
  gsize length = strlen (text);

  *hidpi = g_str_has_suffix (text, "@2x");
  return read_number (text, *hidpi ? length - strlen ("@2x") : length, max, y);
}

static void
on_tile (PlatformRequest *request, gpointer data)
{
  static const char *const known[] = { NULL };
  const PlatformContext *context = data;
  const char *column = platform_request_get_path_parameter (request, "x");
  const char *zoom = platform_request_get_path_parameter (request, "z");
  PlatformResponse *response = platform_request_check_query (request, known);
  g_autoptr (GBytes) tile = NULL;
  g_autoptr (GError) error = NULL;
  gboolean hidpi;
  int z, x, y;

  if (response != NULL)
    {
      platform_request_respond (request, response);
      return;
    }
  if (context->tiles == NULL || !read_number (zoom, strlen (zoom), MAX_ZOOM, &z) ||
      !read_number (column, strlen (column), (1 << z) - 1, &x) ||
      !read_row (platform_request_get_path_parameter (request, "y"), (1 << z) - 1, &y, &hidpi))
    {
      platform_request_respond_problem (request, RAMBLA_PROBLEM_NOT_FOUND, "There is no such tile");
      return;
    }
  if (!platform_tiles_get (context->tiles, hidpi, z, x, y, &tile, &error))
    {
      g_warning ("%s: %s", platform_request_get_pattern (request), error->message);
      platform_request_respond_problem (request, RAMBLA_PROBLEM_INTERNAL, NULL);
      return;
    }
  if (tile == NULL)
    {
      platform_request_respond_problem (request, RAMBLA_PROBLEM_NOT_FOUND, "The map ends here");
      return;
    }
  response = platform_response_new (200, "image/png", tile);
  platform_response_set_cache_control (response, CACHE_CONTROL);
  platform_request_respond (request, response);
}

static const PlatformRoute routes[] = {
  { "GET", "/tiles/{z}/{x}/{y}.png", on_tile },
};

void
platform_routes_tiles_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
