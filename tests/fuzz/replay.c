/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads every file of the folders that are named, whole, cut short at each place, and with bytes changed by
 * chance: what a fuzzer has found, or might, without one. RAMBLA_SEED does the same again.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CUTS 400
#define CHANGES 300

static guint64 runs;

/* In a block of exactly that size, so that reading past it is noticed. */
static void
run (const guint8 *data, gsize size)
{
  guint8 *copy = g_malloc (MAX (1, size));

  memcpy (copy, data, size);
  LLVMFuzzerTestOneInput (copy, size);
  g_free (copy);
  runs++;
}

static void
change (const guint8 *data, gsize size, GRand *chance)
{
  static const guint8 telling[] = { 0,   0x7f, 0x80, 0xff, '"', '\\', '{',  '[', '-',
                                    '9', '.',  '~',  '%',  '&', '=',  '\n', ' ' };
  g_autofree guint8 *copy = g_malloc (size + 1);
  guint n = (guint) g_rand_int_range (chance, 1, 4);

  memcpy (copy, data, size);
  for (guint i = 0; i < n; i++)
    {
      gsize at = (gsize) g_rand_int_range (chance, 0, (gint32) size);

      copy[at] = g_rand_boolean (chance) ? telling[g_rand_int_range (chance, 0, G_N_ELEMENTS (telling))]
                                         : (guint8) g_rand_int_range (chance, 0, 256);
    }
  if (g_rand_int_range (chance, 0, 4) == 0)
    {
      gsize from = (gsize) g_rand_int_range (chance, 0, (gint32) size);
      gsize to = (gsize) g_rand_int_range (chance, 0, (gint32) size);
      gsize length = MIN (size - from, size - to);

      memmove (copy + to, copy + from, length);
    }
  run (copy, size);
}

static void
replay_file (const char *path, GRand *chance)
{
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  gsize step;

  if (!g_file_get_contents (path, &data, &size, &error))
    g_error ("%s", error->message);
  run ((guint8 *) data, size);
  step = MAX (1, size / MOST_CUTS);
  for (gsize length = 0; length < size; length += step)
    run ((guint8 *) data, length);
  for (guint i = 0; size > 0 && i < CHANGES; i++)
    change ((guint8 *) data, size, chance);
}

int
main (int argc, char **argv)
{
  const char *text = g_getenv ("RAMBLA_SEED");
  guint32 seed = text != NULL ? (guint32) g_ascii_strtoull (text, NULL, 10) : g_random_int ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  guint files = 0;

  printf ("RAMBLA_SEED=%u\n", seed);
  fflush (stdout);
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, &error);
      const char *name;

      if (folder == NULL)
        g_error ("%s", error->message);
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);

          replay_file (path, chance);
          files++;
        }
    }
  printf ("%u files, %" G_GUINT64_FORMAT " runs\n", files, runs);
  return files > 0 ? 0 : 1;
}
