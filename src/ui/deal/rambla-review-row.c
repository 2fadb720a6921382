/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review-row.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-picture.h"
#include "rambla-section.h"

#define THUMBNAIL 96

struct _RamblaReviewRow
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkBox *actions;
  RamblaReview *review;
  char *proof; /* what the dialog says; NULL until it is proved */
};

G_DEFINE_FINAL_TYPE (RamblaReviewRow, rambla_review_row, ADW_TYPE_BIN)

GtkWidget *
rambla_stars_new (int rating)
{
  GtkWidget *stars =
      g_object_new (GTK_TYPE_BOX, "spacing", 1, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
  g_autofree char *spoken =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d star", "%d stars", (gulong) rating), rating);

  gtk_widget_add_css_class (stars, "rating-stars");
  for (int i = 1; i <= 5; i++)
    {
      GtkWidget *star = gtk_image_new_from_icon_name ("rambla-star-symbolic");

      gtk_widget_add_css_class (star, "star");
      if (i > rating)
        gtk_widget_add_css_class (star, "dim");
      gtk_box_append (GTK_BOX (stars), star);
    }
  gtk_widget_set_tooltip_text (stars, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (stars), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  return stars;
}

static char *
format_date (gint64 at)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%x");
}

static char *
describe_author (RamblaReview *review)
{
  if (rambla_review_get_hidden (review) != NULL)
    return g_strdup (_ ("Hidden"));
  if (rambla_review_get_pseudonym (review))
    /* Translators: who wrote a review without giving a name; %s is a mark like "7K3QX" */
    return g_strdup_printf (_ ("Guest %s"), rambla_review_get_author (review));
  return g_strdup (rambla_review_get_author (review));
}

static GtkWidget *
new_head (RamblaReview *review)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *author = describe_author (review);
  g_autofree char *date = format_date (rambla_review_get_created_at (review));
  g_autofree char *who = g_strdup_printf ("%s · %s", author, date);
  GtkWidget *label = rambla_text_new (who, "deal-store");

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), rambla_stars_new (rambla_review_get_rating (review)));
  gtk_box_append (GTK_BOX (line), label);
  if (rambla_review_get_sample (review))
    {
      GtkWidget *badge = gtk_label_new (_ ("Sample"));

      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (badge, "sample-badge");
      gtk_box_append (GTK_BOX (line), badge);
    }
  return line;
}

static GtkWidget *
new_tombstone (const RamblaTombstone *hidden)
{
  g_autofree char *date = format_date (hidden->created_at);
  const char *why = g_str_equal (hidden->reason, "law")
                        ? _ ("Hidden by the platform because the law asks for it. Its stars count on.")
                        : _ ("Hidden by the platform as abuse. Its stars do not count.");
  g_autofree char *text = g_strdup_printf ("%s %s · %s", why, hidden->text, date);

  return rambla_text_new (text, "tombstone");
}

static GtkWidget *
new_reply (const RamblaReviewReply *reply)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  g_autofree char *date = format_date (reply->created_at);
  /* Translators: the shop's answer to a review: name of the shop, date */
  g_autofree char *who = g_strdup_printf (_ ("Reply by %s · %s"), reply->author, date);

  gtk_box_append (GTK_BOX (box), rambla_text_new (who, "deal-store"));
  gtk_box_append (GTK_BOX (box), reply->hidden != NULL ? new_tombstone (reply->hidden)
                                                       : rambla_text_new (reply->text, NULL));
  gtk_widget_add_css_class (box, "merchant-reply");
  return box;
}

/* --- Pictures --- */

static void
on_picture_clicked (GtkButton *button, const char *href)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (button));
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *picture = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, NULL);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Picture"), NULL));
  gtk_box_append (GTK_BOX (box), header);
  gtk_widget_set_vexpand (picture, TRUE);
  gtk_box_append (GTK_BOX (box), picture);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (root));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Picture"));
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 520);
  rambla_deal_picture_set_url (RAMBLA_DEAL_PICTURE (picture), href);
  gtk_window_present (GTK_WINDOW (window));
}

static GtkWidget *
new_pictures (GPtrArray *pictures)
{
  GtkWidget *box = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 4);
  gtk_widget_set_halign (box, GTK_ALIGN_START);
  for (guint i = 0; i < pictures->len; i++)
    {
      const RamblaReviewPicture *picture = pictures->pdata[i];
      GtkWidget *button = gtk_button_new ();
      GtkWidget *image = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, NULL);
      g_autofree char *name = g_strdup_printf (_ ("Open picture %u of %u"), i + 1, pictures->len);

      gtk_widget_set_size_request (image, THUMBNAIL, THUMBNAIL * 3 / 4);
      rambla_deal_picture_set_url (RAMBLA_DEAL_PICTURE (image), picture->href);
      gtk_button_set_child (GTK_BUTTON (button), image);
      gtk_widget_add_css_class (button, "flat");
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_signal_connect_data (button, "clicked", G_CALLBACK (on_picture_clicked), g_strdup (picture->href),
                             (GClosureNotify) (GCallback) g_free, 0);
      gtk_flow_box_append (GTK_FLOW_BOX (box), button);
    }
  return box;
}

/* --- The proof --- */

static void
on_proof_clicked (RamblaReviewRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (root), _ ("In the public log"),
                                              _ ("The platform signed that this entry is in its log of "
                                                 "reviews. This program keeps what was signed, and "
                                                 "warns you if the log is ever changed afterwards."));
  GtkWidget *facts = rambla_text_new (self->proof, "monospace");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* A hyphen at a line's end would look like a part of the hash. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  gtk_label_set_attributes (GTK_LABEL (facts), attributes);
  gtk_label_set_selectable (GTK_LABEL (facts), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (facts), PANGO_WRAP_CHAR);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), facts);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

static char *
describe_proof (const RamblaLogProof *proof, const RamblaLogProvedEntry *entry)
{
  g_autofree char *hash = rambla_log_hash_to_hex (&entry->hash);
  g_autofree char *root = rambla_log_hash_to_hex (&proof->head->root);
  g_autofree char *signed_at = format_date (proof->head->at * G_USEC_PER_SEC);
  g_autofree char *seen_at = format_date (proof->seen_at);

  g_autofree char *number = g_strdup_printf ("%'" G_GINT64_FORMAT, entry->number);
  g_autofree char *size = g_strdup_printf ("%'" G_GUINT64_FORMAT, proof->head->size);

  /* Translators: an entry's number, the size of the log, a hash; when its head was signed, its hash; a date
   */
  return g_strdup_printf (_ ("Entry %s of %s\n%s\n\nHead, signed %s\n%s\n\nWatched since %s"), number, size,
                          hash, signed_at, root, seen_at);
}

void
rambla_review_row_set_proof (RamblaReviewRow *self, const RamblaLogProof *proof)
{
  const RamblaLogProvedEntry *entry;
  g_autofree char *number = NULL;
  g_autofree char *label = NULL;
  GtkWidget *button;

  g_return_if_fail (RAMBLA_IS_REVIEW_ROW (self));

  entry = g_hash_table_lookup (proof->checked, rambla_review_get_id (self->review));
  if (entry == NULL || self->proof != NULL)
    return;
  self->proof = describe_proof (proof, entry);
  number = g_strdup_printf ("%'" G_GINT64_FORMAT, entry->number);
  label = g_strdup_printf (_ ("In the public log · entry %s"), number);
  button = gtk_button_new_with_label (label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "caption");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_proof_clicked), self, G_CONNECT_SWAPPED);
  rambla_review_row_add (self, button);
}

/* --- Construction --- */

RamblaReview *
rambla_review_row_get_review (RamblaReviewRow *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW_ROW (self), NULL);

  return self->review;
}

void
rambla_review_row_add (RamblaReviewRow *self, GtkWidget *widget)
{
  g_return_if_fail (RAMBLA_IS_REVIEW_ROW (self));

  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_box_append (self->actions, widget);
}

static void
rambla_review_row_finalize (GObject *object)
{
  RamblaReviewRow *self = RAMBLA_REVIEW_ROW (object);

  g_clear_object (&self->review);
  g_free (self->proof);
  G_OBJECT_CLASS (rambla_review_row_parent_class)->finalize (object);
}

static void
rambla_review_row_class_init (RamblaReviewRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_review_row_finalize;
}

static void
rambla_review_row_init (RamblaReviewRow *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 4));
  self->actions = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "review");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

GtkWidget *
rambla_review_row_new (RamblaReview *review)
{
  RamblaReviewRow *self = g_object_new (RAMBLA_TYPE_REVIEW_ROW, NULL);
  const RamblaReviewReply *reply = rambla_review_get_reply (review);
  const RamblaTombstone *hidden = rambla_review_get_hidden (review);
  const char *text = rambla_review_get_text (review);
  GPtrArray *pictures = rambla_review_get_pictures (review);

  self->review = g_object_ref (review);
  gtk_box_append (self->box, new_head (review));
  if (hidden != NULL)
    gtk_box_append (self->box, new_tombstone (hidden));
  else if (*text != '\0')
    gtk_box_append (self->box, rambla_text_new (text, NULL));
  if (pictures->len > 0)
    gtk_box_append (self->box, new_pictures (pictures));
  if (reply != NULL)
    gtk_box_append (self->box, new_reply (reply));
  gtk_box_append (self->box, GTK_WIDGET (self->actions));
  return GTK_WIDGET (self);
}
