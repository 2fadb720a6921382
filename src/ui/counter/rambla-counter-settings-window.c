/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-settings-window.h"

#include <glib/gi18n-lib.h>

#include "rambla-counter.h"
#include "rambla-state-page.h"

struct _RamblaCounterSettingsWindow
{
  AdwWindow parent_instance;

  RamblaStatePage *state;
  AdwToastOverlay *toasts;
  GtkWidget *save;
  GtkSwitch *accept;
  GtkSpinButton *limit;
  AdwActionRow *limit_row;
  GtkSpinButton *minutes;
  GtkLabel *statement;
  RamblaApi *api;
  char *store_id;
  RamblaCounterSettings *settings;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaCounterSettingsWindow, rambla_counter_settings_window, ADW_TYPE_WINDOW)

enum
{
  SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show (RamblaCounterSettingsWindow *self, RamblaCounterSettings *settings)
{
  guint digits = rambla_money_minor_digits (settings->limit.currency);
  double unit = 1;
  g_autofree char *highest = rambla_money_format (settings->highest_limit);
  /* Translators: a sum of money */
  g_autofree char *subtitle = g_strdup_printf (_ ("What a voucher may be worth, at most %s"), highest);

  for (guint i = 0; i < digits; i++)
    unit *= 10;
  g_clear_pointer (&self->settings, rambla_counter_settings_free);
  self->settings = settings;
  gtk_switch_set_active (self->accept, settings->accept);
  gtk_spin_button_set_digits (self->limit, 0);
  gtk_spin_button_set_range (self->limit, 0, (double) settings->highest_limit.amount / unit);
  gtk_spin_button_set_increments (self->limit, 100, 1000);
  gtk_spin_button_set_value (self->limit, (double) settings->limit.amount / unit);
  adw_action_row_set_subtitle (self->limit_row, subtitle);
  gtk_spin_button_set_value (self->minutes, settings->undo_seconds / 60);
  gtk_label_set_label (self->statement, settings->statement);
  gtk_widget_set_sensitive (self->save, TRUE);
  rambla_state_page_show_content (self->state);
}

static void
on_settings_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterSettingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  RamblaCounterSettings *settings = rambla_counter_settings_finish (RAMBLA_API (source), result, &error);

  if (settings != NULL && !g_cancellable_is_cancelled (self->cancellable))
    show (self, g_steal_pointer (&settings));
  else if (settings == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    rambla_state_page_show_error (self->state, error);
  g_clear_pointer (&settings, rambla_counter_settings_free);
}

static void
load (RamblaCounterSettingsWindow *self)
{
  rambla_state_page_show_loading (self->state, NULL);
  rambla_counter_get_settings_async (self->api, self->store_id, self->cancellable, on_settings_ready,
                                     g_object_ref (self));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterSettingsWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCounterSettings) settings =
      rambla_counter_settings_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (settings != NULL)
    {
      g_signal_emit (self, signals[SAVED], 0);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  gtk_widget_set_sensitive (self->save, TRUE);
  if (rambla_api_error_is_problem (error, "precondition_failed"))
    {
      adw_toast_overlay_add_toast (self->toasts,
                                   adw_toast_new (_ ("Somebody else has just changed this; look again.")));
      load (self);
    }
  else
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (sentence));
    }
}

static void
on_save (RamblaCounterSettingsWindow *self)
{
  gint64 unit = 1;

  for (guint i = 0; i < rambla_money_minor_digits (self->settings->limit.currency); i++)
    unit *= 10;
  gtk_widget_set_sensitive (self->save, FALSE);
  self->settings->accept = gtk_switch_get_active (self->accept);
  self->settings->limit.amount = gtk_spin_button_get_value_as_int (self->limit) * unit;
  self->settings->undo_seconds = gtk_spin_button_get_value_as_int (self->minutes) * 60;
  rambla_counter_set_settings_async (self->api, self->store_id, self->settings, self->cancellable, on_saved,
                                     g_object_ref (self));
}

static GtkWidget *
add_row (AdwPreferencesGroup *group, const char *title, const char *subtitle, GtkWidget *control)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), control);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), control);
  adw_preferences_group_add (group, row);
  return row;
}

static GtkWidget *
new_content (RamblaCounterSettingsWindow *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *offline = adw_preferences_group_new ();
  GtkWidget *undo = adw_preferences_group_new ();

  self->accept = GTK_SWITCH (gtk_switch_new ());
  self->limit = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 1, 1));
  self->minutes = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 1440, 1));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (offline), _ ("Without the platform"));
  add_row (ADW_PREFERENCES_GROUP (offline), _ ("Accept offline"), _ ("QR codes only; handed in later"),
           GTK_WIDGET (self->accept));
  self->limit_row =
      ADW_ACTION_ROW (add_row (ADW_PREFERENCES_GROUP (offline), _ ("Up to"), NULL, GTK_WIDGET (self->limit)));
  self->statement = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->statement, TRUE);
  gtk_label_set_xalign (self->statement, 0);
  gtk_widget_set_margin_top (GTK_WIDGET (self->statement), 12);
  gtk_widget_add_css_class (GTK_WIDGET (self->statement), "dim-label");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (offline), GTK_WIDGET (self->statement));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (undo), _ ("Taking back"));
  add_row (ADW_PREFERENCES_GROUP (undo), _ ("Minutes"), _ ("How long a redemption can be taken back"),
           GTK_WIDGET (self->minutes));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (offline));
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (undo));
  return page;
}

static void
rambla_counter_settings_window_dispose (GObject *object)
{
  RamblaCounterSettingsWindow *self = RAMBLA_COUNTER_SETTINGS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_pointer (&self->settings, rambla_counter_settings_free);
  g_clear_pointer (&self->store_id, g_free);
  G_OBJECT_CLASS (rambla_counter_settings_window_parent_class)->dispose (object);
}

static void
rambla_counter_settings_window_finalize (GObject *object)
{
  g_object_unref (RAMBLA_COUNTER_SETTINGS_WINDOW (object)->cancellable);
  G_OBJECT_CLASS (rambla_counter_settings_window_parent_class)->finalize (object);
}

static void
rambla_counter_settings_window_class_init (RamblaCounterSettingsWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_counter_settings_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_counter_settings_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
  signals[SAVED] = g_signal_new ("saved", RAMBLA_TYPE_COUNTER_SETTINGS_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_counter_settings_window_init (RamblaCounterSettingsWindow *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
rambla_counter_settings_window_new (GtkWindow *parent, RamblaApi *api, const char *store_id)
{
  RamblaCounterSettingsWindow *self =
      g_object_new (RAMBLA_TYPE_COUNTER_SETTINGS_WINDOW, "transient-for", parent, "modal", TRUE, "title",
                    _ ("Counter settings"), "default-width", 480, "default-height", 560, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();

  self->api = g_object_ref (api);
  self->store_id = g_strdup (store_id);
  self->save = gtk_button_new_with_label (_ ("Save"));
  gtk_widget_add_css_class (self->save, "suggested-action");
  gtk_widget_set_sensitive (self->save, FALSE);
  g_signal_connect_swapped (self->save, "clicked", G_CALLBACK (on_save), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->save);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_content (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->toasts));
  adw_window_set_content (ADW_WINDOW (self), box);
  load (self);
  return GTK_WIDGET (self);
}
