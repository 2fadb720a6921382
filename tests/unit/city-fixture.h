/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-city-import.h"
#include "platform-city-storage.h"

/* 2026-11-18 15:00 in Montevideo, a Wednesday. */
#define CITY_FIXTURE_NOW G_GINT64_CONSTANT (1795024800)

/* A database of its own with a city in it. */
typedef struct
{
  char *folder;
  char *path;
  PlatformWriter *writer;
  PlatformDatabase *reader;
  PlatformCity *city; /* of the last import */
} CityFixture;

/* Makes the folder and an empty database. */
void city_fixture_set_up (CityFixture *fixture, gconstpointer data);
void city_fixture_tear_down (CityFixture *fixture, gconstpointer data);

/* Imports tests/platform/cities/tiny at CITY_FIXTURE_NOW and reads the city. */
void city_fixture_import (CityFixture *fixture);

/* As city_fixture_import(), for a set-up function. */
void city_fixture_set_up_tiny (CityFixture *fixture, gconstpointer data);

/* Reads the city again. */
void city_fixture_reload (CityFixture *fixture);

/* The path of a city among the tests. Free with g_free(). */
char *city_fixture_get_folder (const char *name);

/* A copy of it that may be changed, in the fixture's folder. Free with g_free(). */
char *city_fixture_copy (CityFixture *fixture, const char *name);

/* The first column of the first row. */
gint64 city_fixture_query_int (CityFixture *fixture, const char *sql);

/* The first column of the first row. Free with g_free(). */
char *city_fixture_query_text (CityFixture *fixture, const char *sql);

/* At random, in and around the city. */
RamblaPoint city_fixture_random_point (void);
