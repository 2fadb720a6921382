/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A voucher on paper: issued for it by the real program, printed to a PDF, rendered, read off the sheet and
 * used. */
#include <adwaita.h>
#include <string.h>

#include "rambla-voucher-paper.h"
#include "shop-holder.h"

static char *
run (const char *const *argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static void
test_paper (Shop *shop, gconstpointer data)
{
  guint8 holder[RAMBLA_ED25519_SECRET_SIZE];
  g_autoptr (GTimeZone) zone = g_time_zone_new_utc ();
  g_autofree char *store_id = NULL;
  g_autofree char *deal_id = shop_find_deal (shop, SHOP_SWIM, &store_id);
  g_autofree char *order_id = shop_buy (shop, SHOP_SWIM, 1);
  g_autoptr (PlatformAnswer) key = NULL;
  g_autoptr (PlatformAnswer) before = NULL;
  g_autoptr (PlatformAnswer) printed = NULL;
  g_autoptr (PlatformAnswer) old = NULL;
  g_autoptr (PlatformAnswer) used = NULL;
  g_autoptr (RamblaVoucher) voucher = NULL;
  g_autoptr (GtkPrintOperation) operation = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("rambla-paper-XXXXXX", NULL);
  g_autofree char *pdf = g_build_filename (folder, "voucher.pdf", NULL);
  g_autofree char *stem = g_build_filename (folder, "voucher", NULL);
  g_autofree char *png = g_strconcat (stem, ".png", NULL);
  const char *render[] = { "pdftoppm", "-png", "-r", "100", "-singlefile", pdf, stem, NULL };
  const char *text[] = { "pdftotext", "-layout", pdf, "-", NULL };
  const char *scan[] = { "zbarimg", "--raw", "-q", png, NULL };
  g_autofree char *presented = NULL;
  g_autofree char *words = NULL;

  shop_make_key (5, holder);
  key = shop_put_key (shop, shop->consumer, holder);
  g_assert_cmpuint (key->status, ==, 200);
  before = shop_get_voucher (shop, order_id, 0);
  printed = shop_reissue (shop, shop->consumer, shop_text (before, "id"), "printed");
  g_assert_cmpuint (printed->status, ==, 201);
  voucher = rambla_voucher_from_json (printed->json, &error);
  g_assert_no_error (error);
  g_assert_true (rambla_voucher_get_printed (voucher));

  operation = rambla_voucher_paper_new (voucher, zone);
  gtk_print_operation_set_export_filename (operation, pdf);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);

  words = run (text);
  g_assert_nonnull (strstr (words, "As good as cash"));
  g_assert_nonnull (strstr (words, "without a phone"));
  {
    g_autofree char *code =
        g_strdup_printf ("%.4s-%.4s-%.4s", shop_text (printed, "code"), shop_text (printed, "code") + 4,
                         shop_text (printed, "code") + 8);

    g_assert_nonnull (strstr (words, code));
  }

  g_free (run (render));
  presented = g_strchomp (run (scan));
  g_test_message ("%zu characters off the sheet", strlen (presented));
  old = shop_redeem (shop, shop_text (before, "code"), store_id, NULL);
  platform_answer_assert_problem (old, 409, "revoked");
  used = shop_redeem (shop, presented, store_id, NULL);
  g_assert_cmpuint (used->status, ==, 201);
  if (g_getenv ("RAMBLA_KEEP_PAPER") == NULL)
    platform_fixture_remove_folder (folder);
  else
    g_test_message ("kept in %s", folder);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/voucher-paper/printed", Shop, NULL, shop_set_up, test_paper, shop_tear_down);
  return g_test_run ();
}
