/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-mark-board.h"

#include <math.h>

#include "rambla-mark-layout.h"

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

struct _RamblaMarkBoard
{
  GtkWidget *widget; /* not owned */
  RamblaMarkArt *art;
  RamblaClusterIndex *index;
  GHashTable *visited; /* GUINT_TO_POINTER (number) */
  guint highlighted;
  guint selected;
  guint hovered;
  guint64 hovered_cluster;

  /* what is laid out, and for what */
  GArray *clusters;
  GArray *marks;
  GArray *marks_before;
  RamblaMapBox laid_box;
  double laid_world;
  guint laid_level;
  gboolean laid_out;

  /* the marks parting after a change of level; how far they still are from where they belong, of 1 */
  gint64 part_start;
  double distance;

  guint n_drawn;
  int scale;
};

static double
get_cell (const RamblaView *view)
{
  return view->zoom < NEAR_ZOOM ? CELL_FAR : CELL_NEAR;
}

/* Queries the box, and once more where it reaches over the world's eastern or western edge. */
static void
query_around_the_world (RamblaMarkBoard *self, const RamblaMapBox *box, const RamblaView *view)
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
ensure_layout (RamblaMarkBoard *self, const RamblaView *view, gint64 time, gboolean animate)
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

  if (self->marks_before != NULL && animate)
    {
      gboolean parting = time < self->part_start + PART_TIME;

      if (level_changed && level > self->laid_level)
        {
          if (rambla_mark_layout_part (self->marks, self->marks_before, 1.5 * CELL_FAR / self->laid_world))
            self->part_start = time;
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
get_part_distance (RamblaMarkBoard *self, gint64 time)
{
  double passed = (double) (time - self->part_start) / PART_TIME;
  double left = 1.0 - CLAMP (passed, 0.0, 1.0);

  return left * left * left;
}

static guint
get_state (RamblaMarkBoard *self, const RamblaCluster *cluster)
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
draw_pin (RamblaMarkBoard *self, RamblaCanvas *canvas, const RamblaView *view, guint point)
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

gboolean
rambla_mark_board_draw (RamblaMarkBoard *self,
                        GtkSnapshot *snapshot,
                        const RamblaView *view,
                        gint64 time,
                        gboolean animate)
{
  gint64 deadline = g_get_monotonic_time () + PICTURE_BUDGET;
  gboolean all_ready = TRUE;
  graphene_rect_t area;
  RamblaCanvas canvas;

  g_return_val_if_fail (self != NULL, FALSE);

  self->n_drawn = 0;
  if (self->index == NULL)
    return FALSE;
  if (view->scale != self->scale || rambla_mark_art_get_size (self->art) > MAX_PICTURES)
    {
      rambla_mark_art_clear (self->art);
      self->scale = view->scale;
    }
  ensure_layout (self, view, time, animate);
  self->distance = get_part_distance (self, time);
  rambla_view_get_area (view, &area);
  rambla_canvas_begin (&canvas, self->widget, snapshot, &area);

  for (guint i = 0; i < self->marks->len; i++)
    {
      const RamblaPlacedMark *mark = &g_array_index (self->marks, RamblaPlacedMark, i);
      gint64 value = get_value (&mark->cluster, mark->kind);
      guint state = get_state (self, &mark->cluster);
      const RamblaMark *picture;
      double x, y;

      get_position (mark, view, self->distance, &x, &y);
      if (x < -48.0 || x > view->width + 48.0 || y < -32.0 || y > view->height + 48.0)
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
      draw_mark (&canvas, picture, view, x, y);
      self->n_drawn++;
    }

  if (self->hovered != self->selected)
    draw_pin (self, &canvas, view, self->hovered);
  if (self->highlighted != self->selected && self->highlighted != self->hovered)
    draw_pin (self, &canvas, view, self->highlighted);
  draw_pin (self, &canvas, view, self->selected);
  rambla_canvas_end (&canvas);

  return !all_ready || self->distance > 0.0;
}

/* Whether a pin for this place is drawn on top of all others. */
static gboolean
stands_out (RamblaMarkBoard *self, guint point)
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
rambla_mark_board_pick (RamblaMarkBoard *self,
                        const RamblaView *view,
                        double at_x,
                        double at_y,
                        double slop,
                        RamblaCluster *cluster)
{
  const guint on_top[] = { self->selected, self->highlighted, self->hovered };
  double best = slop;
  gboolean found = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (cluster != NULL, FALSE);

  if (self->index == NULL || !self->laid_out)
    return FALSE;

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
      rambla_view_to_widget (view, place.x + round (view->centre_x - place.x), place.y, &x, &y);
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

      get_position (mark, view, self->distance, &x, &y);
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

guint
rambla_mark_board_get_expansion_zoom (RamblaMarkBoard *self, const RamblaView *view, guint64 cluster)
{
  g_return_val_if_fail (self != NULL && self->index != NULL, 0);

  return rambla_cluster_index_get_expansion_zoom (self->index, cluster, view->zoom, get_cell (view));
}

guint
rambla_mark_board_count (RamblaMarkBoard *self, const RamblaView *view)
{
  RamblaMapBox box;
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  if (self->index == NULL)
    return 0;
  rambla_view_get_box (view, 0.0, &box);
  if (box.x1 - box.x0 >= 1.0)
    return rambla_cluster_index_count (self->index, &(RamblaMapBox){ 0.0, box.y0, 1.0, box.y1 });
  for (int turn = -1; turn <= 1; turn++)
    n += rambla_cluster_index_count (self->index,
                                     &(RamblaMapBox){ box.x0 + turn, box.y0, box.x1 + turn, box.y1 });
  return n;
}

void
rambla_mark_board_set_index (RamblaMarkBoard *self, RamblaClusterIndex *index)
{
  g_return_if_fail (self != NULL);

  if (index != NULL)
    rambla_cluster_index_ref (index);
  g_clear_pointer (&self->index, rambla_cluster_index_unref);
  self->index = index;
  g_hash_table_remove_all (self->visited);
  rambla_mark_board_invalidate (self);
}

RamblaClusterIndex *
rambla_mark_board_get_index (RamblaMarkBoard *self)
{
  return self->index;
}

gboolean
rambla_mark_board_set_highlighted (RamblaMarkBoard *self, guint point)
{
  gboolean changed = self->highlighted != point;

  self->highlighted = point;
  return changed;
}

gboolean
rambla_mark_board_set_selected (RamblaMarkBoard *self, guint point)
{
  gboolean changed = self->selected != point;

  self->selected = point;
  return changed;
}

guint
rambla_mark_board_get_highlighted (RamblaMarkBoard *self)
{
  return self->highlighted;
}

guint
rambla_mark_board_get_selected (RamblaMarkBoard *self)
{
  return self->selected;
}

void
rambla_mark_board_set_hovered (RamblaMarkBoard *self, guint point, guint64 cluster)
{
  self->hovered = point;
  self->hovered_cluster = cluster;
}

guint
rambla_mark_board_get_hovered (RamblaMarkBoard *self)
{
  return self->hovered;
}

guint64
rambla_mark_board_get_hovered_cluster (RamblaMarkBoard *self)
{
  return self->hovered_cluster;
}

gboolean
rambla_mark_board_add_visited (RamblaMarkBoard *self, guint point)
{
  return g_hash_table_add (self->visited, GUINT_TO_POINTER (point));
}

void
rambla_mark_board_invalidate (RamblaMarkBoard *self)
{
  self->laid_out = FALSE;
}

guint
rambla_mark_board_get_n_drawn (RamblaMarkBoard *self)
{
  return self->n_drawn;
}

RamblaMarkArt *
rambla_mark_board_get_art (RamblaMarkBoard *self)
{
  return self->art;
}

RamblaMarkBoard *
rambla_mark_board_new (GtkWidget *widget)
{
  RamblaMarkBoard *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_new0 (RamblaMarkBoard, 1);
  self->widget = widget;
  self->art = rambla_mark_art_new (widget);
  self->visited = g_hash_table_new (NULL, NULL);
  self->clusters = g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
  self->highlighted = RAMBLA_CLUSTER_NO_POINT;
  self->selected = RAMBLA_CLUSTER_NO_POINT;
  self->hovered = RAMBLA_CLUSTER_NO_POINT;
  self->part_start = G_MININT32;
  self->scale = 1;
  return self;
}

void
rambla_mark_board_free (RamblaMarkBoard *self)
{
  g_clear_object (&self->art);
  g_clear_pointer (&self->index, rambla_cluster_index_unref);
  g_clear_pointer (&self->visited, g_hash_table_unref);
  g_clear_pointer (&self->clusters, g_array_unref);
  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_pointer (&self->marks_before, g_array_unref);
  g_free (self);
}
