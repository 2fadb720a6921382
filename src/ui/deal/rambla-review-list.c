/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-review.h"
#include "rambla-section.h"

/* How many of a page are shown before more are asked for. */
#define FEW 5

struct _RamblaReviewList
{
  AdwBin parent_instance;

  GtkBox *head;
  GtkBox *list;
  GtkLabel *status;
  GtkButton *more;

  RamblaApi *api;
  char *deal_id;
  GPtrArray *waiting; /* of RamblaReview, loaded and not shown */
  char *next;
  gboolean loaded;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaReviewList, rambla_review_list, ADW_TYPE_BIN)

static GtkWidget *
new_stars (int rating)
{
  GtkWidget *stars = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 1);

  gtk_widget_add_css_class (stars, "rating-stars");
  for (int i = 1; i <= 5; i++)
    {
      GtkWidget *star = gtk_image_new_from_icon_name ("rambla-star-symbolic");

      gtk_widget_add_css_class (star, "star");
      if (i > rating)
        gtk_widget_add_css_class (star, "dim");
      gtk_box_append (GTK_BOX (stars), star);
    }
  return stars;
}

static GtkWidget *
new_review (RamblaReview *review)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc (rambla_review_get_created_at (review) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *date = g_date_time_format (local, "%x");
  g_autofree char *who = g_strdup_printf ("%s · %s", rambla_review_get_author (review), date);
  GtkWidget *stars = new_stars (rambla_review_get_rating (review));
  GtkWidget *who_label = rambla_text_new (who, "deal-store");
  g_autofree char *spoken = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d star", "%d stars", (gulong) rambla_review_get_rating (review)),
      rambla_review_get_rating (review));

  gtk_widget_set_tooltip_text (stars, spoken);
  gtk_widget_set_hexpand (who_label, TRUE);
  gtk_box_append (GTK_BOX (line), stars);
  gtk_box_append (GTK_BOX (line), who_label);
  if (rambla_review_get_sample (review))
    {
      GtkWidget *badge = gtk_label_new (_ ("Sample"));

      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (badge, "sample-badge");
      gtk_box_append (GTK_BOX (line), badge);
    }
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), rambla_text_new (rambla_review_get_text (review), NULL));
  gtk_widget_add_css_class (box, "review");
  return box;
}

static GtkWidget *
new_bar (int stars, int count, int most)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, MAX (1, most));
  g_autofree char *name = g_strdup_printf ("%d", stars);
  g_autofree char *number = g_strdup_printf ("%d", count);
  g_autofree char *spoken = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d star: %d", "%d stars: %d", (gulong) stars), stars, count);
  GtkWidget *count_label = gtk_label_new (number);

  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW, MAX (1, most));
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH, MAX (1, most));
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), count);
  gtk_widget_add_css_class (bar, "histogram");
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_label_set_width_chars (GTK_LABEL (count_label), 4);
  gtk_label_set_xalign (GTK_LABEL (count_label), 1);
  gtk_box_append (GTK_BOX (line), gtk_label_new (name));
  gtk_box_append (GTK_BOX (line), bar);
  gtk_box_append (GTK_BOX (line), count_label);
  gtk_widget_add_css_class (line, "price-note");
  return line;
}

static void
show_head (RamblaReviewList *self, const RamblaReviewPage *page)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *bars = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  g_autofree char *average = g_strdup_printf ("%.1f", page->average);
  g_autofree char *count = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d review", "%d reviews", (gulong) page->count), page->count);
  GtkWidget *figure = gtk_label_new (average);
  int most = 1;

  for (int i = 0; i < 5; i++)
    most = MAX (most, page->histogram[i]);
  for (int i = 5; i >= 1; i--)
    gtk_box_append (GTK_BOX (bars), new_bar (i, page->histogram[i - 1], most));
  gtk_widget_set_hexpand (bars, TRUE);
  gtk_widget_add_css_class (figure, "figure");
  gtk_box_append (GTK_BOX (left), figure);
  gtk_box_append (GTK_BOX (left), new_stars ((int) (page->average + 0.5)));
  gtk_box_append (GTK_BOX (left), rambla_text_new (count, "price-note"));
  gtk_widget_set_valign (left, GTK_ALIGN_CENTER);
  gtk_box_append (self->head, left);
  gtk_box_append (self->head, bars);
  gtk_widget_set_visible (GTK_WIDGET (self->head), TRUE);
}

static void
show_waiting (RamblaReviewList *self)
{
  for (guint i = 0; i < FEW && self->waiting->len > 0; i++)
    {
      gtk_box_append (self->list, new_review (g_ptr_array_index (self->waiting, 0)));
      g_ptr_array_remove_index (self->waiting, 0);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more), self->waiting->len > 0 || self->next != NULL);
}

static void
set_status (RamblaReviewList *self, const char *text)
{
  gtk_label_set_label (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
}

static void
on_reviews_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaReviewPage) page =
      rambla_catalogue_list_reviews_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), TRUE);
  if (page == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      set_status (self, sentence);
      gtk_button_set_label (self->more, _ ("Try again"));
      gtk_widget_set_visible (GTK_WIDGET (self->more), TRUE);
      return;
    }
  gtk_button_set_label (self->more, _ ("Show more reviews"));
  if (!self->loaded && page->count > 0)
    show_head (self, page);
  self->loaded = TRUE;
  set_status (self, page->count == 0 ? _ ("Nobody has reviewed this yet. Only who has used it can.") : NULL);
  g_free (self->next);
  self->next = g_strdup (page->next);
  for (guint i = 0; i < page->reviews->len; i++)
    g_ptr_array_add (self->waiting, g_object_ref (g_ptr_array_index (page->reviews, i)));
  show_waiting (self);
}

static void
load (RamblaReviewList *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), FALSE);
  rambla_catalogue_list_reviews_async (self->api, self->deal_id, self->next, self->cancellable,
                                       on_reviews_ready, g_object_ref (self));
}

static void
on_more_clicked (RamblaReviewList *self)
{
  if (self->waiting->len > 0)
    show_waiting (self);
  else
    load (self);
}

static void
rambla_review_list_dispose (GObject *object)
{
  RamblaReviewList *self = RAMBLA_REVIEW_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_pointer (&self->deal_id, g_free);
  g_clear_pointer (&self->next, g_free);
  G_OBJECT_CLASS (rambla_review_list_parent_class)->dispose (object);
}

static void
rambla_review_list_finalize (GObject *object)
{
  RamblaReviewList *self = RAMBLA_REVIEW_LIST (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (rambla_review_list_parent_class)->finalize (object);
}

static void
rambla_review_list_class_init (RamblaReviewListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_review_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_review_list_finalize;
}

static void
rambla_review_list_init (RamblaReviewList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->head = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20));
  gtk_widget_set_visible (GTK_WIDGET (self->head), FALSE);
  self->status = GTK_LABEL (rambla_text_new (_ ("Loading reviews…"), "dimmer"));
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->more = GTK_BUTTON (gtk_button_new_with_label (_ ("Show more reviews")));
  gtk_widget_set_halign (GTK_WIDGET (self->more), GTK_ALIGN_START);
  gtk_widget_set_visible (GTK_WIDGET (self->more), FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_review_list_new (RamblaApi *api, const char *deal_id)
{
  RamblaReviewList *self = g_object_new (RAMBLA_TYPE_REVIEW_LIST, NULL);

  self->api = g_object_ref (api);
  self->deal_id = g_strdup (deal_id);
  load (self);
  return GTK_WIDGET (self);
}
