/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-dispute-storage.h"

#define DISPUTE_COLUMNS                                                                                      \
  "number, id, order_id, account_id, merchant_id, store_id, currency, amount, reason, state, outcome, "      \
  "decided_by, refunded, opened_at, answer_by, decided_at"

void
platform_dispute_free (PlatformDispute *self)
{
  g_free (self->id);
  g_free (self->order_id);
  g_free (self->account_id);
  g_free (self->merchant_id);
  g_free (self->store_id);
  g_free (self->currency);
  g_free (self->reason);
  g_free (self->state);
  g_free (self->outcome);
  g_free (self->decided_by);
  g_free (self);
}

void
platform_dispute_voucher_free (PlatformDisputeVoucher *self)
{
  g_free (self->voucher_id);
  g_free (self);
}

void
platform_dispute_message_free (PlatformDisputeMessage *self)
{
  g_free (self->id);
  g_free (self->author);
  g_free (self->text);
  g_free (self);
}

void
platform_dispute_picture_free (PlatformDisputePicture *self)
{
  g_free (self->id);
  g_free (self->author);
  g_free (self->type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

void
platform_counter_refusal_free (PlatformCounterRefusal *self)
{
  g_free (self->store_id);
  g_free (self->code);
  g_free (self);
}

static PlatformDispute *
read_dispute (PlatformStatement *row)
{
  PlatformDispute *self = g_new0 (PlatformDispute, 1);

  self->number = platform_statement_get_int (row, 0);
  self->id = platform_statement_dup_text (row, 1);
  self->order_id = platform_statement_dup_text (row, 2);
  self->account_id = platform_statement_dup_text (row, 3);
  self->merchant_id = platform_statement_dup_text (row, 4);
  self->store_id = platform_statement_dup_text (row, 5);
  self->currency = platform_statement_dup_text (row, 6);
  self->amount = platform_statement_get_int (row, 7);
  self->reason = platform_statement_dup_text (row, 8);
  self->state = platform_statement_dup_text (row, 9);
  self->outcome = platform_statement_dup_text (row, 10);
  self->decided_by = platform_statement_dup_text (row, 11);
  self->refunded = platform_statement_get_int (row, 12);
  self->opened_at = platform_statement_get_int (row, 13);
  self->answer_by = platform_statement_get_int (row, 14);
  self->decided_at = platform_statement_get_int (row, 15);
  return self;
}

static PlatformStep
read_one (PlatformStatement *statement, PlatformDispute **dispute, GError **error)
{
  PlatformStep step;

  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *dispute = read_dispute (statement);
  return step;
}

static GPtrArray *
read_all (PlatformStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) disputes = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_dispute_free);
  PlatformStep step;

  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (disputes, read_dispute (statement));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&disputes) : NULL;
}

gboolean
platform_dispute_storage_insert (PlatformDatabase *database, PlatformDispute *dispute, GError **error)
{
  if (!platform_database_run (
          database, error,
          "INSERT INTO disputes (id, order_id, account_id, merchant_id, store_id, currency, amount, reason, "
          "state, opened_at, answer_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?)",
          "ttttttitii", dispute->id, dispute->order_id, dispute->account_id, dispute->merchant_id,
          dispute->store_id, dispute->currency, dispute->amount, dispute->reason, dispute->opened_at,
          dispute->answer_by))
    return FALSE;
  dispute->number = platform_database_get_last_row (database);
  return TRUE;
}

gboolean
platform_dispute_storage_add_voucher (PlatformDatabase *database,
                                      gint64 dispute,
                                      const PlatformDisputeVoucher *voucher,
                                      GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO dispute_vouchers (voucher_id, round, dispute, amount, commission, held) VALUES "
      "(?, ?, ?, ?, ?, ?)",
      "tiiiin", voucher->voucher_id, voucher->round, dispute, voucher->amount, voucher->commission,
      voucher->held != FALSE);
}

GPtrArray *
platform_dispute_storage_list_vouchers (PlatformDatabase *database, gint64 dispute, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) vouchers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) platform_dispute_voucher_free);
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT voucher_id, round, amount, commission, held FROM "
                                       "dispute_vouchers WHERE dispute = ? ORDER BY voucher_id",
                                       "i", dispute);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformDisputeVoucher *voucher = g_new0 (PlatformDisputeVoucher, 1);

      g_ptr_array_add (vouchers, voucher);
      voucher->voucher_id = platform_statement_dup_text (statement, 0);
      voucher->round = platform_statement_get_int (statement, 1);
      voucher->amount = platform_statement_get_int (statement, 2);
      voucher->commission = platform_statement_get_int (statement, 3);
      voucher->held = platform_statement_get_int (statement, 4) != 0;
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&vouchers) : NULL;
}

gboolean
platform_dispute_storage_is_disputed (PlatformDatabase *database,
                                      const char *voucher_id,
                                      gint64 round,
                                      gboolean *disputed,
                                      GError **error)
{
  gint64 one = 0;
  PlatformStep step = platform_database_query_int (
      database, &one, error, "SELECT 1 FROM dispute_vouchers WHERE voucher_id = ? AND round = ?", "ti",
      voucher_id, round);

  *disputed = step == PLATFORM_STEP_ROW;
  return step != PLATFORM_STEP_ERROR;
}

PlatformStep
platform_dispute_storage_get (PlatformDatabase *database,
                              const char *id,
                              PlatformDispute **dispute,
                              GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error, "SELECT " DISPUTE_COLUMNS " FROM disputes WHERE id = ?", "t", id);

  return read_one (statement, dispute, error);
}

PlatformStep
platform_dispute_storage_get_of_order (PlatformDatabase *database,
                                       const char *order_id,
                                       PlatformDispute **dispute,
                                       GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT " DISPUTE_COLUMNS " FROM disputes WHERE order_id = ? ORDER BY number DESC LIMIT 1", "t",
      order_id);

  return read_one (statement, dispute, error);
}

GPtrArray *
platform_dispute_storage_list (PlatformDatabase *database,
                               const char *merchant_id,
                               const char *state,
                               gint64 before,
                               guint limit,
                               GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT " DISPUTE_COLUMNS " FROM disputes WHERE (?1 IS NULL OR merchant_id = ?1) AND "
      "(?2 IS NULL OR state = ?2) AND number < ?3 ORDER BY number DESC LIMIT ?4",
      "ttii", merchant_id, state, before > 0 ? before : G_MAXINT64, (gint64) limit);

  return read_all (statement, error);
}

GPtrArray *
platform_dispute_storage_list_due (PlatformDatabase *database, gint64 now, guint limit, GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      "SELECT " DISPUTE_COLUMNS " FROM disputes WHERE state = 'open' AND answer_by <= ? "
      "ORDER BY answer_by LIMIT ?",
      "ii", now, (gint64) limit);

  return read_all (statement, error);
}

gboolean
platform_dispute_storage_set_answered (PlatformDatabase *database, gint64 dispute, GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE disputes SET state = 'answered' WHERE number = ? AND state = 'open'",
                                "i", dispute);
}

gboolean
platform_dispute_storage_decide (PlatformDatabase *database,
                                 gint64 dispute,
                                 const char *outcome,
                                 const char *decided_by,
                                 gint64 refunded,
                                 gint64 now,
                                 gboolean *decided,
                                 GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE disputes SET state = 'decided', outcome = ?, decided_by = ?, refunded "
                              "= ?, decided_at = ? WHERE number = ? AND state <> 'decided'",
                              "ttiii", outcome, decided_by, refunded, now, dispute))
    return FALSE;
  *decided = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_dispute_storage_shift_deadlines (PlatformDatabase *database, gint64 seconds, GError **error)
{
  return platform_database_run (
      database, error, "UPDATE disputes SET answer_by = answer_by + ? WHERE state = 'open'", "i", seconds);
}

gboolean
platform_dispute_storage_add_message (PlatformDatabase *database,
                                      gint64 dispute,
                                      const PlatformDisputeMessage *message,
                                      const char *account_id,
                                      GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO dispute_messages (id, dispute, author, account_id, text, "
                                "created_at) VALUES (?, ?, ?, ?, ?, ?)",
                                "tittti", message->id, dispute, message->author, account_id, message->text,
                                message->created_at);
}

GPtrArray *
platform_dispute_storage_list_messages (PlatformDatabase *database, gint64 dispute, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) messages =
      g_ptr_array_new_with_free_func ((GDestroyNotify) platform_dispute_message_free);
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT id, author, text, created_at FROM dispute_messages WHERE dispute = ? ORDER BY number", "i",
      dispute);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      PlatformDisputeMessage *message = g_new0 (PlatformDisputeMessage, 1);

      g_ptr_array_add (messages, message);
      message->id = platform_statement_dup_text (statement, 0);
      message->author = platform_statement_dup_text (statement, 1);
      message->text = platform_statement_dup_text (statement, 2);
      message->created_at = platform_statement_get_int (statement, 3);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&messages) : NULL;
}

gboolean
platform_dispute_storage_add_picture (PlatformDatabase *database,
                                      gint64 dispute,
                                      const PlatformDisputePicture *picture,
                                      GError **error)
{
  gsize size = 0;
  gconstpointer bytes = g_bytes_get_data (picture->bytes, &size);

  return platform_database_run (database, error,
                                "INSERT INTO dispute_pictures (id, dispute, author, type, width, height, "
                                "bytes, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                                "tittiibi", picture->id, dispute, picture->author, picture->type,
                                picture->width, picture->height, bytes, size, picture->created_at);
}

static PlatformDisputePicture *
read_picture (PlatformStatement *row, gboolean with_bytes)
{
  PlatformDisputePicture *self = g_new0 (PlatformDisputePicture, 1);

  self->id = platform_statement_dup_text (row, 0);
  self->author = platform_statement_dup_text (row, 1);
  self->type = platform_statement_dup_text (row, 2);
  self->width = platform_statement_get_int (row, 3);
  self->height = platform_statement_get_int (row, 4);
  self->size = platform_statement_get_int (row, 5);
  self->created_at = platform_statement_get_int (row, 6);
  if (with_bytes)
    {
      gsize size = 0;
      gconstpointer bytes = platform_statement_get_blob (row, 7, &size);

      self->bytes = g_bytes_new (bytes, size);
    }
  return self;
}

GPtrArray *
platform_dispute_storage_list_pictures (PlatformDatabase *database, gint64 dispute, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  g_autoptr (GPtrArray) pictures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) platform_dispute_picture_free);
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT id, author, type, width, height, length (bytes), created_at "
                                       "FROM dispute_pictures WHERE dispute = ? ORDER BY number",
                                       "i", dispute);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (pictures, read_picture (statement, FALSE));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&pictures) : NULL;
}

PlatformStep
platform_dispute_storage_get_picture (PlatformDatabase *database,
                                      gint64 dispute,
                                      const char *id,
                                      PlatformDisputePicture **picture,
                                      GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT id, author, type, width, height, length (bytes), created_at, "
                                       "bytes FROM dispute_pictures WHERE dispute = ? AND id = ?",
                                       "it", dispute, id);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *picture = read_picture (statement, TRUE);
  return step;
}

gboolean
platform_counter_refusal_storage_add (PlatformDatabase *database,
                                      const char *voucher_id,
                                      const char *merchant_id,
                                      const char *store_id,
                                      const char *code,
                                      gint64 at,
                                      GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO counter_refusals (voucher_id, merchant_id, store_id, code, at) "
                                "VALUES (?, ?, ?, ?, ?)",
                                "tttti", voucher_id, merchant_id, store_id, code, at);
}

PlatformStep
platform_counter_refusal_storage_get (PlatformDatabase *database,
                                      const char *order_id,
                                      PlatformCounterRefusal **refusal,
                                      GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT r.store_id, r.code, r.at FROM vouchers v JOIN counter_refusals r ON r.voucher_id = v.id "
      "WHERE v.order_id = ? AND v.state = 'active' ORDER BY r.number DESC LIMIT 1",
      "t", order_id);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    {
      *refusal = g_new0 (PlatformCounterRefusal, 1);
      (*refusal)->store_id = platform_statement_dup_text (statement, 0);
      (*refusal)->code = platform_statement_dup_text (statement, 1);
      (*refusal)->at = platform_statement_get_int (statement, 2);
    }
  return step;
}
