/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review-desk.h"

#include <glib/gi18n-lib.h>

#include "rambla-purchases.h"
#include "rambla-review-row.h"
#include "rambla-reviews.h"
#include "rambla-section.h"
#include "rambla-state-page.h"

struct _RamblaReviewDesk
{
  AdwBin parent_instance;

  RamblaStatePage *state;
  GtkBox *list;
  GtkLabel *trouble;

  RamblaClient *client;
  char *store_id; /* NULL: the operator's */
  GCancellable *cancellable;

  /* While the question is on the screen. */
  char *about; /* id of the review or reply */
  GtkEntry *text;
  GtkDropDown *reason;
};

G_DEFINE_FINAL_TYPE (RamblaReviewDesk, rambla_review_desk, ADW_TYPE_BIN)

static const char *const reasons[] = { "law", "abuse" };

static void load (RamblaReviewDesk *self);

/* --- Answering and hiding --- */

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaReview) review = rambla_reviews_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (review == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      gtk_label_set_label (self->trouble, sentence);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), review == NULL);
  load (self);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, RamblaReviewDesk *self)
{
  g_autofree char *key = rambla_purchases_new_key ();
  RamblaApi *api = rambla_client_get_api (self->client);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->text));

  if (!g_str_equal (response, "do") || *text == '\0')
    return;
  if (self->store_id != NULL)
    rambla_reviews_reply_async (api, key, self->about, text, self->cancellable, on_done, g_object_ref (self));
  else
    rambla_reviews_hide_async (api, key, self->about, reasons[gtk_drop_down_get_selected (self->reason)],
                               text, self->cancellable, on_done, g_object_ref (self));
}

static void
on_text_changed (AdwMessageDialog *dialog, GtkEditable *text)
{
  adw_message_dialog_set_response_enabled (dialog, "do", *gtk_editable_get_text (text) != '\0');
}

static GtkWidget *
new_question (RamblaReviewDesk *self, AdwMessageDialog *dialog)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  const char *const names[] = { _ ("The law asks for it: its stars count on"),
                                _ ("Abuse: its stars count no longer"), NULL };
  const char *hint = self->store_id != NULL ? _ ("Your reply") : _ ("Why, for everybody to read");

  self->reason = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  gtk_widget_set_visible (GTK_WIDGET (self->reason), self->store_id == NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"),
                                  -1);
  self->text = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_max_length (self->text, RAMBLA_REVIEWS_MOST_CHARACTERS);
  gtk_entry_set_placeholder_text (self->text, hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, hint, -1);
  g_signal_connect_object (self->text, "changed", G_CALLBACK (on_text_changed), dialog, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->text));
  return box;
}

static void
on_action_clicked (RamblaReviewDesk *self, GtkButton *button)
{
  gboolean merchant = self->store_id != NULL;
  GtkWidget *dialog =
      adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                              merchant ? _ ("Reply to this review?") : _ ("Hide this?"),
                              merchant ? _ ("Everybody reads your reply under the review. It goes into the "
                                            "public log: there is one, and it "
                                            "cannot be changed.")
                                       : _ ("Words and pictures are shown no longer. The entry stays in the "
                                            "public log, with your reason."));

  g_free (self->about);
  self->about = g_strdup (g_object_get_data (G_OBJECT (button), "about"));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog),
                                      new_question (self, ADW_MESSAGE_DIALOG (dialog)));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Not now"), "do",
                                    merchant ? _ ("Reply") : _ ("Hide"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "do",
                                              merchant ? ADW_RESPONSE_SUGGESTED : ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "do", FALSE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
add_action (RamblaReviewDesk *self, RamblaReviewRow *row, const char *label, const char *about)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data_full (G_OBJECT (button), "about", g_strdup (about), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_action_clicked), self, G_CONNECT_SWAPPED);
  rambla_review_row_add (row, button);
}

/* --- The list --- */

static void
add_row (RamblaReviewDesk *self, RamblaReview *review)
{
  GtkWidget *row = rambla_review_row_new (review);
  const RamblaReviewReply *reply = rambla_review_get_reply (review);
  gboolean shown = rambla_review_get_hidden (review) == NULL;

  gtk_box_append (self->list, row);
  if (self->store_id != NULL && shown && reply == NULL)
    add_action (self, RAMBLA_REVIEW_ROW (row), _ ("Reply"), rambla_review_get_id (review));
  if (self->store_id == NULL && shown)
    add_action (self, RAMBLA_REVIEW_ROW (row), _ ("Hide review"), rambla_review_get_id (review));
  if (self->store_id == NULL && reply != NULL && reply->hidden == NULL)
    add_action (self, RAMBLA_REVIEW_ROW (row), _ ("Hide reply"), reply->id);
}

static void
on_list_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewDesk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) reviews = rambla_reviews_list_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reviews == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  rambla_box_clear (self->list);
  for (guint i = 0; i < reviews->len; i++)
    add_row (self, reviews->pdata[i]);
  if (reviews->len == 0)
    gtk_box_append (self->list, rambla_text_new (_ ("There are no reviews yet."), "dimmer"));
  rambla_state_page_show_content (self->state);
}

static void
load (RamblaReviewDesk *self)
{
  rambla_reviews_list_async (rambla_client_get_api (self->client), self->store_id, self->cancellable,
                             on_list_ready, g_object_ref (self));
}

/* --- Construction --- */

static void
rambla_review_desk_dispose (GObject *object)
{
  RamblaReviewDesk *self = RAMBLA_REVIEW_DESK (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (rambla_client_get_events (self->client), self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_review_desk_parent_class)->dispose (object);
}

static void
rambla_review_desk_finalize (GObject *object)
{
  RamblaReviewDesk *self = RAMBLA_REVIEW_DESK (object);

  g_clear_object (&self->cancellable);
  g_free (self->store_id);
  g_free (self->about);
  G_OBJECT_CLASS (rambla_review_desk_parent_class)->finalize (object);
}

static void
rambla_review_desk_class_init (RamblaReviewDeskClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_review_desk_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_review_desk_finalize;
}

static void
rambla_review_desk_init (RamblaReviewDesk *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->cancellable = g_cancellable_new ();
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->trouble = GTK_LABEL (rambla_text_new ("", "error"));
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
}

GtkWidget *
rambla_review_desk_new (RamblaClient *client, const char *store_id)
{
  RamblaReviewDesk *self = g_object_new (RAMBLA_TYPE_REVIEW_DESK, NULL);

  self->client = g_object_ref (client);
  self->store_id = g_strdup (store_id);
  rambla_state_page_show_loading (self->state, NULL);
  g_signal_connect_swapped (rambla_client_get_events (client), "event::review", G_CALLBACK (load), self);
  load (self);
  return GTK_WIDGET (self);
}
