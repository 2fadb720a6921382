/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-paper.h"

#include <glib/gi18n-lib.h>
#include <qrencode.h>

#include "rambla-short-code.h"
#include "rambla-voucher-token.h"
#include "rambla-voucher-words.h"

/* All in points. */
#define MARGIN 48.0
#define SMALL 9.0
#define NORMAL 11.0
#define LARGE 22.0
#define CODE 18.0
/* A module of 1.4 mm is read from any printer and any fold. */
#define QR_SIDE 200.0
#define QUIET 4
#define MOST_BRANCHES 6

typedef struct
{
  RamblaVoucher *voucher;
  GTimeZone *zone;
} Paper;

static void
paper_free (Paper *paper)
{
  g_object_unref (paper->voucher);
  g_time_zone_unref (paper->zone);
  g_free (paper);
}

/* Where the next line goes. */
typedef struct
{
  cairo_t *cairo;
  double x;
  double y;
  double width;
} Pen;

static void
write_text (Pen *pen, const char *text, double size, PangoWeight weight, double space)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (pen->cairo);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  int height;

  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, weight);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (layout, (int) (pen->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_size (layout, NULL, &height);
  cairo_move_to (pen->cairo, pen->x, pen->y);
  pango_cairo_show_layout (pen->cairo, layout);
  pen->y += (double) height / PANGO_SCALE + space;
}

/* As paths, not as a picture: it is sharp at every size. */
static void
draw_qr (cairo_t *cairo, const char *text, double x, double y, double side)
{
  QRcode *code = QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  double module;

  if (code == NULL)
    return;
  module = side / (code->width + 2 * QUIET);
  for (int row = 0; row < code->width; row++)
    for (int column = 0; column < code->width; column++)
      if (code->data[row * code->width + column] & 1)
        cairo_rectangle (cairo, x + (column + QUIET) * module, y + (row + QUIET) * module, module, module);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_NONE);
  cairo_fill (cairo);
  cairo_set_antialias (cairo, CAIRO_ANTIALIAS_DEFAULT);
  QRcode_free (code);
}

static void
write_branches (Pen *pen, RamblaVoucher *voucher)
{
  GListModel *stores = rambla_voucher_get_stores (voucher);
  guint n = g_list_model_get_n_items (stores);

  for (guint i = 0; i < MIN (n, MOST_BRANCHES); i++)
    {
      g_autoptr (RamblaStore) store = g_list_model_get_item (stores, i);
      const char *address = rambla_store_get_address (store);
      g_autofree char *line = address != NULL && *address != '\0'
                                  ? g_strdup_printf ("%s, %s", rambla_store_get_name (store), address)
                                  : g_strdup (rambla_store_get_name (store));

      write_text (pen, line, NORMAL, PANGO_WEIGHT_NORMAL, 2);
    }
  if (n > MOST_BRANCHES)
    {
      g_autofree char *more = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "and %u more branch", "and %u more branches", n - MOST_BRANCHES),
          n - MOST_BRANCHES);

      write_text (pen, more, NORMAL, PANGO_WEIGHT_NORMAL, 2);
    }
}

static void
write_rules (Pen *pen, RamblaVoucher *voucher)
{
  const char *const *rules = rambla_voucher_get_rules_text (voucher);

  if (rules == NULL || rules[0] == NULL)
    return;
  write_text (pen, _ ("Good to know"), NORMAL, PANGO_WEIGHT_BOLD, 4);
  for (guint i = 0; rules[i] != NULL; i++)
    {
      g_autofree char *line = g_strdup_printf ("•  %s", rules[i]);

      write_text (pen, line, NORMAL, PANGO_WEIGHT_NORMAL, 2);
    }
  pen->y += 14;
}

static void
write_note (Pen *pen)
{
  double top = pen->y;
  Pen inner = { pen->cairo, pen->x + 12, pen->y + 12, pen->width - 24 };

  write_text (&inner, _ ("As good as cash"), NORMAL, PANGO_WEIGHT_BOLD, 4);
  write_text (
      &inner,
      _ ("Whoever shows this sheet first uses it, also without a phone and without a network. Keep it as you "
         "would keep money, and post no picture of it. It replaces what the wallet showed before. If it is "
         "lost, choose “Use it on this device” in the wallet: the sheet is worth nothing from then on."),
      NORMAL, PANGO_WEIGHT_NORMAL, 0);
  cairo_rectangle (pen->cairo, pen->x, top, pen->width, inner.y - top + 12);
  cairo_set_line_width (pen->cairo, 0.8);
  cairo_stroke (pen->cairo);
  pen->y = inner.y + 26;
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, Paper *paper)
{
  RamblaVoucher *voucher = paper->voucher;
  Pen pen = { gtk_print_context_get_cairo_context (context), MARGIN, MARGIN,
              gtk_print_context_get_width (context) - 2 * MARGIN };
  Pen beside;
  g_autofree char *packed = rambla_voucher_token_pack (rambla_voucher_get_token (voucher));
  g_autofree char *code = rambla_short_code_format (rambla_voucher_get_code (voucher));
  g_autofree char *place = rambla_voucher_words_place (voucher);
  g_autofree char *when = rambla_voucher_words_when (voucher, paper->zone, g_get_real_time ());
  g_autofree char *foot =
      g_strdup_printf ("%s · %d", rambla_voucher_get_id (voucher), rambla_voucher_get_generation (voucher));

  cairo_set_source_rgb (pen.cairo, 0, 0, 0);
  write_text (&pen, "Rambla", NORMAL, PANGO_WEIGHT_BOLD, 18);
  write_text (&pen, rambla_deal_get_title (rambla_voucher_get_deal (voucher)), LARGE, PANGO_WEIGHT_BOLD, 6);
  write_text (&pen, place, NORMAL, PANGO_WEIGHT_NORMAL, 20);

  draw_qr (pen.cairo, packed, pen.x, pen.y, QR_SIDE);
  beside = (Pen){ pen.cairo, pen.x + QR_SIDE + 16, pen.y + 18, pen.width - QR_SIDE - 16 };
  write_text (&beside, when, NORMAL, PANGO_WEIGHT_BOLD, 14);
  write_text (&beside, _ ("Code, if the QR code cannot be read"), SMALL, PANGO_WEIGHT_NORMAL, 2);
  write_text (&beside, code, CODE, PANGO_WEIGHT_BOLD, 14);
  write_text (&beside, _ ("Where"), NORMAL, PANGO_WEIGHT_BOLD, 4);
  write_branches (&beside, voucher);

  pen.y = MAX (pen.y + QR_SIDE, beside.y) + 18;
  write_rules (&pen, voucher);
  write_note (&pen);
  write_text (&pen, foot, SMALL, PANGO_WEIGHT_NORMAL, 0);
}

GtkPrintOperation *
rambla_voucher_paper_new (RamblaVoucher *voucher, GTimeZone *zone)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  Paper *paper = g_new0 (Paper, 1);

  paper->voucher = g_object_ref (voucher);
  paper->zone = g_time_zone_ref (zone);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_embed_page_setup (operation, TRUE);
  gtk_print_operation_set_job_name (operation, rambla_deal_get_title (rambla_voucher_get_deal (voucher)));
  g_signal_connect_data (operation, "draw-page", G_CALLBACK (on_draw_page), paper,
                         (GClosureNotify) (void (*) (void)) paper_free, 0);
  return operation;
}
