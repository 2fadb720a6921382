/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-deal-search.h"

#include <math.h>

#include "platform-search-top.h"

#define MAX_ENTRIES 200000
#define MAX_REVIEWS 999999

typedef struct
{
  const PlatformDealQuery *query;
  const PlatformSearchText *text;
  PlatformDealPage *page;
  gboolean any; /* offers with these words, in whatever category */
  PlatformSearchTop top;
  PlatformSearchEntry *kept; /* by slot */
  GHashTable *multiple;      /* deal → PlatformSearchEntry *, the nearest branch so far */
} Search;

void
platform_deal_page_free (PlatformDealPage *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->hits);
  g_free (self->corrected);
  g_free (self->next_cursor);
  g_free (self);
}

static double
get_relevance (const Search *self, const PlatformSearchEntry *entry, PlatformRelevance *relevance)
{
  return platform_relevance_measure (entry, self->query->text != NULL,
                                     self->text != NULL && self->text->thrifty, relevance);
}

static double
get_key (const Search *self, const PlatformSearchEntry *entry)
{
  const PlatformFacts *facts = &entry->facts;
  PlatformRelevance relevance;

  switch (self->query->sort)
    {
    case PLATFORM_SORT_DISTANCE:
      return entry->distance;
    case PLATFORM_SORT_PRICE:
      return (double) facts->price;
    case PLATFORM_SORT_DISCOUNT:
      return -(double) facts->discount;
    case PLATFORM_SORT_RATING:
      return -(round ((double) facts->rating * 100) * (MAX_REVIEWS + 1.0) +
               MIN (facts->reviews, MAX_REVIEWS));
    case PLATFORM_SORT_POPULAR:
      return -(double) facts->popularity;
    case PLATFORM_SORT_ENDING:
      return (double) facts->ends_at;
    case PLATFORM_SORT_RELEVANCE:
    default:
      return -get_relevance (self, entry, &relevance);
    }
}

static void
count (Search *self, const PlatformSearchEntry *entry)
{
  const PlatformSearchFilter *filter = &self->query->filter;
  gboolean has_category = platform_search_filter_has_category (filter, &entry->facts);
  gboolean has_kind = platform_search_filter_has_kind (filter, &entry->facts);
  double key;

  if (has_kind)
    self->page->by_category[entry->facts.category & 63]++;
  if (has_category)
    self->page->by_kind[entry->facts.kind % PLATFORM_N_DEAL_KINDS]++;
  if (!has_category || !has_kind)
    return;
  self->page->total++;
  key = get_key (self, entry);
  if (platform_search_top_wants (&self->top, key, entry->facts.deal))
    self->kept[platform_search_top_add (&self->top, key, entry->facts.deal)] = *entry;
}

static gboolean
is_nearer (const PlatformSearchEntry *a, const PlatformSearchEntry *b)
{
  if (a->distance != b->distance)
    return a->distance < b->distance;
  return a->facts.store < b->facts.store;
}

static void
on_entry (const PlatformSearchEntry *entry, gpointer data)
{
  Search *self = data;
  PlatformSearchEntry *known;

  if (entry->facts.kind == PLATFORM_FACTS_STORE ||
      !platform_search_filter_passes (&self->query->filter, &entry->facts))
    return;
  self->any = TRUE;
  if (!entry->facts.multiple)
    {
      count (self, entry);
      return;
    }
  known = g_hash_table_lookup (self->multiple, &entry->facts.deal);
  if (known == NULL)
    {
      known = g_memdup2 (entry, sizeof *entry);
      g_hash_table_insert (self->multiple, &known->facts.deal, known);
    }
  else if (is_nearer (entry, known))
    *known = *entry; /* the key's value stays the same */
}

static void
finish (Search *self, const char *description)
{
  GHashTableIter iter;
  gpointer value;
  GArray *items = self->top.items;
  gboolean more;

  g_hash_table_iter_init (&iter, self->multiple);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    count (self, value);

  platform_search_top_sort (&self->top);
  more = items->len > self->query->limit;
  if (more)
    {
      const PlatformSearchItem *last = &g_array_index (items, PlatformSearchItem, self->query->limit - 1);

      self->page->next_cursor =
          platform_search_cursor_format ((PlatformSearchCursor){ last->key, last->row }, description);
      g_array_set_size (items, self->query->limit);
    }
  for (guint i = 0; i < items->len; i++)
    {
      const PlatformSearchEntry *entry = &self->kept[g_array_index (items, PlatformSearchItem, i).slot];
      PlatformDealHit hit = { .deal = entry->facts.deal,
                              .store = entry->facts.store,
                              .distance = entry->distance };

      hit.score = get_relevance (self, entry, &hit.relevance);
      g_array_append_val (self->page->hits, hit);
    }
}

gboolean
platform_deal_search (PlatformDatabase *database,
                      const PlatformCity *city,
                      const PlatformDealQuery *query,
                      PlatformDealPage **page,
                      GError **error)
{
  static const char *const orders[PLATFORM_N_SORTS] = { "relevance", "distance", "price", "discount",
                                                        "rating",    "popular",  "ending" };
  g_autofree char *description =
      platform_search_describe (&query->area, query->text, &query->filter, orders[query->sort]);
  g_autoptr (PlatformSearchText) text = NULL;
  g_autoptr (PlatformDealPage) found = g_new0 (PlatformDealPage, 1);
  g_autofree PlatformSearchEntry *kept = g_new (PlatformSearchEntry, query->limit + 1);
  g_autoptr (GHashTable) multiple = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  Search self = { .query = query, .page = found, .kept = kept, .multiple = multiple };
  PlatformSearchCursor cursor;
  PlatformSearchKinds kinds = PLATFORM_SEARCH_OFFERS;
  gboolean scanned;

  *page = NULL;
  found->hits = g_array_new (FALSE, FALSE, sizeof (PlatformDealHit));
  if (query->cursor != NULL && !platform_search_cursor_parse (query->cursor, description, &cursor, error))
    return FALSE;
  if (query->text != NULL)
    {
      text = platform_search_text_new (database, query->text, error);
      if (text == NULL)
        return FALSE;
      found->corrected = g_strdup (text->corrected);
    }
  self.text = text;
  platform_search_top_init (&self.top, query->limit + 1, query->cursor != NULL ? &cursor : NULL);
  scanned = platform_search_scan (database, city, kinds, &query->area, text, query->filter.open_now,
                                  query->now, MAX_ENTRIES, on_entry, &self, NULL, error);
  if (scanned && !self.any && text != NULL && text->match_some != NULL)
    {
      scanned = platform_search_scan (database, city, kinds | PLATFORM_SEARCH_SOME, &query->area, text,
                                      query->filter.open_now, query->now, MAX_ENTRIES, on_entry, &self, NULL,
                                      error);
      found->relaxed = self.any;
    }
  if (scanned)
    finish (&self, description);
  platform_search_top_clear (&self.top);
  if (!scanned)
    return FALSE;
  *page = g_steal_pointer (&found);
  return TRUE;
}
