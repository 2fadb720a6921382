/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-navigation.h"

struct _RamblaNavigation
{
  AdwBin parent_instance;

  AdwLeaflet *leaflet;
  GPtrArray *pages; /* from first to last; the leaflet owns them */
};

G_DEFINE_FINAL_TYPE (RamblaNavigation, rambla_navigation, ADW_TYPE_BIN)

enum
{
  SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Pages that lie above the visible one have been left: they go once the transition is over. */
static void
drop_pages_above (RamblaNavigation *self)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->leaflet);

  while (self->pages->len > 1 && g_ptr_array_index (self->pages, self->pages->len - 1) != visible)
    {
      GtkWidget *page = g_ptr_array_index (self->pages, self->pages->len - 1);

      g_ptr_array_set_size (self->pages, (int) self->pages->len - 1);
      adw_leaflet_remove (self->leaflet, page);
    }
}

static void
on_visible_child (RamblaNavigation *self)
{
  g_signal_emit (self, signals[SHOWN], 0);
}

static void
on_transition_running (RamblaNavigation *self)
{
  if (!adw_leaflet_get_child_transition_running (self->leaflet))
    drop_pages_above (self);
}

void
rambla_navigation_push (RamblaNavigation *self, GtkWidget *page)
{
  g_return_if_fail (RAMBLA_IS_NAVIGATION (self));
  g_return_if_fail (GTK_IS_WIDGET (page));

  drop_pages_above (self);
  adw_leaflet_append (self->leaflet, page);
  g_ptr_array_add (self->pages, page);
  adw_leaflet_set_visible_child (self->leaflet, page);
  /* Before it is in a window there is no focus to move. */
  if (gtk_widget_get_root (page) != NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
show_page (RamblaNavigation *self, guint position)
{
  adw_leaflet_set_visible_child (self->leaflet, g_ptr_array_index (self->pages, position));
  if (!adw_leaflet_get_child_transition_running (self->leaflet))
    drop_pages_above (self);
}

void
rambla_navigation_pop (RamblaNavigation *self)
{
  guint position = 0;

  g_return_if_fail (RAMBLA_IS_NAVIGATION (self));

  if (self->pages->len < 2 ||
      !g_ptr_array_find (self->pages, adw_leaflet_get_visible_child (self->leaflet), &position) ||
      position == 0)
    return;
  show_page (self, position - 1);
}

void
rambla_navigation_pop_to_root (RamblaNavigation *self)
{
  g_return_if_fail (RAMBLA_IS_NAVIGATION (self));

  if (self->pages->len > 1)
    show_page (self, 0);
}

GtkWidget *
rambla_navigation_get_visible (RamblaNavigation *self)
{
  g_return_val_if_fail (RAMBLA_IS_NAVIGATION (self), NULL);

  return adw_leaflet_get_visible_child (self->leaflet);
}

RamblaNavigation *
rambla_navigation_of (GtkWidget *widget)
{
  return RAMBLA_NAVIGATION (gtk_widget_get_ancestor (widget, RAMBLA_TYPE_NAVIGATION));
}

static void
on_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  rambla_navigation_pop (RAMBLA_NAVIGATION (widget));
}

static void
rambla_navigation_finalize (GObject *object)
{
  g_ptr_array_unref (RAMBLA_NAVIGATION (object)->pages);
  G_OBJECT_CLASS (rambla_navigation_parent_class)->finalize (object);
}

static void
rambla_navigation_class_init (RamblaNavigationClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rambla_navigation_finalize;
  signals[SHOWN] =
      g_signal_new ("shown", RAMBLA_TYPE_NAVIGATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "navigation.back", NULL, on_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "navigation.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "navigation.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Back, 0, "navigation.back", NULL);
}

static void
rambla_navigation_init (RamblaNavigation *self)
{
  self->pages = g_ptr_array_new ();
  self->leaflet = ADW_LEAFLET (adw_leaflet_new ());
  adw_leaflet_set_can_unfold (self->leaflet, FALSE);
  adw_leaflet_set_can_navigate_back (self->leaflet, TRUE);
  adw_leaflet_set_transition_type (self->leaflet, ADW_LEAFLET_TRANSITION_TYPE_OVER);
  g_signal_connect_swapped (self->leaflet, "notify::visible-child", G_CALLBACK (on_visible_child), self);
  g_signal_connect_swapped (self->leaflet, "notify::child-transition-running",
                            G_CALLBACK (on_transition_running), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->leaflet));
}
