/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-deadlines.h"

#include "platform-dispute.h"
#include "platform-group-storage.h"
#include "platform-group.h"
#include "platform-settling.h"

/* How much of each kind one round looks at. */
#define BATCH 64

/* --- Disputes --- */

typedef struct
{
  PlatformTrade *trade;
  GPtrArray *disputes;
} DueJob;

static gboolean
end_disputes (PlatformDatabase *database, gpointer data, GError **error)
{
  DueJob *job = data;

  for (guint i = 0; i < job->disputes->len; i++)
    {
      const PlatformDispute *due = g_ptr_array_index (job->disputes, i);
      g_auto (PlatformRefusal) refusal = PLATFORM_REFUSAL_INIT;
      g_autoptr (PlatformDispute) dispute = NULL;

      /* As it is now: the merchant may have answered since it was listed. */
      if (platform_dispute_storage_get (database, due->id, &dispute, error) != PLATFORM_STEP_ROW)
        return FALSE;
      if (g_str_equal (dispute->state, "open") &&
          !platform_dispute_decide (database, job->trade, dispute, PLATFORM_PARTY_NONE, dispute->amount,
                                    &refusal, error))
        return FALSE;
    }
  return TRUE;
}

/* A merchant who does not answer in time agrees. */
void
platform_deadlines_look_at_disputes (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  g_autoptr (GPtrArray) due =
      platform_dispute_storage_list_due (reader, platform_clock_now (trade->clock), BATCH, error);
  DueJob job = { trade, due };

  if (due != NULL && due->len > 0 && platform_writer_run (trade->writer, end_disputes, &job, error))
    platform_trade_wake (trade);
}

/* --- Groups, settlements --- */

typedef struct
{
  PlatformTrade *trade;
  const char *deal_id;
  gboolean more;
} GroupJob;

static gboolean
close_group (PlatformDatabase *database, gpointer data, GError **error)
{
  GroupJob *job = data;

  return platform_group_close (database, job->trade, job->deal_id, &job->more, error);
}

void
platform_deadlines_look_at_groups (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  g_autoptr (GPtrArray) due =
      platform_group_storage_list_due (reader, platform_clock_now (trade->clock), BATCH, error);

  for (guint i = 0; due != NULL && i < due->len; i++)
    {
      GroupJob job = { trade, g_ptr_array_index (due, i), FALSE };

      do
        if (!platform_writer_run (trade->writer, close_group, &job, error))
          return;
      while (job.more);
    }
}

void
platform_deadlines_look_at_settlements (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  platform_settling_run (reader, trade, error);
}
