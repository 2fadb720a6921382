/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-gift-storage.h"

#define SELECT_GIFT                                                                                          \
  "SELECT g.code, g.voucher_id, g.giver_id, g.taker_id, g.message, g.state, g.created_at, g.expires_at, "    \
  "g.ended_at, a.name, b.name FROM gifts g JOIN accounts a ON a.id = g.giver_id LEFT JOIN accounts b ON "    \
  "b.id = g.taker_id "

static const char *const state_names[] = {
  [PLATFORM_GIFT_OPEN] = "open",
  [PLATFORM_GIFT_CLAIMED] = "claimed",
  [PLATFORM_GIFT_WITHDRAWN] = "withdrawn",
  [PLATFORM_GIFT_VOID] = "void",
};

const char *
platform_gift_state_to_string (PlatformGiftState state)
{
  return state_names[state];
}

void
platform_gift_free (PlatformGift *gift)
{
  g_free (gift->code);
  g_free (gift->voucher_id);
  g_free (gift->giver_id);
  g_free (gift->taker_id);
  g_free (gift->message);
  g_free (gift->giver_name);
  g_free (gift->taker_name);
  g_free (gift);
}

static PlatformStep
read_one (PlatformStatement *row, PlatformGift **gift, GError **error)
{
  PlatformStep step;
  PlatformGift *read;
  const char *state;

  if (row == NULL)
    return PLATFORM_STEP_ERROR;
  step = platform_statement_step (row, error);
  if (step != PLATFORM_STEP_ROW)
    return step;

  read = g_new0 (PlatformGift, 1);
  read->code = platform_statement_dup_text (row, 0);
  read->voucher_id = platform_statement_dup_text (row, 1);
  read->giver_id = platform_statement_dup_text (row, 2);
  read->taker_id = platform_statement_dup_text (row, 3);
  read->message = platform_statement_dup_text (row, 4);
  state = platform_statement_get_text (row, 5);
  for (guint i = 0; i < G_N_ELEMENTS (state_names); i++)
    if (g_strcmp0 (state, state_names[i]) == 0)
      read->state = (PlatformGiftState) i;
  read->created_at = platform_statement_get_int (row, 6);
  read->expires_at = platform_statement_get_int (row, 7);
  read->ended_at = platform_statement_get_int (row, 8);
  read->giver_name = platform_statement_dup_text (row, 9);
  read->taker_name = platform_statement_dup_text (row, 10);
  *gift = read;
  return step;
}

gboolean
platform_gift_storage_insert (PlatformDatabase *database, const PlatformGift *gift, GError **error)
{
  return platform_database_run (database, error,
                                "INSERT INTO gifts (code, voucher_id, giver_id, message, state, created_at, "
                                "expires_at) VALUES (?, ?, ?, ?, 'open', ?, ?)",
                                "ttttii", gift->code, gift->voucher_id, gift->giver_id, gift->message,
                                gift->created_at, gift->expires_at);
}

PlatformStep
platform_gift_storage_get (PlatformDatabase *database, const char *code, PlatformGift **gift, GError **error)
{
  g_autoptr (PlatformStatement) statement =
      platform_database_query (database, error, SELECT_GIFT "WHERE g.code = ?", "t", code);

  return read_one (statement, gift, error);
}

PlatformStep
platform_gift_storage_find (PlatformDatabase *database,
                            const char *voucher_id,
                            const char *account_id,
                            PlatformGift **gift,
                            GError **error)
{
  g_autoptr (PlatformStatement) statement = platform_database_query (
      database, error,
      SELECT_GIFT "WHERE g.voucher_id = ?1 AND g.state IN ('open', 'claimed') AND (g.giver_id = ?2 OR "
                  "g.taker_id = ?2) ORDER BY g.number DESC LIMIT 1",
      "tt", voucher_id, account_id);

  return read_one (statement, gift, error);
}

gboolean
platform_gift_storage_claim (PlatformDatabase *database,
                             const char *code,
                             const char *taker_id,
                             gint64 now,
                             gboolean *claimed,
                             GError **error)
{
  if (!platform_database_run (
          database, error,
          "UPDATE gifts SET state = 'claimed', taker_id = ?1, ended_at = ?2 WHERE code = ?3 AND state = "
          "'open' "
          "AND expires_at > ?2 AND giver_id <> ?1 AND EXISTS (SELECT 1 FROM vouchers v WHERE v.id = "
          "gifts.voucher_id AND v.account_id = gifts.giver_id AND v.state = 'active' AND v.valid_until > ?2)",
          "tit", taker_id, now, code))
    return FALSE;
  *claimed = platform_database_get_changes (database) == 1;
  return TRUE;
}

gboolean
platform_gift_storage_withdraw (PlatformDatabase *database,
                                const char *voucher_id,
                                const char *giver_id,
                                gboolean expired_only,
                                gint64 now,
                                gboolean *withdrawn,
                                GError **error)
{
  if (!platform_database_run (database, error,
                              "UPDATE gifts SET state = 'withdrawn', ended_at = ?1 WHERE voucher_id = ?2 AND "
                              "giver_id = ?3 AND state = 'open' AND (?4 = 0 OR expires_at <= ?1)",
                              "itti", now, voucher_id, giver_id, (gint64) expired_only))
    return FALSE;
  *withdrawn = platform_database_get_changes (database) == 1;
  return TRUE;
}
