/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-account-storage.h"

#include "rambla-id.h"

#define ACCOUNT_COLUMNS "id, email, name, password_hash, scopes, every_store, created_at"

void
platform_account_free (PlatformAccount *account)
{
  g_free (account->id);
  g_free (account->email);
  g_free (account->name);
  g_free (account->password_hash);
  g_free (account->scopes);
  g_free (account);
}

void
platform_account_card_free (PlatformAccountCard *card)
{
  g_free (card->provider_customer);
  g_free (card->provider_method);
  g_free (card->brand);
  g_free (card->last4);
  g_free (card->expires);
  g_free (card);
}

gboolean
platform_account_storage_insert (PlatformDatabase *database, const PlatformAccount *account, GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO accounts (" ACCOUNT_COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?)",
                                "tttttni", account->id, account->email, account->name, account->password_hash,
                                account->scopes, account->every_store != FALSE, account->created_at);
}

static PlatformStep
read_account (PlatformStatement *statement, PlatformAccount **account, GError **error)
{
  PlatformStep step;

  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  *account = g_new0 (PlatformAccount, 1);
  (*account)->id = platform_statement_dup_text (statement, 0);
  (*account)->email = platform_statement_dup_text (statement, 1);
  (*account)->name = platform_statement_dup_text (statement, 2);
  (*account)->password_hash = platform_statement_dup_text (statement, 3);
  (*account)->scopes = platform_statement_dup_text (statement, 4);
  (*account)->every_store = platform_statement_get_int (statement, 5) != 0;
  (*account)->created_at = platform_statement_get_int (statement, 6);
  return PLATFORM_STEP_ROW;
}

PlatformStep
platform_account_storage_get (PlatformDatabase *database,
                              const char *id,
                              PlatformAccount **account,
                              GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (database, error,
                                       "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE id = ?", "t", id);
  return read_account (statement, account, error);
}

PlatformStep
platform_account_storage_get_by_email (PlatformDatabase *database,
                                       const char *email,
                                       PlatformAccount **account,
                                       GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;

  statement = platform_database_query (
      database, error, "SELECT " ACCOUNT_COLUMNS " FROM accounts WHERE email = ?", "t", email);
  return read_account (statement, account, error);
}

gboolean
platform_account_storage_may_act_for (PlatformDatabase *database,
                                      const char *account_id,
                                      const char *merchant_id,
                                      gboolean *allowed,
                                      GError **error)
{
  gint64 found = 0;

  if (platform_database_query_int (
          database, &found, error,
          "SELECT every_store OR EXISTS (SELECT 1 FROM account_merchants WHERE account_id = accounts.id "
          "AND merchant_id = ?) FROM accounts WHERE id = ?",
          "tt", merchant_id, account_id) == PLATFORM_STEP_ERROR)
    return FALSE;
  *allowed = found != 0;
  return TRUE;
}

gboolean
platform_account_storage_find_owner (PlatformDatabase *database,
                                     const char *id,
                                     char **account_id,
                                     GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  *account_id = NULL;
  if (!rambla_id_is (id, RAMBLA_ID_ORDER) && !rambla_id_is (id, RAMBLA_ID_VOUCHER))
    return TRUE;
  statement = platform_database_query (database, error,
                                       rambla_id_is (id, RAMBLA_ID_ORDER)
                                           ? "SELECT account_id FROM orders WHERE id = ?"
                                           : "SELECT account_id FROM vouchers WHERE id = ?",
                                       "t", id);
  if (statement == NULL)
    return FALSE;
  step = platform_statement_step (statement, error);
  if (step == PLATFORM_STEP_ROW)
    *account_id = platform_statement_dup_text (statement, 0);
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_account_storage_is_foreign_shop (PlatformDatabase *database,
                                          const char *account_id,
                                          const char *id,
                                          gboolean *foreign,
                                          GError **error)
{
  gint64 found = 0;
  const char *sql;

  if (rambla_id_is (id, RAMBLA_ID_STORE))
    sql = "SELECT NOT a.every_store AND NOT EXISTS (SELECT 1 FROM account_merchants WHERE account_id = a.id "
          "AND merchant_id = m.id) FROM stores s JOIN merchants m ON m.row = s.merchant JOIN accounts a ON "
          "a.id = ?1 WHERE s.id = ?2";
  else if (rambla_id_is (id, RAMBLA_ID_REVIEW))
    sql = "SELECT NOT a.every_store AND NOT EXISTS (SELECT 1 FROM account_merchants WHERE account_id = a.id "
          "AND merchant_id = m.id) FROM reviews r JOIN stores s ON s.row = r.store JOIN merchants m ON "
          "m.row = s.merchant JOIN accounts a ON a.id = ?1 WHERE r.id = ?2";
  else
    sql = "SELECT NOT a.every_store AND NOT EXISTS (SELECT 1 FROM account_merchants WHERE account_id = a.id "
          "AND merchant_id = r.merchant_id) FROM redemptions r JOIN accounts a ON a.id = ?1 WHERE r.id = ?2";
  if (platform_database_query_int (database, &found, error, sql, "tt", account_id, id) == PLATFORM_STEP_ERROR)
    return FALSE;
  *foreign = found != 0;
  return TRUE;
}

gboolean
platform_account_storage_add_scope (PlatformDatabase *database,
                                    const char *account_id,
                                    const char *scope,
                                    GError **error)
{
  return platform_database_run (database, error,
                                "UPDATE accounts SET scopes = trim (scopes || ' ' || ?2) WHERE id = ?1"
                                " AND instr (' ' || scopes || ' ', ' ' || ?2 || ' ') = 0",
                                "tt", account_id, scope);
}

gboolean
platform_account_storage_find_merchant (PlatformDatabase *database,
                                        const char *id,
                                        char **merchant_id,
                                        GError **error)
{
  g_autoptr (PlatformStatement) row = platform_database_query (
      database, error,
      "SELECT m.id FROM merchants m WHERE m.id = ?1 UNION ALL SELECT m.id FROM stores s"
      " JOIN merchants m ON m.row = s.merchant WHERE s.id = ?1 LIMIT 1",
      "t", id);
  PlatformStep step = row != NULL ? platform_statement_step (row, error) : PLATFORM_STEP_ERROR;

  *merchant_id = step == PLATFORM_STEP_ROW ? platform_statement_dup_text (row, 0) : NULL;
  return step != PLATFORM_STEP_ERROR;
}

gboolean
platform_account_storage_add_merchant (PlatformDatabase *database,
                                       const char *account_id,
                                       const char *merchant_id,
                                       GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO account_merchants (account_id, merchant_id) VALUES (?, ?) "
                                "ON CONFLICT DO NOTHING",
                                "tt", account_id, merchant_id);
}

GArray *
platform_account_storage_list_stores (PlatformDatabase *database,
                                      const char *account_id,
                                      const char *text,
                                      gint64 after,
                                      guint limit,
                                      GError **error)
{
  g_autoptr (GArray) stores = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (
      database, error,
      "SELECT s.row FROM account_merchants a CROSS JOIN merchants m ON m.id = a.merchant_id "
      "CROSS JOIN stores s ON s.merchant = m.row WHERE a.account_id = ?1 AND s.closed_at IS NULL "
      "AND s.row > ?2 AND (?3 IS NULL OR instr (lower (s.name), lower (?3)) > 0) ORDER BY s.row LIMIT ?4",
      "titi", account_id, after, text, (gint64) limit);
  if (statement == NULL)
    return NULL;
  while ((step = platform_statement_step (statement, error)) == PLATFORM_STEP_ROW)
    {
      gint64 row = platform_statement_get_int (statement, 0);

      g_array_append_val (stores, row);
    }
  return step == PLATFORM_STEP_DONE ? g_steal_pointer (&stores) : NULL;
}

gboolean
platform_account_storage_set_card (PlatformDatabase *database,
                                   const char *account_id,
                                   const PlatformAccountCard *card,
                                   GError **error)
{
  return platform_database_run (
      database, error,
      "INSERT OR REPLACE INTO saved_cards (account_id, provider_customer, provider_method, brand, last4, "
      "expires) VALUES (?, ?, ?, ?, ?, ?)",
      "tttttt", account_id, card->provider_customer, card->provider_method, card->brand, card->last4,
      card->expires);
}

PlatformStep
platform_account_storage_get_card (PlatformDatabase *database,
                                   const char *account_id,
                                   PlatformAccountCard **card,
                                   GError **error)
{
  g_autoptr (PlatformStatement) statement = NULL;
  PlatformStep step;

  statement = platform_database_query (database, error,
                                       "SELECT provider_customer, provider_method, brand, last4, expires "
                                       "FROM saved_cards WHERE account_id = ?",
                                       "t", account_id);
  if (statement == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (statement, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  *card = g_new0 (PlatformAccountCard, 1);
  (*card)->provider_customer = platform_statement_dup_text (statement, 0);
  (*card)->provider_method = platform_statement_dup_text (statement, 1);
  (*card)->brand = platform_statement_dup_text (statement, 2);
  (*card)->last4 = platform_statement_dup_text (statement, 3);
  (*card)->expires = platform_statement_dup_text (statement, 4);
  return PLATFORM_STEP_ROW;
}
