/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cluster-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "rambla-mark-board.h"
#include "rambla-view.h"

/* The description for assistive technologies follows the view after this quiet time, in ms. */
#define DESCRIBE_DELAY 400

/* Half of the smallest target, for a pointer and for a finger. */
#define POINTER_REACH 12.0
#define TOUCH_REACH 22.0

/* A press that wanders farther than this is a drag. */
#define CLICK_SLOP 8.0

struct _RamblaClusterLayer
{
  ShumateLayer parent_instance;

  RamblaMarkBoard *board;
  guint tick_id;
  guint describe_id;
  double press_x;
  double press_y;
};

G_DEFINE_FINAL_TYPE (RamblaClusterLayer, rambla_cluster_layer, SHUMATE_TYPE_LAYER)

enum
{
  PROP_INDEX = 1,
  PROP_HIGHLIGHTED,
  PROP_SELECTED,
  PROP_DARK,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  PLACE_ACTIVATED,
  CLUSTER_ACTIVATED,
  HOVER_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
get_view (RamblaClusterLayer *self, RamblaView *view)
{
  rambla_view_init (view, shumate_layer_get_viewport (SHUMATE_LAYER (self)), GTK_WIDGET (self));
}

static gboolean
on_describe_timeout (gpointer user_data)
{
  RamblaClusterLayer *self = user_data;
  guint n = rambla_cluster_layer_count_in_view (self);
  g_autofree char *text = NULL;

  self->describe_id = 0;
  /* Translators: what the map shows, read out by screen readers */
  text = g_strdup_printf (ngettext ("%u place in view", "%u places in view", n), n);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  return G_SOURCE_REMOVE;
}

static void
queue_describe (RamblaClusterLayer *self)
{
  g_clear_handle_id (&self->describe_id, g_source_remove);
  self->describe_id = g_timeout_add (DESCRIBE_DELAY, on_describe_timeout, self);
}

static void
forget_layout (RamblaClusterLayer *self)
{
  rambla_mark_board_invalidate (self->board);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (widget);

  self->tick_id = 0;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

static void
queue_next_frame (RamblaClusterLayer *self)
{
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static gint64
get_frame_time (RamblaClusterLayer *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock != NULL ? gdk_frame_clock_get_frame_time (clock) : g_get_monotonic_time ();
}

static gboolean
may_animate (RamblaClusterLayer *self)
{
  gboolean animate = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
  return animate;
}

static void
rambla_cluster_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (widget);
  RamblaView view;

  get_view (self, &view);
  if (rambla_mark_board_draw (self->board, snapshot, &view, get_frame_time (self), may_animate (self)))
    queue_next_frame (self);
}

gboolean
rambla_cluster_layer_pick (RamblaClusterLayer *self, double x, double y, double slop, RamblaCluster *cluster)
{
  RamblaView view;

  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), FALSE);

  get_view (self, &view);
  return rambla_mark_board_pick (self->board, &view, x, y, slop, cluster);
}

static void
set_hover (RamblaClusterLayer *self, const RamblaCluster *cluster)
{
  guint point = cluster != NULL && cluster->count == 1 ? cluster->point : RAMBLA_CLUSTER_NO_POINT;
  guint64 id = cluster != NULL && cluster->count > 1 ? cluster->id : 0;
  guint before = rambla_mark_board_get_hovered (self->board);

  if (point == before && id == rambla_mark_board_get_hovered_cluster (self->board))
    return;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cluster != NULL ? "pointer" : NULL);
  rambla_mark_board_set_hovered (self->board, point, id);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (point != before)
    g_signal_emit (self, signals[HOVER_CHANGED], 0, point);
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, RamblaClusterLayer *self)
{
  RamblaCluster cluster;
  gboolean over = rambla_cluster_layer_pick (self, x, y, POINTER_REACH, &cluster);

  set_hover (self, over ? &cluster : NULL);
}

static void
on_leave (GtkEventControllerMotion *motion, RamblaClusterLayer *self)
{
  set_hover (self, NULL);
}

static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, RamblaClusterLayer *self)
{
  self->press_x = x;
  self->press_y = y;
}

static void
on_released (GtkGestureClick *click, int n_press, double x, double y, RamblaClusterLayer *self)
{
  GdkDevice *device = gtk_event_controller_get_current_event_device (GTK_EVENT_CONTROLLER (click));
  gboolean touch = device != NULL && gdk_device_get_source (device) == GDK_SOURCE_TOUCHSCREEN;
  RamblaCluster cluster;

  if (hypot (x - self->press_x, y - self->press_y) > CLICK_SLOP)
    return;
  if (!rambla_cluster_layer_pick (self, x, y, touch ? TOUCH_REACH : POINTER_REACH, &cluster))
    return;

  /* Two quick clicks on a mark are not two clicks on the map, which would zoom in. */
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  if (n_press > 1)
    return;
  if (cluster.count == 1)
    g_signal_emit (self, signals[PLACE_ACTIVATED], 0, cluster.point);
  else
    {
      RamblaView view;
      guint zoom;

      get_view (self, &view);
      zoom = rambla_mark_board_get_expansion_zoom (self->board, &view, cluster.id);
      g_signal_emit (self, signals[CLUSTER_ACTIVATED], 0, cluster.x, cluster.y, zoom, cluster.id);
    }
}

static void
on_viewport_changed (ShumateViewport *viewport, GParamSpec *pspec, RamblaClusterLayer *self)
{
  /* What was under the pointer may have become part of a cluster. */
  if (g_str_equal (pspec->name, "zoom-level"))
    set_hover (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  queue_describe (self);
}

static void
rambla_cluster_layer_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  queue_describe (RAMBLA_CLUSTER_LAYER (widget));
}

/* libshumate's layers let everything through. */
static gboolean
rambla_cluster_layer_contains (GtkWidget *widget, double x, double y)
{
  return x >= 0.0 && y >= 0.0 && x < gtk_widget_get_width (widget) && y < gtk_widget_get_height (widget);
}

static void
rambla_cluster_layer_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (widget);

  GTK_WIDGET_CLASS (rambla_cluster_layer_parent_class)->system_setting_changed (widget, setting);

  rambla_mark_art_clear (rambla_mark_board_get_art (self->board));
  forget_layout (self);
}

static void
rambla_cluster_layer_unrealize (GtkWidget *widget)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (widget);

  /* The tick went with the frame clock. */
  self->tick_id = 0;
  set_hover (self, NULL);
  GTK_WIDGET_CLASS (rambla_cluster_layer_parent_class)->unrealize (widget);
}

void
rambla_cluster_layer_set_index (RamblaClusterLayer *self, RamblaClusterIndex *index)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (rambla_mark_board_get_index (self->board) == index)
    return;
  rambla_mark_board_set_index (self->board, index);
  set_hover (self, NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  queue_describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INDEX]);
}

RamblaClusterIndex *
rambla_cluster_layer_get_index (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), NULL);

  return rambla_mark_board_get_index (self->board);
}

void
rambla_cluster_layer_set_highlighted (RamblaClusterLayer *self, guint point)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (!rambla_mark_board_set_highlighted (self->board, point))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGHLIGHTED]);
}

guint
rambla_cluster_layer_get_highlighted (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), RAMBLA_CLUSTER_NO_POINT);

  return rambla_mark_board_get_highlighted (self->board);
}

void
rambla_cluster_layer_set_selected (RamblaClusterLayer *self, guint point)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (!rambla_mark_board_set_selected (self->board, point))
    return;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

guint
rambla_cluster_layer_get_selected (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), RAMBLA_CLUSTER_NO_POINT);

  return rambla_mark_board_get_selected (self->board);
}

void
rambla_cluster_layer_add_visited (RamblaClusterLayer *self, guint point)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (rambla_mark_board_add_visited (self->board, point))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rambla_cluster_layer_set_dark (RamblaClusterLayer *self, gboolean dark)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  dark = !!dark;
  if (rambla_mark_art_get_dark (rambla_mark_board_get_art (self->board)) == dark)
    return;
  rambla_mark_art_set_dark (rambla_mark_board_get_art (self->board), dark);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DARK]);
}

gboolean
rambla_cluster_layer_get_dark (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), FALSE);

  return rambla_mark_art_get_dark (rambla_mark_board_get_art (self->board));
}

void
rambla_cluster_layer_set_price_format (RamblaClusterLayer *self,
                                       RamblaPriceFormat format,
                                       gpointer user_data,
                                       GDestroyNotify destroy)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  rambla_mark_art_set_price_format (rambla_mark_board_get_art (self->board), format, user_data, destroy);
  forget_layout (self);
}

void
rambla_cluster_layer_set_category (RamblaClusterLayer *self,
                                   guint8 category,
                                   const char *icon_name,
                                   const GdkRGBA *color)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  rambla_mark_art_set_category (rambla_mark_board_get_art (self->board), category, icon_name, color);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
rambla_cluster_layer_count_in_view (RamblaClusterLayer *self)
{
  RamblaView view;

  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), 0);

  get_view (self, &view);
  return rambla_mark_board_count (self->board, &view);
}

guint
rambla_cluster_layer_get_n_drawn (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), 0);

  return rambla_mark_board_get_n_drawn (self->board);
}

static void
rambla_cluster_layer_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);

  switch (property_id)
    {
    case PROP_INDEX:
      g_value_set_boxed (value, rambla_mark_board_get_index (self->board));
      break;
    case PROP_HIGHLIGHTED:
      g_value_set_uint (value, rambla_mark_board_get_highlighted (self->board));
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, rambla_mark_board_get_selected (self->board));
      break;
    case PROP_DARK:
      g_value_set_boolean (value, rambla_cluster_layer_get_dark (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
rambla_cluster_layer_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);

  switch (property_id)
    {
    case PROP_INDEX:
      rambla_cluster_layer_set_index (self, g_value_get_boxed (value));
      break;
    case PROP_HIGHLIGHTED:
      rambla_cluster_layer_set_highlighted (self, g_value_get_uint (value));
      break;
    case PROP_SELECTED:
      rambla_cluster_layer_set_selected (self, g_value_get_uint (value));
      break;
    case PROP_DARK:
      rambla_cluster_layer_set_dark (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
rambla_cluster_layer_constructed (GObject *object)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);
  ShumateViewport *viewport;

  G_OBJECT_CLASS (rambla_cluster_layer_parent_class)->constructed (object);

  viewport = shumate_layer_get_viewport (SHUMATE_LAYER (self));
  g_signal_connect_object (viewport, "notify", G_CALLBACK (on_viewport_changed), self, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map of places"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ ("No places in view"), -1);
}

static void
rambla_cluster_layer_dispose (GObject *object)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);

  g_clear_handle_id (&self->describe_id, g_source_remove);
  rambla_mark_board_set_index (self->board, NULL);

  G_OBJECT_CLASS (rambla_cluster_layer_parent_class)->dispose (object);
}

static void
rambla_cluster_layer_finalize (GObject *object)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);

  g_clear_pointer (&self->board, rambla_mark_board_free);

  G_OBJECT_CLASS (rambla_cluster_layer_parent_class)->finalize (object);
}

static void
rambla_cluster_layer_class_init (RamblaClusterLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = rambla_cluster_layer_constructed;
  object_class->dispose = rambla_cluster_layer_dispose;
  object_class->finalize = rambla_cluster_layer_finalize;
  object_class->get_property = rambla_cluster_layer_get_property;
  object_class->set_property = rambla_cluster_layer_set_property;

  widget_class->contains = rambla_cluster_layer_contains;
  widget_class->size_allocate = rambla_cluster_layer_size_allocate;
  widget_class->snapshot = rambla_cluster_layer_snapshot;
  widget_class->system_setting_changed = rambla_cluster_layer_system_setting_changed;
  widget_class->unrealize = rambla_cluster_layer_unrealize;

  properties[PROP_INDEX] = g_param_spec_boxed ("index", NULL, NULL, RAMBLA_TYPE_CLUSTER_INDEX, flags);
  properties[PROP_HIGHLIGHTED] =
      g_param_spec_uint ("highlighted", NULL, NULL, 0, G_MAXUINT, RAMBLA_CLUSTER_NO_POINT, flags);
  properties[PROP_SELECTED] =
      g_param_spec_uint ("selected", NULL, NULL, 0, G_MAXUINT, RAMBLA_CLUSTER_NO_POINT, flags);
  properties[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[PLACE_ACTIVATED] = g_signal_new ("place-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[CLUSTER_ACTIVATED] =
      g_signal_new ("cluster-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 4, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_UINT, G_TYPE_UINT64);
  signals[HOVER_CHANGED] = g_signal_new ("hover-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "map-places");
}

static void
rambla_cluster_layer_init (RamblaClusterLayer *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->board = rambla_mark_board_new (GTK_WIDGET (self));

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

RamblaClusterLayer *
rambla_cluster_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (RAMBLA_TYPE_CLUSTER_LAYER, "viewport", viewport, NULL);
}
