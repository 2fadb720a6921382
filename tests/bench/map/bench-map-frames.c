/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a frame of the map costs while it is panned and zoomed, by the frame clock, with few places and with
 * many. One JSON object a line:
 *
 *   bench-map-frames [POINTS…]        5000 and 100000 if none are given; the peer is the same map with 100
 *
 * Tiles come from a second process of this program over loopback HTTP. Set GSK_RENDERER to choose the
 * renderer. */

#include <libsoup/soup.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "rambla-map.h"

#define WIDTH 1200
#define HEIGHT 800
#define PEER_POINTS 100

#define LONGITUDE (-56.165)
#define LATITUDE (-34.893)

/* Frames of a phase, of which the first are not counted: pictures of marks are made then. */
#define FRAMES 160
#define WARM_UP 20

typedef enum
{
  PAN_FAR,
  PAN_NEAR,
  ZOOM,
  N_PHASES
} Phase;

static const char *phase_names[] = { "map.pan-far", "map.pan-near", "map.zoom" };

typedef struct
{
  GMainLoop *loop;
  RamblaMap *map;
  GArray *counts;
  guint round;
  Phase phase;
  guint frame;
  double start;
  double cpu_start;
  double works[FRAMES];     /* ms by the clock */
  double cpu_works[FRAMES]; /* ms of the main thread: says more where others use the machine too */
  double medians[N_PHASES]; /* of the peer */
  guint n_drawn;
} Bench;

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static RamblaClusterIndex *
make_index (guint n)
{
  RamblaClusterPoint *points = g_new0 (RamblaClusterPoint, n);
  GRand *rand = g_rand_new_with_seed (7);
  double longitude = LONGITUDE, latitude = LATITUDE;
  RamblaClusterIndex *index;

  /* Streets full of shops, and quiet quarters between them. */
  for (guint i = 0; i < n; i++)
    {
      double angle = g_rand_double_range (rand, 0.0, 2.0 * G_PI),
             reach = pow (g_rand_double (rand), 2.0) * 0.015;

      if (i % 25 == 0)
        {
          longitude = g_rand_double_range (rand, -56.25, -56.08);
          latitude = g_rand_double_range (rand, -34.945, -34.84);
        }
      points[i] = (RamblaClusterPoint){ .longitude = longitude + reach * cos (angle),
                                        .latitude = latitude + reach * sin (angle),
                                        .price = g_rand_int_range (rand, 2, 80) * 5000 - 1000,
                                        .flags = RAMBLA_CLUSTER_AVAILABLE };
    }
  index = rambla_cluster_index_new (points, n);
  g_rand_free (rand);
  g_free (points);
  return index;
}

static char *
format_price (gint64 price, gpointer user_data)
{
  return g_strdup_printf ("$ %d", (int) (price / 100));
}

static double
now (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

static void
report (Bench *bench, const char *stat, double figure, double cpu_figure)
{
  guint points = g_array_index (bench->counts, guint, bench->round);
  const char *renderer = g_getenv ("GSK_RENDERER");

  printf ("{\"name\": \"%s\", \"figure\": %.2f, \"main_thread\": %.2f, \"unit\": \"ms\", \"stat\": \"%s\", "
          "\"points\": %u, "
          "\"marks\": %u, "
          "\"renderer\": \"%s\"",
          phase_names[bench->phase], figure, cpu_figure, stat, points, bench->n_drawn,
          renderer != NULL ? renderer : "default");
  if (bench->round > 0 && strcmp (stat, "p50") == 0)
    printf (", \"peer\": \"%u points\", \"peer_figure\": %.2f, \"ratio\": %.2f", PEER_POINTS,
            bench->medians[bench->phase], figure / bench->medians[bench->phase]);
  printf ("}\n");
  fflush (stdout);
}

static void
end_phase (Bench *bench)
{
  double *works = bench->works + WARM_UP, *cpu_works = bench->cpu_works + WARM_UP;
  const gsize n = FRAMES - WARM_UP;

  qsort (works, n, sizeof *works, compare_doubles);
  qsort (cpu_works, n, sizeof *cpu_works, compare_doubles);
  if (bench->round == 0)
    bench->medians[bench->phase] = works[n / 2];
  report (bench, "p50", works[n / 2], cpu_works[n / 2]);
  report (bench, "p95", works[n * 95 / 100], cpu_works[n * 95 / 100]);
  report (bench, "max", works[n - 1], cpu_works[n - 1]);
}

static void
start_round (Bench *bench)
{
  g_autoptr (RamblaClusterIndex) index = make_index (g_array_index (bench->counts, guint, bench->round));

  rambla_map_set_index (bench->map, index);
}

/* The camera's way is a function of the frame's number: each run does the same. */
static void
steer (Bench *bench)
{
  double t = (double) bench->frame / FRAMES;

  switch (bench->phase)
    {
    case PAN_FAR:
      rambla_map_go_to (bench->map, LONGITUDE + 0.03 * sin (2.0 * G_PI * t),
                        LATITUDE + 0.02 * sin (4.0 * G_PI * t), 14.0);
      break;
    case PAN_NEAR:
      rambla_map_go_to (bench->map, LONGITUDE + 0.008 * sin (2.0 * G_PI * t),
                        LATITUDE + 0.005 * sin (4.0 * G_PI * t), 17.0);
      break;
    case ZOOM:
    default:
      rambla_map_go_to (bench->map, LONGITUDE, LATITUDE, 14.5 - 2.5 * cos (2.0 * G_PI * t));
      break;
    }
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Bench *bench = user_data;

  if (bench->frame == FRAMES)
    {
      end_phase (bench);
      bench->frame = 0;
      if (++bench->phase == N_PHASES)
        {
          bench->phase = PAN_FAR;
          if (++bench->round == bench->counts->len)
            {
              g_main_loop_quit (bench->loop);
              return G_SOURCE_REMOVE;
            }
          start_round (bench);
        }
    }
  steer (bench);
  return G_SOURCE_CONTINUE;
}

static void
on_before_paint (GdkFrameClock *clock, Bench *bench)
{
  bench->start = now (CLOCK_MONOTONIC);
  bench->cpu_start = now (CLOCK_THREAD_CPUTIME_ID);
}

static void
on_after_paint (GdkFrameClock *clock, Bench *bench)
{
  if (bench->frame < FRAMES)
    {
      bench->cpu_works[bench->frame] = now (CLOCK_THREAD_CPUTIME_ID) - bench->cpu_start;
      bench->works[bench->frame] = now (CLOCK_MONOTONIC) - bench->start;
      bench->frame++;
    }
  bench->n_drawn = rambla_cluster_layer_get_n_drawn (rambla_map_get_cluster_layer (bench->map));
}

/* A tile of streets and blocks, some 15 kB. */
static GBytes *
make_tile (void)
{
  g_autofree guint32 *pixels = g_new (guint32, 256 * 256);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  for (guint y = 0; y < 256; y++)
    for (guint x = 0; x < 256; x++)
      {
        gboolean street = (x * 3 + y) % 96 < 9 || (y * 4 - x) % 128 < 10;

        pixels[y * 256 + x] =
            street ? 0xffffffff : 0xfff2efe9 - ((x * 7919 + y * 104729) % 11 == 0 ? 0x050505 : 0);
      }
  bytes = g_bytes_new (pixels, 256 * 256 * 4);
  texture = gdk_memory_texture_new (256, 256, GDK_MEMORY_DEFAULT, bytes, 256 * 4);
  return gdk_texture_save_to_png_bytes (texture);
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer tile)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "image/png", SOUP_MEMORY_COPY, g_bytes_get_data (tile, NULL),
                                    g_bytes_get_size (tile));
}

static int
serve (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  soup_server_add_handler (server, NULL, on_request, make_tile (), (GDestroyNotify) g_bytes_unref);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error))
    g_error ("%s", error->message);
  uris = soup_server_get_uris (server);
  printf ("%d\n", g_uri_get_port (uris->data));
  fflush (stdout);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (loop);
  return 0;
}

static RamblaTileSource *
start_server (const char *program, GSubprocess **process)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *port = NULL;
  g_autofree char *template = NULL;
  g_autoptr (SoupSession) session = soup_session_new ();
  RamblaTileSet set = { .min_zoom = 11, .max_zoom = 17 };
  RamblaTileSource *source;

  *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--serve", NULL);
  if (*process == NULL)
    g_error ("%s", error->message);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (*process));
  port = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  template = g_strdup_printf ("http://127.0.0.1:%s/{z}/{x}/{y}.png", port);
  set.url_template = template;
  source = rambla_tile_source_new (session, NULL, &set, &error);
  if (source == NULL)
    g_error ("%s", error->message);
  return source;
}

int
main (int argc, char *argv[])
{
  Bench bench = { 0 };
  g_autoptr (GSubprocess) server = NULL;
  g_autoptr (RamblaTileSource) source = NULL;
  GdkFrameClock *clock;
  GtkWidget *window;

  if (argc == 2 && strcmp (argv[1], "--serve") == 0)
    return serve ();

  /* As the program does. */
  mallopt (M_MMAP_THRESHOLD, 8 * 1024 * 1024);
  mallopt (M_TRIM_THRESHOLD, 16 * 1024 * 1024);
  gtk_init ();
  bench.loop = g_main_loop_new (NULL, FALSE);
  bench.counts = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (bench.counts, &(guint){ PEER_POINTS }, 1);
  for (int i = 1; i < argc; i++)
    g_array_append_vals (bench.counts, &(guint){ (guint) g_ascii_strtoull (argv[i], NULL, 10) }, 1);
  if (argc == 1)
    g_array_append_vals (bench.counts, (guint[]){ 5000, 100000 }, 2);

  source = start_server (argv[0], &server);
  bench.map = RAMBLA_MAP (rambla_map_new ());
  rambla_map_set_tile_source (bench.map, source);
  rambla_cluster_layer_set_price_format (rambla_map_get_cluster_layer (bench.map), format_price, NULL, NULL);
  start_round (&bench);

  window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (bench.map));
  gtk_window_present (GTK_WINDOW (window));
  clock = gtk_widget_get_frame_clock (window);
  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint), &bench);
  g_signal_connect_after (clock, "after-paint", G_CALLBACK (on_after_paint), &bench);
  gtk_widget_add_tick_callback (GTK_WIDGET (bench.map), on_tick, &bench, NULL);
  g_main_loop_run (bench.loop);

  gtk_window_destroy (GTK_WINDOW (window));
  g_subprocess_force_exit (server);
  g_array_unref (bench.counts);
  g_main_loop_unref (bench.loop);
  return 0;
}
