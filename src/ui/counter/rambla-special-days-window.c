/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-special-days-window.h"

#include <glib/gi18n-lib.h>

#include "rambla-section.h"
#include "rambla-state-page.h"
#include "rambla-store-hours.h"
#include "rambla-stores.h"
#include "rambla-time.h"

#define MARGIN 12
#define TIMES_OF_DAY 48
#define HALF_HOUR 30
#define MOST_NOTE 100 /* characters */

struct _RamblaSpecialDaysWindow
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  RamblaStatePage *state;
  GtkListBox *list;
  GtkCalendar *calendar;
  GtkSwitch *closed;
  GtkDropDown *from;
  GtkDropDown *to;
  GtkEditable *note;
  GtkWidget *add;

  RamblaApi *api;
  char *store_id;
  RamblaSpecialDays *days; /* as the platform has them; NULL until loaded */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaSpecialDaysWindow, rambla_special_days_window, ADW_TYPE_WINDOW)

static void show (RamblaSpecialDaysWindow *self);

static RamblaDayHours *
copy_day (const RamblaDayHours *day)
{
  RamblaDayHours *copy = g_memdup2 (day, sizeof *day);

  copy->note = g_strdup (day->note);
  return copy;
}

static void
on_days_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSpecialDaysWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  RamblaSpecialDays *days = rambla_stores_special_days_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (self->add, TRUE);
  if (days != NULL)
    {
      g_clear_pointer (&self->days, rambla_special_days_free);
      self->days = days;
      show (self);
    }
  else if (self->days == NULL)
    rambla_state_page_show_error (self->state, error);
  else
    {
      g_autofree char *words = rambla_api_error_describe (error);
      g_autofree char *escaped = g_markup_escape_text (words, -1);

      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
    }
}

static void
load (RamblaSpecialDaysWindow *self)
{
  rambla_state_page_show_loading (self->state, NULL);
  rambla_stores_get_special_days_async (self->api, self->store_id, self->cancellable, on_days_ready,
                                        g_object_ref (self));
}

/* Tells the platform the days but that one, and @added (nullable) in its place. Takes @added over. */
static void
replace (RamblaSpecialDaysWindow *self, gint64 without, RamblaDayHours *added)
{
  g_autoptr (GPtrArray) days = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_day_hours_free);

  for (guint i = 0; i < self->days->days->len; i++)
    {
      const RamblaDayHours *day = g_ptr_array_index (self->days->days, i);

      if (day->days == without)
        continue;
      if (added != NULL && added->days < day->days)
        g_ptr_array_add (days, g_steal_pointer (&added));
      g_ptr_array_add (days, copy_day (day));
    }
  if (added != NULL)
    g_ptr_array_add (days, added);
  gtk_widget_set_sensitive (self->add, FALSE);
  rambla_stores_set_special_days_async (self->api, self->store_id, days, self->days->etag, self->cancellable,
                                        on_days_ready, g_object_ref (self));
}

static void
on_remove (RamblaSpecialDaysWindow *self, GtkWidget *button)
{
  replace (self, *(gint64 *) g_object_get_data (G_OBJECT (button), "day"), NULL);
}

static GtkWidget *
new_row (RamblaSpecialDaysWindow *self, const RamblaDayHours *day)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *words = rambla_store_hours_describe_day (day);
  /* Translators: a day and its hours */
  g_autofree char *name = g_strdup_printf (_ ("Remove %s"), words);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (remove), "day", g_memdup2 (&day->days, sizeof day->days), g_free);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_remove), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  return row;
}

static void
show (RamblaSpecialDaysWindow *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < self->days->days->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->days->days, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->list), self->days->days->len > 0);
  rambla_state_page_show_content (self->state);
}

static void
on_add (RamblaSpecialDaysWindow *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);
  g_autofree char *note = g_strstrip (g_strdup (gtk_editable_get_text (self->note)));
  RamblaDayHours *day = g_new0 (RamblaDayHours, 1);

  day->days = rambla_days_from_date (g_date_time_get_year (date), g_date_time_get_month (date),
                                     g_date_time_get_day_of_month (date));
  if (!gtk_switch_get_active (self->closed))
    {
      day->spans[0].from = (int) gtk_drop_down_get_selected (self->from) * HALF_HOUR;
      day->spans[0].to = (int) gtk_drop_down_get_selected (self->to) * HALF_HOUR;
      /* Until two in the morning is until two the next day. */
      if (day->spans[0].to <= day->spans[0].from)
        day->spans[0].to += RAMBLA_MINUTES_OF_DAY;
      day->n_spans = 1;
    }
  day->note = *note != '\0' ? g_strdup (note) : NULL;
  gtk_editable_set_text (self->note, "");
  replace (self, day->days, day);
}

static void
on_closed_changed (RamblaSpecialDaysWindow *self)
{
  gboolean open = !gtk_switch_get_active (self->closed);

  gtk_widget_set_sensitive (GTK_WIDGET (self->from), open);
  gtk_widget_set_sensitive (GTK_WIDGET (self->to), open);
}

/* --- construction --- */

static void
rambla_special_days_window_dispose (GObject *object)
{
  RamblaSpecialDaysWindow *self = RAMBLA_SPECIAL_DAYS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_pointer (&self->store_id, g_free);
  g_clear_pointer (&self->days, rambla_special_days_free);
  G_OBJECT_CLASS (rambla_special_days_window_parent_class)->dispose (object);
}

static void
rambla_special_days_window_finalize (GObject *object)
{
  g_object_unref (RAMBLA_SPECIAL_DAYS_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (rambla_special_days_window_parent_class)->finalize (object);
}

static void
rambla_special_days_window_class_init (RamblaSpecialDaysWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_special_days_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_special_days_window_finalize;
}

static GtkDropDown *
new_times (const char *name, guint selected)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  GtkWidget *times;

  for (int i = 0; i < TIMES_OF_DAY; i++)
    g_ptr_array_add (texts, g_strdup_printf ("%02d:%02d", i / 2, i % 2 * HALF_HOUR));
  g_ptr_array_add (texts, NULL);
  times = gtk_drop_down_new_from_strings ((const char *const *) texts->pdata);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (times), selected);
  gtk_accessible_update_property (GTK_ACCESSIBLE (times), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_DROP_DOWN (times);
}

/* A row with @control at its end, which also gets the row's name. */
static void
add_row (GtkWidget *group, const char *title, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
new_form (RamblaSpecialDaysWindow *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *note = gtk_entry_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Another day"));
  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->calendar));
  self->closed = GTK_SWITCH (gtk_switch_new ());
  g_signal_connect_swapped (self->closed, "notify::active", G_CALLBACK (on_closed_changed), self);
  add_row (group, _ ("Closed all day"), GTK_WIDGET (self->closed));
  self->from = new_times (_ ("Opens"), 18);
  add_row (group, _ ("Opens"), GTK_WIDGET (self->from));
  self->to = new_times (_ ("Closes"), 28);
  add_row (group, _ ("Closes"), GTK_WIDGET (self->to));
  self->note = GTK_EDITABLE (note);
  gtk_entry_set_max_length (GTK_ENTRY (note), MOST_NOTE);
  gtk_widget_set_hexpand (note, TRUE);
  add_row (group, _ ("Reason, for everybody"), note);
  self->add = gtk_button_new_with_label (_ ("Add this day"));
  gtk_widget_add_css_class (self->add, "suggested-action");
  gtk_widget_set_halign (self->add, GTK_ALIGN_END);
  gtk_widget_set_margin_top (self->add, MARGIN);
  g_signal_connect_swapped (self->add, "clicked", G_CALLBACK (on_add), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->add);
  return group;
}

static void
rambla_special_days_window_init (RamblaSpecialDaysWindow *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN * 2);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *header = adw_header_bar_new ();

  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Special days"), -1);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_box_append (
      GTK_BOX (box),
      rambla_text_new (
          _ ("On these days the hours of the week do not hold. Everybody sees it on the store’s page."),
          "dimmer"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), new_form (self));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->state));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Special days"), NULL));
  gtk_box_append (GTK_BOX (content), header);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->toasts));
  adw_window_set_content (ADW_WINDOW (self), content);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Special days"));
  gtk_window_set_default_size (GTK_WINDOW (self), 460, 720);
}

GtkWidget *
rambla_special_days_window_new (GtkWindow *parent, RamblaApi *api, const char *store_id)
{
  RamblaSpecialDaysWindow *self =
      g_object_new (RAMBLA_TYPE_SPECIAL_DAYS_WINDOW, "transient-for", parent, "modal", TRUE, NULL);

  self->api = g_object_ref (api);
  self->store_id = g_strdup (store_id);
  load (self);
  return GTK_WIDGET (self);
}
