/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-place-feed.h"

#include <math.h>

struct _RamblaPlaceFeed
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaDealQuery *query;
  RamblaMapPlaces *places; /* not taken yet */
  GCancellable *cancellable;
  guint settle_source;

  RamblaBox view;
  double zoom;
  gboolean has_view;

  gboolean by_view; /* all that match are too many */
  RamblaBox asked;  /* while by_view: the last question */
  double asked_zoom;
  gboolean has_asked;
  gboolean has_groups; /* in its answer */
};

G_DEFINE_FINAL_TYPE (RamblaPlaceFeed, rambla_place_feed, G_TYPE_OBJECT)

enum
{
  FOUND,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void plan (RamblaPlaceFeed *self);

/* What is seen with half of it on each side. East is below west across the 180th meridian. */
static RamblaBox
pad (RamblaBox view)
{
  double width = view.east - view.west + (view.east < view.west ? 360 : 0);
  double height = view.north - view.south;
  RamblaBox box = { .west = view.west - width / 2,
                    .south = MAX (view.south - height / 2, -90),
                    .east = view.east + width / 2,
                    .north = MIN (view.north + height / 2, 90) };

  if (width >= 180)
    {
      box.west = -180;
      box.east = 180;
    }
  if (box.west < -180)
    box.west += 360;
  if (box.east > 180)
    box.east -= 360;
  return box;
}

static gboolean
is_covered (RamblaPlaceFeed *self)
{
  return self->has_asked &&
         rambla_box_contains (self->asked,
                              (RamblaPoint){ .lon = self->view.west, .lat = self->view.south }) &&
         rambla_box_contains (self->asked,
                              (RamblaPoint){ .lon = self->view.east, .lat = self->view.north }) &&
         !(self->has_groups && fabs (self->zoom - self->asked_zoom) >= 1);
}

static void
on_places_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaPlaceFeed) self = user_data;
  g_autoptr (GError) error = NULL;
  RamblaMapPlaces *places = rambla_catalogue_get_map_places_finish (RAMBLA_API (source), result, &error);

  if (places == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      self->has_asked = FALSE; /* the next movement asks again */
      g_signal_emit (self, signals[FAILED], 0, error);
      return;
    }
  self->has_groups = places->truncated;
  self->by_view = self->by_view || places->truncated;
  g_clear_pointer (&self->places, rambla_map_places_free);
  self->places = places;
  g_signal_emit (self, signals[FOUND], 0);
  plan (self);
}

static void
ask (RamblaPlaceFeed *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->has_groups = FALSE;
  self->query->has_bounds = self->by_view && self->has_view;
  if (self->query->has_bounds)
    {
      self->asked = self->query->bounds = pad (self->view);
      self->asked_zoom = self->zoom;
      self->has_asked = TRUE;
    }
  rambla_catalogue_get_map_places_async (self->api, self->query,
                                         self->query->has_bounds ? RAMBLA_PLACE_FEED_MOST : 0,
                                         self->cancellable, on_places_ready, g_object_ref (self));
}

static gboolean
on_settled (gpointer user_data)
{
  RamblaPlaceFeed *self = user_data;

  self->settle_source = 0;
  if (!is_covered (self))
    ask (self);
  return G_SOURCE_REMOVE;
}

/* Asks for what is seen when it has come to rest, if that is how to ask and it has not been asked for. */
static void
plan (RamblaPlaceFeed *self)
{
  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->query != NULL && self->by_view && self->has_view && !is_covered (self))
    self->settle_source = g_timeout_add (RAMBLA_PLACE_FEED_SETTLE, on_settled, self);
}

void
rambla_place_feed_set_query (RamblaPlaceFeed *self, const RamblaDealQuery *query)
{
  g_autoptr (RamblaDealQuery) wide = NULL;

  g_return_if_fail (RAMBLA_IS_PLACE_FEED (self));
  g_return_if_fail (query != NULL);

  wide = rambla_deal_query_copy (query);
  wide->has_near = FALSE;
  wide->has_bounds = FALSE;
  wide->radius = 0;
  wide->sort = RAMBLA_SORT_RELEVANCE;
  if (self->query != NULL)
    {
      self->query->has_bounds = FALSE;
      if (rambla_deal_query_equal (wide, self->query))
        return;
    }
  g_clear_pointer (&self->query, rambla_deal_query_free);
  self->query = g_steal_pointer (&wide);
  self->by_view = FALSE;
  self->has_asked = FALSE;
  ask (self);
}

void
rambla_place_feed_set_view (RamblaPlaceFeed *self, RamblaBox view, double zoom)
{
  g_return_if_fail (RAMBLA_IS_PLACE_FEED (self));

  view.south = CLAMP (view.south, -90, 90);
  view.north = CLAMP (view.north, -90, 90);
  /* A map that has no size yet sees nothing. */
  if (!rambla_box_is_valid (view) || view.north <= view.south || view.east == view.west)
    return;
  if (self->has_view && self->zoom == zoom && self->view.west == view.west && self->view.east == view.east &&
      self->view.south == view.south && self->view.north == view.north)
    return;
  self->view = view;
  self->zoom = zoom;
  self->has_view = TRUE;
  plan (self);
}

void
rambla_place_feed_refresh (RamblaPlaceFeed *self)
{
  g_return_if_fail (RAMBLA_IS_PLACE_FEED (self));

  if (self->query != NULL)
    ask (self);
}

RamblaMapPlaces *
rambla_place_feed_take (RamblaPlaceFeed *self)
{
  g_return_val_if_fail (RAMBLA_IS_PLACE_FEED (self), NULL);

  return g_steal_pointer (&self->places);
}

static void
rambla_place_feed_dispose (GObject *object)
{
  RamblaPlaceFeed *self = RAMBLA_PLACE_FEED (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->query, rambla_deal_query_free);
  g_clear_pointer (&self->places, rambla_map_places_free);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_place_feed_parent_class)->dispose (object);
}

static void
rambla_place_feed_class_init (RamblaPlaceFeedClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_place_feed_dispose;
  signals[FOUND] =
      g_signal_new ("found", RAMBLA_TYPE_PLACE_FEED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new ("failed", RAMBLA_TYPE_PLACE_FEED, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
rambla_place_feed_init (RamblaPlaceFeed *self)
{
}

RamblaPlaceFeed *
rambla_place_feed_new (RamblaApi *api)
{
  RamblaPlaceFeed *self = NULL;

  g_return_val_if_fail (RAMBLA_IS_API (api), NULL);

  self = g_object_new (RAMBLA_TYPE_PLACE_FEED, NULL);
  self->api = g_object_ref (api);
  return self;
}
