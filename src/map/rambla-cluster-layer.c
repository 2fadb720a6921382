/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cluster-layer.h"

#include <glib/gi18n.h>
#include <math.h>

#include "rambla-mark-layout.h"
#include "rambla-view.h"

/* What a cluster gathers, in pixels: far out discs need room, near places should show themselves. */
#define CELL_FAR 64.0
#define CELL_NEAR 32.0
#define NEAR_ZOOM 15.75

/* Pictures beyond this many are dropped: more than anybody sees in a while. */
#define MAX_PICTURES 2000

/* Time for drawing new pictures within one frame, in µs. What is not ready is a dot for a frame or two. */
#define PICTURE_BUDGET 2500

/* How long marks take to part, in µs. */
#define PART_TIME 180000

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

  RamblaClusterIndex *index;
  RamblaMarkArt *art;
  GHashTable *visited; /* GUINT_TO_POINTER (number) */
  guint highlighted;
  guint selected;

  /* what is laid out, and for what */
  GArray *clusters;
  GArray *marks;
  GArray *marks_before;
  RamblaMapBox laid_box;
  double laid_world;
  guint laid_level;
  gboolean laid_out;

  /* the marks parting after a change of level */
  gint64 part_start;
  guint tick_id;

  /* what the pointer is over: a place, or a cluster */
  guint hovered;
  guint64 hovered_cluster;
  double press_x;
  double press_y;

  guint n_drawn;
  guint describe_id;
  int scale;
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

static double
get_cell (const RamblaView *view)
{
  return view->zoom < NEAR_ZOOM ? CELL_FAR : CELL_NEAR;
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
  self->laid_out = FALSE;
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

/* Queries the box, and once more where it reaches over the world's eastern or western edge. */
static void
query_around_the_world (RamblaClusterLayer *self, const RamblaMapBox *box, const RamblaView *view)
{
  g_autoptr (GArray) part = NULL;

  rambla_cluster_index_query (self->index, box, view->zoom, get_cell (view), self->clusters);
  if (box->x0 >= 0.0 && box->x1 <= 1.0)
    return;

  part = g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
  for (int turn = -1; turn <= 1; turn += 2)
    {
      const RamblaMapBox turned = { box->x0 + turn, box->y0, box->x1 + turn, box->y1 };

      rambla_cluster_index_query (self->index, &turned, view->zoom, get_cell (view), part);
      for (guint i = 0; i < part->len; i++)
        g_array_index (part, RamblaCluster, i).x -= turn;
      g_array_append_vals (self->clusters, part->data, part->len);
    }
}

/* Lays the marks out anew if the view has left what they were laid out for. */
static void
ensure_layout (RamblaClusterLayer *self, const RamblaView *view)
{
  guint level = rambla_cluster_index_level (view->zoom, get_cell (view));
  gboolean level_changed;
  RamblaMapBox seen;

  rambla_view_get_box (view, 48.0, &seen);
  if (self->laid_out && view->world == self->laid_world && seen.x0 >= self->laid_box.x0 &&
      seen.y0 >= self->laid_box.y0 && seen.x1 <= self->laid_box.x1 && seen.y1 <= self->laid_box.y1)
    return;

  level_changed = self->laid_out && level != self->laid_level;
  g_clear_pointer (&self->marks_before, g_array_unref);
  self->marks_before = g_steal_pointer (&self->marks);
  self->marks = g_array_new (FALSE, FALSE, sizeof (RamblaPlacedMark));

  rambla_view_get_box (view, 64.0 + MAX (view->width, view->height) / 4.0, &self->laid_box);
  query_around_the_world (self, &self->laid_box, view);
  rambla_mark_layout_place (self->clusters, view->world, self->art, self->marks);

  if (self->marks_before != NULL && may_animate (self))
    {
      gboolean parting = get_frame_time (self) < self->part_start + PART_TIME;

      if (level_changed && level > self->laid_level)
        {
          if (rambla_mark_layout_part (self->marks, self->marks_before, 1.5 * CELL_FAR / self->laid_world))
            self->part_start = get_frame_time (self);
        }
      else if (parting)
        rambla_mark_layout_part (self->marks, self->marks_before, 0.0);
    }
  self->laid_world = view->world;
  self->laid_level = level;
  self->laid_out = TRUE;
}

/* How far the marks still are from where they belong: 1 at the start, 0 at the end. */
static double
get_part_distance (RamblaClusterLayer *self)
{
  double passed = (double) (get_frame_time (self) - self->part_start) / PART_TIME;
  double left = 1.0 - CLAMP (passed, 0.0, 1.0);

  return left * left * left;
}

static guint
get_state (RamblaClusterLayer *self, const RamblaCluster *cluster)
{
  guint state = 0;

  if (cluster->flags & RAMBLA_CLUSTER_AVAILABLE)
    state |= RAMBLA_MARK_AVAILABLE;
  if (cluster->count > 1)
    return cluster->id == self->hovered_cluster ? state | RAMBLA_MARK_LIT : state;

  if (cluster->flags & RAMBLA_CLUSTER_VISITED ||
      g_hash_table_contains (self->visited, GUINT_TO_POINTER (cluster->point)))
    state |= RAMBLA_MARK_VISITED;
  if (cluster->point == self->selected)
    return (state & ~(guint) RAMBLA_MARK_VISITED) | RAMBLA_MARK_SELECTED;
  if (cluster->point == self->highlighted || cluster->point == self->hovered)
    return (state & ~(guint) RAMBLA_MARK_VISITED) | RAMBLA_MARK_LIT;
  return state;
}

static gint64
get_value (const RamblaCluster *cluster, RamblaMarkKind kind)
{
  switch (kind)
    {
    case RAMBLA_MARK_CLUSTER:
      return rambla_mark_art_round_count (cluster->count);
    case RAMBLA_MARK_PRICE:
      return cluster->price;
    case RAMBLA_MARK_GLYPH:
      return cluster->category;
    case RAMBLA_MARK_DOT:
    default:
      return 0;
    }
}

static RamblaMarkKind
get_pin_kind (const RamblaCluster *place)
{
  return place->price != RAMBLA_CLUSTER_NO_PRICE ? RAMBLA_MARK_PRICE : RAMBLA_MARK_GLYPH;
}

static void
get_position (const RamblaPlacedMark *mark, const RamblaView *view, double distance, double *x, double *y)
{
  rambla_view_to_widget (view, mark->cluster.x + mark->from_x * distance,
                         mark->cluster.y + mark->from_y * distance, x, y);
}

static void
draw_mark (RamblaCanvas *canvas, const RamblaMark *mark, const RamblaView *view, double x, double y)
{
  graphene_rect_t bounds = mark->bounds;

  bounds.origin.x += (float) (round (x * view->scale) / view->scale);
  bounds.origin.y += (float) (round (y * view->scale) / view->scale);
  rambla_canvas_draw (canvas, mark->picture, &bounds);
}

/* A place that stands out is drawn last, with its whole pin, also if it is part of a cluster or a mere dot.
 */
static void
draw_pin (RamblaClusterLayer *self, RamblaCanvas *canvas, const RamblaView *view, guint point)
{
  RamblaCluster place;
  const RamblaMark *picture;
  RamblaMarkKind kind;
  double x, y;

  if (point == RAMBLA_CLUSTER_NO_POINT || !rambla_cluster_index_get_point (self->index, point, &place))
    return;
  place.x += round (view->centre_x - place.x);
  kind = get_pin_kind (&place);
  rambla_view_to_widget (view, place.x, place.y, &x, &y);
  picture = rambla_mark_art_get (self->art, kind, get_value (&place, kind), get_state (self, &place));
  draw_mark (canvas, picture, view, x, y);
}

static void
rambla_cluster_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (widget);
  gint64 deadline = g_get_monotonic_time () + PICTURE_BUDGET;
  gboolean all_ready = TRUE;
  double distance;
  graphene_rect_t area;
  RamblaCanvas canvas;
  RamblaView view;

  self->n_drawn = 0;
  if (self->index == NULL)
    return;
  get_view (self, &view);
  if (view.scale != self->scale || rambla_mark_art_get_size (self->art) > MAX_PICTURES)
    {
      rambla_mark_art_clear (self->art);
      self->scale = view.scale;
    }
  ensure_layout (self, &view);
  distance = get_part_distance (self);
  rambla_view_get_area (&view, &area);
  rambla_canvas_begin (&canvas, widget, snapshot, &area);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const RamblaPlacedMark *mark = &g_array_index (self->marks, RamblaPlacedMark, i);
      gint64 value = get_value (&mark->cluster, mark->kind);
      guint state = get_state (self, &mark->cluster);
      const RamblaMark *picture;
      double x, y;

      get_position (mark, &view, distance, &x, &y);
      if (x < -48.0 || x > view.width + 48.0 || y < -32.0 || y > view.height + 48.0)
        continue;
      /* these come last */
      if (mark->cluster.count == 1 && state & (RAMBLA_MARK_LIT | RAMBLA_MARK_SELECTED))
        continue;
      picture = rambla_mark_art_lookup (self->art, mark->kind, value, state);
      if (picture == NULL)
        {
          if (g_get_monotonic_time () < deadline)
            picture = rambla_mark_art_get (self->art, mark->kind, value, state);
          else
            {
              picture = rambla_mark_art_get (self->art, RAMBLA_MARK_DOT, 0, state);
              all_ready = FALSE;
            }
        }
      draw_mark (&canvas, picture, &view, x, y);
      self->n_drawn++;
    }

  if (self->hovered != self->selected)
    draw_pin (self, &canvas, &view, self->hovered);
  if (self->highlighted != self->selected && self->highlighted != self->hovered)
    draw_pin (self, &canvas, &view, self->highlighted);
  draw_pin (self, &canvas, &view, self->selected);
  rambla_canvas_end (&canvas);

  if (!all_ready || distance > 0.0)
    queue_next_frame (self);
}

/* Whether a pin for this place is drawn on top of all others. */
static gboolean
stands_out (RamblaClusterLayer *self, guint point)
{
  return point != RAMBLA_CLUSTER_NO_POINT &&
         (point == self->selected || point == self->highlighted || point == self->hovered);
}

/* How far a place is outside a mark that stands at x, y; 0 inside. The mark is taken as at least 2 × @reach
 * wide. */
static double
get_miss (const RamblaMark *picture, double x, double y, double at_x, double at_y)
{
  double x0 = x + picture->body.origin.x, x1 = x0 + picture->body.size.width;
  double y0 = y + picture->body.origin.y, y1 = y0 + picture->body.size.height;

  return hypot (MAX (MAX (x0 - at_x, at_x - x1), 0.0), MAX (MAX (y0 - at_y, at_y - y1), 0.0));
}

gboolean
rambla_cluster_layer_pick (RamblaClusterLayer *self,
                           double at_x,
                           double at_y,
                           double slop,
                           RamblaCluster *cluster)
{
  const guint on_top[] = { self->selected, self->highlighted, self->hovered };
  double best = slop;
  double distance;
  gboolean found = FALSE;
  RamblaView view;

  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), FALSE);
  g_return_val_if_fail (cluster != NULL, FALSE);

  if (self->index == NULL || self->marks == NULL || !self->laid_out)
    return FALSE;
  get_view (self, &view);
  distance = get_part_distance (self);

  for (guint i = 0; i < G_N_ELEMENTS (on_top); i++)
    {
      RamblaCluster place;
      const RamblaMark *picture;
      RamblaMarkKind kind;
      double x, y;

      if (on_top[i] == RAMBLA_CLUSTER_NO_POINT ||
          !rambla_cluster_index_get_point (self->index, on_top[i], &place))
        continue;
      kind = get_pin_kind (&place);
      picture = rambla_mark_art_get (self->art, kind, get_value (&place, kind), get_state (self, &place));
      rambla_view_to_widget (&view, place.x + round (view.centre_x - place.x), place.y, &x, &y);
      if (get_miss (picture, x, y, at_x, at_y) == 0.0)
        {
          *cluster = place;
          return TRUE;
        }
    }

  /* From the top; what the pointer is really on wins over what it is merely near. */
  for (guint i = self->marks->len; i-- > 0;)
    {
      const RamblaPlacedMark *mark = &g_array_index (self->marks, RamblaPlacedMark, i);
      const RamblaMark *picture;
      double x, y, miss, reach;

      get_position (mark, &view, distance, &x, &y);
      if (fabs (x - at_x) > 100.0 || fabs (y - at_y) > 100.0 ||
          (mark->cluster.count == 1 && stands_out (self, mark->cluster.point)))
        continue;
      picture = rambla_mark_art_get (self->art, mark->kind, get_value (&mark->cluster, mark->kind),
                                     get_state (self, &mark->cluster));
      miss = get_miss (picture, x, y, at_x, at_y);
      reach = MAX (slop - MIN (picture->body.size.width, picture->body.size.height) / 2.0, 2.0);
      if (miss > reach || (found && miss >= best))
        continue;
      *cluster = mark->cluster;
      best = miss;
      found = TRUE;
      if (miss == 0.0)
        break;
    }
  return found;
}

static void
set_hover (RamblaClusterLayer *self, const RamblaCluster *cluster)
{
  guint point = cluster != NULL && cluster->count == 1 ? cluster->point : RAMBLA_CLUSTER_NO_POINT;
  guint64 id = cluster != NULL && cluster->count > 1 ? cluster->id : 0;

  if (point == self->hovered && id == self->hovered_cluster)
    return;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), cluster != NULL ? "pointer" : NULL);
  self->hovered_cluster = id;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (point != self->hovered)
    {
      self->hovered = point;
      g_signal_emit (self, signals[HOVER_CHANGED], 0, point);
    }
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
      zoom = rambla_cluster_index_get_expansion_zoom (self->index, cluster.id, view.zoom, get_cell (&view));
      g_signal_emit (self, signals[CLUSTER_ACTIVATED], 0, cluster.x, cluster.y, zoom, cluster.id);
    }
}

static void
on_viewport_changed (ShumateViewport *viewport, GParamSpec *pspec, RamblaClusterLayer *self)
{
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

  rambla_mark_art_clear (self->art);
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

  if (self->index == index)
    return;
  if (index != NULL)
    rambla_cluster_index_ref (index);
  g_clear_pointer (&self->index, rambla_cluster_index_unref);
  self->index = index;
  set_hover (self, NULL);
  g_hash_table_remove_all (self->visited);
  forget_layout (self);
  queue_describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INDEX]);
}

RamblaClusterIndex *
rambla_cluster_layer_get_index (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), NULL);

  return self->index;
}

void
rambla_cluster_layer_set_highlighted (RamblaClusterLayer *self, guint point)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (self->highlighted == point)
    return;
  self->highlighted = point;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGHLIGHTED]);
}

guint
rambla_cluster_layer_get_highlighted (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), RAMBLA_CLUSTER_NO_POINT);

  return self->highlighted;
}

void
rambla_cluster_layer_set_selected (RamblaClusterLayer *self, guint point)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (self->selected == point)
    return;
  self->selected = point;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

guint
rambla_cluster_layer_get_selected (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), RAMBLA_CLUSTER_NO_POINT);

  return self->selected;
}

void
rambla_cluster_layer_add_visited (RamblaClusterLayer *self, guint point)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  if (g_hash_table_add (self->visited, GUINT_TO_POINTER (point)))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rambla_cluster_layer_set_dark (RamblaClusterLayer *self, gboolean dark)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  dark = !!dark;
  if (rambla_mark_art_get_dark (self->art) == dark)
    return;
  rambla_mark_art_set_dark (self->art, dark);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DARK]);
}

gboolean
rambla_cluster_layer_get_dark (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), FALSE);

  return rambla_mark_art_get_dark (self->art);
}

void
rambla_cluster_layer_set_price_format (RamblaClusterLayer *self,
                                       RamblaPriceFormat format,
                                       gpointer user_data,
                                       GDestroyNotify destroy)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  rambla_mark_art_set_price_format (self->art, format, user_data, destroy);
  forget_layout (self);
}

void
rambla_cluster_layer_set_category (RamblaClusterLayer *self,
                                   guint8 category,
                                   const char *icon_name,
                                   const GdkRGBA *color)
{
  g_return_if_fail (RAMBLA_IS_CLUSTER_LAYER (self));

  rambla_mark_art_set_category (self->art, category, icon_name, color);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
rambla_cluster_layer_count_in_view (RamblaClusterLayer *self)
{
  RamblaMapBox box;
  RamblaView view;
  guint n = 0;

  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), 0);

  if (self->index == NULL)
    return 0;
  get_view (self, &view);
  rambla_view_get_box (&view, 0.0, &box);
  if (box.x1 - box.x0 >= 1.0)
    return rambla_cluster_index_count (self->index, &(RamblaMapBox){ 0.0, box.y0, 1.0, box.y1 });
  for (int turn = -1; turn <= 1; turn++)
    n += rambla_cluster_index_count (self->index,
                                     &(RamblaMapBox){ box.x0 + turn, box.y0, box.x1 + turn, box.y1 });
  return n;
}

guint
rambla_cluster_layer_get_n_drawn (RamblaClusterLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_CLUSTER_LAYER (self), 0);

  return self->n_drawn;
}

static void
rambla_cluster_layer_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);

  switch (property_id)
    {
    case PROP_INDEX:
      g_value_set_boxed (value, self->index);
      break;
    case PROP_HIGHLIGHTED:
      g_value_set_uint (value, self->highlighted);
      break;
    case PROP_SELECTED:
      g_value_set_uint (value, self->selected);
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
  g_clear_pointer (&self->index, rambla_cluster_index_unref);

  G_OBJECT_CLASS (rambla_cluster_layer_parent_class)->dispose (object);
}

static void
rambla_cluster_layer_finalize (GObject *object)
{
  RamblaClusterLayer *self = RAMBLA_CLUSTER_LAYER (object);

  g_clear_object (&self->art);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->clusters, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->marks_before, g_array_unref);

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

  self->art = rambla_mark_art_new (GTK_WIDGET (self));
  self->visited = g_hash_table_new (NULL, NULL);
  self->clusters = g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
  self->highlighted = RAMBLA_CLUSTER_NO_POINT;
  self->selected = RAMBLA_CLUSTER_NO_POINT;
  self->hovered = RAMBLA_CLUSTER_NO_POINT;
  self->scale = 1;
  self->part_start = G_MININT32;

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
