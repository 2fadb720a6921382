/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-operator-window.h"

#include <glib/gi18n-lib.h>

#include "rambla-disputes-page.h"
#include "rambla-navigation.h"
#include "rambla-review-desk.h"
#include "rambla-state-page.h"

struct _RamblaOperatorWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *stack;
  RamblaStatePage *connecting_page;
  RamblaNavigation *navigation;
  gboolean opened;

  RamblaClient *client;
};

G_DEFINE_FINAL_TYPE (RamblaOperatorWindow, rambla_operator_window, ADW_TYPE_APPLICATION_WINDOW)

static GtkWidget *
new_header (void)
{
  GtkWidget *header = adw_header_bar_new ();

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Complaints"), NULL));
  return header;
}

static void
open_desk (RamblaOperatorWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *views = adw_view_stack_new ();
  GtkWidget *switcher = adw_view_switcher_title_new ();
  GtkWidget *bar = adw_view_switcher_bar_new ();

  adw_view_stack_add_titled_with_icon (ADW_VIEW_STACK (views), rambla_disputes_page_new (self->client, NULL),
                                       "disputes", _ ("Complaints"), "rambla-message-symbolic");
  adw_view_stack_add_titled_with_icon (ADW_VIEW_STACK (views), rambla_review_desk_new (self->client, NULL),
                                       "reviews", _ ("Reviews"), "rambla-star-symbolic");
  adw_view_switcher_title_set_title (ADW_VIEW_SWITCHER_TITLE (switcher), _ ("Platform"));
  adw_view_switcher_title_set_stack (ADW_VIEW_SWITCHER_TITLE (switcher), ADW_VIEW_STACK (views));
  adw_view_switcher_bar_set_stack (ADW_VIEW_SWITCHER_BAR (bar), ADW_VIEW_STACK (views));
  g_object_bind_property (switcher, "title-visible", bar, "reveal", G_BINDING_SYNC_CREATE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), switcher);
  gtk_widget_set_vexpand (views, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), views);
  gtk_box_append (GTK_BOX (box), bar);
  rambla_navigation_push (self->navigation, box);
  self->opened = TRUE;
}

static void
on_state_changed (RamblaOperatorWindow *self)
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
      if (!self->opened)
        open_desk (self);
      gtk_stack_set_visible_child_name (self->stack, "main");
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
on_retry (RamblaOperatorWindow *self)
{
  rambla_client_connect (self->client);
}

static void
rambla_operator_window_dispose (GObject *object)
{
  RamblaOperatorWindow *self = RAMBLA_OPERATOR_WINDOW (object);

  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (self->client, self);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_operator_window_parent_class)->dispose (object);
}

static void
rambla_operator_window_class_init (RamblaOperatorWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_operator_window_dispose;
}

static void
rambla_operator_window_init (RamblaOperatorWindow *self)
{
  GtkWidget *waiting = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->stack = GTK_STACK (gtk_stack_new ());
  self->connecting_page = g_object_new (RAMBLA_TYPE_STATE_PAGE, NULL);
  self->navigation = g_object_new (RAMBLA_TYPE_NAVIGATION, NULL);
  gtk_widget_set_vexpand (GTK_WIDGET (self->connecting_page), TRUE);
  g_signal_connect_swapped (self->connecting_page, "retry", G_CALLBACK (on_retry), self);
  gtk_box_append (GTK_BOX (waiting), new_header ());
  gtk_box_append (GTK_BOX (waiting), GTK_WIDGET (self->connecting_page));
  gtk_stack_add_named (self->stack, waiting, "connecting");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->navigation), "main");
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->stack));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Rambla: complaints"));
  gtk_window_set_default_size (GTK_WINDOW (self), 860, 700);
  gtk_widget_set_size_request (GTK_WIDGET (self), 340, 420);
}

GtkWidget *
rambla_operator_window_new (GtkApplication *application, RamblaClient *client)
{
  RamblaOperatorWindow *self = g_object_new (RAMBLA_TYPE_OPERATOR_WINDOW, "application", application, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_swapped (client, "notify::state", G_CALLBACK (on_state_changed), self);
  g_signal_connect_swapped (client, "notify::status", G_CALLBACK (on_state_changed), self);
  on_state_changed (self);
  return GTK_WIDGET (self);
}
