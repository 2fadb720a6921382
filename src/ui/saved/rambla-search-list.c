/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-search-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-search-dialog.h"

struct _RamblaSearchList
{
  AdwBin parent_instance;

  GtkListBox *list;
  RamblaSavedSearches *searches;
};

G_DEFINE_FINAL_TYPE (RamblaSearchList, rambla_search_list, ADW_TYPE_BIN)

enum
{
  OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_new (RamblaSavedSearch *search, GParamSpec *pspec, GtkLabel *badge)
{
  guint n = rambla_saved_search_get_n_new (search);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new", "%u new", (gulong) n), n);

  gtk_label_set_label (badge, text);
  gtk_widget_set_visible (GTK_WIDGET (badge), n > 0);
}

static void
show_name (RamblaSavedSearch *search, GParamSpec *pspec, AdwPreferencesRow *row)
{
  adw_preferences_row_set_title (row, rambla_saved_search_get_name (search));
}

static void
on_edit (GtkWidget *button, RamblaSearchList *self)
{
  rambla_search_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->searches,
                                g_object_get_data (G_OBJECT (button), "search"));
}

static void
on_remove (GtkWidget *button, RamblaSearchList *self)
{
  rambla_saved_searches_remove (self->searches,
                                rambla_saved_search_get_id (g_object_get_data (G_OBJECT (button), "search")));
}

static void
on_open (GtkWidget *button, RamblaSearchList *self)
{
  RamblaSavedSearch *search = g_object_get_data (G_OBJECT (button), "search");

  g_signal_emit (self, signals[OPENED], 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-page", "s", "explore");
  rambla_saved_searches_look (self->searches, rambla_saved_search_get_id (search));
}

/* Takes @spoken over. */
static void
add_button (RamblaSearchList *self,
            AdwActionRow *row,
            RamblaSavedSearch *search,
            const char *icon_name,
            char *spoken,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "search", g_object_ref (search), g_object_unref);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (row, button);
  g_free (spoken);
}

static GtkWidget *
new_row (gpointer item, gpointer user_data)
{
  RamblaSearchList *self = user_data;
  RamblaSavedSearch *search = item;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *badge = gtk_label_new (NULL);
  GtkWidget *open = gtk_button_new_from_icon_name ("go-next-symbolic");
  g_autofree char *words = rambla_search_dialog_describe (search);
  /* Translators: the name of a saved search */
  g_autofree char *spoken = g_strdup_printf (_ ("Search “%s”"), rambla_saved_search_get_name (search));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (badge, "tag");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
  add_button (self, ADW_ACTION_ROW (row), search, "document-edit-symbolic",
              g_strdup_printf (_ ("Change “%s”"), rambla_saved_search_get_name (search)),
              G_CALLBACK (on_edit));
  add_button (self, ADW_ACTION_ROW (row), search, "user-trash-symbolic",
              g_strdup_printf (_ ("Forget “%s”"), rambla_saved_search_get_name (search)),
              G_CALLBACK (on_remove));
  gtk_widget_add_css_class (open, "flat");
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (open), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), open);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), open);
  g_signal_connect_object (open, "clicked", G_CALLBACK (on_open), self, 0);
  g_object_set_data_full (G_OBJECT (open), "search", g_object_ref (search), g_object_unref);
  g_signal_connect_object (search, "notify::n-new", G_CALLBACK (show_new), badge, 0);
  g_signal_connect_object (search, "notify::name", G_CALLBACK (show_name), row, 0);
  show_new (search, NULL, GTK_LABEL (badge));
  show_name (search, NULL, ADW_PREFERENCES_ROW (row));
  return row;
}

static void
on_items_changed (RamblaSearchList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), g_list_model_get_n_items (G_LIST_MODEL (self->searches)) > 0);
}

static void
rambla_search_list_dispose (GObject *object)
{
  RamblaSearchList *self = RAMBLA_SEARCH_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->searches);
  G_OBJECT_CLASS (rambla_search_list_parent_class)->dispose (object);
}

static void
rambla_search_list_class_init (RamblaSearchListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_search_list_dispose;
  signals[OPENED] = g_signal_new ("opened", RAMBLA_TYPE_SEARCH_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
rambla_search_list_init (RamblaSearchList *self)
{
}

GtkWidget *
rambla_search_list_new (RamblaSavedSearches *searches)
{
  RamblaSearchList *self = g_object_new (RAMBLA_TYPE_SEARCH_LIST, NULL);

  self->searches = g_object_ref (searches);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Saved searches"), -1);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (searches), new_row, self, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
  g_signal_connect_object (searches, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self);
  return GTK_WIDGET (self);
}
