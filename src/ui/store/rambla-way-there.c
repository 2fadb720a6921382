/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-way-there.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "rambla-section.h"

#define DETOUR 1.33
#define METRES_A_MINUTE 80
/* Farther than this nobody walks. */
#define WALKABLE 8000

struct _RamblaWayThere
{
  AdwBin parent_instance;

  GtkLabel *words;

  RamblaCard *card;
  RamblaStore *store;
};

G_DEFINE_FINAL_TYPE (RamblaWayThere, rambla_way_there, ADW_TYPE_BIN)

int
rambla_way_there_estimate_minutes (double metres)
{
  return MAX (1, (int) lround (metres * DETOUR / METRES_A_MINUTE));
}

static char *
describe (RamblaWayThere *self)
{
  double metres =
      rambla_point_distance (rambla_card_get_centre (self->card), rambla_store_get_location (self->store));
  g_autofree char *distance = rambla_distance_format (metres);
  int minutes = rambla_way_there_estimate_minutes (metres);
  g_autofree char *line = NULL;

  /* Translators: a distance */
  line = g_strdup_printf (_ ("%s in a straight line from the town’s centre"), distance);
  if (metres > WALKABLE)
    return g_steal_pointer (&line);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       /* Translators: "350 m in a straight line from …" */
                                       "%s: an estimated %d minute on foot",
                                       "%s: an estimated %d minutes on foot", (gulong) minutes),
                          line, minutes);
}

/* Numbers in an address have a point, whatever the language. */
static void
format_point (RamblaPoint point, char *latitude, char *longitude)
{
  g_ascii_formatd (latitude, G_ASCII_DTOSTR_BUF_SIZE, "%.6f", point.lat);
  g_ascii_formatd (longitude, G_ASCII_DTOSTR_BUF_SIZE, "%.6f", point.lon);
}

static void
open_uri (RamblaWayThere *self, const char *format)
{
  RamblaPoint point = rambla_store_get_location (self->store);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  char latitude[G_ASCII_DTOSTR_BUF_SIZE];
  char longitude[G_ASCII_DTOSTR_BUF_SIZE];
  g_autoptr (GString) uri = g_string_new (format);

  format_point (point, latitude, longitude);
  g_string_replace (uri, "LATITUDE", latitude, 0);
  g_string_replace (uri, "LONGITUDE", longitude, 0);
  gtk_show_uri (GTK_WINDOW (root), uri->str, GDK_CURRENT_TIME);
}

static void
on_application_clicked (RamblaWayThere *self)
{
  open_uri (self, "geo:LATITUDE,LONGITUDE");
}

static void
on_directions_clicked (RamblaWayThere *self)
{
  open_uri (self,
            "https://www.openstreetmap.org/directions?engine=fossgis_osrm_foot&to=LATITUDE%2CLONGITUDE");
}

void
rambla_way_there_set_store (RamblaWayThere *self, RamblaStore *store)
{
  g_autofree char *words = NULL;

  g_return_if_fail (RAMBLA_IS_WAY_THERE (self));
  g_return_if_fail (RAMBLA_IS_STORE (store));

  g_set_object (&self->store, store);
  words = describe (self);
  gtk_label_set_label (self->words, words);
}

static void
rambla_way_there_dispose (GObject *object)
{
  RamblaWayThere *self = RAMBLA_WAY_THERE (object);

  g_clear_object (&self->card);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (rambla_way_there_parent_class)->dispose (object);
}

static void
rambla_way_there_class_init (RamblaWayThereClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_way_there_dispose;
}

static void
rambla_way_there_init (RamblaWayThere *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *application_button = gtk_button_new_with_label (_ ("Open in a maps application"));
  GtkWidget *directions = gtk_button_new_with_label (_ ("Way there on OpenStreetMap"));
  g_autoptr (GAppInfo) application = g_app_info_get_default_for_uri_scheme ("geo");

  self->words = GTK_LABEL (rambla_text_new (NULL, "dimmer"));
  gtk_widget_set_tooltip_text (directions, _ ("Opens in the browser"));
  g_signal_connect_swapped (application_button, "clicked", G_CALLBACK (on_application_clicked), self);
  g_signal_connect_swapped (directions, "clicked", G_CALLBACK (on_directions_clicked), self);
  gtk_widget_set_visible (application_button, application != NULL);
  gtk_widget_set_halign (buttons, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (buttons), application_button);
  gtk_box_append (GTK_BOX (buttons), directions);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (box), buttons);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_way_there_new (RamblaCard *card)
{
  RamblaWayThere *self = g_object_new (RAMBLA_TYPE_WAY_THERE, NULL);

  self->card = g_object_ref (card);
  return GTK_WIDGET (self);
}
