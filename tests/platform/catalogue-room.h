/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-fixture.h"

/* Runs the tests against a platform with the tiny city. Returns: what main() returns */
int catalogue_room_run (void);

/* That platform. */
PlatformFixture *catalogue_room_get_platform (void);

/* A GET of the path, by nobody. */
PlatformAnswer *catalogue_room_get (const char *path);

/* What a good answer holds. */
JsonObject *catalogue_room_get_object (PlatformAnswer *answer);

const char *catalogue_room_get_string (JsonObject *object, const char *name);

/* Of a list of offers. */
JsonObject *catalogue_room_get_deal (JsonObject *list, guint index);

/* How many an array has. */
guint catalogue_room_count (JsonObject *object, const char *name);

/* The id of the first offer that a search for these words finds. Free with g_free(). */
char *catalogue_room_find_deal (const char *words);

/* The path of a city among the tests. Free with g_free(). */
char *catalogue_room_get_city (const char *name);
