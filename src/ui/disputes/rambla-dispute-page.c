/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-dispute-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-dispute-decision.h"
#include "rambla-dispute-entry.h"
#include "rambla-dispute-pictures.h"
#include "rambla-dispute-words.h"
#include "rambla-disputes.h"
#include "rambla-purchases.h"
#include "rambla-state-page.h"
#include "rambla-trail-list.h"
#include "rambla-voucher-words.h"

#define WIDEST 640
#define POLL_MS 5000

struct _RamblaDisputePage
{
  AdwBin parent_instance;

  AdwHeaderBar *header;
  RamblaStatePage *state;
  GtkLabel *title;
  GtkLabel *status;
  GtkLabel *explanation;
  GtkListBox *messages;
  RamblaDisputePictures *pictures;
  GtkLabel *problem;
  RamblaDisputeEntry *entry;
  GtkWidget *end_button;
  RamblaDisputeDecision *decision;
  GtkBox *story;

  RamblaClient *client;
  char *id;
  GTimeZone *zone;
  RamblaDispute *dispute;
  GCancellable *cancellable;
  char *key; /* of what is being sent; kept until the platform has answered */
  guint poll_source;
  gboolean asking;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (RamblaDisputePage, rambla_dispute_page, ADW_TYPE_BIN)

static void ask (RamblaDisputePage *self);

/* --- what is shown --- */

static GtkWidget *
new_message_row (RamblaDisputePage *self, const RamblaDisputeMessage *message)
{
  g_autofree char *who =
      rambla_dispute_words_party (message->author, rambla_dispute_get_party (self->dispute));
  g_autofree char *day = rambla_words_date (message->at, self->zone, g_get_real_time ());
  g_autofree char *time = rambla_words_time (message->at, self->zone);
  g_autofree char *title = g_strdup_printf ("%s · %s, %s", who, day, time);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), message->text);
  gtk_widget_add_css_class (row, "property");
  return row;
}

static void
show_messages (RamblaDisputePage *self)
{
  GPtrArray *messages = rambla_dispute_get_messages (self->dispute);
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->messages, 0)) != NULL)
    gtk_list_box_remove (self->messages, GTK_WIDGET (row));
  for (guint i = 0; i < messages->len; i++)
    gtk_list_box_append (self->messages, new_message_row (self, g_ptr_array_index (messages, i)));
}

/* What this reader can do now. */
static void
show_deeds (RamblaDisputePage *self)
{
  RamblaParty party = rambla_dispute_get_party (self->dispute);
  gboolean over = rambla_dispute_get_state (self->dispute) == RAMBLA_DISPUTE_DECIDED;

  gtk_widget_set_visible (GTK_WIDGET (self->entry), !over);
  gtk_widget_set_sensitive (GTK_WIDGET (self->entry), !self->busy);
  gtk_button_set_label (GTK_BUTTON (self->end_button), party == RAMBLA_PARTY_BUYER
                                                           ? _ ("Take the complaint back")
                                                           : _ ("Agree and give the money back"));
  gtk_widget_set_visible (self->end_button, !over && party != RAMBLA_PARTY_OPERATOR);
  gtk_widget_set_sensitive (self->end_button, !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->decision), !over && party == RAMBLA_PARTY_OPERATOR);
  gtk_widget_set_sensitive (GTK_WIDGET (self->decision), !self->busy);
}

static void
take (RamblaDisputePage *self, RamblaDispute *dispute)
{
  g_autofree char *state = NULL;
  g_autofree char *explanation = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *title = NULL;

  if (self->dispute != NULL &&
      json_node_equal (rambla_dispute_get_json (self->dispute), rambla_dispute_get_json (dispute)))
    return;
  g_set_object (&self->dispute, dispute);
  state = rambla_dispute_words_state (dispute);
  explanation = rambla_dispute_words_explain (dispute, self->zone, g_get_real_time ());
  reason = rambla_dispute_words_reason (rambla_dispute_get_reason (dispute));
  title = g_strdup_printf ("%s: %s, %s", reason, rambla_dispute_get_title (dispute),
                           rambla_dispute_get_store_name (dispute));
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->status, state);
  gtk_label_set_label (self->explanation, explanation);
  show_messages (self);
  rambla_dispute_pictures_set_dispute (self->pictures, dispute);
  rambla_dispute_decision_set_amount (self->decision, rambla_dispute_get_amount (dispute));
  if (gtk_widget_get_first_child (GTK_WIDGET (self->story)) == NULL)
    gtk_box_append (self->story, rambla_trail_list_new (rambla_client_get_api (self->client),
                                                        rambla_dispute_get_party (dispute),
                                                        rambla_dispute_get_order_id (dispute), self->zone));
  show_deeds (self);
  rambla_state_page_show_content (self->state);
}

static void
say (RamblaDisputePage *self, const char *sentence)
{
  gtk_label_set_label (self->problem, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), sentence != NULL);
}

/* --- asking --- */

static gboolean
on_poll_due (gpointer user_data)
{
  RamblaDisputePage *self = user_data;

  self->poll_source = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
on_get_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDisputePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDispute) dispute = rambla_disputes_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (dispute != NULL)
    take (self, dispute);
  else if (self->dispute == NULL)
    rambla_state_page_show_error (self->state, error);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->poll_source = g_timeout_add (POLL_MS, on_poll_due, self);
}

static void
ask (RamblaDisputePage *self)
{
  if (self->asking)
    return;
  self->asking = TRUE;
  if (self->dispute == NULL)
    rambla_state_page_show_loading (self->state, NULL);
  rambla_disputes_get_async (rambla_client_get_api (self->client), self->id, self->cancellable, on_get_ready,
                             g_object_ref (self));
}

/* --- doing --- */

static void
set_busy (RamblaDisputePage *self, gboolean busy)
{
  self->busy = busy;
  if (busy)
    say (self, NULL);
  if (self->dispute != NULL)
    show_deeds (self);
}

/* The same deed has the same key until it was answered. */
static const char *
get_key (RamblaDisputePage *self)
{
  if (self->key == NULL)
    self->key = rambla_purchases_new_key ();
  return self->key;
}

static void
say_error (RamblaDisputePage *self, const GError *error)
{
  g_autofree char *sentence = rambla_api_error_describe (error);

  say (self, sentence);
  if (!rambla_api_error_is_transient (error))
    g_clear_pointer (&self->key, g_free);
}

static void
on_deed_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDisputePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDispute) dispute = rambla_disputes_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (dispute == NULL)
    {
      say_error (self, error);
      return;
    }
  g_clear_pointer (&self->key, g_free);
  rambla_dispute_entry_clear (self->entry);
  take (self, dispute);
}

static void
on_said (RamblaDisputePage *self, const char *text)
{
  if (self->busy)
    return;
  set_busy (self, TRUE);
  rambla_disputes_say_async (rambla_client_get_api (self->client), get_key (self), self->id, text,
                             self->cancellable, on_deed_ready, g_object_ref (self));
}

/* Another text is another deed. */
static void
on_text_changed (RamblaDisputePage *self)
{
  g_clear_pointer (&self->key, g_free);
}

static void
on_end_response (AdwMessageDialog *dialog, const char *response, RamblaDisputePage *self)
{
  gboolean buyer = rambla_dispute_get_party (self->dispute) == RAMBLA_PARTY_BUYER;

  if (!g_str_equal (response, "end") || self->busy)
    return;
  set_busy (self, TRUE);
  rambla_disputes_end_async (rambla_client_get_api (self->client), get_key (self), self->id,
                             buyer ? "withdraw" : "accept", self->cancellable, on_deed_ready,
                             g_object_ref (self));
}

static void
on_end_clicked (RamblaDisputePage *self)
{
  gboolean buyer = rambla_dispute_get_party (self->dispute) == RAMBLA_PARTY_BUYER;
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      buyer ? _ ("Take the complaint back?") : _ ("Give the money back?"),
      buyer ? _ ("The store gets its money, and you cannot complain about this again.")
            : _ ("The buyer gets everything back that this is about. This cannot be undone."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", _ ("Not now"), "end",
                                    buyer ? _ ("Take it back") : _ ("Give it back"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "end", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_end_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_decided (RamblaDisputePage *self)
{
  g_autofree char *reason = rambla_dispute_decision_dup_reason (self->decision);

  if (self->busy)
    return;
  g_clear_pointer (&self->key, g_free);
  set_busy (self, TRUE);
  rambla_disputes_decide_async (rambla_client_get_api (self->client), get_key (self), self->id,
                                rambla_dispute_decision_get_refund (self->decision), reason,
                                self->cancellable, on_deed_ready, g_object_ref (self));
}

/* --- pictures --- */

static void
on_picture_sent (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDisputePage) self = user_data;
  g_autoptr (GError) error = NULL;

  rambla_disputes_show_finish (RAMBLA_API (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    say_error (self, error);
  g_clear_pointer (&self->key, g_free);
  ask (self);
}

static void
on_picture_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDisputePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = rambla_dispute_pictures_read_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (picture == NULL)
    {
      set_busy (self, FALSE);
      say_error (self, error);
      return;
    }
  rambla_disputes_show_async (rambla_client_get_api (self->client), get_key (self), self->id, picture,
                              self->cancellable, on_picture_sent, g_object_ref (self));
}

static void
on_picture_chosen (RamblaDisputePage *self, GFile *file)
{
  if (self->busy)
    return;
  set_busy (self, TRUE);
  rambla_dispute_pictures_read_async (file, self->cancellable, on_picture_read, g_object_ref (self));
}

/* --- construction --- */

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static GtkWidget *
new_status (RamblaDisputePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->status = new_label ("title-4");
  self->explanation = new_label ("body");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->explanation));
  gtk_widget_add_css_class (box, "guarantee");
  return box;
}

static GtkWidget *
new_content (RamblaDisputePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->title = new_label ("title-3");
  self->messages = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->messages, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->messages), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->messages), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Messages"), -1);
  self->pictures =
      RAMBLA_DISPUTE_PICTURES (rambla_dispute_pictures_new (rambla_client_get_api (self->client)));
  self->problem = new_label ("heading");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  self->end_button = gtk_button_new ();
  gtk_widget_set_halign (self->end_button, GTK_ALIGN_START);
  g_signal_connect_swapped (self->end_button, "clicked", G_CALLBACK (on_end_clicked), self);
  self->decision = RAMBLA_DISPUTE_DECISION (rambla_dispute_decision_new ());
  g_signal_connect_swapped (self->decision, "decided", G_CALLBACK (on_decided), self);
  self->entry = RAMBLA_DISPUTE_ENTRY (rambla_dispute_entry_new ());
  g_signal_connect_swapped (self->entry, "said", G_CALLBACK (on_said), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_swapped (self->entry, "picture-chosen", G_CALLBACK (on_picture_chosen), self);
  self->story = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), new_status (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->messages));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->pictures));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->problem));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->decision));
  gtk_box_append (GTK_BOX (box), self->end_button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->story));
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_set_margin_bottom (box, 24);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static AdwHeaderBar *
new_header (void)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Complaint"), NULL));
  return ADW_HEADER_BAR (header);
}

static void
rambla_dispute_page_map (GtkWidget *widget)
{
  RamblaDisputePage *self = RAMBLA_DISPUTE_PAGE (widget);
  /* On a tab of a window that has a header of its own, the window's buttons are there. */
  gboolean alone = gtk_widget_get_ancestor (widget, ADW_TYPE_VIEW_STACK) == NULL;

  GTK_WIDGET_CLASS (rambla_dispute_page_parent_class)->map (widget);
  adw_header_bar_set_show_start_title_buttons (self->header, alone);
  adw_header_bar_set_show_end_title_buttons (self->header, alone);
  ask (self);
}

static void
rambla_dispute_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&RAMBLA_DISPUTE_PAGE (widget)->poll_source, g_source_remove);
  GTK_WIDGET_CLASS (rambla_dispute_page_parent_class)->unmap (widget);
}

static void
rambla_dispute_page_dispose (GObject *object)
{
  RamblaDisputePage *self = RAMBLA_DISPUTE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->client);
  g_clear_object (&self->dispute);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_dispute_page_parent_class)->dispose (object);
}

static void
rambla_dispute_page_finalize (GObject *object)
{
  RamblaDisputePage *self = RAMBLA_DISPUTE_PAGE (object);

  g_clear_object (&self->cancellable);
  g_free (self->id);
  g_free (self->key);
  G_OBJECT_CLASS (rambla_dispute_page_parent_class)->finalize (object);
}

static void
rambla_dispute_page_class_init (RamblaDisputePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_dispute_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_dispute_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_dispute_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_dispute_page_unmap;
}

static void
rambla_dispute_page_init (RamblaDisputePage *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
rambla_dispute_page_new (RamblaClient *client, const char *id, GTimeZone *zone)
{
  RamblaDisputePage *self = g_object_new (RAMBLA_TYPE_DISPUTE_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->client = g_object_ref (client);
  self->id = g_strdup (id);
  self->zone = g_time_zone_ref (zone);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_content (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (ask), self);
  g_signal_connect_object (rambla_client_get_events (client), "event::dispute", G_CALLBACK (ask), self,
                           G_CONNECT_SWAPPED);
  self->header = new_header ();
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->header));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  return GTK_WIDGET (self);
}
