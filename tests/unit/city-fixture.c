/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "city-fixture.h"

#include "platform-migrations.h"

#include <glib/gstdio.h>

static void
remove_all (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

void
city_fixture_set_up (CityFixture *fixture, gconstpointer data)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database;

  fixture->folder = g_dir_make_tmp ("rambla-city-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "test.db", NULL);
  database = platform_database_open (fixture->path, PLATFORM_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  platform_migrations_apply (migrations, database, NULL, &error);
  g_assert_no_error (error);
  fixture->writer = platform_writer_new (database, 0);
  fixture->reader = platform_database_open (fixture->path, PLATFORM_DATABASE_READ, &error);
  g_assert_no_error (error);
}

void
city_fixture_tear_down (CityFixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->city, platform_city_free);
  g_clear_pointer (&fixture->reader, platform_database_close);
  g_clear_pointer (&fixture->writer, platform_writer_free);
  remove_all (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

void
city_fixture_import (CityFixture *fixture)
{
  g_autofree char *folder = city_fixture_get_folder ("tiny");
  g_autoptr (GError) error = NULL;

  platform_city_import (fixture->writer, folder, CITY_FIXTURE_NOW, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  city_fixture_reload (fixture);
  g_assert_nonnull (fixture->city);
}

void
city_fixture_set_up_tiny (CityFixture *fixture, gconstpointer data)
{
  city_fixture_set_up (fixture, data);
  city_fixture_import (fixture);
}

void
city_fixture_reload (CityFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->city, platform_city_free);
  platform_city_load (fixture->reader, &fixture->city, &error);
  g_assert_no_error (error);
}

char *
city_fixture_get_folder (const char *name)
{
  return g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", name, NULL);
}

char *
city_fixture_copy (CityFixture *fixture, const char *name)
{
  g_autofree char *source = city_fixture_get_folder (name);
  char *copy = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GDir) folder = g_dir_open (source, 0, NULL);
  const char *child;

  g_assert_nonnull (folder);
  remove_all (copy);
  g_assert_cmpint (g_mkdir (copy, 0700), ==, 0);
  while ((child = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *from = g_build_filename (source, child, NULL);
      g_autofree char *to = g_build_filename (copy, child, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (from, &content, &length, NULL));
      g_assert_true (
          g_file_set_contents_full (to, content, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
    }
  return copy;
}

gint64
city_fixture_query_int (CityFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = G_MININT64;

  platform_database_query_int (fixture->reader, &value, &error, sql, "");
  g_assert_no_error (error);
  return value;
}

char *
city_fixture_query_text (CityFixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformStatement) row = platform_database_prepare (fixture->reader, sql, &error);

  g_assert_no_error (error);
  g_assert_cmpint (platform_statement_step (row, &error), ==, PLATFORM_STEP_ROW);
  return platform_statement_dup_text (row, 0);
}

RamblaPoint
city_fixture_random_point (void)
{
  return (RamblaPoint){ g_test_rand_double_range (-56.25, -56.15),
                        g_test_rand_double_range (-34.95, -34.82) };
}
