/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-head.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-words.h"
#include "rambla-language.h"
#include "rambla-place-time.h"
#include "rambla-section.h"

static void
add_tag (GtkWidget *box, char *text, const char *css_class, const char *more)
{
  if (text != NULL && *text != '\0')
    {
      GtkWidget *tag = gtk_label_new (text);

      gtk_widget_add_css_class (tag, css_class);
      if (more != NULL)
        gtk_widget_add_css_class (tag, more);
      gtk_box_append (GTK_BOX (box), tag);
    }
  g_free (text);
}

static GtkWidget *
new_tags (RamblaDeal *deal)
{
  GtkWidget *tags = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  add_tag (tags, rambla_deal_words_kind (deal), "tag", NULL);
  add_tag (tags, rambla_deal_words_urgency (deal, g_get_real_time ()), "tag", "warning");
  if (rambla_deal_get_sample (deal))
    {
      add_tag (tags, g_strdup (_ ("Sample offer")), "sample-badge", NULL);
      gtk_widget_set_tooltip_text (gtk_widget_get_last_child (tags),
                                   _ ("The place is real, the offer is a sample: nobody sells it."));
    }
  return tags;
}

static GtkWidget *
new_shop (RamblaDeal *deal)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *place = rambla_deal_words_place (deal);

  gtk_box_append (GTK_BOX (box), rambla_text_new (place, "dimmer"));
  if (rambla_deal_get_whole (deal) && rambla_deal_get_merchant_certified (deal))
    {
      GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *icon = gtk_image_new_from_icon_name ("rambla-shield-symbolic");
      GtkWidget *label = rambla_text_new (_ ("Verified shop: the platform checked who it is"), NULL);

      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_widget_add_css_class (line, "certified");
      gtk_box_append (GTK_BOX (line), icon);
      gtk_box_append (GTK_BOX (line), label);
      gtk_box_append (GTK_BOX (box), line);
    }
  return box;
}

static GtkWidget *
new_rating (RamblaDeal *deal)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  double rating = rambla_deal_get_rating (deal);
  int sold = rambla_deal_get_sold (deal);

  gtk_widget_add_css_class (line, "rating");
  if (rating >= 0 && rambla_deal_get_review_count (deal) > 0)
    {
      g_autofree char *words =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%.1f from %d review", "%.1f from %d reviews",
                                        (gulong) rambla_deal_get_review_count (deal)),
                           rating, rambla_deal_get_review_count (deal));
      GtkWidget *label = gtk_label_new (words);

      for (int i = 0; i < 5; i++)
        {
          GtkWidget *star = gtk_image_new_from_icon_name (
              rating - i >= 0.75
                  ? "rambla-star-symbolic"
                  : (rating - i >= 0.25 ? "rambla-star-half-symbolic" : "rambla-star-outline-symbolic"));

          gtk_widget_add_css_class (star, "star");
          gtk_box_append (GTK_BOX (line), star);
        }
      gtk_widget_set_margin_start (label, 5);
      gtk_box_append (GTK_BOX (line), label);
    }
  if (sold > 0)
    {
      g_autofree char *words =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d sold", "%d sold", (gulong) sold), sold);
      GtkWidget *label = gtk_label_new (words);

      if (gtk_widget_get_first_child (line) != NULL)
        gtk_widget_set_margin_start (label, 8);
      gtk_widget_add_css_class (label, "dimmer");
      gtk_box_append (GTK_BOX (line), label);
    }
  gtk_widget_set_visible (line, gtk_widget_get_first_child (line) != NULL);
  return line;
}

static GtkWidget *
new_price (RamblaDeal *deal)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  RamblaMoney regular = rambla_deal_get_regular_price (deal);
  g_autofree char *price = rambla_deal_words_price (deal);
  g_autofree char *discount = rambla_deal_words_discount (deal);
  GtkWidget *price_label = rambla_text_new (price, "price");

  gtk_widget_add_css_class (price_label, "large");
  gtk_box_append (GTK_BOX (line), price_label);
  if (rambla_money_compare (rambla_deal_get_price (deal), regular) < 0)
    {
      g_autofree char *old = rambla_money_format (regular);
      g_autofree char *spoken = g_strdup_printf (_ ("regular %s"), old);
      GtkWidget *label = rambla_text_new (old, "price-old");

      gtk_widget_set_tooltip_text (label, spoken);
      gtk_box_append (GTK_BOX (line), label);
    }
  if (*discount != '\0')
    {
      GtkWidget *badge = gtk_label_new (discount);

      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (badge, "discount-badge");
      gtk_box_append (GTK_BOX (line), badge);
    }
  return line;
}

/* "Lowest in 30 days: $ 450 · $ 225 per person" */
static GtkWidget *
new_price_notes (RamblaDeal *deal)
{
  g_autoptr (GString) words = g_string_new (NULL);
  RamblaMoney low = rambla_deal_get_whole (deal) ? rambla_deal_get_low_30_days (deal) : rambla_money (0, "");
  RamblaMoney unit = rambla_deal_get_unit_price (deal);

  if (rambla_money_is_set (low) && low.amount > 0)
    {
      g_autofree char *price = rambla_money_format (low);

      if (rambla_money_equal (low, rambla_deal_get_price (deal)))
        g_string_append (words, _ ("Lowest price in 30 days"));
      else
        g_string_append_printf (words, _ ("Lowest in 30 days: %s"), price);
    }
  if (rambla_money_is_set (unit) && rambla_deal_get_unit_per (deal) != NULL)
    {
      g_autofree char *price = rambla_money_format (unit);

      if (words->len > 0)
        g_string_append (words, " · ");
      /* Translators: a price and what it is for, like "person" */
      g_string_append_printf (words, _ ("%s per %s"), price, rambla_deal_get_unit_per (deal));
    }
  if (words->len > 0 && rambla_deal_get_price (deal).amount > 0)
    g_string_append_printf (words, " · %s", _ ("all included"));
  return rambla_text_new (words->str, "price-note");
}

GtkWidget *
rambla_deal_head_new (RamblaDeal *deal)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *notes = new_price_notes (deal);

  gtk_box_append (GTK_BOX (box), new_tags (deal));
  gtk_box_append (GTK_BOX (box), rambla_text_new (rambla_deal_get_title (deal), "title-2"));
  gtk_box_append (GTK_BOX (box), new_shop (deal));
  gtk_box_append (GTK_BOX (box), new_rating (deal));
  gtk_box_append (GTK_BOX (box), new_price (deal));
  gtk_widget_set_visible (notes, *gtk_label_get_label (GTK_LABEL (notes)) != '\0');
  gtk_box_append (GTK_BOX (box), notes);
  if (rambla_deal_get_benefit (deal) != NULL)
    gtk_box_append (GTK_BOX (box),
                    rambla_fact_new ("rambla-coupon-symbolic", rambla_deal_get_benefit (deal)));
  return box;
}

static void
add_fact (GtkWidget *box, const char *icon_name, char *text)
{
  gtk_box_append (GTK_BOX (box), rambla_fact_new (icon_name, text));
  g_free (text);
}

static void
add_booking_facts (GtkWidget *box, const RamblaDealBooking *booking)
{
  g_autofree char *deposit =
      rambla_money_is_set (booking->deposit) ? rambla_money_format (booking->deposit) : g_strdup ("");

  add_fact (box, "rambla-clock-symbolic",
            g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Takes %d minute", "Takes %d minutes",
                                          (gulong) booking->minutes),
                             booking->minutes));
  if (booking->pay == RAMBLA_DEAL_PAY_DEPOSIT)
    add_fact (box, "rambla-money-symbolic",
              g_strdup_printf (_ ("A deposit of %s now, the rest at the store"), deposit));
  else if (booking->pay == RAMBLA_DEAL_PAY_AT_STORE)
    add_fact (box, "rambla-money-symbolic", g_strdup (_ ("Pay at the store, nothing now")));
  add_fact (box, "rambla-history-symbolic",
            booking->cancel_hours > 0
                ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Change or cancel up to %d hour before",
                                                "Change or cancel up to %d hours before",
                                                (gulong) booking->cancel_hours),
                                   booking->cancel_hours)
                : g_strdup (_ ("Change or cancel until it begins")));
}

GtkWidget *
rambla_deal_rules_new (RamblaDeal *deal, GTimeZone *zone)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *const *rules = rambla_deal_get_rules_text (deal);
  g_auto (GStrv) own_rules = NULL;
  int days = rambla_deal_get_use_within_days (deal);
  int per_person = rambla_deal_get_per_person (deal);
  g_autoptr (GDateTime) end = rambla_place_time_new (zone, rambla_deal_get_valid_until (deal));
  g_autofree char *end_text = rambla_place_time_format (end);

  if (rules == NULL && rambla_deal_get_rules (deal) != NULL)
    {
      own_rules = rambla_rules_describe (rambla_deal_get_rules (deal),
                                         rambla_language_to_tag (rambla_language_from_locale ()));
      rules = (const char *const *) own_rules;
    }
  gtk_widget_add_css_class (box, "facts");
  for (guint i = 0; rules != NULL && rules[i] != NULL; i++)
    gtk_box_append (GTK_BOX (box), rambla_fact_new ("rambla-booking-symbolic", rules[i]));
  if (rambla_deal_get_booking (deal) != NULL)
    add_booking_facts (box, rambla_deal_get_booking (deal));
  else if (days > 0)
    add_fact (box, "rambla-hourglass-symbolic",
              g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Use it within %d day of buying",
                                            "Use it within %d days of buying", (gulong) days),
                               days));
  if (per_person > 0)
    add_fact (box, "rambla-voucher-symbolic",
              g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "At most %d for each person",
                                            "At most %d for each person", (gulong) per_person),
                               per_person));
  add_fact (box, "rambla-offer-symbolic", g_strdup_printf (_ ("On sale until %s"), end_text));
  return box;
}
