/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-search-bell.h"

#include <glib/gi18n-lib.h>

#include "rambla-search-dialog.h"
#include "rambla-search-list.h"

#define WIDTH 320
#define MOST_HEIGHT 360

struct _RamblaSearchBell
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkLabel *badge;
  RamblaSavedSearches *searches;
  RamblaDealQuery *query;
  char *place;
};

G_DEFINE_FINAL_TYPE (RamblaSearchBell, rambla_search_bell, ADW_TYPE_BIN)

static void
show_new (RamblaSearchBell *self)
{
  guint n = rambla_saved_searches_get_n_new (self->searches);
  g_autofree char *text = g_strdup_printf ("%u", n);
  g_autofree char *spoken =
      n > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Saved searches, %u new match",
                                            "Saved searches, %u new matches", (gulong) n),
                               n)
            : g_strdup (_ ("Saved searches"));

  gtk_label_set_label (self->badge, text);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), n > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
rambla_search_bell_set_query (RamblaSearchBell *self, const RamblaDealQuery *query, const char *place)
{
  g_return_if_fail (RAMBLA_IS_SEARCH_BELL (self));

  g_clear_pointer (&self->query, rambla_deal_query_free);
  self->query = rambla_deal_query_copy (query);
  g_free (self->place);
  self->place = g_strdup (place);
}

static void
on_save_clicked (RamblaSearchBell *self)
{
  g_autoptr (RamblaSavedSearch) search = NULL;

  gtk_popover_popdown (self->popover);
  if (self->query == NULL)
    return;
  search = rambla_saved_search_new (self->query->text != NULL ? self->query->text : _ ("All offers"),
                                    self->query, self->place);
  rambla_saved_search_set_alert (search, TRUE);
  rambla_search_dialog_present (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->searches, search);
}

static void
rambla_search_bell_dispose (GObject *object)
{
  RamblaSearchBell *self = RAMBLA_SEARCH_BELL (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->query, rambla_deal_query_free);
  g_clear_pointer (&self->place, g_free);
  g_clear_object (&self->searches);
  G_OBJECT_CLASS (rambla_search_bell_parent_class)->dispose (object);
}

static void
rambla_search_bell_class_init (RamblaSearchBellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_search_bell_dispose;
}

static void
rambla_search_bell_init (RamblaSearchBell *self)
{
}

GtkWidget *
rambla_search_bell_new (RamblaSavedSearches *searches)
{
  RamblaSearchBell *self = g_object_new (RAMBLA_TYPE_SEARCH_BELL, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *save = gtk_button_new_with_label (_ ("Save this search…"));
  GtkWidget *list = rambla_search_list_new (searches);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->searches = g_object_ref (searches);
  self->badge = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->badge), "tag");
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("alarm-symbolic"));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->badge));
  g_signal_connect_swapped (save, "clicked", G_CALLBACK (on_save_clicked), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_box_append (GTK_BOX (box), save);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_size_request (box, WIDTH, -1);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, box);
  g_signal_connect_swapped (list, "opened", G_CALLBACK (gtk_popover_popdown), self->popover);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, content);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (self->popover));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "flat");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  g_signal_connect_object (searches, "notify::n-new", G_CALLBACK (show_new), self, G_CONNECT_SWAPPED);
  show_new (self);
  return GTK_WIDGET (self);
}
