/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-deal-search.h"

#include <math.h>

#include "platform-search-top.h"

#define MAX_REVIEWS 999999
/* Of the table of offers with several branches, at first. */
#define FIRST_BITS 8

/* An entry that is kept after the scan. */
typedef struct
{
  PlatformFacts facts;
  double distance;
  double text;
} Branch;

typedef struct
{
  const PlatformDealQuery *query;
  const PlatformSearchText *text;
  PlatformDealPage *page;
  gboolean any; /* offers with these words, in whatever category */
  PlatformSearchTop top;
  Branch *kept; /* by slot */

  /* Offers of several branches, each with the nearest so far. */
  GArray *multiple; /* of Branch */
  guint32 *places;  /* open hash table by deal: index in @multiple, plus one; 0 is free */
  guint place_bits;
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
  const PlatformFacts *facts = entry->facts;
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
  gboolean has_category = platform_search_filter_has_category (filter, entry->facts);
  gboolean has_kind = platform_search_filter_has_kind (filter, entry->facts);
  double key;

  if (has_kind)
    self->page->by_category[entry->facts->category & 63]++;
  if (has_category)
    self->page->by_kind[entry->facts->kind % PLATFORM_N_DEAL_KINDS]++;
  if (!has_category || !has_kind)
    return;
  self->page->total++;
  key = get_key (self, entry);
  if (platform_search_top_wants (&self->top, key, entry->facts->deal))
    self->kept[platform_search_top_add (&self->top, key, entry->facts->deal)] =
        (Branch){ *entry->facts, entry->distance, entry->text };
}

static gboolean
is_nearer (const PlatformSearchEntry *a, const Branch *b)
{
  if (a->distance != b->distance)
    return a->distance < b->distance;
  return a->facts->store < b->facts.store;
}

/* Fibonacci hashing. */
static guint32 *
find_place (const Search *self, gint64 deal)
{
  guint at =
      (guint) (((guint64) deal * G_GUINT64_CONSTANT (11400714819323198485)) >> (64 - self->place_bits));

  for (;; at = (at + 1) & ((1u << self->place_bits) - 1))
    {
      guint32 *place = &self->places[at];

      if (*place == 0 || g_array_index (self->multiple, Branch, *place - 1).facts.deal == deal)
        return place;
    }
}

static void
grow_places (Search *self)
{
  g_free (self->places);
  self->place_bits++;
  self->places = g_new0 (guint32, 1u << self->place_bits);
  for (guint i = 0; i < self->multiple->len; i++)
    *find_place (self, g_array_index (self->multiple, Branch, i).facts.deal) = i + 1;
}

static void
add_branch (Search *self, const PlatformSearchEntry *entry)
{
  Branch branch = { *entry->facts, entry->distance, entry->text };
  guint32 *place = find_place (self, branch.facts.deal);

  if (*place != 0)
    {
      Branch *known = &g_array_index (self->multiple, Branch, *place - 1);

      if (is_nearer (entry, known))
        *known = branch;
      return;
    }
  g_array_append_val (self->multiple, branch);
  *place = self->multiple->len;
  if (self->multiple->len > (1u << self->place_bits) / 2)
    grow_places (self);
}

static void
on_entry (const PlatformSearchEntry *entry, gpointer data)
{
  Search *self = data;

  if (entry->facts->kind == PLATFORM_FACTS_STORE ||
      !platform_search_filter_passes (&self->query->filter, entry->facts))
    return;
  self->any = TRUE;
  if (entry->facts->multiple)
    add_branch (self, entry);
  else
    count (self, entry);
}

static void
finish (Search *self, const char *description)
{
  GArray *items = self->top.items;
  gboolean more;

  for (guint i = 0; i < self->multiple->len; i++)
    {
      const Branch *branch = &g_array_index (self->multiple, Branch, i);
      const PlatformSearchEntry entry = { &branch->facts, branch->distance, branch->text };

      count (self, &entry);
    }

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
      const Branch *kept = &self->kept[g_array_index (items, PlatformSearchItem, i).slot];
      const PlatformSearchEntry entry = { &kept->facts, kept->distance, kept->text };
      PlatformDealHit hit = { .deal = kept->facts.deal,
                              .store = kept->facts.store,
                              .distance = kept->distance };

      hit.score = get_relevance (self, &entry, &hit.relevance);
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
  g_autofree Branch *kept = g_new (Branch, query->limit + 1);
  g_autoptr (GArray) multiple = g_array_new (FALSE, FALSE, sizeof (Branch));
  Search self = {
    .query = query, .page = found, .kept = kept, .multiple = multiple, .place_bits = FIRST_BITS
  };
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
  self.places = g_new0 (guint32, 1u << FIRST_BITS);
  platform_search_top_init (&self.top, query->limit + 1, query->cursor != NULL ? &cursor : NULL);
  scanned = platform_search_scan (database, city, kinds, &query->area, text, query->filter.open_now,
                                  query->now, on_entry, &self, error);
  if (scanned && !self.any && text != NULL && text->can_relax)
    {
      scanned = platform_search_scan (database, city, kinds | PLATFORM_SEARCH_SOME, &query->area, text,
                                      query->filter.open_now, query->now, on_entry, &self, error);
      found->relaxed = self.any;
    }
  if (scanned)
    finish (&self, description);
  platform_search_top_clear (&self.top);
  g_free (self.places);
  if (!scanned)
    return FALSE;
  *page = g_steal_pointer (&found);
  return TRUE;
}
