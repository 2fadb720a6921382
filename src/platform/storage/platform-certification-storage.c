/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-certification-storage.h"

#include "rambla-json-writer.h"
#include "rambla-json.h"

gboolean
platform_certification_storage_issue (PlatformDatabase *database,
                                      const RamblaCertificate *certificate,
                                      const char *account_id,
                                      GError **error)
{
  g_autoptr (GString) checked = g_string_new (NULL);
  RamblaJsonWriter writer;
  gboolean withdrawn;

  rambla_json_writer_init (&writer, checked);
  rambla_json_writer_begin_array (&writer);
  for (guint i = 0; certificate->checked[i] != NULL; i++)
    rambla_json_writer_string (&writer, certificate->checked[i]);
  rambla_json_writer_end_array (&writer);
  return platform_certification_storage_withdraw (database, certificate->merchant_id, "stated anew",
                                                  certificate->issued_at, &withdrawn, error) &&
         platform_database_run (
             database, error,
             "INSERT INTO certifications (merchant_id, name, checked, checked_by, account_id, "
             "issued_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
             "tttt"
             "tii",
             certificate->merchant_id, certificate->name, checked->str, certificate->checked_by, account_id,
             certificate->issued_at, certificate->expires_at);
}

gboolean
platform_certification_storage_withdraw (PlatformDatabase *database,
                                         const char *merchant_id,
                                         const char *reason,
                                         gint64 now,
                                         gboolean *withdrawn,
                                         GError **error)
{
  if (!platform_database_run (
          database, error,
          "UPDATE certifications SET withdrawn_at = ?2, reason = ?3 WHERE merchant_id = ?1 "
          "AND withdrawn_at IS NULL",
          "tit", merchant_id, now, reason))
    return FALSE;
  *withdrawn = platform_database_get_changes (database) == 1;
  return TRUE;
}

PlatformStep
platform_certification_storage_get (PlatformDatabase *database,
                                    const char *merchant_id,
                                    RamblaCertificate **certificate,
                                    GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT merchant_id, name, checked, checked_by, issued_at, expires_at FROM certifications WHERE "
      "merchant_id = ?1 AND withdrawn_at IS NULL",
      "t", merchant_id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;
  g_autoptr (RamblaCertificate) found = NULL;
  g_autoptr (JsonNode) checked = NULL;
  JsonArray *lines;

  *certificate = NULL;
  if (step != PLATFORM_STEP_ROW)
    return step;
  found = g_new0 (RamblaCertificate, 1);
  found->merchant_id = platform_statement_dup_text (row, 0);
  found->name = platform_statement_dup_text (row, 1);
  checked = rambla_json_parse (platform_statement_get_text (row, 2), -1, RAMBLA_CERTIFICATE_MAX, error);
  lines = checked != NULL ? rambla_json_as_array (checked, RAMBLA_CERTIFICATE_MAX_CHECKED, error) : NULL;
  if (lines == NULL)
    return PLATFORM_STEP_ERROR;
  found->checked = g_new0 (char *, json_array_get_length (lines) + 1);
  for (guint i = 0; i < json_array_get_length (lines); i++)
    found->checked[i] = g_strdup (json_array_get_string_element (lines, i));
  found->checked_by = platform_statement_dup_text (row, 3);
  found->issued_at = platform_statement_get_int (row, 4);
  found->expires_at = platform_statement_get_int (row, 5);
  *certificate = g_steal_pointer (&found);
  return PLATFORM_STEP_ROW;
}

gboolean
platform_certification_storage_get_name (PlatformDatabase *database,
                                         const char *merchant_id,
                                         char **name,
                                         GError **error)
{
  g_autoptr (PlatformStatement) row =
      platform_database_query (database, error, "SELECT name FROM merchants WHERE id = ?1", "t", merchant_id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  *name = step == PLATFORM_STEP_ROW ? platform_statement_dup_text (row, 0) : NULL;
  return step != PLATFORM_STEP_ERROR;
}
