/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-order-storage.h"

#include <string.h>

#define ORDER_COLUMNS                                                                                        \
  "number, id, account_id, deal_id, store_id, merchant_id, slot_id, group_id, tracking, quantity, "          \
  "unit_amount, total, currency, terms, commission, state, created_at, expires_at, paid_at, method, "        \
  "refunded, stock_held, slot_starts, slot_ends, payment_id"

static const char *const state_names[] = {
  [PLATFORM_ORDER_PENDING_PAYMENT] = "pending_payment",
  [PLATFORM_ORDER_UNKNOWN] = "unknown",
  [PLATFORM_ORDER_PAID] = "paid",
  [PLATFORM_ORDER_COMPLETED] = "completed",
  [PLATFORM_ORDER_CANCELLED] = "cancelled",
  [PLATFORM_ORDER_EXPIRED] = "expired",
  [PLATFORM_ORDER_REFUNDED] = "refunded",
  [PLATFORM_ORDER_PARTIALLY_REFUNDED] = "partially_refunded",
};

static const char *const method_names[] = {
  [PLATFORM_METHOD_NONE] = NULL,
  [PLATFORM_METHOD_SAVED] = "saved",
  [PLATFORM_METHOD_HOSTED] = "hosted",
  [PLATFORM_METHOD_AT_STORE] = "at_store",
};

const char *
platform_order_state_to_string (PlatformOrderState state)
{
  return state_names[state];
}

const char *
platform_pay_method_to_string (PlatformPayMethod method)
{
  return method_names[method];
}

PlatformPayMethod
platform_pay_method_from_string (const char *text)
{
  for (guint i = 1; i < G_N_ELEMENTS (method_names); i++)
    if (g_strcmp0 (text, method_names[i]) == 0)
      return (PlatformPayMethod) i;
  return PLATFORM_METHOD_NONE;
}

void
platform_order_free (PlatformOrder *order)
{
  g_free (order->id);
  g_free (order->account_id);
  g_free (order->deal_id);
  g_free (order->store_id);
  g_free (order->merchant_id);
  g_free (order->slot_id);
  g_free (order->group_id);
  g_free (order->tracking);
  g_free (order->currency);
  g_free (order->payment_id);
  g_free (order);
}

static PlatformOrder *
read_order (PlatformStatement *row)
{
  PlatformOrder *order = g_new0 (PlatformOrder, 1);
  const char *state = platform_statement_get_text (row, 15);

  order->number = platform_statement_get_int (row, 0);
  order->id = platform_statement_dup_text (row, 1);
  order->account_id = platform_statement_dup_text (row, 2);
  order->deal_id = platform_statement_dup_text (row, 3);
  order->store_id = platform_statement_dup_text (row, 4);
  order->merchant_id = platform_statement_dup_text (row, 5);
  order->slot_id = platform_statement_dup_text (row, 6);
  order->group_id = platform_statement_dup_text (row, 7);
  order->tracking = platform_statement_dup_text (row, 8);
  order->quantity = platform_statement_get_int (row, 9);
  order->unit_amount = platform_statement_get_int (row, 10);
  order->total = platform_statement_get_int (row, 11);
  order->currency = platform_statement_dup_text (row, 12);
  order->terms = platform_statement_get_int (row, 13);
  order->commission = platform_statement_get_int (row, 14);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_str_equal (state, state_names[i]))
      order->state = (PlatformOrderState) i;
  order->created_at = platform_statement_get_int (row, 16);
  order->expires_at = platform_statement_get_int (row, 17);
  order->paid_at = platform_statement_get_int (row, 18);
  order->method = platform_pay_method_from_string (platform_statement_get_text (row, 19));
  order->refunded = platform_statement_get_int (row, 20);
  order->stock_held = platform_statement_get_int (row, 21) != 0;
  order->slot_starts = platform_statement_get_int (row, 22);
  order->slot_ends = platform_statement_get_int (row, 23);
  order->payment_id = platform_statement_dup_text (row, 24);
  return order;
}

gboolean
platform_order_storage_put_terms (PlatformDatabase *database,
                                  const char *body,
                                  gint64 *number,
                                  GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 hash[32];
  gsize length = sizeof hash;
  PlatformStep step;

  g_checksum_update (checksum, (const guchar *) body, (gssize) strlen (body));
  g_checksum_get_digest (checksum, hash, &length);

  step = platform_database_query_int (database, number, error, "SELECT number FROM terms WHERE hash = ?", "b",
                                      hash, length);
  if (step != PLATFORM_STEP_DONE)
    return step == PLATFORM_STEP_ROW;
  if (!platform_database_run (database, error, "INSERT INTO terms (hash, body) VALUES (?, ?)", "bt", hash,
                              length, body))
    return FALSE;
  *number = platform_database_get_last_row (database);
  return TRUE;
}

char *
platform_order_storage_get_terms (PlatformDatabase *database, gint64 number, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement =
      platform_database_query (database, error, "SELECT body FROM terms WHERE number = ?", "i", number);
  if (statement == NULL)
    return NULL;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    return platform_statement_dup_text (statement, 0);
  if (step == PLATFORM_STEP_DONE)
    g_set_error (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_CORRUPT,
                 "The terms %" G_GINT64_FORMAT " are missing", number);
  return NULL;
}

gboolean
platform_order_storage_insert (PlatformDatabase *database,
                               const PlatformOrder *order,
                               gint64 per_person,
                               gboolean *inserted,
                               GError **error)
{
  if (!platform_database_run (
          database, error,
          "INSERT INTO orders (id, account_id, deal_id, store_id, merchant_id, slot_id, group_id, tracking, "
          "quantity, unit_amount, total, currency, terms, commission, state, created_at, expires_at, "
          "slot_starts, slot_ends) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
          "?16, "
          "?17, nullif (?19, 0), nullif (?20, 0) "
          "WHERE ?18 = 0 OR ?9 + (SELECT coalesce(sum(quantity), 0) FROM orders WHERE deal_id = ?3 AND "
          "account_id = ?2 AND state NOT IN ('cancelled', 'expired', 'refunded')) <= ?18",
          "ttttttttiiitiitiiiii", order->id, order->account_id, order->deal_id, order->store_id,
          order->merchant_id, order->slot_id, order->group_id, order->tracking, order->quantity,
          order->unit_amount, order->total, order->currency, order->terms, order->commission,
          state_names[order->state], order->created_at, order->expires_at, per_person, order->slot_starts,
          order->slot_ends))
    return FALSE;
  *inserted = platform_database_get_changes (database) == 1;
  return TRUE;
}

PlatformStep
platform_order_storage_get (PlatformDatabase *database,
                            const char *id,
                            const char *account_id,
                            PlatformOrder **order,
                            GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT " ORDER_COLUMNS " FROM orders WHERE id = ?1 AND "
                                       "(?2 IS NULL OR account_id = ?2)",
                                       "tt", id, account_id);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *order = read_order (statement);
  return step;
}

GPtrArray *
platform_order_storage_list (PlatformDatabase *database,
                             const char *account_id,
                             gint64 before,
                             guint limit,
                             GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) orders = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_order_free);
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT " ORDER_COLUMNS " FROM orders WHERE account_id = ? AND "
                                       "number < ? ORDER BY number DESC LIMIT ?",
                                       "tii", account_id, before > 0 ? before : G_MAXINT64, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (orders, read_order (statement));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&orders) : NULL;
}

gboolean
platform_order_storage_move (PlatformDatabase *database,
                             const char *id,
                             guint from,
                             PlatformOrderState to,
                             gboolean *moved,
                             GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GString) list = g_string_new (" ");

  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if ((from & (1u << i)) != 0)
      g_string_append_printf (list, "%s ", state_names[i]);

  statement = platform_database_query (
      database, error, "UPDATE orders SET state = ? WHERE id = ? AND instr (?, ' ' || state || ' ') > 0",
      "ttt", state_names[to], id, list->str);
  if (statement == NULL || !platform_statement_run (statement, error))
    return FALSE;
  *moved = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_order_storage_is (PlatformDatabase *database,
                           const char *id,
                           guint states,
                           gboolean *is,
                           GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  *is = FALSE;
  statement = platform_database_query (database, error, "SELECT state FROM orders WHERE id = ?", "t", id);
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  for (guint i = 0; step == PLATFORM_STEP_ROW && i < G_N_ELEMENTS (state_names); i++)
    *is = *is || ((states & (1u << i)) != 0 &&
                  g_str_equal (platform_statement_get_text (statement, 0), state_names[i]));
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_order_storage_set_paid (PlatformDatabase *database,
                                 const char *id,
                                 PlatformPayMethod method,
                                 const char *payment_id,
                                 gint64 paid_at,
                                 GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE orders SET paid_at = ?, method = ?, payment_id = ? WHERE id = ?",
                                "ittt", paid_at, method_names[method], payment_id, id);
}

gboolean
platform_order_storage_set_ended (PlatformDatabase *database, const char *id, gint64 ended_at, GError **error)
{
  return platform_database_run (database, error, "UPDATE orders SET ended_at = ? WHERE id = ?", "it",
                                ended_at, id);
}

gboolean
platform_order_storage_add_refunded (PlatformDatabase *database,
                                     const char *id,
                                     gint64 amount,
                                     GError **error)
{
  return platform_database_run (database, error, "UPDATE orders SET refunded = refunded + ? WHERE id = ?",
                                "it", amount, id);
}

gboolean
platform_order_storage_drop_hold (PlatformDatabase *database,
                                  const char *id,
                                  gboolean *dropped,
                                  GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE orders SET stock_held = 0 WHERE id = ? AND stock_held = 1", "t", id))
    return FALSE;
  *dropped = platform_database_get_changes (database) == 1;
  return TRUE;
}

GPtrArray *
platform_order_storage_list_due (PlatformDatabase *database, gint64 now, guint limit, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT id FROM orders WHERE state = 'pending_payment' AND expires_at <= ? ORDER BY expires_at LIMIT ?",
      "ii", now, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (ids, platform_statement_dup_text (statement, 0));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&ids) : NULL;
}

gboolean
platform_order_storage_get_next_due (PlatformDatabase *database, gint64 *at, GError **error)
{
  *at = G_MAXINT64;
  return platform_database_query_int (
             database, at, error,
             "SELECT expires_at FROM orders WHERE state = 'pending_payment' ORDER BY expires_at LIMIT 1",
             "") != PLATFORM_STEP_ERROR;
}

gboolean
platform_order_storage_shift_holds (PlatformDatabase *database, gint64 seconds, GError **error)
{
  return platform_database_run (
      database, error,
      "UPDATE orders SET expires_at = expires_at + ? WHERE state IN ('pending_payment', 'unknown')", "i",
      seconds);
}
