/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-recent-button.h"

#include <glib/gi18n-lib.h>

#define WIDTH 300
#define MOST_HEIGHT 360
#define MOST_ROWS 20

struct _RamblaRecentButton
{
  AdwBin parent_instance;

  GtkPopover *popover;
  GtkListBox *list;
  GtkLabel *words;
  GtkWidget *clear;
  GtkSwitch *remember;
  RamblaHistory *history;
};

G_DEFINE_FINAL_TYPE (RamblaRecentButton, rambla_recent_button, ADW_TYPE_BIN)

static void
on_clicked (GtkWidget *button, RamblaRecentButton *self)
{
  gtk_popover_popdown (self->popover);
}

static GtkWidget *
new_row (RamblaRecentButton *self, const RamblaHistoryEntry *entry)
{
  gboolean is_deal = g_str_equal (entry->type, "deal");
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (entry->text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content),
                  gtk_image_new_from_icon_name (is_deal ? "rambla-offer-symbolic" : "rambla-place-symbolic"));
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->text, -1);
  /* The target first: the action does not fit without it. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", entry->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), is_deal ? "win.open-deal" : "win.open-store");
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked), self, 0);
  return button;
}

/* Made anew when it is opened: nobody sees it before. */
static void
show_entries (RamblaRecentButton *self)
{
  GPtrArray *entries = rambla_history_list (self->history);
  gboolean enabled = rambla_history_get_enabled (self->history);
  GtkWidget *row;
  guint n = 0;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < entries->len && n < MOST_ROWS; i++)
    {
      const RamblaHistoryEntry *entry = g_ptr_array_index (entries, i);

      if (entry->id == NULL || (!g_str_equal (entry->type, "deal") && !g_str_equal (entry->type, "store")))
        continue;
      gtk_list_box_append (self->list, new_row (self, entry));
      n++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->list), n > 0);
  gtk_widget_set_sensitive (self->clear, entries->len > 0);
  gtk_label_set_label (
      self->words, !enabled ? _ ("Nothing is remembered.")
                   : n == 0
                       ? _ ("Offers and shops that you look at appear here. This never leaves your device.")
                       : _ ("This never leaves your device."));
  if (gtk_switch_get_active (self->remember) != enabled)
    gtk_switch_set_active (self->remember, enabled);
}

static void
on_remember_changed (RamblaRecentButton *self)
{
  rambla_history_set_enabled (self->history, gtk_switch_get_active (self->remember));
}

static void
on_clear_clicked (RamblaRecentButton *self)
{
  rambla_history_clear (self->history);
}

static void
on_history_changed (RamblaRecentButton *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    show_entries (self);
}

static GtkWidget *
new_content (RamblaRecentButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = gtk_label_new (_ ("Remember what I look at"));
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "suggestions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Recently seen"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_label_set_max_width_chars (self->words, 36);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "caption");
  self->remember = GTK_SWITCH (gtk_switch_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remember), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remember what I look at"), -1);
  gtk_switch_set_active (self->remember, rambla_history_get_enabled (self->history));
  g_signal_connect_swapped (self->remember, "notify::active", G_CALLBACK (on_remember_changed), self);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (line), title);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->remember));
  self->clear = gtk_button_new_with_label (_ ("Forget all of it"));
  g_signal_connect_swapped (self->clear, "clicked", G_CALLBACK (on_clear_clicked), self);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->clear);
  gtk_widget_set_size_request (box, WIDTH, -1);
  return box;
}

static void
rambla_recent_button_dispose (GObject *object)
{
  RamblaRecentButton *self = RAMBLA_RECENT_BUTTON (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->history);
  G_OBJECT_CLASS (rambla_recent_button_parent_class)->dispose (object);
}

static void
rambla_recent_button_class_init (RamblaRecentButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_recent_button_dispose;
}

static void
rambla_recent_button_init (RamblaRecentButton *self)
{
}

GtkWidget *
rambla_recent_button_new (RamblaHistory *history)
{
  RamblaRecentButton *self = g_object_new (RAMBLA_TYPE_RECENT_BUTTON, NULL);
  GtkWidget *button = gtk_menu_button_new ();

  self->history = g_object_ref (history);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, new_content (self));
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (show_entries), self);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "rambla-history-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), GTK_WIDGET (self->popover));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Recently seen"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recently seen"),
                                  -1);
  adw_bin_set_child (ADW_BIN (self), button);
  g_signal_connect_object (history, "changed", G_CALLBACK (on_history_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
