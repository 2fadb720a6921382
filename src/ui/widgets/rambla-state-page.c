/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-state-page.h"

#include "rambla-api-error.h"
#include "rambla-illustration.h"

/* Below this nobody misses a spinner; above it they wonder. */
#define PATIENCE_MS 400
#define PICTURE_WIDTH 240

struct _RamblaStatePage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkSpinner *spinner;
  GtkLabel *loading_label;
  AdwStatusPage *empty_page;
  GtkButton *empty_button;
  AdwStatusPage *offline_page;
  AdwStatusPage *failed_page;
  guint patience_source;
};

G_DEFINE_FINAL_TYPE (RamblaStatePage, rambla_state_page, ADW_TYPE_BIN)

enum
{
  RETRY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_page (RamblaStatePage *self, const char *name)
{
  gboolean loading = g_str_equal (name, "loading");

  g_clear_handle_id (&self->patience_source, g_source_remove);
  gtk_spinner_set_spinning (self->spinner, loading);
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
set_picture (AdwStatusPage *page, const char *illustration)
{
  g_autoptr (GdkPaintable) picture = rambla_illustration_load (illustration, PICTURE_WIDTH);

  adw_status_page_set_paintable (page, picture);
}

/* The old name goes first and the new one comes last: an action that takes another target complains. */
static void
set_action (GtkButton *button, const char *detailed_name)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_action_parse_detailed_name (detailed_name, &name, &target, &error))
    g_error ("%s: %s", detailed_name, error->message);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), NULL);
  gtk_actionable_set_action_target_value (GTK_ACTIONABLE (button), target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), name);
}

static gboolean
on_patience_over (gpointer user_data)
{
  RamblaStatePage *self = user_data;

  self->patience_source = 0;
  show_page (self, "loading");
  return G_SOURCE_REMOVE;
}

static void
on_retry_clicked (RamblaStatePage *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

void
rambla_state_page_set_content (RamblaStatePage *self, GtkWidget *content)
{
  GtkWidget *old;

  g_return_if_fail (RAMBLA_IS_STATE_PAGE (self));

  old = gtk_stack_get_child_by_name (self->stack, "content");
  if (old != NULL)
    gtk_stack_remove (self->stack, old);
  gtk_stack_add_named (self->stack, content, "content");
}

void
rambla_state_page_show_content (RamblaStatePage *self)
{
  g_return_if_fail (RAMBLA_IS_STATE_PAGE (self));

  show_page (self, "content");
}

void
rambla_state_page_show_loading (RamblaStatePage *self, const char *what)
{
  g_return_if_fail (RAMBLA_IS_STATE_PAGE (self));

  gtk_label_set_label (self->loading_label, what != NULL ? what : "");
  gtk_widget_set_visible (GTK_WIDGET (self->loading_label), what != NULL);
  if (g_str_equal (rambla_state_page_get_state (self), "loading") || self->patience_source != 0)
    return;
  show_page (self, "waiting");
  self->patience_source = g_timeout_add (PATIENCE_MS, on_patience_over, self);
}

void
rambla_state_page_show_empty (RamblaStatePage *self,
                              const char *illustration,
                              const char *title,
                              const char *description,
                              const char *label,
                              const char *action)
{
  g_return_if_fail (RAMBLA_IS_STATE_PAGE (self));

  set_picture (self->empty_page, illustration);
  adw_status_page_set_title (self->empty_page, title);
  adw_status_page_set_description (self->empty_page, description);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_button), label != NULL);
  if (label != NULL)
    {
      gtk_button_set_label (self->empty_button, label);
      set_action (self->empty_button, action);
    }
  show_page (self, "empty");
}

void
rambla_state_page_show_error (RamblaStatePage *self, const GError *error)
{
  gboolean offline = g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE) ||
                     g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_TIMEOUT);
  AdwStatusPage *page = offline ? self->offline_page : self->failed_page;
  g_autofree char *sentence = rambla_api_error_describe (error);
  g_autofree char *escaped = g_markup_escape_text (sentence, -1);

  g_return_if_fail (RAMBLA_IS_STATE_PAGE (self));

  /* A status page reads its description as markup. */
  adw_status_page_set_description (page, escaped);
  set_picture (page, offline ? "offline" : "error");
  show_page (self, offline ? "offline" : "failed");
}

const char *
rambla_state_page_get_state (RamblaStatePage *self)
{
  g_return_val_if_fail (RAMBLA_IS_STATE_PAGE (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

void
rambla_state_page_retry_all (GtkWidget *widget)
{
  const char *state =
      RAMBLA_IS_STATE_PAGE (widget) ? rambla_state_page_get_state (RAMBLA_STATE_PAGE (widget)) : NULL;

  if (g_strcmp0 (state, "offline") == 0 || g_strcmp0 (state, "content") == 0)
    g_signal_emit (widget, signals[RETRY], 0);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    rambla_state_page_retry_all (child);
}

static void
rambla_state_page_dispose (GObject *object)
{
  RamblaStatePage *self = RAMBLA_STATE_PAGE (object);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  G_OBJECT_CLASS (rambla_state_page_parent_class)->dispose (object);
}

static void
rambla_state_page_class_init (RamblaStatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rambla_state_page_dispose;
  signals[RETRY] =
      g_signal_new ("retry", RAMBLA_TYPE_STATE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/rambla/Rambla/ui/rambla-state-page.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, stack);
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, loading_label);
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, empty_page);
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, offline_page);
  gtk_widget_class_bind_template_child (widget_class, RamblaStatePage, failed_page);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_clicked);
}

static void
rambla_state_page_init (RamblaStatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
rambla_state_page_new (GtkWidget *content)
{
  RamblaStatePage *self = g_object_new (RAMBLA_TYPE_STATE_PAGE, NULL);

  rambla_state_page_set_content (self, content);
  return GTK_WIDGET (self);
}
