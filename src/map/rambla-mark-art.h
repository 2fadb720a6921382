/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-mark-painter.h"

G_BEGIN_DECLS

/**
 * SECTION: pictures of the map's marks
 *
 * Each mark is drawn once, text and shadow included, into a picture that is kept; a frame then only places
 * pictures. Shadows and text drawn anew for each frame would cost more than everything else on the map.
 */

/** Writes a price for people. Returns: (transfer full): plain text, as short as possible */
typedef char *(*RamblaPriceFormat) (gint64 price, gpointer user_data);

/**
 * RamblaMarkKind:
 * @RAMBLA_MARK_DOT: a place that has no room for more
 * @RAMBLA_MARK_CLUSTER: a disc with a count
 * @RAMBLA_MARK_PRICE: a pin that holds a price
 * @RAMBLA_MARK_GLYPH: a pin that holds a category's icon
 */
typedef enum
{
  RAMBLA_MARK_DOT,
  RAMBLA_MARK_CLUSTER,
  RAMBLA_MARK_PRICE,
  RAMBLA_MARK_GLYPH
} RamblaMarkKind;

#define RAMBLA_TYPE_MARK_ART (rambla_mark_art_get_type ())
G_DECLARE_FINAL_TYPE (RamblaMarkArt, rambla_mark_art, RAMBLA, MARK_ART, GObject)

/** @widget: (not nullable): for its font, colours and scale; not referenced, must outlive the art */
RamblaMarkArt *rambla_mark_art_new (GtkWidget *widget);

/** How prices are written; without one they stand as plain numbers of the minor unit. */
void rambla_mark_art_set_price_format (RamblaMarkArt *self,
                                       RamblaPriceFormat format,
                                       gpointer user_data,
                                       GDestroyNotify destroy);

/** The symbolic icon and the hue of a category. */
void rambla_mark_art_set_category (RamblaMarkArt *self,
                                   guint8 category,
                                   const char *icon_name,
                                   const GdkRGBA *color);

void rambla_mark_art_set_dark (RamblaMarkArt *self, gboolean dark);
gboolean rambla_mark_art_get_dark (RamblaMarkArt *self);

/**
 * A mark that was drawn before.
 * @value: the count of a cluster, the price of a price pin, the category of a glyph or dot
 *
 * Returns: (transfer none) (nullable): %NULL if it has yet to be made
 */
const RamblaMark *
rambla_mark_art_lookup (RamblaMarkArt *self, RamblaMarkKind kind, gint64 value, guint state);

/** The same, drawn if need be, which takes some 0.1 ms. Valid until rambla_mark_art_clear(). */
const RamblaMark *rambla_mark_art_get (RamblaMarkArt *self, RamblaMarkKind kind, gint64 value, guint state);

/** A count as far as its picture tells it from others: thousands are written short. */
guint rambla_mark_art_round_count (guint count);

/** About how wide a price pin is in logical pixels: from the number of its characters, without laying text
 * out. */
double rambla_mark_art_get_price_width (RamblaMarkArt *self, gint64 price);

/** Forgets all pictures: font, scale or colours are others now. */
void rambla_mark_art_clear (RamblaMarkArt *self);

/** How many pictures are kept. */
guint rambla_mark_art_get_size (RamblaMarkArt *self);

G_END_DECLS
