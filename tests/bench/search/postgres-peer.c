/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres-peer.h"

#include <stdlib.h>
#include <string.h>

#include "platform-search-source.h"

#define UNITS_A_DEGREE 1e7
#define COPY_BYTES 65536

static PGresult *
check (PGconn *self, PGresult *result, ExecStatusType expected)
{
  if (PQresultStatus (result) != expected)
    g_error ("PostgreSQL: %s", PQerrorMessage (self));
  return result;
}

static void
run (PGconn *self, const char *sql)
{
  PQclear (check (self, PQexec (self, sql), PGRES_COMMAND_OK));
}

PGconn *
postgres_connect (const char *socket_folder)
{
  const char *const names[] = { "host", "dbname", "user", NULL };
  const char *const values[] = { socket_folder, "postgres", "postgres", NULL };
  PGconn *self = PQconnectdbParams (names, values, 0);

  if (PQstatus (self) != CONNECTION_OK)
    g_error ("PostgreSQL: %s", PQerrorMessage (self));
  return self;
}

/* A line of words, one of the index's terms each, as PostgreSQL writes a tsvector. */
static void
append_words (GString *out, const char *words)
{
  g_auto (GStrv) terms = g_strsplit_set (words, " \n", -1);

  for (guint i = 0; terms[i] != NULL; i++)
    if (*terms[i] != '\0')
      g_string_append_printf (out, "'%s' ", terms[i]);
}

static void
send_lines (PGconn *self, GString *lines)
{
  if (PQputCopyData (self, lines->str, (int) lines->len) != 1)
    g_error ("PostgreSQL: %s", PQerrorMessage (self));
  g_string_truncate (lines, 0);
}

static void
copy_entries (PGconn *self, PlatformDatabase *database, const PlatformCity *city)
{
  g_autoptr (PlatformSearchVocabulary) vocabulary = platform_search_vocabulary_new (FALSE);
  g_autoptr (PlatformSearchSource) source = platform_search_source_new (database, city, vocabulary);
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformStatement) row = platform_database_prepare (
      database, "SELECT row, store, deal FROM search_entries WHERE deal <> 0 ORDER BY row", &error);
  g_autoptr (GString) lines = g_string_new (NULL), words = g_string_new (NULL);

  g_assert_no_error (error);
  PQclear (check (self, PQexec (self, "COPY entries FROM STDIN"), PGRES_COPY_IN));
  while (platform_statement_step (row, &error) == PLATFORM_STEP_ROW)
    {
      PlatformFacts facts;
      GBytes *hours;

      g_string_truncate (words, 0);
      if (!platform_search_source_read (source, platform_statement_get_int (row, 0),
                                        platform_statement_get_int (row, 1),
                                        platform_statement_get_int (row, 2), &facts, &hours, words, &error))
        break;
      g_string_append_printf (
          lines,
          "%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%u\t%u\t%" G_GINT64_FORMAT
          "\t%u\t%.9g\t%.9g\t%u\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\tPOINT(%.7f %.7f)\t",
          facts.deal, facts.store, facts.category, facts.kind, facts.price, facts.discount,
          (double) facts.popularity, (double) facts.rating, facts.reviews, facts.starts_at, facts.ends_at,
          facts.longitude / UNITS_A_DEGREE, facts.latitude / UNITS_A_DEGREE);
      append_words (lines, words->str);
      g_string_append_c (lines, '\n');
      if (lines->len > COPY_BYTES)
        send_lines (self, lines);
    }
  g_assert_no_error (error);
  send_lines (self, lines);
  if (PQputCopyEnd (self, NULL) != 1)
    g_error ("PostgreSQL: %s", PQerrorMessage (self));
  PQclear (check (self, PQgetResult (self), PGRES_COMMAND_OK));
  while (PQgetResult (self) != NULL)
    ;
}

void
postgres_load (PGconn *self, PlatformDatabase *database, const PlatformCity *city)
{
  run (self, "CREATE EXTENSION IF NOT EXISTS postgis");
  run (self,
       "CREATE TABLE entries (deal bigint, store bigint, category smallint, kind smallint, price bigint,"
       " discount smallint, popularity real, rating real, reviews integer, starts_at bigint,"
       " ends_at bigint, place geography(Point), words tsvector)");
  copy_entries (self, database, city);
  run (self, "SET maintenance_work_mem = '1GB'");
  run (self, "CREATE INDEX ON entries USING gist (place)");
  run (self, "CREATE INDEX ON entries USING gin (words)");
  run (self, "CREATE INDEX ON entries (deal)");
  run (self, "VACUUM ANALYZE entries");
}

static void
append_tsquery (GString *sql, const PlatformSearchText *text, gboolean relaxed)
{
  g_string_append (sql, "'(");
  for (guint i = 0; i < text->phrases->len; i++)
    {
      const PlatformSearchPhrase *phrase = &g_array_index (text->phrases, PlatformSearchPhrase, i);
      const char *before = "";

      if (i > 0)
        before = phrase->word != g_array_index (text->phrases, PlatformSearchPhrase, i - 1).word
                     ? (relaxed ? ") | (" : ") & (")
                     : " | ";
      g_string_append_printf (sql, "%s''%s''%s", before, phrase->term, phrase->beginning ? ":*" : "");
    }
  g_string_append (sql, ")'::tsquery");
}

char *
postgres_make_sql (const SearchQuestion *question, const PlatformSearchText *text, gboolean relaxed)
{
  static const char *const orders[] = {
    "", "away", "price", "-discount", "-round(rating::numeric * 100), -reviews", "-popularity", "ends_at"
  };
  const PlatformDealQuery *query = &question->query;
  GString *sql =
      g_string_new ("SELECT deal, store, away FROM (SELECT DISTINCT ON (deal) *, ST_Distance (place,");
  g_autofree char *point =
      g_strdup_printf ("'POINT(%.7f %.7f)'::geography", query->area.near.lon, query->area.near.lat);

  g_string_append_printf (sql, "%s, false) AS away FROM entries WHERE ST_DWithin (place, %s, %.3f, false)",
                          point, point, query->area.radius);
  if (text->n_words > 0)
    {
      g_string_append (sql, " AND words @@ ");
      append_tsquery (sql, text, relaxed);
    }
  g_string_append_printf (sql, " AND starts_at <= %" G_GINT64_FORMAT " AND ends_at > %" G_GINT64_FORMAT,
                          query->now, query->now);
  if (query->filter.categories != 0)
    g_string_append_printf (sql, " AND category = %d", g_bit_nth_lsf (query->filter.categories, -1));
  if (query->filter.price_max >= 0)
    g_string_append_printf (sql, " AND price <= %" G_GINT64_FORMAT, query->filter.price_max);
  if (query->filter.discount_min > 0)
    g_string_append_printf (sql, " AND discount >= %d", query->filter.discount_min);
  if (query->filter.rating_min > 0)
    g_string_append_printf (sql, " AND rating >= %.6f", query->filter.rating_min - 1e-6);
  g_string_append_printf (sql, " ORDER BY deal, away, store) AS nearest ORDER BY %s, deal LIMIT %u",
                          orders[query->sort], query->limit);
  return g_string_free (sql, FALSE);
}

GArray *
postgres_ask (PGconn *self, const char *sql)
{
  PGresult *result = check (self, PQexec (self, sql), PGRES_TUPLES_OK);
  GArray *hits = g_array_new (FALSE, TRUE, sizeof (PlatformDealHit));

  for (int i = 0; i < PQntuples (result); i++)
    {
      PlatformDealHit hit = { .deal = g_ascii_strtoll (PQgetvalue (result, i, 0), NULL, 10),
                              .store = g_ascii_strtoll (PQgetvalue (result, i, 1), NULL, 10),
                              .distance = g_ascii_strtod (PQgetvalue (result, i, 2), NULL) };

      g_array_append_val (hits, hit);
    }
  PQclear (result);
  return hits;
}

void
postgres_write (PGconn *self, gint64 deal)
{
  g_autofree char *sql =
      g_strdup_printf ("INSERT INTO entries SELECT -deal, store, category, kind, price, discount, "
                       "popularity, rating, reviews, starts_at,"
                       " ends_at, place, words FROM entries WHERE deal = %" G_GINT64_FORMAT " LIMIT 1",
                       deal);

  run (self, sql);
}
