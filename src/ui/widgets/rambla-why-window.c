/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-why-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rambla-deal-words.h"
#include "rambla-why.h"

#define WIDTH 460

struct _RamblaWhyWindow
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (RamblaWhyWindow, rambla_why_window, ADW_TYPE_WINDOW)

/* --- words --- */

static const struct
{
  const char *id;
  const char *words;
} orders[] = {
  { "relevance", N_ ("Sorted by best match: the points below, added up") },
  { "distance", N_ ("Sorted by distance, and by nothing else") },
  { "price", N_ ("Sorted by price, and by nothing else") },
  { "discount", N_ ("Sorted by discount, and by nothing else") },
  { "rating", N_ ("Sorted by reviews, and by nothing else") },
  { "popular", N_ ("Sorted by how much is bought, and by nothing else") },
  { "ending", N_ ("Sorted by the end of the sale, and by nothing else") },
};

static const struct
{
  const char *id;
  const char *title;
} factors[] = {
  { "words", N_ ("Your words") },
  { "nearness", N_ ("How near it is") },
  { "popularity", N_ ("How much it is bought") },
  { "rating", N_ ("Its reviews") },
  { "low_price", N_ ("Its low price") },
};

static const struct
{
  const char *id;
  const char *words;
} parts[] = {
  /* Translators: where a word was found */
  { "title", N_ ("in the offer’s title") },      { "store", N_ ("in the shop’s name") },
  { "kind", N_ ("in the kind of shop") },        { "area", N_ ("in the street or part of town") },
  { "body", N_ ("in the offer’s description") },
};

static const char *
name_order (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if (g_str_equal (orders[i].id, id))
      return _ (orders[i].words);
  return id;
}

/* What a later platform adds is named as it names it: nothing is hidden. */
static const char *
name_factor (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
    if (g_str_equal (factors[i].id, id))
      return _ (factors[i].title);
  return id;
}

static const char *
name_part (const char *id)
{
  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (parts[i].id, id))
      return _ (parts[i].words);
  return "";
}

static char *
describe_word (const RamblaWhyWord *word)
{
  const char *part = name_part (word->part);

  if (word->found == NULL)
    /* Translators: a word that was searched for */
    return g_strdup_printf (_ ("Nothing in it says “%s”"), word->typed);
  if (g_strcmp0 (word->match, "synonym") == 0)
    /* Translators: a word of the offer, another name for what was searched for, where it stands */
    return g_strdup_printf (_ ("“%s”, another name for “%s”, stands %s"), word->found, word->typed, part);
  if (g_strcmp0 (word->match, "beginning") == 0)
    /* Translators: a word of the offer, its beginning that was searched for, where it stands */
    return g_strdup_printf (_ ("“%s”, which begins with “%s”, stands %s"), word->found, word->typed, part);
  /* Translators: a word of the offer, where it stands */
  return g_strdup_printf (_ ("“%s” stands %s"), word->found, part);
}

static char *
describe_factor (RamblaDeal *deal, const RamblaWhy *why, const RamblaWhyFactor *factor)
{
  if (g_str_equal (factor->factor, "words"))
    {
      g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);

      if (why->mended)
        g_ptr_array_add (lines, g_strdup (_ ("Your words were corrected")));
      for (guint i = 0; i < why->words->len; i++)
        g_ptr_array_add (lines, describe_word (g_ptr_array_index (why->words, i)));
      g_ptr_array_add (lines, NULL);
      return g_strjoinv ("\n", (char **) lines->pdata);
    }
  if (g_str_equal (factor->factor, "nearness"))
    return rambla_deal_get_distance (deal) >= 0 ? rambla_distance_format (rambla_deal_get_distance (deal))
                                                : g_strdup (_ ("No place was given: half for all"));
  if (g_str_equal (factor->factor, "rating"))
    return rambla_deal_get_review_count (deal) > 0 ? rambla_deal_words_rating (deal)
                                                   : g_strdup (_ ("None yet: neither good nor bad"));
  if (g_str_equal (factor->factor, "low_price"))
    return rambla_deal_words_discount (deal);
  return NULL;
}

/* --- construction --- */

static GtkWidget *
new_row (const char *title, const char *subtitle, const char *end)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (end != NULL)
    {
      GtkWidget *label = gtk_label_new (end);

      gtk_widget_add_css_class (label, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  return row;
}

static GtkWidget *
new_reasons (RamblaDeal *deal, const RamblaWhy *why)
{
  GtkWidget *group = adw_preferences_group_new ();
  gboolean by_points = g_str_equal (why->order, "relevance");

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), name_order (why->order));
  if (!by_points)
    adw_preferences_group_set_description (
        ADW_PREFERENCES_GROUP (group),
        _ ("Among equals, the order in which they came. What would count for the "
           "best match:"));
  for (guint i = 0; i < why->factors->len; i++)
    {
      const RamblaWhyFactor *factor = g_ptr_array_index (why->factors, i);
      g_autofree char *subtitle = describe_factor (deal, why, factor);
      /* Translators: points that it has, and points that it could have */
      g_autofree char *end = g_strdup_printf (_ ("%d of %d"), (int) lround (factor->points * 100),
                                              (int) lround (factor->most * 100));

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                 new_row (name_factor (factor->factor), subtitle, end));
    }
  if (why->sponsored)
    adw_preferences_group_add (
        ADW_PREFERENCES_GROUP (group),
        new_row (_ ("Sponsored"), _ ("The shop pays for this label. It moves the offer nowhere."), "0"));
  return group;
}

gboolean
rambla_why_window_has (RamblaDeal *deal)
{
  return json_object_has_member (json_node_get_object (rambla_deal_get_json (deal)), "why");
}

static void
rambla_why_window_class_init (RamblaWhyWindowClass *klass)
{
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rambla_why_window_init (RamblaWhyWindow *self)
{
}

GtkWidget *
rambla_why_window_new (GtkWindow *parent, RamblaDeal *deal)
{
  RamblaWhyWindow *self = g_object_new (RAMBLA_TYPE_WHY_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *end = gtk_label_new (_ ("That is all: nothing else moves an offer up or down."));
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaWhy) why = rambla_why_from_json (
      json_object_get_member (json_node_get_object (rambla_deal_get_json (deal)), "why"), &error);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Why is this here?"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, -1);
  adw_header_bar_set_title_widget (
      ADW_HEADER_BAR (header), adw_window_title_new (_ ("Why is this here?"), rambla_deal_get_title (deal)));
  if (why != NULL)
    {
      g_autofree char *sum = g_strdup_printf (_ ("%d of 100 points"), (int) lround (why->score * 100));

      gtk_box_append (GTK_BOX (content), new_reasons (deal, why));
      if (g_str_equal (why->order, "relevance"))
        {
          GtkWidget *points = gtk_label_new (sum);

          gtk_widget_add_css_class (points, "heading");
          gtk_box_append (GTK_BOX (content), points);
        }
      gtk_box_append (GTK_BOX (content), end);
    }
  else
    {
      gtk_label_set_label (GTK_LABEL (end), _ ("The platform’s reasons cannot be read."));
      g_message ("Why an offer is there cannot be read: %s", error->message);
      gtk_box_append (GTK_BOX (content), end);
    }
  gtk_label_set_wrap (GTK_LABEL (end), TRUE);
  gtk_widget_add_css_class (end, "dim-label");
  gtk_widget_set_margin_start (content, 12);
  gtk_widget_set_margin_end (content, 12);
  gtk_widget_set_margin_top (content, 12);
  gtk_widget_set_margin_bottom (content, 18);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), content);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (self), box);
  return GTK_WIDGET (self);
}
