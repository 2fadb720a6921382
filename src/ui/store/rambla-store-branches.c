/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-branches.h"

#include <glib/gi18n-lib.h>

#include "rambla-section.h"
#include "rambla-state-page.h"
#include "rambla-stores.h"

/* More than these are shown when asked for. */
#define FEW 6

struct _RamblaStoreBranches
{
  AdwBin parent_instance;

  RamblaStatePage *state;
  GtkListBox *list;
  GtkWidget *more;

  RamblaApi *api;
  RamblaStore *store;
  GPtrArray *branches; /* of RamblaStore; NULL until loaded */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaStoreBranches, rambla_store_branches, ADW_TYPE_BIN)

static double
get_distance (RamblaStoreBranches *self, RamblaStore *branch)
{
  return rambla_point_distance (rambla_store_get_location (self->store), rambla_store_get_location (branch));
}

static int
compare_distance (gconstpointer a, gconstpointer b, gpointer user_data)
{
  double one = get_distance (user_data, *(RamblaStore *const *) a);
  double other = get_distance (user_data, *(RamblaStore *const *) b);

  return (one > other) - (one < other);
}

static GtkWidget *
new_row (RamblaStoreBranches *self, RamblaStore *branch)
{
  GtkWidget *row = adw_action_row_new ();
  const char *address = rambla_store_get_address (branch);
  g_autofree char *distance = rambla_distance_format (get_distance (self, branch));
  /* Translators: a distance */
  g_autofree char *from_here = g_strdup_printf (_ ("%s from here"), distance);
  g_autofree char *subtitle =
      address != NULL ? g_strdup_printf ("%s · %s", address, from_here) : g_strdup (from_here);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rambla_store_get_name (branch));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", rambla_store_get_id (branch));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-store");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  return row;
}

static void
add_rows (RamblaStoreBranches *self, guint from, guint to)
{
  for (guint i = from; i < MIN (to, self->branches->len); i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->branches, i)));
}

static void
on_more_clicked (RamblaStoreBranches *self)
{
  gtk_widget_set_visible (self->more, FALSE);
  add_rows (self, FEW, G_MAXUINT);
}

static void
show_branches (RamblaStoreBranches *self)
{
  g_ptr_array_sort_with_data (self->branches, compare_distance, self);
  add_rows (self, 0, FEW);
  gtk_widget_set_visible (self->more, self->branches->len > FEW);
  if (self->branches->len > FEW)
    {
      guint n = self->branches->len - FEW;
      g_autofree char *label =
          g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u more branch", "%u more branches", n), n);

      gtk_button_set_label (GTK_BUTTON (self->more), label);
    }
  rambla_state_page_show_content (self->state);
}

static void
on_branches_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaStoreBranches) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stores = rambla_stores_list_branches_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (stores == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  self->branches = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < stores->len; i++)
    {
      RamblaStore *branch = g_ptr_array_index (stores, i);

      if (!g_str_equal (rambla_store_get_id (branch), rambla_store_get_id (self->store)))
        g_ptr_array_add (self->branches, g_object_ref (branch));
    }
  show_branches (self);
}

static void
load (RamblaStoreBranches *self)
{
  rambla_state_page_show_loading (self->state, NULL);
  rambla_stores_list_branches_async (self->api, rambla_store_get_id (self->store), self->cancellable,
                                     on_branches_ready, g_object_ref (self));
}

static void
rambla_store_branches_dispose (GObject *object)
{
  RamblaStoreBranches *self = RAMBLA_STORE_BRANCHES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->store);
  g_clear_pointer (&self->branches, g_ptr_array_unref);
  G_OBJECT_CLASS (rambla_store_branches_parent_class)->dispose (object);
}

static void
rambla_store_branches_finalize (GObject *object)
{
  g_object_unref (RAMBLA_STORE_BRANCHES (object)->cancellable);
  G_OBJECT_CLASS (rambla_store_branches_parent_class)->finalize (object);
}

static void
rambla_store_branches_class_init (RamblaStoreBranchesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_store_branches_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_store_branches_finalize;
}

static void
rambla_store_branches_init (RamblaStoreBranches *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Branches"),
                                  -1);
  self->more = gtk_button_new ();
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->more);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (box));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
}

GtkWidget *
rambla_store_branches_new (RamblaApi *api, RamblaStore *store)
{
  RamblaStoreBranches *self = g_object_new (RAMBLA_TYPE_STORE_BRANCHES, NULL);

  self->api = g_object_ref (api);
  self->store = g_object_ref (store);
  load (self);
  return GTK_WIDGET (self);
}
