/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-shelf.h"

#define SEARCHES "rambla-shelf-searches"
#define HISTORY "rambla-shelf-history"
/* New offers come in bursts; what they mean to a search may wait so long, in milliseconds. */
#define SETTLE_MS 2000

RamblaSavedSearches *
rambla_shelf_get_searches (RamblaClient *client)
{
  RamblaSavedSearches *searches = g_object_get_data (G_OBJECT (client), SEARCHES);

  if (searches == NULL)
    {
      g_autofree char *path = rambla_client_build_state_path (client, "searches.json");

      searches = rambla_saved_searches_new (rambla_client_get_api (client), path);
      rambla_saved_searches_set_events (searches, rambla_client_get_events (client), SETTLE_MS);
      g_object_set_data_full (G_OBJECT (client), SEARCHES, searches, g_object_unref);
    }
  return searches;
}

RamblaHistory *
rambla_shelf_get_history (RamblaClient *client)
{
  RamblaHistory *history = g_object_get_data (G_OBJECT (client), HISTORY);

  if (history == NULL)
    {
      g_autofree char *path = rambla_client_build_state_path (client, "history.json");

      history = rambla_history_new (path);
      g_object_set_data_full (G_OBJECT (client), HISTORY, history, g_object_unref);
    }
  return history;
}
