/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-refund-storage.h"

static const char *const state_names[] = {
  [PLATFORM_REFUND_ROW_PENDING] = "pending",
  [PLATFORM_REFUND_ROW_SUCCEEDED] = "succeeded",
  [PLATFORM_REFUND_ROW_FAILED] = "failed",
};

void
platform_refund_row_free (PlatformRefundRow *row)
{
  g_free (row->id);
  g_free (row->order_id);
  g_free (row->payment_id);
  g_free (row->currency);
  g_free (row->reason);
  g_free (row->provider_refund);
  g_free (row->message);
  g_free (row->provider_payment);
  g_free (row);
}

gboolean
platform_refund_storage_insert (PlatformDatabase *database, const PlatformRefundRow *row, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO refunds (id, order_id, payment_id, amount, currency, reason, state, created_at) VALUES "
      "(?, ?, ?, ?, ?, ?, ?, ?)",
      "tttittti", row->id, row->order_id, row->payment_id, row->amount, row->currency, row->reason,
      state_names[row->state], row->created_at);
}

GPtrArray *
platform_refund_storage_list_pending (PlatformDatabase *database,
                                      gint64 tried_before,
                                      guint limit,
                                      GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_refund_row_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT r.id, r.order_id, r.payment_id, r.amount, r.currency, r.reason, r.provider_refund, r.message, "
      "r.created_at, r.tried_at, r.tries, p.provider_payment FROM refunds r JOIN payments p ON p.id = "
      "r.payment_id WHERE r.state = 'pending' AND r.tried_at <= ? ORDER BY r.tried_at, r.number LIMIT ?",
      "ii", tried_before, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformRefundRow *row = g_new0 (PlatformRefundRow, 1);

      g_ptr_array_add (rows, row);
      row->id = platform_statement_dup_text (statement, 0);
      row->order_id = platform_statement_dup_text (statement, 1);
      row->payment_id = platform_statement_dup_text (statement, 2);
      row->amount = platform_statement_get_int (statement, 3);
      row->currency = platform_statement_dup_text (statement, 4);
      row->reason = platform_statement_dup_text (statement, 5);
      row->state = PLATFORM_REFUND_ROW_PENDING;
      row->provider_refund = platform_statement_dup_text (statement, 6);
      row->message = platform_statement_dup_text (statement, 7);
      row->created_at = platform_statement_get_int (statement, 8);
      row->tried_at = platform_statement_get_int (statement, 9);
      row->tries = platform_statement_get_int (statement, 10);
      row->provider_payment = platform_statement_dup_text (statement, 11);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

gboolean
platform_refund_storage_set_tried (PlatformDatabase *database, const char *id, gint64 at, GError **error)
{
  return platform_database_run (
      database, error, "UPDATE refunds SET tried_at = ?, tries = tries + 1 WHERE id = ?", "it", at, id);
}

gboolean
platform_refund_storage_settle (PlatformDatabase *database,
                                const char *id,
                                PlatformRefundRowState state,
                                const char *provider_refund,
                                const char *message,
                                GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE refunds SET state = ?, provider_refund = coalesce(?, "
                                "provider_refund), message = ? WHERE id = ? "
                                "AND state = 'pending'",
                                "tttt", state_names[state], provider_refund, message, id);
}
