/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-search-rank.h"

#include "platform-database-private.h"

/* What a word counts in title, store, kind, area, body. */
static const float column_weights[] = { 1.0f, 0.9f, 0.7f, 0.5f, 0.35f };

static float
weigh_phrase (const Fts5ExtensionApi *api, Fts5Context *fts, int phrase)
{
  Fts5PhraseIter iter;
  float best = 0;
  int column = -1;

  if (api->xPhraseFirstColumn (fts, phrase, &iter, &column) != SQLITE_OK)
    return 0;
  for (; column >= 0; api->xPhraseNextColumn (fts, &iter, &column))
    if ((guint) column < G_N_ELEMENTS (column_weights))
      best = MAX (best, column_weights[column]);
  return best;
}

static void
search_rank (const Fts5ExtensionApi *api,
             Fts5Context *fts,
             sqlite3_context *context,
             int n_values,
             sqlite3_value **values)
{
  const PlatformPhraseWeight *phrases;
  int n_phrases = api->xPhraseCount (fts);
  float best[PLATFORM_SEARCH_MAX_WORDS] = { 0 }, most[PLATFORM_SEARCH_MAX_WORDS] = { 0 };
  float sum = 0, total = 0;

  if (n_values != 1 || sqlite3_value_bytes (values[0]) != n_phrases * (int) sizeof (PlatformPhraseWeight))
    {
      sqlite3_result_error (context, "search_rank: not the weights of this expression", -1);
      return;
    }
  phrases = sqlite3_value_blob (values[0]);
  for (int i = 0; i < n_phrases; i++)
    {
      guint32 word = phrases[i].word;

      if (word >= PLATFORM_SEARCH_MAX_WORDS)
        continue;
      most[word] = MAX (most[word], phrases[i].weight);
      best[word] = MAX (best[word], phrases[i].weight * weigh_phrase (api, fts, i));
    }
  for (guint i = 0; i < PLATFORM_SEARCH_MAX_WORDS; i++)
    {
      sum += best[i];
      total += most[i];
    }
  sqlite3_result_double (context, total > 0 ? (double) (sum / total) : 0);
}

gboolean
platform_search_rank_register (PlatformDatabase *database, GError **error)
{
  sqlite3 *handle = platform_database_get_handle (database);
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;
  int code = sqlite3_prepare_v2 (handle, "SELECT fts5 (?1)", -1, &statement, NULL);

  if (code == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
      code = sqlite3_finalize (statement);
    }
  if (code == SQLITE_OK && api == NULL)
    code = SQLITE_ERROR;
  if (code == SQLITE_OK)
    code = api->xCreateFunction (api, "search_rank", NULL, search_rank, NULL);
  if (code == SQLITE_OK)
    return TRUE;
  platform_database_set_error (database, code, "full-text search", error);
  return FALSE;
}
