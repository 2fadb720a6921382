/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a platform's data folder with a whole made-up country in it: "rambla-platform --data FOLDER" starts
 * on it. */
#include <glib/gstdio.h>
#include <stdio.h>

#include "country-database.h"
#include "country.h"

#define SHOPS_A_OFFER 10

int
main (int argc, char *argv[])
{
  g_autofree char *city = NULL;
  gint64 seed = 1, now = g_get_real_time () / G_USEC_PER_SEC;
  int n_offers = 1000000;
  const GOptionEntry entries[] = {
    { "offers", 0, 0, G_OPTION_ARG_INT, &n_offers, "How many offers; shops are a tenth", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "The same seed and time make the same country", "N" },
    { "now", 0, 0, G_OPTION_ARG_INT64, &now, "Around when offers are on sale, seconds since 1970", "TIME" },
    { "like", 0, 0, G_OPTION_ARG_FILENAME, &city, "The city that shops and offers are modelled on", "DIR" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("FOLDER");
  g_autoptr (GError) error = NULL;
  g_autoptr (CountryTemplates) templates = NULL;
  g_autoptr (PlatformWriter) writer = NULL;
  g_autofree char *path = NULL;
  CountryPlan plan;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc != 2 || city == NULL || n_offers < 1000)
    {
      fprintf (stderr, "%s: %s\n", argv[0],
               error != NULL ? error->message : "needs FOLDER, --like, 1000 --offers");
      return 2;
    }
  plan = (CountryPlan){ (guint64) seed, (guint) n_offers / SHOPS_A_OFFER, (guint) n_offers, now };
  templates = country_templates_new (city, now, &error);
  if (templates != NULL)
    writer = country_database_open (argv[1], &path, &error);
  if (writer != NULL && country_write (writer, templates, &plan, &error))
    return 0;
  fprintf (stderr, "%s: %s\n", argv[0], error->message);
  return 1;
}
