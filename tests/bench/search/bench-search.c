/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The platform's search beside PostgreSQL with PostGIS, and its nearest stores beside Redis, over the same
 * country, while offers are being written to both. See run.sh for how it is called. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "load.h"
#include "platform-catalogue-writer.h"
#include "platform-search-index.h"
#include "platform-store-search.h"
#include "platform-writer.h"
#include "postgres-peer.h"
#include "rambla-id.h"
#include "redis-peer.h"

#define N_QUESTIONS 600
#define ROUNDS 2
#define CLIENTS 2
#define CLIENT_SECONDS 5
#define WRITES_A_SECOND 50
#define NEAREST 20
#define POSTGRES "PostgreSQL 15 with PostGIS"

typedef struct
{
  const char *path;
  const char *sockets;
  PlatformDatabasePool *readers;
  PlatformDatabase *database; /* the main thread's */
  PlatformCity *city;
  GArray *questions;
  GPtrArray *sql; /* of char *, by question */
  int running;    /* atomic */
  int asked;      /* atomic */
} Bench;

static void
print (const char *name, const char *unit, double figure, const char *peer, double peer_figure)
{
  printf ("{\"name\": \"%s\", \"figure\": %.4g, \"unit\": \"%s\", \"peer\": \"%s\", \"peer_figure\": %.4g, "
          "\"ratio\": %.4g}\n",
          name, figure, unit, peer, peer_figure, figure / peer_figure);
  fflush (stdout);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static double
get_quantile (GArray *times, double share)
{
  g_array_sort (times, compare_numbers);
  return g_array_index (times, double, (guint) ((times->len - 1) * share));
}

static double
get_milliseconds (void)
{
  return (double) g_get_monotonic_time () / 1000;
}

static GArray *
ask_ourselves (const Bench *self, PlatformDatabase *database, const SearchQuestion *question)
{
  g_autoptr (PlatformDealPage) page = NULL;
  g_autoptr (GError) error = NULL;

  /* As a request does: one moment of the database. */
  platform_database_begin_read (database, &error);
  platform_deal_search (database, self->city, &question->query, &page, &error);
  platform_database_end_read (database);
  g_assert_no_error (error);
  return g_array_ref (page->hits);
}

/* --- writing meanwhile --- */

typedef struct
{
  const Bench *bench;
  gint64 deal;
} Publication;

static gboolean
publish (PlatformDatabase *database, gpointer data, GError **error)
{
  Publication *self = data;
  const PlatformCity *city = self->bench->city;
  g_autoptr (PlatformSearchIndex) index = platform_search_index_new (database, city);
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GPtrArray) stores = NULL;
  PlatformPrice price;
  PlatformDealText text;

  if (!platform_deal_get (database, city, self->deal, city->languages[0], &deal, error) ||
      !platform_store_list_of_deal (database, self->deal, &stores, error))
    return FALSE;
  g_free (deal->id);
  deal->id = rambla_id_new (RAMBLA_ID_DEAL);
  price = (PlatformPrice){ deal->starts_at, deal->price };
  text =
      (PlatformDealText){ deal->language, deal->title,    deal->summary, (const char *const *) deal->includes,
                          deal->benefit,  deal->unit_name };
  return platform_catalogue_save_deal (database, deal, &text, 1,
                                       &((PlatformStore *) g_ptr_array_index (stores, 0))->row, 1, &price, 1,
                                       deal->starts_at, city->edition, error) &&
         platform_search_index_add_deal (index, deal->row, error) &&
         platform_search_index_finish (index, error);
}

/* To both, at the same pace. */
static gpointer
write_meanwhile (gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRand) chance = g_rand_new_with_seed (7);
  g_autoptr (PlatformWriter) writer =
      platform_writer_new (platform_database_open (self->path, PLATFORM_DATABASE_WRITE, &error), 0);
  PGconn *postgres = postgres_connect (self->sockets);
  guint n = 0;

  g_assert_no_error (error);
  while (g_atomic_int_get (&self->running))
    {
      Publication publication = { self, g_rand_int_range (chance, 1, 1000) };

      platform_writer_run (writer, publish, &publication, &error);
      g_assert_no_error (error);
      postgres_write (postgres, publication.deal);
      n++;
      g_usleep (G_USEC_PER_SEC / WRITES_A_SECOND);
    }
  PQfinish (postgres);
  return GUINT_TO_POINTER (n);
}

/* --- the same answers --- */

static double
get_key (PlatformDatabase *database, const PlatformDealHit *hit, PlatformSort sort)
{
  static const char *const columns[] = {
    NULL,
    NULL,
    "SELECT price FROM deals WHERE row = ?1",
    "SELECT -discount_percent FROM deals WHERE row = ?1",
    "SELECT -round (100.0 * (one + 2 * two + 3 * three + 4 * four + 5 * five) / (one + two + three + four + "
    "five))"
    " * 1000000 - (one + two + three + four + five) FROM deal_ratings WHERE deal = ?1",
    "SELECT -popularity FROM deals WHERE row = ?1",
    "SELECT min (d.ends_at, coalesce (g.deadline_at, d.ends_at)) FROM deals d LEFT JOIN deal_groups g ON "
    "g.deal = d.row"
    " WHERE d.row = ?1",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformStatement) row = NULL;

  if (sort == PLATFORM_SORT_DISTANCE)
    return hit->distance;
  row = platform_database_query (database, &error, columns[sort], "i", hit->deal);
  g_assert_no_error (error);
  return platform_statement_step (row, NULL) == PLATFORM_STEP_ROW ? platform_statement_get_double (row, 0)
                                                                  : 0;
}

/* Position by position the same offer, or one that stands equal: distances differ by rounding, popularity is
 * kept in 32 bits. */
static gboolean
is_same (const Bench *self, const SearchQuestion *question, GArray *ours, GArray *theirs)
{
  if (ours->len != theirs->len)
    return FALSE;
  for (guint i = 0; i < ours->len; i++)
    {
      const PlatformDealHit *one = &g_array_index (ours, PlatformDealHit, i);
      const PlatformDealHit *other = &g_array_index (theirs, PlatformDealHit, i);
      PlatformSort sort = question->query.sort;

      if (one->deal != other->deal &&
          fabs (get_key (self->database, one, sort) - get_key (self->database, other, sort)) >
              (sort == PLATFORM_SORT_DISTANCE ? 0.01 : 1e-6))
        return FALSE;
    }
  return TRUE;
}

static void
compare_answers (Bench *self, PGconn *postgres)
{
  guint n_same = 0, n_hits = 0;

  for (guint i = 0; i < self->questions->len; i++)
    {
      const SearchQuestion *question = &g_array_index (self->questions, SearchQuestion, i);
      g_autoptr (GArray) ours = ask_ourselves (self, self->database, question);
      g_autoptr (GArray) theirs = postgres_ask (postgres, g_ptr_array_index (self->sql, i));

      n_hits += ours->len;
      if (is_same (self, question, ours, theirs))
        n_same++;
      else
        fprintf (stderr, "# differs (%u, %u offers): %s\n", ours->len, theirs->len,
                 (char *) g_ptr_array_index (self->sql, i));
    }
  print ("search: same answers", "questions", n_same, "all", self->questions->len);
  if (n_same != self->questions->len || n_hits == 0)
    g_error ("%u of %u answers are the same", n_same, self->questions->len);
}

/* --- search --- */

static void
measure_one (Bench *self, PGconn *postgres)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < self->questions->len; i++)
      {
        double start = get_milliseconds (), middle, end;

        g_array_unref (
            ask_ourselves (self, self->database, &g_array_index (self->questions, SearchQuestion, i)));
        middle = get_milliseconds ();
        g_array_unref (postgres_ask (postgres, g_ptr_array_index (self->sql, i)));
        end = get_milliseconds () - middle;
        middle -= start;
        g_array_append_val (ours, middle);
        g_array_append_val (theirs, end);
      }
  print ("search p50, offers being written", "ms", get_quantile (ours, 0.5), POSTGRES,
         get_quantile (theirs, 0.5));
  print ("search p99, offers being written", "ms", get_quantile (ours, 0.99), POSTGRES,
         get_quantile (theirs, 0.99));
}

static gpointer
ask_on_and_on (gpointer data)
{
  Bench *self = data;
  g_autoptr (GError) error = NULL;
  PlatformDatabase *database = platform_database_pool_get (self->readers, &error);
  guint i;

  g_assert_no_error (error);
  while (g_atomic_int_get (&self->running) && (i = (guint) g_atomic_int_add (&self->asked, 1)) < G_MAXINT)
    g_array_unref (ask_ourselves (
        self, database, &g_array_index (self->questions, SearchQuestion, i % self->questions->len)));
  return NULL;
}

static gpointer
ask_postgres_on_and_on (gpointer data)
{
  Bench *self = data;
  PGconn *postgres = postgres_connect (self->sockets);

  while (g_atomic_int_get (&self->running))
    g_array_unref (postgres_ask (
        postgres,
        g_ptr_array_index (self->sql, (guint) g_atomic_int_add (&self->asked, 1) % self->sql->len)));
  PQfinish (postgres);
  return NULL;
}

/* Returns: questions a second */
static double
run_clients (Bench *self, GThreadFunc func)
{
  GThread *clients[CLIENTS], *writer;
  gint64 start;

  g_atomic_int_set (&self->running, TRUE);
  g_atomic_int_set (&self->asked, 0);
  writer = g_thread_new ("write", write_meanwhile, self);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < CLIENTS; i++)
    clients[i] = g_thread_new ("client", func, self);
  g_usleep (CLIENT_SECONDS * G_USEC_PER_SEC);
  g_atomic_int_set (&self->running, FALSE);
  for (guint i = 0; i < CLIENTS; i++)
    g_thread_join (clients[i]);
  start = g_get_monotonic_time () - start;
  g_thread_join (writer);
  return g_atomic_int_get (&self->asked) / ((double) start / G_USEC_PER_SEC);
}

static void
bench_search (Bench *self)
{
  PGconn *postgres = postgres_connect (self->sockets);
  GThread *writer;

  compare_answers (self, postgres); /* warms both, too */
  g_atomic_int_set (&self->running, TRUE);
  writer = g_thread_new ("write", write_meanwhile, self);
  measure_one (self, postgres);
  g_atomic_int_set (&self->running, FALSE);
  g_thread_join (writer);
  PQfinish (postgres);
  print ("search, 2 clients, offers being written", "questions/s", run_clients (self, ask_on_and_on),
         POSTGRES, run_clients (self, ask_postgres_on_and_on));
}

/* --- nearest --- */

static void
bench_nearest (Bench *self)
{
  g_autofree char *socket = g_build_filename (self->sockets, "redis.sock", NULL);
  g_autoptr (RedisPeer) redis = redis_peer_new (socket);
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GError) error = NULL;

  redis_peer_load (redis, self->database);
  for (guint round = 0; round < ROUNDS + 1; round++)
    for (guint i = 0; i < self->questions->len; i++)
      {
        RamblaPoint point = g_array_index (self->questions, SearchQuestion, i).query.area.near;
        g_autoptr (GPtrArray) stores = NULL;
        g_autoptr (GArray) known = NULL;
        double start = get_milliseconds (), middle, end;
        guint n_same = 0;

        platform_store_list_nearest (self->database, point, NEAREST, &stores, &error);
        g_assert_no_error (error);
        middle = get_milliseconds ();
        known = redis_peer_nearest (redis, point, NEAREST);
        end = get_milliseconds () - middle;
        middle -= start;
        if (round == 0) /* warms, and looks: Redis keeps places to half a metre */
          {
            for (guint j = 0; j < known->len; j++)
              for (guint k = 0; k < stores->len; k++)
                n_same += ((PlatformStore *) g_ptr_array_index (stores, k))->row ==
                          g_array_index (known, gint64, j);
            if (stores->len != NEAREST || n_same < NEAREST - 2)
              g_error ("of %u nearest stores %u are the same", stores->len, n_same);
            continue;
          }
        g_array_append_val (ours, middle);
        g_array_append_val (theirs, end);
      }
  print ("nearest 20 stores, whole, p50", "ms", get_quantile (ours, 0.5), "Redis GEOSEARCH",
         get_quantile (theirs, 0.5));
}

/* --- over HTTP --- */

typedef struct
{
  Bench *bench;
  GPtrArray *requests;
  guint next;
} Client;

static const char *
next_request (gpointer data, guint connection, gsize *length)
{
  Client *self = data;
  const char *request;

  if (self->next == self->requests->len)
    return NULL;
  request = g_ptr_array_index (self->requests, self->next++);
  *length = strlen (request);
  return request;
}

static void
check_answer (gpointer data, guint connection, guint status)
{
  if (status != 200)
    g_error ("%u instead of 200", status);
}

static void
bench_http (Bench *self, guint16 port)
{
  g_autoptr (GPtrArray) requests = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (double));
  PGconn *postgres = postgres_connect (self->sockets);
  LoadResult result;

  for (guint i = 0; i < self->questions->len; i++)
    {
      g_autofree char *target =
          search_question_to_target (&g_array_index (self->questions, SearchQuestion, i), self->city);

      g_ptr_array_add (requests, g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", target));
    }
  for (guint round = 0; round < ROUNDS; round++)
    {
      Client client = { self, requests, 0 };

      load_run (port, 1, 0, next_request, check_answer, &client, &result);
      for (guint i = 0; i < self->sql->len; i++)
        {
          double start = get_milliseconds ();

          g_array_unref (postgres_ask (postgres, g_ptr_array_index (self->sql, i)));
          start = get_milliseconds () - start;
          g_array_append_val (theirs, start);
        }
    }
  print ("search over HTTP with JSON, p50", "ms", result.p50_ms, POSTGRES " through libpq",
         get_quantile (theirs, 0.5));
  PQfinish (postgres);
}

static void
open_bench (Bench *self)
{
  g_autoptr (GError) error = NULL;

  self->readers = platform_database_pool_new (self->path);
  self->database = platform_database_pool_get (self->readers, &error);
  g_assert_no_error (error);
  platform_city_load (self->database, &self->city, &error);
  g_assert_no_error (error);
  self->questions =
      search_questions_new (self->database, N_QUESTIONS, g_get_real_time () / G_USEC_PER_SEC, &error);
  g_assert_no_error (error);
}

static void
write_sql (Bench *self)
{
  self->sql = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->questions->len; i++)
    {
      const SearchQuestion *question = &g_array_index (self->questions, SearchQuestion, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (PlatformSearchText) text = platform_search_text_new (self->database, question->text, &error);
      g_autoptr (PlatformDealPage) page = NULL;

      g_assert_no_error (error);
      platform_deal_search (self->database, self->city, &question->query, &page, &error);
      g_assert_no_error (error);
      g_ptr_array_add (self->sql, postgres_make_sql (question, text, page->relaxed));
    }
}

int
main (int argc, char *argv[])
{
  Bench self = { NULL };

  if (argc < 4)
    {
      fprintf (stderr, "usage: %s load|search|nearest|http DATABASE SOCKETS [PORT]\n", argv[0]);
      return 2;
    }
  self.path = argv[2];
  self.sockets = argv[3];
  open_bench (&self);
  if (strcmp (argv[1], "load") == 0)
    {
      PGconn *postgres = postgres_connect (self.sockets);

      postgres_load (postgres, self.database, self.city);
      PQfinish (postgres);
    }
  else if (strcmp (argv[1], "nearest") == 0)
    bench_nearest (&self);
  else
    {
      write_sql (&self);
      if (strcmp (argv[1], "search") == 0)
        bench_search (&self);
      else
        bench_http (&self, (guint16) g_ascii_strtoull (argv[4], NULL, 10));
      g_ptr_array_unref (self.sql);
    }
  g_array_unref (self.questions);
  platform_city_free (self.city);
  platform_database_pool_free (self.readers);
  return 0;
}
