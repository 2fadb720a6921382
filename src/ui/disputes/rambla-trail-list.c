/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-trail-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-disputes.h"
#include "rambla-trail.h"
#include "rambla-voucher-words.h"

struct _RamblaTrailList
{
  AdwBin parent_instance;

  AdwExpanderRow *expander;
  GPtrArray *rows; /* owned by the expander */
  RamblaApi *api;
  RamblaParty party;
  char *what;
  GTimeZone *zone;
  GCancellable *cancellable;
  gboolean asking;
};

G_DEFINE_FINAL_TYPE (RamblaTrailList, rambla_trail_list, ADW_TYPE_BIN)

static const char *
get_account_name (const char *account)
{
  static const struct
  {
    const char *account;
    const char *name;
  } names[] = {
    { "buyer", N_ ("buyer") },           { "escrow", N_ ("held for the voucher") },
    { "merchant", N_ ("merchant") },     { "held", N_ ("held for the dispute") },
    { "commission", N_ ("commission") }, { "guarantee", N_ ("guarantee") },
    { "settlement", N_ ("payout") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].account, account))
      return _ (names[i].name);
  return account;
}

static char *
describe_step (RamblaTrailList *self, const RamblaTrailStep *step)
{
  g_autofree char *day = rambla_words_date (step->at, self->zone, g_get_real_time ());
  g_autofree char *time = rambla_words_time (step->at, self->zone);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s, %s", day, time);
  if (step->message != NULL)
    g_string_append_printf (text, "\n%s", step->message);
  for (guint i = 0; i < step->entries->len; i++)
    {
      const RamblaTrailEntry *entry = g_ptr_array_index (step->entries, i);
      g_autofree char *amount = rambla_money_format (entry->amount);

      /* Translators: money that moved: an amount, from whom, to whom */
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _ ("%s: %s → %s"), amount, get_account_name (entry->from),
                              get_account_name (entry->to));
    }
  return g_string_free (text, FALSE);
}

static void
add_row (RamblaTrailList *self, const char *title, const char *subtitle, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (value != NULL)
    {
      GtkWidget *label = gtk_label_new (value);

      gtk_widget_add_css_class (label, "numeric");
      gtk_widget_add_css_class (label, "dim-label");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
    }
  adw_expander_row_add_row (self->expander, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear (RamblaTrailList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->expander, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
on_trail_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaTrailList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = rambla_disputes_get_trail_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  clear (self);
  if (steps == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      add_row (self, _ ("The story cannot be shown now"), sentence, NULL);
      return;
    }
  for (guint i = 0; i < steps->len; i++)
    {
      const RamblaTrailStep *step = g_ptr_array_index (steps, i);
      g_autofree char *subtitle = describe_step (self, step);
      g_autofree char *amount =
          rambla_money_is_set (step->amount) ? rambla_money_format (step->amount) : NULL;

      add_row (self, step->text, subtitle, amount);
    }
}

static void
on_expanded_changed (RamblaTrailList *self)
{
  if (!adw_expander_row_get_expanded (self->expander) || self->asking)
    return;
  self->asking = TRUE;
  if (self->rows->len == 0)
    add_row (self, _ ("One moment…"), NULL, NULL);
  rambla_disputes_get_trail_async (self->api, self->party, self->what, self->cancellable, on_trail_ready,
                                   g_object_ref (self));
}

static void
rambla_trail_list_dispose (GObject *object)
{
  RamblaTrailList *self = RAMBLA_TRAIL_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_trail_list_parent_class)->dispose (object);
}

static void
rambla_trail_list_finalize (GObject *object)
{
  RamblaTrailList *self = RAMBLA_TRAIL_LIST (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->what);
  G_OBJECT_CLASS (rambla_trail_list_parent_class)->finalize (object);
}

static void
rambla_trail_list_class_init (RamblaTrailListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_trail_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_trail_list_finalize;
}

static void
rambla_trail_list_init (RamblaTrailList *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), _ ("The whole story"));
  adw_expander_row_set_subtitle (self->expander, _ ("Every step, and where the money went"));
  g_signal_connect_swapped (self->expander, "notify::expanded", G_CALLBACK (on_expanded_changed), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->expander));
  adw_bin_set_child (ADW_BIN (self), group);
}

GtkWidget *
rambla_trail_list_new (RamblaApi *api, RamblaParty party, const char *what, GTimeZone *zone)
{
  RamblaTrailList *self = g_object_new (RAMBLA_TYPE_TRAIL_LIST, NULL);

  self->api = g_object_ref (api);
  self->party = party;
  self->what = g_strdup (what);
  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}

void
rambla_trail_list_open_window (GtkWidget *parent,
                               RamblaApi *api,
                               RamblaParty party,
                               const char *what,
                               GTimeZone *zone)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *trail = rambla_trail_list_new (api, party, what, zone);
  GtkWidget *header = adw_header_bar_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_ ("The whole story"), NULL));
  gtk_widget_set_margin_start (trail, 12);
  gtk_widget_set_margin_end (trail, 12);
  gtk_widget_set_margin_top (trail, 12);
  gtk_widget_set_margin_bottom (trail, 12);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), trail);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _ ("The whole story"));
  gtk_window_set_default_size (GTK_WINDOW (window), 520, 640);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (parent)));
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  adw_expander_row_set_expanded (RAMBLA_TRAIL_LIST (trail)->expander, TRUE);
  gtk_window_present (GTK_WINDOW (window));
}
