/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A purchase against a platform that answers as planned: every way it can end, and that no way pays twice. */
#include <glib/gstdio.h>

#include "rambla-checkout.h"
#include "rambla-mock-api.h"

#define PLATFORM "https://platform.example/"
#define ORDERS "/v1/orders"
#define ORDER "/v1/orders/ord_1"
#define PAYMENT "/v1/orders/ord_1/payment"
#define CANCEL "/v1/orders/ord_1/cancel"

#define STORE "{'id':'sto_1','name':'Pasta','location':{'type':'Point','coordinates':[-56.1,-34.9]}}"
#define DEAL                                                                                                 \
  "{'id':'dea_1','title':'Dinner','kind':'voucher','category':'catering','price':"                           \
  "{'amount':50000,'currency':'UYU'},'regular_price':{'amount':90000,'currency':'UYU'},"                     \
  "'discount_percent':44,'rating':null,'review_count':0,'store':" STORE                                      \
  ",'valid_until':'2030-01-01T00:00:00Z','stock_left':null,'sample':true}"

typedef struct
{
  RamblaMockApi *api;
  char *folder;
  RamblaCheckout *checkout;
} Fixture;

/* JSON is easier to read here with single quotes. */
static char *
unquote (const char *json)
{
  return g_strdelimit (g_strdup (json), "'", '"');
}

/* An order; @more: (nullable) further members, each with a comma before it. */
static char *
order (const char *state, const char *more)
{
  g_autofree char *json = g_strdup_printf ("{'id':'ord_1','state':'%s','total':{'amount':50000,'currency':"
                                           "'UYU'},'created_at':'2026-11-21T12:00:00Z','expires_at':"
                                           "'2030-01-01T00:00:00Z','deal':" DEAL ",'store':" STORE
                                           ",'quantity':1,'vouchers':[]%s}",
                                           state, more != NULL ? more : "");

  return unquote (json);
}

static void
plan_order (Fixture *fixture, const char *method, const char *path, const char *state, const char *more)
{
  g_autofree char *json = order (state, more);

  rambla_mock_api_plan (fixture->api, method, path, g_str_equal (method, "POST") ? 201 : 200, json);
}

static void
plan (Fixture *fixture, const char *path, guint status, const char *json)
{
  g_autofree char *text = unquote (json);

  rambla_mock_api_plan (fixture->api, "POST", path, status, text);
}

static guint
count_files (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
start (Fixture *fixture)
{
  g_autofree char *deal_json = unquote (DEAL);
  g_autofree char *store_json = unquote (STORE);
  g_autoptr (JsonNode) deal_node = json_from_string (deal_json, NULL);
  g_autoptr (JsonNode) store_node = json_from_string (store_json, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDeal) deal = rambla_deal_from_json (deal_node, &error);
  g_autoptr (RamblaStore) store = rambla_store_from_json (store_node, &error);

  g_assert_no_error (error);
  fixture->checkout = rambla_checkout_new (RAMBLA_API (fixture->api), fixture->folder, PLATFORM, deal, store);
  rambla_checkout_set_ask_interval (fixture->checkout, 1);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->api = rambla_mock_api_new ();
  fixture->folder = g_dir_make_tmp ("rambla-checkout-XXXXXX", &error);
  g_assert_no_error (error);
  start (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  g_assert_finalize_object (fixture->checkout);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_assert_finalize_object (fixture->api);
}

/* Lets the main loop run until the purchase has come to @state. */
static void
wait_for (RamblaCheckout *checkout, RamblaCheckoutState state)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (rambla_checkout_get_state (checkout) != state && g_get_monotonic_time () < deadline)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (rambla_checkout_get_state (checkout), ==, state);
}

/* As after a crash: whatever runs is dropped, the file stays. */
static void
crash (Fixture *fixture)
{
  g_clear_object (&fixture->checkout);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
resume (Fixture *fixture)
{
  g_autoptr (GPtrArray) all =
      rambla_checkout_resume_all (RAMBLA_API (fixture->api), fixture->folder, PLATFORM);

  g_assert_cmpuint (all->len, ==, 1);
  fixture->checkout = g_object_ref (g_ptr_array_index (all, 0));
  rambla_checkout_set_ask_interval (fixture->checkout, 1);
}

static void
assert_same_key (Fixture *fixture, const char *path)
{
  const RamblaMockCall *first = rambla_mock_api_find (fixture->api, "POST", path, 0);
  const RamblaMockCall *second = rambla_mock_api_find (fixture->api, "POST", path, 1);

  g_assert_nonnull (first);
  g_assert_nonnull (second);
  g_assert_cmpstr (first->key, ==, second->key);
  g_assert_cmpstr (first->body, ==, second->body);
}

static void
assert_other_key (Fixture *fixture, const char *path)
{
  g_assert_cmpstr (rambla_mock_api_find (fixture->api, "POST", path, 0)->key, !=,
                   rambla_mock_api_find (fixture->api, "POST", path, 1)->key);
}

static void
test_happy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (JsonNode) body = NULL;

  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  rambla_checkout_pay (fixture->checkout, "saved");
  g_assert_cmpuint (count_files (fixture), ==, 1);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);

  g_assert_cmpuint (count_files (fixture), ==, 0);
  g_assert_cmpuint (rambla_mock_api_get_log (fixture->api)->len, ==, 3);
  g_assert_true (rambla_checkout_is_settled (fixture->checkout));
  body = json_from_string (rambla_mock_api_find (fixture->api, "POST", ORDERS, 0)->body, NULL);
  g_assert_cmpint (
      json_object_get_int_member (
          json_object_get_object_member (json_node_get_object (body), "expected_total"), "amount"),
      ==, 50000);
}

static void
test_declined (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'pending_payment','message':'Your card was declined.'}");
  plan_order (fixture, "GET", ORDER, "pending_payment", ",'payment':{'method':'saved','state':'failed'}");
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_DECLINED);
  g_assert_cmpstr (rambla_checkout_get_message (fixture->checkout), ==, "Your card was declined.");
  g_assert_cmpuint (count_files (fixture), ==, 1);

  /* Another card: the same order, another payment. */
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "POST", ORDERS), ==, 1);
  assert_other_key (fixture, PAYMENT);
}

static void
test_price_changed (Fixture *fixture, gconstpointer data)
{
  RamblaMoney fresh;

  plan (fixture, ORDERS, 409,
        "{'status':409,'code':'price_changed','detail':'x','price':{'amount':60000,'currency':'UYU'}}");
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  g_assert_true (rambla_checkout_get_new_price (fixture->checkout, &fresh));
  g_assert_cmpint (fresh.amount, ==, 60000);
  g_assert_cmpuint (count_files (fixture), ==, 0);
  g_assert_true (rambla_checkout_is_settled (fixture->checkout));

  rambla_checkout_accept_price (fixture->checkout);
  g_assert_cmpint (rambla_checkout_get_state (fixture->checkout), ==, RAMBLA_CHECKOUT_CHOOSING);
  g_assert_cmpint (rambla_checkout_get_total (fixture->checkout).amount, ==, 60000);
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  assert_other_key (fixture, ORDERS);
  g_assert_nonnull (strstr (rambla_mock_api_find (fixture->api, "POST", ORDERS, 1)->body, "60000"));
}

static void
test_out_of_stock (Fixture *fixture, gconstpointer data)
{
  plan (fixture, ORDERS, 409, "{'status':409,'code':'out_of_stock','detail':'x'}");
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  g_assert_true (rambla_api_error_is_problem (rambla_checkout_get_error (fixture->checkout), "out_of_stock"));
  g_assert_cmpuint (count_files (fixture), ==, 0);
  g_assert_false (rambla_checkout_get_new_price (fixture->checkout, &(RamblaMoney){ 0 }));
}

static void
test_lost_answers (Fixture *fixture, gconstpointer data)
{
  rambla_mock_api_plan_lost (fixture->api, "POST", ORDERS, RAMBLA_API_ERROR_TIMEOUT);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  g_assert_false (rambla_checkout_is_settled (fixture->checkout));
  g_assert_cmpuint (count_files (fixture), ==, 1);

  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  rambla_mock_api_plan_lost (fixture->api, "POST", PAYMENT, RAMBLA_API_ERROR_OFFLINE);
  rambla_checkout_retry (fixture->checkout);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  assert_same_key (fixture, ORDERS);

  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  rambla_mock_api_plan_lost (fixture->api, "GET", ORDER, RAMBLA_API_ERROR_SERVER);
  rambla_checkout_retry (fixture->checkout);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  assert_same_key (fixture, PAYMENT);

  /* The payment was answered: only the order is asked. */
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  rambla_checkout_retry (fixture->checkout);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "POST", PAYMENT), ==, 2);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_provider_away (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 503, "{'status':503,'code':'provider_unavailable','detail':'x'}");
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);

  /* Nothing was taken, says the answer; the same key would get the same answer. */
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  rambla_checkout_retry (fixture->checkout);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  assert_other_key (fixture, PAYMENT);
}

static void
test_refused_payment (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 410, "{'status':410,'code':'hold_expired','detail':'x'}");
  plan_order (fixture, "GET", ORDER, "expired", NULL);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_OVER);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_hosted (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'pending_payment','url':'https://pay.example/1'}");
  for (int i = 0; i < 3; i++)
    plan_order (fixture, "GET", ORDER, "pending_payment", ",'payment':{'method':'hosted','state':'pending'}");
  rambla_mock_api_plan_lost (fixture->api, "GET", ORDER, RAMBLA_API_ERROR_OFFLINE);
  plan_order (fixture, "GET", ORDER, "unknown", NULL);
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  rambla_checkout_pay (fixture->checkout, "hosted");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_WAITING);
  g_assert_cmpstr (rambla_checkout_get_url (fixture->checkout), ==, "https://pay.example/1");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_UNKNOWN);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "GET", ORDER), ==, 6);
}

static void
test_expired (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'pending_payment','url':'https://pay.example/1'}");
  plan_order (fixture, "GET", ORDER, "pending_payment", NULL);
  plan_order (fixture, "GET", ORDER, "expired", NULL);
  rambla_checkout_pay (fixture->checkout, "hosted");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_OVER);
  g_assert_cmpuint (count_files (fixture), ==, 0);

  /* Buying after all is another purchase. */
  rambla_checkout_choose_again (fixture->checkout);
  rambla_checkout_set_quantity (fixture->checkout, 2);
  g_assert_cmpint (rambla_checkout_get_total (fixture->checkout).amount, ==, 100000);
  plan_order (fixture, "POST", ORDERS, "paid", NULL);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  assert_other_key (fixture, ORDERS);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'pending_payment'}");
  plan_order (fixture, "GET", ORDER, "pending_payment", ",'payment':{'method':'saved','state':'failed'}");
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_DECLINED);
  plan_order (fixture, "POST", CANCEL, "cancelled", NULL);
  rambla_checkout_cancel (fixture->checkout);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_OVER);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

/* --- after a crash --- */

static void
test_crash_before_order (Fixture *fixture, gconstpointer data)
{
  rambla_mock_api_plan_lost (fixture->api, "POST", ORDERS, RAMBLA_API_ERROR_OFFLINE);
  rambla_checkout_pay (fixture->checkout, "saved");
  crash (fixture);
  g_assert_cmpuint (count_files (fixture), ==, 1);

  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan_order (fixture, "GET", ORDER, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  resume (fixture);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  assert_same_key (fixture, ORDERS);
  g_assert_cmpstr (rambla_deal_get_title (rambla_checkout_get_deal (fixture->checkout)), ==, "Dinner");
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_crash_in_payment (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  rambla_mock_api_plan_lost (fixture->api, "POST", PAYMENT, RAMBLA_API_ERROR_TIMEOUT);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  crash (fixture);

  /* It did not arrive, says the order: the same payment again. */
  plan_order (fixture, "GET", ORDER, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  resume (fixture);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  assert_same_key (fixture, PAYMENT);
}

static void
test_crash_after_payment (Fixture *fixture, gconstpointer data)
{
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  rambla_mock_api_plan_lost (fixture->api, "POST", PAYMENT, RAMBLA_API_ERROR_TIMEOUT);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  crash (fixture);

  plan_order (fixture, "GET", ORDER, "paid", NULL);
  resume (fixture);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "POST", PAYMENT), ==, 1);
}

/* Makes the purchase's file an hour older. */
static void
age_file (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  g_autofree char *path = g_build_filename (fixture->folder, g_dir_read_name (dir), NULL);
  g_autofree char *text = NULL;
  g_autofree char *old_text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  object = json_node_get_object (node);
  json_object_set_int_member (object, "created_at", json_object_get_int_member (object, "created_at") - 3600);
  old_text = json_to_string (node, FALSE);
  g_file_set_contents (path, old_text, -1, &error);
  g_assert_no_error (error);
}

static void
test_crash_long_ago (Fixture *fixture, gconstpointer data)
{
  rambla_mock_api_plan_lost (fixture->api, "POST", ORDERS, RAMBLA_API_ERROR_OFFLINE);
  rambla_checkout_pay (fixture->checkout, "saved");
  crash (fixture);
  age_file (fixture);

  /* It had not arrived, so asking makes it: nobody expects to pay now, it is given back. */
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan_order (fixture, "GET", ORDER, "pending_payment", NULL);
  plan_order (fixture, "POST", CANCEL, "cancelled", NULL);
  resume (fixture);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_OVER);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "POST", PAYMENT), ==, 0);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

static void
test_other_platform (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) others = NULL;

  rambla_mock_api_plan_lost (fixture->api, "POST", ORDERS, RAMBLA_API_ERROR_OFFLINE);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  others = rambla_checkout_resume_all (RAMBLA_API (fixture->api), fixture->folder, "https://other.example/");
  g_assert_cmpuint (others->len, ==, 0);
}

/* Signed in when it was confirmed, not when the page was opened: a purchase under way is taken up again by
 * the same account only; another one sees nothing of it, and its signing out leaves it. */
static void
test_other_account (Fixture *fixture, gconstpointer data)
{
  static const char *const ana = PLATFORM " acc_ana";
  static const char *const bob = PLATFORM " acc_bob";
  g_autoptr (GPtrArray) nobodys = NULL;
  g_autoptr (GPtrArray) bobs = NULL;
  g_autoptr (GPtrArray) anas = NULL;

  rambla_mock_api_plan_lost (fixture->api, "POST", ORDERS, RAMBLA_API_ERROR_OFFLINE);
  rambla_checkout_set_buyer (fixture->checkout, ana);
  rambla_checkout_pay (fixture->checkout, "saved");
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_FAILED);
  nobodys = rambla_checkout_resume_all (RAMBLA_API (fixture->api), fixture->folder, PLATFORM);
  bobs = rambla_checkout_resume_all (RAMBLA_API (fixture->api), fixture->folder, bob);
  rambla_checkout_forget_all (fixture->folder, bob);
  g_assert_cmpuint (nobodys->len + bobs->len, ==, 0);
  g_assert_cmpuint (rambla_mock_api_count (fixture->api, "POST", ORDERS), ==, 1);

  crash (fixture);
  plan_order (fixture, "POST", ORDERS, "pending_payment", NULL);
  plan (fixture, PAYMENT, 201, "{'state':'paid'}");
  plan_order (fixture, "GET", ORDER, "paid", NULL);
  anas = rambla_checkout_resume_all (RAMBLA_API (fixture->api), fixture->folder, ana);
  g_assert_cmpuint (anas->len, ==, 1);
  fixture->checkout = g_object_ref (g_ptr_array_index (anas, 0));
  g_clear_pointer (&anas, g_ptr_array_unref);
  rambla_checkout_set_ask_interval (fixture->checkout, 1);
  wait_for (fixture->checkout, RAMBLA_CHECKOUT_PAID);
  g_assert_cmpuint (count_files (fixture), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/checkout/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("happy", test_happy);
  ADD ("declined", test_declined);
  ADD ("price-changed", test_price_changed);
  ADD ("out-of-stock", test_out_of_stock);
  ADD ("lost-answers", test_lost_answers);
  ADD ("provider-away", test_provider_away);
  ADD ("refused-payment", test_refused_payment);
  ADD ("hosted", test_hosted);
  ADD ("expired", test_expired);
  ADD ("cancel", test_cancel);
  ADD ("other-account", test_other_account);
  ADD ("crash-before-order", test_crash_before_order);
  ADD ("crash-in-payment", test_crash_in_payment);
  ADD ("crash-after-payment", test_crash_after_payment);
  ADD ("crash-long-ago", test_crash_long_ago);
  ADD ("other-platform", test_other_platform);
#undef ADD
  return g_test_run ();
}
