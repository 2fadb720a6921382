/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-picture.h"

G_BEGIN_DECLS

/**
 * RamblaMarkState:
 * @RAMBLA_MARK_AVAILABLE: can be bought: coral
 * @RAMBLA_MARK_VISITED: looked at before: paler
 * @RAMBLA_MARK_LIT: under the pointer, or its card is: filled
 * @RAMBLA_MARK_SELECTED: filled and larger
 */
typedef enum
{
  RAMBLA_MARK_AVAILABLE = 1 << 0,
  RAMBLA_MARK_VISITED = 1 << 1,
  RAMBLA_MARK_LIT = 1 << 2,
  RAMBLA_MARK_SELECTED = 1 << 3
} RamblaMarkState;

/**
 * RamblaMark:
 * @picture: what to draw
 * @bounds: where it goes, from the place that it marks
 * @body: the part that people see as the mark, without shadow
 */
typedef struct
{
  RamblaPicture *picture;
  graphene_rect_t bounds;
  graphene_rect_t body;
} RamblaMark;

/** Room left and right of a price within its pin, in logical pixels. */
#define RAMBLA_MARK_PRICE_PAD 8.0

/**
 * RamblaMarkPainter:
 * @widget: for its font, direction and scale; not owned
 * @context: (nullable): made when first needed
 * @dark: colours for a dark map
 *
 * Draws marks into pictures, in plain cairo. Each takes a fraction of a millisecond.
 */
typedef struct
{
  GtkWidget *widget;
  PangoContext *context;
  gboolean dark;
} RamblaMarkPainter;

/** A place that has no room for more. */
void rambla_mark_painter_dot (RamblaMarkPainter *self, RamblaMark *mark, guint state);

/** A disc with a count, larger and deeper for more. */
void rambla_mark_painter_cluster (RamblaMarkPainter *self, RamblaMark *mark, gint64 count, guint state);

/** A pin that holds a price. */
void rambla_mark_painter_price (RamblaMarkPainter *self, RamblaMark *mark, const char *text, guint state);

/** A pin that holds an icon. @icon_name: (nullable): symbolic; @hue: (nullable): the icon's colour */
void rambla_mark_painter_glyph (RamblaMarkPainter *self,
                                RamblaMark *mark,
                                const char *icon_name,
                                const GdkRGBA *hue,
                                guint state);

/** How wide a tabular digit of a price is. */
double rambla_mark_painter_get_digit_width (RamblaMarkPainter *self);

/** The widget's font has changed, or the painter is done with. */
void rambla_mark_painter_clear (RamblaMarkPainter *self);

G_END_DECLS
