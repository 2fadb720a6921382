/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue-room.h"

static PlatformFixture *platform;

int
catalogue_room_run (void)
{
  g_autofree char *city = catalogue_room_get_city ("tiny");
  const char *arguments[] = { "--city", city, NULL };
  int result;

  platform = platform_fixture_new (arguments);
  result = g_test_run ();
  platform_fixture_free (platform);
  return result;
}

PlatformFixture *
catalogue_room_get_platform (void)
{
  return platform;
}

PlatformAnswer *
catalogue_room_get (const char *path)
{
  return platform_fixture_get (platform, path, NULL);
}

JsonObject *
catalogue_room_get_object (PlatformAnswer *answer)
{
  g_assert_cmpuint (answer->status, ==, 200);
  return platform_answer_get_object (answer);
}

const char *
catalogue_room_get_string (JsonObject *object, const char *name)
{
  return json_object_get_string_member (object, name);
}

JsonObject *
catalogue_room_get_deal (JsonObject *list, guint index)
{
  return json_array_get_object_element (json_object_get_array_member (list, "deals"), index);
}

guint
catalogue_room_count (JsonObject *object, const char *name)
{
  return json_array_get_length (json_object_get_array_member (object, name));
}

char *
catalogue_room_find_deal (const char *words)
{
  g_autofree char *escaped = g_uri_escape_string (words, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/v1/deals?q=", escaped, NULL);
  g_autoptr (PlatformAnswer) answer = catalogue_room_get (path);
  JsonObject *list = catalogue_room_get_object (answer);

  g_assert_cmpuint (catalogue_room_count (list, "deals"), >, 0);
  return g_strdup (catalogue_room_get_string (catalogue_room_get_deal (list, 0), "id"));
}

char *
catalogue_room_get_city (const char *name)
{
  return g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", name, NULL);
}
