/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many people wait for their vouchers to turn "used", each with a stream of events of their own, while
 * counters redeem as fast as they can: what do the streams cost, and how long after the counter's answer does
 * the event arrive? */
#include "load.h"
#include "raw-exchange.h"
#include "trade-shop.h"

#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#define STREAMS 2000
#define COUNTERS 32
#define FAST_ORDERS 160
#define PACED_ORDERS 400
#define EACH 20
#define PACE 1000 /* redemptions a second, the goal */
#define PACED_COUNTERS 64
#define WAIT_SECONDS 30

typedef struct
{
  char *id;
  char *request;
  gint64 answered; /* monotonic, µs */
  gint64 arrived;
} Voucher;

typedef struct
{
  int fd;
  GString *text;
  gboolean ready;
} Stream;

typedef struct
{
  GPtrArray *vouchers; /* of Voucher */
  GHashTable *by_id;
  guint next;
  guint end;                                       /* of those that are redeemed in this part */
  guint under_way[MAX (COUNTERS, PACED_COUNTERS)]; /* by connection: which voucher */
  guint refused;
  Stream streams[STREAMS];
  int epoll;
  guint n_ready;   /* atomic */
  guint n_arrived; /* atomic */
  guint n_twice;
  int stopping; /* atomic */
} Bench;

static const char *
next_request (gpointer data, guint connection, gsize *length)
{
  Bench *bench = data;
  Voucher *voucher;

  if (bench->next == bench->end)
    return NULL;
  voucher = g_ptr_array_index (bench->vouchers, bench->next);
  bench->under_way[connection] = bench->next++;
  *length = strlen (voucher->request);
  return voucher->request;
}

static void
check_answer (gpointer data, guint connection, guint status)
{
  Bench *bench = data;
  Voucher *voucher = g_ptr_array_index (bench->vouchers, bench->under_way[connection]);

  __atomic_store_n (&voucher->answered, g_get_monotonic_time (), __ATOMIC_RELEASE);
  bench->refused += status != 201;
}

static void
collect_vouchers (Bench *bench, Shop *shop, const char *store_id)
{
  g_autofree char *path = g_strdup ("/v1/vouchers?limit=100");

  while (path != NULL)
    {
      g_autoptr (PlatformAnswer) page = platform_fixture_get (shop->fixture, path, shop->consumer);
      JsonObject *object = platform_answer_get_object (page);
      JsonArray *vouchers = json_object_get_array_member (object, "vouchers");

      for (guint i = 0; i < json_array_get_length (vouchers); i++)
        {
          JsonObject *one = json_array_get_object_element (vouchers, i);
          g_autofree char *body = g_strdup_printf ("{\"presented\":\"%s\",\"store_id\":\"%s\"}",
                                                   json_object_get_string_member (one, "code"), store_id);
          Voucher *voucher = g_new0 (Voucher, 1);

          voucher->id = g_strdup (json_object_get_string_member (one, "id"));
          voucher->request = g_strdup_printf (
              "POST /v1/merchant/redemptions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
              "bench-merchant\r\nContent-Type: application/json\r\nIdempotency-Key: \"bench-%u\"\r\n"
              "Content-Length: %zu\r\n\r\n%s",
              bench->vouchers->len, strlen (body), body);
          g_ptr_array_add (bench->vouchers, voucher);
          g_hash_table_insert (bench->by_id, voucher->id, voucher);
        }
      g_clear_pointer (&path, g_free);
      if (json_object_has_member (object, "next_cursor"))
        path = g_strdup_printf ("/v1/vouchers?limit=100&cursor=%s",
                                json_object_get_string_member (object, "next_cursor"));
    }
}

static void
add_session (GString *sql, const char *account, const char *token, const char *scope)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, token, -1);

  g_string_append_printf (
      sql,
      "INSERT INTO sessions (id, account_id, client_id, scope, created_at) VALUES "
      "('ses_%s', %s, 'rambla', '%s', 0);"
      "INSERT INTO tokens (hash, session_id, kind, created_at, expires_at) VALUES (X'%s', "
      "'ses_%s', 'access', 0, 32503680000);",
      token, account, scope, hash, token);
}

/* As many accounts as streams, and the vouchers spread over them. */
static void
spread_vouchers (Shop *shop)
{
  g_autoptr (GString) sql = g_string_new ("BEGIN;");

  for (guint i = 0; i < STREAMS; i++)
    {
      g_autofree char *account = g_strdup_printf ("'usr_bench%u'", i);
      g_autofree char *token = g_strdup_printf ("bench-%u", i);

      g_string_append_printf (sql,
                              "INSERT INTO accounts (id, email, name, scopes, created_at) VALUES (%s, "
                              "'%u@example.org', 'B', 'consumer', 0);",
                              account, i);
      add_session (sql, account, token, "consumer");
    }
  add_session (sql, "(SELECT id FROM accounts WHERE email = 'merchant@example.org')", "bench-merchant",
               "merchant");
  g_string_append_printf (sql, "UPDATE vouchers SET account_id = 'usr_bench' || (number %% %u); COMMIT;",
                          STREAMS);
  platform_fixture_stop (shop->fixture);
  shop_execute (shop, sql->str);
  platform_fixture_start (shop->fixture);
}

/* --- The streams --- */

static void
take_line (Bench *bench, Stream *stream, char *line, gint64 now)
{
  Voucher *voucher;
  char *id, *end;

  if (g_str_equal (line, "event: ready"))
    {
      stream->ready = TRUE;
      __atomic_add_fetch (&bench->n_ready, 1, __ATOMIC_RELAXED);
    }
  if (!g_str_has_prefix (line, "data: {\"id\":\"vou_") || strstr (line, "\"state\":\"redeemed\"") == NULL)
    return;
  id = line + strlen ("data: {\"id\":\"");
  end = strchr (id, '"');
  *end = '\0';
  voucher = g_hash_table_lookup (bench->by_id, id);
  g_assert_nonnull (voucher);
  bench->n_twice += voucher->arrived != 0;
  voucher->arrived = now;
  __atomic_add_fetch (&bench->n_arrived, 1, __ATOMIC_RELAXED);
}

static void
read_stream (Bench *bench, Stream *stream)
{
  char buffer[8192];
  gssize length = read (stream->fd, buffer, sizeof buffer);
  gint64 now = g_get_monotonic_time ();
  char *end;

  if (length < 0 && errno == EAGAIN)
    return;
  g_assert_cmpint (length, >, 0);
  g_string_append_len (stream->text, buffer, length);
  while ((end = strchr (stream->text->str, '\n')) != NULL)
    {
      *end = '\0';
      take_line (bench, stream, stream->text->str, now);
      g_string_erase (stream->text, 0, end + 1 - stream->text->str);
    }
}

static gpointer
listen_to_all (gpointer data)
{
  Bench *bench = data;
  struct epoll_event ready[256];

  while (!__atomic_load_n (&bench->stopping, __ATOMIC_ACQUIRE))
    {
      int n = epoll_wait (bench->epoll, ready, G_N_ELEMENTS (ready), 100);

      for (int i = 0; i < n; i++)
        read_stream (bench, ready[i].data.ptr);
    }
  return NULL;
}

static void
open_streams (Bench *bench, Shop *shop)
{
  bench->epoll = epoll_create1 (EPOLL_CLOEXEC);
  for (guint i = 0; i < STREAMS; i++)
    {
      Stream *stream = &bench->streams[i];
      struct epoll_event event = { .events = EPOLLIN, .data.ptr = stream };
      g_autofree char *request = g_strdup_printf (
          "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer bench-%u\r\n\r\n", i);

      stream->fd = raw_connect (platform_fixture_get_port (shop->fixture));
      stream->text = g_string_new (NULL);
      raw_send (stream->fd, request, -1, FALSE);
      g_assert_cmpint (epoll_ctl (bench->epoll, EPOLL_CTL_ADD, stream->fd, &event), ==, 0);
    }
}

static void
wait_for (guint *counter, guint goal)
{
  gint64 end = g_get_monotonic_time () + WAIT_SECONDS * G_USEC_PER_SEC;

  while (__atomic_load_n (counter, __ATOMIC_RELAXED) < goal)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (2000);
    }
}

/* --- Figures --- */

static double
get_memory (Shop *shop)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/status", platform_fixture_get_pid (shop->fixture));
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return (double) g_ascii_strtoll (strstr (text, "VmRSS:") + strlen ("VmRSS:"), NULL, 10) / 1024;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

/* Milliseconds from the counter's answer to the event. */
static double
get_delay (Bench *bench, guint first, guint end, double quantile)
{
  g_autoptr (GArray) delays = g_array_new (FALSE, FALSE, sizeof (double));

  for (guint i = first; i < end; i++)
    {
      Voucher *voucher = g_ptr_array_index (bench->vouchers, i);
      double delay = (double) (voucher->arrived - voucher->answered) / 1000;

      g_array_append_val (delays, delay);
    }
  g_array_sort (delays, compare_times);
  return g_array_index (delays, double, (guint) (quantile * (delays->len - 1)));
}

/* At the pace of the goal: what does it take from when each was due? */
static void
redeem_paced (Bench *bench, Shop *shop)
{
  guint first = bench->end;
  double used = load_get_processor_time (platform_fixture_get_pid (shop->fixture));
  LoadResult result;

  bench->end = bench->vouchers->len;
  load_run_paced (platform_fixture_get_port (shop->fixture), PACED_COUNTERS, PACE, next_request, check_answer,
                  bench, &result);
  wait_for (&bench->n_arrived, bench->end);
  used = load_get_processor_time (platform_fixture_get_pid (shop->fixture)) - used;
  g_print ("{\"name\":\"redemptions-paced\",\"figure\":%.2f,\"unit\":\"ms from when it was due, p99\","
           "\"per_second\":%.0f,\"streams\":%d,\"cpu_us\":%.0f,\"p50_ms\":%.2f,\"event_p99_ms\":%.2f,"
           "\"memory_mib\":%.1f,\"peer\":\"goal at %d/s\",\"peer_figure\":25,\"ratio\":%.3f}\n",
           result.p99_ms, (double) result.answers / result.seconds, STREAMS,
           used * 1e6 / (double) result.answers, result.p50_ms, get_delay (bench, first, bench->end, 0.99),
           get_memory (shop), PACE, result.p99_ms / 25);
}

static void
raise_file_limit (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

int
main (int argc, char *argv[])
{
  static Bench bench;
  Shop shop;
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = NULL;
  double empty, open, after, used;
  GThread *thread;
  LoadResult result;

  raise_file_limit ();
  bench.vouchers = g_ptr_array_new ();
  bench.by_id = g_hash_table_new (g_str_hash, g_str_equal);
  shop_set_up (&shop, NULL);
  deal_id = shop_find_deal (&shop, SHOP_SWIM, &store_id);
  for (int i = 0; i < FAST_ORDERS + PACED_ORDERS; i++)
    {
      g_autofree char *order = shop_buy (&shop, SHOP_SWIM, EACH);
    }
  collect_vouchers (&bench, &shop, store_id);
  g_assert_cmpuint (bench.vouchers->len, ==, (FAST_ORDERS + PACED_ORDERS) * EACH);
  spread_vouchers (&shop);

  empty = get_memory (&shop);
  open_streams (&bench, &shop);
  thread = g_thread_new ("streams", listen_to_all, &bench);
  wait_for (&bench.n_ready, STREAMS);
  open = get_memory (&shop);
  bench.end = FAST_ORDERS * EACH;
  used = load_get_processor_time (platform_fixture_get_pid (shop.fixture));
  load_run (platform_fixture_get_port (shop.fixture), COUNTERS, 0, next_request, check_answer, &bench,
            &result);
  wait_for (&bench.n_arrived, bench.end);
  used = load_get_processor_time (platform_fixture_get_pid (shop.fixture)) - used;
  after = get_memory (&shop);
  redeem_paced (&bench, &shop);
  __atomic_store_n (&bench.stopping, 1, __ATOMIC_RELEASE);
  g_thread_join (thread);

  g_assert_cmpuint (bench.refused, ==, 0);
  g_assert_cmpuint (bench.n_twice, ==, 0);
  g_print ("{\"name\":\"redemptions-with-streams\",\"figure\":%.0f,\"unit\":\"redemptions/s, durable\","
           "\"streams\":%d,\"counters\":%d,\"cpu_us\":%.0f,\"p50_ms\":%.2f,\"p99_ms\":%.2f,"
           "\"peer\":\"goal\",\"peer_figure\":1000,\"ratio\":%.2f}\n",
           (double) result.answers / result.seconds, STREAMS, COUNTERS, used * 1e6 / (double) result.answers,
           result.p50_ms, result.p99_ms, (double) result.answers / result.seconds / 1000);
  g_print ("{\"name\":\"event-delay\",\"figure\":%.2f,\"unit\":\"ms after the counter's answer, p99\","
           "\"streams\":%d,\"p50_ms\":%.2f,\"peer\":\"goal\",\"peer_figure\":1000,\"ratio\":%.4f}\n",
           get_delay (&bench, 0, FAST_ORDERS * EACH, 0.99), STREAMS,
           get_delay (&bench, 0, FAST_ORDERS * EACH, 0.5),
           get_delay (&bench, 0, FAST_ORDERS * EACH, 0.99) / 1000);
  g_print (
      "{\"name\":\"stream-memory\",\"figure\":%.1f,\"unit\":\"MiB more with all streams\",\"streams\":%d,"
      "\"before_mib\":%.1f,\"after_load_mib\":%.1f,\"peer\":\"before\",\"peer_figure\":%.1f,"
      "\"ratio\":%.2f}\n",
      open - empty, STREAMS, empty, after, empty, open / empty);
  for (guint i = 0; i < STREAMS; i++)
    close (bench.streams[i].fd);
  platform_fixture_stop (shop.fixture);
  platform_fixture_start (shop.fixture);
  shop_assert_books (&shop);
  shop_tear_down (&shop, NULL);
  return 0;
}
