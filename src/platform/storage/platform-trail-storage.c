/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-trail-storage.h"

/* Columns: at, rank within the second, kind, voucher, round, reference, detail, message, amount. */
static const char trail[] =
    /* ".device" came by no link; "code" or "code.device" by somebody's, where there is such a one. */
    "SELECT o.created_at AS at, 1 AS rank, iif (s.code IS NULL, 'followed', 'shared') AS kind, NULL AS "
    "voucher, "
    "0 AS round, NULL AS reference, coalesce (s.code, o.tracking) AS detail, NULL AS message, 0 AS amount "
    "FROM orders o LEFT JOIN shares s ON s.deal_id = o.deal_id AND s.code = substr (o.tracking, 1, 10) "
    "WHERE o.id = ?1 AND o.tracking IS NOT NULL AND o.tracking NOT LIKE '.%' "
    "UNION ALL SELECT min (a.at), 0, 'activity_' || a.kind, NULL, 0, NULL, a.channel, NULL, 0 FROM orders o "
    "JOIN activity a ON a.tracking = o.tracking AND a.deal_id = o.deal_id AND a.at <= o.created_at "
    "WHERE o.id = ?1 GROUP BY a.kind "
    "UNION ALL SELECT created_at, 2, 'ordered', NULL, 0, id, CAST (quantity AS TEXT), NULL, total FROM "
    "orders "
    "WHERE id = ?1 "
    "UNION ALL SELECT created_at, 3, 'payment_tried', NULL, 0, id, method, NULL, amount FROM payments WHERE "
    "order_id = ?1 AND method <> 'at_store' "
    "UNION ALL SELECT updated_at, 4, 'payment_' || state, NULL, 0, id, method, message, amount FROM payments "
    "WHERE order_id = ?1 AND method <> 'at_store' AND state IN ('failed', 'unknown', 'processing', "
    "'requires_action') "
    "UNION ALL SELECT taken_at, 5, 'provider_told', NULL, 0, id, kind, NULL, 0 FROM provider_events WHERE "
    "order_id = ?1 "
    "UNION ALL SELECT paid_at, 6, iif (method = 'at_store', 'reserved', 'paid'), NULL, 0, payment_id, "
    "method, NULL, "
    "iif (method = 'at_store', 0, total) FROM orders WHERE id = ?1 AND paid_at IS NOT NULL "
    "UNION ALL SELECT issued_at, 7, 'issued', id, 0, NULL, CAST (unit AS TEXT), NULL, 0 FROM vouchers WHERE "
    "order_id = ?1 "
    "UNION ALL SELECT g.created_at, 8, 'given', g.voucher_id, 0, NULL, NULL, NULL, 0 FROM gifts g JOIN "
    "vouchers v ON "
    "v.id = g.voucher_id WHERE v.order_id = ?1 "
    "UNION ALL SELECT g.ended_at, 8, 'gift_' || g.state, g.voucher_id, 0, NULL, NULL, NULL, 0 FROM gifts g "
    "JOIN "
    "vouchers v ON v.id = g.voucher_id WHERE v.order_id = ?1 AND g.state IN ('claimed', 'withdrawn') "
    "UNION ALL SELECT c.at, 8, 'turned_away', c.voucher_id, 0, c.store_id, c.code, NULL, 0 FROM "
    "counter_refusals "
    "c JOIN vouchers v ON v.id = c.voucher_id WHERE v.order_id = ?1 "
    "UNION ALL SELECT redeemed_at, 9, 'redeemed', voucher_id, round, id, store_id, NULL, amount FROM "
    "redemptions "
    "WHERE order_id = ?1 "
    "UNION ALL SELECT u.undone_at, 10, 'undone', r.voucher_id, r.round, r.id, u.reason, NULL, r.amount FROM "
    "redemption_undos u JOIN redemptions r ON r.id = u.redemption_id WHERE r.order_id = ?1 "
    "UNION ALL SELECT c.created_at, 10, 'conflict', c.voucher_id, 0, c.id, c.kind, NULL, c.guaranteed FROM "
    "redemption_conflicts c JOIN vouchers v ON v.id = c.voucher_id WHERE v.order_id = ?1 "
    "UNION ALL SELECT c.closed_at, 11, iif (c.reached, 'group_closed', 'group_failed'), NULL, 0, NULL, "
    "CAST (c.joined AS TEXT), NULL, g.returned FROM group_orders g JOIN group_closings c ON c.number = "
    "g.closing "
    "WHERE g.order_id = ?1 "
    "UNION ALL SELECT n.at, 12, iif (n.kept > 0, 'no_show_kept', 'no_show'), n.voucher_id, 0, NULL, NULL, "
    "NULL, n.kept FROM no_shows n JOIN "
    "vouchers v "
    "ON v.id = n.voucher_id WHERE v.order_id = ?1 "
    "UNION ALL SELECT changed_at, 13, 'voucher_' || state, id, escrow_round, NULL, NULL, NULL, amount FROM "
    "vouchers "
    "WHERE order_id = ?1 AND state IN ('expired', 'refunded') "
    "UNION ALL SELECT opened_at, 14, 'dispute_opened', NULL, 0, id, reason, NULL, amount FROM disputes WHERE "
    "order_id = ?1 "
    "UNION ALL SELECT m.created_at, 15, 'dispute_said', NULL, 0, d.id, m.author, NULL, 0 FROM "
    "dispute_messages m "
    "JOIN disputes d ON d.number = m.dispute WHERE d.order_id = ?1 "
    "UNION ALL SELECT decided_at, 16, 'dispute_' || outcome, NULL, 0, id, decided_by, NULL, refunded FROM "
    "disputes "
    "WHERE order_id = ?1 AND state = 'decided' "
    "UNION ALL SELECT created_at, 17, 'refund_promised', NULL, 0, id, NULL, NULL, amount FROM refunds WHERE "
    "order_id = ?1 "
    "UNION ALL SELECT tried_at, 18, 'refund_' || state, NULL, 0, id, NULL, message, amount FROM refunds "
    "WHERE "
    "order_id = ?1 AND state <> 'pending' "
    "UNION ALL SELECT s.created_at, 19, 'settled', NULL, 0, s.id, NULL, NULL, sum (iif (e.to_account GLOB "
    "'merchant:*', e.amount, -e.amount)) FROM ledger_entries e JOIN settlement_rows r ON r.entry = e.number "
    "JOIN "
    "settlements s ON s.number = r.settlement WHERE e.order_id = ?1 GROUP BY s.number "
    "UNION ALL SELECT ended_at, 20, 'order_' || state, NULL, 0, NULL, NULL, NULL, 0 FROM orders WHERE id = "
    "?1 AND "
    "ended_at IS NOT NULL ORDER BY 1, 2, 4";

void
platform_trail_row_free (PlatformTrailRow *self)
{
  g_free (self->kind);
  g_free (self->voucher_id);
  g_free (self->reference);
  g_free (self->detail);
  g_free (self->message);
  g_free (self);
}

void
platform_trail_entry_free (PlatformTrailEntry *self)
{
  g_free (self->kind);
  g_free (self->from_account);
  g_free (self->to_account);
  g_free (self->payment_id);
  g_free (self->voucher_id);
  g_free (self->reference);
  g_free (self);
}

GPtrArray *
platform_trail_storage_list (PlatformDatabase *database, const char *order_id, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (database, error, trail, "t", order_id);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_trail_row_free);
  PlatformStep step;

  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformTrailRow *row = g_new0 (PlatformTrailRow, 1);

      g_ptr_array_add (rows, row);
      row->at = platform_statement_get_int (statement, 0);
      row->kind = platform_statement_dup_text (statement, 2);
      row->voucher_id = platform_statement_dup_text (statement, 3);
      row->round = platform_statement_get_int (statement, 4);
      row->reference = platform_statement_dup_text (statement, 5);
      row->detail = platform_statement_dup_text (statement, 6);
      row->message = platform_statement_dup_text (statement, 7);
      row->amount = platform_statement_get_int (statement, 8);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

GPtrArray *
platform_trail_storage_list_entries (PlatformDatabase *database, const char *order_id, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_trail_entry_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT number, at, kind, from_account, to_account, amount, payment_id, voucher_id, escrow_round, "
      "reference FROM ledger_entries WHERE order_id = ? ORDER BY number",
      "t", order_id);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformTrailEntry *entry = g_new0 (PlatformTrailEntry, 1);

      g_ptr_array_add (entries, entry);
      entry->number = platform_statement_get_int (statement, 0);
      entry->at = platform_statement_get_int (statement, 1);
      entry->kind = platform_statement_dup_text (statement, 2);
      entry->from_account = platform_statement_dup_text (statement, 3);
      entry->to_account = platform_statement_dup_text (statement, 4);
      entry->amount = platform_statement_get_int (statement, 5);
      entry->payment_id = platform_statement_dup_text (statement, 6);
      entry->voucher_id = platform_statement_dup_text (statement, 7);
      entry->round = platform_statement_get_int (statement, 8);
      entry->reference = platform_statement_dup_text (statement, 9);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&entries) : NULL;
}

PlatformStep
platform_trail_storage_find_order (PlatformDatabase *database,
                                   const char *text,
                                   char **order_id,
                                   char **merchant_id,
                                   GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT id, merchant_id FROM orders WHERE id IN (SELECT ?1 UNION ALL SELECT order_id FROM vouchers "
      "WHERE "
      "code = ?1 UNION ALL SELECT order_id FROM vouchers WHERE id = ?1 UNION ALL SELECT order_id FROM "
      "redemptions WHERE id = ?1 UNION ALL SELECT order_id FROM disputes WHERE id = ?1) LIMIT 1",
      "t", text);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    {
      *order_id = platform_statement_dup_text (statement, 0);
      *merchant_id = platform_statement_dup_text (statement, 1);
    }
  return step;
}
