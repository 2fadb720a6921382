/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-map-frame.h"

#include "rambla-mercator.h"

struct _RamblaMapFrame
{
  ShumateMapSource parent_instance;
};

G_DEFINE_FINAL_TYPE (RamblaMapFrame, rambla_map_frame, SHUMATE_TYPE_MAP_SOURCE)

static void
rambla_map_frame_fill_tile_async (ShumateMapSource *source,
                                  ShumateTile *tile,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_task_report_new_error (source, callback, user_data, rambla_map_frame_fill_tile_async, G_IO_ERROR,
                           G_IO_ERROR_NOT_SUPPORTED, "The frame of the map has no tiles");
}

static gboolean
rambla_map_frame_fill_tile_finish (ShumateMapSource *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
rambla_map_frame_class_init (RamblaMapFrameClass *klass)
{
  ShumateMapSourceClass *source_class = SHUMATE_MAP_SOURCE_CLASS (klass);

  source_class->fill_tile_async = rambla_map_frame_fill_tile_async;
  source_class->fill_tile_finish = rambla_map_frame_fill_tile_finish;
}

static void
rambla_map_frame_init (RamblaMapFrame *self)
{
}

ShumateMapSource *
rambla_map_frame_new (guint min_zoom, guint max_zoom)
{
  ShumateMapSource *self = g_object_new (RAMBLA_TYPE_MAP_FRAME, NULL);

  shumate_map_source_set_id (self, "rambla-frame");
  shumate_map_source_set_projection (self, SHUMATE_MAP_PROJECTION_MERCATOR);
  shumate_map_source_set_tile_size (self, RAMBLA_MERCATOR_TILE_SIZE);
  shumate_map_source_set_max_zoom_level (self, max_zoom);
  shumate_map_source_set_min_zoom_level (self, min_zoom);
  return self;
}
