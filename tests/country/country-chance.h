/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers that look random and are the same for the same seed on every machine (Steele's SplitMix64). */
typedef struct
{
  guint64 state;
} CountryChance;

guint64 country_chance_next (CountryChance *self);

/* 0 to 1, without 1. */
double country_chance_real (CountryChance *self);

/* 0 to @n - 1; @n must not be 0. */
guint country_chance_below (CountryChance *self, guint n);

/* TRUE in @share of all cases. */
gboolean country_chance_hits (CountryChance *self, double share);

/* About a normal distribution of mean 0 and deviation 1, from -6 to 6. */
double country_chance_normal (CountryChance *self);

/* 0 to @n - 1, the small ones often: the k-th about as often as 1 / k, as words and surnames are. */
guint country_chance_zipf (CountryChance *self, guint n);

/* A name nobody has: "Marobena". @n names differ by their number; the same number gives the same name. */
char *country_name (guint number);

G_END_DECLS
