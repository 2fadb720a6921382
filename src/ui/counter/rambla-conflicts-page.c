/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-conflicts-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-conflicts.h"
#include "rambla-place-time.h"
#include "rambla-state-page.h"

#define WIDEST 860

struct _RamblaConflictsPage
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkWidget *more;
  RamblaStatePage *state;
  RamblaClient *client;
  RamblaStore *store;
  GTimeZone *zone;
  GCancellable *cancellable;
  GPtrArray *coming; /* of RamblaConflict: what the pages that are being fetched have brought so far */
  char *next;        /* cursor of the page after those that are shown, NULL at the end */
  guint shown;
  guint keep;   /* rows before what is being fetched */
  guint wanted; /* so many are fetched at least, page by page */
};

G_DEFINE_FINAL_TYPE (RamblaConflictsPage, rambla_conflicts_page, ADW_TYPE_BIN)

static const char *
describe_kind (RamblaConflictKind kind)
{
  switch (kind)
    {
    case RAMBLA_CONFLICT_DOUBLE_USE:
      return _ ("Accepted twice");
    case RAMBLA_CONFLICT_REFUNDED:
      return _ ("Accepted after the money had gone back");
    case RAMBLA_CONFLICT_EXPIRED:
      return _ ("Accepted after its time had ended");
    case RAMBLA_CONFLICT_REVOKED:
    default:
      return _ ("Accepted with a code that was replaced");
    }
}

/* "Sat 21 Nov, 20:30, Pizza Sur, Ellauri 350" */
static char *
describe_use (RamblaConflictsPage *self, const RamblaConflictUse *use)
{
  g_autoptr (GDateTime) local = rambla_place_time_new (self->zone, use->at);
  g_autofree char *time = rambla_place_time_format (local);

  if (use->store_name == NULL)
    return g_steal_pointer (&time);
  return use->store_address != NULL
             ? g_strdup_printf ("%s, %s, %s", time, use->store_name, use->store_address)
             : g_strdup_printf ("%s, %s", time, use->store_name);
}

static char *
describe_bearer (const RamblaConflict *conflict)
{
  RamblaMoney rest =
      rambla_money (conflict->amount.amount - conflict->guaranteed.amount, conflict->amount.currency);
  g_autofree char *guaranteed = rambla_money_format (conflict->guaranteed);
  g_autofree char *borne = rambla_money_format (rest);

  if (rest.amount <= 0)
    /* Translators: a sum of money; the second: the second shop */
    return g_strdup_printf (_ ("The platform's guarantee pays the second %s."), guaranteed);
  if (conflict->guaranteed.amount <= 0)
    /* Translators: a sum of money; the second: the second shop */
    return g_strdup_printf (_ ("The second bears %s."), borne);
  /* Translators: two sums of money; the second: the second shop */
  return g_strdup_printf (_ ("The platform's guarantee pays the second %s; it bears %s itself."), guaranteed,
                          borne);
}

static GtkWidget *
new_row (RamblaConflictsPage *self, const RamblaConflict *conflict)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *money = rambla_money_format (conflict->amount);
  GtkWidget *amount = gtk_label_new (money);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  g_autofree char *first = describe_use (self, &conflict->first);
  g_autofree char *second = describe_use (self, &conflict->second);
  g_autofree char *bearer = describe_bearer (conflict);
  /* Translators: two uses, each a time and a place, and who bears what */
  g_autofree char *lines =
      g_strdup_printf (_ ("First, it counts: %s\nSecond: %s\n%s"), first, second, bearer);

  gtk_widget_add_css_class (icon, "refused-text");
  gtk_widget_add_css_class (amount, "tabular");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), describe_kind (conflict->kind));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), lines);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), amount);
  return row;
}

/* What was fetched comes after the first @keep rows. */
static void
show (RamblaConflictsPage *self, GPtrArray *conflicts, guint keep)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, (int) keep)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < conflicts->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (conflicts, i)));
  self->shown = keep + conflicts->len;
  gtk_widget_set_visible (self->more, self->next != NULL);
  gtk_widget_set_sensitive (self->more, TRUE);
  if (self->shown > 0)
    rambla_state_page_show_content (self->state);
  else
    rambla_state_page_show_empty (self->state, "empty-search", _ ("No conflicts"),
                                  _ ("No voucher was accepted twice."), NULL, NULL);
}

static void ask (RamblaConflictsPage *self, GPtrArray *coming);

static void
on_list_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaConflictsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaConflictPage) page = rambla_conflicts_list_finish (RAMBLA_API (source), result, &error);
  g_autoptr (GPtrArray) coming = g_steal_pointer (&self->coming);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      gtk_widget_set_sensitive (self->more, TRUE);
      rambla_state_page_show_error (self->state, error);
      return;
    }
  g_ptr_array_extend_and_steal (coming, g_steal_pointer (&page->items));
  page->items = g_ptr_array_new ();
  g_free (self->next);
  self->next = g_steal_pointer (&page->next);
  if (self->next != NULL && self->keep + coming->len < self->wanted)
    ask (self, g_steal_pointer (&coming));
  else
    show (self, coming, self->keep);
}

/* Asks for the next page. Takes @coming over. */
static void
ask (RamblaConflictsPage *self, GPtrArray *coming)
{
  self->coming = coming;
  gtk_widget_set_sensitive (self->more, FALSE);
  rambla_conflicts_list_async (rambla_client_get_api (self->client), rambla_store_get_id (self->store),
                               self->next, self->cancellable, on_list_ready, g_object_ref (self));
}

/* From the newest on, as many as there were. */
static void
load (RamblaConflictsPage *self)
{
  if (self->coming != NULL)
    return;
  g_clear_pointer (&self->next, g_free);
  self->keep = 0;
  self->wanted = self->shown;
  ask (self, g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_conflict_free));
}

static void
on_more (RamblaConflictsPage *self)
{
  if (self->coming != NULL)
    return;
  self->keep = self->shown;
  self->wanted = self->shown + 1;
  ask (self, g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_conflict_free));
}

static void
on_changed (RamblaConflictsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
}

static void
rambla_conflicts_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_conflicts_page_parent_class)->map (widget);
  load (RAMBLA_CONFLICTS_PAGE (widget));
}

static void
rambla_conflicts_page_dispose (GObject *object)
{
  RamblaConflictsPage *self = RAMBLA_CONFLICTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_conflicts_page_parent_class)->dispose (object);
}

static void
rambla_conflicts_page_finalize (GObject *object)
{
  RamblaConflictsPage *self = RAMBLA_CONFLICTS_PAGE (object);

  g_object_unref (self->cancellable);
  g_clear_pointer (&self->coming, g_ptr_array_unref);
  g_free (self->next);
  G_OBJECT_CLASS (rambla_conflicts_page_parent_class)->finalize (object);
}

static void
rambla_conflicts_page_class_init (RamblaConflictsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_conflicts_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_conflicts_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_conflicts_page_map;
}

static void
rambla_conflicts_page_init (RamblaConflictsPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Conflicts"),
                                  -1);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  self->more = gtk_button_new_with_label (_ ("Show older ones"));
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (self->more, 24);
  gtk_widget_set_visible (self->more, FALSE);
  gtk_widget_add_css_class (self->more, "pill");
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->more);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
  rambla_state_page_show_loading (self->state, NULL);
}

GtkWidget *
rambla_conflicts_page_new (RamblaClient *client, RamblaStore *store)
{
  RamblaConflictsPage *self = g_object_new (RAMBLA_TYPE_CONFLICTS_PAGE, NULL);

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  self->zone = rambla_place_time_zone (rambla_client_get_card (client));
  g_signal_connect_object (rambla_client_get_events (client), "event::redemption", G_CALLBACK (on_changed),
                           self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
