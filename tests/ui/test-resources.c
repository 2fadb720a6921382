/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pictures, icons and style sheets that are compiled into the application. Needs no display. */
#include <gtk/gtk.h>
#include <string.h>

#define BASE "/org/rambla/Rambla/"
#define LARGEST_PICTURE (12 * 1024)

/* What a city's folder may ask for. */
static const char *const pictures[] = {
  "pizza",     "grill",  "burger",   "sushi",       "pasta",          "cafe",     "bakery",
  "ice-cream", "bar",    "dinner",   "chivito",     "vegetarian",     "hair",     "barber",
  "nails",     "spa",    "gym",      "yoga",        "swim",           "dance",    "cinema",
  "bowling",   "party",  "games",    "museum",      "theatre",        "music",    "library",
  "hotel",     "hostel", "course",   "language",    "driving-school", "kids",     "dental",
  "optician",  "clinic", "pharmacy", "pet",         "car-wash",       "workshop", "tyres",
  "fuel",      "photo",  "clothes",  "books",       "flowers",        "shoes",    "gift",
  "market",    "home",   "toys",     "electronics", "sport",          "bike",
};

/* What pages without content show; these have no ground of their own. */
static const char *const states[] = {
  "empty-search", "empty-wallet", "offline", "error", "loading", "kiosk-hand",
};

static const char *const sheets[] = { "style.css", "style-dark.css", "style-hc.css", "style-hc-dark.css" };

static GdkPixbuf *
load_picture (const char *id)
{
  g_autofree char *path = g_strdup_printf (BASE "illustrations/%s.svg", id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) data = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  GdkPixbuf *pixbuf;

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (data), <=, LARGEST_PICTURE);
  pixbuf = gdk_pixbuf_new_from_resource (path, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 640);
  g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 400);
  g_assert_cmpint (gdk_pixbuf_get_n_channels (pixbuf), ==, 4);
  return pixbuf;
}

static const guchar *
pixel (GdkPixbuf *pixbuf, int x, int y)
{
  return gdk_pixbuf_read_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 4;
}

/* How many different colours lie on a coarse grid over the middle of the picture, which is what a small crop
 * shows. */
static guint
count_colours (GdkPixbuf *pixbuf)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  int x, y;

  for (y = 20; y < 400; y += 20)
    for (x = 140; x < 520; x += 20)
      {
        const guchar *p = pixel (pixbuf, x, y);

        g_hash_table_add (
            seen, GUINT_TO_POINTER ((guint) (p[0] >> 4) << 8 | (guint) (p[1] >> 4) << 4 | (p[2] >> 4)));
      }
  return g_hash_table_size (seen);
}

static void
test_pictures (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GdkPixbuf) pixbuf = load_picture (pictures[i]);

      g_autofree char *card = g_strdup_printf (BASE "illustrations/cards/%s.png", pictures[i]);
      g_autoptr (GBytes) painted = g_resources_lookup_data (card, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autoptr (GdkTexture) texture = painted != NULL ? gdk_texture_new_from_bytes (painted, NULL) : NULL;

      g_test_message ("%s", pictures[i]);
      g_assert_nonnull (texture);
      g_assert_cmpint (gdk_texture_get_width (texture), ==, 320);
      g_assert_cmpint (gdk_texture_get_height (texture), ==, 200);
      g_assert_cmpint (pixel (pixbuf, 0, 0)[3], ==, 255);
      g_assert_cmpint (pixel (pixbuf, 639, 399)[3], ==, 255);
      g_assert_cmpuint (count_colours (pixbuf), >=, 16);
    }
}

static void
test_states (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GdkPixbuf) pixbuf = load_picture (states[i]);

      g_test_message ("%s", states[i]);
      g_assert_cmpint (pixel (pixbuf, 0, 0)[3], ==, 0);
      g_assert_cmpint (pixel (pixbuf, 320, 240)[3], ==, 255);
      g_assert_cmpuint (count_colours (pixbuf), >=, 12);
    }
}

/* GTK 4.8 recolours "fill" on path, rect and circle, and nothing else. */
static void
test_icons_can_be_recoloured (void)
{
  const char *folder = BASE "icons/scalable/actions/";
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = g_resources_enumerate_children (folder, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  guint i;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (names), >, 35);
  for (i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, names[i], NULL);
      g_autoptr (GBytes) data = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
      g_autofree char *text = NULL;
      g_autoptr (GdkPixbuf) pixbuf = NULL;

      g_test_message ("%s", names[i]);
      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (names[i], "rambla-"));
      g_assert_true (g_str_has_suffix (names[i], "-symbolic.svg"));
      text = g_strndup (g_bytes_get_data (data, NULL), g_bytes_get_size (data));
      g_assert_null (strstr (text, "stroke"));
      g_assert_null (strstr (text, "<ellipse"));
      g_assert_null (strstr (text, "<poly"));
      g_assert_null (strstr (text, "<line"));
      pixbuf = gdk_pixbuf_new_from_resource (path, &error);
      g_assert_no_error (error);
      g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, 16);
      g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, 16);
    }
}

static void
on_parsing_error (GtkCssProvider *provider, GtkCssSection *section, const GError *error, gpointer data)
{
  g_autofree char *place = gtk_css_section_to_string (section);

  g_test_message ("%s: %s", place, error->message);
  ++*(guint *) data;
}

static void
test_style_sheets_parse (void)
{
  guint i;

  for (i = 0; i < G_N_ELEMENTS (sheets); i++)
    {
      g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
      g_autofree char *path = g_strconcat (BASE, sheets[i], NULL);
      guint errors = 0;

      g_signal_connect (provider, "parsing-error", G_CALLBACK (on_parsing_error), &errors);
      gtk_css_provider_load_from_resource (provider, path);
      g_assert_cmpuint (errors, ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resources/pictures", test_pictures);
  g_test_add_func ("/resources/states", test_states);
  g_test_add_func ("/resources/icons-can-be-recoloured", test_icons_can_be_recoloured);
  g_test_add_func ("/resources/style-sheets-parse", test_style_sheets_parse);
  return g_test_run ();
}
