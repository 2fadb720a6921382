/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-price-chart.h"

#include <glib/gi18n-lib.h>

#define HEIGHT 132
#define TEXT_ROOM 20
#define DOT 4.5
#define DAY (G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC)

struct _RamblaPriceChart
{
  GtkWidget parent_instance;

  RamblaPriceHistory *history;
  gint64 now;
  int chosen; /* the price that is pointed at, -1 for none */
};

G_DEFINE_FINAL_TYPE (RamblaPriceChart, rambla_price_chart, GTK_TYPE_WIDGET)

/* Where money and time lie in the picture. */
typedef struct
{
  double left;
  double right;
  double top;
  double bottom;
  gint64 from;
  gint64 to;
  gint64 low;
  gint64 high;
} Scale;

static double
scale_x (const Scale *scale, gint64 at)
{
  return scale->left + (scale->right - scale->left) *
                           (double) (CLAMP (at, scale->from, scale->to) - scale->from) /
                           (double) MAX (1, scale->to - scale->from);
}

static double
scale_y (const Scale *scale, gint64 amount)
{
  return scale->bottom - (scale->bottom - scale->top) * (double) (amount - scale->low) /
                             (double) MAX (1, scale->high - scale->low);
}

static const RamblaPricePoint *
get_point (RamblaPriceChart *self, guint i)
{
  return &g_array_index (self->history->prices, RamblaPricePoint, i);
}

static Scale
measure_scale (RamblaPriceChart *self)
{
  const GArray *prices = self->history->prices;
  Scale scale = { .left = DOT + 2,
                  .right = gtk_widget_get_width (GTK_WIDGET (self)) - DOT - 2,
                  .top = TEXT_ROOM + 4,
                  .bottom = gtk_widget_get_height (GTK_WIDGET (self)) - TEXT_ROOM - 10,
                  .from = get_point (self, 0)->at,
                  .to = self->now };

  /* A young offer does not get a chart of one hour. */
  scale.from = MIN (scale.from, scale.to - 30 * DAY);
  scale.low = scale.high = get_point (self, 0)->price.amount;
  for (guint i = 1; i < prices->len; i++)
    {
      scale.low = MIN (scale.low, get_point (self, i)->price.amount);
      scale.high = MAX (scale.high, get_point (self, i)->price.amount);
    }
  if (rambla_money_is_set (self->history->regular_price))
    scale.high = MAX (scale.high, self->history->regular_price.amount);
  return scale;
}

/* Text with its middle at @x, kept inside the picture, its upper edge at @y. */
static void
draw_text (RamblaPriceChart *self, cairo_t *cr, const char *text, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;
  int height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  x = CLAMP (x - width * align, 0, MAX (0, gtk_widget_get_width (GTK_WIDGET (self)) - width));
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}

/* The steps; with @closed down to the base, for filling. */
static void
trace_steps (RamblaPriceChart *self, const Scale *scale, cairo_t *cr, gboolean closed)
{
  const GArray *prices = self->history->prices;
  double y = scale_y (scale, get_point (self, 0)->price.amount);
  double first = scale_x (scale, get_point (self, 0)->at);

  cairo_new_path (cr);
  if (closed)
    cairo_move_to (cr, first, scale->bottom + 8);
  cairo_line_to (cr, first, y);
  for (guint i = 1; i < prices->len; i++)
    {
      double x = scale_x (scale, get_point (self, i)->at);

      cairo_line_to (cr, x, y);
      y = scale_y (scale, get_point (self, i)->price.amount);
      cairo_line_to (cr, x, y);
    }
  cairo_line_to (cr, scale->right, y);
  if (closed)
    {
      cairo_line_to (cr, scale->right, scale->bottom + 8);
      cairo_close_path (cr);
    }
}

static void
draw_regular (RamblaPriceChart *self, const Scale *scale, cairo_t *cr, const GdkRGBA *text_color)
{
  g_autofree char *price = NULL;
  g_autofree char *words = NULL;
  double y;

  if (!rambla_money_is_set (self->history->regular_price))
    return;
  y = scale_y (scale, self->history->regular_price.amount);
  price = rambla_money_format (self->history->regular_price);
  /* Translators: the price without the offer */
  words = g_strdup_printf (_ ("regular %s"), price);
  gdk_cairo_set_source_rgba (cr, text_color);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, (const double[]){ 4, 4 }, 2, 0);
  cairo_move_to (cr, scale->left, y);
  cairo_line_to (cr, scale->right, y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  draw_text (self, cr, words, scale->left, y - TEXT_ROOM, 0);
}

/* When the lowest price of the last 30 days began, or the window if it began before. */
static gint64
find_low (RamblaPriceChart *self)
{
  gint64 window = self->now - 30 * DAY;

  for (guint i = self->history->prices->len; i > 0; i--)
    if (get_point (self, i - 1)->price.amount == self->history->low_30_days.amount)
      return MAX (get_point (self, i - 1)->at, window);
  return self->now;
}

static void
draw_low (RamblaPriceChart *self,
          const Scale *scale,
          cairo_t *cr,
          const GdkRGBA *color,
          const GdkRGBA *text_color)
{
  g_autofree char *price = rambla_money_format (self->history->low_30_days);
  /* Translators: the lowest price of the last 30 days */
  g_autofree char *words = g_strdup_printf (_ ("Lowest of the last 30 days: %s"), price);
  double x = scale_x (scale, find_low (self));
  double y = scale_y (scale, self->history->low_30_days.amount);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_arc (cr, x, y, DOT, 0, 2 * G_PI);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, text_color);
  draw_text (self, cr, words, x, scale->bottom + 10, 0.5);
}

/* "Since 12/11/26: $ 450". Returns: (transfer full) */
static char *
describe_point (RamblaPriceChart *self, guint i)
{
  const RamblaPricePoint *point = get_point (self, i);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (point->at / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *date = g_date_time_format (local, "%x");
  g_autofree char *price = rambla_money_format (point->price);

  /* Translators: a date; the price that held from then on */
  return g_strdup_printf (_ ("Since %s: %s"), date, price);
}

static void
draw_chosen (RamblaPriceChart *self,
             const Scale *scale,
             cairo_t *cr,
             const GdkRGBA *color,
             const GdkRGBA *text_color)
{
  const RamblaPricePoint *point = get_point (self, (guint) self->chosen);
  g_autofree char *words = describe_point (self, (guint) self->chosen);
  double x = scale_x (scale, point->at);

  gdk_cairo_set_source_rgba (cr, color);
  cairo_arc (cr, x, scale_y (scale, point->price.amount), DOT, 0, 2 * G_PI);
  cairo_fill (cr);
  gdk_cairo_set_source_rgba (cr, text_color);
  draw_text (self, cr, words, x, scale->bottom + 10, 0.5);
}

static void
rambla_price_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RamblaPriceChart *self = RAMBLA_PRICE_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  GdkRGBA color;
  GdkRGBA text_color = { 0.5f, 0.5f, 0.5f, 1 };
  Scale scale;
  cairo_t *cr;

  if (self->history == NULL || width < 60 || height < 60)
    return;
  scale = measure_scale (self);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  gtk_style_context_get_color (gtk_widget_get_style_context (gtk_widget_get_parent (widget)), &text_color);
  text_color.alpha *= 0.66f;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw_regular (self, &scale, cr, &text_color);
  trace_steps (self, &scale, cr, TRUE);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * 0.13);
  cairo_fill (cr);
  trace_steps (self, &scale, cr, FALSE);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, 2.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  if (self->chosen >= 0)
    draw_chosen (self, &scale, cr, &color, &text_color);
  else if (rambla_money_is_set (self->history->low_30_days))
    draw_low (self, &scale, cr, &color, &text_color);
  cairo_destroy (cr);
}

static void
rambla_price_chart_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 120;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 320;
}

static char *
describe (RamblaPriceChart *self)
{
  const RamblaPricePoint *last = get_point (self, self->history->prices->len - 1);
  g_autofree char *now = rambla_money_format (last->price);
  g_autofree char *low = rambla_money_format (self->history->low_30_days);
  g_autofree char *regular = rambla_money_format (self->history->regular_price);
  guint changes = self->history->prices->len - 1;

  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Now %s, lowest in 30 days %s, regular price %s; changed %u time",
                   "Now %s, lowest in 30 days %s, regular price %s; changed %u times", changes),
      now, low, regular, changes);
}

void
rambla_price_chart_set_history (RamblaPriceChart *self, RamblaPriceHistory *history)
{
  g_autofree char *words = NULL;

  g_return_if_fail (RAMBLA_IS_PRICE_CHART (self));

  g_clear_pointer (&self->history, rambla_price_history_free);
  if (history != NULL && history->prices->len == 0)
    g_clear_pointer (&history, rambla_price_history_free);
  self->history = history;
  self->chosen = -1;
  self->now = g_get_real_time ();
  if (history != NULL)
    {
      words = describe (self);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- pointing at one price, with the pointer or with the keys --- */

static void
choose (RamblaPriceChart *self, int chosen)
{
  g_autofree char *words = NULL;

  if (self->history == NULL || chosen == self->chosen)
    return;
  self->chosen = chosen;
  words = chosen >= 0 ? describe_point (self, (guint) chosen) : describe (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The price that held at the pointer's time. */
static void
on_motion (RamblaPriceChart *self, double x, double y)
{
  Scale scale;
  int chosen = 0;

  if (self->history == NULL)
    return;
  scale = measure_scale (self);
  for (guint i = 1; i < self->history->prices->len; i++)
    if (scale_x (&scale, get_point (self, i)->at) <= x)
      chosen = (int) i;
  choose (self, chosen);
}

static void
on_left (RamblaPriceChart *self)
{
  choose (self, -1);
}

static gboolean
on_key_pressed (RamblaPriceChart *self, guint key, guint code, GdkModifierType modifiers)
{
  int last = self->history != NULL ? (int) self->history->prices->len - 1 : -1;
  int chosen = self->chosen >= 0 ? self->chosen : last;

  if (last < 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Left)
    choose (self, self->chosen < 0 ? last : MAX (0, chosen - 1));
  else if (key == GDK_KEY_Right)
    choose (self, MIN (last, chosen + 1));
  else if (key == GDK_KEY_Home)
    choose (self, 0);
  else if (key == GDK_KEY_End)
    choose (self, last);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
rambla_price_chart_finalize (GObject *object)
{
  g_clear_pointer (&RAMBLA_PRICE_CHART (object)->history, rambla_price_history_free);
  G_OBJECT_CLASS (rambla_price_chart_parent_class)->finalize (object);
}

static void
rambla_price_chart_class_init (RamblaPriceChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = rambla_price_chart_finalize;
  widget_class->snapshot = rambla_price_chart_snapshot;
  widget_class->measure = rambla_price_chart_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
rambla_price_chart_init (RamblaPriceChart *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->chosen = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_left), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_left), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_css_class (GTK_WIDGET (self), "price-chart");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Price history"),
                                  -1);
}

GtkWidget *
rambla_price_chart_new (void)
{
  return g_object_new (RAMBLA_TYPE_PRICE_CHART, NULL);
}
