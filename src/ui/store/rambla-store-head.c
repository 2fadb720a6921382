/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-head.h"

#include <glib/gi18n-lib.h>

#include "rambla-category.h"
#include "rambla-language.h"
#include "rambla-section.h"

static RamblaCategory *
find_category (RamblaCard *card, const char *id)
{
  GListModel *categories = rambla_card_get_categories (card);

  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr (RamblaCategory) category = g_list_model_get_item (categories, i);

      if (g_str_equal (rambla_category_get_id (category), id))
        return g_steal_pointer (&category);
    }
  return NULL;
}

/* "Restaurants · La Pasiva" */
static GtkWidget *
new_category (RamblaCard *card, RamblaStore *store)
{
  g_autoptr (RamblaCategory) category = find_category (card, rambla_store_get_category (store));
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  const char *brand = rambla_store_get_brand (store);
  g_autofree char *words = NULL;

  if (category != NULL)
    {
      g_autofree char *icon = g_strdup_printf ("rambla-%s-symbolic", rambla_category_get_id (category));
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      gtk_widget_set_valign (image, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (line), image);
    }
  if (brand != NULL && g_str_equal (brand, rambla_store_get_name (store)))
    brand = NULL;
  words = category != NULL && brand != NULL
              ? g_strdup_printf ("%s · %s", rambla_category_get_name (category), brand)
              : g_strdup (category != NULL ? rambla_category_get_name (category) : brand);
  gtk_box_append (GTK_BOX (line), rambla_text_new (words, "dimmer"));
  gtk_widget_set_visible (line, words != NULL);
  return line;
}

static GtkWidget *
new_address (RamblaStore *store)
{
  const char *address = rambla_store_get_address (store);
  const char *neighbourhood = rambla_store_get_neighbourhood (store);
  g_autofree char *words = NULL;

  if (address != NULL && neighbourhood != NULL && !g_str_equal (address, neighbourhood))
    words = g_strdup_printf ("%s, %s", address, neighbourhood);
  else
    words = g_strdup (address != NULL ? address : neighbourhood);
  if (words == NULL)
    words = g_strdup (_ ("The address is not known; the map shows the place"));
  return rambla_fact_new ("rambla-pin-symbolic", words);
}

static GtkWidget *
new_open (RamblaStore *store, GTimeZone *zone)
{
  const RamblaSchedule *schedule = rambla_store_get_schedule (store);
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autofree char *words = NULL;

  if (schedule != NULL)
    words =
        rambla_schedule_describe_now (schedule, now, rambla_language_to_tag (rambla_language_from_locale ()));
  else
    words = g_strdup (_ ("The opening hours are not known"));
  return rambla_fact_new ("rambla-clock-symbolic", words);
}

static GtkWidget *
new_rating (RamblaStore *store)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  double rating = rambla_store_get_rating (store);
  int count = rambla_store_get_review_count (store);
  g_autofree char *words = NULL;
  GtkWidget *label;

  gtk_widget_add_css_class (line, "rating");
  if (count <= 0 || rating < 0)
    {
      gtk_box_append (GTK_BOX (line), rambla_text_new (_ ("No reviews yet"), "dimmer"));
      return line;
    }
  for (int i = 0; i < 5; i++)
    {
      GtkWidget *star = gtk_image_new_from_icon_name (
          rating - i >= 0.75
              ? "rambla-star-symbolic"
              : (rating - i >= 0.25 ? "rambla-star-half-symbolic" : "rambla-star-outline-symbolic"));

      gtk_widget_add_css_class (star, "star");
      gtk_box_append (GTK_BOX (line), star);
    }
  words = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%.1f from %d review", "%.1f from %d reviews", (gulong) count), rating,
      count);
  label = gtk_label_new (words);
  gtk_widget_set_margin_start (label, 5);
  gtk_box_append (GTK_BOX (line), label);
  return line;
}

GtkWidget *
rambla_store_head_new (RamblaClient *client, RamblaStore *store, GTimeZone *zone)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (facts, "facts");
  gtk_box_append (GTK_BOX (box), rambla_text_new (rambla_store_get_name (store), "title-1"));
  gtk_box_append (GTK_BOX (box), new_category (rambla_client_get_card (client), store));
  gtk_box_append (GTK_BOX (box), new_rating (store));
  gtk_box_append (GTK_BOX (facts), new_address (store));
  gtk_box_append (GTK_BOX (facts), new_open (store, zone));
  gtk_box_append (GTK_BOX (box), facts);
  return box;
}

/* Only what a telephone can dial. */
static char *
build_telephone_uri (const char *phone)
{
  g_autoptr (GString) digits = g_string_new (NULL);

  for (const char *p = phone; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) || (*p == '+' && digits->len == 0))
      g_string_append_c (digits, *p);
  return digits->len >= 3 ? g_strconcat ("tel:", digits->str, NULL) : NULL;
}

static GtkWidget *
new_link (const char *icon_name, const char *uri, const char *words)
{
  GtkWidget *row = rambla_fact_new (icon_name, NULL);
  GtkWidget *label = gtk_widget_get_last_child (row);
  g_autofree char *markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", uri, words);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  return row;
}

GtkWidget *
rambla_store_contact_new (RamblaStore *store)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *phone = rambla_store_get_phone (store);
  const char *website = rambla_store_get_website (store);
  g_autofree char *telephone = phone != NULL ? build_telephone_uri (phone) : NULL;

  gtk_widget_add_css_class (box, "facts");
  if (telephone != NULL)
    gtk_box_append (GTK_BOX (box), new_link ("rambla-phone-symbolic", telephone, phone));
  /* http or https: the model drops any other address. */
  if (website != NULL)
    gtk_box_append (GTK_BOX (box), new_link ("rambla-share-symbolic", website, website));
  gtk_widget_set_visible (box, gtk_widget_get_first_child (box) != NULL);
  return box;
}
