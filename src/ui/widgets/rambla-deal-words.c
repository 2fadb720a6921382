/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-words.h"

#include <glib/gi18n-lib.h>

#define HOUR (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define FEW 10

char *
rambla_deal_words_place (RamblaDeal *deal)
{
  const char *name = rambla_store_get_name (rambla_deal_get_store (deal));
  int distance = rambla_deal_get_distance (deal);
  int branches = rambla_deal_get_branch_count (deal);
  g_autofree char *far = distance >= 0 ? rambla_distance_format (distance) : NULL;

  if (far != NULL && branches > 1)
    /* Translators: name of a shop · distance to it · number of its branches */
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s · %s · %d branch", "%s · %s · %d branches", (gulong) branches),
        name, far, branches);
  if (far != NULL)
    return g_strdup_printf ("%s · %s", name, far);
  return g_strdup (name);
}

char *
rambla_deal_words_price (RamblaDeal *deal)
{
  RamblaMoney price = rambla_deal_get_price (deal);

  return price.amount == 0 ? g_strdup (_ ("Free")) : rambla_money_format (price);
}

char *
rambla_deal_words_discount (RamblaDeal *deal)
{
  int percent = rambla_deal_get_discount_percent (deal);

  /* What is free says so in place of the price. */
  if (rambla_deal_get_price (deal).amount == 0)
    return g_strdup ("");
  /* Translators: a discount, with a real minus sign and a no-break space */
  return percent > 0 ? g_strdup_printf (_ ("−%d %%"), percent) : g_strdup ("");
}

char *
rambla_deal_words_rating (RamblaDeal *deal)
{
  if (rambla_deal_get_rating (deal) < 0 || rambla_deal_get_review_count (deal) == 0)
    return g_strdup ("");
  /* Translators: average of the reviews, and how many there are */
  return g_strdup_printf (_ ("%.1f (%d)"), rambla_deal_get_rating (deal),
                          rambla_deal_get_review_count (deal));
}

char *
rambla_deal_words_urgency (RamblaDeal *deal, gint64 now)
{
  gint64 left = rambla_deal_get_valid_until (deal) - now;
  int stock = rambla_deal_get_stock_left (deal);
  const RamblaDealGroup *group = rambla_deal_get_group (deal);

  if (stock == 0)
    return g_strdup (_ ("Sold out"));
  if (left <= 0)
    return g_strdup (_ ("Ended"));
  if (stock > 0 && stock <= FEW)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d left", "%d left", (gulong) stock), stock);
  if (left < HOUR)
    return g_strdup_printf (_ ("ends in %d min"), (int) MAX (1, left / (HOUR / 60)));
  if (left < 24 * HOUR)
    return g_strdup_printf (_ ("ends in %d h"), (int) (left / HOUR));
  if (group != NULL && group->joined < group->minimum)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d more needed", "%d more needed",
                                         (gulong) (group->minimum - group->joined)),
                            group->minimum - group->joined);
  if (left < 3 * 24 * HOUR)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "ends in %d day", "ends in %d days", (gulong) (left / (24 * HOUR))),
        (int) (left / (24 * HOUR)));
  return NULL;
}

char *
rambla_deal_words_kind (RamblaDeal *deal)
{
  switch (rambla_deal_get_kind (deal))
    {
    case RAMBLA_DEAL_BOOKING:
      return g_strdup (_ ("Booking"));
    case RAMBLA_DEAL_GROUP:
      return g_strdup (_ ("Group deal"));
    case RAMBLA_DEAL_COUPON:
      return g_strdup (_ ("Coupon"));
    case RAMBLA_DEAL_VOUCHER:
    default:
      return g_strdup (_ ("Voucher"));
    }
}

char *
rambla_deal_words_spoken (RamblaDeal *deal, gint64 now)
{
  g_autofree char *place = rambla_deal_words_place (deal);
  g_autofree char *price = rambla_deal_words_price (deal);
  g_autofree char *discount = rambla_deal_words_discount (deal);
  g_autofree char *urgency = rambla_deal_words_urgency (deal, now);
  g_autoptr (GString) words = g_string_new (rambla_deal_get_title (deal));

  g_string_append_printf (words, ", %s, %s", place, price);
  if (*discount != '\0')
    g_string_append_printf (words, ", %s", discount);
  if (urgency != NULL)
    g_string_append_printf (words, ", %s", urgency);
  if (rambla_deal_get_sponsored (deal))
    g_string_append_printf (words, ", %s", _ ("Sponsored"));
  return g_string_free (g_steal_pointer (&words), FALSE);
}
