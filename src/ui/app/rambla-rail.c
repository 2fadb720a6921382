/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-rail.h"

struct _RamblaRail
{
  GtkBox parent_instance;

  AdwViewStack *stack;
  GtkSelectionModel *pages;
};

G_DEFINE_FINAL_TYPE (RamblaRail, rambla_rail, GTK_TYPE_BOX)

enum
{
  PROP_0,
  PROP_STACK,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_toggled (GtkToggleButton *button, RamblaRail *self)
{
  AdwViewStackPage *page = g_object_get_data (G_OBJECT (button), "page");

  if (gtk_toggle_button_get_active (button))
    adw_view_stack_set_visible_child (self->stack, adw_view_stack_page_get_child (page));
}

static GtkWidget *
new_button (RamblaRail *self, AdwViewStackPage *page, GtkToggleButton *group)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *label = gtk_label_new_with_mnemonic (adw_view_stack_page_get_title (page));

  /* A page gets its icon after it was added. */
  g_object_bind_property (page, "icon-name", icon, "icon-name", G_BINDING_SYNC_CREATE);
  gtk_widget_add_css_class (label, "caption");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content), icon);
  gtk_box_append (GTK_BOX (content), label);
  gtk_widget_set_halign (content, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (content, GTK_ALIGN_CENTER);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "rail-button");
  gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_view_stack_page_get_title (page), -1);
  g_object_set_data_full (G_OBJECT (button), "page", g_object_ref (page), g_object_unref);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), adw_view_stack_get_visible_child (self->stack) ==
                                                                adw_view_stack_page_get_child (page));
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  return button;
}

static void
rebuild (RamblaRail *self)
{
  GtkWidget *child;
  GtkToggleButton *first = NULL;
  guint n = self->pages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->pages)) : 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (self->pages), i);
      GtkWidget *button = new_button (self, page, first);

      gtk_box_append (GTK_BOX (self), button);
      if (first == NULL)
        first = GTK_TOGGLE_BUTTON (button);
    }
}

static void
on_visible_child_changed (RamblaRail *self)
{
  GtkWidget *visible = adw_view_stack_get_visible_child (self->stack);

  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self)); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    if (adw_view_stack_page_get_child (g_object_get_data (G_OBJECT (button), "page")) == visible)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
}

void
rambla_rail_set_stack (RamblaRail *self, AdwViewStack *stack)
{
  g_return_if_fail (RAMBLA_IS_RAIL (self));

  if (self->stack == stack)
    return;
  if (self->stack != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->stack, self);
      g_signal_handlers_disconnect_by_data (self->pages, self);
      g_clear_object (&self->pages);
    }
  g_set_object (&self->stack, stack);
  if (stack != NULL)
    {
      self->pages = adw_view_stack_get_pages (stack);
      g_signal_connect_object (self->pages, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (on_visible_child_changed), self,
                               G_CONNECT_SWAPPED);
    }
  rebuild (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STACK]);
}

static void
rambla_rail_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STACK:
      g_value_set_object (value, RAMBLA_RAIL (object)->stack);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_rail_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STACK:
      rambla_rail_set_stack (RAMBLA_RAIL (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_rail_dispose (GObject *object)
{
  rambla_rail_set_stack (RAMBLA_RAIL (object), NULL);
  G_OBJECT_CLASS (rambla_rail_parent_class)->dispose (object);
}

static void
rambla_rail_class_init (RamblaRailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_rail_get_property;
  object_class->set_property = rambla_rail_set_property;
  object_class->dispose = rambla_rail_dispose;
  properties[PROP_STACK] =
      g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_NAVIGATION);
}

static void
rambla_rail_init (RamblaRail *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "rail");
}
