/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "rambla-card.h"
#include "rambla-category.h"
#include "rambla-deal.h"
#include "rambla-json-writer.h"
#include "rambla-json.h"
#include "rambla-order.h"
#include "rambla-redemption.h"
#include "rambla-review.h"
#include "rambla-slot.h"
#include "rambla-store.h"
#include "rambla-voucher.h"

#define MONEY(amount) "{\"amount\":" amount ",\"currency\":\"UYU\"}"
#define POINT "{\"type\":\"Point\",\"coordinates\":[-56.1913,-34.9059]}"
#define STORE_REF                                                                                            \
  "{\"id\":\"sto_0123456789abcdef\",\"name\":\"La Pasiva\",\"location\":" POINT                              \
  ",\"neighbourhood\":\"Centro\",\"address\":\"18 de Julio 1251\",\"open_now\":true}"
#define SUMMARY                                                                                              \
  "\"id\":\"dea_0123456789abcdef\",\"title\":\"Pizza for "                                                   \
  "two\",\"kind\":\"group\",\"category\":\"catering\",\"picture\":{\"illustration\":\"pizza\"},"             \
  "\"price\":" MONEY ("89000") ",\"regular_price\":" MONEY (                                                 \
      "149000") ",\"discount_percent\":40,\"benefit\":\"A coffee\",\"rating\":4.5,\"review_count\":12,"      \
                "\"sold\":213,\"store\":" STORE_REF ",\"branch_count\":3,\"distance_m\":350,\"valid_"        \
                "until\":\"2027-01-05T03:00:00Z\",\"stock_left\":7,"                                         \
                "\"unit_price\":{\"price\":" MONEY (                                                         \
                    "44500") ",\"per\":\"person\"},\"group\":{\"joined\":2,\"minimum\":3,\"deadline\":"      \
                             "\"2026-11-27T03:00:00Z\","                                                     \
                             "\"tiers\":[{\"from\":2,\"price\":" MONEY (                                     \
                                 "89000") "},{\"from\":5,\"price\":" MONEY ("79000") "}]},\"sample\":true"
#define SLOT                                                                                                 \
  "{\"id\":\"slo_0123456789abcdef\",\"store_id\":\"sto_0123456789abcdef\",\"starts_at\":\"2026-11-23T13:00:" \
  "00Z\",\"ends_at\":\"2026-11-23T13:45:00Z\",\"capacity_left\":2}"

static const char DEAL_SUMMARY[] = "{" SUMMARY "}";
static const char DEAL[] =
    "{" SUMMARY ",\"summary\":\"Two large ones.\",\"includes\":[\"2 pizzas\",\"2 "
    "drinks\"],\"rules\":{\"weekdays\":[1,2,3,4],\"from\":\"11:00\",\"to\":\"16:00\","
    "\"holidays\":false,\"max_per_visit\":2,\"text\":[\"Valid Monday to "
    "Thursday\"]},\"holidays\":[\"12-25\",\"2027-03-26\"],\"per_person\":4,\"use_within_days\":60,"
    "\"pictures\":[],\"branches\":[{\"id\":\"sto_0123456789abcdef\",\"name\":\"La "
    "Pasiva\",\"location\":" POINT ",\"phone\":\"2901 0000\",\"hours\":[[540,1080]],"
    "\"distance_m\":350,\"stock_left\":null}],\"merchant\":{\"id\":\"mer_0123456789abcdef\",\"name\":\"La "
    "Pasiva S.A.\",\"certified\":true},\"low_30_days\":" MONEY (
        "85000") ",\"booking\":{\"pay\":\"deposit\",\"deposit\":" MONEY ("20000") ",\"cancel_hours\":24,"
                                                                                  "\"minutes\":45,\"days_"
                                                                                  "ahead\":21,\"weekdays\":["
                                                                                  "1,5]},\"payment_methods\":"
                                                                                  "[\"saved\",\"hosted\"]}";
static const char STORE[] =
    "{\"type\":\"Feature\",\"id\":\"sto_0123456789abcdef\",\"geometry\":" POINT
    ",\"properties\":{\"name\":\"La "
    "Pasiva\",\"category\":\"catering\",\"kind\":\"restaurant\",\"brand\":\"La Pasiva\","
    "\"merchant_id\":\"mer_0123456789abcdef\",\"address\":{\"text\":\"18 de Julio 1251\",\"street\":\"18 de "
    "Julio\",\"housenumber\":\"1251\",\"neighbourhood\":\"Centro\"},\"phone\":\"2901 0000\","
    "\"website\":\"https://example.org/\",\"hours\":[[540,1080],[1980,2520]],\"opening_hours\":\"Mo-Tu "
    "09:00-18:00\",\"open_now\":false,\"rating\":4.2,\"review_count\":3,\"deal_count\":5,\"branch_count\":9,"
    "\"price_from\":8900,\"picture\":{\"url\":\"https://example.org/"
    "a.jpg\",\"alt\":\"x\"},\"distance_m\":12}}";
static const char ORDER[] = "{\"id\":\"ord_0123456789abcdef\",\"state\":\"paid\",\"total\":" MONEY (
    "178000") ",\"unit_price\":" MONEY ("89000") ",\"quantity\":2,\"created_at\":\"2026-11-21T20:00:00Z\","
                                                 "\"expires_at\":\"2026-11-21T20:15:00Z\",\"paid_at\":\"2026-"
                                                 "11-21T20:01:00Z\",\"deal\":{" SUMMARY
                                                 "},\"store\":" STORE_REF ",\"slot\":" SLOT ","
                                                 "\"payment\":{\"method\":\"hosted\",\"state\":\"succeeded\","
                                                 "\"url\":\"http://127.0.0.1:8080/pay/"
                                                 "x\",\"message\":\"ok\"},\"refunded\":" MONEY (
                                                     "0") ","
                                                          "\"vouchers\":[{\"id\":\"vou_0123456789abcdef\","
                                                          "\"state\":\"active\"}]}";
static const char VOUCHER[] =
    "{\"id\":\"vou_0123456789abcdef\",\"state\":\"redeemed\",\"code\":\"0123456789AB\",\"token\":\"a.b.c\","
    "\"valid_from\":\"2026-11-21T20:00:00Z\",\"valid_until\":\"2027-01-20T20:00:00Z\",\"deal\":{" SUMMARY "},"
    "\"stores\":[" STORE_REF "],\"rules\":{\"holidays\":false,\"text\":[\"Not on public "
    "holidays\"]},\"generation\":1,\"order_id\":\"ord_0123456789abcdef\",\"quantity\":1,\"slot\":" SLOT ","
    "\"redeemed_at\":\"2026-11-23T13:05:00Z\",\"redeemed_store\":" STORE_REF "}";
static const char REVIEW[] =
    "{\"id\":\"rev_0123456789abcdef\",\"deal_id\":\"dea_0123456789abcdef\",\"rating\":5,\"text\":\"Very "
    "good.\\nAgain!\",\"language\":\"en\",\"author\":\"Ana "
    "P.\",\"created_at\":\"2026-11-09T12:00:00Z\",\"sample\":true}";
static const char CATEGORY[] = "{\"id\":\"catering\",\"name\":\"Food\",\"glyph\":\"rambla-catering-"
                               "symbolic\",\"store_count\":5,\"deal_count\":9}";
static const char CARD[] = "{\"name\":\"Rambla "
                           "Montevideo\",\"version\":\"0.1\",\"currency\":\"UYU\",\"languages\":[\"es\","
                           "\"en\"],\"timezone\":\"America/Montevideo\",\"categories\":["
                           "{\"id\":\"catering\",\"name\":\"Food\",\"glyph\":\"rambla-catering-symbolic\"}],"
                           "\"tiles\":{\"url_template\":\"/tiles/{z}/{x}/"
                           "{y}.png\",\"hidpi_url_template\":\"https://t.example.org/{z}/{x}/{y}@2x.png\","
                           "\"min_zoom\":11,\"max_zoom\":17,\"attribution\":\"© OpenStreetMap "
                           "contributors\",\"attribution_url\":\"https://www.openstreetmap.org/"
                           "copyright\"},\"bounds\":[-56.45,-34.95,-56,-34.7],\"centre\":" POINT
                           ",\"zoom\":14,\"sample_offers\":true,\"payment_methods\":[\"saved\"],\"store_"
                           "count\":2500,\"deal_count\":4000,\"links\":{}}";
static const char REDEMPTION[] =
    "{\"id\":\"red_0123456789abcdef\",\"state\":\"redeemed\",\"voucher_id\":\"vou_0123456789abcdef\","
    "\"deal\":{" SUMMARY "},\"store\":" STORE_REF
    ",\"quantity\":1,\"amount\":" MONEY ("89000") ",\"redeemed_at\":\"2026-11-23T13:05:00Z\"}";

typedef gpointer (*FromJson) (JsonNode *node, GError **error);
typedef JsonNode *(*GetJson) (gpointer object);

typedef struct
{
  const char *name;
  const char *json;
  FromJson from_json;
  GetJson get_json;
  const char *required; /* members, comma between */
} Kind;

#define KIND(name, json, type, required)                                                                     \
  {                                                                                                          \
    name, json, (FromJson) (void (*) (void)) type##_from_json, (GetJson) (void (*) (void)) type##_get_json,  \
        required                                                                                             \
  }

static const Kind KINDS[] = {
  KIND ("deal-summary",
        DEAL_SUMMARY,
        rambla_deal,
        "id,title,kind,category,price,regular_price,discount_percent,store,valid_until"),
  KIND ("deal",
        DEAL,
        rambla_deal,
        "id,title,kind,category,price,regular_price,discount_percent,store,valid_until,rules,merchant"),
  KIND ("store", STORE, rambla_store, "id,properties"),
  KIND ("store-ref", STORE_REF, rambla_store, "id,name,location"),
  KIND ("order", ORDER, rambla_order, "id,state,total,quantity,created_at,deal,store"),
  KIND ("voucher",
        VOUCHER,
        rambla_voucher,
        "id,state,code,token,valid_from,valid_until,deal,stores,generation,order_id,quantity"),
  KIND ("review", REVIEW, rambla_review, "id,rating,author,created_at"),
  KIND ("slot", SLOT, rambla_slot, "id,store_id,starts_at,ends_at,capacity_left"),
  KIND ("category", CATEGORY, rambla_category, "id,name,glyph"),
  KIND ("card",
        CARD,
        rambla_card,
        "name,currency,timezone,categories,tiles,bounds,centre,zoom,sample_offers"),
  KIND ("redemption", REDEMPTION, rambla_redemption, "id,voucher_id,deal,quantity,redeemed_at"),
};

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = rambla_json_parse (text, -1, RAMBLA_JSON_MAX_BODY, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_kind (gconstpointer data)
{
  const Kind *kind = data;
  g_autoptr (JsonNode) node = parse (kind->json);
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) object = kind->from_json (node, &error);
  g_auto (GStrv) required = g_strsplit (kind->required, ",", -1);
  g_autofree char *kept = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (object);
  kept = rambla_json_to_string (kind->get_json (object));
  g_assert_cmpstr (kept, ==, kind->json);

  for (guint i = 0; required[i] != NULL; i++)
    {
      g_autoptr (JsonNode) cut = parse (kind->json);
      g_autoptr (GError) missing = NULL;
      g_autofree char *pointer = g_strconcat ("/", required[i], NULL);

      g_assert_true (json_object_has_member (json_node_get_object (cut), required[i]));
      json_object_remove_member (json_node_get_object (cut), required[i]);
      g_assert_null (kind->from_json (cut, &missing));
      g_assert_error (missing, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_MISSING);
      g_assert_cmpstr (rambla_json_error_get_pointer (missing), ==, pointer);
    }

  /* What a newer platform adds is passed over. */
  json_object_set_string_member (json_node_get_object (node), "from_the_future", "x");
  {
    g_autoptr (GObject) newer = kind->from_json (node, &error);

    g_assert_no_error (error);
    g_assert_nonnull (newer);
  }
  g_assert_null (kind->from_json (NULL, NULL));
}

typedef struct
{
  const Kind *kind;
  JsonNode *root;
  guint refused;
} Walk;

static void
try_it (Walk *walk, const char *parent)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) object = walk->kind->from_json (walk->root, &error);

  if (object != NULL)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_true (error != NULL && error->domain == RAMBLA_JSON_ERROR);
  g_assert_nonnull (rambla_json_error_get_pointer (error));
  if (!g_str_has_prefix (rambla_json_error_get_pointer (error), parent) &&
      !g_str_has_prefix (parent, rambla_json_error_get_pointer (error)))
    g_error ("%s: changed in %s, error at %s", walk->kind->name, parent,
             rambla_json_error_get_pointer (error));
  walk->refused++;
}

static void walk_node (Walk *walk, JsonNode *node, const char *pointer);

/* Each member and element in turn becomes something else. */
static void
walk_object (Walk *walk, JsonObject *object, const char *pointer)
{
  static const char *const OTHERS[] = { "null",
                                        "5",
                                        "-1",
                                        "1e300",
                                        "9223372036854775807",
                                        "\"x\"",
                                        "\"\"",
                                        "true",
                                        "[]",
                                        "{}",
                                        "[[]]",
                                        "[null]",
                                        "[5]",
                                        "[\"\"]",
                                        "{\"a\":{}}",
                                        "\"javascript:alert(1)\"",
                                        "\"\\u0007\"",
                                        "\"<b>&amp;\"" };
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *name = g_strdup (l->data);
      g_autofree char *below = g_strconcat (pointer, "/", name, NULL);
      JsonNode *original = json_node_ref (json_object_get_member (object, name));

      for (gsize i = 0; i < G_N_ELEMENTS (OTHERS); i++)
        {
          json_object_set_member (object, name, parse (OTHERS[i]));
          try_it (walk, pointer);
        }
      {
        g_autofree char *huge = g_strnfill (20000, 'x');
        JsonNode *node = json_node_new (JSON_NODE_VALUE);

        json_node_set_string (node, huge);
        json_object_set_member (object, name, node);
        try_it (walk, pointer);
      }
      json_object_set_member (object, name, original);
      walk_node (walk, original, below);
    }
}

static void
walk_node (Walk *walk, JsonNode *node, const char *pointer)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    walk_object (walk, json_node_get_object (node), pointer);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
      {
        g_autofree char *below = g_strdup_printf ("%s/%u", pointer, i);

        walk_node (walk, json_array_get_element (json_node_get_array (node), i), below);
      }
}

static void
test_hostile (gconstpointer data)
{
  Walk walk = { .kind = data };

  walk.root = parse (walk.kind->json);
  walk_node (&walk, walk.root, "");
  g_assert_cmpuint (walk.refused, >, 20);
  {
    g_autoptr (GObject) object = walk.kind->from_json (walk.root, NULL);

    /* All was put back. */
    g_assert_nonnull (object);
  }
  json_node_unref (walk.root);
}

static void
test_deal (void)
{
  g_autoptr (JsonNode) node = parse (DEAL);
  g_autoptr (JsonNode) short_node = parse (DEAL_SUMMARY);
  g_autoptr (RamblaDeal) deal = rambla_deal_from_json (node, NULL);
  g_autoptr (RamblaDeal) summary = rambla_deal_from_json (short_node, NULL);
  const RamblaDealGroup *group = rambla_deal_get_group (deal);
  const RamblaDealBooking *booking = rambla_deal_get_booking (deal);
  g_autoptr (RamblaStore) branch = NULL;

  g_assert_cmpstr (rambla_deal_get_title (deal), ==, "Pizza for two");
  g_assert_cmpint (rambla_deal_get_kind (deal), ==, RAMBLA_DEAL_GROUP);
  g_assert_cmpint (rambla_deal_get_price (deal).amount, ==, 89000);
  g_assert_cmpint (rambla_deal_get_regular_price (deal).amount, ==, 149000);
  g_assert_cmpint (rambla_deal_get_discount_percent (deal), ==, 40);
  g_assert_cmpfloat (rambla_deal_get_rating (deal), ==, 4.5);
  g_assert_cmpint (rambla_deal_get_stock_left (deal), ==, 7);
  g_assert_cmpint (rambla_deal_get_valid_until (deal), ==, G_GINT64_CONSTANT (1799118000) * G_USEC_PER_SEC);
  g_assert_cmpstr (rambla_deal_get_illustration (deal), ==, "pizza");
  g_assert_cmpint (rambla_deal_get_unit_price (deal).amount, ==, 44500);
  g_assert_cmpstr (rambla_deal_get_unit_per (deal), ==, "person");
  g_assert_cmpint (group->joined, ==, 2);
  g_assert_cmpuint (group->n_tiers, ==, 2);
  g_assert_cmpint (group->tiers[1].price.amount, ==, 79000);
  g_assert_true (rambla_deal_get_whole (deal));
  g_assert_cmpint (rambla_deal_get_rules (deal)->weekdays, ==, 0x0f);
  g_assert_false (rambla_deal_get_rules (deal)->holidays);
  g_assert_cmpstr (rambla_deal_get_rules_text (deal)[0], ==, "Valid Monday to Thursday");
  g_assert_true (rambla_holidays_contain (rambla_deal_get_holidays (deal), 2027, 3, 26));
  g_assert_cmpuint (g_strv_length ((char **) rambla_deal_get_includes (deal)), ==, 2);
  g_assert_cmpint (booking->pay, ==, RAMBLA_DEAL_PAY_DEPOSIT);
  g_assert_cmpint (booking->deposit.amount, ==, 20000);
  g_assert_cmpint (booking->weekdays, ==, 0x11);
  g_assert_cmpint (rambla_deal_get_low_30_days (deal).amount, ==, 85000);
  g_assert_cmpuint (g_list_model_get_n_items (rambla_deal_get_branches (deal)), ==, 1);
  branch = g_list_model_get_item (rambla_deal_get_branches (deal), 0);
  g_assert_cmpint (rambla_store_get_stock_left (branch), ==, -1);
  g_assert_nonnull (rambla_store_get_schedule (branch));

  g_assert_false (rambla_deal_get_whole (summary));
  g_assert_null (rambla_deal_get_rules (summary));
  g_assert_null (rambla_deal_get_branches (summary));
}

static void
test_store (void)
{
  g_autoptr (JsonNode) node = parse (STORE);
  g_autoptr (JsonNode) ref = parse (STORE_REF);
  g_autoptr (RamblaStore) store = rambla_store_from_json (node, NULL);
  g_autoptr (RamblaStore) brief = rambla_store_from_json (ref, NULL);
  JsonObject *properties = json_object_get_object_member (json_node_get_object (node), "properties");
  g_autoptr (RamblaStore) unsafe = NULL;
  gsize n_spans;

  g_assert_cmpfloat (rambla_store_get_location (store).lon, ==, -56.1913);
  g_assert_cmpstr (rambla_store_get_address (store), ==, "18 de Julio 1251");
  g_assert_cmpstr (rambla_store_get_neighbourhood (store), ==, "Centro");
  g_assert_cmpstr (rambla_store_get_website (store), ==, "https://example.org/");
  g_assert_cmpstr (rambla_store_get_picture (store), ==, "https://example.org/a.jpg");
  g_assert_true (rambla_store_get_open_known (store));
  g_assert_false (rambla_store_get_open_now (store));
  rambla_schedule_get_spans (rambla_store_get_schedule (store), &n_spans);
  g_assert_cmpuint (n_spans, ==, 2);
  g_assert_cmpstr (rambla_store_get_address (brief), ==, "18 de Julio 1251");
  g_assert_true (rambla_store_get_open_now (brief));

  /* A website that nobody should open is left out; "null" is not "closed". */
  json_object_set_string_member (properties, "website", "javascript:alert(1)");
  json_object_set_null_member (properties, "open_now");
  unsafe = rambla_store_from_json (node, NULL);
  g_assert_nonnull (unsafe);
  g_assert_null (rambla_store_get_website (unsafe));
  g_assert_false (rambla_store_get_open_known (unsafe));
}

static void
test_trade (void)
{
  g_autoptr (JsonNode) order_node = parse (ORDER);
  g_autoptr (JsonNode) voucher_node = parse (VOUCHER);
  g_autoptr (JsonNode) redemption_node = parse (REDEMPTION);
  g_autoptr (RamblaOrder) order = rambla_order_from_json (order_node, NULL);
  g_autoptr (RamblaVoucher) voucher = rambla_voucher_from_json (voucher_node, NULL);
  g_autoptr (RamblaRedemption) redemption = rambla_redemption_from_json (redemption_node, NULL);
  JsonObject *payment = json_object_get_object_member (json_node_get_object (order_node), "payment");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (rambla_order_get_state (order), ==, RAMBLA_ORDER_PAID);
  g_assert_cmpint (rambla_order_get_total (order).amount, ==, 178000);
  g_assert_cmpint (rambla_order_get_quantity (order), ==, 2);
  g_assert_cmpstr (rambla_order_get_voucher_ids (order)[0], ==, "vou_0123456789abcdef");
  g_assert_cmpstr (rambla_order_get_payment_url (order), ==, "http://127.0.0.1:8080/pay/x");
  g_assert_nonnull (rambla_order_get_slot (order));
  g_assert_cmpint (rambla_voucher_get_state (voucher), ==, RAMBLA_VOUCHER_REDEEMED);
  g_assert_cmpstr (rambla_voucher_get_code (voucher), ==, "0123456789AB");
  g_assert_cmpuint (g_list_model_get_n_items (rambla_voucher_get_stores (voucher)), ==, 1);
  g_assert_cmpint (rambla_voucher_get_redeemed_at (voucher), >, 0);
  g_assert_cmpint (rambla_redemption_get_amount (redemption).amount, ==, 89000);

  /* The page to pay at is opened in a browser: no other scheme gets that far. */
  json_object_set_string_member (payment, "url", "file:///etc/passwd");
  g_assert_null (rambla_order_from_json (order_node, &error));
  g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/payment/url");
}

static void
test_card (void)
{
  static const char *const BAD_TILES[] = { "",
                                           "x",
                                           "//evil.example/{z}/{x}/{y}.png",
                                           "file:///{z}/{x}/{y}",
                                           "/../{z}/{x}/{y}.png",
                                           "ftp://e.org/{z}/{x}/{y}",
                                           "https://u:p@e.org/{z}/{x}/{y}",
                                           "/a b/{z}" };
  g_autoptr (JsonNode) node = parse (CARD);
  g_autoptr (RamblaCard) card = rambla_card_from_json (node, NULL);
  JsonObject *tiles = json_object_get_object_member (json_node_get_object (node), "tiles");

  g_assert_cmpstr (rambla_card_get_tiles (card), ==, "/tiles/{z}/{x}/{y}.png");
  g_assert_cmpint (rambla_card_get_max_zoom (card), ==, 17);
  g_assert_cmpuint (g_list_model_get_n_items (rambla_card_get_categories (card)), ==, 1);
  g_assert_cmpfloat (rambla_card_get_bounds (card).west, ==, -56.45);
  for (gsize i = 0; i < G_N_ELEMENTS (BAD_TILES); i++)
    {
      g_autoptr (GError) error = NULL;

      json_object_set_string_member (tiles, "url_template", BAD_TILES[i]);
      g_assert_null (rambla_card_from_json (node, &error));
      g_assert_cmpstr (rambla_json_error_get_pointer (error), ==, "/tiles/url_template");
    }
  json_object_set_string_member (tiles, "url_template", "/t/{z}/{x}/{y}");
  json_object_set_string_member (json_node_get_object (node), "currency", "uyu");
  g_assert_null (rambla_card_from_json (node, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      g_autofree char *plain = g_strdup_printf ("/objects/%s/form", KINDS[i].name);
      g_autofree char *hostile = g_strdup_printf ("/objects/%s/hostile", KINDS[i].name);

      g_test_add_data_func (plain, &KINDS[i], test_kind);
      g_test_add_data_func (hostile, &KINDS[i], test_hostile);
    }
  g_test_add_func ("/objects/deal", test_deal);
  g_test_add_func ("/objects/store", test_store);
  g_test_add_func ("/objects/trade", test_trade);
  g_test_add_func ("/objects/card", test_card);
  return g_test_run ();
}
