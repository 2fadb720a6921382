/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-cluster-index.h"

#include "rambla-cluster-index-private.h"

#include <math.h>
#include <string.h>

/* Neighbouring clusters closer than this many cells are joined if each is the other's nearest. */
#define JOIN_DISTANCE 1.0

/* A cluster depends on cells up to this many away: its partner is next to it, the partner's neighbours too.
 */
#define MARGIN 2

#define NO_CELL G_MAXUINT32

/* Cells of a range up to which a grid of them is cheaper than hashing. */
#define MAX_GRID 4096

/* Layout of a cluster's id: level, Morton number of its (first) cell, 0 or 1 + direction of the other cell.
 */
#define ID_LEVEL_SHIFT 56
#define ID_KEY_SHIFT 8

static const struct
{
  gint8 dx;
  gint8 dy;
} directions[8] = { { 1, 0 }, { 0, 1 }, { 1, 1 }, { -1, 1 }, { -1, 0 }, { 0, -1 }, { -1, -1 }, { 1, -1 } };

/* One cell of the grid that holds points. */
typedef struct
{
  guint64 sum_x;
  guint64 sum_y;
  double x; /* mean, in cells */
  double y;
  gint64 price;
  guint32 column;
  guint32 row;
  guint32 count;
  guint32 best;
  guint32 nearest; /* the neighbour that is nearest and near enough, or NO_CELL */
  float distance;  /* to it, squared, in cells */
  guint8 direction;
  guint8 flags;
} Cell;

/* Cells of a level, borders included. */
typedef struct
{
  guint level;
  guint32 column0;
  guint32 row0;
  guint32 column1;
  guint32 row1;
} Range;

static void
range_init (Range *range, guint level, double column0, double row0, double column1, double row1)
{
  double last = exp2 (level) - 1.0;

  range->level = level;
  range->column0 = (guint32) CLAMP (column0, 0.0, last);
  range->row0 = (guint32) CLAMP (row0, 0.0, last);
  range->column1 = (guint32) CLAMP (column1, 0.0, last);
  range->row1 = (guint32) CLAMP (row1, 0.0, last);
}

static gboolean
range_has_cell (const Range *range, guint32 column, guint32 row)
{
  return column >= range->column0 && column <= range->column1 && row >= range->row0 && row <= range->row1;
}

/* Whether any cell of the range may lie in the node's quadrant. */
static gboolean
range_meets_node (const RamblaClusterIndex *self, const Range *range, const RamblaClusterNode *node)
{
  guint level = MIN (node->level, range->level);
  guint deeper = range->level - level;
  guint32 column, row;

  if (level == 0)
    return TRUE;
  column = node->x >> (32 - level);
  row = node->y >> (32 - level);
  return column >= range->column0 >> deeper && column <= range->column1 >> deeper &&
         row >= range->row0 >> deeper && row <= range->row1 >> deeper;
}

static Cell *
append_cell (GArray *cells)
{
  g_array_set_size (cells, cells->len + 1);
  return &g_array_index (cells, Cell, cells->len - 1);
}

/* Cells of a leaf's points: Morton order keeps those of a cell together. */
static void
collect_points (const RamblaClusterIndex *self,
                const Range *range,
                const RamblaClusterNode *node,
                GArray *cells)
{
  Cell *cell = NULL;

  for (guint i = node->first; i < node->first + node->count; i++)
    {
      guint32 column = rambla_cluster_cell (self->xy[i][0], range->level);
      guint32 row = rambla_cluster_cell (self->xy[i][1], range->level);

      if (cell == NULL || cell->column != column || cell->row != row)
        {
          if (!range_has_cell (range, column, row))
            continue;
          cell = append_cell (cells);
          *cell = (Cell){ .price = RAMBLA_CLUSTER_NO_PRICE, .column = column, .row = row, .best = i };
        }
      cell->sum_x += self->xy[i][0];
      cell->sum_y += self->xy[i][1];
      cell->count++;
      cell->flags |= self->tags[i].flags;
      if (rambla_cluster_price_is_lower (self->prices[i], cell->price))
        {
          cell->price = self->prices[i];
          cell->best = i;
        }
    }
}

/* All cells of the range that hold points, in Morton order. */
static void
collect_cells (const RamblaClusterIndex *self, const Range *range, GArray *cells)
{
  guint i = 0;

  while (i < self->n_nodes)
    {
      const RamblaClusterNode *node = &self->nodes[i];

      if (!range_meets_node (self, range, node))
        i = node->skip;
      else if (node->level >= range->level)
        {
          *append_cell (cells) = (Cell){ .sum_x = node->sum_x,
                                         .sum_y = node->sum_y,
                                         .price = node->price,
                                         .column = rambla_cluster_cell (node->x, range->level),
                                         .row = rambla_cluster_cell (node->y, range->level),
                                         .count = node->count,
                                         .best = node->best,
                                         .flags = node->flags };
          i = node->skip;
        }
      else if (node->leaf)
        {
          collect_points (self, range, node, cells);
          i = node->skip;
        }
      else
        i++;
    }
}

/* Finds a cell by its place: in a grid of the range where that is small, as with every viewport, else by
 * hashing. */
typedef struct
{
  const Range *range;
  const Cell *cells;
  guint32 *slots;
  guint width; /* of the grid; 0: hashed */
  guint bits;
} CellTable;

static guint32
hash_cell (guint32 column, guint32 row, guint bits)
{
  const guint64 mixed =
      column * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + row * G_GUINT64_CONSTANT (0xc2b2ae3d27d4eb4f);

  return (guint32) (mixed >> (64 - bits));
}

static guint32 *
find_slot (const CellTable *table, guint32 column, guint32 row)
{
  guint32 slot;

  if (table->width > 0)
    return &table
                ->slots[(gsize) (row - table->range->row0) * table->width + (column - table->range->column0)];

  slot = hash_cell (column, row, table->bits);
  while (table->slots[slot] != NO_CELL &&
         (table->cells[table->slots[slot]].column != column || table->cells[table->slots[slot]].row != row))
    slot = (slot + 1) & ((1u << table->bits) - 1);
  return &table->slots[slot];
}

static void
cell_table_init (CellTable *table, const Range *range, const GArray *cells)
{
  guint64 width = (guint64) range->column1 - range->column0 + 1,
          height = (guint64) range->row1 - range->row0 + 1;
  gsize size;

  table->range = range;
  table->cells = (const Cell *) (const void *) cells->data;
  table->bits = g_bit_storage (cells->len) + 1;
  table->width = width * height <= MAX_GRID ? (guint) width : 0;
  size = table->width > 0 ? width * height : (gsize) 1 << table->bits;
  table->slots = g_new (guint32, size);
  memset (table->slots, 0xff, size * sizeof *table->slots);
  for (guint i = 0; i < cells->len; i++)
    *find_slot (table, table->cells[i].column, table->cells[i].row) = i;
}

/* Notes @there as the nearest of @here if it is. Equal distances: the lower direction, the same in each
 * query. */
static void
offer_neighbour (Cell *here, guint32 there, guint direction, float distance)
{
  if (here->nearest == NO_CELL || distance < here->distance ||
      (distance == here->distance && direction < here->direction))
    {
      here->nearest = there;
      here->distance = distance;
      here->direction = direction;
    }
}

/* Finds for each cell the nearest among its eight neighbours that is near enough. */
static void
find_neighbours (GArray *array, const Range *range)
{
  Cell *cells = (Cell *) (void *) array->data;
  double scale = 0x1p-32 * exp2 (range->level);
  CellTable table;

  cell_table_init (&table, range, array);
  for (guint i = 0; i < array->len; i++)
    {
      cells[i].x = (double) cells[i].sum_x / cells[i].count * scale;
      cells[i].y = (double) cells[i].sum_y / cells[i].count * scale;
      cells[i].nearest = NO_CELL;
    }

  /* Four directions do: the other four are these, seen from the other side. */
  for (guint i = 0; i < array->len; i++)
    for (guint d = 0; d < 4; d++)
      {
        guint32 column = cells[i].column + directions[d].dx;
        guint32 row = cells[i].row + directions[d].dy;
        guint32 j = range_has_cell (range, column, row) ? *find_slot (&table, column, row) : NO_CELL;
        double dx, dy;
        float distance;

        if (j == NO_CELL)
          continue;
        dx = cells[j].x - cells[i].x;
        dy = cells[j].y - cells[i].y;
        distance = (float) (dx * dx + dy * dy);
        if (distance < (float) (JOIN_DISTANCE * JOIN_DISTANCE))
          {
            offer_neighbour (&cells[i], j, d, distance);
            offer_neighbour (&cells[j], i, d + 4, distance);
          }
      }
  g_free (table.slots);
}

/* The other cell of a cell's cluster, or NO_CELL. */
static guint32
find_partner (const GArray *array, guint32 i)
{
  const Cell *cells = (const Cell *) (const void *) array->data;
  guint32 j = cells[i].nearest;

  return j != NO_CELL && cells[j].nearest == i ? j : NO_CELL;
}

static guint64
make_id (const Cell *cell, guint level, guint direction)
{
  return (guint64) level << ID_LEVEL_SHIFT | rambla_cluster_key (cell->column, cell->row) << ID_KEY_SHIFT |
         direction;
}

/* Makes the cluster of cell @i, @j being its partner or NO_CELL. Returns: FALSE if it stands outside the box
 */
static gboolean
make_cluster (const RamblaClusterIndex *self,
              const GArray *array,
              guint level,
              guint32 i,
              guint32 j,
              const RamblaMapBox *box,
              RamblaCluster *cluster)
{
  const Cell *cells = (const Cell *) (const void *) array->data;
  const Cell *first = &cells[i];
  guint64 sum_x = first->sum_x, sum_y = first->sum_y;
  guint32 best = first->best;

  cluster->count = first->count;
  if (j != NO_CELL)
    {
      sum_x += cells[j].sum_x;
      sum_y += cells[j].sum_y;
      cluster->count += cells[j].count;
    }
  cluster->x = (double) sum_x / cluster->count * 0x1p-32;
  cluster->y = (double) sum_y / cluster->count * 0x1p-32;
  if (cluster->x < box->x0 || cluster->x >= box->x1 || cluster->y < box->y0 || cluster->y >= box->y1)
    return FALSE;

  cluster->id = make_id (first, level, j == NO_CELL ? 0 : 1 + first->direction);
  cluster->price = first->price;
  cluster->flags = first->flags;
  if (j != NO_CELL)
    {
      cluster->flags |= cells[j].flags;
      if (rambla_cluster_price_is_lower (cells[j].price, cluster->price))
        {
          cluster->price = cells[j].price;
          best = cells[j].best;
        }
    }
  cluster->point = self->tags[best].number;
  cluster->category = self->tags[best].category;
  return TRUE;
}

guint
rambla_cluster_index_level (double zoom, double cell)
{
  double level = round (zoom + log2 (RAMBLA_MERCATOR_TILE_SIZE / MAX (cell, 1.0)));

  return isfinite (level) ? (guint) CLAMP (level, 0.0, RAMBLA_CLUSTER_LEVELS) : 0;
}

guint
rambla_cluster_index_query (RamblaClusterIndex *self,
                            const RamblaMapBox *box,
                            double zoom,
                            double cell,
                            GArray *clusters)
{
  g_autoptr (GArray) cells = NULL;
  guint level = rambla_cluster_index_level (zoom, cell);
  double side = exp2 (level);
  guint n_points = 0;
  Range range;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (box != NULL, 0);
  g_return_val_if_fail (clusters != NULL && g_array_get_element_size (clusters) == sizeof (RamblaCluster), 0);

  g_array_set_size (clusters, 0);
  if (!(box->x0 < box->x1 && box->y0 < box->y1 && box->x1 > 0.0 && box->y1 > 0.0 && box->x0 < 1.0 &&
        box->y0 < 1.0))
    return 0;

  range_init (&range, level, floor (box->x0 * side) - MARGIN, floor (box->y0 * side) - MARGIN,
              floor (box->x1 * side) + MARGIN, floor (box->y1 * side) + MARGIN);
  cells = g_array_sized_new (FALSE, FALSE, sizeof (Cell), 256);
  collect_cells (self, &range, cells);
  find_neighbours (cells, &range);

  for (guint32 i = 0; i < cells->len; i++)
    {
      guint32 j = find_partner (cells, i);
      RamblaCluster cluster;

      /* A pair is made once, where its first cell in Morton order stands. */
      if (j != NO_CELL && j < i)
        continue;
      if (!make_cluster (self, cells, level, i, j, box, &cluster))
        continue;
      n_points += cluster.count;
      g_array_append_val (clusters, cluster);
    }
  return n_points;
}

/* First place in the whole order whose key is not below @key. */
static guint
find_place (const RamblaClusterIndex *self, guint64 key)
{
  guint first = 0, end = self->n_points;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (rambla_cluster_key_at (self, middle) < key)
        first = middle + 1;
      else
        end = middle;
    }
  return first;
}

/* The one or two runs of points that make a cluster. */
static guint
find_runs (const RamblaClusterIndex *self, guint64 id, guint first[2], guint count[2])
{
  guint level = (guint) (id >> ID_LEVEL_SHIFT);
  guint direction = (guint) (id & 0xff);
  guint64 key = id >> ID_KEY_SHIFT & ((G_GUINT64_CONSTANT (1) << 2 * RAMBLA_CLUSTER_LEVELS) - 1);
  guint n = 0;

  if (level > RAMBLA_CLUSTER_LEVELS || direction > G_N_ELEMENTS (directions) || key >> 2 * level != 0)
    return 0;
  for (guint part = 0; part < (direction == 0 ? 1 : 2); part++)
    {
      guint shift = 2 * (RAMBLA_CLUSTER_LEVELS - level);

      if (part == 1)
        key = rambla_cluster_key (rambla_cluster_gather (key) + directions[direction - 1].dx,
                                  rambla_cluster_gather (key >> 1) + directions[direction - 1].dy);
      if (key >> 2 * level != 0)
        continue;
      first[n] = find_place (self, key << shift);
      count[n] = find_place (self, (key + 1) << shift) - first[n];
      if (count[n] > 0)
        n++;
    }
  return n;
}

guint
rambla_cluster_index_get_cluster_size (RamblaClusterIndex *self, guint64 id)
{
  guint first[2], count[2], sum = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint n = find_runs (self, id, first, count); n > 0; n--)
    sum += count[n - 1];
  return sum;
}

guint
rambla_cluster_index_get_leaves (RamblaClusterIndex *self,
                                 guint64 id,
                                 guint offset,
                                 guint limit,
                                 guint *points)
{
  guint first[2], count[2];
  guint n, written = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (points != NULL || limit == 0, 0);

  n = find_runs (self, id, first, count);
  for (guint run = 0; run < n; run++)
    {
      guint skipped = MIN (offset, count[run]);

      offset -= skipped;
      for (guint i = skipped; i < count[run] && written < limit; i++)
        points[written++] = self->tags[first[run] + i].number;
    }
  return written;
}

/* Whether all points of the runs are in one cluster at a level. */
static gboolean
stand_together (const RamblaClusterIndex *self,
                guint level,
                guint n_runs,
                const guint first[2],
                const guint count[2])
{
  g_autoptr (GArray) cells = NULL;
  guint32 column[2] = { 0 }, row[2] = { 0 };
  guint n_cells = 0;
  guint32 at[2] = { NO_CELL, NO_CELL };
  Range range;

  for (guint run = 0; run < n_runs; run++)
    for (guint i = first[run]; i < first[run] + count[run]; i++)
      {
        guint32 c = rambla_cluster_cell (self->xy[i][0], level);
        guint32 r = rambla_cluster_cell (self->xy[i][1], level);
        gboolean known = FALSE;

        for (guint k = 0; k < n_cells && !known; k++)
          known = column[k] == c && row[k] == r;
        if (known)
          continue;
        if (n_cells == 2)
          return FALSE;
        column[n_cells] = c;
        row[n_cells] = r;
        n_cells++;
      }
  if (n_cells < 2)
    return TRUE;

  cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  range_init (&range, level, (double) MIN (column[0], column[1]) - MARGIN,
              (double) MIN (row[0], row[1]) - MARGIN, (double) MAX (column[0], column[1]) + MARGIN,
              (double) MAX (row[0], row[1]) + MARGIN);
  collect_cells (self, &range, cells);
  find_neighbours (cells, &range);
  for (guint32 i = 0; i < cells->len; i++)
    for (guint k = 0; k < 2; k++)
      if (g_array_index (cells, Cell, i).column == column[k] && g_array_index (cells, Cell, i).row == row[k])
        at[k] = i;
  return find_partner (cells, at[0]) == at[1];
}

guint
rambla_cluster_index_get_expansion_zoom (RamblaClusterIndex *self, guint64 id, double zoom, double cell)
{
  guint first[2], count[2];
  guint n;
  guint next = (guint) floor (CLAMP (zoom, 0.0, RAMBLA_MERCATOR_MAX_ZOOM)) + 1;

  g_return_val_if_fail (self != NULL, 0);

  n = find_runs (self, id, first, count);
  while (next <= RAMBLA_MERCATOR_MAX_ZOOM &&
         stand_together (self, rambla_cluster_index_level (next, cell), n, first, count))
    next++;
  return next;
}
