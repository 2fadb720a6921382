/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-map.h"

#include <glib/gi18n.h>
#include <math.h>
#include <shumate/shumate.h>

#include "rambla-camera.h"
#include "rambla-location-layer.h"
#include "rambla-map-frame.h"
#include "rambla-map-input.h"
#include "rambla-tile-layer.h"
#include "rambla-view.h"

/* Zoom levels past the deepest tiles, and the deepest at all. */
#define OVERZOOM 2
#define DEFAULT_MIN_ZOOM 2

/* How long the map is still before the user is taken to be done, in ms. */
#define SETTLE_DELAY 300

/* Durations of movements, in ms. */
#define ZOOM_TIME 220
#define OPEN_TIME 330

/* A press that wanders farther than this is a drag. */
#define CLICK_SLOP 8.0

/* At most as many places of a cluster are handed out as somebody may look through. */
#define MAX_LEAVES 200

struct _RamblaMap
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  ShumateMap *map;
  ShumateViewport *viewport;
  RamblaTileLayer *tile_layer;
  RamblaLocationLayer *location_layer;
  RamblaClusterLayer *cluster_layer;
  RamblaCamera *camera;
  RamblaMapInput *input;
  RamblaTileSource *tile_source;

  GtkWidget *buttons;
  GtkWidget *licence;
  GtkWidget *scale;
  gboolean dark;

  /* who moves the map */
  gboolean setting_up;
  guint settle_id;

  double press_x, press_y;
};

G_DEFINE_FINAL_TYPE (RamblaMap, rambla_map, GTK_TYPE_WIDGET)

enum
{
  VIEW_CHANGED,
  MOVED_BY_USER,
  PLACE_ACTIVATED,
  PLACES_ACTIVATED,
  HOVER_CHANGED,
  GROUND_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
on_settle_timeout (gpointer user_data)
{
  RamblaMap *self = user_data;

  self->settle_id = 0;
  g_signal_emit (self, signals[MOVED_BY_USER], 0);
  return G_SOURCE_REMOVE;
}

static void
on_viewport_changed (ShumateViewport *viewport, GParamSpec *pspec, RamblaMap *self)
{
  if (self->setting_up)
    return;
  g_signal_emit (self, signals[VIEW_CHANGED], 0);
  if (!rambla_camera_is_user (self->camera))
    {
      g_clear_handle_id (&self->settle_id, g_source_remove);
      return;
    }
  rambla_tile_layer_set_ahead (self->tile_layer, TRUE);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_DELAY, on_settle_timeout, self);
}

/* A hand comes near: it may be about to move the map. */
static void
on_pointer_entered (RamblaMap *self)
{
  rambla_tile_layer_set_ahead (self->tile_layer, TRUE);
}

static void
on_released (GtkGestureClick *click, int n_press, double at_x, double at_y, RamblaMap *self)
{
  RamblaView view;
  double x, y;

  /* the end of a drag */
  if (hypot (at_x - self->press_x, at_y - self->press_y) > CLICK_SLOP)
    return;
  if (n_press == 2)
    {
      rambla_camera_zoom_at (self->camera, at_x, at_y,
                             round (rambla_camera_get_target_zoom (self->camera)) + 1.0, ZOOM_TIME);
      return;
    }
  if (n_press > 2)
    return;
  rambla_view_init (&view, self->viewport, GTK_WIDGET (self->map));
  rambla_view_from_widget (&view, at_x, at_y, &x, &y);
  g_signal_emit (self, signals[GROUND_ACTIVATED], 0, rambla_mercator_longitude (x - floor (x)),
                 rambla_mercator_latitude (y));
}

static void
on_pressed (GtkGestureClick *click, int n_press, double x, double y, RamblaMap *self)
{
  self->press_x = x;
  self->press_y = y;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_place_activated (RamblaClusterLayer *layer, guint point, RamblaMap *self)
{
  g_signal_emit (self, signals[PLACE_ACTIVATED], 0, point);
}

static void
on_hover_changed (RamblaClusterLayer *layer, guint point, RamblaMap *self)
{
  g_signal_emit (self, signals[HOVER_CHANGED], 0, point);
}

static void
on_cluster_activated (RamblaClusterLayer *layer, double x, double y, guint zoom, guint64 id, RamblaMap *self)
{
  RamblaClusterIndex *index = rambla_cluster_layer_get_index (layer);
  g_autoptr (GArray) points = NULL;

  if (zoom <= shumate_viewport_get_max_zoom_level (self->viewport))
    {
      rambla_camera_move (self->camera, x, y, zoom, OPEN_TIME, TRUE);
      return;
    }
  points = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_set_size (points, MAX_LEAVES);
  g_array_set_size (
      points, rambla_cluster_index_get_leaves (index, id, 0, MAX_LEAVES, (guint *) (void *) points->data));
  g_signal_emit (self, signals[PLACES_ACTIVATED], 0, points);
}

static void
on_zoom_in_clicked (GtkButton *button, RamblaMap *self)
{
  rambla_map_zoom_by (self, 1);
}

static void
on_zoom_out_clicked (GtkButton *button, RamblaMap *self)
{
  rambla_map_zoom_by (self, -1);
}

static void
update_margins (RamblaMap *self, int top, int right, int bottom, int left)
{
  gtk_widget_set_margin_top (self->buttons, 12 + top);
  gtk_widget_set_margin_bottom (self->buttons, 28 + bottom);
  gtk_widget_set_margin_end (self->buttons, 12 + right);
  gtk_widget_set_margin_bottom (self->licence, bottom);
  gtk_widget_set_margin_start (self->licence, left);
  gtk_widget_set_margin_end (self->licence, right);
  gtk_widget_set_margin_bottom (self->scale, 8 + bottom);
  gtk_widget_set_margin_start (self->scale, 8 + left);
}

static void
update_licence (RamblaMap *self)
{
  const char *text = NULL, *url = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *scheme = NULL;

  if (self->tile_source != NULL)
    {
      text = rambla_tile_source_get_attribution (self->tile_source);
      url = rambla_tile_source_get_attribution_url (self->tile_source);
    }
  gtk_widget_set_visible (self->licence, text != NULL && *text != '\0');
  if (text == NULL)
    return;

  /* Both come from the network: nothing in them is markup, and only pages of the web are opened. */
  scheme = url != NULL ? g_uri_parse_scheme (url) : NULL;
  if (scheme != NULL && (g_str_equal (scheme, "https") || g_str_equal (scheme, "http")))
    markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", url, text);
  else
    markup = g_markup_escape_text (text, -1);
  gtk_label_set_markup (GTK_LABEL (self->licence), markup);
}

static void
update_frame (RamblaMap *self)
{
  guint min_zoom = DEFAULT_MIN_ZOOM, max_zoom = RAMBLA_MERCATOR_MAX_ZOOM;
  g_autoptr (ShumateMapSource) frame = NULL;

  if (self->tile_source != NULL)
    {
      min_zoom = MIN (rambla_tile_source_get_min_zoom (self->tile_source), RAMBLA_MERCATOR_MAX_ZOOM);
      max_zoom =
          MIN (rambla_tile_source_get_max_zoom (self->tile_source) + OVERZOOM, RAMBLA_MERCATOR_MAX_ZOOM);
    }
  frame = rambla_map_frame_new (min_zoom, max_zoom);
  self->setting_up = TRUE;
  /* The new range may lie wholly beside the old one. */
  shumate_viewport_set_min_zoom_level (self->viewport, 0);
  shumate_viewport_set_reference_map_source (self->viewport, frame);
  self->setting_up = FALSE;
}

static void
update_ground (RamblaMap *self)
{
  GdkRGBA ground;

  gdk_rgba_parse (&ground, self->dark ? "#22262b" : "#f6f3ee");
  rambla_tile_layer_set_ground (self->tile_layer, &ground);
}

void
rambla_map_set_tile_source (RamblaMap *self, RamblaTileSource *source)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));
  g_return_if_fail (source == NULL || RAMBLA_IS_TILE_SOURCE (source));

  if (!g_set_object (&self->tile_source, source))
    return;
  if (source != NULL)
    rambla_tile_source_set_dark (source, self->dark);
  rambla_tile_layer_set_source (self->tile_layer, source);
  update_frame (self);
  update_licence (self);
}

RamblaTileSource *
rambla_map_get_tile_source (RamblaMap *self)
{
  g_return_val_if_fail (RAMBLA_IS_MAP (self), NULL);

  return self->tile_source;
}

void
rambla_map_set_index (RamblaMap *self, RamblaClusterIndex *index)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_cluster_layer_set_index (self->cluster_layer, index);
}

RamblaClusterLayer *
rambla_map_get_cluster_layer (RamblaMap *self)
{
  g_return_val_if_fail (RAMBLA_IS_MAP (self), NULL);

  return self->cluster_layer;
}

void
rambla_map_set_dark (RamblaMap *self, gboolean dark)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  dark = !!dark;
  if (self->dark == dark)
    return;
  self->dark = dark;
  update_ground (self);
  rambla_cluster_layer_set_dark (self->cluster_layer, dark);
  if (self->tile_source != NULL)
    rambla_tile_source_set_dark (self->tile_source, dark);
}

gboolean
rambla_map_get_dark (RamblaMap *self)
{
  g_return_val_if_fail (RAMBLA_IS_MAP (self), FALSE);

  return self->dark;
}

void
rambla_map_set_padding (RamblaMap *self, int top, int right, int bottom, int left)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));
  g_return_if_fail (top >= 0 && right >= 0 && bottom >= 0 && left >= 0);

  rambla_camera_set_padding (self->camera, top, right, bottom, left);
  update_margins (self, top, right, bottom, left);
}

void
rambla_map_go_to (RamblaMap *self, double longitude, double latitude, double zoom)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_move (self->camera, rambla_mercator_x (longitude), rambla_mercator_y (latitude),
                      zoom < 0.0 ? rambla_camera_get_target_zoom (self->camera) : zoom, 0, FALSE);
}

void
rambla_map_fly_to (RamblaMap *self, double longitude, double latitude, double zoom)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_fly (self->camera, rambla_mercator_x (longitude), rambla_mercator_y (latitude),
                     zoom < 0.0 ? rambla_camera_get_target_zoom (self->camera) : zoom);
}

void
rambla_map_fit (RamblaMap *self,
                double west,
                double south,
                double east,
                double north,
                double max_zoom,
                gboolean animate)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_fit (self->camera, west, south, east, north, max_zoom, animate);
}

void
rambla_map_reveal (RamblaMap *self, double longitude, double latitude)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_reveal (self->camera, longitude, latitude);
}

void
rambla_map_get_bounds (RamblaMap *self, double *west, double *south, double *east, double *north)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_get_bounds (self->camera, west, south, east, north);
}

void
rambla_map_get_centre (RamblaMap *self, double *longitude, double *latitude, double *zoom)
{
  double x, y, level;

  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_get_target (self->camera, &x, &y, &level);
  if (longitude != NULL)
    *longitude = rambla_mercator_longitude (x - floor (x));
  if (latitude != NULL)
    *latitude = rambla_mercator_latitude (y);
  if (zoom != NULL)
    *zoom = level;
}

void
rambla_map_zoom_by (RamblaMap *self, int levels)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_camera_zoom_by (self->camera, levels, ZOOM_TIME);
}

void
rambla_map_set_user_location (RamblaMap *self, double longitude, double latitude, double accuracy)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_location_layer_set_place (self->location_layer, longitude, latitude, accuracy);
}

void
rambla_map_clear_user_location (RamblaMap *self)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_location_layer_clear_place (self->location_layer);
}

void
rambla_map_set_search_circle (RamblaMap *self, double longitude, double latitude, double radius)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  rambla_location_layer_set_circle (self->location_layer, longitude, latitude, radius);
}

void
rambla_map_set_show_buttons (RamblaMap *self, gboolean show)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  gtk_widget_set_visible (self->buttons, show);
}

void
rambla_map_set_show_scale (RamblaMap *self, gboolean show)
{
  g_return_if_fail (RAMBLA_IS_MAP (self));

  gtk_widget_set_visible (self->scale, show);
}

gboolean
rambla_map_is_settled (RamblaMap *self)
{
  g_return_val_if_fail (RAMBLA_IS_MAP (self), FALSE);

  return rambla_tile_layer_is_complete (self->tile_layer) &&
         (self->tile_source == NULL || rambla_tile_source_is_settled (self->tile_source));
}

static void
rambla_map_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  GTK_WIDGET_CLASS (rambla_map_parent_class)->snapshot (widget, snapshot);

  /* Inside: the map often fills its window to the edge. */
  if (gtk_widget_has_visible_focus (widget))
    {
      const GdkRGBA color = { 0.82f, 0.25f, 0.17f, 0.9f };
      const GdkRGBA colors[4] = { color, color, color, color };
      const float widths[4] = { 2.f, 2.f, 2.f, 2.f };
      GskRoundedRect outline;

      gsk_rounded_rect_init_from_rect (&outline,
                                       &GRAPHENE_RECT_INIT (1.f, 1.f,
                                                            (float) gtk_widget_get_width (widget) - 2.f,
                                                            (float) gtk_widget_get_height (widget) - 2.f),
                                       4.f);
      gtk_snapshot_append_border (snapshot, &outline, widths, colors);
    }
}

static void
rambla_map_dispose (GObject *object)
{
  RamblaMap *self = RAMBLA_MAP (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  if (self->viewport != NULL)
    g_signal_handlers_disconnect_by_data (self->viewport, self);
  g_clear_pointer (&self->input, rambla_map_input_free);
  g_clear_pointer (&self->camera, rambla_camera_free);
  g_clear_object (&self->viewport);
  g_clear_object (&self->tile_source);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);

  G_OBJECT_CLASS (rambla_map_parent_class)->dispose (object);
}

static void
rambla_map_class_init (RamblaMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = rambla_map_dispose;
  widget_class->snapshot = rambla_map_snapshot;

  signals[VIEW_CHANGED] =
      g_signal_new ("view-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED_BY_USER] =
      g_signal_new ("moved-by-user", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PLACE_ACTIVATED] = g_signal_new ("place-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[PLACES_ACTIVATED] = g_signal_new ("places-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_ARRAY);
  signals[HOVER_CHANGED] = g_signal_new ("hover-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[GROUND_ACTIVATED] = g_signal_new ("ground-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "rambla-map");
}

static GtkWidget *
make_button (const char *icon_name, const char *name, GCallback callback, RamblaMap *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon_name);

  gtk_widget_add_css_class (button, "map-button");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (button, "clicked", callback, self);
  return button;
}

static void
add_controllers (RamblaMap *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_pointer_entered), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self->map), GTK_EVENT_CONTROLLER (click));
  self->input = rambla_map_input_new (GTK_WIDGET (self), GTK_WIDGET (self->map), self->camera);
}

static void
add_layers (RamblaMap *self)
{
  self->tile_layer = rambla_tile_layer_new (self->viewport);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->tile_layer));
  self->cluster_layer = rambla_cluster_layer_new (self->viewport);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->cluster_layer));
  self->location_layer = rambla_location_layer_new (self->viewport);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->location_layer));
  g_signal_connect (self->cluster_layer, "place-activated", G_CALLBACK (on_place_activated), self);
  g_signal_connect (self->cluster_layer, "cluster-activated", G_CALLBACK (on_cluster_activated), self);
  g_signal_connect (self->cluster_layer, "hover-changed", G_CALLBACK (on_hover_changed), self);
}

static void
add_overlays (RamblaMap *self)
{
  self->buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
  gtk_widget_set_valign (self->buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->buttons),
                  make_button ("zoom-in-symbolic", _ ("Zoom in"), G_CALLBACK (on_zoom_in_clicked), self));
  gtk_box_append (GTK_BOX (self->buttons),
                  make_button ("zoom-out-symbolic", _ ("Zoom out"), G_CALLBACK (on_zoom_out_clicked), self));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->buttons);

  self->licence = gtk_label_new (NULL);
  gtk_widget_set_halign (self->licence, GTK_ALIGN_END);
  gtk_widget_set_valign (self->licence, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->licence, "map-licence");
  gtk_widget_set_visible (self->licence, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->licence);

  self->scale = GTK_WIDGET (shumate_scale_new (self->viewport));
  shumate_scale_set_unit (SHUMATE_SCALE (self->scale), SHUMATE_UNIT_METRIC);
  gtk_widget_set_halign (self->scale, GTK_ALIGN_START);
  gtk_widget_set_valign (self->scale, GTK_ALIGN_END);
  gtk_widget_set_visible (self->scale, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->scale);
  update_margins (self, 0, 0, 0, 0);
}

static void
rambla_map_init (RamblaMap *self)
{
  self->overlay = gtk_overlay_new ();
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  self->map = shumate_map_new ();
  self->viewport = g_object_ref (shumate_map_get_viewport (self->map));
  shumate_map_set_zoom_on_double_click (self->map, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->map));
  self->camera = rambla_camera_new (GTK_WIDGET (self->map), self->viewport);

  g_signal_connect (self->viewport, "notify::longitude", G_CALLBACK (on_viewport_changed), self);
  g_signal_connect (self->viewport, "notify::latitude", G_CALLBACK (on_viewport_changed), self);
  g_signal_connect (self->viewport, "notify::zoom-level", G_CALLBACK (on_viewport_changed), self);

  add_layers (self);
  add_overlays (self);
  add_controllers (self);
  update_frame (self);
  update_ground (self);

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Map"),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("Arrows move the map, plus and minus zoom"), -1);
}

GtkWidget *
rambla_map_new (void)
{
  return g_object_new (RAMBLA_TYPE_MAP, NULL);
}
