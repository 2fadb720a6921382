/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-branch-row.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-language.h"

struct _RamblaBranchRow
{
  GtkBox parent_instance;

  GtkLabel *hours;

  RamblaApi *api;
  RamblaStore *store;
  GTimeZone *zone;
  GCancellable *cancellable;
  gboolean asked;
};

G_DEFINE_FINAL_TYPE (RamblaBranchRow, rambla_branch_row, GTK_TYPE_BOX)

char *
rambla_branch_row_dup_directions (RamblaStore *store)
{
  RamblaPoint point = rambla_store_get_location (store);
  char lat[G_ASCII_DTOSTR_BUF_SIZE];
  char lon[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (lat, sizeof lat, "%.6f", point.lat);
  g_ascii_formatd (lon, sizeof lon, "%.6f", point.lon);
  return g_strdup_printf ("https://www.openstreetmap.org/directions?to=%s%%2C%s", lat, lon);
}

static void
on_way_clicked (RamblaBranchRow *self)
{
  g_autofree char *url = rambla_branch_row_dup_directions (self->store);

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), url, GDK_CURRENT_TIME);
}

static void
show_hours (RamblaBranchRow *self, RamblaStore *store)
{
  const RamblaSchedule *schedule = rambla_store_get_schedule (store);
  g_autoptr (GDateTime) now = g_date_time_new_now (self->zone);
  const char *language = rambla_language_to_tag (rambla_language_from_locale ());
  g_autofree char *text = NULL;

  if (schedule != NULL)
    text = rambla_schedule_describe_now (schedule, now, language);
  else if (rambla_store_get_open_known (store))
    text = g_strdup (rambla_store_get_open_now (store) ? _ ("Open now") : _ ("Closed now"));
  gtk_label_set_label (self->hours, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->hours), text != NULL);
}

static void
on_get_store_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaBranchRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaStore) store = rambla_catalogue_get_store_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (store != NULL)
    show_hours (self, store);
  else
    /* Without a network there are no hours; the row says the rest. */
    g_debug ("No opening hours: %s", error->message);
}

static void
rambla_branch_row_map (GtkWidget *widget)
{
  RamblaBranchRow *self = RAMBLA_BRANCH_ROW (widget);

  GTK_WIDGET_CLASS (rambla_branch_row_parent_class)->map (widget);
  if (self->asked || self->api == NULL)
    return;
  self->asked = TRUE;
  rambla_catalogue_get_store_async (self->api, rambla_store_get_id (self->store), self->cancellable,
                                    on_get_store_ready, g_object_ref (self));
}

static GtkLabel *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static void
rambla_branch_row_dispose (GObject *object)
{
  RamblaBranchRow *self = RAMBLA_BRANCH_ROW (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (rambla_branch_row_parent_class)->dispose (object);
}

static void
rambla_branch_row_finalize (GObject *object)
{
  RamblaBranchRow *self = RAMBLA_BRANCH_ROW (object);

  g_clear_object (&self->api);
  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_branch_row_parent_class)->finalize (object);
}

static void
rambla_branch_row_class_init (RamblaBranchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_branch_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_branch_row_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_branch_row_map;
}

static void
rambla_branch_row_init (RamblaBranchRow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_widget_add_css_class (GTK_WIDGET (self), "fact");
}

GtkWidget *
rambla_branch_row_new (RamblaApi *api, RamblaStore *store, GTimeZone *zone)
{
  RamblaBranchRow *self = g_object_new (RAMBLA_TYPE_BRANCH_ROW, NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *way = gtk_button_new_from_icon_name ("rambla-walk-symbolic");
  const char *address = rambla_store_get_address (store);
  const char *neighbourhood = rambla_store_get_neighbourhood (store);
  g_autofree char *where = address != NULL && neighbourhood != NULL
                               ? g_strdup_printf ("%s, %s", address, neighbourhood)
                               : g_strdup (address != NULL ? address : neighbourhood);
  g_autofree char *spoken =
      g_strdup_printf (_ ("Way to %s, opens in the browser"), rambla_store_get_name (store));

  self->api = api != NULL ? g_object_ref (api) : NULL;
  self->store = g_object_ref (store);
  self->zone = g_time_zone_ref (zone);
  self->hours = new_label ("", "use-by");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (new_label (rambla_store_get_name (store), "heading")));
  if (where != NULL)
    gtk_box_append (GTK_BOX (words), GTK_WIDGET (new_label (where, "deal-store")));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->hours));
  gtk_widget_set_valign (way, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (way, "circular");
  gtk_widget_set_tooltip_text (way, _ ("Way There"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (way), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect_swapped (way, "clicked", G_CALLBACK (on_way_clicked), self);
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), way);
  show_hours (self, store);
  return GTK_WIDGET (self);
}
