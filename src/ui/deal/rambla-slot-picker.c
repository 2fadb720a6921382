/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-slot-picker.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-place-time.h"
#include "rambla-section.h"

#define MOST_DAYS 31
#define FEW_PLACES 3

struct _RamblaSlotPicker
{
  AdwBin parent_instance;

  GtkBox *days;
  GtkWidget *first_day;
  GtkLabel *status;
  GtkFlowBox *times;
  GtkWidget *retry;

  RamblaApi *api;
  RamblaDeal *deal;
  GTimeZone *zone;
  char *store_id;
  char *date; /* "2026-11-21", the chosen day */
  RamblaSlot *slot;
  GtkWidget *day;   /* the chosen one */
  gboolean seeking; /* looks for the first day with times, until somebody chooses a day */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaSlotPicker, rambla_slot_picker, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SLOT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_slot (RamblaSlotPicker *self, RamblaSlot *slot)
{
  if (g_set_object (&self->slot, slot))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOT]);
}

static void
set_status (RamblaSlotPicker *self, const char *text, gboolean retry)
{
  gtk_label_set_label (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
  gtk_widget_set_visible (self->retry, retry);
}

static void
clear_times (RamblaSlotPicker *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->times))) != NULL)
    gtk_flow_box_remove (self->times, child);
}

static void
on_time_toggled (GtkToggleButton *button, RamblaSlotPicker *self)
{
  if (gtk_toggle_button_get_active (button))
    set_slot (self, g_object_get_data (G_OBJECT (button), "slot"));
}

static GtkWidget *
new_time (RamblaSlotPicker *self, RamblaSlot *slot)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GDateTime) start = rambla_place_time_new (self->zone, rambla_slot_get_starts_at (slot));
  g_autofree char *time = g_date_time_format (start, "%H:%M");
  int left = rambla_slot_get_capacity_left (slot);
  g_autofree char *room =
      left > 0 ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d place", "%d places", (gulong) left), left)
               : g_strdup (_ ("full"));
  g_autofree char *spoken = g_strdup_printf ("%s, %s", time, room);

  gtk_box_append (GTK_BOX (box), gtk_label_new (time));
  if (left <= FEW_PLACES)
    {
      GtkWidget *note = gtk_label_new (room);

      gtk_widget_add_css_class (note, "caption");
      gtk_box_append (GTK_BOX (box), note);
    }
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "slot");
  gtk_widget_set_sensitive (button, left > 0);
  gtk_widget_set_tooltip_text (button, room);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "slot", g_object_ref (slot), g_object_unref);
  g_signal_connect (button, "toggled", G_CALLBACK (on_time_toggled), self);
  return button;
}

/* Goes on to the next bookable day; FALSE when there is none, or when the day was chosen by hand. */
static gboolean
seek (RamblaSlotPicker *self)
{
  GtkWidget *next = self->day;

  if (!self->seeking)
    return FALSE;
  do
    next = gtk_widget_get_next_sibling (next);
  while (next != NULL && !gtk_widget_is_sensitive (next));
  if (next == NULL)
    return FALSE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (next), TRUE);
  self->seeking = TRUE;
  return TRUE;
}

static void
show_times (RamblaSlotPicker *self, GListModel *slots)
{
  guint n = g_list_model_get_n_items (slots);
  GtkToggleButton *group = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RamblaSlot) slot = g_list_model_get_item (slots, i);
      GtkWidget *button;

      if (self->store_id != NULL && !g_str_equal (rambla_slot_get_store_id (slot), self->store_id))
        continue;
      button = new_time (self, slot);
      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
      group = GTK_TOGGLE_BUTTON (button);
      gtk_flow_box_insert (self->times, button, -1);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
  if (group == NULL && seek (self))
    return;
  self->seeking = FALSE;
  set_status (self, group == NULL ? _ ("No times on this day. Try another one.") : NULL, FALSE);
}

static void
on_slots_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSlotPicker) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) slots = rambla_catalogue_list_slots_finish (RAMBLA_API (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  clear_times (self);
  if (slots != NULL)
    {
      show_times (self, slots);
      return;
    }
  sentence = rambla_api_error_describe (error);
  set_status (self, sentence, TRUE);
}

static void
load (RamblaSlotPicker *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  set_slot (self, NULL);
  if (self->date == NULL || self->store_id == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  clear_times (self);
  set_status (self, _ ("Looking for free times…"), FALSE);
  rambla_catalogue_list_slots_async (self->api, rambla_deal_get_id (self->deal), self->date, self->store_id,
                                     self->cancellable, on_slots_ready, g_object_ref (self));
}

static void
on_day_toggled (GtkToggleButton *button, RamblaSlotPicker *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->seeking = FALSE;
  self->day = GTK_WIDGET (button);
  g_free (self->date);
  self->date = g_strdup (g_object_get_data (G_OBJECT (button), "date"));
  load (self);
}

static GtkWidget *
new_day (RamblaSlotPicker *self, GDateTime *day, gboolean bookable)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *weekday = g_date_time_format (day, "%a");
  g_autofree char *number = g_date_time_format (day, "%-d");
  g_autofree char *month = g_date_time_format (day, "%b");
  g_autofree char *spoken = g_date_time_format (day, "%A %-d %B");
  GtkWidget *number_label = gtk_label_new (number);
  GtkWidget *weekday_label = gtk_label_new (weekday);
  GtkWidget *month_label = gtk_label_new (month);

  gtk_widget_add_css_class (weekday_label, "caption");
  gtk_widget_add_css_class (number_label, "heading");
  gtk_widget_add_css_class (month_label, "caption");
  gtk_box_append (GTK_BOX (box), weekday_label);
  gtk_box_append (GTK_BOX (box), number_label);
  gtk_box_append (GTK_BOX (box), month_label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "day");
  gtk_widget_set_sensitive (button, bookable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_object_set_data_full (G_OBJECT (button), "date", g_date_time_format (day, "%Y-%m-%d"), g_free);
  g_signal_connect (button, "toggled", G_CALLBACK (on_day_toggled), self);
  return button;
}

static void
fill_days (RamblaSlotPicker *self)
{
  const RamblaDealBooking *booking = rambla_deal_get_booking (self->deal);
  g_autoptr (GDateTime) today = g_date_time_new_now (self->zone);
  int n_days = CLAMP (booking != NULL ? booking->days_ahead : 14, 1, MOST_DAYS);
  guint8 weekdays = booking != NULL && booking->weekdays != 0 ? booking->weekdays : RAMBLA_WEEKDAYS_ALL;

  for (int i = 0; i < n_days; i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (today, i);
      gboolean bookable = weekdays >> (g_date_time_get_day_of_week (day) - 1) & 1;
      GtkWidget *button = new_day (self, day, bookable);

      gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->first_day));
      gtk_box_append (self->days, button);
      if (self->first_day == NULL && bookable)
        {
          self->first_day = button;
          gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
        }
    }
}

void
rambla_slot_picker_set_store (RamblaSlotPicker *self, RamblaStore *store)
{
  g_return_if_fail (RAMBLA_IS_SLOT_PICKER (self));

  if (g_strcmp0 (self->store_id, rambla_store_get_id (store)) == 0)
    return;
  g_free (self->store_id);
  self->store_id = g_strdup (rambla_store_get_id (store));
  load (self);
}

RamblaSlot *
rambla_slot_picker_get_slot (RamblaSlotPicker *self)
{
  g_return_val_if_fail (RAMBLA_IS_SLOT_PICKER (self), NULL);

  return self->slot;
}

void
rambla_slot_picker_ask (RamblaSlotPicker *self)
{
  g_return_if_fail (RAMBLA_IS_SLOT_PICKER (self));

  if (!gtk_widget_child_focus (GTK_WIDGET (self->times), GTK_DIR_TAB_FORWARD) && self->first_day != NULL)
    gtk_widget_grab_focus (self->first_day);
}

static void
rambla_slot_picker_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SLOT:
      g_value_set_object (value, RAMBLA_SLOT_PICKER (object)->slot);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_slot_picker_dispose (GObject *object)
{
  RamblaSlotPicker *self = RAMBLA_SLOT_PICKER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->deal);
  g_clear_object (&self->slot);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->store_id, g_free);
  g_clear_pointer (&self->date, g_free);
  G_OBJECT_CLASS (rambla_slot_picker_parent_class)->dispose (object);
}

static void
rambla_slot_picker_class_init (RamblaSlotPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_slot_picker_get_property;
  object_class->dispose = rambla_slot_picker_dispose;
  properties[PROP_SLOT] =
      g_param_spec_object ("slot", NULL, NULL, RAMBLA_TYPE_SLOT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_slot_picker_init (RamblaSlotPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->days = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->days), 10);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->days), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Days"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->days));
  self->status = GTK_LABEL (rambla_text_new (NULL, "dimmer"));
  self->times = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->times, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (self->times, TRUE);
  gtk_flow_box_set_max_children_per_line (self->times, 8);
  gtk_flow_box_set_row_spacing (self->times, 2);
  gtk_flow_box_set_column_spacing (self->times, 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->times), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Times"),
                                  -1);
  self->retry = gtk_button_new_with_label (_ ("Try again"));
  gtk_widget_set_halign (self->retry, GTK_ALIGN_START);
  gtk_widget_set_visible (self->retry, FALSE);
  g_signal_connect_swapped (self->retry, "clicked", G_CALLBACK (load), self);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), self->retry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->times));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_slot_picker_new (RamblaApi *api, RamblaDeal *deal, GTimeZone *zone)
{
  RamblaSlotPicker *self = g_object_new (RAMBLA_TYPE_SLOT_PICKER, NULL);

  self->api = g_object_ref (api);
  self->deal = g_object_ref (deal);
  self->zone = g_time_zone_ref (zone);
  fill_days (self);
  self->seeking = TRUE;
  return GTK_WIDGET (self);
}
