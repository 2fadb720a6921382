/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review-dialog.h"

#include <glib/gi18n-lib.h>

#include "rambla-dispute-pictures.h"
#include "rambla-purchases.h"
#include "rambla-reviews.h"
#include "rambla-section.h"

#define WIDTH 440
#define HEIGHT 520

struct _RamblaReviewDialog
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *content;
  GtkToggleButton *stars[5];
  GtkTextView *text;
  GtkLabel *left;
  GtkWidget *picture_button;
  GtkWidget *remove_button;
  GtkCheckButton *named;
  GtkLabel *trouble;
  GtkWidget *publish;

  RamblaApi *api;
  char *voucher_id;
  char *key;           /* kept until the platform has answered */
  GPtrArray *pictures; /* of GBytes */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaReviewDialog, rambla_review_dialog, ADW_TYPE_WINDOW)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
say (RamblaReviewDialog *self, const char *sentence)
{
  gtk_label_set_label (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), sentence != NULL);
}

static int
get_rating (RamblaReviewDialog *self)
{
  for (int i = 0; i < 5; i++)
    if (gtk_toggle_button_get_active (self->stars[i]))
      return i + 1;
  return 0;
}

static char *
dup_text (RamblaReviewDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* Says how much room is left once it gets scarce, and what can be done. */
static void
update (RamblaReviewDialog *self)
{
  int rating = get_rating (self);
  int left =
      RAMBLA_REVIEWS_MOST_CHARACTERS - gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (self->text));
  g_autofree char *room = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d character left", "%d characters left", (gulong) ABS (left)), left);

  for (int i = 0; i < 5; i++)
    if (i < rating)
      gtk_widget_remove_css_class (gtk_button_get_child (GTK_BUTTON (self->stars[i])), "dim");
    else
      gtk_widget_add_css_class (gtk_button_get_child (GTK_BUTTON (self->stars[i])), "dim");
  gtk_label_set_label (self->left, room);
  gtk_widget_set_visible (GTK_WIDGET (self->left), left < 200);
  gtk_widget_set_sensitive (self->publish, rating > 0 && left >= 0);
  gtk_widget_set_sensitive (self->picture_button, self->pictures->len < RAMBLA_REVIEW_MAX_PICTURES);
  gtk_widget_set_visible (self->remove_button, self->pictures->len > 0);
  if (self->pictures->len > 0)
    {
      g_autofree char *label =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Remove %u picture", "Remove %u pictures",
                                        (gulong) self->pictures->len),
                           self->pictures->len);

      gtk_button_set_label (GTK_BUTTON (self->remove_button), label);
    }
}

/* --- Pictures --- */

static void
on_picture_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *picture = rambla_dispute_pictures_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (picture == NULL)
    say (self, error->message);
  else if (g_bytes_get_size (picture) > RAMBLA_REVIEWS_PICTURE_BYTES)
    {
      say (self, _ ("This picture is too large."));
      g_bytes_unref (picture);
    }
  else
    g_ptr_array_add (self->pictures, picture);
  update (self);
}

static void
on_file_chosen (GtkNativeDialog *dialog, int response, RamblaReviewDialog *self)
{
  g_autoptr (GFile) file =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    {
      say (self, NULL);
      rambla_dispute_pictures_read_async (file, self->cancellable, on_picture_read, g_object_ref (self));
    }
  g_object_unref (dialog);
}

static void
on_picture_clicked (RamblaReviewDialog *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_ ("Add a picture"), GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_mime_type (filter, "image/png");
  gtk_file_filter_add_mime_type (filter, "image/jpeg");
  gtk_file_filter_add_mime_type (filter, "image/webp");
  gtk_file_filter_set_name (filter, _ ("Pictures"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
on_remove_clicked (RamblaReviewDialog *self)
{
  g_ptr_array_set_size (self->pictures, 0);
  update (self);
}

/* --- Publishing --- */

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaReview) review = rambla_reviews_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->content, TRUE);
  update (self);
  if (review == NULL)
    {
      g_autofree char *sentence = rambla_api_error_is_problem (error, "conflict")
                                      ? g_strdup (_ ("This has been reviewed already, or was taken back."))
                                      : rambla_api_error_describe (error);

      say (self, sentence);
      if (!rambla_api_error_is_transient (error))
        g_clear_pointer (&self->key, g_free);
      return;
    }
  g_signal_emit (self, signals[DONE], 0);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_publish_clicked (RamblaReviewDialog *self)
{
  g_autofree char *text = dup_text (self);

  say (self, NULL);
  gtk_widget_set_sensitive (self->content, FALSE);
  gtk_widget_set_sensitive (self->publish, FALSE);
  if (self->key == NULL)
    self->key = rambla_purchases_new_key ();
  rambla_reviews_write_async (self->api, self->key, self->voucher_id, get_rating (self), text,
                              gtk_check_button_get_active (self->named), self->pictures, self->cancellable,
                              on_written, g_object_ref (self));
}

/* --- Construction --- */

static GtkWidget *
new_stars (RamblaReviewDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  for (int i = 0; i < 5; i++)
    {
      GtkWidget *button = gtk_toggle_button_new ();
      GtkWidget *star = gtk_image_new_from_icon_name ("rambla-star-symbolic");
      g_autofree char *name =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d star", "%d stars", (gulong) i + 1), i + 1);

      gtk_image_set_pixel_size (GTK_IMAGE (star), 28);
      gtk_widget_add_css_class (star, "star");
      gtk_button_set_child (GTK_BUTTON (button), star);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      self->stars[i] = GTK_TOGGLE_BUTTON (button);
      if (i > 0)
        gtk_toggle_button_set_group (self->stars[i], self->stars[0]);
      g_signal_connect_swapped (button, "toggled", G_CALLBACK (update), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  return box;
}

static GtkWidget *
new_text (RamblaReviewDialog *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->text = GTK_TEXT_VIEW (gtk_text_view_new ());
  gtk_text_view_set_wrap_mode (self->text, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (self->text, FALSE);
  gtk_text_view_set_left_margin (self->text, 8);
  gtk_text_view_set_right_margin (self->text, 8);
  gtk_text_view_set_top_margin (self->text, 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What was it like?"), -1);
  g_signal_connect_swapped (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (update), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->text));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_add_css_class (scroller, "card");
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_size_request (scroller, -1, 100);
  return scroller;
}

static GtkWidget *
new_pictures (RamblaReviewDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->picture_button = gtk_button_new_with_label (_ ("Add a picture"));
  self->remove_button = gtk_button_new ();
  g_signal_connect_swapped (self->picture_button, "clicked", G_CALLBACK (on_picture_clicked), self);
  g_signal_connect_swapped (self->remove_button, "clicked", G_CALLBACK (on_remove_clicked), self);
  gtk_box_append (GTK_BOX (box), self->picture_button);
  gtk_box_append (GTK_BOX (box), self->remove_button);
  return box;
}

static GtkWidget *
new_content (RamblaReviewDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->left = GTK_LABEL (rambla_text_new ("", "price-note"));
  self->named = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Show my name")));
  self->trouble = GTK_LABEL (rambla_text_new ("", "error"));
  gtk_box_append (GTK_BOX (box), new_stars (self));
  gtk_box_append (GTK_BOX (box), rambla_text_new (_ ("What was it like?"), "heading"));
  gtk_box_append (GTK_BOX (box), new_text (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->left));
  gtk_box_append (GTK_BOX (box), new_pictures (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->named));
  gtk_box_append (GTK_BOX (box),
                  rambla_text_new (_ ("A review goes into the public log and cannot be changed or deleted."),
                                   "price-note"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble));
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 16);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_vexpand (box, TRUE);
  return box;
}

static void
rambla_review_dialog_dispose (GObject *object)
{
  RamblaReviewDialog *self = RAMBLA_REVIEW_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_review_dialog_parent_class)->dispose (object);
}

static void
rambla_review_dialog_finalize (GObject *object)
{
  RamblaReviewDialog *self = RAMBLA_REVIEW_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->pictures);
  g_free (self->voucher_id);
  g_free (self->key);
  G_OBJECT_CLASS (rambla_review_dialog_parent_class)->finalize (object);
}

static void
rambla_review_dialog_class_init (RamblaReviewDialogClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_review_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_review_dialog_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
  signals[DONE] = g_signal_new ("done", RAMBLA_TYPE_REVIEW_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
rambla_review_dialog_init (RamblaReviewDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();

  self->cancellable = g_cancellable_new ();
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Write a review"), NULL));
  self->publish = gtk_button_new_with_label (_ ("Publish"));
  gtk_widget_add_css_class (self->publish, "suggested-action");
  g_signal_connect_swapped (self->publish, "clicked", G_CALLBACK (on_publish_clicked), self);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->publish);
  self->content = new_content (self);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), self->content);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Write a review"));
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  say (self, NULL);
  update (self);
}

GtkWidget *
rambla_review_dialog_new (GtkWindow *parent, RamblaApi *api, const char *voucher_id, const char *title)
{
  RamblaReviewDialog *self =
      g_object_new (RAMBLA_TYPE_REVIEW_DIALOG, "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->api = g_object_ref (api);
  self->voucher_id = g_strdup (voucher_id);
  adw_window_title_set_subtitle (self->title, title);
  return GTK_WIDGET (self);
}
