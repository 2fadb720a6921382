/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-saved-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-catalogue.h"
#include "rambla-followed-list.h"
#include "rambla-page-age.h"
#include "rambla-saved-row.h"
#include "rambla-search-list.h"
#include "rambla-shelf.h"
#include "rambla-state-page.h"
#include "rambla-window.h"

#define WIDEST 720
#define SEARCHES_HEIGHT 210
/* What was looked up so shortly ago need not be asked for again, in microseconds. */
#define FRESH (60 * G_USEC_PER_SEC)

struct _RamblaSavedPage
{
  AdwBin parent_instance;

  RamblaPageAge *age;
  RamblaStatePage *state;
  GtkDropDown *lists;
  GtkFilterListModel *shown;
  GtkCustomFilter *filter;

  RamblaClient *client;
  RamblaSaved *saved;
  char *list; /* the one that is seen, NULL for all */
  GCancellable *cancellable;
  GQueue *asking;     /* of char *, offers to look up, one after the other */
  gint64 oldest;      /* when the oldest that was seen was checked */
  guint lists_source; /* the lists are looked at once for all that changed in one turn of the main loop */
  gboolean offline;
};

G_DEFINE_FINAL_TYPE (RamblaSavedPage, rambla_saved_page, ADW_TYPE_BIN)

static gboolean
is_shown (gpointer item, gpointer user_data)
{
  RamblaSavedPage *self = user_data;

  return self->list == NULL || g_str_equal (rambla_saved_deal_get_list (item), self->list);
}

/* --- looking again --- */

static void ask_next (RamblaSavedPage *self);

static void
show_age (RamblaSavedPage *self)
{
  gint64 oldest = G_MAXINT64;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    {
      g_autoptr (RamblaSavedDeal) saved = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      oldest = MIN (oldest, rambla_saved_deal_get_checked_at (saved));
    }
  rambla_page_age_set (self->age, self->offline && oldest < G_MAXINT64, oldest);
}

static void
on_deal_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSavedPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDeal) deal = rambla_catalogue_get_deal_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (deal != NULL)
    rambla_saved_update (self->saved, deal);
  self->offline = deal == NULL && rambla_api_error_is_transient (error);
  /* Without a network there is no use in asking for the others. */
  if (self->offline)
    g_queue_clear_full (self->asking, g_free);
  show_age (self);
  ask_next (self);
}

static void
ask_next (RamblaSavedPage *self)
{
  g_autofree char *id = g_queue_pop_head (self->asking);
  RamblaPoint centre;

  if (id == NULL)
    return;
  centre = rambla_card_get_centre (rambla_client_get_card (self->client));
  rambla_catalogue_get_deal_async (rambla_client_get_api (self->client), id, &centre, self->cancellable,
                                   on_deal_ready, g_object_ref (self));
}

static void
look_again (RamblaSavedPage *self)
{
  gint64 now = g_get_real_time ();
  gboolean idle = g_queue_is_empty (self->asking);

  if (!idle)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->saved)); i++)
    {
      g_autoptr (RamblaSavedDeal) saved = g_list_model_get_item (G_LIST_MODEL (self->saved), i);

      if (now - rambla_saved_deal_get_checked_at (saved) > FRESH)
        g_queue_push_tail (self->asking, g_strdup (rambla_deal_get_id (rambla_saved_deal_get_deal (saved))));
    }
  ask_next (self);
}

/* --- what is shown --- */

static void
show_state (RamblaSavedPage *self)
{
  if (!rambla_saved_get_loaded (self->saved))
    rambla_state_page_show_loading (self->state, NULL);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->saved)) == 0)
    rambla_state_page_show_empty (self->state, "empty-search", _ ("Nothing saved yet"),
                                  _ ("The heart on an offer keeps it here, also without a network."),
                                  _ ("Explore offers"), "win.show-page::explore");
  else
    rambla_state_page_show_content (self->state);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "saved.export",
                                 g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0);
  show_age (self);
}

static void
on_list_selected (RamblaSavedPage *self)
{
  guint selected = gtk_drop_down_get_selected (self->lists);
  GtkStringObject *item = gtk_drop_down_get_selected_item (self->lists);

  g_free (self->list);
  self->list = selected > 0 && item != NULL ? g_strdup (gtk_string_object_get_string (item)) : NULL;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  show_state (self);
}

static gboolean
are_shown (RamblaSavedPage *self, char **names)
{
  GListModel *model = gtk_drop_down_get_model (self->lists);

  if (model == NULL || g_list_model_get_n_items (model) != 1 + g_strv_length (names))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (model), i + 1), names[i]))
      return FALSE;
  return TRUE;
}

/* The lists are those that offers are in; the chosen one stays chosen as long as it is there. */
static void
show_lists (RamblaSavedPage *self)
{
  g_auto (GStrv) names = rambla_saved_dup_lists (self->saved);
  g_autoptr (GtkStringList) model = NULL;
  guint chosen = 0;

  if (are_shown (self, names))
    {
      show_state (self);
      return;
    }
  model = gtk_string_list_new (NULL);
  gtk_string_list_append (model, _ ("All"));
  for (guint i = 0; names[i] != NULL; i++)
    {
      gtk_string_list_append (model, names[i]);
      if (g_strcmp0 (names[i], self->list) == 0)
        chosen = i + 1;
    }
  g_signal_handlers_block_by_func (self->lists, on_list_selected, self);
  gtk_drop_down_set_model (self->lists, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->lists, chosen);
  g_signal_handlers_unblock_by_func (self->lists, on_list_selected, self);
  gtk_widget_set_visible (GTK_WIDGET (self->lists), names[0] != NULL);
  on_list_selected (self);
}

static gboolean
on_lists_due (gpointer user_data)
{
  RamblaSavedPage *self = user_data;

  self->lists_source = 0;
  show_lists (self);
  return G_SOURCE_REMOVE;
}

static void
on_saved_changed (RamblaSavedPage *self)
{
  if (self->lists_source == 0)
    self->lists_source = g_idle_add (on_lists_due, self);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaSavedPage *self)
{
  gtk_list_item_set_child (item, rambla_saved_row_new ());
  gtk_list_item_set_selectable (item, FALSE);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaSavedPage *self)
{
  rambla_saved_row_set_saved (RAMBLA_SAVED_ROW (gtk_list_item_get_child (item)),
                              gtk_list_item_get_item (item));
}

/* --- actions --- */

static void
on_forget (GtkWidget *widget, const char *action, GVariant *parameter)
{
  rambla_saved_remove (RAMBLA_SAVED_PAGE (widget)->saved, g_variant_get_string (parameter, NULL));
}

static void
on_list_answered (AdwMessageDialog *dialog, const char *response, RamblaSavedPage *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  const char *id = g_object_get_data (G_OBJECT (dialog), "deal-id");
  RamblaSavedDeal *saved = rambla_saved_get (self->saved, id);
  g_autofree char *name = NULL;

  if (!g_str_equal (response, "move") || saved == NULL)
    return;
  name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  rambla_saved_add (self->saved, rambla_saved_deal_get_deal (saved), name);
}

static void
on_list (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaSavedPage *self = RAMBLA_SAVED_PAGE (widget);
  const char *id = g_variant_get_string (parameter, NULL);
  RamblaSavedDeal *saved = rambla_saved_get (self->saved, id);
  GtkWidget *dialog;
  GtkWidget *entry;

  if (saved == NULL)
    return;
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Put it into a list"),
                                   rambla_deal_get_title (rambla_saved_deal_get_deal (saved)));
  entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (entry), RAMBLA_SAVED_LIST_MAX);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Name of the list, nothing for none"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the list"), -1);
  gtk_editable_set_text (GTK_EDITABLE (entry), rambla_saved_deal_get_list (saved));
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "move", _ ("Keep"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "move", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "move");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "deal-id", g_strdup (id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_list_answered), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_exported (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSavedPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    words = g_strdup (_ ("The list is written"));
  else
    {
      g_autofree char *reason = rambla_api_error_describe (error);

      words = g_strdup_printf (_ ("The list could not be written: %s"), reason);
    }
  if (RAMBLA_IS_WINDOW (root))
    rambla_window_toast (RAMBLA_WINDOW (root), words);
}

static void
on_export_file_chosen (GtkNativeDialog *dialog, int response, RamblaSavedPage *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *text;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      text = rambla_saved_to_geojson (self->saved, self->list);
      bytes = g_bytes_new_take (text, strlen (text));
      g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                           self->cancellable, on_exported, g_object_ref (self));
    }
  g_object_unref (dialog);
}

static void
on_export (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaSavedPage *self = RAMBLA_SAVED_PAGE (widget);
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (_ ("Write the list"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("Write"), _ ("Cancel"));
  g_autofree char *name = g_strconcat (self->list != NULL ? self->list : "rambla", ".geojson", NULL);

  g_strdelimit (name, "/\\", '-');
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_export_file_chosen), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* --- construction --- */

static GtkWidget *
new_list (RamblaSavedPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->shown)));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_scrollable_new ();
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  gtk_widget_add_css_class (view, "deal-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Saved offers"),
                                  -1);
  adw_clamp_scrollable_set_maximum_size (ADW_CLAMP_SCROLLABLE (clamp), WIDEST);
  adw_clamp_scrollable_set_child (ADW_CLAMP_SCROLLABLE (clamp), view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static GtkWidget *
new_header (RamblaSavedPage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *export = gtk_button_new_from_icon_name ("document-save-symbolic");

  self->lists = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->lists), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("List"),
                                  -1);
  g_signal_connect_swapped (self->lists, "notify::selected", G_CALLBACK (on_list_selected), self);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (export), "saved.export");
  gtk_widget_set_tooltip_text (export, _ ("Write as a GeoJSON file"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (export), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Write as a GeoJSON file"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), GTK_WIDGET (self->lists));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), export);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Saved"), NULL));
  return header;
}

/* The searches, above the offers; they are few. */
static GtkWidget *
new_searches (RamblaSavedPage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *list = rambla_search_list_new (rambla_shelf_get_searches (self->client));

  gtk_widget_set_margin_start (list, 12);
  gtk_widget_set_margin_end (list, 12);
  gtk_widget_set_margin_top (list, 12);
  gtk_widget_set_margin_bottom (list, 6);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), list);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), SEARCHES_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  g_object_bind_property (list, "visible", scroller, "visible", G_BINDING_SYNC_CREATE);
  return scroller;
}

static void
rambla_saved_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_saved_page_parent_class)->map (widget);
  look_again (RAMBLA_SAVED_PAGE (widget));
}

static void
rambla_saved_page_dispose (GObject *object)
{
  RamblaSavedPage *self = RAMBLA_SAVED_PAGE (object);

  g_clear_handle_id (&self->lists_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->saved != NULL)
    g_signal_handlers_disconnect_by_data (self->saved, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->saved);
  g_clear_object (&self->client);
  g_clear_pointer (&self->list, g_free);
  if (self->asking != NULL)
    g_queue_free_full (g_steal_pointer (&self->asking), g_free);
  G_OBJECT_CLASS (rambla_saved_page_parent_class)->dispose (object);
}

static void
rambla_saved_page_class_init (RamblaSavedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rambla_saved_page_dispose;
  widget_class->map = rambla_saved_page_map;
  gtk_widget_class_install_action (widget_class, "saved.export", NULL, on_export);
  gtk_widget_class_install_action (widget_class, "saved.list", "s", on_list);
  gtk_widget_class_install_action (widget_class, "saved.forget", "s", on_forget);
}

static void
rambla_saved_page_init (RamblaSavedPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->asking = g_queue_new ();
}

GtkWidget *
rambla_saved_page_new (RamblaClient *client, RamblaSaved *saved, RamblaFollows *follows)
{
  RamblaSavedPage *self = g_object_new (RAMBLA_TYPE_SAVED_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->client = g_object_ref (client);
  self->saved = g_object_ref (saved);
  self->filter = gtk_custom_filter_new (is_shown, self, NULL);
  self->shown = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (saved)),
                                           GTK_FILTER (g_object_ref (self->filter)));
  self->age = RAMBLA_PAGE_AGE (rambla_page_age_new ());
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_list (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), new_searches (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age));
  gtk_box_append (GTK_BOX (box), rambla_followed_list_new (follows));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (saved, "loaded", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (saved, "items-changed", G_CALLBACK (on_saved_changed), self);
  show_lists (self);
  return GTK_WIDGET (self);
}
