/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-breakpoint-bin.h"

/* The narrowest window we promise to work in. */
#define NARROWEST 320
#define DEFAULT_THRESHOLD 700

struct _RamblaBreakpointBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  int threshold;
  int width;
  gboolean narrow;
  guint update_source;
};

static void buildable_iface_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (RamblaBreakpointBin,
                               rambla_breakpoint_bin,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_iface_init))

static GtkBuildableIface *parent_buildable_iface;

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_THRESHOLD,
  PROP_NARROW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
on_update (gpointer user_data)
{
  RamblaBreakpointBin *self = user_data;
  gboolean narrow = self->width < self->threshold;

  self->update_source = 0;
  if (self->narrow != narrow)
    {
      self->narrow = narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }
  return G_SOURCE_REMOVE;
}

static void
rambla_breakpoint_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RamblaBreakpointBin *self = RAMBLA_BREAKPOINT_BIN (widget);

  self->width = width;
  /* Rearranging inside an allocation is not allowed, so it happens right after. */
  if (self->narrow != (width < self->threshold) && self->update_source == 0)
    self->update_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_update, self, NULL);
  if (self->child != NULL && gtk_widget_should_layout (self->child))
    {
      int minimum;
      int minimum_height;

      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      width = MAX (width, minimum);
      gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, width, &minimum_height, NULL, NULL, NULL);
      gtk_widget_allocate (self->child, width, MAX (height, minimum_height), baseline, NULL);
    }
}

static void
rambla_breakpoint_bin_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  RamblaBreakpointBin *self = RAMBLA_BREAKPOINT_BIN (widget);
  int child_minimum = 0;
  int child_natural = 0;

  if (self->child != NULL)
    {
      if (orientation == GTK_ORIENTATION_VERTICAL && for_size >= 0)
        {
          int narrowest;

          gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &narrowest, NULL, NULL, NULL);
          for_size = MAX (for_size, narrowest);
        }
      gtk_widget_measure (self->child, orientation, for_size, &child_minimum, &child_natural, NULL, NULL);
    }
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN (child_minimum, NARROWEST) : child_minimum;
  *natural = MAX (child_natural, *minimum);
  *minimum_baseline = *natural_baseline = -1;
}

void
rambla_breakpoint_bin_set_child (RamblaBreakpointBin *self, GtkWidget *child)
{
  g_return_if_fail (RAMBLA_IS_BREAKPOINT_BIN (self));

  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

gboolean
rambla_breakpoint_bin_get_narrow (RamblaBreakpointBin *self)
{
  g_return_val_if_fail (RAMBLA_IS_BREAKPOINT_BIN (self), FALSE);

  return self->narrow;
}

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    rambla_breakpoint_bin_set_child (RAMBLA_BREAKPOINT_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable_iface->add_child (buildable, builder, child, type);
}

static void
buildable_iface_init (GtkBuildableIface *iface)
{
  parent_buildable_iface = g_type_interface_peek_parent (iface);
  iface->add_child = add_child;
}

static void
rambla_breakpoint_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RamblaBreakpointBin *self = RAMBLA_BREAKPOINT_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_THRESHOLD:
      g_value_set_int (value, self->threshold);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_breakpoint_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RamblaBreakpointBin *self = RAMBLA_BREAKPOINT_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      rambla_breakpoint_bin_set_child (self, g_value_get_object (value));
      break;
    case PROP_THRESHOLD:
      if (self->threshold != g_value_get_int (value))
        {
          self->threshold = g_value_get_int (value);
          gtk_widget_queue_allocate (GTK_WIDGET (self));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_breakpoint_bin_dispose (GObject *object)
{
  RamblaBreakpointBin *self = RAMBLA_BREAKPOINT_BIN (object);

  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (rambla_breakpoint_bin_parent_class)->dispose (object);
}

static void
rambla_breakpoint_bin_class_init (RamblaBreakpointBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rambla_breakpoint_bin_get_property;
  object_class->set_property = rambla_breakpoint_bin_set_property;
  object_class->dispose = rambla_breakpoint_bin_dispose;
  widget_class->size_allocate = rambla_breakpoint_bin_size_allocate;
  widget_class->measure = rambla_breakpoint_bin_measure;

  properties[PROP_CHILD] =
      g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_THRESHOLD] =
      g_param_spec_int ("threshold", NULL, NULL, 1, G_MAXINT, DEFAULT_THRESHOLD,
                        G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "breakpointbin");
}

static void
rambla_breakpoint_bin_init (RamblaBreakpointBin *self)
{
  self->threshold = DEFAULT_THRESHOLD;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
