/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The counter's queue before the real program: outages, lost answers, a disk that is full, a file that cannot
 * be used, a clock that is wrong; nothing is said to be accepted that is not on the disk, and nothing is lost
 * or doubled. */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "rambla-counter-clock.h"
#include "rambla-counter-judge.h"
#include "rambla-counter-queue.h"
#include "rambla-http-api.h"
#include "trade-shop.h"

#define PATIENCE_S 20

/* --- a platform whose answers get lost: it heard the call, and did what it says --- */

#define TEST_TYPE_LOSSY_API (test_lossy_api_get_type ())
G_DECLARE_FINAL_TYPE (TestLossyApi, test_lossy_api, TEST, LOSSY_API, GObject)

struct _TestLossyApi
{
  GObject parent_instance;

  RamblaApi *real;
  const char *path; /* of POSTs whose answers get lost */
  guint n_lost;     /* how many still */
  guint n_calls;
};

static void lossy_iface_init (RamblaApiInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestLossyApi,
                               test_lossy_api,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RAMBLA_TYPE_API, lossy_iface_init))

static void
on_real_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  TestLossyApi *self = g_task_get_source_object (task);
  GDestroyNotify destroy = g_task_get_task_data (task);
  GError *error = NULL;
  gpointer answer = rambla_api_call_finish (RAMBLA_API (source), result, &error);

  if (answer == NULL)
    g_task_return_error (task, error);
  else if (g_object_get_data (G_OBJECT (task), "may get lost") != NULL && self->n_lost > 0)
    {
      self->n_lost--;
      destroy (answer);
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_TIMEOUT, "The answer got lost");
    }
  else
    g_task_return_pointer (task, answer, NULL);
}

static void
lossy_call_async (RamblaApi *api,
                  RamblaCall *call,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  TestLossyApi *self = TEST_LOSSY_API (api);
  GTask *task = g_task_new (api, cancellable, callback, user_data);

  g_task_set_source_tag (task, lossy_call_async);
  g_task_set_task_data (task,
                        rambla_call_get_decode (call) != NULL ? (gpointer) rambla_call_get_destroy (call)
                                                              : (gpointer) json_node_unref,
                        NULL);
  if (g_strcmp0 (rambla_call_get_path (call), self->path) == 0)
    {
      g_object_set_data (G_OBJECT (task), "may get lost", task);
      self->n_calls++;
    }
  rambla_api_call_async (self->real, call, cancellable, on_real_ready, task);
}

static gpointer
lossy_call_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lossy_iface_init (RamblaApiInterface *iface)
{
  iface->call_async = lossy_call_async;
  iface->call_finish = lossy_call_finish;
}

static void
test_lossy_api_finalize (GObject *object)
{
  g_clear_object (&TEST_LOSSY_API (object)->real);
  G_OBJECT_CLASS (test_lossy_api_parent_class)->finalize (object);
}

static void
test_lossy_api_class_init (TestLossyApiClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_lossy_api_finalize;
}

static void
test_lossy_api_init (TestLossyApi *self)
{
}

/* --- the counter --- */

typedef struct
{
  Shop shop;
  char *store_id;
  char *folder;
  char *path;
  SoupSession *soup;
  RamblaSession *session;
  TestLossyApi *api;
  RamblaCounterQueue *queue;
  gboolean done;
  RamblaCounterTaking *taking;
  GPtrArray *scans;
  GError *error;
} Fixture;

static void
wait_until (Fixture *fixture, gboolean (*holds) (Fixture *))
{
  gint64 end = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (!holds (fixture))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static gboolean
is_done (Fixture *fixture)
{
  return fixture->done;
}

static gboolean
is_ready (Fixture *fixture)
{
  return rambla_counter_queue_get_known_at (fixture->queue) > 0 &&
         rambla_counter_queue_get_unsent (fixture->queue) == 0 &&
         !rambla_counter_queue_get_offline (fixture->queue);
}

static void
on_signed_in (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  rambla_session_redeem_code_finish (RAMBLA_SESSION (source), result, &error);
  g_assert_no_error (error);
  ((Fixture *) user_data)->done = TRUE;
}

/* The program starts, at the platform's present address. */
static void
open_counter (Fixture *fixture)
{
  JsonObject *codes =
      json_object_get_object_member (platform_fixture_get_ready (fixture->shop.fixture), "sign_in");

  fixture->soup = soup_session_new ();
  fixture->session =
      rambla_session_new (platform_fixture_get_uri (fixture->shop.fixture), fixture->soup, NULL);
  fixture->done = FALSE;
  rambla_session_redeem_code_async (fixture->session, json_object_get_string_member (codes, "merchant"), NULL,
                                    on_signed_in, fixture);
  wait_until (fixture, is_done);
  g_free (fixture->shop.merchant);
  fixture->shop.merchant = g_strdup (rambla_session_get_access_token (fixture->session));
  fixture->api = g_object_new (TEST_TYPE_LOSSY_API, NULL);
  fixture->api->real = RAMBLA_API (rambla_http_api_new (fixture->session, fixture->soup));
  fixture->queue = rambla_counter_queue_new (RAMBLA_API (fixture->api), fixture->path, fixture->store_id);
}

static void
set_true (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* It ends, without a chance to say anything to the platform. */
static void
close_counter (Fixture *fixture)
{
  gboolean finalized = FALSE;

  g_object_set_data_full (G_OBJECT (fixture->queue), "finalized", &finalized, set_true);
  g_object_run_dispose (G_OBJECT (fixture->queue));
  g_clear_object (&fixture->queue);
  while (!finalized)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&fixture->api);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->soup);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *city =
      g_build_filename (g_getenv ("RAMBLA_SOURCE_ROOT"), "tests", "platform", "cities", "tiny", NULL);
  const char *arguments[] = { "--sandbox", "--city", city, NULL };

  memset (fixture, 0, sizeof *fixture);
  fixture->shop.fixture = platform_fixture_new (arguments);
  fixture->shop.consumer = platform_fixture_sign_in (fixture->shop.fixture, "consumer");
  g_free (shop_find_deal (&fixture->shop, SHOP_SWIM, &fixture->store_id));
  fixture->folder = g_dir_make_tmp ("rambla-counter-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "counter.db", NULL);
  open_counter (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->queue != NULL)
    close_counter (fixture);
  g_clear_pointer (&fixture->taking, rambla_counter_taking_free);
  g_clear_pointer (&fixture->scans, g_ptr_array_unref);
  g_clear_error (&fixture->error);
  shop_tear_down (&fixture->shop, NULL);
  platform_fixture_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->store_id);
}

static char *
buy (Fixture *fixture, char **order_id)
{
  g_autofree char *id = shop_buy (&fixture->shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) voucher = shop_get_voucher (&fixture->shop, id, 0);

  if (order_id != NULL)
    *order_id = g_steal_pointer (&id);
  return g_strdup (json_object_get_string_member (platform_answer_get_object (voucher), "token"));
}

static void
on_redeem_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->taking =
      rambla_counter_queue_redeem_finish (RAMBLA_COUNTER_QUEUE (source), result, &fixture->error);
  fixture->done = TRUE;
}

/* Shows something. Returns: "accepted", "waiting", or the refusal's or error's word */
static const char *
show (Fixture *fixture, const char *text)
{
  static const char *const errors[] = { "off",   "code",  "unprepared", "list_old",
                                        "clock", "offer", "limit",      "storage" };

  g_clear_pointer (&fixture->taking, rambla_counter_taking_free);
  g_clear_error (&fixture->error);
  fixture->done = FALSE;
  rambla_counter_queue_redeem_async (fixture->queue, text, NULL, on_redeem_ready, fixture);
  wait_until (fixture, is_done);
  if (fixture->taking != NULL)
    return fixture->taking->scan != NULL ? "waiting" : "accepted";
  if (fixture->error->domain == RAMBLA_COUNTER_ERROR)
    return errors[fixture->error->code];
  return rambla_api_error_get_problem (fixture->error) != NULL ? rambla_api_error_get_problem (fixture->error)
                                                               : fixture->error->message;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->scans = rambla_counter_queue_list_finish (fixture->queue, result, &fixture->error);
  g_assert_no_error (fixture->error);
  fixture->done = TRUE;
}

static guint
count (Fixture *fixture, RamblaCounterScanState state)
{
  guint n = 0;

  g_clear_pointer (&fixture->scans, g_ptr_array_unref);
  g_clear_error (&fixture->error);
  fixture->done = FALSE;
  rambla_counter_queue_list_async (fixture->queue, 0, NULL, on_listed, fixture);
  wait_until (fixture, is_done);
  for (guint i = 0; i < fixture->scans->len; i++)
    n += ((RamblaCounterScan *) fixture->scans->pdata[i])->state == state;
  return n;
}

static void
set_settings (Fixture *fixture, const char *offline)
{
  g_autofree char *path = g_strdup_printf ("/v1/merchant/settings?store_id=%s", fixture->store_id);
  g_autofree char *bearer = g_strdup_printf ("Bearer %s", fixture->shop.merchant);
  g_autofree char *body = g_strdup_printf ("{\"offline\":%s,\"undo_seconds\":600}", offline);
  g_autoptr (PlatformAnswer) now = platform_fixture_get (fixture->shop.fixture, path, fixture->shop.merchant);
  g_autoptr (PlatformAnswer) answer =
      platform_fixture_call (fixture->shop.fixture, "PUT", path, body, "Authorization", bearer,
                             "Content-Type", "application/json", "If-Match", now->etag, NULL);
  g_autoptr (PlatformAnswer) late =
      platform_fixture_call (fixture->shop.fixture, "PUT", path, body, "Authorization", bearer,
                             "Content-Type", "application/json", "If-Match", now->etag, NULL);

  g_assert_cmpuint (answer->status, ==, 200);
  platform_answer_assert_problem (late, 412, "precondition_failed");
}

/* --- tests --- */

static void
test_outage (Fixture *fixture, gconstpointer data)
{
  g_autofree char *online = buy (fixture, NULL);
  g_autofree char *first = buy (fixture, NULL);
  g_autofree char *second = buy (fixture, NULL);
  g_autofree char *order_id = NULL;
  g_autofree char *refunded = buy (fixture, &order_id);
  g_autofree char *refund = g_strdup_printf ("/v1/orders/%s/refunds", order_id);

  wait_until (fixture, is_ready);
  g_assert_cmpstr (show (fixture, online), ==, "accepted");
  platform_answer_free (
      platform_fixture_post (fixture->shop.fixture, refund, fixture->shop.consumer, "refund", "{}"));
  rambla_counter_queue_sync (fixture->queue);
  /* It has heard of the refund when it knows more than before. */
  for (gint64 before = rambla_counter_queue_get_known_at (fixture->queue);
       rambla_counter_queue_get_known_at (fixture->queue) <= before + 1;)
    {
      g_main_context_iteration (NULL, FALSE);
      rambla_counter_queue_sync (fixture->queue);
      g_usleep (2000);
    }
  platform_fixture_kill (fixture->shop.fixture);

  g_assert_cmpstr (show (fixture, first), ==, "waiting");
  g_assert_true (rambla_counter_queue_get_offline (fixture->queue));
  g_assert_cmpint (rambla_counter_queue_get_unsent (fixture->queue), ==, 1);
  g_assert_cmpstr (show (fixture, first), ==, "already_redeemed");
  g_assert_true (json_object_has_member (rambla_api_error_get_document (fixture->error), "redeemed_at"));
  g_assert_cmpstr (show (fixture, online), ==, "already_redeemed");
  g_assert_cmpstr (show (fixture, refunded), ==, "refunded");
  g_assert_cmpstr (show (fixture, "0000-0000-0000"), ==, "code");
  g_assert_cmpstr (show (fixture, "good morning"), ==, "unknown_voucher");

  /* The program dies and starts in the outage: it knows what it took. */
  close_counter (fixture);
  fixture->soup = soup_session_new ();
  fixture->session = rambla_session_new ("http://127.0.0.1:9", fixture->soup, NULL);
  fixture->api = g_object_new (TEST_TYPE_LOSSY_API, NULL);
  fixture->api->real = RAMBLA_API (rambla_http_api_new (fixture->session, fixture->soup));
  fixture->queue = rambla_counter_queue_new (RAMBLA_API (fixture->api), fixture->path, fixture->store_id);
  g_assert_cmpstr (show (fixture, first), ==, "already_redeemed");
  g_assert_cmpint (rambla_counter_queue_get_unsent (fixture->queue), ==, 1);

  close_counter (fixture);
  platform_fixture_start (fixture->shop.fixture);
  open_counter (fixture);
  wait_until (fixture, is_ready);
  g_assert_cmpuint (count (fixture, RAMBLA_COUNTER_SCAN_REDEEMED), ==, 1);
  g_assert_cmpint (
      shop_query (&fixture->shop, "SELECT count(*) FROM redemptions WHERE handed_in_at IS NOT NULL"), ==, 1);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM offline_scans WHERE flags <> ''"), ==,
                   0);
  g_assert_cmpstr (show (fixture, second), ==, "accepted");
  shop_assert_books (&fixture->shop);
}

/* The platform redeemed, and its answer got lost: what the counter then accepts alone is the same scan. */
static void
test_answer_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = buy (fixture, NULL);

  wait_until (fixture, is_ready);
  fixture->api->path = "/v1/merchant/redemptions";
  fixture->api->n_lost = 1;
  g_assert_cmpstr (show (fixture, token), ==, "waiting");
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM redemptions"), ==, 1);
  wait_until (fixture, is_ready);
  g_assert_cmpuint (count (fixture, RAMBLA_COUNTER_SCAN_REDEEMED), ==, 1);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM redemptions"), ==, 1);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM redemption_conflicts"), ==, 0);
  shop_assert_books (&fixture->shop);
}

/* The same where the counter may not decide alone: scanned again, the platform is asked the same thing. */
static void
test_answer_lost_and_off (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = buy (fixture, NULL);

  set_settings (fixture, "{\"accept\":false,\"limit\":{\"amount\":0,\"currency\":\"UYU\"}}");
  close_counter (fixture);
  platform_fixture_stop (fixture->shop.fixture);
  platform_fixture_start (fixture->shop.fixture);
  open_counter (fixture);
  wait_until (fixture, is_ready);
  fixture->api->path = "/v1/merchant/redemptions";
  fixture->api->n_lost = 1;
  g_assert_cmpstr (show (fixture, token), ==, "off");
  wait_until (fixture, is_ready);
  g_assert_cmpstr (show (fixture, token), ==, "accepted");
  g_assert_cmpuint (fixture->api->n_calls, ==, 2);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM redemptions"), ==, 1);
  g_assert_cmpstr (show (fixture, token), ==, "already_redeemed");
}

static void
test_handed_in_answer_lost (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = buy (fixture, NULL);

  wait_until (fixture, is_ready);
  platform_fixture_kill (fixture->shop.fixture);
  g_assert_cmpstr (show (fixture, token), ==, "waiting");
  close_counter (fixture);
  platform_fixture_start (fixture->shop.fixture);
  open_counter (fixture);
  fixture->api->path = "/v1/merchant/redemptions/batch";
  fixture->api->n_lost = 2;
  wait_until (fixture, is_ready);
  g_assert_cmpuint (fixture->api->n_calls, ==, 3);
  g_assert_cmpuint (count (fixture, RAMBLA_COUNTER_SCAN_REDEEMED), ==, 1);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM offline_scans"), ==, 1);
  g_assert_cmpint (shop_query (&fixture->shop, "SELECT count(*) FROM redemptions"), ==, 1);
}

static void
test_limit (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = buy (fixture, NULL);

  set_settings (fixture, "{\"accept\":true,\"limit\":{\"amount\":109999,\"currency\":\"UYU\"}}");
  close_counter (fixture);
  platform_fixture_stop (fixture->shop.fixture);
  platform_fixture_start (fixture->shop.fixture);
  open_counter (fixture);
  wait_until (fixture, is_ready);
  platform_fixture_kill (fixture->shop.fixture);
  g_assert_cmpstr (show (fixture, token), ==, "limit");
  g_assert_cmpint (rambla_counter_queue_get_unsent (fixture->queue), ==, 0);
}

/* No room on the disk: then nothing is accepted, and it says why. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = buy (fixture, NULL);
  struct rlimit before;
  struct rlimit none;

  wait_until (fixture, is_ready);
  platform_fixture_kill (fixture->shop.fixture);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  none = before;
  none.rlim_cur = 1;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none), ==, 0);
  g_assert_cmpstr (show (fixture, token), ==, "storage");
  g_assert_cmpint (rambla_counter_queue_get_unsent (fixture->queue), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_cmpuint (count (fixture, RAMBLA_COUNTER_SCAN_UNSENT), ==, 0);
  g_assert_cmpstr (show (fixture, token), ==, "waiting");
  g_assert_cmpuint (count (fixture, RAMBLA_COUNTER_SCAN_UNSENT), ==, 1);
}

/* A file that cannot be used: the platform is asked as ever. */
static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_autofree char *token = buy (fixture, NULL);
  g_autofree char *other = buy (fixture, NULL);
  g_autofree char *junk = NULL;

  wait_until (fixture, is_ready);
  close_counter (fixture);
  junk = g_strnfill (10000, 'x');
  g_assert_true (g_file_set_contents (fixture->path, junk, -1, NULL));
  platform_fixture_stop (fixture->shop.fixture);
  platform_fixture_start (fixture->shop.fixture);
  open_counter (fixture);
  g_assert_cmpstr (show (fixture, token), ==, "accepted");
  g_assert_nonnull (rambla_counter_queue_get_error (fixture->queue));
  platform_fixture_kill (fixture->shop.fixture);
  g_assert_cmpstr (show (fixture, other), ==, "storage");
}

static void
test_clock (void)
{
  RamblaCounterClock clock = { 0 };
  gint64 now = g_get_real_time ();
  g_autoptr (GError) error = NULL;
  RamblaCounterDocument document = { .accept = TRUE, .clock_tolerance = 60, .list_max_age = 86400 };

  g_assert_cmpint (rambla_counter_clock_get_offset (&clock, now), ==, 0);
  rambla_counter_clock_meet (&clock, now, 1000);
  g_assert_cmpint (ABS (rambla_counter_clock_get_offset (&clock, now)), <, 2 * G_USEC_PER_SEC);
  /* Somebody sets the clock. */
  g_assert_cmpint (rambla_counter_clock_get_offset (&clock, now + 600 * G_USEC_PER_SEC), >,
                   590 * G_USEC_PER_SEC);
  g_assert_cmpint (rambla_counter_clock_get_offset (&clock, now - 600 * G_USEC_PER_SEC), <,
                   -590 * G_USEC_PER_SEC);
  /* After a restart only one thing is sure. */
  g_free (clock.boot_id);
  clock.boot_id = g_strdup ("another");
  g_assert_cmpint (rambla_counter_clock_get_offset (&clock, now + 600 * G_USEC_PER_SEC), ==, 0);
  g_assert_cmpint (rambla_counter_clock_get_offset (&clock, now - 600 * G_USEC_PER_SEC), <,
                   -590 * G_USEC_PER_SEC);
  rambla_counter_clock_clear (&clock);

  g_assert_true (rambla_counter_judge_readiness (&document, 1000, 60, 1000, &error));
  g_assert_false (rambla_counter_judge_readiness (&document, 1000, 61, 1000, &error));
  g_assert_error (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_CLOCK);
  g_clear_error (&error);
  g_assert_false (rambla_counter_judge_readiness (&document, 1000, -61, 1000, &error));
  g_assert_error (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_CLOCK);
  g_clear_error (&error);
  g_assert_false (rambla_counter_judge_readiness (&document, 1000, 0, 1000 + 86401, &error));
  g_assert_error (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_LIST_OLD);
  g_clear_error (&error);
  g_assert_false (rambla_counter_judge_readiness (NULL, 1000, 0, 1000, &error));
  g_assert_error (error, RAMBLA_COUNTER_ERROR, RAMBLA_COUNTER_ERROR_UNPREPARED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/counter-queue/clock", test_clock);
#define ADD(name, func) g_test_add ("/counter-queue/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("outage", test_outage);
  ADD ("answer-lost", test_answer_lost);
  ADD ("answer-lost-and-off", test_answer_lost_and_off);
  ADD ("handed-in-answer-lost", test_handed_in_answer_lost);
  ADD ("limit", test_limit);
  ADD ("disk-full", test_disk_full);
  ADD ("no-file", test_no_file);
  return g_test_run ();
}
