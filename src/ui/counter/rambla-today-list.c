/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-today-list.h"

#include <glib/gi18n-lib.h>

struct _RamblaTodayList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GTimeZone *timezone;
  char *shown; /* what the rows say, so that nothing is rebuilt under the pointer */
};

G_DEFINE_FINAL_TYPE (RamblaTodayList, rambla_today_list, ADW_TYPE_BIN)

enum
{
  STORY,
  UNDO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What became of what this counter accepted alone. */
static const struct
{
  const char *mark;
  const char *icon_name;
  const char *style;
} states[] = {
  [RAMBLA_COUNTER_SCAN_UNSENT] = { N_ ("waiting to be handed in"), "rambla-hourglass-symbolic",
                                   "waiting-text" },
  [RAMBLA_COUNTER_SCAN_REDEEMED] = { N_ ("handed in"), "rambla-check-circle-symbolic", "accepted-text" },
  [RAMBLA_COUNTER_SCAN_CONFLICT] = { N_ ("accepted elsewhere too"), "dialog-warning-symbolic",
                                     "refused-text" },
  [RAMBLA_COUNTER_SCAN_REFUSED] = { N_ ("refused when handed in"), "rambla-cross-circle-symbolic",
                                    "refused-text" },
};

static char *
format_time (RamblaTodayList *self, gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, self->timezone);

  return g_date_time_format (local, "%H:%M");
}

static GtkWidget *
new_row (const char *title,
         const char *time,
         const char *mark,
         const char *icon_name,
         const char *style,
         RamblaMoney amount)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name (icon_name);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  /* Translators: a time of day, and what became of it */
  g_autofree char *line = mark != NULL ? g_strdup_printf (_ ("%s, %s"), time, mark) : g_strdup (time);
  g_autofree char *subtitle = g_markup_escape_text (line, -1);

  gtk_widget_add_css_class (icon, style);
  gtk_widget_add_css_class (row, "counter-row");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (rambla_money_is_set (amount))
    {
      g_autofree char *money = rambla_money_format (amount);
      GtkWidget *label = gtk_label_new (money);

      gtk_widget_add_css_class (label, "tabular");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  return row;
}

static void
on_row_activated (RamblaTodayList *self, GtkWidget *row)
{
  g_signal_emit (self, signals[STORY], 0, g_object_get_data (G_OBJECT (row), "redemption"));
}

static void
on_undo_clicked (GtkButton *button, RamblaTodayList *self)
{
  g_signal_emit (self, signals[UNDO], 0, g_object_get_data (G_OBJECT (button), "redemption"));
}

static void
add_redemption (RamblaTodayList *self, RamblaRedemption *redemption)
{
  gboolean undone = rambla_redemption_get_undone (redemption);
  const char *title = rambla_deal_get_title (rambla_redemption_get_deal (redemption));
  g_autofree char *time = format_time (self, rambla_redemption_get_redeemed_at (redemption));
  GtkWidget *row =
      new_row (title, time,
               undone                                         ? _ ("taken back")
               : rambla_redemption_get_handed_in (redemption) ? _ ("handed in")
                                                              : NULL,
               undone ? "edit-undo-symbolic" : "rambla-check-circle-symbolic",
               undone ? "dim-label" : "accepted-text", rambla_redemption_get_amount (redemption));

  if (!undone && rambla_redemption_get_undo_until (redemption) > g_get_real_time ())
    {
      GtkWidget *undo = gtk_button_new_from_icon_name ("edit-undo-symbolic");
      /* Translators: a button; name of an offer */
      g_autofree char *spoken = g_strdup_printf (_ ("Take back: %s"), title);

      gtk_widget_add_css_class (undo, "flat");
      gtk_widget_set_valign (undo, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (undo, _ ("Take back"));
      gtk_accessible_update_property (GTK_ACCESSIBLE (undo), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      g_object_set_data_full (G_OBJECT (undo), "redemption", g_object_ref (redemption), g_object_unref);
      g_signal_connect (undo, "clicked", G_CALLBACK (on_undo_clicked), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), undo);
    }
  /* What became of it, from the order to the payout. */
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "redemption", g_object_ref (redemption), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (on_row_activated), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
}

static void
add_scan (RamblaTodayList *self, const RamblaCounterScan *scan)
{
  g_autofree char *time = format_time (self, scan->at_ms * 1000);

  gtk_list_box_append (self->list,
                       new_row (scan->title, time, _ (states[scan->state].mark),
                                states[scan->state].icon_name, states[scan->state].style, scan->worth));
}

/* Two lists that say the same are the same text. */
static char *
describe (RamblaCounterDay *day, GPtrArray *scans)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; scans != NULL && i < scans->len; i++)
    {
      const RamblaCounterScan *scan = g_ptr_array_index (scans, i);

      g_string_append_printf (text, "%" G_GINT64_FORMAT ":%d ", scan->sequence, scan->state);
    }
  for (guint i = 0; day != NULL && i < day->redemptions->len; i++)
    {
      RamblaRedemption *redemption = g_ptr_array_index (day->redemptions, i);

      g_string_append_printf (text, "%s:%d:%d ", rambla_redemption_get_id (redemption),
                              rambla_redemption_get_undone (redemption),
                              rambla_redemption_get_undo_until (redemption) > g_get_real_time ());
    }
  return g_string_free (text, FALSE);
}

void
rambla_today_list_show (RamblaTodayList *self, RamblaCounterDay *day, GPtrArray *scans)
{
  g_autofree char *text = describe (day, scans);
  GtkListBoxRow *row;

  g_return_if_fail (RAMBLA_IS_TODAY_LIST (self));

  if (g_strcmp0 (text, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&text);
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  /* What counts is in the platform's list too. */
  for (guint i = 0; scans != NULL && i < scans->len; i++)
    {
      const RamblaCounterScan *scan = g_ptr_array_index (scans, i);

      if (scan->state != RAMBLA_COUNTER_SCAN_REDEEMED)
        add_scan (self, scan);
    }
  for (guint i = 0; day != NULL && i < day->redemptions->len; i++)
    add_redemption (self, g_ptr_array_index (day->redemptions, i));
}

gboolean
rambla_today_list_is_empty (RamblaTodayList *self)
{
  g_return_val_if_fail (RAMBLA_IS_TODAY_LIST (self), TRUE);

  return gtk_list_box_get_row_at_index (self->list, 0) == NULL;
}

static void
rambla_today_list_finalize (GObject *object)
{
  RamblaTodayList *self = RAMBLA_TODAY_LIST (object);

  g_clear_pointer (&self->timezone, g_time_zone_unref);
  g_free (self->shown);
  G_OBJECT_CLASS (rambla_today_list_parent_class)->finalize (object);
}

static void
rambla_today_list_class_init (RamblaTodayListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_today_list_finalize;
  signals[STORY] = g_signal_new ("story", RAMBLA_TYPE_TODAY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, RAMBLA_TYPE_REDEMPTION);
  signals[UNDO] = g_signal_new ("undo", RAMBLA_TYPE_TODAY_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, RAMBLA_TYPE_REDEMPTION);
}

static void
rambla_today_list_init (RamblaTodayList *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 2);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Accepted today"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
rambla_today_list_new (GTimeZone *timezone)
{
  RamblaTodayList *self = g_object_new (RAMBLA_TYPE_TODAY_LIST, NULL);

  self->timezone = g_time_zone_ref (timezone);
  return GTK_WIDGET (self);
}
