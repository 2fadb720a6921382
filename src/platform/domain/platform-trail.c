/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-trail.h"

#include <string.h>

static void
trail_step_free (PlatformTrailStep *step)
{
  platform_trail_row_free (step->row);
  g_ptr_array_unref (step->entries);
  g_free (step);
}

static PlatformTrailStep *
trail_step_new (PlatformTrailRow *row)
{
  PlatformTrailStep *step = g_new0 (PlatformTrailStep, 1);

  step->row = row;
  step->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_trail_entry_free);
  return step;
}

/* Which kind of step a row of the ledger belongs to; a prefix where there are several. */
static const struct
{
  const char *entry;
  const char *step;
} homes[] = {
  { "payment", "paid" },
  { "redemption", "redeemed" },
  { "commission", "redeemed" },
  { "commission", "dispute_" },
  { "undo", "undone" },
  { "refund", "dispute_" },
  { "refund", "voucher_" },
  { "refund", "group_failed" },
  { "refund", "refund_promised" },
  { "dispute_hold", "dispute_opened" },
  { "dispute_release", "dispute_" },
  { "adjustment", "group_closed" },
  { "guarantee", "conflict" },
  { "no_show", "no_show_kept" },
};

static gboolean
fits (const PlatformTrailRow *row, const PlatformTrailEntry *entry, const char *kind)
{
  if (!g_str_has_prefix (row->kind, kind) || (row->at != entry->at && !g_str_equal (kind, "paid")))
    return FALSE;
  if (entry->reference != NULL)
    return g_strcmp0 (row->reference, entry->reference) == 0 && !g_str_equal (row->kind, "dispute_said") &&
           (g_str_equal (row->kind, "dispute_opened")) == g_str_equal (entry->kind, "dispute_hold");
  if (g_str_equal (kind, "dispute_"))
    return FALSE;
  return row->voucher_id == NULL || g_strcmp0 (row->voucher_id, entry->voucher_id) == 0;
}

static PlatformTrailStep *
find_home (GPtrArray *steps, const PlatformTrailEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (homes); i++)
    {
      if (!g_str_equal (homes[i].entry, entry->kind))
        continue;
      for (guint j = 0; j < steps->len; j++)
        {
          PlatformTrailStep *step = g_ptr_array_index (steps, j);

          if (fits (step->row, entry, homes[i].step))
            return step;
        }
    }
  return NULL;
}

/* What is the other side's own business. */
static gboolean
may_see_step (const PlatformTrailRow *row, PlatformParty party)
{
  switch (party)
    {
    case PLATFORM_PARTY_BUYER:
      return !g_str_equal (row->kind, "settled") && !g_str_equal (row->kind, "conflict");
    case PLATFORM_PARTY_MERCHANT:
      return !g_str_has_prefix (row->kind, "payment_") && !g_str_equal (row->kind, "provider_told");
    case PLATFORM_PARTY_OPERATOR:
    case PLATFORM_PARTY_NONE:
    default:
      return TRUE;
    }
}

static gboolean
may_see_entry (const PlatformTrailEntry *entry, PlatformParty party)
{
  return party != PLATFORM_PARTY_BUYER ||
         (!g_str_equal (entry->from_account, "commission") &&
          !g_str_equal (entry->to_account, "commission") && !g_str_equal (entry->kind, "guarantee"));
}

GPtrArray *
platform_trail_read (PlatformDatabase *database, const char *order_id, PlatformParty party, GError **error)
{
  g_autoptr (GPtrArray) rows = platform_trail_storage_list (database, order_id, error);
  g_autoptr (GPtrArray) entries =
      rows != NULL ? platform_trail_storage_list_entries (database, order_id, error) : NULL;
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) trail_step_free);

  if (entries == NULL)
    return NULL;
  while (rows->len > 0)
    g_ptr_array_add (steps, trail_step_new (g_ptr_array_steal_index (rows, 0)));
  while (entries->len > 0)
    {
      PlatformTrailEntry *entry = g_ptr_array_steal_index (entries, 0);
      PlatformTrailStep *home = find_home (steps, entry);

      if (!may_see_entry (entry, party))
        {
          platform_trail_entry_free (entry);
          continue;
        }
      if (home == NULL)
        {
          PlatformTrailRow *row = g_new0 (PlatformTrailRow, 1);

          row->at = entry->at;
          row->kind = g_strdup ("ledger");
          row->detail = g_strdup (entry->kind);
          row->amount = entry->amount;
          home = trail_step_new (row);
          g_ptr_array_add (steps, home);
        }
      g_ptr_array_add (home->entries, entry);
    }
  for (guint i = steps->len; i > 0; i--)
    if (!may_see_step (((PlatformTrailStep *) g_ptr_array_index (steps, i - 1))->row, party))
      g_ptr_array_remove_index (steps, i - 1);
  return g_steal_pointer (&steps);
}
