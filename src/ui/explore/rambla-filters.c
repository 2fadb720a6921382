/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-filters.h"

#include <glib/gi18n-lib.h>

#include "rambla-category.h"
#include "rambla-choice-chip.h"
#include "rambla-money.h"

struct _RamblaFilters
{
  AdwBin parent_instance;

  GtkBox *row;
  RamblaChoiceChip *sort;
  GtkToggleButton *open_now;
  RamblaChoiceChip *price;
  RamblaChoiceChip *distance;
  RamblaChoiceChip *kind;
  GPtrArray *categories; /* of GtkToggleButton, owned by the row; each has its category's id and count label
                            as data */
  gboolean resetting;
};

G_DEFINE_FINAL_TYPE (RamblaFilters, rambla_filters, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const kinds[] = { NULL, "voucher", "booking", "group", "coupon" };

/* Currencies of which few units buy a meal; in others it is hundreds. */
static const char *const strong_currencies[] = {
  "USD", "EUR", "GBP", "CHF", "CAD", "AUD", "NZD", "SGD", NULL
};

static void
on_changed (RamblaFilters *self)
{
  if (!self->resetting)
    g_signal_emit (self, signals[CHANGED], 0);
}

static GtkWidget *
new_category_chip (RamblaFilters *self, RamblaCategory *category)
{
  g_autofree char *tint = g_strconcat ("cat-", rambla_category_get_id (category), NULL);
  GtkWidget *chip = gtk_toggle_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (rambla_category_get_glyph (category)));
  gtk_box_append (GTK_BOX (content), gtk_label_new (rambla_category_get_name (category)));
  gtk_widget_add_css_class (count, "count");
  gtk_widget_set_visible (count, FALSE);
  gtk_box_append (GTK_BOX (content), count);
  gtk_button_set_child (GTK_BUTTON (chip), content);
  gtk_widget_add_css_class (chip, "chip");
  gtk_widget_add_css_class (chip, "category-chip");
  gtk_widget_add_css_class (chip, tint);
  g_object_set_data_full (G_OBJECT (chip), "id", g_strdup (rambla_category_get_id (category)), g_free);
  g_object_set_data (G_OBJECT (chip), "count", count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  rambla_category_get_name (category), -1);
  g_signal_connect_swapped (chip, "toggled", G_CALLBACK (on_changed), self);
  return chip;
}

void
rambla_filters_prepend (RamblaFilters *self, GtkWidget *chip)
{
  g_return_if_fail (RAMBLA_IS_FILTERS (self));

  gtk_box_prepend (self->row, chip);
}

void
rambla_filters_apply (RamblaFilters *self, RamblaDealQuery *query)
{
  g_autoptr (GString) chosen = g_string_new (NULL);

  g_return_if_fail (RAMBLA_IS_FILTERS (self));

  for (guint i = 0; i < self->categories->len; i++)
    {
      GtkToggleButton *chip = g_ptr_array_index (self->categories, i);

      if (!gtk_toggle_button_get_active (chip))
        continue;
      if (chosen->len > 0)
        g_string_append_c (chosen, ',');
      g_string_append (chosen, g_object_get_data (G_OBJECT (chip), "id"));
    }
  g_free (query->categories);
  query->categories = chosen->len > 0 ? g_strdup (chosen->str) : NULL;
  g_free (query->kinds);
  query->kinds = g_strdup (kinds[rambla_choice_chip_get_value (self->kind)]);
  query->sort = (RamblaSort) rambla_choice_chip_get_value (self->sort);
  query->open_now = gtk_toggle_button_get_active (self->open_now);
  query->price_max = rambla_choice_chip_get_value (self->price);
  query->radius = (guint) rambla_choice_chip_get_value (self->distance);
}

void
rambla_filters_show (RamblaFilters *self, const RamblaDealQuery *query)
{
  g_auto (GStrv) chosen = g_strsplit (query->categories != NULL ? query->categories : "", ",", -1);

  g_return_if_fail (RAMBLA_IS_FILTERS (self));

  self->resetting = TRUE;
  for (guint i = 0; i < self->categories->len; i++)
    {
      GtkToggleButton *chip = g_ptr_array_index (self->categories, i);

      gtk_toggle_button_set_active (
          chip, g_strv_contains ((const char *const *) chosen, g_object_get_data (G_OBJECT (chip), "id")));
    }
  gtk_toggle_button_set_active (self->open_now, query->open_now);
  rambla_choice_chip_set_value (self->sort, query->sort);
  rambla_choice_chip_set_value (self->price, query->price_max);
  rambla_choice_chip_set_value (self->distance, query->radius);
  rambla_choice_chip_set_value (self->kind, 0);
  for (guint i = 1; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i], query->kinds) == 0)
      rambla_choice_chip_set_value (self->kind, i);
  self->resetting = FALSE;
}

void
rambla_filters_choose_category (RamblaFilters *self, const char *id)
{
  gboolean changed = FALSE;

  g_return_if_fail (RAMBLA_IS_FILTERS (self));

  self->resetting = TRUE;
  for (guint i = 0; i < self->categories->len; i++)
    {
      GtkToggleButton *chip = g_ptr_array_index (self->categories, i);
      gboolean chosen = g_strcmp0 (g_object_get_data (G_OBJECT (chip), "id"), id) == 0;

      changed = changed || gtk_toggle_button_get_active (chip) != chosen;
      gtk_toggle_button_set_active (chip, chosen);
    }
  self->resetting = FALSE;
  if (changed)
    on_changed (self);
}

void
rambla_filters_set_facets (RamblaFilters *self, GHashTable *facets)
{
  g_return_if_fail (RAMBLA_IS_FILTERS (self));

  for (guint i = 0; i < self->categories->len; i++)
    {
      GObject *chip = g_ptr_array_index (self->categories, i);
      GtkLabel *label = g_object_get_data (chip, "count");
      int count =
          facets != NULL ? GPOINTER_TO_INT (g_hash_table_lookup (facets, g_object_get_data (chip, "id"))) : 0;
      g_autofree char *text = g_strdup_printf ("%d", count);

      gtk_label_set_label (label, text);
      gtk_widget_set_visible (GTK_WIDGET (label), facets != NULL);
    }
}

void
rambla_filters_reset (RamblaFilters *self)
{
  g_return_if_fail (RAMBLA_IS_FILTERS (self));

  self->resetting = TRUE;
  gtk_toggle_button_set_active (self->open_now, FALSE);
  rambla_choice_chip_set_value (self->price, 0);
  rambla_choice_chip_set_value (self->distance, 0);
  rambla_choice_chip_set_value (self->kind, 0);
  for (guint i = 0; i < self->categories->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->categories, i), FALSE);
  self->resetting = FALSE;
  on_changed (self);
}

static RamblaChoiceChip *
add_choice (RamblaFilters *self, GtkBox *row, const char *title, const char *icon_name)
{
  GtkWidget *chip = rambla_choice_chip_new (title, icon_name);

  gtk_box_append (row, chip);
  g_signal_connect_swapped (chip, "changed", G_CALLBACK (on_changed), self);
  return RAMBLA_CHOICE_CHIP (chip);
}

static void
add_sorts (RamblaFilters *self, GtkBox *row)
{
  self->sort = add_choice (self, row, _ ("Sort"), "rambla-sort-symbolic");
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_RELEVANCE, _ ("Best match"));
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_DISTANCE, _ ("Nearest"));
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_PRICE, _ ("Cheapest"));
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_DISCOUNT, _ ("Largest discount"));
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_RATING, _ ("Best rated"));
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_POPULAR, _ ("Most bought"));
  rambla_choice_chip_add (self->sort, RAMBLA_SORT_ENDING, _ ("Ending soon"));
}

static void
add_prices (RamblaFilters *self, GtkBox *row, const char *currency)
{
  static const int steps[] = { 200, 500, 1000, 2000, 5000 };
  int divisor = g_strv_contains (strong_currencies, currency) ? 20 : 1;
  gint64 unit = 1;

  for (guint i = 0; i < rambla_money_minor_digits (currency); i++)
    unit *= 10;
  self->price = add_choice (self, row, _ ("Price"), "rambla-money-symbolic");
  rambla_choice_chip_add (self->price, 0, _ ("Any price"));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gint64 most = steps[i] / divisor * unit;
      g_autofree char *price = rambla_money_format (rambla_money (most, currency));
      g_autofree char *label = g_strdup_printf (_ ("Up to %s"), price);

      rambla_choice_chip_add (self->price, most, label);
    }
}

static void
add_distances (RamblaFilters *self, GtkBox *row)
{
  static const int steps[] = { 500, 1000, 2000, 5000 };

  self->distance = add_choice (self, row, _ ("Distance"), "rambla-distance-symbolic");
  rambla_choice_chip_add (self->distance, 0, _ ("Any distance"));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *far = rambla_distance_format (steps[i]);
      g_autofree char *label = g_strdup_printf (_ ("Up to %s"), far);

      rambla_choice_chip_add (self->distance, steps[i], label);
    }
}

static void
add_kinds (RamblaFilters *self, GtkBox *row)
{
  self->kind = add_choice (self, row, _ ("Kind"), "rambla-offer-symbolic");
  rambla_choice_chip_add (self->kind, 0, _ ("All kinds"));
  rambla_choice_chip_add (self->kind, 1, _ ("Vouchers"));
  rambla_choice_chip_add (self->kind, 2, _ ("Bookings"));
  rambla_choice_chip_add (self->kind, 3, _ ("Group deals"));
  rambla_choice_chip_add (self->kind, 4, _ ("Coupons"));
}

static void
rambla_filters_finalize (GObject *object)
{
  g_ptr_array_unref (RAMBLA_FILTERS (object)->categories);
  G_OBJECT_CLASS (rambla_filters_parent_class)->finalize (object);
}

static void
rambla_filters_class_init (RamblaFiltersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_filters_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", RAMBLA_TYPE_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_filters_init (RamblaFilters *self)
{
  self->categories = g_ptr_array_new ();
}

GtkWidget *
rambla_filters_new (RamblaCard *card)
{
  RamblaFilters *self = g_object_new (RAMBLA_TYPE_FILTERS, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkBox *row = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  GListModel *categories = rambla_card_get_categories (card);

  self->row = row;
  gtk_widget_set_margin_start (GTK_WIDGET (row), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (row), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (row), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (row), 6);
  self->open_now = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_ ("Open now")));
  gtk_widget_add_css_class (GTK_WIDGET (self->open_now), "chip");
  g_signal_connect_swapped (self->open_now, "toggled", G_CALLBACK (on_changed), self);
  add_sorts (self, row);
  gtk_box_append (row, GTK_WIDGET (self->open_now));
  add_prices (self, row, rambla_card_get_currency (card));
  add_distances (self, row);
  add_kinds (self, row);
  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr (RamblaCategory) category = g_list_model_get_item (categories, i);
      GtkWidget *chip = new_category_chip (self, category);

      g_ptr_array_add (self->categories, chip);
      gtk_box_append (row, chip);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (row));
  adw_bin_set_child (ADW_BIN (self), scroller);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Filters"), -1);
  return GTK_WIDGET (self);
}
