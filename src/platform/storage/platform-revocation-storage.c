/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-revocation-storage.h"

void
platform_revocation_free (PlatformRevocation *revocation)
{
  g_free (revocation->voucher_id);
  g_free (revocation->state);
  g_free (revocation->store_id);
  g_free (revocation);
}

GPtrArray *
platform_revocation_storage_list (PlatformDatabase *database,
                                  const char *merchant_id,
                                  gint64 after,
                                  guint limit,
                                  GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_revocation_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT c.number, c.voucher_id, c.generation, c.state, c.valid_until, c.changed_at, r.redeemed_at, "
      "r.store_id FROM voucher_changes c LEFT JOIN redemptions r ON r.voucher_id = c.voucher_id AND "
      "r.round = c.round AND c.state = 'redeemed' WHERE c.merchant_id = ? AND c.number > ? "
      "ORDER BY c.number LIMIT ?",
      "tii", merchant_id, after, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformRevocation *revocation = g_new0 (PlatformRevocation, 1);

      g_ptr_array_add (list, revocation);
      revocation->number = platform_statement_get_int (statement, 0);
      revocation->voucher_id = platform_statement_dup_text (statement, 1);
      revocation->generation = platform_statement_get_int (statement, 2);
      revocation->state = platform_statement_dup_text (statement, 3);
      revocation->valid_until = platform_statement_get_int (statement, 4);
      revocation->changed_at = platform_statement_get_int (statement, 5);
      revocation->redeemed_at = platform_statement_get_int (statement, 6);
      revocation->store_id = platform_statement_dup_text (statement, 7);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&list) : NULL;
}

gboolean
platform_revocation_storage_forget (PlatformDatabase *database, gint64 before, GError **error)
{
  return platform_database_run (database, error, "DELETE FROM voucher_changes WHERE valid_until < ?", "i",
                                before);
}
