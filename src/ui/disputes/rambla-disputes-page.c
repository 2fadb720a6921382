/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-disputes-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-dispute-page.h"
#include "rambla-dispute-words.h"
#include "rambla-disputes.h"
#include "rambla-navigation.h"
#include "rambla-state-page.h"

#define WIDEST 860

struct _RamblaDisputesPage
{
  AdwBin parent_instance;

  GtkListBox *list;
  RamblaStatePage *state;
  RamblaClient *client;
  RamblaStore *store;
  GTimeZone *zone;
  GCancellable *cancellable;
  gboolean asking;
};

G_DEFINE_FINAL_TYPE (RamblaDisputesPage, rambla_disputes_page, ADW_TYPE_BIN)

static void
on_row_activated (RamblaDisputesPage *self, GtkListBoxRow *row)
{
  const char *id = g_object_get_data (G_OBJECT (row), "dispute");
  RamblaNavigation *navigation = rambla_navigation_of (GTK_WIDGET (self));

  if (navigation != NULL && id != NULL)
    rambla_navigation_push (navigation, rambla_dispute_page_new (self->client, id, self->zone));
}

static GtkWidget *
new_row (RamblaDisputesPage *self, RamblaDispute *dispute)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *reason = rambla_dispute_words_reason (rambla_dispute_get_reason (dispute));
  g_autofree char *state = rambla_dispute_words_state (dispute);
  g_autofree char *explanation = rambla_dispute_words_explain (dispute, self->zone, g_get_real_time ());
  g_autofree char *title = g_strdup_printf ("%s: %s, %s", reason, rambla_dispute_get_title (dispute),
                                            rambla_dispute_get_store_name (dispute));
  g_autofree char *subtitle = g_strdup_printf ("%s\n%s", state, explanation);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "dispute", g_strdup (rambla_dispute_get_id (dispute)), g_free);
  return row;
}

/* What waits comes before what is decided; newest first in both. */
static void
show (RamblaDisputesPage *self, GPtrArray *disputes)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (int decided = 0; decided <= 1; decided++)
    for (guint i = 0; i < disputes->len; i++)
      {
        RamblaDispute *dispute = g_ptr_array_index (disputes, i);

        if ((rambla_dispute_get_state (dispute) == RAMBLA_DISPUTE_DECIDED) == (decided != 0))
          gtk_list_box_append (self->list, new_row (self, dispute));
      }
  if (disputes->len > 0)
    rambla_state_page_show_content (self->state);
  else
    rambla_state_page_show_empty (self->state, "empty-search", _ ("No complaints"),
                                  _ ("Nobody has said that something was wrong."), NULL, NULL);
}

static void
on_list_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDisputesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) disputes = rambla_disputes_list_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (disputes != NULL)
    show (self, disputes);
  else
    rambla_state_page_show_error (self->state, error);
}

static void
load (RamblaDisputesPage *self)
{
  if (self->asking)
    return;
  self->asking = TRUE;
  rambla_disputes_list_async (rambla_client_get_api (self->client),
                              self->store != NULL ? rambla_store_get_id (self->store) : NULL,
                              self->cancellable, on_list_ready, g_object_ref (self));
}

static void
on_changed (RamblaDisputesPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
rambla_disputes_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_disputes_page_parent_class)->map (widget);
  load (RAMBLA_DISPUTES_PAGE (widget));
}

static void
rambla_disputes_page_dispose (GObject *object)
{
  RamblaDisputesPage *self = RAMBLA_DISPUTES_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_disputes_page_parent_class)->dispose (object);
}

static void
rambla_disputes_page_finalize (GObject *object)
{
  g_object_unref (RAMBLA_DISPUTES_PAGE (object)->cancellable);
  G_OBJECT_CLASS (rambla_disputes_page_parent_class)->finalize (object);
}

static void
rambla_disputes_page_class_init (RamblaDisputesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_disputes_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_disputes_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_disputes_page_map;
}

static void
rambla_disputes_page_init (RamblaDisputesPage *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
rambla_disputes_page_new (RamblaClient *client, RamblaStore *store)
{
  RamblaDisputesPage *self = g_object_new (RAMBLA_TYPE_DISPUTES_PAGE, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  self->client = g_object_ref (client);
  self->store = store != NULL ? g_object_ref (store) : NULL;
  self->zone = g_time_zone_new_identifier (rambla_card_get_timezone (rambla_client_get_card (client)));
  if (self->zone == NULL)
    self->zone = g_time_zone_new_local ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Complaints"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  g_signal_connect_object (rambla_client_get_events (client), "event::dispute", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
  rambla_state_page_show_loading (self->state, NULL);
  return GTK_WIDGET (self);
}
