/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-platform-tiles.h"

/* The card gives a path or an address; the map wants an address. */
static char *
absolute (RamblaClient *client, const char *template)
{
  if (template == NULL)
    return NULL;
  return *template == '/' ? g_strconcat (rambla_client_get_base_url (client), template, NULL)
                          : g_strdup (template);
}

RamblaTileSource *
rambla_platform_tiles_new (RamblaClient *client)
{
  RamblaCard *card = rambla_client_get_card (client);
  g_autofree char *template = absolute (client, rambla_card_get_tiles (card));
  g_autofree char *hidpi = absolute (client, rambla_card_get_tiles_hidpi (card));
  /* A demo's platform gets another port each time, so its tiles would pile up; they are on this disk anyway.
   */
  g_autofree char *folder = rambla_client_is_demo (client)
                                ? NULL
                                : g_build_filename (g_get_user_cache_dir (), "rambla", "tiles", NULL);
  const RamblaTileSet set = { .url_template = template,
                              .hidpi_template = hidpi,
                              .min_zoom = (guint) rambla_card_get_min_zoom (card),
                              .max_zoom = (guint) rambla_card_get_max_zoom (card),
                              .attribution = rambla_card_get_attribution (card),
                              .attribution_url = rambla_card_get_attribution_url (card) };
  g_autoptr (GError) error = NULL;
  RamblaTileSource *source = rambla_tile_source_new (rambla_client_get_soup (client), folder, &set, &error);

  if (source == NULL)
    g_warning ("The platform's basemap cannot be shown: %s", error->message);
  return source;
}
