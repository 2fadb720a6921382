/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-mark-art.h"

typedef struct
{
  gint64 value;
  guint kind;
  guint state;
} Key;

typedef struct
{
  Key key;
  RamblaMark mark;
} Picture;

typedef struct
{
  char *icon_name;
  GdkRGBA color;
} Category;

struct _RamblaMarkArt
{
  GObject parent_instance;

  RamblaMarkPainter painter;
  GHashTable *pictures; /* Key in Picture → Picture */
  GHashTable *lengths;  /* price → characters that it takes */
  double digit_width;   /* 0: not measured yet */
  Category *categories[256];

  RamblaPriceFormat format;
  gpointer format_data;
  GDestroyNotify format_destroy;
};

G_DEFINE_FINAL_TYPE (RamblaMarkArt, rambla_mark_art, G_TYPE_OBJECT)

static guint
key_hash (gconstpointer pointer)
{
  const Key *key = pointer;
  guint64 mixed = ((guint64) key->value * 8 + key->kind) * 32 + key->state;

  return (guint) ((mixed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *one = a, *other = b;

  return one->value == other->value && one->kind == other->kind && one->state == other->state;
}

static void
picture_free (gpointer pointer)
{
  Picture *picture = pointer;

  g_clear_pointer (&picture->mark.picture, rambla_picture_unref);
  g_free (picture);
}

static void
category_free (Category *category)
{
  g_free (category->icon_name);
  g_free (category);
}

guint
rambla_mark_art_round_count (guint count)
{
  if (count >= 1000000)
    return count / 100000 * 100000;
  if (count >= 10000)
    return count / 1000 * 1000;
  if (count >= 1000)
    return count / 100 * 100;
  return count;
}

/* Returns: (transfer full) */
static char *
format_price (RamblaMarkArt *self, gint64 price)
{
  char *text = self->format != NULL ? self->format (price, self->format_data) : NULL;

  return text != NULL ? text : g_strdup_printf ("%" G_GINT64_FORMAT, price);
}

const RamblaMark *
rambla_mark_art_lookup (RamblaMarkArt *self, RamblaMarkKind kind, gint64 value, guint state)
{
  const Key key = { value, kind, state };
  const Picture *picture;

  g_return_val_if_fail (RAMBLA_IS_MARK_ART (self), NULL);

  picture = g_hash_table_lookup (self->pictures, &key);
  return picture != NULL ? &picture->mark : NULL;
}

const RamblaMark *
rambla_mark_art_get (RamblaMarkArt *self, RamblaMarkKind kind, gint64 value, guint state)
{
  const RamblaMark *known = rambla_mark_art_lookup (self, kind, value, state);
  g_autofree char *text = NULL;
  const Category *category;
  Picture *picture;

  if (known != NULL)
    return known;

  picture = g_new0 (Picture, 1);
  picture->key = (Key){ value, kind, state };
  switch (kind)
    {
    case RAMBLA_MARK_CLUSTER:
      rambla_mark_painter_cluster (&self->painter, &picture->mark, value, state);
      break;
    case RAMBLA_MARK_PRICE:
      text = format_price (self, value);
      rambla_mark_painter_price (&self->painter, &picture->mark, text, state);
      break;
    case RAMBLA_MARK_GLYPH:
      category = self->categories[(guint8) value];
      rambla_mark_painter_glyph (&self->painter, &picture->mark,
                                 category != NULL ? category->icon_name : NULL,
                                 category != NULL ? &category->color : NULL, state);
      break;
    case RAMBLA_MARK_DOT:
    default:
      rambla_mark_painter_dot (&self->painter, &picture->mark, state);
      break;
    }
  g_hash_table_add (self->pictures, picture);
  return &picture->mark;
}

double
rambla_mark_art_get_price_width (RamblaMarkArt *self, gint64 price)
{
  gpointer length;

  g_return_val_if_fail (RAMBLA_IS_MARK_ART (self), 0.0);

  if (self->digit_width <= 0.0)
    self->digit_width = rambla_mark_painter_get_digit_width (&self->painter);
  if (!g_hash_table_lookup_extended (self->lengths, &price, NULL, &length))
    {
      g_autofree char *text = format_price (self, price);

      if (g_hash_table_size (self->lengths) > 20000)
        g_hash_table_remove_all (self->lengths);
      length = GSIZE_TO_POINTER (g_utf8_strlen (text, -1));
      g_hash_table_insert (self->lengths, g_memdup2 (&price, sizeof price), length);
    }
  return 2.0 * RAMBLA_MARK_PRICE_PAD + self->digit_width * GPOINTER_TO_SIZE (length);
}

void
rambla_mark_art_clear (RamblaMarkArt *self)
{
  g_return_if_fail (RAMBLA_IS_MARK_ART (self));

  self->digit_width = 0.0;
  g_hash_table_remove_all (self->lengths);
  rambla_mark_painter_clear (&self->painter);
  g_hash_table_remove_all (self->pictures);
}

guint
rambla_mark_art_get_size (RamblaMarkArt *self)
{
  g_return_val_if_fail (RAMBLA_IS_MARK_ART (self), 0);

  return g_hash_table_size (self->pictures);
}

void
rambla_mark_art_set_dark (RamblaMarkArt *self, gboolean is_dark)
{
  g_return_if_fail (RAMBLA_IS_MARK_ART (self));

  is_dark = !!is_dark;
  if (self->painter.dark == is_dark)
    return;
  self->painter.dark = is_dark;
  rambla_mark_art_clear (self);
}

gboolean
rambla_mark_art_get_dark (RamblaMarkArt *self)
{
  g_return_val_if_fail (RAMBLA_IS_MARK_ART (self), FALSE);

  return self->painter.dark;
}

static void
drop_format (RamblaMarkArt *self)
{
  if (self->format_destroy != NULL)
    self->format_destroy (self->format_data);
  self->format = NULL;
  self->format_data = NULL;
  self->format_destroy = NULL;
}

void
rambla_mark_art_set_price_format (RamblaMarkArt *self,
                                  RamblaPriceFormat format,
                                  gpointer user_data,
                                  GDestroyNotify destroy)
{
  g_return_if_fail (RAMBLA_IS_MARK_ART (self));

  drop_format (self);
  self->format = format;
  self->format_data = user_data;
  self->format_destroy = destroy;
  rambla_mark_art_clear (self);
}

void
rambla_mark_art_set_category (RamblaMarkArt *self, guint8 number, const char *icon_name, const GdkRGBA *color)
{
  g_return_if_fail (RAMBLA_IS_MARK_ART (self));
  g_return_if_fail (color != NULL);

  g_clear_pointer (&self->categories[number], category_free);
  self->categories[number] = g_new (Category, 1);
  self->categories[number]->icon_name = g_strdup (icon_name);
  self->categories[number]->color = *color;
  rambla_mark_art_clear (self);
}

static void
rambla_mark_art_finalize (GObject *object)
{
  RamblaMarkArt *self = RAMBLA_MARK_ART (object);

  drop_format (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->categories); i++)
    g_clear_pointer (&self->categories[i], category_free);
  g_clear_pointer (&self->pictures, g_hash_table_unref);
  g_clear_pointer (&self->lengths, g_hash_table_unref);
  rambla_mark_painter_clear (&self->painter);

  G_OBJECT_CLASS (rambla_mark_art_parent_class)->finalize (object);
}

static void
rambla_mark_art_class_init (RamblaMarkArtClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_mark_art_finalize;
}

static void
rambla_mark_art_init (RamblaMarkArt *self)
{
  self->pictures = g_hash_table_new_full (key_hash, key_equal, picture_free, NULL);
  self->lengths = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

RamblaMarkArt *
rambla_mark_art_new (GtkWidget *widget)
{
  RamblaMarkArt *self;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), NULL);

  self = g_object_new (RAMBLA_TYPE_MARK_ART, NULL);
  self->painter.widget = widget;
  return self;
}
