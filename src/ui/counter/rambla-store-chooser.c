/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-chooser.h"

#include <glib/gi18n-lib.h>

#include "rambla-counter.h"
#include "rambla-state-page.h"

struct _RamblaStoreChooser
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;
  GtkListBox *list;
  RamblaStatePage *state;
  RamblaApi *api;
  GPtrArray *stores; /* of RamblaStore, row by row */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaStoreChooser, rambla_store_chooser, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_row_activated (RamblaStoreChooser *self, GtkListBoxRow *row)
{
  g_autoptr (RamblaStore) store =
      g_object_ref (g_ptr_array_index (self->stores, (guint) gtk_list_box_row_get_index (row)));

  g_signal_emit (self, signals[CHOSEN], 0, store);
}

static void
on_choose_clicked (GtkButton *button, RamblaStoreChooser *self)
{
  on_row_activated (self,
                    GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_LIST_BOX_ROW)));
}

static GtkWidget *
new_row (RamblaStoreChooser *self, RamblaStore *store)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *choose = gtk_button_new_from_icon_name ("go-next-symbolic");
  g_autofree char *name = g_markup_escape_text (rambla_store_get_name (store), -1);
  g_autofree char *address = g_markup_escape_text (
      rambla_store_get_address (store) != NULL ? rambla_store_get_address (store) : "", -1);

  /* Branches have one name; the address tells them apart. */
  g_autofree char *spoken =
      g_strdup_printf ("%s, %s", rambla_store_get_name (store),
                       rambla_store_get_address (store) != NULL ? rambla_store_get_address (store) : "");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), address);
  gtk_widget_add_css_class (choose, "flat");
  gtk_widget_set_valign (choose, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choose), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect (choose, "clicked", G_CALLBACK (on_choose_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), choose);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  return row;
}

static void
on_stores_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaStoreChooser) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stores = rambla_counter_list_stores_finish (RAMBLA_API (source), result, &error);
  GtkListBoxRow *row;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (stores == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  self->stores = g_steal_pointer (&stores);
  for (guint i = 0; i < self->stores->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->stores, i)));
  if (self->stores->len > 0)
    rambla_state_page_show_content (self->state);
  else
    rambla_state_page_show_empty (self->state, "empty-search", _ ("No such store"),
                                  _ ("Try another part of its name."), NULL, NULL);
}

static void
load (RamblaStoreChooser *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  rambla_counter_list_stores_async (self->api, gtk_editable_get_text (GTK_EDITABLE (self->entry)),
                                    self->cancellable, on_stores_ready, g_object_ref (self));
}

static void
rambla_store_chooser_dispose (GObject *object)
{
  RamblaStoreChooser *self = RAMBLA_STORE_CHOOSER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->stores, g_ptr_array_unref);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_store_chooser_parent_class)->dispose (object);
}

static void
rambla_store_chooser_class_init (RamblaStoreChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_store_chooser_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", RAMBLA_TYPE_STORE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, RAMBLA_TYPE_STORE);
}

static void
rambla_store_chooser_init (RamblaStoreChooser *self)
{
}

GtkWidget *
rambla_store_chooser_new (RamblaApi *api)
{
  RamblaStoreChooser *self = g_object_new (RAMBLA_TYPE_STORE_CHOOSER, NULL);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *title = gtk_label_new (_ ("Where does this counter stand?"));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->api = g_object_ref (api);
  gtk_widget_add_css_class (title, "title-1");
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_justify (GTK_LABEL (title), GTK_JUSTIFY_CENTER);
  self->entry = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->entry, "placeholder-text", _ ("Name of the store"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the store"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (load), self);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Stores"),
                                  -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_widget_set_margin_top (box, 24);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  adw_bin_set_child (ADW_BIN (self), clamp);
  rambla_state_page_show_loading (self->state, NULL);
  load (self);
  return GTK_WIDGET (self);
}
