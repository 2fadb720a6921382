/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-comparison-table.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-words.h"
#include "rambla-language.h"
#include "rambla-place-time.h"

typedef struct
{
  RamblaDeal **deals;
  const int *distances;
  guint n;
  GTimeZone *zone;
  GPtrArray *rows;
} Table;

/* What is said of one offer; NULL or "" for nothing. */
typedef char *(*Words) (const Table *table, guint index);
/* How good it is: less is better. FALSE where that cannot be said. */
typedef gboolean (*Worth) (const Table *table, guint index, double *worth);

static void
row_free (RamblaComparisonRow *row)
{
  for (guint i = 0; i < RAMBLA_COMPARISON_MOST; i++)
    g_free (row->values[i]);
  g_free (row);
}

/* The best are marked only if all can be compared and not all are the same. */
static guint
find_best (const Table *table, Worth get_worth)
{
  double worth[RAMBLA_COMPARISON_MOST], best = G_MAXDOUBLE, worst = -G_MAXDOUBLE;
  guint bits = 0;

  for (guint i = 0; i < table->n; i++)
    {
      if (!get_worth (table, i, &worth[i]))
        return 0;
      best = MIN (best, worth[i]);
      worst = MAX (worst, worth[i]);
    }
  for (guint i = 0; i < table->n && worst > best; i++)
    if (worth[i] <= best)
      bits |= 1u << i;
  return bits;
}

static void
add (Table *table, const char *label, Words get_words, Worth get_worth)
{
  RamblaComparisonRow *row = g_new0 (RamblaComparisonRow, 1);
  gboolean any = FALSE;

  row->label = label;
  for (guint i = 0; i < table->n; i++)
    {
      char *words = get_words (table, i);

      any = any || (words != NULL && *words != '\0');
      row->values[i] = words != NULL && *words != '\0' ? words : g_strdup ("–");
      if (words != row->values[i])
        g_free (words);
      row->differs = row->differs || !g_str_equal (row->values[0], row->values[i]);
    }
  if (get_worth != NULL)
    row->best = find_best (table, get_worth);
  if (any)
    g_ptr_array_add (table->rows, row);
  else
    row_free (row);
}

/* --- money --- */

static char *
words_price (const Table *table, guint index)
{
  return rambla_deal_words_price (table->deals[index]);
}

static gboolean
worth_price (const Table *table, guint index, double *worth)
{
  RamblaMoney price = rambla_deal_get_price (table->deals[index]);

  *worth = (double) price.amount;
  /* Of two currencies none is less, and what a free coupon takes off is not said in money. */
  return g_str_equal (price.currency, rambla_deal_get_price (table->deals[0]).currency) &&
         rambla_deal_get_kind (table->deals[index]) != RAMBLA_DEAL_COUPON;
}

static char *
words_unit_price (const Table *table, guint index)
{
  RamblaMoney unit = rambla_deal_get_unit_price (table->deals[index]);
  g_autofree char *price = NULL;

  if (!rambla_money_is_set (unit) || rambla_deal_get_unit_per (table->deals[index]) == NULL)
    return NULL;
  price = rambla_money_format (unit);
  /* Translators: a price and what it is for, like "person" */
  return g_strdup_printf (_ ("%s per %s"), price, rambla_deal_get_unit_per (table->deals[index]));
}

static gboolean
worth_unit_price (const Table *table, guint index, double *worth)
{
  RamblaMoney unit = rambla_deal_get_unit_price (table->deals[index]);

  *worth = (double) unit.amount;
  return rambla_money_is_set (unit) &&
         g_str_equal (unit.currency, rambla_deal_get_unit_price (table->deals[0]).currency) &&
         g_strcmp0 (rambla_deal_get_unit_per (table->deals[index]),
                    rambla_deal_get_unit_per (table->deals[0])) == 0 &&
         rambla_deal_get_kind (table->deals[index]) != RAMBLA_DEAL_COUPON;
}

static char *
words_regular (const Table *table, guint index)
{
  RamblaMoney regular = rambla_deal_get_regular_price (table->deals[index]);
  g_autofree char *discount = rambla_deal_words_discount (table->deals[index]);
  g_autofree char *price = NULL;

  if (!rambla_money_is_set (regular) || regular.amount == 0)
    return NULL;
  price = rambla_money_format (regular);
  /* Translators: regular price (discount) */
  return *discount != '\0' ? g_strdup_printf (_ ("%s (%s)"), price, discount) : g_steal_pointer (&price);
}

static gboolean
worth_discount (const Table *table, guint index, double *worth)
{
  *worth = -rambla_deal_get_discount_percent (table->deals[index]);
  return rambla_deal_get_kind (table->deals[index]) != RAMBLA_DEAL_COUPON;
}

static char *
words_low (const Table *table, guint index)
{
  RamblaMoney low = rambla_deal_get_low_30_days (table->deals[index]);

  return rambla_money_is_set (low) && low.amount > 0 ? rambla_money_format (low) : NULL;
}

static char *
words_payment (const Table *table, guint index)
{
  const RamblaDealBooking *booking = rambla_deal_get_booking (table->deals[index]);

  if (booking == NULL || booking->pay == RAMBLA_DEAL_PAY_NOW)
    return rambla_deal_get_price (table->deals[index]).amount > 0 ? g_strdup (_ ("Online, now")) : NULL;
  return g_strdup (booking->pay == RAMBLA_DEAL_PAY_DEPOSIT ? _ ("A deposit now, the rest there")
                                                           : _ ("At the store"));
}

/* --- people and places --- */

static char *
words_rating (const Table *table, guint index)
{
  return rambla_deal_words_rating (table->deals[index]);
}

static gboolean
worth_rating (const Table *table, guint index, double *worth)
{
  *worth = -rambla_deal_get_rating (table->deals[index]);
  return rambla_deal_get_rating (table->deals[index]) >= 0;
}

static char *
words_distance (const Table *table, guint index)
{
  return table->distances[index] >= 0 ? rambla_distance_format (table->distances[index]) : NULL;
}

static gboolean
worth_distance (const Table *table, guint index, double *worth)
{
  *worth = table->distances[index];
  return table->distances[index] >= 0;
}

static char *
words_where (const Table *table, guint index)
{
  RamblaStore *store = rambla_deal_get_store (table->deals[index]);
  int others = rambla_deal_get_branch_count (table->deals[index]) - 1;

  if (others <= 0)
    return g_strdup (rambla_store_get_name (store));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s and %d other branch", "%s and %d other branches", (gulong) others),
      rambla_store_get_name (store), others);
}

/* --- what one gets, and when --- */

static char *
join_lines (const char *const *lines)
{
  return lines != NULL ? g_strjoinv ("\n", (char **) lines) : NULL;
}

static char *
words_includes (const Table *table, guint index)
{
  const char *benefit = rambla_deal_get_benefit (table->deals[index]);

  return benefit != NULL ? g_strdup (benefit) : join_lines (rambla_deal_get_includes (table->deals[index]));
}

static char *
words_rules (const Table *table, guint index)
{
  RamblaDeal *deal = table->deals[index];
  g_auto (GStrv) own = NULL;

  if (rambla_deal_get_rules_text (deal) != NULL)
    return join_lines (rambla_deal_get_rules_text (deal));
  if (rambla_deal_get_rules (deal) == NULL)
    return NULL;
  own = rambla_rules_describe (rambla_deal_get_rules (deal),
                               rambla_language_to_tag (rambla_language_from_locale ()));
  return join_lines ((const char *const *) own);
}

static char *
words_use_within (const Table *table, guint index)
{
  int days = rambla_deal_get_use_within_days (table->deals[index]);

  if (days <= 0 || rambla_deal_get_booking (table->deals[index]) != NULL)
    return NULL;
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days", (gulong) days), days);
}

static char *
words_end (const Table *table, guint index)
{
  g_autoptr (GDateTime) end =
      rambla_place_time_new (table->zone, rambla_deal_get_valid_until (table->deals[index]));

  return rambla_place_time_format_day (end);
}

static char *
words_left (const Table *table, guint index)
{
  int left = rambla_deal_get_stock_left (table->deals[index]);

  if (left < 0)
    return g_strdup (_ ("No limit"));
  return left == 0 ? g_strdup (_ ("Sold out")) : g_strdup_printf ("%d", left);
}

static char *
words_kind (const Table *table, guint index)
{
  return rambla_deal_words_kind (table->deals[index]);
}

static char *
words_certified (const Table *table, guint index)
{
  return g_strdup (rambla_deal_get_merchant_certified (table->deals[index]) ? _ ("Yes") : _ ("No"));
}

GPtrArray *
rambla_comparison_table_new (RamblaDeal **deals, const int *distances, guint n_deals, GTimeZone *zone)
{
  Table table = { deals, distances, n_deals, zone,
                  g_ptr_array_new_with_free_func ((GDestroyNotify) row_free) };

  g_return_val_if_fail (n_deals >= 1 && n_deals <= RAMBLA_COMPARISON_MOST, table.rows);

  add (&table, _ ("Price, all included"), words_price, worth_price);
  add (&table, _ ("Price of one"), words_unit_price, worth_unit_price);
  add (&table, _ ("Regular price"), words_regular, worth_discount);
  add (&table, _ ("Lowest in 30 days"), words_low, NULL);
  add (&table, _ ("Rating"), words_rating, worth_rating);
  add (&table, _ ("Distance"), words_distance, worth_distance);
  add (&table, _ ("Where"), words_where, NULL);
  add (&table, _ ("You get"), words_includes, NULL);
  add (&table, _ ("Valid"), words_rules, NULL);
  add (&table, _ ("Use it within"), words_use_within, NULL);
  add (&table, _ ("Payment"), words_payment, NULL);
  add (&table, _ ("Kind"), words_kind, NULL);
  add (&table, _ ("Left"), words_left, NULL);
  add (&table, _ ("On sale until"), words_end, NULL);
  add (&table, _ ("Verified shop"), words_certified, NULL);
  return table.rows;
}

char *
rambla_comparison_table_to_text (GPtrArray *table, RamblaDeal **deals, guint n_deals)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_deals; i++)
    {
      g_string_append_printf (text, "%s%s – %s\n", i > 0 ? "\n" : "", rambla_deal_get_title (deals[i]),
                              rambla_store_get_name (rambla_deal_get_store (deals[i])));
      for (guint j = 0; j < table->len; j++)
        {
          const RamblaComparisonRow *row = g_ptr_array_index (table, j);
          g_auto (GStrv) lines = g_strsplit (row->values[i], "\n", -1);
          g_autofree char *value = g_strjoinv ("; ", lines);

          g_string_append_printf (text, "  %s: %s\n", row->label, value);
        }
    }
  return g_string_free (text, FALSE);
}
