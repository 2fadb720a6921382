/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A voucher's page in a window: its code is read off the pixels, in every size and theme, and it turns to
 * "used" by itself. */
#include <adwaita.h>
#include <sodium.h>
#include <zbar.h>

#include "rambla-id.h"
#include "rambla-mock-api.h"
#include "rambla-voucher-page.h"
#include "rambla-voucher-token.h"

#define STORE "{'id':'sto_1','name':'Pasta Nostra','location':{'type':'Point','coordinates':[-56.1,-34.9]}}"
#define DEAL                                                                                                 \
  "{'id':'dea_1','title':'Dinner','kind':'voucher','category':'catering','price':"                           \
  "{'amount':50000,'currency':'UYU'},'regular_price':{'amount':90000,'currency':'UYU'},"                     \
  "'discount_percent':44,'rating':null,'review_count':0,'store':" STORE                                      \
  ",'valid_until':'2030-01-01T00:00:00Z','stock_left':null,'sample':true}"

static guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
static guint8 holder_key[RAMBLA_ED25519_SECRET_SIZE];

typedef struct
{
  RamblaMockApi *api;
  RamblaWallet *wallet;
  GtkWidget *window;
  RamblaVoucherPage *page;
  char *token;
  guint frames;
} Fixture;

static char *
new_token (guint branches, gboolean bound)
{
  g_autoptr (RamblaVoucherClaims) claims = rambla_voucher_claims_new ();
  char *token;

  claims->id = rambla_id_new (RAMBLA_ID_VOUCHER);
  claims->deal_id = rambla_id_new (RAMBLA_ID_DEAL);
  claims->merchant_id = rambla_id_new (RAMBLA_ID_MERCHANT);
  claims->valid_until = 4000000000;
  claims->kid = g_strdup ("k1");
  if (branches > 0)
    claims->branches = g_new0 (char *, branches + 1);
  for (guint i = 0; i < branches; i++)
    claims->branches[i] = rambla_id_new (RAMBLA_ID_STORE);
  claims->has_holder_key = bound;
  if (bound)
    crypto_sign_keypair (claims->holder_key, holder_key);
  token = rambla_voucher_token_sign (claims, secret_key);
  g_assert_nonnull (token);
  return token;
}

static void
plan (Fixture *fixture, const char *path, const char *state, const char *more, gboolean always)
{
  g_autofree char *voucher = g_strdup_printf (
      "{'id':'vou_1','state':'%s','code':'0000-0000-0000','token':'%s','valid_from':'2026-01-01T00:00:00Z',"
      "'valid_until':'2096-01-01T00:00:00Z','deal':" DEAL ",'stores':[" STORE
      "],'rules':{'text':['Mon–Thu']},"
      "'generation':1,'order_id':'ord_1','quantity':1%s}",
      state, fixture->token, more);
  g_autofree char *json = g_str_equal (path, "/v1/vouchers") ? g_strdup_printf ("{'vouchers':[%s]}", voucher)
                                                             : g_strdup (voucher);

  g_strdelimit (json, "'", '"');
  if (always)
    rambla_mock_api_plan_always (fixture->api, "GET", path, 200, json);
  else
    rambla_mock_api_plan (fixture->api, "GET", path, 200, json);
}

static void
iterate_until_state (Fixture *fixture, const char *state)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (g_strcmp0 (rambla_voucher_page_get_face_state (fixture->page), state) != 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
}

static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  guint *frames = user_data;

  gtk_widget_queue_draw (widget);
  return --*frames > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
wait_for_frames (Fixture *fixture, guint n)
{
  fixture->frames = n;
  gtk_widget_add_tick_callback (fixture->window, on_frame, &fixture->frames, NULL);
  while (fixture->frames > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
open_page (Fixture *fixture, int width, int height)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();

  fixture->api = rambla_mock_api_new ();
  plan (fixture, "/v1/vouchers", "active", "", TRUE);
  plan (fixture, "/v1/vouchers/vou_1", "active", "", TRUE);
  fixture->wallet = rambla_wallet_new (RAMBLA_API (fixture->api), NULL);
  rambla_wallet_set_holder_key (fixture->wallet, holder_key);
  fixture->window = adw_window_new ();
  fixture->page = RAMBLA_VOUCHER_PAGE (rambla_voucher_page_new (NULL, fixture->wallet, "vou_1", zone));
  adw_window_set_content (ADW_WINDOW (fixture->window), GTK_WIDGET (fixture->page));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!gtk_widget_get_mapped (fixture->window) ||
         rambla_wallet_get_voucher (fixture->wallet, "vou_1") == NULL)
    g_main_context_iteration (NULL, TRUE);
  iterate_until_state (fixture, "qr");
  wait_for_frames (fixture, 3);
}

static void
close_page (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->wallet);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&fixture->api);
  g_clear_pointer (&fixture->token, g_free);
}

/* What zbar reads off the window's pixels. Returns: (transfer full) (nullable) */
static char *
read_code (Fixture *fixture)
{
  int width = gtk_widget_get_width (fixture->window);
  int height = gtk_widget_get_height (fixture->window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (fixture->window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guint8 *pixels = g_malloc ((gsize) width * (gsize) height * 4);
  guint8 *grey = g_malloc ((gsize) width * (gsize) height);
  zbar_image_t *image = zbar_image_create ();
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  const zbar_symbol_t *symbol;
  char *text;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  gdk_texture_download (texture, pixels, (gsize) width * 4);
  for (gsize i = 0; i < (gsize) width * (gsize) height; i++)
    grey[i] = (guint8) ((pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 3);
  zbar_image_set_format (image, *(const int *) "Y800");
  zbar_image_set_size (image, (unsigned int) width, (unsigned int) height);
  zbar_image_set_data (image, grey, (unsigned long) width * (unsigned long) height, NULL);
  zbar_scan_image (scanner, image);
  symbol = zbar_image_first_symbol (image);
  text = symbol != NULL ? g_strdup (zbar_symbol_get_data (symbol)) : NULL;
  zbar_image_scanner_destroy (scanner);
  zbar_image_destroy (image);
  g_free (grey);
  return text;
}

static void
test_codes (void)
{
  static const int sizes[][2] = { { 360, 720 }, { 360, 560 }, { 800, 600 }, { 800, 1100 }, { 1400, 900 } };
  static const AdwColorScheme schemes[] = { ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  static const guint branches[] = { 0, 8 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (schemes) * G_N_ELEMENTS (branches); i++)
    {
      const int *size = sizes[i % G_N_ELEMENTS (sizes)];
      guint n_branches = branches[i / G_N_ELEMENTS (sizes) % G_N_ELEMENTS (branches)];
      Fixture fixture = { .token = new_token (n_branches, i % 2 == 1) };
      g_autofree char *text = NULL;
      g_autofree char *token = NULL;
      g_autofree char *bare = NULL;

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[i % 2]);
      open_page (&fixture, size[0], size[1]);
      text = read_code (&fixture);
      g_test_message ("%d × %d, %u branches: %s", gtk_widget_get_width (fixture.window),
                      gtk_widget_get_height (fixture.window), n_branches, text);
      g_assert_nonnull (text);
      token = rambla_voucher_token_unpack (text);
      g_assert_nonnull (token);
      bare = rambla_voucher_token_strip (token);
      g_assert_cmpstr (bare, ==, fixture.token);
      close_page (&fixture);
    }
}

static void
test_turns_used (gconstpointer data)
{
  Fixture fixture = { .token = new_token (1, FALSE) };
  g_autofree char *text = NULL;
  gint64 start;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", GPOINTER_TO_INT (data), NULL);
  open_page (&fixture, 800, 600);
  plan (&fixture, "/v1/vouchers/vou_1", "redeemed",
        ",'redeemed_at':'2026-11-21T14:02:00Z','redeemed_store':" STORE, TRUE);
  start = g_get_monotonic_time ();
  iterate_until_state (&fixture, "used");
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  wait_for_frames (&fixture, GPOINTER_TO_INT (data) ? 40 : 2);
  /* What was used is not shown any more. */
  text = read_code (&fixture);
  g_assert_null (text);
  close_page (&fixture);
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkCssProvider) style = NULL;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  adw_init ();
  style = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (style, "/org/rambla/Rambla/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair ((guint8[RAMBLA_ED25519_PUBLIC_SIZE]){ 0 }, secret_key);
  g_test_add_func ("/wallet-window/codes", test_codes);
  g_test_add_data_func ("/wallet-window/turns-used", GINT_TO_POINTER (TRUE), test_turns_used);
  g_test_add_data_func ("/wallet-window/turns-used-at-once", GINT_TO_POINTER (FALSE), test_turns_used);
  return g_test_run ();
}
