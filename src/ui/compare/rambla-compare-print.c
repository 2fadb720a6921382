/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-compare-print.h"

#include <glib/gi18n-lib.h>

#include "rambla-comparison-table.h"

/* Points. */
#define PADDING 5.0
#define FONT "Sans 9"
#define LABEL_SHARE 0.18

typedef struct
{
  GPtrArray *table;
  GPtrArray *deals;  /* of RamblaDeal */
  GArray *first_row; /* of guint, the row that each page begins with; 0 is the heading */
} Print;

static void
print_free (gpointer data)
{
  Print *self = data;

  g_ptr_array_unref (self->table);
  g_ptr_array_unref (self->deals);
  g_array_unref (self->first_row);
  g_free (self);
}

/* Row 0 is the heading; column 0 the names of the rows. */
static char *
get_text (const Print *self, guint row, guint column)
{
  const RamblaComparisonRow *line;

  if (row == 0)
    {
      RamblaDeal *deal = column > 0 ? g_ptr_array_index (self->deals, column - 1) : NULL;

      return deal == NULL ? g_strdup (_ ("Offers compared"))
                          : g_strdup_printf ("%s\n%s", rambla_deal_get_title (deal),
                                             rambla_store_get_name (rambla_deal_get_store (deal)));
    }
  line = g_ptr_array_index (self->table, row - 1);
  if (column == 0)
    return g_strdup (line->label);
  return (line->best >> (column - 1) & 1) != 0 ? g_strconcat ("✓ ", line->values[column - 1], NULL)
                                               : g_strdup (line->values[column - 1]);
}

static double
get_width (const Print *self, GtkPrintContext *context, guint column)
{
  double whole = gtk_print_context_get_width (context);

  return column == 0 ? whole * LABEL_SHARE : whole * (1 - LABEL_SHARE) / self->deals->len;
}

static PangoLayout *
new_layout (const Print *self, GtkPrintContext *context, guint row, guint column)
{
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  g_autofree char *text = get_text (self, row, column);

  if (row == 0 || column == 0)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) ((get_width (self, context, column) - 2 * PADDING) * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static double
get_height (const Print *self, GtkPrintContext *context, guint row)
{
  int most = 0;

  for (guint column = 0; column <= self->deals->len; column++)
    {
      g_autoptr (PangoLayout) layout = new_layout (self, context, row, column);
      int height;

      pango_layout_get_pixel_size (layout, NULL, &height);
      most = MAX (most, height);
    }
  return most + 2 * PADDING;
}

static void
on_begin_print (GtkPrintOperation *operation, GtkPrintContext *context, gpointer data)
{
  Print *self = data;
  double left = gtk_print_context_get_height (context);
  guint first = 0;

  g_array_set_size (self->first_row, 0);
  g_array_append_val (self->first_row, first);
  for (guint row = 0; row <= self->table->len; row++)
    {
      double height = get_height (self, context, row);

      if (height > left && row > 0)
        {
          g_array_append_val (self->first_row, row);
          left = gtk_print_context_get_height (context);
        }
      left -= height;
    }
  gtk_print_operation_set_n_pages (operation, (int) self->first_row->len);
}

static void
draw_row (const Print *self, GtkPrintContext *context, guint row, double y, double height)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  gboolean mirrored = gtk_widget_get_default_direction () == GTK_TEXT_DIR_RTL;
  double x = mirrored ? gtk_print_context_get_width (context) : 0;

  for (guint column = 0; column <= self->deals->len; column++)
    {
      g_autoptr (PangoLayout) layout = new_layout (self, context, row, column);
      double width = get_width (self, context, column);

      if (mirrored)
        x -= width;
      cairo_move_to (cr, x + PADDING, y + PADDING);
      pango_cairo_show_layout (cr, layout);
      if (!mirrored)
        x += width;
    }
  cairo_set_line_width (cr, 0.4);
  cairo_move_to (cr, 0, y + height);
  cairo_rel_line_to (cr, gtk_print_context_get_width (context), 0);
  cairo_stroke (cr);
}

static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer data)
{
  Print *self = data;
  guint row = g_array_index (self->first_row, guint, page);
  guint end = (guint) page + 1 < self->first_row->len ? g_array_index (self->first_row, guint, page + 1)
                                                      : self->table->len + 1;
  double y = 0;

  for (; row < end; row++)
    {
      double height = get_height (self, context, row);

      draw_row (self, context, row, y, height);
      y += height;
    }
}

GtkPrintOperation *
rambla_compare_print_operation_new (GPtrArray *table, RamblaDeal **deals, guint n_deals)
{
  GtkPrintOperation *operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  Print *self = g_new0 (Print, 1);

  self->table = g_ptr_array_ref (table);
  self->deals = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_deals; i++)
    g_ptr_array_add (self->deals, g_object_ref (deals[i]));
  self->first_row = g_array_new (FALSE, FALSE, sizeof (guint));
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, _ ("Offers compared"));
  g_signal_connect (operation, "begin-print", G_CALLBACK (on_begin_print), self);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), self);
  g_object_set_data_full (G_OBJECT (operation), "rambla-print", self, print_free);
  return operation;
}

void
rambla_compare_print (GPtrArray *table, RamblaDeal **deals, guint n_deals, GtkWindow *parent)
{
  g_autoptr (GtkPrintOperation) operation = rambla_compare_print_operation_new (table, deals, n_deals);
  g_autoptr (GError) error = NULL;

  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, parent, &error);
  if (error != NULL)
    g_warning ("The comparison was not printed: %s", error->message);
}
