/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-place-chip.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"

#define WIDTH 300
#define DELAY_MS 120
/* In characters. */
#define LONGEST_NAME 22

struct _RamblaPlaceChip
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkPopover *popover;
  GtkSearchEntry *entry;
  GtkListBox *found;
  GtkLabel *status;
  GtkButton *locate;
  GtkWidget *centre;

  RamblaApi *api;
  RamblaHere *here;
  GPtrArray *places; /* of RamblaSuggestion, row by row */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaPlaceChip, rambla_place_chip, ADW_TYPE_BIN)

enum
{
  PICK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- what is chosen --- */

static const char *
name_here (RamblaHere *here)
{
  switch (rambla_here_get_kind (here))
    {
    case RAMBLA_HERE_NAMED:
      return rambla_here_get_name (here);
    case RAMBLA_HERE_PICKED:
      return _ ("Point on the map");
    case RAMBLA_HERE_AREA:
      return _ ("Map area");
    case RAMBLA_HERE_LOCATED:
      return _ ("My location");
    case RAMBLA_HERE_CENTRE:
    default:
      return _ ("City centre");
    }
}

static char *
describe_location (RamblaHere *here)
{
  RamblaLocation *location = rambla_here_get_location (here);
  const GError *error = rambla_location_get_error (location);
  RamblaPoint place;
  double accuracy = 0;

  switch (rambla_location_get_state (location))
    {
    case RAMBLA_LOCATION_ASKING:
      return g_strdup (_ ("Asking this computer where it is…"));
    case RAMBLA_LOCATION_ON:
      if (rambla_here_is_outside (here))
        return g_strdup (_ ("On, but you are outside the area of this platform."));
      rambla_location_get_place (location, &place, &accuracy);
      if (accuracy > 0)
        {
          g_autofree char *far = rambla_distance_format (accuracy);

          /* Translators: a distance, like “40 m” */
          return g_strdup_printf (_ ("On, exact to %s."), far);
        }
      return g_strdup (_ ("On."));
    case RAMBLA_LOCATION_DENIED:
      return g_strdup (_ ("Denied. Allow it in the computer’s privacy settings, then try again."));
    case RAMBLA_LOCATION_FAILED:
      /* Translators: why */
      return g_strdup_printf (_ ("Not found: %s"), error != NULL ? error->message : "");
    case RAMBLA_LOCATION_OFF:
    default:
      return g_strdup (_ ("Not asked. It stays on this device; searches carry it rounded to about 100 m."));
    }
}

static const char *
name_location_button (RamblaLocationState state)
{
  switch (state)
    {
    case RAMBLA_LOCATION_ASKING:
      return _ ("Stop asking");
    case RAMBLA_LOCATION_ON:
      return _ ("Switch my location off");
    case RAMBLA_LOCATION_DENIED:
    case RAMBLA_LOCATION_FAILED:
      return _ ("Try my location again");
    case RAMBLA_LOCATION_OFF:
    default:
      return _ ("Use my location");
    }
}

static void
show_here (RamblaPlaceChip *self)
{
  RamblaLocationState state = rambla_location_get_state (rambla_here_get_location (self->here));
  gboolean usual = rambla_here_get_kind (self->here) == RAMBLA_HERE_CENTRE;
  const char *name = name_here (self->here);
  g_autofree char *status = describe_location (self->here);
  /* Translators: the place where distances start */
  g_autofree char *spoken = g_strdup_printf (_ ("Near: %s"), name);

  gtk_label_set_label (self->label, name);
  /* The row of chips scrolls, so nothing else keeps it from being as short as it can be. */
  gtk_label_set_width_chars (self->label, (int) MIN (g_utf8_strlen (name, -1), LONGEST_NAME));
  gtk_label_set_label (self->status, status);
  gtk_button_set_label (self->locate, name_location_button (state));
  gtk_widget_set_visible (self->centre, !usual);
  if (usual)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "active");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "active");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* --- typed --- */

static void
show_places (RamblaPlaceChip *self, GPtrArray *suggestions)
{
  GtkWidget *row;

  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->found, 0))) != NULL)
    gtk_list_box_remove (self->found, row);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  self->places = suggestions;
  for (guint i = 0; suggestions != NULL && i < suggestions->len;)
    {
      RamblaSuggestion *place = g_ptr_array_index (suggestions, i);
      GtkWidget *label;

      if (!g_str_equal (place->type, "place") || !place->has_location)
        {
          g_ptr_array_remove_index (suggestions, i);
          continue;
        }
      label = gtk_label_new (place->text);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_append (self->found, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (label)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, place->text, -1);
      i++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found), suggestions != NULL && suggestions->len > 0);
}

static void
on_suggest_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaPlaceChip) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *suggestions = rambla_catalogue_suggest_finish (RAMBLA_API (source), result, &error);

  if (suggestions != NULL && self->here != NULL)
    show_places (self, suggestions);
  else if (suggestions != NULL)
    g_ptr_array_unref (suggestions);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("No places: %s", error->message);
}

static void
on_search_changed (RamblaPlaceChip *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  RamblaPoint near = rambla_here_get_near (self->here);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*text == '\0')
    {
      show_places (self, NULL);
      return;
    }
  self->cancellable = g_cancellable_new ();
  rambla_catalogue_suggest_async (self->api, text, &near, self->cancellable, on_suggest_ready,
                                  g_object_ref (self));
}

static void
choose_row (RamblaPlaceChip *self, guint position)
{
  RamblaSuggestion *place;

  if (self->places == NULL || position >= self->places->len)
    return;
  place = g_ptr_array_index (self->places, position);
  rambla_here_choose (self->here, RAMBLA_HERE_NAMED, place->text, place->location);
  gtk_popover_popdown (self->popover);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

static void
on_row_activated (RamblaPlaceChip *self, GtkListBoxRow *row)
{
  choose_row (self, (guint) gtk_list_box_row_get_index (row));
}

static void
on_entry_activated (RamblaPlaceChip *self)
{
  choose_row (self, 0);
}

/* --- clicked, asked, or none of it --- */

static void
on_pick_clicked (RamblaPlaceChip *self)
{
  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[PICK], 0);
}

static void
on_locate_clicked (RamblaPlaceChip *self)
{
  RamblaLocation *location = rambla_here_get_location (self->here);
  RamblaLocationState state = rambla_location_get_state (location);

  if (state == RAMBLA_LOCATION_ON || state == RAMBLA_LOCATION_ASKING)
    rambla_location_stop (location);
  else
    rambla_here_locate (self->here);
}

static void
on_centre_clicked (RamblaPlaceChip *self)
{
  gtk_popover_popdown (self->popover);
  rambla_here_choose_centre (self->here);
}

/* --- construction --- */

static GtkWidget *
add_button (RamblaPlaceChip *self, GtkBox *box, const char *label, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (box, button);
  return button;
}

static GtkWidget *
new_choices (RamblaPlaceChip *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  GtkWidget *title = gtk_label_new (_ ("Where distances start"));

  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  self->entry = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->entry, "placeholder-text", _ ("Street or part of town"), NULL);
  gtk_search_entry_set_search_delay (self->entry, DELAY_MS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Street or part of town"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entry_activated), self);
  self->found = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->found, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->found), "suggestions");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->found), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  C_ ("streets and parts of town", "Places"), -1);
  g_signal_connect_swapped (self->found, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  self->status = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->status, TRUE);
  gtk_label_set_xalign (self->status, 0);
  gtk_label_set_max_width_chars (self->status, 36);
  gtk_widget_add_css_class (GTK_WIDGET (self->status), "caption");
  gtk_box_append (box, title);
  gtk_box_append (box, GTK_WIDGET (self->entry));
  gtk_box_append (box, GTK_WIDGET (self->found));
  add_button (self, box, _ ("Choose on the map"), G_CALLBACK (on_pick_clicked));
  self->locate = GTK_BUTTON (add_button (self, box, "", G_CALLBACK (on_locate_clicked)));
  gtk_box_append (box, GTK_WIDGET (self->status));
  self->centre = add_button (self, box, _ ("Back to the city centre"), G_CALLBACK (on_centre_clicked));
  gtk_widget_set_size_request (GTK_WIDGET (box), WIDTH, -1);
  return GTK_WIDGET (box);
}

static void
rambla_place_chip_dispose (GObject *object)
{
  RamblaPlaceChip *self = RAMBLA_PLACE_CHIP (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->places, g_ptr_array_unref);
  g_clear_object (&self->here);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_place_chip_parent_class)->dispose (object);
}

static void
rambla_place_chip_class_init (RamblaPlaceChipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_place_chip_dispose;
  signals[PICK] =
      g_signal_new ("pick", RAMBLA_TYPE_PLACE_CHIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_place_chip_init (RamblaPlaceChip *self)
{
}

GtkWidget *
rambla_place_chip_new (RamblaApi *api, RamblaHere *here)
{
  RamblaPlaceChip *self = g_object_new (RAMBLA_TYPE_PLACE_CHIP, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  RamblaLocation *location = rambla_here_get_location (here);

  self->api = g_object_ref (api);
  self->here = g_object_ref (here);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->label, LONGEST_NAME);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("rambla-pin-symbolic"));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, new_choices (self));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, content);
  gtk_menu_button_set_popover (self->button, GTK_WIDGET (self->popover));
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "chip");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  g_signal_connect_object (here, "changed", G_CALLBACK (show_here), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (location, "notify::state", G_CALLBACK (show_here), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (location, "moved", G_CALLBACK (show_here), self, G_CONNECT_SWAPPED);
  show_here (self);
  return GTK_WIDGET (self);
}
