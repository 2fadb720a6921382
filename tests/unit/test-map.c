/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <libsoup/soup.h>
#include <math.h>
#include <shumate/shumate.h>
#include <string.h>

#include "rambla-map.h"
#include "rambla-mark-layout.h"
#include "rambla-tile-layer.h"

#define CENTRE_LON (-56.1913)
#define CENTRE_LAT (-34.9059)

/* A window with a map, and a server whose tiles have one colour for each zoom level. */
typedef struct
{
  GtkWidget *window;
  RamblaMap *map;
  RamblaClusterLayer *layer;
  ShumateViewport *viewport;
  SoupServer *server;
  guint missing_zoom;
  guint n_requests;
  guint n_moved;
  guint hovered;
} Fixture;

/* Blue counts the zoom level: 10 for each. */
static void
on_tile_request (SoupServer *server,
                 SoupServerMessage *message,
                 const char *path,
                 GHashTable *query,
                 gpointer data)
{
  Fixture *fixture = data;
  guint zoom = (guint) g_ascii_strtoull (path + 1, NULL, 10);
  g_autofree guint32 *pixels = g_new (guint32, 256 * 256);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) png = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  fixture->n_requests++;
  if (zoom == fixture->missing_zoom)
    {
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }
  for (guint i = 0; i < 256 * 256; i++)
    pixels[i] = 0xff804000 | zoom * 10;
  bytes = g_bytes_new (pixels, 256 * 256 * 4);
  texture = gdk_memory_texture_new (256, 256, GDK_MEMORY_DEFAULT, bytes, 256 * 4);
  png = gdk_texture_save_to_png_bytes (texture);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, g_bytes_get_data (png, NULL),
                                    g_bytes_get_size (png));
}

static void
on_moved (RamblaMap *map, Fixture *fixture)
{
  fixture->n_moved++;
}

static gboolean
on_guard (gpointer data)
{
  g_error ("Waited too long");
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until the condition holds. */
#define WAIT_FOR(condition)                                                                                  \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    guint guard = g_timeout_add_seconds (20, on_guard, NULL);                                                \
    while (!(condition))                                                                                     \
      g_main_context_iteration (NULL, TRUE);                                                                 \
    g_source_remove (guard);                                                                                 \
  }                                                                                                          \
  G_STMT_END

static void
on_after_paint (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

/* Waits for a frame that was drawn after this call. */
static void
wait_for_frame (Fixture *fixture)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  guint n = 0;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &n);

  gtk_widget_queue_draw (GTK_WIDGET (fixture->map));
  WAIT_FOR (n > 0);
  g_signal_handler_disconnect (clock, id);
}

static void
setup (Fixture *fixture, gconstpointer data)
{
  fixture->map = RAMBLA_MAP (rambla_map_new ());
  fixture->layer = rambla_map_get_cluster_layer (fixture->map);
  fixture->viewport = shumate_layer_get_viewport (SHUMATE_LAYER (fixture->layer));
  g_signal_connect (fixture->map, "moved-by-user", G_CALLBACK (on_moved), fixture);
  fixture->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->map));
  gtk_window_present (GTK_WINDOW (fixture->window));
  WAIT_FOR (gtk_widget_get_width (GTK_WIDGET (fixture->map)) == 800 &&
            gtk_widget_get_mapped (fixture->window));
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 16.0);
  wait_for_frame (fixture);
}

static void
teardown (Fixture *fixture, gconstpointer data)
{
  gpointer map = fixture->map, layer = fixture->layer;

  g_object_add_weak_pointer (G_OBJECT (map), &map);
  g_object_add_weak_pointer (G_OBJECT (layer), &layer);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  WAIT_FOR (map == NULL && layer == NULL);
  if (fixture->server != NULL)
    soup_server_disconnect (fixture->server);
  g_clear_object (&fixture->server);
}

static void
set_points (Fixture *fixture, const RamblaClusterPoint *points, guint n)
{
  g_autoptr (RamblaClusterIndex) index = rambla_cluster_index_new (points, n);

  rambla_map_set_index (fixture->map, index);
  wait_for_frame (fixture);
}

/* A point so many pixels to the right and down of the map's middle at zoom level 16. */
static RamblaClusterPoint
point_at (double right, double down, gint64 price)
{
  double world = rambla_mercator_world_size (16.0);
  RamblaClusterPoint point = {
    .longitude = rambla_mercator_longitude (rambla_mercator_x (CENTRE_LON) + right / world),
    .latitude = rambla_mercator_latitude (rambla_mercator_y (CENTRE_LAT) + down / world),
    .price = price,
    .flags = RAMBLA_CLUSTER_AVAILABLE,
  };

  return point;
}

static void
test_marks (Fixture *fixture, gconstpointer data)
{
  const RamblaClusterPoint points[] = {
    point_at (0.0, 0.0, 49000),   point_at (-200.0, -100.0, RAMBLA_CLUSTER_NO_PRICE),
    point_at (200.0, 100.0, 100), point_at (201.0, 101.0, 200),
    point_at (2000.0, 0.0, 5),
  };
  RamblaCluster picked;

  g_assert_cmpuint (rambla_cluster_layer_get_n_drawn (fixture->layer), ==, 0);
  set_points (fixture, points, G_N_ELEMENTS (points));
  g_assert_cmpuint (rambla_cluster_layer_get_n_drawn (fixture->layer), ==, 3);
  g_assert_cmpuint (rambla_cluster_layer_count_in_view (fixture->layer), ==, 4);

  /* the layer gets the pointer, although another one lies on it */
  g_assert_true (gtk_widget_pick (GTK_WIDGET (fixture->map), 400.0, 285.0, GTK_PICK_DEFAULT) ==
                 GTK_WIDGET (fixture->layer));

  /* the body of a pin stands above its place */
  g_assert_true (rambla_cluster_layer_pick (fixture->layer, 400.0, 285.0, 12.0, &picked));
  g_assert_cmpuint (picked.point, ==, 0);
  g_assert_true (rambla_cluster_layer_pick (fixture->layer, 200.0, 182.0, 12.0, &picked));
  g_assert_cmpuint (picked.point, ==, 1);
  g_assert_true (rambla_cluster_layer_pick (fixture->layer, 600.0, 400.0, 12.0, &picked));
  g_assert_cmpuint (picked.count, ==, 2);
  g_assert_false (rambla_cluster_layer_pick (fixture->layer, 300.0, 450.0, 12.0, &picked));

  /* the cheaper one is lit: it stands on its own then, over the cluster */
  rambla_cluster_layer_set_selected (fixture->layer, 2);
  wait_for_frame (fixture);
  g_assert_true (rambla_cluster_layer_pick (fixture->layer, 600.0, 385.0, 12.0, &picked));
  g_assert_cmpuint (picked.count, ==, 1);
  g_assert_cmpuint (picked.point, ==, 2);
}

/* A target is never smaller than 24 pixels: here that of a dot. */
static void
test_targets (Fixture *fixture, gconstpointer data)
{
  const RamblaClusterPoint points[] = { point_at (0.0, 0.0, 49000), point_at (34.0, -16.0, 59000) };
  RamblaCluster picked;

  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 17.0);
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 16.0);
  set_points (fixture, points, G_N_ELEMENTS (points));
  g_assert_cmpuint (rambla_cluster_layer_get_n_drawn (fixture->layer), ==, 2);
  g_assert_true (rambla_cluster_layer_pick (fixture->layer, 434.0 + 11.0, 284.0, 12.0, &picked));
  g_assert_cmpuint (picked.point, ==, 1);
  g_assert_false (rambla_cluster_layer_pick (fixture->layer, 434.0 + 40.0, 284.0, 12.0, &picked));
}

static void
test_no_pin_covers_another (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) clusters = g_array_new (FALSE, FALSE, sizeof (RamblaCluster));
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (RamblaPlacedMark));
  g_autoptr (RamblaMarkArt) art = rambla_mark_art_new (GTK_WIDGET (fixture->layer));
  double world = rambla_mercator_world_size (16.0);
  guint n_pins = 0, n_dots = 0;
  GRand *rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 300; i++)
    {
      const RamblaCluster place = { .id = i + 1,
                                    .x = 0.5 + g_rand_double_range (rand, 0.0, 1000.0) / world,
                                    .y = 0.5 + g_rand_double_range (rand, 0.0, 700.0) / world,
                                    .price = 100 * i,
                                    .count = i % 10 == 0 ? 5 : 1,
                                    .point = i };

      g_array_append_val (clusters, place);
    }
  rambla_mark_layout_place (clusters, world, art, marks);
  g_assert_cmpuint (marks->len, ==, clusters->len);
  for (guint i = 0; i < marks->len; i++)
    {
      const RamblaPlacedMark *mark = &g_array_index (marks, RamblaPlacedMark, i);
      const RamblaMark *a;

      n_dots += mark->kind == RAMBLA_MARK_DOT;
      if (mark->kind != RAMBLA_MARK_PRICE)
        continue;
      n_pins++;
      a = rambla_mark_art_get (art, RAMBLA_MARK_PRICE, mark->cluster.price, 0);
      for (guint k = 0; k < i; k++)
        {
          const RamblaPlacedMark *other = &g_array_index (marks, RamblaPlacedMark, k);
          const RamblaMark *b;
          graphene_rect_t one, two;

          if (other->kind != RAMBLA_MARK_PRICE)
            continue;
          b = rambla_mark_art_get (art, RAMBLA_MARK_PRICE, other->cluster.price, 0);
          graphene_rect_offset_r (&a->body, (float) ((mark->cluster.x - 0.5) * world),
                                  (float) ((mark->cluster.y - 0.5) * world), &one);
          graphene_rect_offset_r (&b->body, (float) ((other->cluster.x - 0.5) * world),
                                  (float) ((other->cluster.y - 0.5) * world), &two);
          g_assert_false (graphene_rect_intersection (&one, &two, NULL));
        }
    }
  g_assert_cmpuint (n_pins, >, 40);
  g_assert_cmpuint (n_dots, >, 40);
  g_rand_free (rand);
}

static void
test_places_and_bounds (Fixture *fixture, gconstpointer data)
{
  double longitude, latitude, zoom, west, south, east, north;

  rambla_map_get_centre (fixture->map, &longitude, &latitude, &zoom);
  g_assert_cmpfloat_with_epsilon (longitude, CENTRE_LON, 1e-6);
  g_assert_cmpfloat_with_epsilon (latitude, CENTRE_LAT, 1e-6);
  g_assert_cmpfloat (zoom, ==, 16.0);
  rambla_map_get_bounds (fixture->map, &west, &south, &east, &north);
  g_assert_cmpfloat_with_epsilon (rambla_mercator_x (east) - rambla_mercator_x (west),
                                  800.0 / rambla_mercator_world_size (16.0), 1e-9);
  g_assert_cmpfloat_with_epsilon ((west + east) / 2.0, CENTRE_LON, 1e-4);
  g_assert_cmpfloat (south, <, north);

  /* with a sheet over the lower half, the place is in the middle of the upper one */
  rambla_map_set_padding (fixture->map, 0, 0, 300, 0);
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, -1.0);
  rambla_map_get_centre (fixture->map, &longitude, &latitude, NULL);
  g_assert_cmpfloat_with_epsilon (latitude, CENTRE_LAT, 1e-6);
  rambla_map_get_bounds (fixture->map, &west, &south, &east, &north);
  g_assert_cmpfloat_with_epsilon ((south + north) / 2.0, CENTRE_LAT, 1e-4);
  g_assert_cmpfloat (shumate_location_get_latitude (SHUMATE_LOCATION (fixture->viewport)), <, CENTRE_LAT);
  g_assert_cmpfloat_with_epsilon (rambla_mercator_y (south) - rambla_mercator_y (north),
                                  300.0 / rambla_mercator_world_size (16.0), 1e-9);

  rambla_map_set_padding (fixture->map, 0, 0, 0, 0);
  rambla_map_fit (fixture->map, -56.25, -34.945, -56.08, -34.84, 18.0, FALSE);
  rambla_map_get_bounds (fixture->map, &west, &south, &east, &north);
  g_assert_cmpfloat (west, <, -56.25);
  g_assert_cmpfloat (east, >, -56.08);
  g_assert_cmpfloat (south, <, -34.945);
  g_assert_cmpfloat (north, >, -34.84);
  rambla_map_get_centre (fixture->map, NULL, NULL, &zoom);
  g_assert_cmpfloat (zoom, ==, 12.0);

  /* a place at the edge is brought in, one in the middle is left where it is */
  rambla_map_go_to (fixture->map, 0.0, 0.0, 10.0);
  rambla_map_reveal (fixture->map, 0.01, 0.01);
  rambla_map_get_centre (fixture->map, &longitude, NULL, NULL);
  g_assert_cmpfloat_with_epsilon (longitude, 0.0, 1e-9);
  rambla_map_reveal (fixture->map, 0.9, 0.0);
  rambla_map_get_centre (fixture->map, &longitude, NULL, NULL);
  g_assert_cmpfloat (longitude, >, 0.2);
}

static void
on_settle_guard (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Only the user's own movements are told of, and once. */
static void
test_moved_by_user (Fixture *fixture, gconstpointer data)
{
  gboolean passed = FALSE;

  rambla_map_go_to (fixture->map, 1.0, 1.0, 12.0);
  rambla_map_fly_to (fixture->map, 1.001, 1.0, 12.0);
  rambla_map_fit (fixture->map, 0.0, 0.0, 1.0, 1.0, 20.0, TRUE);
  g_timeout_add_once (700, on_settle_guard, &passed);
  WAIT_FOR (passed);
  g_assert_cmpuint (fixture->n_moved, ==, 0);

  for (int i = 0; i < 5; i++)
    shumate_location_set_location (SHUMATE_LOCATION (fixture->viewport), 2.0 + i, 2.0);
  g_assert_cmpuint (fixture->n_moved, ==, 0);
  WAIT_FOR (fixture->n_moved > 0);
  rambla_map_zoom_by (fixture->map, 1);
  WAIT_FOR (fixture->n_moved > 1);
  passed = FALSE;
  g_timeout_add_once (400, on_settle_guard, &passed);
  WAIT_FOR (passed);
  g_assert_cmpuint (fixture->n_moved, ==, 2);
}

/* Flights arrive where they were sent, also from the other side of the 180th meridian. */
static void
test_flight (Fixture *fixture, gconstpointer data)
{
  double longitude, latitude, zoom;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  rambla_map_go_to (fixture->map, 179.999, 10.0, 12.0);
  rambla_map_fly_to (fixture->map, -179.999, 10.01, 13.0);
  rambla_map_get_centre (fixture->map, &longitude, NULL, &zoom);
  g_assert_cmpfloat (zoom, ==, 13.0);
  WAIT_FOR (shumate_viewport_get_zoom_level (fixture->viewport) == 13.0);
  longitude = shumate_location_get_longitude (SHUMATE_LOCATION (fixture->viewport));
  latitude = shumate_location_get_latitude (SHUMATE_LOCATION (fixture->viewport));
  g_assert_cmpfloat_with_epsilon (longitude, -179.999, 1e-6);
  g_assert_cmpfloat_with_epsilon (latitude, 10.01, 1e-6);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  rambla_map_fly_to (fixture->map, 179.99, 10.01, 14.0);
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (fixture->viewport), ==, 14.0);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
}

static void
on_places (RamblaMap *map, GArray *points, guint *n)
{
  *n = points->len;
}

/* A cluster opens by zooming in; one whose places never part hands them out. */
static void
test_clusters_open (Fixture *fixture, gconstpointer data)
{
  const RamblaClusterPoint points[] = { point_at (0.0, 0.0, 1), point_at (0.0, 0.0, 2),
                                        point_at (6.0, 6.0, 3) };
  guint n = 0;
  RamblaCluster picked;
  guint zoom;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_signal_connect (fixture->map, "places-activated", G_CALLBACK (on_places), &n);
  set_points (fixture, points, 3);
  g_assert_true (rambla_cluster_layer_pick (fixture->layer, 400.0, 300.0, 12.0, &picked));
  g_assert_cmpuint (picked.count, ==, 3);
  zoom = rambla_cluster_index_get_expansion_zoom (rambla_cluster_layer_get_index (fixture->layer), picked.id,
                                                  16.0, 32.0);
  g_signal_emit_by_name (fixture->layer, "cluster-activated", picked.x, picked.y, zoom, picked.id);
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (fixture->viewport), ==, zoom);
  g_assert_cmpuint (n, ==, 0);
  g_signal_emit_by_name (fixture->layer, "cluster-activated", picked.x, picked.y,
                         RAMBLA_MERCATOR_MAX_ZOOM + 1, picked.id);
  g_assert_cmpuint (n, ==, 3);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  const RamblaClusterPoint points[] = { point_at (0.0, 0.0, 1), point_at (50.0, 80.0, 2) };
  gboolean passed = FALSE;

  g_assert_cmpint (gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (fixture->layer)), ==,
                   GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (fixture->layer, GTK_ACCESSIBLE_PROPERTY_LABEL, "Map of places");
  set_points (fixture, points, 2);
  g_timeout_add_once (700, on_settle_guard, &passed);
  WAIT_FOR (passed);
  gtk_test_accessible_assert_property (fixture->layer, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "2 places in view");
}

static RamblaTileSource *
serve_tiles (Fixture *fixture, guint max_zoom)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;
  g_autofree char *base = NULL;
  g_autofree char *template = NULL;
  RamblaTileSet set = { .min_zoom = 11, .max_zoom = max_zoom, .attribution = "© <people> & friends" };
  RamblaTileSource *source;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_tile_request, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  base = g_uri_to_string (uris->data);
  template = g_strconcat (base, "{z}/{x}/{y}", NULL);
  set.url_template = template;
  source = rambla_tile_source_new (session, NULL, &set, &error);
  g_assert_no_error (error);
  return source;
}

/* A map that nobody has touched asks for what it shows and nothing else; once somebody has, for what is
 * around, too. */
static void
test_tiles_ahead (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = serve_tiles (fixture, 16);
  guint seen;

  rambla_map_set_tile_source (fixture->map, source);
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 14.0);
  wait_for_frame (fixture);
  WAIT_FOR (rambla_map_is_settled (fixture->map));
  seen = fixture->n_requests;
  /* 800 × 600 pixels are part of no more than five by four tiles */
  g_assert_cmpuint (seen, >=, 12);
  g_assert_cmpuint (seen, <=, 20);

  rambla_map_zoom_by (fixture->map, 1);
  WAIT_FOR (shumate_viewport_get_zoom_level (fixture->viewport) == 15.0);
  wait_for_frame (fixture);
  WAIT_FOR (rambla_map_is_settled (fixture->map));
  g_assert_cmpuint (fixture->n_requests - seen, >, 20);
}

static guint
get_blue (Fixture *fixture, int x, int y)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (fixture->map));
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint32 *pixels = g_new (guint32, 800 * 600);

  gdk_paintable_snapshot (paintable, snapshot, 800.0, 600.0);
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, 800, 600));
  gdk_texture_download (texture, (guchar *) pixels, 800 * 4);
  return pixels[y * 800 + x] & 0xff;
}

/* No view is ever without a map: where a zoom level has no tiles, the one above stands in, however deep. */
static void
test_tiles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RamblaTileSource) source = NULL;

  source = serve_tiles (fixture, 15);
  fixture->missing_zoom = 14;
  rambla_map_set_tile_source (fixture->map, source);
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 13.0);
  wait_for_frame (fixture);
  WAIT_FOR (rambla_map_is_settled (fixture->map));
  wait_for_frame (fixture);
  for (int x = 5; x < 700; x += 100)
    g_assert_cmpuint (get_blue (fixture, x, 100), ==, 130);

  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 14.0);
  wait_for_frame (fixture);
  WAIT_FOR (rambla_map_is_settled (fixture->map));
  wait_for_frame (fixture);
  for (int x = 5; x < 700; x += 100)
    g_assert_cmpuint (get_blue (fixture, x, 100), ==, 130);

  /* at once, before anything of this level has come */
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 15.0);
  wait_for_frame (fixture);
  g_assert_cmpuint (get_blue (fixture, 400, 100), >=, 130);
  WAIT_FOR (rambla_map_is_settled (fixture->map));
  wait_for_frame (fixture);
  g_assert_cmpuint (get_blue (fixture, 400, 100), ==, 150);

  /* past the deepest */
  rambla_map_go_to (fixture->map, CENTRE_LON, CENTRE_LAT, 17.0);
  wait_for_frame (fixture);
  WAIT_FOR (rambla_map_is_settled (fixture->map));
  wait_for_frame (fixture);
  g_assert_cmpuint (get_blue (fixture, 400, 100), ==, 150);
  g_assert_cmpfloat (shumate_viewport_get_zoom_level (fixture->viewport), ==, 17.0);
}

static void
test_opened_and_closed (void)
{
  for (int i = 0; i < 50; i++)
    {
      Fixture fixture = { 0 };
      g_autoptr (RamblaTileSource) source = NULL;

      setup (&fixture, NULL);
      if (i % 5 == 0)
        {
          source = serve_tiles (&fixture, 15);
          rambla_map_set_tile_source (fixture.map, source);
          wait_for_frame (&fixture);
        }
      teardown (&fixture, NULL);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, setup, function, teardown)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  ADD ("/map/map/marks", test_marks);
  ADD ("/map/map/targets", test_targets);
  ADD ("/map/map/no-pin-covers-another", test_no_pin_covers_another);
  ADD ("/map/map/places-and-bounds", test_places_and_bounds);
  ADD ("/map/map/moved-by-user", test_moved_by_user);
  ADD ("/map/map/flight", test_flight);
  ADD ("/map/map/clusters-open", test_clusters_open);
  ADD ("/map/map/accessible", test_accessible);
  ADD ("/map/map/tiles", test_tiles);
  ADD ("/map/map/tiles-ahead", test_tiles_ahead);
  g_test_add_func ("/map/map/opened-and-closed", test_opened_and_closed);
  return g_test_run ();
}
