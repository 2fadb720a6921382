/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-parameters.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "platform-deal-storage.h"
#include "rambla-time.h"

#define DEFAULT_LIMIT 20
#define MAX_LIMIT 100
#define MAX_RADIUS 100000

void
platform_parameters_refuse (PlatformParameters *self, const char *name, const char *detail)
{
  g_autofree char *pointer = g_strconcat ("?", name, NULL);

  if (self->problem == NULL)
    self->problem = platform_response_new_invalid_field (pointer, detail);
}

gboolean
platform_parameters_end (PlatformParameters *self)
{
  if (self->problem == NULL)
    return TRUE;
  platform_request_respond (self->request, g_steal_pointer (&self->problem));
  return FALSE;
}

gint64
platform_parameters_get_int (PlatformParameters *self,
                             const char *name,
                             gint64 min,
                             gint64 max,
                             gint64 fallback)
{
  const char *text = platform_request_get_query (self->request, name);
  g_autofree char *detail = NULL;
  gint64 value;

  if (text == NULL)
    return fallback;
  if (*text != '+' && g_ascii_string_to_signed (text, 10, min, max, &value, NULL))
    return value;
  detail =
      g_strdup_printf ("must be a whole number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, min, max);
  platform_parameters_refuse (self, name, detail);
  return fallback;
}

double
platform_parameters_get_double (PlatformParameters *self,
                                const char *name,
                                double min,
                                double max,
                                double fallback)
{
  const char *text = platform_request_get_query (self->request, name);
  g_autofree char *detail = NULL;
  char *end = NULL;
  double value;

  if (text == NULL)
    return fallback;
  if (*text != '\0' && strspn (text, "0123456789.-") == strlen (text))
    {
      errno = 0;
      value = g_ascii_strtod (text, &end);
      if (errno == 0 && *end == '\0' && isfinite (value) && value >= min && value <= max)
        return value;
    }
  detail = g_strdup_printf ("must be a number from %g to %g", min, max);
  platform_parameters_refuse (self, name, detail);
  return fallback;
}

gboolean
platform_parameters_get_bool (PlatformParameters *self, const char *name)
{
  static const char *const choices[] = { "false", "true", NULL };

  return platform_parameters_get_choice (self, name, choices) == 1;
}

guint
platform_parameters_get_choice (PlatformParameters *self, const char *name, const char *const *choices)
{
  const char *text = platform_request_get_query (self->request, name);
  g_autofree char *list = NULL;
  g_autofree char *detail = NULL;

  if (text == NULL)
    return 0;
  for (guint i = 0; choices[i] != NULL; i++)
    if (strcmp (choices[i], text) == 0)
      return i;
  list = g_strjoinv (", ", (char **) choices);
  detail = g_strdup_printf ("must be one of: %s", list);
  platform_parameters_refuse (self, name, detail);
  return 0;
}

const char *
platform_parameters_get_text (PlatformParameters *self, const char *name, guint max_characters)
{
  const char *text = platform_request_get_query (self->request, name);
  g_autofree char *detail = NULL;

  if (text == NULL || text[strspn (text, " \t\r\n")] == '\0')
    return NULL;
  if (g_utf8_strlen (text, -1) <= (glong) max_characters)
    return text;
  detail = g_strdup_printf ("must be at most %u characters long", max_characters);
  platform_parameters_refuse (self, name, detail);
  return NULL;
}

gboolean
platform_parameters_get_near (PlatformParameters *self, RamblaPoint *near)
{
  const char *text = platform_request_get_query (self->request, "near");
  g_autoptr (GError) error = NULL;

  if (text == NULL)
    return FALSE;
  if (rambla_point_parse (text, near, &error))
    return TRUE;
  platform_parameters_refuse (self, "near", error->message);
  return FALSE;
}

gboolean
platform_parameters_get_day (PlatformParameters *self, const char *name, gint64 *days)
{
  const char *text = platform_request_get_query (self->request, name);
  int year, month, day;

  if (text == NULL)
    return FALSE;
  if (strlen (text) == 10 && strspn (text, "0123456789") == 4 && text[4] == '-' &&
      strspn (text + 5, "0123456789") == 2 && text[7] == '-' && strspn (text + 8, "0123456789") == 2)
    {
      year = atoi (text);
      month = atoi (text + 5);
      day = atoi (text + 8);
      if (year >= 1970 && rambla_date_is_valid (year, month, day))
        {
          *days = rambla_days_from_date (year, month, day);
          return TRUE;
        }
    }
  platform_parameters_refuse (self, name, "must be a date, like 2026-11-21");
  return FALSE;
}

void
platform_parameters_get_area (PlatformParameters *self, PlatformSearchArea *area)
{
  const char *box = platform_request_get_query (self->request, "bbox");
  g_autoptr (GError) error = NULL;

  memset (area, 0, sizeof *area);
  area->has_near = platform_parameters_get_near (self, &area->near);
  area->radius = (double) platform_parameters_get_int (self, "radius", 1, MAX_RADIUS, 0);
  if (area->radius > 0 && !area->has_near)
    platform_parameters_refuse (self, "radius", "goes with near");
  if (box == NULL)
    return;
  area->has_box = rambla_box_parse (box, &area->box, &error);
  if (!area->has_box)
    platform_parameters_refuse (self, "bbox", error->message);
}

static void
get_categories (PlatformParameters *self, const PlatformCity *city, PlatformSearchFilter *filter)
{
  const char *text = platform_request_get_query (self->request, "category");
  g_auto (GStrv) ids = NULL;

  if (text == NULL)
    return;
  ids = g_strsplit (text, ",", 64);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      const PlatformCategory *category = platform_city_find_category (city, ids[i]);

      if (category == NULL)
        {
          platform_parameters_refuse (self, "category", "there is no such category: see /v1/categories");
          return;
        }
      filter->categories |= G_GUINT64_CONSTANT (1) << category->row;
    }
  if (ids[0] == NULL)
    platform_parameters_refuse (self, "category", "must not be empty");
}

static void
get_kinds (PlatformParameters *self, PlatformSearchFilter *filter)
{
  const char *text = platform_request_get_query (self->request, "kind");

  for (const char *at = text; at != NULL;)
    {
      gsize length = strcspn (at, ",");
      PlatformDealKind kind;

      if (!platform_deal_kind_from_string (at, length, &kind))
        {
          platform_parameters_refuse (
              self, "kind", "must be one of voucher, booking, group, coupon, or several with commas between");
          return;
        }
      filter->kinds |= 1u << kind;
      at = at[length] == ',' ? at + length + 1 : NULL;
    }
}

void
platform_parameters_get_filter (PlatformParameters *self,
                                const PlatformCity *city,
                                PlatformSearchFilter *filter)
{
  *filter = (PlatformSearchFilter) PLATFORM_SEARCH_FILTER_INIT;
  get_categories (self, city, filter);
  get_kinds (self, filter);
  filter->price_max = platform_parameters_get_int (self, "price_max", 0, RAMBLA_MONEY_MAX_AMOUNT, -1);
  filter->discount_min = (int) platform_parameters_get_int (self, "discount_min", 0, 100, 0);
  filter->rating_min = platform_parameters_get_double (self, "rating_min", 0, 5, 0);
  filter->open_now = platform_parameters_get_bool (self, "open_now");
}

guint
platform_parameters_get_limit (PlatformParameters *self)
{
  return (guint) platform_parameters_get_int (self, "limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
}
