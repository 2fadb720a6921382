/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-payment-storage.h"

#define TRY_COLUMNS                                                                                          \
  "id, order_id, method, amount, currency, state, provider_session, provider_payment, url, message, "        \
  "created_at, updated_at, asked_at, description, customer, card, return_url"

static const char *const state_names[] = {
  [PLATFORM_TRY_PENDING] = "pending",
  [PLATFORM_TRY_PROCESSING] = "processing",
  [PLATFORM_TRY_REQUIRES_ACTION] = "requires_action",
  [PLATFORM_TRY_SUCCEEDED] = "succeeded",
  [PLATFORM_TRY_FAILED] = "failed",
  [PLATFORM_TRY_UNKNOWN] = "unknown",
};

const char *
platform_try_state_to_string (PlatformTryState state)
{
  return state_names[state];
}

void
platform_try_free (PlatformTry *self)
{
  g_free (self->id);
  g_free (self->order_id);
  g_free (self->currency);
  g_free (self->provider_session);
  g_free (self->provider_payment);
  g_free (self->description);
  g_free (self->customer);
  g_free (self->card);
  g_free (self->return_url);
  g_free (self->url);
  g_free (self->message);
  g_free (self);
}

static PlatformTry *
read_try (PlatformStatement *row)
{
  PlatformTry *try = g_new0 (PlatformTry, 1);
  const char *state = platform_statement_get_text (row, 5);

  try->id = platform_statement_dup_text (row, 0);
  try->order_id = platform_statement_dup_text (row, 1);
  try->method = platform_pay_method_from_string (platform_statement_get_text (row, 2));
  try->amount = platform_statement_get_int (row, 3);
  try->currency = platform_statement_dup_text (row, 4);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_str_equal (state, state_names[i]))
      try->state = (PlatformTryState) i;
  try->provider_session = platform_statement_dup_text (row, 6);
  try->provider_payment = platform_statement_dup_text (row, 7);
  try->url = platform_statement_dup_text (row, 8);
  try->message = platform_statement_dup_text (row, 9);
  try->created_at = platform_statement_get_int (row, 10);
  try->updated_at = platform_statement_get_int (row, 11);
  try->asked_at = platform_statement_get_int (row, 12);
  try->description = platform_statement_dup_text (row, 13);
  try->customer = platform_statement_dup_text (row, 14);
  try->card = platform_statement_dup_text (row, 15);
  try->return_url = platform_statement_dup_text (row, 16);
  return try;
}

static PlatformStep
read_one (PlatformStatement *statement, PlatformTry **try, GError **error)
{
  PlatformStep step;

  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *try = read_try (statement);
  return step;
}

static GPtrArray *
read_all (PlatformStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) tries = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_try_free);
  PlatformStep step;

  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    g_ptr_array_add (tries, read_try (statement));
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&tries) : NULL;
}

gboolean
platform_payment_storage_insert (PlatformDatabase *database, const PlatformTry *try, GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT INTO payments (" TRY_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      "tttittttttiiitttt", try->id, try->order_id, platform_pay_method_to_string (try->method), try->amount,
      try->currency, state_names[try->state], try->provider_session, try->provider_payment, try->url,
      try->message, try->created_at, try->updated_at, try->asked_at, try->description, try->customer,
      try->card, try->return_url);
}

gboolean
platform_payment_storage_update (PlatformDatabase *database, const PlatformTry *try, GError **error)
{
  return platform_database_run (
      database, error,
      "UPDATE payments SET state = ?, provider_session = ?, provider_payment = ?, url = ?, message = ?, "
      "updated_at = ? WHERE id = ?",
      "tttttit", state_names[try->state], try->provider_session, try->provider_payment, try->url,
      try->message, try->updated_at, try->id);
}

PlatformStep
platform_payment_storage_get (PlatformDatabase *database, const char *id, PlatformTry **try, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement =
      platform_database_query (database, error, "SELECT " TRY_COLUMNS " FROM payments WHERE id = ?", "t", id);
  return read_one (statement, try, error);
}

PlatformStep
platform_payment_storage_find (PlatformDatabase *database,
                               const char *session,
                               const char *payment,
                               PlatformTry **try,
                               GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (database, error,
                                       "SELECT " TRY_COLUMNS " FROM payments WHERE provider_payment = ?1 "
                                       "UNION SELECT " TRY_COLUMNS " FROM payments WHERE provider_session = "
                                       "?2",
                                       "tt", payment, session);
  return read_one (statement, try, error);
}

GPtrArray *
platform_payment_storage_list (PlatformDatabase *database, const char *order_id, GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (database, error,
                                       "SELECT " TRY_COLUMNS " FROM payments WHERE order_id = ? "
                                       "ORDER BY number DESC",
                                       "t", order_id);
  return read_all (statement, error);
}

GPtrArray *
platform_payment_storage_list_open (PlatformDatabase *database,
                                    gint64 asked_before,
                                    guint limit,
                                    GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (
      database, error,
      "SELECT " TRY_COLUMNS " FROM payments WHERE state IN ('pending', 'processing', 'requires_action', "
      "'unknown') AND asked_at <= ? ORDER BY asked_at LIMIT ?",
      "ii", asked_before, (gint64) limit);
  return read_all (statement, error);
}

gboolean
platform_payment_storage_claim (PlatformDatabase *database,
                                const char *id,
                                gint64 asked_before,
                                gint64 now,
                                gboolean *claimed,
                                GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE payments SET asked_at = ? WHERE id = ? AND asked_at <= ?", "iti", now,
                              id, asked_before))
    return FALSE;
  *claimed = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_payment_storage_take_event (PlatformDatabase *database,
                                     const char *id,
                                     const char *kind,
                                     gint64 now,
                                     gboolean *is_new,
                                     GError **error)
{
  if (!platform_database_run (
          database, error,
          "INSERT INTO provider_events (id, kind, taken_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", "tti",
          id, kind, now))
    return FALSE;
  *is_new = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_payment_storage_set_event_order (PlatformDatabase *database,
                                          const char *id,
                                          const char *order_id,
                                          GError **error)
{
  return platform_database_run (database, error, "UPDATE provider_events SET order_id = ? WHERE id = ?", "tt",
                                order_id, id);
}
