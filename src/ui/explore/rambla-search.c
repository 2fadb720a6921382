/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-search.h"

#include <glib/gi18n-lib.h>

#define DELAY_MS 120
/* Under so many pixels the field only says that it is one. */
#define NARROW 260

struct _RamblaSearch
{
  AdwBin parent_instance;

  GtkSearchEntry *entry;
  GtkPopover *popover;
  GtkListBox *list;

  RamblaApi *api;
  RamblaHistory *history;
  RamblaPoint near;
  gboolean has_near;
  GPtrArray *suggestions; /* of RamblaSuggestion, row by row */
  GCancellable *cancellable;
  char *own_text; /* what the program put into the field; not a question */
  gboolean narrow;
  guint narrow_source;
};

G_DEFINE_FINAL_TYPE (RamblaSearch, rambla_search, ADW_TYPE_BIN)

enum
{
  SEARCH,
  SUGGESTION,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *type;
  const char *icon_name;
} glyphs[] = {
  { "query", "system-search-symbolic" }, { "deal", "rambla-offer-symbolic" },
  { "store", "rambla-place-symbolic" },  { "category", "rambla-filter-symbolic" },
  { "place", "rambla-pin-symbolic" },
};

static const char *
glyph_of (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (glyphs); i++)
    if (g_str_equal (glyphs[i].type, type))
      return glyphs[i].icon_name;
  return "system-search-symbolic";
}

static void
forget_suggestions (RamblaSearch *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_popover_popdown (self->popover);
}

static GtkWidget *
new_row (RamblaSuggestion *suggestion)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *text = gtk_label_new (suggestion->text);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_ellipsize (GTK_LABEL (text), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (texts), text);
  if (suggestion->detail != NULL)
    {
      GtkWidget *detail = gtk_label_new (suggestion->detail);

      gtk_label_set_xalign (GTK_LABEL (detail), 0);
      gtk_label_set_ellipsize (GTK_LABEL (detail), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (detail, "caption");
      gtk_widget_add_css_class (detail, "dim-label");
      gtk_box_append (GTK_BOX (texts), detail);
    }
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (glyph_of (suggestion->type)));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, suggestion->text, -1);
  return row;
}

static void
on_suggest_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) suggestions = rambla_catalogue_suggest_finish (RAMBLA_API (source), result, &error);
  GtkWidget *row;

  if (suggestions == NULL)
    {
      /* Without completions one can still search. */
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("No completions: %s", error->message);
      return;
    }
  if (self->popover == NULL)
    return;
  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, row);
  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  self->suggestions = g_steal_pointer (&suggestions);
  rambla_history_rank (rambla_history_list (self->history),
                       gtk_editable_get_text (GTK_EDITABLE (self->entry)), self->suggestions,
                       g_get_real_time () / G_USEC_PER_SEC);
  for (guint i = 0; i < self->suggestions->len; i++)
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (self->suggestions, i)));
  if (self->suggestions->len > 0)
    {
      gtk_widget_set_size_request (GTK_WIDGET (self->popover), gtk_widget_get_width (GTK_WIDGET (self)), -1);
      gtk_popover_popup (self->popover);
    }
  else
    gtk_popover_popdown (self->popover);
}

static void
on_search_changed (RamblaSearch *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  if (g_strcmp0 (self->own_text, text) == 0)
    return;
  g_clear_pointer (&self->own_text, g_free);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (*text == '\0')
    {
      forget_suggestions (self);
      g_signal_emit (self, signals[SEARCH], 0, "");
      return;
    }
  self->cancellable = g_cancellable_new ();
  rambla_catalogue_suggest_async (self->api, text, self->has_near ? &self->near : NULL, self->cancellable,
                                  on_suggest_ready, g_object_ref (self));
}

static void
on_activate (RamblaSearch *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  forget_suggestions (self);
  /* Enter may come before the field has told that it changed; completions are not wanted any more then. */
  g_free (self->own_text);
  self->own_text = g_strdup (text);
  rambla_history_add (self->history, "query", NULL, text);
  g_signal_emit (self, signals[SEARCH], 0, text);
}

static void
on_row_activated (RamblaSearch *self, GtkListBoxRow *row)
{
  RamblaSuggestion *suggestion =
      g_ptr_array_index (self->suggestions, (guint) gtk_list_box_row_get_index (row));

  forget_suggestions (self);
  rambla_history_add (self->history, suggestion->type, suggestion->id, suggestion->text);
  if (g_str_equal (suggestion->type, "query"))
    {
      rambla_search_set_text (self, suggestion->text);
      g_signal_emit (self, signals[SEARCH], 0, suggestion->text);
    }
  else
    g_signal_emit (self, signals[SUGGESTION], 0, suggestion);
}

/* Down goes from the field into the completions; the list itself brings it back. */
static gboolean
on_key_pressed (RamblaSearch *self, guint key)
{
  if (key == GDK_KEY_Down && gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    return gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
  if (key == GDK_KEY_Escape && gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    {
      forget_suggestions (self);
      return TRUE;
    }
  return FALSE;
}

void
rambla_search_set_text (RamblaSearch *self, const char *text)
{
  g_return_if_fail (RAMBLA_IS_SEARCH (self));

  g_free (self->own_text);
  self->own_text = g_strdup (text);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

void
rambla_search_set_near (RamblaSearch *self, RamblaPoint near)
{
  g_return_if_fail (RAMBLA_IS_SEARCH (self));

  self->near = near;
  self->has_near = TRUE;
}

static gboolean
on_narrow_changed (gpointer user_data)
{
  RamblaSearch *self = user_data;

  self->narrow_source = 0;
  g_object_set (self->entry, "placeholder-text",
                self->narrow ? C_ ("search field", "Search") : _ ("Search offers, shops, streets"), NULL);
  return G_SOURCE_REMOVE;
}

static void
rambla_search_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RamblaSearch *self = RAMBLA_SEARCH (widget);

  /* The text must not change while sizes are given out. */
  if (self->narrow != (width < NARROW) && self->narrow_source == 0)
    self->narrow_source = g_idle_add (on_narrow_changed, self);
  self->narrow = width < NARROW;
  gtk_widget_size_allocate (GTK_WIDGET (self->entry), &(GtkAllocation){ 0, 0, width, height }, baseline);
  gtk_popover_present (self->popover);
}

static void
rambla_search_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  gtk_widget_measure (GTK_WIDGET (RAMBLA_SEARCH (widget)->entry), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

static void
rambla_search_dispose (GObject *object)
{
  RamblaSearch *self = RAMBLA_SEARCH (object);

  g_clear_handle_id (&self->narrow_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->popover != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->popover));
  self->popover = NULL;
  g_clear_pointer (&self->suggestions, g_ptr_array_unref);
  g_clear_pointer (&self->own_text, g_free);
  g_clear_object (&self->api);
  g_clear_object (&self->history);
  G_OBJECT_CLASS (rambla_search_parent_class)->dispose (object);
}

static void
rambla_search_class_init (RamblaSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_search_dispose;
  GTK_WIDGET_CLASS (klass)->measure = rambla_search_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = rambla_search_size_allocate;
  signals[SEARCH] = g_signal_new ("search", RAMBLA_TYPE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SUGGESTION] = g_signal_new ("suggestion", RAMBLA_TYPE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
rambla_search_init (RamblaSearch *self)
{
  /* With one, a widget's own size_allocate is not asked. */
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
}

GtkWidget *
rambla_search_new (RamblaApi *api, RamblaHistory *history)
{
  RamblaSearch *self = g_object_new (RAMBLA_TYPE_SEARCH, NULL);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->api = g_object_ref (api);
  self->history = g_object_ref (history);
  self->entry = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->entry, "placeholder-text", _ ("Search offers, shops, streets"), NULL);
  gtk_search_entry_set_search_delay (self->entry, DELAY_MS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search offers"), -1);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (on_search_changed), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activate), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->entry));

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Suggestions"), -1);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "suggestions");
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (on_row_activated), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 420);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  self->popover = GTK_POPOVER (gtk_popover_new ());
  gtk_popover_set_child (self->popover, scroller);
  gtk_popover_set_autohide (self->popover, FALSE);
  gtk_popover_set_has_arrow (self->popover, FALSE);
  gtk_popover_set_position (self->popover, GTK_POS_BOTTOM);
  gtk_widget_set_parent (GTK_WIDGET (self->popover), GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
