/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-query.h"

static const char *const sorts[] = { "relevance", "distance", "price", "discount",
                                     "rating",    "popular",  "ending" };

RamblaDealQuery *
rambla_deal_query_new (void)
{
  return g_new0 (RamblaDealQuery, 1);
}

RamblaDealQuery *
rambla_deal_query_copy (const RamblaDealQuery *self)
{
  RamblaDealQuery *copy = g_new (RamblaDealQuery, 1);

  *copy = *self;
  copy->text = g_strdup (self->text);
  copy->categories = g_strdup (self->categories);
  copy->kinds = g_strdup (self->kinds);
  return copy;
}

void
rambla_deal_query_free (RamblaDealQuery *self)
{
  g_free (self->text);
  g_free (self->categories);
  g_free (self->kinds);
  g_free (self);
}

static gboolean
same_text (const char *a, const char *b)
{
  return g_strcmp0 (a != NULL ? a : "", b != NULL ? b : "") == 0;
}

static gboolean
same_number (double a, double b)
{
  return !(a < b) && !(a > b);
}

static gboolean
same_box (const RamblaBox *a, const RamblaBox *b)
{
  return same_number (a->west, b->west) && same_number (a->south, b->south) &&
         same_number (a->east, b->east) && same_number (a->north, b->north);
}

gboolean
rambla_deal_query_equal (const RamblaDealQuery *self, const RamblaDealQuery *other)
{
  if (self == NULL || other == NULL)
    return self == other;
  return same_text (self->text, other->text) && same_text (self->categories, other->categories) &&
         same_text (self->kinds, other->kinds) && self->has_near == other->has_near &&
         (!self->has_near ||
          (same_number (self->near.lon, other->near.lon) && same_number (self->near.lat, other->near.lat))) &&
         self->radius == other->radius && self->has_bounds == other->has_bounds &&
         (!self->has_bounds || same_box (&self->bounds, &other->bounds)) &&
         self->price_max == other->price_max && self->discount_min == other->discount_min &&
         same_number (self->rating_min, other->rating_min) && self->open_now == other->open_now &&
         self->sort == other->sort;
}

gboolean
rambla_deal_query_is_filtered (const RamblaDealQuery *self)
{
  return !same_text (self->categories, NULL) || !same_text (self->kinds, NULL) || self->price_max > 0 ||
         self->discount_min > 0 || self->rating_min > 0 || self->open_now;
}

void
rambla_deal_query_apply (const RamblaDealQuery *self, RamblaCall *call, gboolean with_sort)
{
  rambla_call_add (call, "q", self->text);
  if (self->has_near)
    {
      g_autofree char *near = rambla_point_to_query (self->near);

      rambla_call_add (call, "near", near);
      if (self->radius > 0)
        rambla_call_add_int (call, "radius", self->radius);
    }
  if (self->has_bounds)
    {
      g_autofree char *bounds = rambla_box_to_query (self->bounds);

      rambla_call_add (call, "bbox", bounds);
    }
  rambla_call_add (call, "category", self->categories);
  rambla_call_add (call, "kind", self->kinds);
  if (self->price_max > 0)
    rambla_call_add_int (call, "price_max", self->price_max);
  if (self->discount_min > 0)
    rambla_call_add_int (call, "discount_min", self->discount_min);
  if (self->rating_min > 0)
    {
      char digits[G_ASCII_DTOSTR_BUF_SIZE];

      rambla_call_add (call, "rating_min", g_ascii_formatd (digits, sizeof digits, "%.1f", self->rating_min));
    }
  if (self->open_now)
    rambla_call_add (call, "open_now", "true");
  if (with_sort)
    rambla_call_add (call, "sort", sorts[self->sort]);
}
