/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-guess-storage.h"

gboolean
platform_guess_storage_get (PlatformDatabase *database,
                            const char *subject,
                            PlatformGuesses *guesses,
                            GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  *guesses = (PlatformGuesses){ 0 };
  statement = platform_database_query (
      database, error, "SELECT count, last_at, blocked_until FROM guesses WHERE subject = ?", "t", subject);
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    {
      guesses->count = platform_statement_get_int (statement, 0);
      guesses->last_at = platform_statement_get_int (statement, 1);
      guesses->blocked_until = platform_statement_get_int (statement, 2);
    }
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_guess_storage_put (PlatformDatabase *database,
                            const char *subject,
                            const PlatformGuesses *guesses,
                            GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT OR REPLACE INTO guesses (subject, count, last_at, blocked_until) VALUES (?, ?, ?, ?)", "tiii",
      subject, guesses->count, guesses->last_at, guesses->blocked_until);
}

gboolean
platform_guess_storage_forget (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (database, error, "DELETE FROM guesses WHERE last_at < ?", "i", before);
}
