/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trade-town.h"

#include <glib/gstdio.h>

#include "platform-account-storage.h"
#include "platform-catalogue-writer.h"
#include "platform-ledger-storage.h"
#include "platform-migrations.h"
#include "platform-slot-storage.h"
#include "rambla-id.h"

const char *
town_store (const char *name)
{
  g_autofree char *id = rambla_id_derive (RAMBLA_ID_STORE, name);

  return g_intern_string (id);
}

const char *
town_deal (const char *name)
{
  g_autofree char *id = rambla_id_derive (RAMBLA_ID_DEAL, name);

  return g_intern_string (id);
}

const char *
town_person (Town *town, const char *name)
{
  g_autofree char *id = rambla_id_derive (RAMBLA_ID_USER, name);
  g_autofree char *email = g_strconcat (name, "@example.org", NULL);
  g_autoptr (PlatformAccount) found = NULL;
  g_autoptr (GError) error = NULL;
  PlatformAccount account = {
    .id = id, .email = email, .name = (char *) name, .scopes = (char *) "consumer"
  };

  if (platform_account_storage_get (town->database, id, &found, &error) == PLATFORM_STEP_DONE)
    platform_account_storage_insert (town->database, &account, &error);
  g_assert_no_error (error);
  return g_intern_string (id);
}

static void
save_city (PlatformDatabase *database, gint64 *edition)
{
  static const char *languages[] = { "es", "en", NULL };
  static const char *holidays[] = { "12-25", NULL };
  static const char *names[] = { "Comida", "Food", NULL };
  g_autoptr (GPtrArray) categories = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PlatformCategory category = {
    .row = 1, .id = (char *) "catering", .glyph = (char *) "g", .names = (char **) names
  };
  PlatformCity city = {
    .id = (char *) "town",
    .name = (char *) "Town",
    .country = (char *) "UY",
    .currency = "UYU",
    .timezone = (char *) "America/Montevideo",
    .languages = (char **) languages,
    .centre = { -56.19, -34.9 },
    .zoom = 14,
    .bounds = { -56.3, -35.0, -56.0, -34.8 },
    .attribution = (char *) "nobody",
    .sample_offers = TRUE,
    .holiday_dates = (char **) holidays,
    .content_hash = (char *) "-",
    .imported_at = TOWN_NOW,
    .categories = categories,
  };

  g_ptr_array_add (categories, &category);
  platform_catalogue_save_city (database, &city, edition, &error);
  g_assert_no_error (error);
}

static gint64
save_store (PlatformDatabase *database, gint64 merchant, const char *name, gint64 edition)
{
  static RamblaSpan week[] = { { 0, 10080 } };
  g_autoptr (GError) error = NULL;
  PlatformStore store = {
    .id = (char *) town_store (name),
    .merchant = merchant,
    .category = 1,
    .name = (char *) name,
    .street = (char *) "Calle",
    .housenumber = (char *) "1",
    .location = { -56.19, -34.9 },
    .spans = week,
    .n_spans = 1,
    .closed_on_holidays = -1,
  };

  platform_catalogue_save_store (database, &store, NULL, edition, &error);
  g_assert_no_error (error);
  return store.row;
}

/* An offer with everything that is the same for all. */
static PlatformDeal
new_deal (const char *name, PlatformDealKind kind, gint64 merchant, gint64 price)
{
  return (PlatformDeal){
    .id = (char *) town_deal (name),
    .kind = kind,
    .merchant = merchant,
    .category = 1,
    .picture = (char *) "pizza",
    .sample = TRUE,
    .price = price,
    .regular_price = price * 2,
    .discount_percent = price > 0 ? 50 : 0,
    .unit_count = 1,
    .per_person = PLATFORM_UNLIMITED,
    .starts_at = TOWN_NOW - 86400,
    .ends_at = TOWN_NOW + 40 * 86400,
    .use_within_days = 30,
    .rules = RAMBLA_RULES_INIT,
    .stock_left = PLATFORM_UNLIMITED,
  };
}

static void
save_deal (PlatformDatabase *database,
           PlatformDeal *deal,
           const char *name,
           const gint64 *branches,
           gsize n_branches,
           gint64 edition)
{
  static const char *includes[] = { "Todo", NULL };
  g_autoptr (GError) error = NULL;
  PlatformDealText texts[] = {
    { .language = "es", .title = name, .summary = name, .includes = includes },
    { .language = "en", .title = name, .summary = name, .includes = includes },
  };
  PlatformPrice price = { TOWN_NOW - 86400, deal->price };

  platform_catalogue_save_deal (database, deal, texts, G_N_ELEMENTS (texts), branches, n_branches, &price, 1,
                                TOWN_NOW, edition, &error);
  g_assert_no_error (error);
}

static void
save_town (PlatformDatabase *database)
{
  static int times[] = { 600, 900 };
  static PlatformTier tiers[] = { { 3, 1000 }, { 5, 800 } };
  g_autofree char *pizza_id = rambla_id_derive (RAMBLA_ID_MERCHANT, "pizza");
  g_autofree char *hair_id = rambla_id_derive (RAMBLA_ID_MERCHANT, "hair");
  g_autoptr (GError) error = NULL;
  PlatformDeal deal;
  gint64 edition = 0;
  gint64 pizza = 0;
  gint64 hair = 0;
  gint64 pizzas[2];
  gint64 salon;

  save_city (database, &edition);
  platform_catalogue_save_merchant (database, pizza_id, "Pizza", TRUE, &pizza, &error);
  g_assert_no_error (error);
  platform_catalogue_save_merchant (database, hair_id, "Hair", FALSE, &hair, &error);
  g_assert_no_error (error);
  pizzas[0] = save_store (database, pizza, "pizza-1", edition);
  pizzas[1] = save_store (database, pizza, "pizza-2", edition);
  salon = save_store (database, hair, "hair-1", edition);

  deal = new_deal ("lunch", PLATFORM_DEAL_VOUCHER, pizza, 1000);
  deal.stock_left = 10;
  deal.per_person = 4;
  deal.rules.weekdays = 0x1f;
  deal.rules.from = 11 * 60;
  deal.rules.to = 16 * 60;
  save_deal (database, &deal, "lunch", pizzas, 1, edition);

  deal = new_deal ("dinner", PLATFORM_DEAL_VOUCHER, pizza, 1505);
  save_deal (database, &deal, "dinner", pizzas, 2, edition);

  deal = new_deal ("club", PLATFORM_DEAL_GROUP, pizza, 1000);
  deal.group_minimum = 3;
  deal.group_deadline = TOWN_NOW + 5 * 86400;
  deal.tiers = tiers;
  deal.n_tiers = G_N_ELEMENTS (tiers);
  save_deal (database, &deal, "club", pizzas, 1, edition);

  deal = new_deal ("free", PLATFORM_DEAL_COUPON, hair, 0);
  save_deal (database, &deal, "free", &salon, 1, edition);

  deal = new_deal ("cut", PLATFORM_DEAL_BOOKING, hair, 800);
  deal.pay = PLATFORM_PAY_AT_STORE;
  deal.cancel_hours = 2;
  deal.slot_weekdays = 0x7f;
  deal.slot_times = times;
  deal.n_slot_times = G_N_ELEMENTS (times);
  deal.slot_capacity = 2;
  deal.slot_minutes = 45;
  deal.slot_days_ahead = 21;
  save_deal (database, &deal, "cut", &salon, 1, edition);

  deal.id = (char *) town_deal ("colour");
  deal.price = 3000;
  deal.regular_price = 6000;
  deal.pay = PLATFORM_PAY_DEPOSIT;
  deal.deposit = 500;
  deal.cancel_hours = 24;
  save_deal (database, &deal, "colour", &salon, 1, edition);
}

static void
open_trade (Town *town)
{
  g_autoptr (GError) error = NULL;

  town->trade = platform_trade_new (town->readers, town->writer, town->clock, town->city, NULL,
                                    "http://127.0.0.1:1", &error);
  g_assert_no_error (error);
}

void
town_set_up (Town *town, gconstpointer data)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autoptr (GError) error = NULL;

  town->folder = g_dir_make_tmp ("rambla-town-XXXXXX", &error);
  g_assert_no_error (error);
  town->path = g_build_filename (town->folder, "town.db", NULL);
  town->database = platform_database_open (town->path, PLATFORM_DATABASE_WRITE, &error);
  g_assert_no_error (error);
  platform_migrations_apply (migrations, town->database, NULL, &error);
  g_assert_no_error (error);
  platform_database_execute (town->database, "PRAGMA synchronous = OFF", &error);
  g_assert_no_error (error);
  save_town (town->database);

  town->writer =
      platform_writer_new (platform_database_open (town->path, PLATFORM_DATABASE_WRITE, &error), 0);
  g_assert_no_error (error);
  town->readers = platform_database_pool_new (town->path);
  town->clock = platform_clock_new_fixed (TOWN_NOW * 1000);
  platform_city_load (town->database, &town->city, &error);
  g_assert_no_error (error);
  open_trade (town);
}

void
town_tear_down (Town *town, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  platform_trade_free (town->trade);
  platform_database_pool_free (town->readers);
  platform_writer_free (town->writer);
  platform_city_free (town->city);
  platform_clock_free (town->clock);
  platform_database_close (town->database);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *file = g_strconcat (town->path, endings[i], NULL);

      g_unlink (file);
    }
  g_rmdir (town->folder);
  g_free (town->path);
  g_free (town->folder);
}

void
town_restart (Town *town)
{
  platform_trade_free (town->trade);
  open_trade (town);
}

void
town_set_time (Town *town, gint64 seconds)
{
  platform_clock_set (town->clock, seconds * 1000);
}

static void
begin (Town *town)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database, "BEGIN IMMEDIATE", &error);
  g_assert_no_error (error);
}

static void
end (Town *town, gboolean keep)
{
  g_autoptr (GError) error = NULL;

  platform_database_execute (town->database, keep ? "COMMIT" : "ROLLBACK", &error);
  g_assert_no_error (error);
}

PlatformOrder *
town_order (Town *town,
            const char *person,
            const char *deal,
            const char *store,
            gint64 quantity,
            gint64 expected,
            const char *slot,
            RamblaProblemCode *code)
{
  g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
  g_autoptr (GError) error = NULL;
  PlatformOrder *order = NULL;
  PlatformNewOrder wanted = {
    .deal_id = town_deal (deal),
    .store_id = town_store (store),
    .quantity = quantity,
    .expected_total = rambla_money (expected, "UYU"),
    .slot_id = slot,
  };
  const char *account = town_person (town, person);

  begin (town);
  platform_ordering_create (town->database, town->trade, account, &wanted, &order, &refusal, &error);
  g_assert_no_error (error);
  end (town, refusal.code == RAMBLA_PROBLEM_NONE);
  g_assert_true ((order == NULL) == (refusal.code != RAMBLA_PROBLEM_NONE));
  if (code != NULL)
    *code = refusal.code;
  return order;
}

char *
town_begin_payment (Town *town, const PlatformOrder *order)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_PAYMENT);
  g_autofree char *session = g_strconcat ("cs_", id, NULL);
  g_autoptr (GError) error = NULL;
  PlatformTry try = {
    .id = id,
    .order_id = order->id,
    .method = PLATFORM_METHOD_HOSTED,
    .amount = order->total,
    .currency = order->currency,
    .state = PLATFORM_TRY_PENDING,
    .provider_session = session,
    .url = (char *) "http://127.0.0.1:1/page",
    .created_at = TOWN_NOW,
    .updated_at = TOWN_NOW,
  };

  platform_payment_storage_insert (town->database, &try, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&id);
}

static void
tell (Town *town, const PlatformProviderWord *word)
{
  g_autoptr (GError) error = NULL;

  begin (town);
  platform_fulfilment_apply (town->database, town->trade, word, NULL, &error);
  g_assert_no_error (error);
  end (town, TRUE);
}

void
town_tell (Town *town, const char *try_id, PlatformPaymentState state, gint64 amount)
{
  g_autofree char *payment = g_strconcat ("pi_", try_id, NULL);
  PlatformProviderWord word = { .try_id = try_id,
                                .payment = payment,
                                .state = state,
                                .amount = amount,
                                .currency = "UYU",
                                .message = "told" };

  tell (town, &word);
}

void
town_tell_lost (Town *town, const char *try_id)
{
  PlatformProviderWord word = { .try_id = try_id, .lost = TRUE };

  tell (town, &word);
}

PlatformOrder *
town_buy (Town *town, const char *person, const char *deal, const char *store, gint64 quantity)
{
  g_autoptr (PlatformOrder) order = town_order (town, person, deal, store, quantity, G_MAXINT32, NULL, NULL);
  g_autofree char *try_id = NULL;

  g_assert_nonnull (order);
  try_id = town_begin_payment (town, order);
  town_tell (town, try_id, PLATFORM_PAYMENT_SUCCEEDED, order->total);
  return town_get_order (town, order->id);
}

PlatformOrder *
town_get_order (Town *town, const char *id)
{
  g_autoptr (GError) error = NULL;
  PlatformOrder *order = NULL;

  platform_order_storage_get (town->database, id, NULL, &order, &error);
  g_assert_no_error (error);
  g_assert_nonnull (order);
  return order;
}

GPtrArray *
town_get_vouchers (Town *town, const char *order_id)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *vouchers = platform_voucher_storage_list_of_order (town->database, order_id, &error);

  g_assert_no_error (error);
  return vouchers;
}

gint64
town_count (Town *town, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 count = -1;

  platform_database_query_int (town->database, &count, &error, sql, "");
  g_assert_no_error (error);
  return count;
}

void
town_assert_books (Town *town)
{
  g_autoptr (GError) error = NULL;
  gint64 total = -1;
  gint64 escrow = -1;
  gint64 owed = -2;
  gint64 wrong = -1;

  platform_ledger_storage_check (town->database, &total, &escrow, &owed, &wrong, &error);
  g_assert_no_error (error);
  g_assert_cmpint (total, ==, 0);
  g_assert_cmpint (wrong, ==, 0);
  g_assert_cmpint (escrow, ==, owed);
}

gint64
town_stock (Town *town, const char *deal)
{
  g_autoptr (PlatformDeal) found = NULL;
  g_autoptr (GError) error = NULL;

  platform_deal_find (town->database, town->city, town_deal (deal), NULL, &found, &error);
  g_assert_no_error (error);
  return found->stock_left;
}

char *
town_find_slot (Town *town, const char *deal_name, int day, guint index)
{
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (GPtrArray) slots = NULL;
  g_autoptr (GError) error = NULL;

  platform_deal_find (town->database, town->city, town_deal (deal_name), NULL, &deal, &error);
  platform_store_find (town->database, town_store ("hair-1"), &store, &error);
  platform_slot_list (town->database, town->city, deal, store, TOWN_NOW / 86400 + day, TOWN_NOW, &slots,
                      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (slots->len, >, index);
  return g_strdup (((PlatformSlot *) slots->pdata[index])->id);
}

void
town_expire (Town *town, const char *order_id)
{
  g_autoptr (GError) error = NULL;
  gboolean expired = FALSE;

  platform_ordering_expire (town->database, town->trade, order_id, &expired, &error);
  g_assert_no_error (error);
}

gint64
town_rotate (Town *town, const char *stolen)
{
  g_autoptr (GError) error = NULL;
  PlatformKeyRotation rotation;
  gint64 now = platform_clock_now (town->clock);

  platform_keys_prepare (town->trade->keys, town->writer, now, &error);
  g_assert_no_error (error);
  platform_keys_rotate (town->trade->keys, town->database, stolen, now, &rotation, &error);
  g_assert_no_error (error);
  g_assert_true (rotation.known);
  return rotation.reissued;
}
