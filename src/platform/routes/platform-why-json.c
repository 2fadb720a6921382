/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-why-json.h"

#include "platform-search-why.h"

static void
write_factors (RamblaJsonWriter *writer, const PlatformRelevance *relevance)
{
  rambla_json_writer_name (writer, "factors");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < PLATFORM_N_FACTORS; i++)
    {
      if (relevance->most[i] <= 0)
        continue;
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "factor", platform_factor_to_string (i));
      rambla_json_writer_name (writer, "points");
      rambla_json_writer_double (writer, relevance->points[i]);
      rambla_json_writer_name (writer, "most");
      rambla_json_writer_double (writer, relevance->most[i]);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

static void
write_words (RamblaJsonWriter *writer, GPtrArray *words)
{
  rambla_json_writer_name (writer, "words");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < words->len; i++)
    {
      const PlatformWhyWord *word = g_ptr_array_index (words, i);

      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "typed", word->typed);
      if (word->found != NULL)
        {
          rambla_json_writer_member_string (writer, "found", word->found);
          rambla_json_writer_member_string (writer, "in", platform_why_part_to_string (word->part));
          rambla_json_writer_member_string (writer, "as", platform_why_match_to_string (word->match));
        }
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

gboolean
platform_json_write_why (PlatformCall *call,
                         const PlatformDealHit *hit,
                         const char *order,
                         const char *words,
                         gboolean mended,
                         gboolean sponsored,
                         GError **error)
{
  RamblaJsonWriter *writer = &call->writer;
  g_autoptr (GPtrArray) found = NULL;

  if (words != NULL)
    {
      found = platform_search_why (call->database, call->city, words, call->language, hit->deal, hit->store,
                                   error);
      if (found == NULL)
        return FALSE;
    }
  rambla_json_writer_name (writer, "why");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "order", order);
  rambla_json_writer_name (writer, "score");
  rambla_json_writer_double (writer, hit->score);
  write_factors (writer, &hit->relevance);
  if (found != NULL)
    {
      write_words (writer, found);
      rambla_json_writer_member_bool (writer, "mended", mended);
    }
  rambla_json_writer_member_bool (writer, "sponsored", sponsored);
  rambla_json_writer_end_object (writer);
  return TRUE;
}
