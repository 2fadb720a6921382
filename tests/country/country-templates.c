/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "country-templates.h"

#include <glib/gstdio.h>

#include "country-database.h"
#include "platform-city-import.h"

static void
offer_free (CountryOffer *self)
{
  g_ptr_array_unref (self->languages);
  g_free (self);
}

void
country_templates_free (CountryTemplates *self)
{
  g_clear_pointer (&self->city, platform_city_free);
  g_ptr_array_unref (self->places);
  g_hash_table_unref (self->offers);
  g_ptr_array_unref (self->reviews);
  g_free (self);
}

GPtrArray *
country_templates_get_offers (CountryTemplates *self, const PlatformStore *place)
{
  return place->picture != NULL ? g_hash_table_lookup (self->offers, place->picture) : NULL;
}

static gboolean
read_offer (CountryTemplates *self,
            PlatformDatabase *database,
            gint64 row,
            const char *picture,
            GError **error)
{
  CountryOffer *offer = g_new0 (CountryOffer, 1);
  GPtrArray *offers = g_hash_table_lookup (self->offers, picture);

  if (offers == NULL)
    {
      offers = g_ptr_array_new_with_free_func ((GDestroyNotify) offer_free);
      g_hash_table_insert (self->offers, g_strdup (picture), offers);
    }
  offer->languages = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_deal_free);
  g_ptr_array_add (offers, offer);
  for (guint i = 0; self->city->languages[i] != NULL; i++)
    {
      PlatformDeal *deal;

      if (!platform_deal_get (database, self->city, row, self->city->languages[i], &deal, error))
        return FALSE;
      g_ptr_array_add (offer->languages, deal);
    }
  return TRUE;
}

static gboolean
read_offers (CountryTemplates *self, PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_prepare (database,
                                 "SELECT d.row, s.picture FROM deals d JOIN stores s ON s.row ="
                                 " (SELECT min (store) FROM deal_branches WHERE deal = d.row) WHERE "
                                 "s.picture IS NOT NULL ORDER BY d.row",
                                 error);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    if (!read_offer (self, database, platform_statement_get_int (row, 0),
                     platform_statement_get_text (row, 1), error))
      return FALSE;
  return step == PLATFORM_STEP_DONE;
}

static gboolean
read_places (CountryTemplates *self, PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_prepare (database, "SELECT row FROM stores ORDER BY row", error);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    {
      PlatformStore *place;

      if (!platform_store_get (database, platform_statement_get_int (row, 0), &place, error))
        return FALSE;
      if (country_templates_get_offers (self, place) != NULL)
        g_ptr_array_add (self->places, place);
      else
        platform_store_free (place);
    }
  return step == PLATFORM_STEP_DONE;
}

static gboolean
read_reviews (CountryTemplates *self, PlatformDatabase *database, GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error, "SELECT DISTINCT text FROM reviews WHERE language = ?1 ORDER BY text LIMIT 500", "t",
      self->city->languages[0]);
  PlatformStep step;

  if (row == NULL)
    return FALSE;
  while ((step = platform_statement_step (row, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (self->reviews, platform_statement_dup_text (row, 0));
  return step == PLATFORM_STEP_DONE;
}

static gboolean
read_city (CountryTemplates *self, const char *path, GError **error)
{
  g_autoptr (PlatformDatabase) database = platform_database_open (path, PLATFORM_DATABASE_READ, error);

  return database != NULL && platform_city_load (database, &self->city, error) &&
         read_offers (self, database, error) && read_places (self, database, error) &&
         read_reviews (self, database, error);
}

CountryTemplates *
country_templates_new (const char *city_folder, gint64 now, GError **error)
{
  g_autoptr (CountryTemplates) self = g_new0 (CountryTemplates, 1);
  g_autofree char *folder = g_dir_make_tmp ("rambla-country-XXXXXX", error);
  g_autofree char *path = NULL;
  g_autoptr (PlatformWriter) writer = NULL;
  gboolean done;

  self->places = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_store_free);
  self->offers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->reviews = g_ptr_array_new_with_free_func (g_free);
  if (folder == NULL)
    return NULL;
  writer = country_database_open (folder, &path, error);
  done = writer != NULL && platform_city_import (writer, city_folder, now, FALSE, NULL, NULL, NULL, error) &&
         read_city (self, path, error);
  g_clear_pointer (&writer, platform_writer_free);
  country_database_remove (folder);
  return done ? g_steal_pointer (&self) : NULL;
}
