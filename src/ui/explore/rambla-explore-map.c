/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-explore-map.h"

#include <glib/gi18n-lib.h>

#include "rambla-category.h"
#include "rambla-map.h"
#include "rambla-pick-bar.h"
#include "rambla-place-card.h"
#include "rambla-place-feed.h"
#include "rambla-platform-tiles.h"

#define PLACE_ZOOM 16.5

/* So many levels nearer a group of places is seen as several. */
#define GROUP_ZOOM 2

/* The longest time from a change of an offer to the asking for the pins, in milliseconds. */
#define CHANGED_MS 600

struct _RamblaExploreMap
{
  AdwBin parent_instance;

  GtkOverlay *overlay;
  RamblaMap *map;
  GtkRevealer *area_revealer;
  GtkRevealer *place_revealer;
  RamblaPlaceCard *place_card;
  RamblaPickBar *pick_bar;

  RamblaClient *client;
  RamblaPlaceFeed *feed;
  RamblaMapPlaces *places; /* what the index shows */
  GArray *owners;          /* guint32: a point's place in places; a group of places is as many points */
  GHashTable *numbers;     /* store id in places → GUINT_TO_POINTER (point + 1) */
  RamblaClusterIndex *index;
  GCancellable *cancellable;
  char *lit; /* stores */
  char *opened;
  guint changed_source;
};

G_DEFINE_FINAL_TYPE (RamblaExploreMap, rambla_explore_map, ADW_TYPE_BIN)

enum
{
  SEARCH_AREA,
  STORE_POINTED,
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static RamblaMapPlace *
get_place (RamblaExploreMap *self, guint number)
{
  return self->owners != NULL && number < self->owners->len
             ? &g_array_index (self->places->places, RamblaMapPlace,
                               g_array_index (self->owners, guint32, number))
             : NULL;
}

static guint
number_of (RamblaExploreMap *self, const char *store_id)
{
  guint number = store_id != NULL && self->numbers != NULL
                     ? GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, store_id))
                     : 0;

  return number > 0 ? number - 1 : RAMBLA_CLUSTER_NO_POINT;
}

static guint8
category_number (RamblaExploreMap *self, const char *id)
{
  GListModel *categories = rambla_card_get_categories (rambla_client_get_card (self->client));

  for (guint i = 0; i < MIN (g_list_model_get_n_items (categories), G_MAXUINT8); i++)
    {
      g_autoptr (RamblaCategory) category = g_list_model_get_item (categories, i);

      if (g_str_equal (rambla_category_get_id (category), id))
        return (guint8) i;
    }
  return G_MAXUINT8;
}

/* The places of an answer while their index is made; the map goes on with those it shows. */
typedef struct
{
  RamblaExploreMap *map;
  RamblaMapPlaces *places;
  GArray *owners;
  GHashTable *numbers;
} Arrival;

static void
arrival_free (Arrival *arrival)
{
  g_clear_pointer (&arrival->places, rambla_map_places_free);
  g_clear_pointer (&arrival->owners, g_array_unref);
  g_clear_pointer (&arrival->numbers, g_hash_table_unref);
  g_object_unref (arrival->map);
  g_free (arrival);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Arrival, arrival_free)

static void
forget_places (RamblaExploreMap *self)
{
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  g_clear_pointer (&self->owners, g_array_unref);
  g_clear_pointer (&self->places, rambla_map_places_free);
  g_clear_pointer (&self->index, rambla_cluster_index_unref);
}

static void
on_index_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Arrival) arrival = user_data;
  RamblaExploreMap *self = arrival->map;
  g_autoptr (GError) error = NULL;
  RamblaClusterIndex *index = rambla_cluster_index_new_finish (result, &error);
  RamblaClusterLayer *layer;

  if (index == NULL)
    return;
  forget_places (self);
  self->index = index;
  self->places = g_steal_pointer (&arrival->places);
  self->owners = g_steal_pointer (&arrival->owners);
  self->numbers = g_steal_pointer (&arrival->numbers);
  rambla_map_set_index (self->map, index);
  /* The same stores have other numbers now. */
  layer = rambla_map_get_cluster_layer (self->map);
  rambla_cluster_layer_set_highlighted (layer, number_of (self, self->lit));
  rambla_cluster_layer_set_selected (layer, number_of (self, self->opened));
}

static void
append_points (RamblaExploreMap *self, Arrival *arrival, guint32 owner, GArray *points)
{
  RamblaMapPlace *place = &g_array_index (arrival->places->places, RamblaMapPlace, owner);
  RamblaClusterPoint point = { .longitude = place->lon,
                               .latitude = place->lat,
                               .price = place->price >= 0 ? place->price : RAMBLA_CLUSTER_NO_PRICE,
                               .category = category_number (self, place->category),
                               .flags = (guint8) ((place->deals > 0 ? RAMBLA_CLUSTER_AVAILABLE : 0) |
                                                  (place->sponsored ? RAMBLA_CLUSTER_SPONSORED : 0)) };

  if (*place->id != '\0')
    g_hash_table_insert (arrival->numbers, place->id, GUINT_TO_POINTER (points->len + 1));
  for (guint i = 0; i < place->stores; i++)
    {
      g_array_append_val (points, point);
      g_array_append_val (arrival->owners, owner);
    }
}

static void
tell_view (RamblaExploreMap *self)
{
  double zoom;

  rambla_map_get_centre (self->map, NULL, NULL, &zoom);
  rambla_place_feed_set_view (self->feed, rambla_explore_map_get_bounds (self), zoom);
}

static void
on_places_found (RamblaExploreMap *self)
{
  g_autoptr (GArray) points = g_array_new (FALSE, TRUE, sizeof (RamblaClusterPoint));
  Arrival *arrival = g_new0 (Arrival, 1);

  arrival->map = g_object_ref (self);
  arrival->places = rambla_place_feed_take (self->feed);
  arrival->owners = g_array_new (FALSE, FALSE, sizeof (guint32));
  arrival->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint32 i = 0; i < arrival->places->places->len; i++)
    append_points (self, arrival, i, points);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  rambla_cluster_index_new_async (points, self->cancellable, on_index_ready, arrival);
  /* By now the map has its size, or another one. */
  tell_view (self);
}

/* The list says what is wrong; the map keeps what it has. */
static void
on_places_failed (RamblaExploreMap *self, GError *error)
{
  g_message ("The places for the map did not come: %s", error->message);
}

static gboolean
on_deals_settled (gpointer user_data)
{
  RamblaExploreMap *self = user_data;

  self->changed_source = 0;
  rambla_place_feed_refresh (self->feed);
  return G_SOURCE_REMOVE;
}

/* What some pins say has changed: they are asked for soon, once for several changes, and not by all windows
 * of the city at the same moment. */
static void
on_deal_event (RamblaExploreMap *self)
{
  if (self->changed_source == 0)
    self->changed_source =
        g_timeout_add ((guint) g_random_int_range (CHANGED_MS / 4, CHANGED_MS), on_deals_settled, self);
}

void
rambla_explore_map_set_query (RamblaExploreMap *self, const RamblaDealQuery *query)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_place_feed_set_query (self->feed, query);
}

void
rambla_explore_map_light (RamblaExploreMap *self, const char *store_id)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  g_free (self->lit);
  self->lit = g_strdup (store_id);
  rambla_cluster_layer_set_highlighted (rambla_map_get_cluster_layer (self->map), number_of (self, store_id));
}

void
rambla_explore_map_fly_to (RamblaExploreMap *self, RamblaPoint point, double zoom)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_map_fly_to (self->map, point.lon, point.lat, zoom);
}

void
rambla_explore_map_fit (RamblaExploreMap *self, RamblaBox box)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_map_fit (self->map, box.west, box.south, box.east, box.north, PLACE_ZOOM, TRUE);
}

static void
open_place (RamblaExploreMap *self, const char *store_id, const char *name)
{
  guint number = number_of (self, store_id);
  RamblaMapPlace *place = get_place (self, number);

  rambla_place_card_show_place (self->place_card, store_id, name, place != NULL && place->sponsored);
  g_free (self->opened);
  self->opened = g_strdup (store_id);
  rambla_cluster_layer_set_selected (rambla_map_get_cluster_layer (self->map), number);
  gtk_revealer_set_reveal_child (self->place_revealer, TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self->place_revealer), TRUE);
}

void
rambla_explore_map_show_store (RamblaExploreMap *self,
                               const char *store_id,
                               const char *name,
                               RamblaPoint point)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_map_fly_to (self->map, point.lon, point.lat, PLACE_ZOOM);
  open_place (self, store_id, name);
}

RamblaBox
rambla_explore_map_get_bounds (RamblaExploreMap *self)
{
  RamblaBox box = { 0 };

  g_return_val_if_fail (RAMBLA_IS_EXPLORE_MAP (self), box);

  rambla_map_get_bounds (self->map, &box.west, &box.south, &box.east, &box.north);
  return box;
}

RamblaPoint
rambla_explore_map_get_centre (RamblaExploreMap *self)
{
  RamblaPoint point = { 0 };

  g_return_val_if_fail (RAMBLA_IS_EXPLORE_MAP (self), point);

  rambla_map_get_centre (self->map, &point.lon, &point.lat, NULL);
  return point;
}

void
rambla_explore_map_set_covered (RamblaExploreMap *self, int pixels)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_map_set_padding (self->map, 0, 0, pixels, 0);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->place_revealer), pixels);
}

void
rambla_explore_map_hide_search_area (RamblaExploreMap *self)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  gtk_revealer_set_reveal_child (self->area_revealer, FALSE);
}

/* --- where somebody is --- */

void
rambla_explore_map_set_here (RamblaExploreMap *self, const RamblaPoint *place, double accuracy)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  if (place != NULL)
    rambla_map_set_user_location (self->map, place->lon, place->lat, accuracy);
  else
    rambla_map_clear_user_location (self->map);
}

void
rambla_explore_map_set_circle (RamblaExploreMap *self, RamblaPoint centre, double radius)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_map_set_search_circle (self->map, centre.lon, centre.lat, radius);
}

void
rambla_explore_map_pick (RamblaExploreMap *self)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_MAP (self));

  rambla_explore_map_hide_search_area (self);
  rambla_pick_bar_open (self->pick_bar);
}

static void
take_picked (RamblaExploreMap *self, RamblaPoint point)
{
  rambla_pick_bar_close (self->pick_bar);
  g_signal_emit (self, signals[PICKED], 0, &point);
}

static void
on_ground_activated (RamblaExploreMap *self, double lon, double lat)
{
  if (rambla_pick_bar_get_open (self->pick_bar))
    take_picked (self, (RamblaPoint){ .lon = lon, .lat = lat });
}

static void
on_pick_middle (RamblaExploreMap *self)
{
  take_picked (self, rambla_explore_map_get_centre (self));
}

static void
on_moved_by_user (RamblaExploreMap *self)
{
  gtk_revealer_set_reveal_child (self->area_revealer, !rambla_pick_bar_get_open (self->pick_bar));
}

static void
on_search_area_clicked (RamblaExploreMap *self)
{
  gtk_revealer_set_reveal_child (self->area_revealer, FALSE);
  g_signal_emit (self, signals[SEARCH_AREA], 0);
}

static void
on_place_activated (RamblaExploreMap *self, guint number)
{
  RamblaMapPlace *place = get_place (self, number);

  if (place == NULL)
    return;
  if (rambla_pick_bar_get_open (self->pick_bar))
    {
      take_picked (self, (RamblaPoint){ .lon = place->lon, .lat = place->lat });
      return;
    }
  if (*place->id == '\0')
    {
      double zoom;

      rambla_map_get_centre (self->map, NULL, NULL, &zoom);
      rambla_map_fly_to (self->map, place->lon, place->lat, zoom + GROUP_ZOOM);
      return;
    }
  rambla_map_reveal (self->map, place->lon, place->lat);
  open_place (self, place->id, self->places->names->str + place->name);
}

static void
on_places_activated (RamblaExploreMap *self, GArray *numbers)
{
  if (numbers->len > 0)
    on_place_activated (self, g_array_index (numbers, guint, 0));
}

static void
on_place_closed (RamblaExploreMap *self)
{
  gtk_revealer_set_reveal_child (self->place_revealer, FALSE);
  gtk_widget_set_can_target (GTK_WIDGET (self->place_revealer), FALSE);
  g_clear_pointer (&self->opened, g_free);
  rambla_cluster_layer_set_selected (rambla_map_get_cluster_layer (self->map), RAMBLA_CLUSTER_NO_POINT);
}

static void
on_hover_changed (RamblaExploreMap *self, guint number)
{
  RamblaMapPlace *place = get_place (self, number);

  g_signal_emit (self, signals[STORE_POINTED], 0, place != NULL && *place->id != '\0' ? place->id : NULL);
}

static void
on_dark_changed (RamblaExploreMap *self)
{
  rambla_map_set_dark (self->map, adw_style_manager_get_dark (adw_style_manager_get_default ()));
}

static char *
format_price (gint64 price, gpointer user_data)
{
  RamblaCard *card = user_data;

  return price == 0 ? g_strdup (_ ("Free"))
                    : rambla_money_format (rambla_money (price, rambla_card_get_currency (card)));
}

static void
set_up_tiles (RamblaExploreMap *self)
{
  g_autoptr (RamblaTileSource) source = rambla_platform_tiles_new (self->client);

  rambla_map_set_tile_source (self->map, source);
}

/* The hues of the categories are the style's. */
static void
colour_categories (RamblaExploreMap *self)
{
  GListModel *categories = rambla_card_get_categories (rambla_client_get_card (self->client));
  RamblaClusterLayer *layer = rambla_map_get_cluster_layer (self->map);
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self));

  for (guint i = 0; i < MIN (g_list_model_get_n_items (categories), G_MAXUINT8); i++)
    {
      g_autoptr (RamblaCategory) category = g_list_model_get_item (categories, i);
      g_autofree char *name = g_strdup_printf ("cat_%s_color", rambla_category_get_id (category));
      GdkRGBA colour;

      if (!gtk_style_context_lookup_color (style, name, &colour))
        gtk_style_context_get_color (style, &colour);
      rambla_cluster_layer_set_category (layer, (guint8) i, rambla_category_get_glyph (category), &colour);
    }
}

static void
set_up_places (RamblaExploreMap *self)
{
  RamblaCard *card = rambla_client_get_card (self->client);

  rambla_cluster_layer_set_price_format (rambla_map_get_cluster_layer (self->map), format_price,
                                         g_object_ref (card), g_object_unref);
  colour_categories (self);
}

static GtkWidget *
new_area_button (RamblaExploreMap *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Search this area"));

  gtk_widget_add_css_class (button, "map-pill");
  gtk_widget_set_margin_top (button, 12);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_search_area_clicked), self);
  self->area_revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->area_revealer, GTK_REVEALER_TRANSITION_TYPE_CROSSFADE);
  gtk_revealer_set_child (self->area_revealer, button);
  gtk_widget_set_halign (GTK_WIDGET (self->area_revealer), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->area_revealer), GTK_ALIGN_START);
  return GTK_WIDGET (self->area_revealer);
}

static GtkWidget *
new_place_card (RamblaExploreMap *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->place_card = RAMBLA_PLACE_CARD (rambla_place_card_new (rambla_client_get_api (self->client)));
  g_signal_connect_swapped (self->place_card, "closed", G_CALLBACK (on_place_closed), self);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 420);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->place_card));
  gtk_widget_set_margin_start (clamp, 12);
  gtk_widget_set_margin_end (clamp, 12);
  gtk_widget_set_margin_bottom (clamp, 24);
  self->place_revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->place_revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (self->place_revealer, clamp);
  gtk_widget_set_valign (GTK_WIDGET (self->place_revealer), GTK_ALIGN_END);
  gtk_widget_set_can_target (GTK_WIDGET (self->place_revealer), FALSE);
  return GTK_WIDGET (self->place_revealer);
}

static void
rambla_explore_map_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (rambla_explore_map_parent_class)->css_changed (widget, change);
  if (RAMBLA_EXPLORE_MAP (widget)->map != NULL)
    colour_categories (RAMBLA_EXPLORE_MAP (widget));
}

static void
rambla_explore_map_dispose (GObject *object)
{
  RamblaExploreMap *self = RAMBLA_EXPLORE_MAP (object);

  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->feed);
  forget_places (self);
  g_clear_pointer (&self->lit, g_free);
  g_clear_pointer (&self->opened, g_free);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_explore_map_parent_class)->dispose (object);
}

static void
rambla_explore_map_class_init (RamblaExploreMapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_explore_map_dispose;
  GTK_WIDGET_CLASS (klass)->css_changed = rambla_explore_map_css_changed;
  signals[SEARCH_AREA] = g_signal_new ("search-area", RAMBLA_TYPE_EXPLORE_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 0);
  signals[STORE_POINTED] = g_signal_new ("store-pointed", RAMBLA_TYPE_EXPLORE_MAP, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PICKED] = g_signal_new ("picked", RAMBLA_TYPE_EXPLORE_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, RAMBLA_TYPE_POINT);
}

static void
rambla_explore_map_init (RamblaExploreMap *self)
{
}

GtkWidget *
rambla_explore_map_new (RamblaClient *client)
{
  RamblaExploreMap *self = g_object_new (RAMBLA_TYPE_EXPLORE_MAP, NULL);
  RamblaCard *card = rambla_client_get_card (client);
  RamblaPoint centre = rambla_card_get_centre (card);

  self->client = g_object_ref (client);
  g_signal_connect_object (rambla_client_get_events (client), "event::deal", G_CALLBACK (on_deal_event), self,
                           G_CONNECT_SWAPPED);
  self->feed = rambla_place_feed_new (rambla_client_get_api (client));
  g_signal_connect_object (self->feed, "found", G_CALLBACK (on_places_found), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->feed, "failed", G_CALLBACK (on_places_failed), self, G_CONNECT_SWAPPED);
  self->map = RAMBLA_MAP (rambla_map_new ());
  set_up_tiles (self);
  g_signal_connect_object (client, "moved", G_CALLBACK (set_up_tiles), self, G_CONNECT_SWAPPED);
  set_up_places (self);
  rambla_map_go_to (self->map, centre.lon, centre.lat, rambla_card_get_zoom (card));
  g_signal_connect_object (self->map, "view-changed", G_CALLBACK (tell_view), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->map, "moved-by-user", G_CALLBACK (on_moved_by_user), self);
  g_signal_connect_swapped (self->map, "place-activated", G_CALLBACK (on_place_activated), self);
  g_signal_connect_swapped (self->map, "places-activated", G_CALLBACK (on_places_activated), self);
  g_signal_connect_swapped (self->map, "ground-activated", G_CALLBACK (on_ground_activated), self);
  g_signal_connect_swapped (self->map, "hover-changed", G_CALLBACK (on_hover_changed), self);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (on_dark_changed),
                           self, G_CONNECT_SWAPPED);
  on_dark_changed (self);

  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->map));
  gtk_overlay_add_overlay (self->overlay, new_area_button (self));
  gtk_overlay_add_overlay (self->overlay, new_place_card (self));
  self->pick_bar = RAMBLA_PICK_BAR (rambla_pick_bar_new ());
  g_signal_connect_swapped (self->pick_bar, "middle", G_CALLBACK (on_pick_middle), self);
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->pick_bar));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->overlay));
  return GTK_WIDGET (self);
}
