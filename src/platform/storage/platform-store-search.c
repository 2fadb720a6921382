/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-store-search.h"

#include "platform-search-top.h"
#include "platform-store-grid.h"

#define UNITS_A_DEGREE 1e7

typedef struct
{
  const PlatformStoreQuery *query;
  gboolean wants_offers; /* a filter that only offers can pass */
  GArray *hits;          /* of PlatformStoreHit */
  GHashTable *by_store;  /* store → index in hits */
  guint last;            /* entries of one store stand together */
} Search;

void
platform_store_page_free (PlatformStorePage *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->hits);
  g_free (self->corrected);
  g_free (self->next_cursor);
  g_free (self);
}

static PlatformStoreHit *
get_hit (Search *self, const PlatformSearchEntry *entry)
{
  PlatformStoreHit hit = {
    .store = entry->facts->store,
    .stores = 1,
    .location = { entry->facts->longitude / UNITS_A_DEGREE, entry->facts->latitude / UNITS_A_DEGREE },
    .price_from = -1,
    .distance = entry->distance,
  };
  gpointer index;

  if (self->last < self->hits->len &&
      g_array_index (self->hits, PlatformStoreHit, self->last).store == hit.store)
    return &g_array_index (self->hits, PlatformStoreHit, self->last);
  index = g_hash_table_lookup (self->by_store, GSIZE_TO_POINTER ((gsize) hit.store));
  if (index == NULL)
    {
      g_array_append_val (self->hits, hit);
      index = GUINT_TO_POINTER (self->hits->len); /* one more than the index, so never NULL */
      g_hash_table_insert (self->by_store, GSIZE_TO_POINTER ((gsize) hit.store), index);
    }
  self->last = GPOINTER_TO_UINT (index) - 1;
  return &g_array_index (self->hits, PlatformStoreHit, self->last);
}

static void
on_entry (const PlatformSearchEntry *entry, gpointer data)
{
  Search *self = data;
  const PlatformSearchFilter *filter = &self->query->filter;
  PlatformStoreHit *hit;

  if (!platform_search_filter_has_category (filter, entry->facts))
    return;
  if (entry->facts->kind == PLATFORM_FACTS_STORE)
    {
      if (self->wants_offers)
        return;
      hit = get_hit (self, entry);
    }
  else
    {
      if (!platform_search_filter_has_kind (filter, entry->facts) ||
          !platform_search_filter_passes (filter, entry->facts))
        return;
      hit = get_hit (self, entry);
      hit->deals++;
      if (hit->price_from < 0 || entry->facts->price < hit->price_from)
        hit->price_from = entry->facts->price;
    }
  hit->text = MAX (hit->text, entry->text);
}

static void
cut_page (Search *self, PlatformStorePage *page, const char *description, const PlatformSearchCursor *cursor)
{
  PlatformSearchTop top;

  platform_search_top_init (&top, self->query->limit + 1, cursor);
  for (guint i = 0; i < self->hits->len; i++)
    {
      const PlatformStoreHit *hit = &g_array_index (self->hits, PlatformStoreHit, i);
      double key = hit->distance >= 0 ? hit->distance : -hit->text;

      if (platform_search_top_wants (&top, key, hit->store))
        platform_search_top_add (&top, key, hit->store);
    }
  platform_search_top_sort (&top);
  for (guint i = 0; i < top.items->len && i < self->query->limit; i++)
    {
      gint64 store = g_array_index (top.items, PlatformSearchItem, i).row;
      guint index =
          GPOINTER_TO_UINT (g_hash_table_lookup (self->by_store, GSIZE_TO_POINTER ((gsize) store))) - 1;

      g_array_append_val (page->hits, g_array_index (self->hits, PlatformStoreHit, index));
    }
  if (top.items->len > self->query->limit)
    {
      const PlatformSearchItem *last = &g_array_index (top.items, PlatformSearchItem, self->query->limit - 1);

      page->next_cursor =
          platform_search_cursor_format ((PlatformSearchCursor){ last->key, last->row }, description);
    }
  platform_search_top_clear (&top);
}

static int
compare_stores (gconstpointer a, gconstpointer b)
{
  const PlatformStoreHit *one = a, *other = b;

  return one->store < other->store ? -1 : one->store > other->store;
}

gboolean
platform_store_search (PlatformDatabase *database,
                       const PlatformCity *city,
                       const PlatformStoreQuery *query,
                       PlatformStorePage **page,
                       GError **error)
{
  const PlatformSearchFilter *filter = &query->filter;
  g_autofree char *description = platform_search_describe (&query->area, query->text, filter, "stores");
  g_autoptr (PlatformSearchText) text = NULL;
  g_autoptr (PlatformStorePage) found = g_new0 (PlatformStorePage, 1);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (PlatformStoreHit));
  g_autoptr (GHashTable) by_store = g_hash_table_new (NULL, NULL);
  Search self = { .query = query, .hits = hits, .by_store = by_store, .last = G_MAXUINT };
  PlatformSearchCursor cursor;
  PlatformSearchKinds kinds = PLATFORM_SEARCH_OFFERS;

  *page = NULL;
  found->hits = g_array_new (FALSE, FALSE, sizeof (PlatformStoreHit));
  self.wants_offers = filter->kinds != 0 || filter->price_max >= 0 || filter->discount_min > 0 ||
                      filter->rating_min > 0 || filter->ending_before != 0;
  if (query->cursor != NULL && !platform_search_cursor_parse (query->cursor, description, &cursor, error))
    return FALSE;
  if (query->text != NULL)
    {
      text = platform_search_text_new (database, query->text, error);
      if (text == NULL)
        return FALSE;
      found->corrected = g_strdup (text->corrected);
    }
  if (!self.wants_offers)
    kinds |= PLATFORM_SEARCH_STORES;
  if (!platform_search_scan (database, city, kinds, &query->area, text, filter->open_now, query->now,
                             on_entry, &self, error))
    return FALSE;
  /* As the list of offers does, so that map and list show the same. */
  if (hits->len == 0 && text != NULL && text->can_relax &&
      !platform_search_scan (database, city, kinds | PLATFORM_SEARCH_SOME, &query->area, text,
                             filter->open_now, query->now, on_entry, &self, error))
    return FALSE;
  found->total = hits->len;
  if (query->limit > 0)
    cut_page (&self, found, description, query->cursor != NULL ? &cursor : NULL);
  else
    {
      found->truncated = hits->len > query->most;
      g_array_sort (hits, compare_stores);
      if (found->truncated)
        platform_store_grid_gather (hits, found->hits);
      else
        g_array_append_vals (found->hits, hits->data, hits->len);
    }
  *page = g_steal_pointer (&found);
  return TRUE;
}
