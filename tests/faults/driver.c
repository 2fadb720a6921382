/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application without a window: one journey through the client library, told on standard output as one
 * JSON object a line. It does what a patient person does: presses "Try again" a moment after each failure.
 *
 *   fault-driver URL FOLDER JOURNEY [ARGUMENTS…]
 *
 *   search | deal ID | sign-in | stay | buy DEAL METHOD QUANTITY | resume | wallet | redeem STORE PRESENTED |
 *   stand STORE [PRESENTED] | refund ORDER | keep [TEXT]
 *
 * Environment: RAMBLA_DRIVER_CODE (sign-in codes, the first used before the journey), RAMBLA_DRIVER_CA (a
 * file of certificates to trust), RAMBLA_DRIVER_TIMEOUT (seconds without an answer, 20),
 * RAMBLA_DRIVER_SIGN_IN_TIMEOUT (the same for the sign-in before the journey),
 * RAMBLA_DRIVER_PATIENCE (seconds in all, 30), RAMBLA_DRIVER_SECRETS (a file that keeps the sign-in from one
 * start to the next).
 *
 * Ends with 0 when the journey came to its end, 1 when the time ran out.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rambla-cache.h"
#include "rambla-catalogue.h"
#include "rambla-checkout.h"
#include "rambla-counter-queue.h"
#include "rambla-counter.h"
#include "rambla-http-api.h"
#include "rambla-json-writer.h"
#include "rambla-kept-file.h"
#include "rambla-purchases.h"
#include "rambla-wallet.h"

#define PLATFORM "faults"
/* What a person needs to read the sentence and press the button. */
#define PRESS_MS 60

static SoupSession *soup;
static RamblaSession *session;
static RamblaApi *api;
static const char *folder;
static gint64 deadline;

/* --- telling --- */

static void
say (const char *event, const char *name, const char *value)
{
  g_autoptr (GString) line = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, line);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "event", event);
  if (name != NULL && value != NULL)
    rambla_json_writer_member_string (&writer, name, value);
  rambla_json_writer_end_object (&writer);
  printf ("%s\n", line->str);
  fflush (stdout);
}

static void
say_error (const GError *error)
{
  static const char *const codes[] = { "offline",      "timeout",    "tls",       "bad_answer", "server",
                                       "rate_limited", "signed_out", "forbidden", "not_found",  "refused" };
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *sentence = rambla_api_error_describe (error);
  const char *problem = rambla_api_error_get_problem (error);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, line);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "event", "error");
  rambla_json_writer_member_string (&writer, "code",
                                    error->domain == RAMBLA_API_ERROR &&
                                            error->code < (int) G_N_ELEMENTS (codes)
                                        ? codes[error->code]
                                        : g_quark_to_string (error->domain));
  if (problem != NULL)
    rambla_json_writer_member_string (&writer, "problem", problem);
  rambla_json_writer_member_string (&writer, "message", error->message);
  rambla_json_writer_member_string (&writer, "sentence", sentence);
  rambla_json_writer_end_object (&writer);
  printf ("%s\n", line->str);
  fflush (stdout);
}

/* --- waiting --- */

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
check_time (void)
{
  if (g_get_monotonic_time () < deadline)
    return;
  say ("gave-up", NULL, NULL);
  exit (1);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
turn (void)
{
  g_main_context_iteration (NULL, TRUE);
  check_time ();
}

static GAsyncResult *
wait_for_result (GAsyncResult **result)
{
  while (*result == NULL)
    turn ();
  return *result;
}

static void
pause_for (guint milliseconds)
{
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < until)
    turn ();
}

/* After a failure: tells it and waits as a person would. */
static void
take_failure (GError *error)
{
  say_error (error);
  g_error_free (error);
  pause_for (PRESS_MS);
}

/* --- journeys --- */

/* @codes: one or more; a code that is no longer good makes room for the next, as a person would start over.
 */
static void
sign_in (const char *codes)
{
  g_auto (GStrv) all = g_strsplit (codes, " ", -1);
  guint i = 0;

  for (;;)
    {
      g_autoptr (GAsyncResult) result = NULL;
      GError *error = NULL;

      rambla_session_redeem_code_async (session, all[i], NULL, on_result, &result);
      if (rambla_session_redeem_code_finish (session, wait_for_result (&result), &error))
        return;
      if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT) && all[i + 1] != NULL)
        i++;
      take_failure (error);
    }
}

/* Starts with what the last start kept, asks for new tokens, and uses them. */
static void
stay_signed_in (void)
{
  g_autoptr (GAsyncResult) restored = NULL;
  g_autoptr (GError) damage = NULL;

  rambla_session_restore_async (session, NULL, on_result, &restored);
  if (!rambla_session_restore_finish (session, wait_for_result (&restored), &damage))
    g_error ("%s", damage->message);
  say (rambla_session_get_signed_in (session) ? "restored" : "nobody", NULL, NULL);
  if (!rambla_session_get_signed_in (session) && g_getenv ("RAMBLA_DRIVER_CODE") != NULL)
    sign_in (g_getenv ("RAMBLA_DRIVER_CODE"));
  while (rambla_session_get_signed_in (session))
    {
      g_autofree char *stale = g_strdup (rambla_session_get_access_token (session));
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GAsyncResult) called = NULL;
      g_autoptr (JsonNode) me = NULL;
      RamblaCall *call;
      GError *error = NULL;

      rambla_session_refresh_async (session, stale, NULL, on_result, &result);
      if (!rambla_session_refresh_finish (session, wait_for_result (&result), &error))
        {
          take_failure (error);
          continue;
        }
      say ("refreshed", NULL, NULL);
      call = rambla_call_new ("GET", "/v1/me");
      rambla_call_set_authorized (call, TRUE);
      rambla_api_call_async (api, call, NULL, on_result, &called);
      me = rambla_api_call_finish (api, wait_for_result (&called), &error);
      if (me != NULL)
        {
          say ("signed-in", NULL, NULL);
          return;
        }
      take_failure (error);
    }
  say ("signed-out", NULL, NULL);
}

static void
search (void)
{
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_new ();
  g_autoptr (RamblaDealBatch) batch = NULL;

  while (batch == NULL)
    {
      g_autoptr (GAsyncResult) result = NULL;
      GError *error = NULL;

      rambla_catalogue_search_async (api, query, NULL, 20, NULL, on_result, &result);
      batch = rambla_catalogue_search_finish (api, wait_for_result (&result), &error);
      if (batch == NULL)
        take_failure (error);
    }
  say ("found", NULL, NULL);
}

static RamblaDeal *
get_deal (const char *id)
{
  for (;;)
    {
      g_autoptr (GAsyncResult) result = NULL;
      GError *error = NULL;
      RamblaDeal *deal;

      rambla_catalogue_get_deal_async (api, id, NULL, NULL, on_result, &result);
      deal = rambla_catalogue_get_deal_finish (api, wait_for_result (&result), &error);
      if (deal != NULL)
        return deal;
      take_failure (error);
    }
}

/* Follows a purchase to its end; presses "Try again" when it failed. */
static void
follow (RamblaCheckout *checkout)
{
  g_autofree char *told = NULL;

  for (;;)
    {
      RamblaOrder *order;

      switch (rambla_checkout_get_state (checkout))
        {
        case RAMBLA_CHECKOUT_PAID:
          order = rambla_checkout_get_order (checkout);
          say ("paid", "order_id", rambla_order_get_id (order));
          return;
        case RAMBLA_CHECKOUT_OVER:
          say ("over", NULL, NULL);
          return;
        case RAMBLA_CHECKOUT_DECLINED:
          say ("declined", "message", rambla_checkout_get_message (checkout));
          return;
        case RAMBLA_CHECKOUT_FAILED:
          say_error (rambla_checkout_get_error (checkout));
          if (rambla_checkout_is_settled (checkout))
            {
              say ("refused", NULL, NULL);
              return;
            }
          pause_for (PRESS_MS);
          rambla_checkout_retry (checkout);
          break;
        case RAMBLA_CHECKOUT_WAITING:
          if (rambla_checkout_get_url (checkout) != NULL &&
              g_strcmp0 (told, rambla_checkout_get_url (checkout)) != 0)
            {
              g_free (told);
              told = g_strdup (rambla_checkout_get_url (checkout));
              say ("url", "url", told);
            }
          break;
        case RAMBLA_CHECKOUT_CHOOSING:
        case RAMBLA_CHECKOUT_ORDERING:
        case RAMBLA_CHECKOUT_PAYING:
        case RAMBLA_CHECKOUT_UNKNOWN:
        default:
          break;
        }
      turn ();
    }
}

static char *
build_purchases_path (void)
{
  return g_build_filename (folder, "purchases", NULL);
}

static void
buy (const char *deal_id, const char *method, int quantity)
{
  g_autoptr (RamblaDeal) deal = get_deal (deal_id);
  g_autofree char *path = build_purchases_path ();
  g_autoptr (RamblaCheckout) checkout =
      rambla_checkout_new (api, path, PLATFORM, deal, rambla_deal_get_store (deal));

  rambla_checkout_set_ask_interval (checkout, 50);
  rambla_checkout_set_quantity (checkout, quantity);
  say ("buys", NULL, NULL);
  rambla_checkout_pay (checkout, method);
  follow (checkout);
}

static void
resume (void)
{
  g_autofree char *path = build_purchases_path ();
  g_autoptr (GPtrArray) purchases = rambla_checkout_resume_all (api, path, PLATFORM);

  for (guint i = 0; i < purchases->len; i++)
    {
      rambla_checkout_set_ask_interval (purchases->pdata[i], 50);
      follow (purchases->pdata[i]);
    }
  say ("resumed", NULL, NULL);
}

static void
on_loaded (RamblaWallet *wallet, gboolean *loaded)
{
  *loaded = TRUE;
}

static GObject *
read_voucher (JsonNode *document, GError **error)
{
  return (GObject *) rambla_voucher_from_json (document, error);
}

/* What the next start without a network will show. */
static void
say_kept (RamblaCache *cache)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RamblaCachedList) list = NULL;
  g_autofree char *count = NULL;
  g_autoptr (GError) error = NULL;

  rambla_cache_load_async (cache, "voucher", read_voucher, NULL, on_result, &result);
  list = rambla_cache_load_finish (cache, wait_for_result (&result), &error);
  count = list != NULL ? g_strdup_printf ("%u", list->items->len) : g_strdup (error->message);
  say ("kept", "count", count);
}

static void
refresh_wallet (void)
{
  g_autofree char *path = g_build_filename (folder, "cache.db", NULL);
  g_autoptr (RamblaCache) cache = rambla_cache_new (path, PLATFORM);
  g_autoptr (RamblaWallet) wallet = rambla_wallet_new (api, cache);
  gboolean loaded = FALSE;

  g_signal_connect (wallet, "loaded", G_CALLBACK (on_loaded), &loaded);
  rambla_wallet_set_visible (wallet, TRUE);
  for (;;)
    {
      g_autofree char *count = NULL;

      loaded = FALSE;
      rambla_wallet_refresh (wallet);
      while (!loaded)
        turn ();
      count = g_strdup_printf ("%u", g_list_model_get_n_items (G_LIST_MODEL (wallet)));
      say ("wallet", "count", count);
      if (rambla_wallet_get_error (wallet) == NULL)
        {
          say_kept (cache);
          return;
        }
      take_failure (g_error_copy (rambla_wallet_get_error (wallet)));
    }
}

static void
redeem (const char *store_id, const char *presented)
{
  g_autofree char *key = rambla_purchases_new_key ();

  for (;;)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (RamblaRedemption) redemption = NULL;
      GError *error = NULL;

      rambla_counter_redeem_async (api, key, presented, store_id, NULL, on_result, &result);
      redemption = rambla_counter_redeem_finish (api, wait_for_result (&result), &error);
      if (redemption != NULL)
        {
          say ("redeemed", "redemption_id", rambla_redemption_get_id (redemption));
          return;
        }
      if (rambla_api_error_get_problem (error) != NULL && !rambla_api_error_is_transient (error))
        {
          say_error (error);
          say ("refused", "problem", rambla_api_error_get_problem (error));
          g_error_free (error);
          return;
        }
      take_failure (error);
    }
}

static void
refund (const char *order_id)
{
  g_autofree char *key = rambla_purchases_new_key ();

  for (;;)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autofree RamblaMoney *amount = NULL;
      g_autofree char *text = NULL;
      GError *error = NULL;

      rambla_purchases_refund_async (api, key, order_id, NULL, on_result, &result);
      amount = rambla_purchases_refund_finish (api, wait_for_result (&result), &error);
      if (amount != NULL)
        {
          text = g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) amount->amount);
          say ("refunded", "amount", text);
          return;
        }
      if (rambla_api_error_get_problem (error) != NULL && !rambla_api_error_is_transient (error))
        {
          say_error (error);
          say ("refused", "problem", rambla_api_error_get_problem (error));
          g_error_free (error);
          return;
        }
      take_failure (error);
    }
}

/* What the counter shows while it hands in. */
static void
on_queue_changed (RamblaCounterQueue *queue, gboolean *offline)
{
  if (rambla_counter_queue_get_offline (queue) != *offline)
    {
      *offline = !*offline;
      say (*offline ? "offline" : "online", NULL, NULL);
    }
  if (rambla_counter_queue_get_error (queue) != NULL)
    say_error (rambla_counter_queue_get_error (queue));
}

/* Stands at a counter through an outage: says "ready" when it could accept alone, takes what is shown, and
 * goes on until all is handed in. Without anything to take it only hands in. */
static void
stand (const char *store_id, const char *presented)
{
  g_autofree char *path = g_build_filename (folder, "counter.db", NULL);
  g_autoptr (RamblaCounterQueue) queue = rambla_counter_queue_new (api, path, store_id);
  gboolean offline = FALSE;

  g_signal_connect (queue, "changed", G_CALLBACK (on_queue_changed), &offline);
  while (presented != NULL && !rambla_counter_queue_check_ready (queue, NULL))
    turn ();
  if (presented != NULL)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (RamblaCounterTaking) taking = NULL;
      GError *error = NULL;

      say ("ready", NULL, NULL);
      /* Whoever listens ends the platform now. */
      pause_for (300);
      rambla_counter_queue_redeem_async (queue, presented, NULL, on_result, &result);
      taking = rambla_counter_queue_redeem_finish (queue, wait_for_result (&result), &error);
      if (taking == NULL)
        take_failure (error);
      else
        say (taking->scan != NULL ? "accepted" : "redeemed", NULL, NULL);
    }
  while (rambla_counter_queue_get_unsent (queue) != 0)
    {
      rambla_counter_queue_sync (queue);
      pause_for (100);
    }
  if (presented != NULL)
    say ("handed-in", NULL, NULL);
}

/* --- what is kept on this machine --- */

/* Says what is kept, and keeps another text instead. */
static void
keep (const char *text)
{
  g_autofree char *path = g_build_filename (folder, "kept", NULL);
  g_autoptr (RamblaKeptFile) file = rambla_kept_file_new (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *was = NULL;
  g_autoptr (GError) error = NULL;

  rambla_kept_file_read_async (file, NULL, on_result, &result);
  was = rambla_kept_file_read_finish (file, wait_for_result (&result), &error);
  if (error != NULL)
    {
      say_error (error);
      return;
    }
  say ("was", "text", was);
  if (text == NULL)
    return;
  rambla_kept_file_write (file, g_strdup (text));
  rambla_kept_file_flush (file);
  say ("kept", "text", text);
}

/* --- setting up --- */

static guint
get_seconds (const char *name, guint otherwise)
{
  const char *text = g_getenv (name);
  guint64 seconds = otherwise;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, 3600, &seconds, NULL))
    g_error ("%s is not a number of seconds", name);
  return (guint) seconds;
}

static void
open_session (const char *url)
{
  const char *ca = g_getenv ("RAMBLA_DRIVER_CA");
  g_autoptr (RamblaSecrets) secrets = NULL;
  g_autoptr (GError) error = NULL;

  soup = soup_session_new_with_options ("timeout", get_seconds ("RAMBLA_DRIVER_TIMEOUT", 20), "idle-timeout",
                                        60, NULL);
  if (ca != NULL)
    {
      g_autoptr (GTlsDatabase) database = g_tls_file_database_new (ca, &error);

      if (database == NULL)
        g_error ("%s", error->message);
      soup_session_set_tls_database (soup, database);
    }
  if (g_getenv ("RAMBLA_DRIVER_SECRETS") != NULL)
    secrets = rambla_secrets_new (NULL, g_getenv ("RAMBLA_DRIVER_SECRETS"));
  session = rambla_session_new (url, soup, secrets);
  api = RAMBLA_API (rambla_http_api_new (session, soup));
}

static gboolean
run (const char *journey, int argc, char **argv)
{
  if (g_str_equal (journey, "search"))
    search ();
  else if (g_str_equal (journey, "sign-in"))
    sign_in (g_getenv ("RAMBLA_DRIVER_CODE"));
  else if (g_str_equal (journey, "stay"))
    stay_signed_in ();
  else if (g_str_equal (journey, "deal") && argc == 1)
    g_object_unref (get_deal (argv[0]));
  else if (g_str_equal (journey, "buy") && argc == 3)
    buy (argv[0], argv[1], atoi (argv[2]));
  else if (g_str_equal (journey, "resume"))
    resume ();
  else if (g_str_equal (journey, "wallet"))
    refresh_wallet ();
  else if (g_str_equal (journey, "redeem") && argc == 2)
    redeem (argv[0], argv[1]);
  else if (g_str_equal (journey, "stand") && (argc == 1 || argc == 2))
    stand (argv[0], argc == 2 ? argv[1] : NULL);
  else if (g_str_equal (journey, "refund") && argc == 1)
    refund (argv[0]);
  else if (g_str_equal (journey, "keep") && argc <= 1)
    keep (argc == 1 ? argv[0] : NULL);
  else
    return FALSE;
  return TRUE;
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc < 4)
    {
      fprintf (stderr, "fault-driver URL FOLDER JOURNEY [ARGUMENTS…]\n");
      return 2;
    }
  deadline = g_get_monotonic_time () + get_seconds ("RAMBLA_DRIVER_PATIENCE", 30) * G_USEC_PER_SEC;
  folder = argv[2];
  open_session (argv[1]);
  /* So that waiting always looks at the clock. */
  g_timeout_add (100, on_tick, NULL);
  if (g_getenv ("RAMBLA_DRIVER_CODE") != NULL && !g_str_equal (argv[3], "sign-in") &&
      !g_str_equal (argv[3], "stay"))
    {
      g_object_set (soup, "timeout",
                    get_seconds ("RAMBLA_DRIVER_SIGN_IN_TIMEOUT", soup_session_get_timeout (soup)), NULL);
      sign_in (g_getenv ("RAMBLA_DRIVER_CODE"));
      /* A connection keeps the patience that it was made with. */
      soup_session_abort (soup);
      g_object_set (soup, "timeout", get_seconds ("RAMBLA_DRIVER_TIMEOUT", 20), NULL);
    }
  say ("starts", NULL, NULL);
  if (!run (argv[3], argc - 4, argv + 4))
    {
      fprintf (stderr, "%s is not a journey\n", argv[3]);
      return 2;
    }
  say ("done", NULL, NULL);
  g_clear_object (&api);
  g_clear_object (&session);
  soup_session_abort (soup);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&soup);
  return 0;
}
