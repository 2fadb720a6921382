/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-followed-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-section.h"

#define WIDEST 720
#define MARGIN 12
/* Below it is what was saved: the stores scroll in so much. */
#define MOST_HEIGHT 190

struct _RamblaFollowedList
{
  AdwBin parent_instance;

  GtkListBox *list;
  RamblaFollows *follows;
};

G_DEFINE_FINAL_TYPE (RamblaFollowedList, rambla_followed_list, ADW_TYPE_BIN)

static GtkWidget *
new_row (RamblaFollowedList *self, RamblaStore *store)
{
  GtkWidget *row = adw_action_row_new ();
  guint n = rambla_follows_count_new (self->follows, rambla_store_get_id (store));
  const char *place = rambla_store_get_address (store);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rambla_store_get_name (store));
  if (place == NULL)
    place = rambla_store_get_neighbourhood (store);
  if (place != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  if (n > 0)
    {
      g_autofree char *words =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new offer", "%u new offers", n), n);
      GtkWidget *label = gtk_label_new (words);

      gtk_widget_set_valign (label, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (label, "tag");
      gtk_widget_add_css_class (label, "warning");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", rambla_store_get_id (store));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-store");
  return row;
}

static void
show (RamblaFollowedList *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < rambla_follows_get_n (self->follows); i++)
    gtk_list_box_append (self->list, new_row (self, rambla_follows_get_store (self->follows, i)));
  gtk_widget_set_visible (GTK_WIDGET (self), rambla_follows_get_n (self->follows) > 0);
}

static void
rambla_followed_list_dispose (GObject *object)
{
  g_clear_object (&RAMBLA_FOLLOWED_LIST (object)->follows);
  G_OBJECT_CLASS (rambla_followed_list_parent_class)->dispose (object);
}

static void
rambla_followed_list_class_init (RamblaFollowedListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_followed_list_dispose;
}

static void
rambla_followed_list_init (RamblaFollowedList *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *section;

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 3);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  section = rambla_section_new (_ ("Stores you follow"), scroller);
  gtk_widget_set_margin_start (section, MARGIN);
  gtk_widget_set_margin_end (section, MARGIN);
  gtk_widget_set_margin_bottom (section, MARGIN);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), section);
  adw_bin_set_child (ADW_BIN (self), clamp);
}

GtkWidget *
rambla_followed_list_new (RamblaFollows *follows)
{
  RamblaFollowedList *self = g_object_new (RAMBLA_TYPE_FOLLOWED_LIST, NULL);

  self->follows = g_object_ref (follows);
  g_signal_connect_object (follows, "changed", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
