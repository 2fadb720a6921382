/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-place-card.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-deal-card.h"
#include "rambla-state-page.h"

/* More than this makes the card cover the map; the rest scrolls. */
#define MOST_HEIGHT 360

struct _RamblaPlaceCard
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkWidget *sponsored;
  GtkActionable *page;
  RamblaStatePage *state;
  GtkBox *deals;
  RamblaApi *api;
  GCancellable *cancellable;
  char *store_id;
};

G_DEFINE_FINAL_TYPE (RamblaPlaceCard, rambla_place_card, ADW_TYPE_BIN)

enum
{
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_deals_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaPlaceCard) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) page =
      rambla_catalogue_list_store_deals_finish (RAMBLA_API (source), result, &error);
  GtkWidget *child;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->deals))) != NULL)
    gtk_box_remove (self->deals, child);
  for (guint i = 0; i < page->deals->len; i++)
    {
      GtkWidget *card = rambla_deal_card_new ();

      rambla_deal_card_set_deal (RAMBLA_DEAL_CARD (card), g_ptr_array_index (page->deals, i));
      gtk_box_append (self->deals, card);
    }
  if (page->deals->len > 0)
    rambla_state_page_show_content (self->state);
  else
    rambla_state_page_show_empty (self->state, "empty-search", _ ("No offers here now"), NULL, NULL, NULL);
}

static void
load (RamblaPlaceCard *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  rambla_state_page_show_loading (self->state, NULL);
  rambla_catalogue_list_store_deals_async (self->api, self->store_id, self->cancellable, on_deals_ready,
                                           g_object_ref (self));
}

void
rambla_place_card_show_place (RamblaPlaceCard *self,
                              const char *store_id,
                              const char *name,
                              gboolean sponsored)
{
  g_return_if_fail (RAMBLA_IS_PLACE_CARD (self));

  g_free (self->store_id);
  self->store_id = g_strdup (store_id);
  gtk_label_set_label (self->name, name);
  gtk_widget_set_visible (self->sponsored, sponsored);
  /* The target first: the action does not fit without it. */
  gtk_actionable_set_action_target (self->page, "s", store_id);
  gtk_actionable_set_action_name (self->page, "win.open-store");
  load (self);
}

static void
on_close_clicked (RamblaPlaceCard *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
rambla_place_card_dispose (GObject *object)
{
  RamblaPlaceCard *self = RAMBLA_PLACE_CARD (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->api);
  g_clear_pointer (&self->store_id, g_free);
  G_OBJECT_CLASS (rambla_place_card_parent_class)->dispose (object);
}

static void
rambla_place_card_class_init (RamblaPlaceCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_place_card_dispose;
  signals[CLOSED] =
      g_signal_new ("closed", RAMBLA_TYPE_PLACE_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_place_card_init (RamblaPlaceCard *self)
{
}

GtkWidget *
rambla_place_card_new (RamblaApi *api)
{
  RamblaPlaceCard *self = g_object_new (RAMBLA_TYPE_PLACE_CARD, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->api = g_object_ref (api);
  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->name), "heading");
  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (close, "circular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Close"), -1);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (on_close_clicked), self);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->name));
  self->sponsored = gtk_label_new (_ ("Sponsored"));
  gtk_widget_add_css_class (self->sponsored, "sample-badge");
  gtk_widget_set_valign (self->sponsored, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->sponsored, FALSE);
  gtk_box_append (GTK_BOX (head), self->sponsored);
  self->page = GTK_ACTIONABLE (gtk_button_new_with_label (_ ("About this place")));
  gtk_widget_add_css_class (GTK_WIDGET (self->page), "flat");
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->page));
  gtk_box_append (GTK_BOX (head), close);

  self->deals = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_widget_set_margin_top (GTK_WIDGET (self->deals), 3);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->deals), 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->deals), 3);
  gtk_widget_set_margin_end (GTK_WIDGET (self->deals), 3);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->deals));
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "place-card");
  return GTK_WIDGET (self);
}
