/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-window.h"

#include <glib/gi18n-lib.h>

#include "rambla-home.h"
#include "rambla-navigation.h"
#include "rambla-state-page.h"

struct _RamblaWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  RamblaStatePage *connecting_page;
  RamblaNavigation *navigation;

  RamblaClient *client;
  RamblaHome *home; /* owned by the navigation; NULL until connected */
};

G_DEFINE_FINAL_TYPE (RamblaWindow, rambla_window, ADW_TYPE_APPLICATION_WINDOW)

static void
on_retry (RamblaWindow *self)
{
  rambla_client_connect (self->client);
}

static void
on_state_changed (RamblaWindow *self)
{
  switch (rambla_client_get_state (self->client))
    {
    case RAMBLA_CLIENT_CONNECTING:
      rambla_state_page_show_loading (self->connecting_page, rambla_client_get_status (self->client));
      gtk_stack_set_visible_child_name (self->stack, "connecting");
      break;
    case RAMBLA_CLIENT_FAILED:
      rambla_state_page_show_error (self->connecting_page, rambla_client_get_error (self->client));
      gtk_stack_set_visible_child_name (self->stack, "connecting");
      break;
    case RAMBLA_CLIENT_READY:
      if (self->home == NULL)
        {
          self->home = RAMBLA_HOME (rambla_home_new (self->client));
          rambla_navigation_push (self->navigation, GTK_WIDGET (self->home));
        }
      gtk_stack_set_visible_child_name (self->stack, "main");
      break;
    default:
      g_assert_not_reached ();
    }
}

RamblaClient *
rambla_window_get_client (RamblaWindow *self)
{
  g_return_val_if_fail (RAMBLA_IS_WINDOW (self), NULL);

  return self->client;
}

void
rambla_window_toast (RamblaWindow *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  g_return_if_fail (RAMBLA_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

void
rambla_window_show_page (RamblaWindow *self, const char *name)
{
  g_return_if_fail (RAMBLA_IS_WINDOW (self));

  if (self->home == NULL)
    return;
  rambla_navigation_pop_to_root (self->navigation);
  rambla_home_show (self->home, name);
}

static void
on_show_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  rambla_window_show_page (RAMBLA_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
rambla_window_dispose (GObject *object)
{
  RamblaWindow *self = RAMBLA_WINDOW (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_window_parent_class)->dispose (object);
}

static void
rambla_window_class_init (RamblaWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAMBLA_TYPE_NAVIGATION);
  g_type_ensure (RAMBLA_TYPE_STATE_PAGE);
  G_OBJECT_CLASS (klass)->dispose = rambla_window_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/rambla/Rambla/ui/rambla-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, connecting_page);
  gtk_widget_class_bind_template_child (widget_class, RamblaWindow, navigation);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", on_show_page);
}

static void
rambla_window_init (RamblaWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
rambla_window_new (GtkApplication *application, RamblaClient *client)
{
  RamblaWindow *self = g_object_new (RAMBLA_TYPE_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect_swapped (client, "notify::status", G_CALLBACK (on_state_changed), self);
  on_state_changed (self);
  return GTK_WIDGET (self);
}
