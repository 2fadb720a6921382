/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-mark-painter.h"

#include <math.h>
#include <pango/pangocairo.h>

/* Room around a mark for its shadow, in logical pixels. */
#define SHADOW 4.0

#define TAIL_WIDTH 10.0
#define TAIL_HEIGHT 5.0

/* Size of a price as part of the font's. */
#define PRICE_SIZE 0.92

/* Sizes of counts. Few of them: each size is a font of its own, which takes milliseconds to find. */
#define COUNT_SIZE PRICE_SIZE
#define COUNT_SIZE_LARGE 1.0

/* What the marks are painted with; contrast of every text with its ground is at least 4.5 : 1. */
typedef struct
{
  GdkRGBA accent;       /* ground of what is filled */
  GdkRGBA accent_deep;  /* the same for clusters of thousands */
  GdkRGBA accent_text;  /* prices on the plain ground */
  GdkRGBA quiet;        /* ground of clusters where nothing can be bought */
  GdkRGBA quiet_text;   /* prices that cannot be bought */
  GdkRGBA on_accent;    /* text on filled grounds */
  GdkRGBA ground;       /* of pins */
  GdkRGBA ground_paler; /* of visited ones */
  GdkRGBA edge;         /* hairline around pins */
  GdkRGBA ring;         /* around dots and discs */
  double shadow;        /* darkness */
} Palette;

#define RGB(hex)                                                                                             \
  {                                                                                                          \
    ((hex) >> 16 & 0xff) / 255.f, ((hex) >> 8 & 0xff) / 255.f, ((hex) &0xff) / 255.f, 1.f                    \
  }

static const Palette light = {
  .accent = RGB (0xd1412b),
  .accent_deep = RGB (0x9c2613),
  .accent_text = RGB (0xb93620),
  .quiet = RGB (0x5f6670),
  .quiet_text = RGB (0x5c5855),
  .on_accent = RGB (0xffffff),
  .ground = RGB (0xffffff),
  .ground_paler = RGB (0xf3ebe6),
  .edge = { 0.f, 0.f, 0.f, .10f },
  .ring = RGB (0xffffff),
  .shadow = 1.0,
};

static const Palette dark = {
  .accent = RGB (0xd1412b),
  .accent_deep = RGB (0xa92c17),
  .accent_text = RGB (0xffa48f),
  .quiet = RGB (0x656b75),
  .quiet_text = RGB (0xbcb6b2),
  .on_accent = RGB (0xffffff),
  .ground = RGB (0x3b3532),
  .ground_paler = RGB (0x2b2623),
  .edge = { 1.f, 1.f, 1.f, .16f },
  .ring = RGB (0x221e1c),
  .shadow = 1.6,
};

static const Palette *
get_palette (RamblaMarkPainter *self)
{
  return self->dark ? &dark : &light;
}

static GdkRGBA
mix (const GdkRGBA *a, const GdkRGBA *b, double part)
{
  float t = (float) CLAMP (part, 0.0, 1.0);

  return (GdkRGBA){ a->red + (b->red - a->red) * t, a->green + (b->green - a->green) * t,
                    a->blue + (b->blue - a->blue) * t, a->alpha + (b->alpha - a->alpha) * t };
}

/* A canvas for what covers @body (from the marked place), with room for the shadow. */
static cairo_t *
begin_picture (RamblaMarkPainter *self, const graphene_rect_t *body, graphene_rect_t *bounds)
{
  int scale = gtk_widget_get_scale_factor (self->widget);
  cairo_surface_t *surface;
  cairo_t *cr;

  bounds->origin.x = floorf (body->origin.x - (float) SHADOW);
  bounds->origin.y = floorf (body->origin.y - (float) SHADOW);
  bounds->size.width = ceilf (body->origin.x + body->size.width + (float) SHADOW) - bounds->origin.x;
  bounds->size.height = ceilf (body->origin.y + body->size.height + (float) SHADOW) - bounds->origin.y;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) bounds->size.width * scale,
                                        (int) bounds->size.height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  cairo_translate (cr, -bounds->origin.x, -bounds->origin.y);
  return cr;
}

static RamblaPicture *
end_picture (cairo_t *cr)
{
  cairo_surface_t *surface = cairo_get_target (cr);
  int width = cairo_image_surface_get_width (surface), height = cairo_image_surface_get_height (surface);
  RamblaPicture *picture;

  /* Rows of 32-bit pixels have no gaps. */
  cairo_surface_flush (surface);
  picture = rambla_picture_new_take (
      g_memdup2 (cairo_image_surface_get_data (surface), (gsize) width * height * 4), width, height, FALSE);
  cairo_destroy (cr);
  return picture;
}

/* Fills the path, its shadow below it and a hairline around. */
static void
paint_body (cairo_t *cr,
            const Palette *palette,
            const GdkRGBA *ground,
            const GdkRGBA *edge,
            double edge_width)
{
  cairo_path_t *path = cairo_copy_path (cr);

  cairo_new_path (cr);
  cairo_save (cr);
  cairo_translate (cr, 0.0, 1.2);
  cairo_append_path (cr, path);
  cairo_restore (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (int width = 7; width >= 1; width -= 3)
    {
      cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.06 * palette->shadow);
      cairo_set_line_width (cr, width);
      cairo_stroke_preserve (cr);
    }
  cairo_set_source_rgba (cr, 0.0, 0.0, 0.0, 0.10 * palette->shadow);
  cairo_fill (cr);

  if (edge != NULL)
    {
      cairo_append_path (cr, path);
      gdk_cairo_set_source_rgba (cr, edge);
      cairo_set_line_width (cr, 2.0 * edge_width);
      cairo_stroke (cr);
    }
  cairo_append_path (cr, path);
  gdk_cairo_set_source_rgba (cr, ground);
  cairo_fill (cr);
  cairo_path_destroy (path);
}

static PangoLayout *
make_layout (RamblaMarkPainter *self, const char *text, double size)
{
  PangoLayout *layout;
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (self->context == NULL)
    {
      cairo_font_options_t *options = cairo_font_options_create ();

      /* Colours fringe on a see-through ground if the three parts of a pixel are used apart. */
      self->context = gtk_widget_create_pango_context (self->widget);
      cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
      pango_cairo_context_set_font_options (self->context, options);
      cairo_font_options_destroy (options);
    }
  layout = pango_layout_new (self->context);
  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_scale_new (size));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

static void
show_layout (cairo_t *cr, PangoLayout *layout, const GdkRGBA *color, double middle_x, double middle_y)
{
  PangoRectangle logical;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  gdk_cairo_set_source_rgba (cr, color);
  cairo_move_to (cr, round (middle_x - logical.width / 2.0), round (middle_y - logical.height / 2.0));
  pango_cairo_show_layout (cr, layout);
}

void
rambla_mark_painter_dot (RamblaMarkPainter *self, RamblaMark *mark, guint state)
{
  const Palette *palette = get_palette (self);
  const GdkRGBA *ground = state & RAMBLA_MARK_AVAILABLE ? &palette->accent : &palette->quiet;
  GdkRGBA paler = mix (ground, &palette->ground, 0.35);
  double radius = state & (RAMBLA_MARK_LIT | RAMBLA_MARK_SELECTED) ? 6.5 : 4.5;
  cairo_t *cr;

  graphene_rect_init (&mark->body, (float) -(radius + 1.5), (float) -(radius + 1.5),
                      (float) (2.0 * radius + 3.0), (float) (2.0 * radius + 3.0));
  cr = begin_picture (self, &mark->body, &mark->bounds);
  cairo_arc (cr, 0.0, 0.0, radius, 0.0, 2.0 * G_PI);
  paint_body (cr, palette, state & RAMBLA_MARK_VISITED ? &paler : ground, &palette->ring, 1.5);
  mark->picture = end_picture (cr);
}

/* Of a count that is rounded already. */
static char *
format_count (gint64 count)
{
  if (count >= 1000000)
    return g_strdup_printf ("%.1fM", (double) count / 1e6);
  if (count >= 10000)
    return g_strdup_printf ("%" G_GINT64_FORMAT "k", count / 1000);
  if (count >= 1000)
    return g_strdup_printf ("%.1fk", (double) count / 1e3);
  return g_strdup_printf ("%" G_GINT64_FORMAT, count);
}

void
rambla_mark_painter_cluster (RamblaMarkPainter *self, RamblaMark *mark, gint64 count, guint state)
{
  const Palette *palette = get_palette (self);
  double size = log10 ((double) MAX (count, 1));
  double radius = CLAMP (11.5 + 4.5 * size, 12.0, 30.0);
  GdkRGBA ground = palette->quiet, halo;
  g_autofree char *text = format_count (count);
  g_autoptr (PangoLayout) layout = make_layout (self, text, count < 100 ? COUNT_SIZE : COUNT_SIZE_LARGE);
  PangoRectangle logical;
  cairo_t *cr;

  if (state & RAMBLA_MARK_AVAILABLE)
    ground = mix (&palette->accent, &palette->accent_deep, (size - 0.3) / 3.7);
  if (state & RAMBLA_MARK_LIT)
    radius += 2.0;
  pango_layout_get_pixel_extents (layout, NULL, &logical);
  radius = ceil (MAX (radius, logical.width / 2.0 + 5.0));
  halo = ground;
  halo.alpha = state & RAMBLA_MARK_LIT ? 0.45f : 0.25f;

  graphene_rect_init (&mark->body, (float) -(radius + 4.0), (float) -(radius + 4.0),
                      (float) (2.0 * radius + 8.0), (float) (2.0 * radius + 8.0));
  cr = begin_picture (self, &mark->body, &mark->bounds);
  cairo_arc (cr, 0.0, 0.0, radius + 4.0, 0.0, 2.0 * G_PI);
  gdk_cairo_set_source_rgba (cr, &halo);
  cairo_fill (cr);
  cairo_arc (cr, 0.0, 0.0, radius, 0.0, 2.0 * G_PI);
  paint_body (cr, palette, &ground, &palette->ring, 1.5);
  show_layout (cr, layout, &palette->on_accent, 0.0, 0.0);
  mark->picture = end_picture (cr);
}

/* A rounded box over a tail that points to the marked place. */
static void
trace_pin (cairo_t *cr, double width, double height, double radius)
{
  double left = -width / 2.0, right = width / 2.0;
  double bottom = -TAIL_HEIGHT, top = bottom - height;

  cairo_new_path (cr);
  cairo_arc (cr, right - radius, top + radius, radius, -G_PI / 2.0, 0.0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0.0, G_PI / 2.0);
  cairo_line_to (cr, TAIL_WIDTH / 2.0, bottom);
  cairo_line_to (cr, 0.8, -0.6);
  cairo_curve_to (cr, 0.4, 0.0, -0.4, 0.0, -0.8, -0.6);
  cairo_line_to (cr, -TAIL_WIDTH / 2.0, bottom);
  cairo_arc (cr, left + radius, bottom - radius, radius, G_PI / 2.0, G_PI);
  cairo_arc (cr, left + radius, top + radius, radius, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
}

/* Ground, text and edge of a pin in a state. */
static void
choose_colors (const Palette *palette, guint state, GdkRGBA *ground, GdkRGBA *text, GdkRGBA *edge)
{
  if (state & (RAMBLA_MARK_LIT | RAMBLA_MARK_SELECTED))
    {
      *ground = state & RAMBLA_MARK_AVAILABLE ? palette->accent : palette->quiet;
      *text = palette->on_accent;
      *edge = palette->ring;
    }
  else
    {
      *ground = state & RAMBLA_MARK_VISITED ? palette->ground_paler : palette->ground;
      *text = state & RAMBLA_MARK_AVAILABLE ? palette->accent_text : palette->quiet_text;
      *edge = palette->edge;
    }
}

void
rambla_mark_painter_price (RamblaMarkPainter *self, RamblaMark *mark, const char *text, guint state)
{
  const Palette *palette = get_palette (self);
  double size = state & RAMBLA_MARK_SELECTED ? 1.12 : PRICE_SIZE;
  double pad = state & RAMBLA_MARK_SELECTED ? 1.5 * RAMBLA_MARK_PRICE_PAD : RAMBLA_MARK_PRICE_PAD;
  g_autoptr (PangoLayout) layout = make_layout (self, text, size);
  PangoRectangle logical;
  GdkRGBA ground, color, edge;
  double width, height;
  cairo_t *cr;

  pango_layout_get_pixel_extents (layout, NULL, &logical);
  height = logical.height + (state & RAMBLA_MARK_SELECTED ? 10.0 : 6.0);
  width = MAX (logical.width + 2.0 * pad, height);
  choose_colors (palette, state, &ground, &color, &edge);

  graphene_rect_init (&mark->body, (float) (-width / 2.0), (float) -(height + TAIL_HEIGHT), (float) width,
                      (float) (height + TAIL_HEIGHT));
  cr = begin_picture (self, &mark->body, &mark->bounds);
  trace_pin (cr, width, height, height / 2.0);
  paint_body (cr, palette, &ground, &edge, state & (RAMBLA_MARK_LIT | RAMBLA_MARK_SELECTED) ? 1.5 : 0.75);
  show_layout (cr, layout, &color, 0.0, -(TAIL_HEIGHT + height / 2.0));
  mark->picture = end_picture (cr);
}

static void
show_icon (RamblaMarkPainter *self,
           cairo_t *cr,
           const char *name,
           const GdkRGBA *color,
           int size,
           double x,
           double y)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget));
  g_autoptr (GtkIconPaintable) icon = NULL;
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  const GdkRGBA colors[4] = { *color, *color, *color, *color };

  icon = gtk_icon_theme_lookup_icon (theme, name, NULL, size, gtk_widget_get_scale_factor (self->widget),
                                     gtk_widget_get_direction (self->widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size, colors,
                                            G_N_ELEMENTS (colors));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  if (node == NULL)
    return;
  cairo_save (cr);
  cairo_translate (cr, round (x - size / 2.0), round (y - size / 2.0));
  gsk_render_node_draw (node, cr);
  cairo_restore (cr);
}

void
rambla_mark_painter_glyph (RamblaMarkPainter *self,
                           RamblaMark *mark,
                           const char *icon_name,
                           const GdkRGBA *hue,
                           guint state)
{
  const Palette *palette = get_palette (self);
  double side = state & RAMBLA_MARK_SELECTED ? 36.0 : 28.0;
  int icon_size = state & RAMBLA_MARK_SELECTED ? 20 : 16;
  GdkRGBA ground, color, edge;
  cairo_t *cr;

  choose_colors (palette, state, &ground, &color, &edge);
  if (!(state & (RAMBLA_MARK_LIT | RAMBLA_MARK_SELECTED)) && hue != NULL)
    color = self->dark ? mix (hue, &(GdkRGBA) RGB (0xffffff), 0.45) : *hue;

  graphene_rect_init (&mark->body, (float) (-side / 2.0), (float) -(side + TAIL_HEIGHT), (float) side,
                      (float) (side + TAIL_HEIGHT));
  cr = begin_picture (self, &mark->body, &mark->bounds);
  trace_pin (cr, side, side, side / 2.0);
  paint_body (cr, palette, &ground, &edge, state & (RAMBLA_MARK_LIT | RAMBLA_MARK_SELECTED) ? 1.5 : 0.75);
  if (icon_name != NULL)
    show_icon (self, cr, icon_name, &color, icon_size, 0.0, -(TAIL_HEIGHT + side / 2.0));
  else
    {
      cairo_arc (cr, 0.0, -(TAIL_HEIGHT + side / 2.0), side / 6.0, 0.0, 2.0 * G_PI);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_fill (cr);
    }
  mark->picture = end_picture (cr);
}

double
rambla_mark_painter_get_digit_width (RamblaMarkPainter *self)
{
  g_autoptr (PangoLayout) layout = make_layout (self, "0000000000", PRICE_SIZE);
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return MAX (logical.width / 10.0 / PANGO_SCALE, 1.0);
}

void
rambla_mark_painter_clear (RamblaMarkPainter *self)
{
  g_clear_object (&self->context);
}
