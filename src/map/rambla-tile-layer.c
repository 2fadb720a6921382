/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-tile-layer.h"

#include <math.h>

#include "rambla-view.h"

/* Tiles are drawn between this scale and twice as large: below three quarters cairo's scaling gets slow. */
#define SHARPER 0.39

/* More tiles than any screen shows; a guard against views that make no sense. */
#define MAX_TILES 1024

struct _RamblaTileLayer
{
  ShumateLayer parent_instance;

  RamblaTileSource *source;
  GdkRGBA ground;
  GArray *wanted;      /* of RamblaTileId, as last told to the source */
  GArray *next_wanted; /* as this frame needs them */
  gboolean complete;
  gboolean ahead;
  RamblaView drawn; /* the last frame's */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (RamblaTileLayer, rambla_tile_layer, SHUMATE_TYPE_LAYER)

/* The tiles that a view shows, at one zoom level. Columns may lie outside the world: it repeats eastward. */
typedef struct
{
  guint zoom;
  int column0;
  int row0;
  int column1;
  int row1;
} Grid;

static void
grid_init (Grid *grid, const RamblaMapBox *box, guint zoom)
{
  double side = exp2 (zoom);

  grid->zoom = zoom;
  grid->column0 = (int) floor (MAX (box->x0, -1.0) * side);
  grid->column1 = (int) floor (MIN (box->x1, 2.0) * side);
  grid->row0 = (int) MAX (floor (box->y0 * side), 0.0);
  grid->row1 = (int) MIN (floor (box->y1 * side), side - 1.0);
}

static guint
wrap_column (int column, guint zoom)
{
  return (guint) column & ((1u << zoom) - 1);
}

/* Where a tile goes: on whole device pixels, so that neighbours meet. */
static void
get_tile_rect (const RamblaView *view, int column, int row, double size, graphene_rect_t *rect)
{
  double x0 = round ((view->origin_x + column * size) * view->scale) / view->scale;
  double y0 = round ((view->origin_y + row * size) * view->scale) / view->scale;
  double x1 = round ((view->origin_x + (column + 1) * size) * view->scale) / view->scale;
  double y1 = round ((view->origin_y + (row + 1) * size) * view->scale) / view->scale;

  graphene_rect_init (rect, (float) x0, (float) y0, (float) (x1 - x0), (float) (y1 - y0));
}

/* Draws the part of the nearest shallower tile that is in memory. */
static gboolean
draw_ancestor (RamblaTileLayer *self,
               RamblaCanvas *canvas,
               const RamblaView *view,
               const RamblaTileId *id,
               const graphene_rect_t *rect)
{
  for (guint up = 1; up <= id->zoom && id->zoom - up >= rambla_tile_source_get_min_zoom (self->source); up++)
    {
      const RamblaTileId ancestor = { id->zoom - up, id->column >> up, id->row >> up };
      RamblaPicture *picture = rambla_tile_source_lookup (self->source, &ancestor, view->scale);
      guint mask = (1u << up) - 1;
      float part = 1.f / (float) (1u << up);

      if (picture == NULL)
        continue;
      rambla_canvas_draw_part (canvas, picture, rect, (float) (id->column & mask) * part,
                               (float) (id->row & mask) * part, part);
      return TRUE;
    }
  return FALSE;
}

/* Draws those of the four deeper tiles that are in memory: zooming out comes from them. */
static void
draw_children (RamblaTileLayer *self,
               RamblaCanvas *canvas,
               const RamblaView *view,
               const RamblaTileId *id,
               const graphene_rect_t *rect)
{
  float width = rect->size.width / 2.f, height = rect->size.height / 2.f;

  for (guint quarter = 0; quarter < 4; quarter++)
    {
      guint right = quarter & 1, down = quarter >> 1;
      const RamblaTileId child = { id->zoom + 1, 2 * id->column + right, 2 * id->row + down };
      RamblaPicture *picture = rambla_tile_source_lookup (self->source, &child, view->scale);

      if (picture != NULL)
        rambla_canvas_draw (canvas, picture,
                            &GRAPHENE_RECT_INIT (rect->origin.x + width * (float) right,
                                                 rect->origin.y + height * (float) down, width, height));
    }
}

static void
draw_tile (RamblaTileLayer *self,
           RamblaCanvas *canvas,
           const RamblaView *view,
           int column,
           int row,
           guint zoom)
{
  const RamblaTileId id = { zoom, wrap_column (column, zoom), (guint) row };
  RamblaPicture *picture = rambla_tile_source_lookup (self->source, &id, view->scale);
  graphene_rect_t rect;

  get_tile_rect (view, column, row, view->world / exp2 (zoom), &rect);
  if (picture != NULL)
    {
      rambla_canvas_draw (canvas, picture, &rect);
      return;
    }
  if (rambla_tile_source_has_tile (self->source, &id, view->scale))
    self->complete = FALSE;
  if (!draw_ancestor (self, canvas, view, &id, &rect))
    draw_children (self, canvas, view, &id, &rect);
}

/* Whether tiles alone will fill the view, so that the ground below them need not be painted. */
static gboolean
fills_view (RamblaTileLayer *self, const RamblaView *view, const RamblaMapBox *box, const Grid *grid)
{
  if (view->rotation != 0.0 || box->x0 < -1.0 || box->x1 > 2.0 || box->y0 < 0.0 || box->y1 > 1.0)
    return FALSE;
  for (int row = grid->row0; row <= grid->row1; row++)
    for (int column = grid->column0; column <= grid->column1; column++)
      {
        const RamblaTileId id = { grid->zoom, wrap_column (column, grid->zoom), (guint) row };
        RamblaPicture *picture = rambla_tile_source_lookup (self->source, &id, view->scale);

        if (picture == NULL || !rambla_picture_is_opaque (picture))
          return FALSE;
      }
  return TRUE;
}

static void
add_wanted (RamblaTileLayer *self, int column, int row, guint zoom)
{
  const RamblaTileId id = { zoom, wrap_column (column, zoom), (guint) row };

  if (row >= 0 && row < 1 << zoom)
    g_array_append_val (self->next_wanted, id);
}

/* The tiles from the middle outward, as rings; looking ahead, then the ring around them, which the next pan
 * will need, and last what lies above, for zooming out. */
static void
list_wanted (RamblaTileLayer *self, const Grid *grid, const RamblaView *view)
{
  double side = exp2 (grid->zoom);
  int middle_x = (int) floor (view->centre_x * side), middle_y = (int) floor (view->centre_y * side);
  int reach = MAX (MAX (middle_x - grid->column0, grid->column1 - middle_x),
                   MAX (middle_y - grid->row0, grid->row1 - middle_y));

  int more = self->ahead ? 1 : 0;

  g_array_set_size (self->next_wanted, 0);
  for (int ring = 0; ring <= reach + more; ring++)
    for (int row = middle_y - ring; row <= middle_y + ring; row++)
      {
        int step = row == middle_y - ring || row == middle_y + ring || ring == 0 ? 1 : 2 * ring;

        for (int column = middle_x - ring; column <= middle_x + ring; column += step)
          if (column >= grid->column0 - more && column <= grid->column1 + more && row >= grid->row0 - more &&
              row <= grid->row1 + more)
            add_wanted (self, column, row, grid->zoom);
      }
  if (self->ahead && grid->zoom > rambla_tile_source_get_min_zoom (self->source))
    for (int row = grid->row0 >> 1; row <= grid->row1 >> 1; row++)
      for (int column = grid->column0 >> 1; column <= grid->column1 >> 1; column++)
        add_wanted (self, column, row, grid->zoom - 1);
}

static gboolean
is_same_list (const GArray *a, const GArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const RamblaTileId *one = &g_array_index (a, RamblaTileId, i),
                         *other = &g_array_index (b, RamblaTileId, i);

      if (one->zoom != other->zoom || one->column != other->column || one->row != other->row)
        return FALSE;
    }
  return TRUE;
}

static void
update_wanted (RamblaTileLayer *self, const Grid *grid, const RamblaView *view)
{
  GArray *swap;

  list_wanted (self, grid, view);
  if (is_same_list (self->wanted, self->next_wanted))
    return;
  swap = self->wanted;
  self->wanted = self->next_wanted;
  self->next_wanted = swap;
  rambla_tile_source_want (self->source, self, (const RamblaTileId *) (const void *) self->wanted->data,
                           self->wanted->len, view->scale);
}

static void
append_ground (RamblaTileLayer *self, GtkSnapshot *snapshot, const RamblaView *view)
{
  gtk_snapshot_append_color (snapshot, &self->ground,
                             &GRAPHENE_RECT_INIT (0.f, 0.f, (float) view->width, (float) view->height));
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RAMBLA_TILE_LAYER (widget)->tick_id = 0;
  gtk_widget_queue_draw (widget);
  return G_SOURCE_REMOVE;
}

/* While the map moves nobody looks closely, and the frames have to be quick; as soon as it stands still, it
 * is drawn once more, well. */
static gboolean
is_moving (RamblaTileLayer *self, const RamblaView *view)
{
  gboolean moving = self->drawn.world != 0.0 &&
                    (self->drawn.world != view->world || self->drawn.origin_x != view->origin_x ||
                     self->drawn.origin_y != view->origin_y);

  self->drawn = *view;
  if (moving && self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  return moving;
}

static void
rambla_tile_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RamblaTileLayer *self = RAMBLA_TILE_LAYER (widget);
  double zoom;
  RamblaView view;
  RamblaMapBox box;
  Grid grid;
  graphene_rect_t area;
  RamblaCanvas canvas;

  rambla_view_init (&view, shumate_layer_get_viewport (SHUMATE_LAYER (self)), widget);
  self->complete = TRUE;
  if (self->source == NULL)
    {
      append_ground (self, snapshot, &view);
      return;
    }

  zoom = CLAMP (floor (view.zoom + SHARPER), rambla_tile_source_get_min_zoom (self->source),
                rambla_tile_source_get_max_zoom (self->source));
  rambla_view_get_box (&view, 0.0, &box);
  grid_init (&grid, &box, (guint) zoom);
  if ((gint64) (grid.column1 - grid.column0 + 1) * (grid.row1 - grid.row0 + 1) > MAX_TILES)
    {
      append_ground (self, snapshot, &view);
      return;
    }

  update_wanted (self, &grid, &view);
  if (!fills_view (self, &view, &box, &grid))
    append_ground (self, snapshot, &view);
  if (view.rotation != 0.0)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (view.width / 2.f, view.height / 2.f));
      gtk_snapshot_rotate (snapshot, (float) (view.rotation * 180.0 / G_PI));
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (-view.width / 2.f, -view.height / 2.f));
    }
  rambla_view_get_area (&view, &area);
  rambla_canvas_begin (&canvas, widget, snapshot, &area);
  rambla_canvas_set_quick (&canvas, is_moving (self, &view));
  for (int row = grid.row0; row <= grid.row1; row++)
    for (int column = grid.column0; column <= grid.column1; column++)
      draw_tile (self, &canvas, &view, column, row, grid.zoom);
  rambla_canvas_end (&canvas);
  if (view.rotation != 0.0)
    gtk_snapshot_restore (snapshot);
}

static void
drop_source (RamblaTileLayer *self)
{
  if (self->source == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->source, self);
  rambla_tile_source_forget (self->source, self);
  g_array_set_size (self->wanted, 0);
  g_clear_object (&self->source);
}

/* Nobody looks: nothing is wanted. */
static void
rambla_tile_layer_unmap (GtkWidget *widget)
{
  RamblaTileLayer *self = RAMBLA_TILE_LAYER (widget);

  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (widget, self->tick_id);
  self->tick_id = 0;
  if (self->source != NULL)
    rambla_tile_source_forget (self->source, self);
  g_array_set_size (self->wanted, 0);
  GTK_WIDGET_CLASS (rambla_tile_layer_parent_class)->unmap (widget);
}

void
rambla_tile_layer_set_source (RamblaTileLayer *self, RamblaTileSource *source)
{
  g_return_if_fail (RAMBLA_IS_TILE_LAYER (self));
  g_return_if_fail (source == NULL || RAMBLA_IS_TILE_SOURCE (source));

  if (self->source == source)
    return;
  drop_source (self);
  if (source != NULL)
    {
      self->source = g_object_ref (source);
      g_signal_connect_swapped (source, "tiles-changed", G_CALLBACK (gtk_widget_queue_draw), self);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rambla_tile_layer_set_ground (RamblaTileLayer *self, const GdkRGBA *ground)
{
  g_return_if_fail (RAMBLA_IS_TILE_LAYER (self));
  g_return_if_fail (ground != NULL);

  self->ground = *ground;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
rambla_tile_layer_set_ahead (RamblaTileLayer *self, gboolean ahead)
{
  g_return_if_fail (RAMBLA_IS_TILE_LAYER (self));

  ahead = !!ahead;
  if (self->ahead == ahead)
    return;
  self->ahead = ahead;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
rambla_tile_layer_is_complete (RamblaTileLayer *self)
{
  g_return_val_if_fail (RAMBLA_IS_TILE_LAYER (self), FALSE);

  return self->complete;
}

static void
rambla_tile_layer_constructed (GObject *object)
{
  RamblaTileLayer *self = RAMBLA_TILE_LAYER (object);

  G_OBJECT_CLASS (rambla_tile_layer_parent_class)->constructed (object);

  g_signal_connect_object (shumate_layer_get_viewport (SHUMATE_LAYER (self)), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

static void
rambla_tile_layer_dispose (GObject *object)
{
  drop_source (RAMBLA_TILE_LAYER (object));

  G_OBJECT_CLASS (rambla_tile_layer_parent_class)->dispose (object);
}

static void
rambla_tile_layer_finalize (GObject *object)
{
  RamblaTileLayer *self = RAMBLA_TILE_LAYER (object);

  g_array_unref (self->wanted);
  g_array_unref (self->next_wanted);

  G_OBJECT_CLASS (rambla_tile_layer_parent_class)->finalize (object);
}

static void
rambla_tile_layer_class_init (RamblaTileLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = rambla_tile_layer_constructed;
  object_class->dispose = rambla_tile_layer_dispose;
  object_class->finalize = rambla_tile_layer_finalize;

  widget_class->snapshot = rambla_tile_layer_snapshot;
  widget_class->unmap = rambla_tile_layer_unmap;

  gtk_widget_class_set_css_name (widget_class, "map-tiles");
}

static void
rambla_tile_layer_init (RamblaTileLayer *self)
{
  self->wanted = g_array_new (FALSE, FALSE, sizeof (RamblaTileId));
  self->next_wanted = g_array_new (FALSE, FALSE, sizeof (RamblaTileId));
  gdk_rgba_parse (&self->ground, "#f6f3ee");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

RamblaTileLayer *
rambla_tile_layer_new (ShumateViewport *viewport)
{
  g_return_val_if_fail (SHUMATE_IS_VIEWPORT (viewport), NULL);

  return g_object_new (RAMBLA_TYPE_TILE_LAYER, "viewport", viewport, NULL);
}
