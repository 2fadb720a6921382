/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "country-chance.h"

#include <math.h>

static const char *const syllables[] = { "ma", "ro",  "be", "na",  "li", "to",  "ca", "ve",  "so",
                                         "ri", "lu",  "pa", "den", "mi", "gar", "te", "ol",  "sa",
                                         "ña", "cor", "vi", "du",  "es", "pon", "ja", "bri", "zu" };

guint64
country_chance_next (CountryChance *self)
{
  guint64 z = self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

double
country_chance_real (CountryChance *self)
{
  return (double) (country_chance_next (self) >> 11) / 9007199254740992.0;
}

guint
country_chance_below (CountryChance *self, guint n)
{
  return (guint) (country_chance_real (self) * n);
}

gboolean
country_chance_hits (CountryChance *self, double share)
{
  return country_chance_real (self) < share;
}

double
country_chance_normal (CountryChance *self)
{
  double sum = -6;

  for (guint i = 0; i < 12; i++)
    sum += country_chance_real (self);
  return sum;
}

guint
country_chance_zipf (CountryChance *self, guint n)
{
  guint number = (guint) (pow (n + 1.0, country_chance_real (self)) - 1);

  return MIN (number, n - 1);
}

char *
country_name (guint number)
{
  /* A step that shares no divisor with the number of names: no two numbers below it meet. */
  const guint n = G_N_ELEMENTS (syllables), names = n * n * n;
  guint left = (guint) (((guint64) number * 7919 + 1234) % names);
  GString *name = g_string_new (NULL);
  g_autofree char *first = NULL;

  for (guint i = 0; i < 3; i++, left /= n)
    g_string_append (name, syllables[left % n]);
  if (number >= names)
    g_string_append (name, syllables[number / names % n]);
  first = g_utf8_strup (name->str, g_utf8_next_char (name->str) - name->str);
  g_string_erase (name, 0, g_utf8_next_char (name->str) - name->str);
  g_string_prepend (name, first);
  return g_string_free (name, FALSE);
}
