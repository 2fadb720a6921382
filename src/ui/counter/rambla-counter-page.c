/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-breakpoint-bin.h"
#include "rambla-counter-answer.h"
#include "rambla-counter-banner.h"
#include "rambla-counter-sound.h"
#include "rambla-counter.h"
#include "rambla-purchases.h"
#include "rambla-state-page.h"
#include "rambla-today-list.h"
#include "rambla-trail-list.h"
#include "rambla-undo-dialog.h"

#define DAY_WIDTH 340
#define DAY_HEIGHT 220
/* Other counters of the same store redeem too. */
#define DAY_INTERVAL_S 5
/* Intervals between two questions while redemptions are heard of anyway. */
#define TOLD_INTERVALS 12
/* How far around the store its own offers are heard of, in metres. */
#define AT_STORE_M 50
/* The answer stands long enough to be shown to the guest, then the screen is neutral again. */
#define ANSWER_S 20

struct _RamblaCounterPage
{
  AdwBin parent_instance;

  RamblaBreakpointBin *bin;
  GtkBox *box;
  GtkEntry *entry;
  RamblaCounterAnswer *answer;
  GtkOrientable *separator;
  GtkWidget *day;
  GtkLabel *count;
  GtkLabel *total;
  RamblaStatePage *state;
  RamblaTodayList *list;
  RamblaCounterBanner *banner;

  RamblaClient *client;
  RamblaStore *store;
  GTimeZone *timezone;
  RamblaCounterQueue *queue;
  GQueue waiting; /* of char*: read while one is being checked; scanners are faster than networks */
  char *scan;     /* being checked */
  RamblaCounterDay *day_seen; /* what the platform said last */
  GPtrArray *scans;           /* what was accepted here alone */
  GCancellable *cancellable;
  guint day_source;
  guint answer_source;
  guint n_day_calls;
  gboolean day_again; /* something happened while the day was asked for */
  guint n_rests;      /* intervals since the day was asked for */
};

G_DEFINE_FINAL_TYPE (RamblaCounterPage, rambla_counter_page, ADW_TYPE_BIN)

static void check_next (RamblaCounterPage *self);

/* --- today --- */

static void
on_story (RamblaCounterPage *self, RamblaRedemption *redemption)
{
  rambla_trail_list_open_window (GTK_WIDGET (self), rambla_client_get_api (self->client),
                                 RAMBLA_PARTY_MERCHANT, rambla_redemption_get_voucher_id (redemption),
                                 self->timezone);
}

static void
show_today (RamblaCounterPage *self)
{
  rambla_today_list_show (self->list, self->day_seen, self->scans);
  if (!rambla_today_list_is_empty (self->list))
    rambla_state_page_show_content (self->state);
  else if (self->day_seen != NULL)
    rambla_state_page_show_empty (self->state, "empty-wallet", _ ("Nothing yet today"), NULL, NULL, NULL);
}

static void load_day (RamblaCounterPage *self);

static void
on_day_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCounterDay) day = rambla_counter_get_day_finish (RAMBLA_API (source), result, &error);
  g_autofree char *count = NULL;
  g_autofree char *total = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->n_day_calls--;
  if (self->day_again && self->n_day_calls == 0)
    {
      self->day_again = FALSE;
      load_day (self);
    }
  if (day == NULL)
    {
      /* What was seen stays; an empty list says why it is empty. */
      if (rambla_today_list_is_empty (self->list))
        rambla_state_page_show_error (self->state, error);
      return;
    }
  count = g_strdup_printf ("%d", day->count);
  total = rambla_money_format (day->total);
  gtk_label_set_label (self->count, count);
  gtk_label_set_label (self->total, total);
  g_clear_pointer (&self->day_seen, rambla_counter_day_free);
  self->day_seen = g_steal_pointer (&day);
  show_today (self);
}

static void
on_scans_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterPage) self = user_data;
  g_autoptr (GError) error = NULL;
  GPtrArray *scans = rambla_counter_queue_list_finish (self->queue, result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&scans, g_ptr_array_unref);
      return;
    }
  /* Why the file cannot be used is said in the banner. */
  if (scans == NULL)
    return;
  g_clear_pointer (&self->scans, g_ptr_array_unref);
  self->scans = scans;
  show_today (self);
}

static void
load_scans (RamblaCounterPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now (self->timezone);
  g_autoptr (GDateTime) midnight =
      g_date_time_new (self->timezone, g_date_time_get_year (now), g_date_time_get_month (now),
                       g_date_time_get_day_of_month (now), 0, 0, 0);

  rambla_counter_queue_list_async (self->queue, g_date_time_to_unix (midnight) * 1000, self->cancellable,
                                   on_scans_ready, g_object_ref (self));
}

static void
load_day (RamblaCounterPage *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now (self->timezone);
  g_autofree char *date = g_date_time_format (now, "%Y-%m-%d");

  self->n_rests = 0;
  self->n_day_calls++;
  rambla_counter_get_day_async (rambla_client_get_api (self->client), rambla_store_get_id (self->store), date,
                                self->cancellable, on_day_ready, g_object_ref (self));
}

static gboolean
on_day_interval (gpointer user_data)
{
  RamblaCounterPage *self = user_data;

  /* A slow platform is not asked twice at once. */
  if (self->n_day_calls == 0 && !rambla_counter_queue_get_offline (self->queue) &&
      (!rambla_event_stream_get_connected (rambla_client_get_events (self->client)) ||
       ++self->n_rests >= TOLD_INTERVALS))
    load_day (self);
  rambla_counter_banner_update (self->banner);
  return G_SOURCE_CONTINUE;
}

static void
on_day_changed (RamblaCounterPage *self)
{
  self->day_again = self->n_day_calls > 0;
  if (!self->day_again)
    load_day (self);
}

/* --- scans --- */

static gboolean
on_answer_over (gpointer user_data)
{
  RamblaCounterPage *self = user_data;

  self->answer_source = 0;
  rambla_counter_answer_show_ready (self->answer);
  return G_SOURCE_REMOVE;
}

static void
answer_stands (RamblaCounterPage *self)
{
  g_clear_handle_id (&self->answer_source, g_source_remove);
  self->answer_source = g_timeout_add_seconds (ANSWER_S, on_answer_over, self);
}

static void
on_redeem_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCounterTaking) taking =
      rambla_counter_queue_redeem_finish (RAMBLA_COUNTER_QUEUE (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  g_clear_pointer (&self->scan, g_free);
  if (taking == NULL)
    {
      rambla_counter_sound_play (RAMBLA_COUNTER_SOUND_REFUSED);
      rambla_counter_answer_show_error (self->answer, error, self->timezone);
    }
  else if (taking->scan != NULL)
    {
      rambla_counter_sound_play (RAMBLA_COUNTER_SOUND_WAITING);
      rambla_counter_answer_show_waiting (self->answer, taking->scan);
    }
  else
    {
      rambla_counter_sound_play (RAMBLA_COUNTER_SOUND_ACCEPTED);
      rambla_counter_answer_show_accepted (self->answer, taking->redemption);
      load_day (self);
    }
  answer_stands (self);
  check_next (self);
}

static void
check_next (RamblaCounterPage *self)
{
  if (self->scan != NULL || g_queue_is_empty (&self->waiting))
    return;
  self->scan = g_queue_pop_head (&self->waiting);
  g_clear_handle_id (&self->answer_source, g_source_remove);
  rambla_counter_answer_show_checking (self->answer);
  rambla_counter_queue_redeem_async (self->queue, self->scan, self->cancellable, on_redeem_ready,
                                     g_object_ref (self));
}

/* --- taking back --- */

static void
on_undo_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCounterPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaRedemption) undone = rambla_counter_undo_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (undone != NULL)
    {
      rambla_counter_queue_note_undone (self->queue, rambla_redemption_get_voucher_id (undone));
      rambla_counter_answer_show_undone (self->answer, undone);
    }
  else
    rambla_counter_answer_show_error (self->answer, error, self->timezone);
  answer_stands (self);
  load_day (self);
}

static void
on_undo_confirmed (RamblaUndoDialog *dialog, const char *reason, RamblaCounterPage *self)
{
  RamblaRedemption *redemption = g_object_get_data (G_OBJECT (dialog), "redemption");
  g_autofree char *key = rambla_purchases_new_key ();

  rambla_counter_undo_async (rambla_client_get_api (self->client), key, rambla_redemption_get_id (redemption),
                             reason, self->cancellable, on_undo_ready, g_object_ref (self));
}

static void
on_undo (RamblaCounterPage *self, RamblaRedemption *redemption)
{
  GtkWidget *dialog =
      rambla_undo_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), redemption);

  g_object_set_data_full (G_OBJECT (dialog), "redemption", g_object_ref (redemption), g_object_unref);
  g_signal_connect_object (dialog, "confirmed", G_CALLBACK (on_undo_confirmed), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
on_activate (RamblaCounterPage *self)
{
  char *scan = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  const char *last;

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  last = g_queue_is_empty (&self->waiting) ? self->scan : g_queue_peek_tail (&self->waiting);
  /* A camera-like scanner sends the same code many times while it sees it. */
  if (*scan == '\0' || g_strcmp0 (scan, last) == 0)
    {
      g_free (scan);
      return;
    }
  g_queue_push_tail (&self->waiting, scan);
  check_next (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys,
                guint key,
                guint code,
                GdkModifierType modifiers,
                RamblaCounterPage *self)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->entry)));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus == text || GTK_IS_EDITABLE (focus) || !gtk_widget_get_mapped (text) ||
      (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || gdk_keyval_to_unicode (key) < ' ')
    return FALSE;
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  return gtk_event_controller_key_forward (keys, text);
}

void
rambla_counter_page_take_keys_from (RamblaCounterPage *self, GtkWidget *widget)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_return_if_fail (RAMBLA_IS_COUNTER_PAGE (self));

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed), self, 0);
  gtk_widget_add_controller (widget, keys);
}

static void
on_narrow_changed (RamblaCounterPage *self)
{
  gboolean narrow = rambla_breakpoint_bin_get_narrow (self->bin);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (self->separator,
                                  narrow ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (self->day, narrow ? -1 : DAY_WIDTH, narrow ? DAY_HEIGHT : -1);
}

static void
rambla_counter_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_counter_page_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (RAMBLA_COUNTER_PAGE (widget)->entry));
}

static void
rambla_counter_page_dispose (GObject *object)
{
  RamblaCounterPage *self = RAMBLA_COUNTER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->day_source, g_source_remove);
  g_clear_handle_id (&self->answer_source, g_source_remove);
  g_queue_clear_full (&self->waiting, g_free);
  g_clear_pointer (&self->scan, g_free);
  g_clear_pointer (&self->day_seen, rambla_counter_day_free);
  g_clear_pointer (&self->scans, g_ptr_array_unref);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->timezone, g_time_zone_unref);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (rambla_counter_page_parent_class)->dispose (object);
}

static void
rambla_counter_page_finalize (GObject *object)
{
  g_object_unref (RAMBLA_COUNTER_PAGE (object)->cancellable);
  G_OBJECT_CLASS (rambla_counter_page_parent_class)->finalize (object);
}

static void
rambla_counter_page_class_init (RamblaCounterPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAMBLA_TYPE_BREAKPOINT_BIN);
  g_type_ensure (RAMBLA_TYPE_COUNTER_ANSWER);
  g_type_ensure (RAMBLA_TYPE_COUNTER_BANNER);
  g_type_ensure (RAMBLA_TYPE_STATE_PAGE);
  object_class->dispose = rambla_counter_page_dispose;
  object_class->finalize = rambla_counter_page_finalize;
  widget_class->map = rambla_counter_page_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/rambla/Rambla/ui/rambla-counter-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, bin);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, box);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, entry);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, answer);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, separator);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, day);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, count);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, total);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, state);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterPage, banner);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_changed);
  gtk_widget_class_bind_template_callback (widget_class, load_day);
}

static void
rambla_counter_page_init (RamblaCounterPage *self)
{
  self->cancellable = g_cancellable_new ();
  g_queue_init (&self->waiting);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_size_request (self->day, DAY_WIDTH, -1);
}

GtkWidget *
rambla_counter_page_new (RamblaClient *client, RamblaStore *store, RamblaCounterQueue *queue)
{
  RamblaCounterPage *self = g_object_new (RAMBLA_TYPE_COUNTER_PAGE, NULL);
  RamblaBox at_store;

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->timezone = g_time_zone_new_identifier (rambla_card_get_timezone (rambla_client_get_card (client)));
  if (self->timezone == NULL)
    self->timezone = g_time_zone_new_utc ();
  self->queue = g_object_ref (queue);
  rambla_counter_banner_set_queue (self->banner, queue);
  self->list = RAMBLA_TODAY_LIST (rambla_today_list_new (self->timezone));
  g_signal_connect_object (self->list, "undo", G_CALLBACK (on_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "story", G_CALLBACK (on_story), self, G_CONNECT_SWAPPED);
  rambla_state_page_set_content (self->state, GTK_WIDGET (self->list));
  g_signal_connect_object (queue, "changed", G_CALLBACK (load_scans), self, G_CONNECT_SWAPPED);
  rambla_state_page_show_loading (self->state, NULL);
  at_store = rambla_box_around (rambla_store_get_location (store), AT_STORE_M);
  rambla_event_stream_set_area (rambla_client_get_events (client), &at_store);
  rambla_event_stream_set_store (rambla_client_get_events (client), rambla_store_get_id (store));
  g_signal_connect_object (rambla_client_get_events (client), "event::redemption",
                           G_CALLBACK (on_day_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_client_get_events (client), "refetch", G_CALLBACK (on_day_changed), self,
                           G_CONNECT_SWAPPED);
  load_day (self);
  load_scans (self);
  self->day_source = g_timeout_add_seconds (DAY_INTERVAL_S, on_day_interval, self);
  return GTK_WIDGET (self);
}
