/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-scheduler.h"

#include "platform-browser-storage.h"
#include "platform-dispute-storage.h"
#include "platform-deadlines.h"
#include "platform-grant-storage.h"
#include "platform-guess-storage.h"
#include "platform-idempotency-storage.h"
#include "platform-inquiry.h"
#include "platform-ordering.h"
#include "platform-paying.h"
#include "platform-payment-storage.h"
#include "platform-refund-storage.h"
#include "platform-revocation-storage.h"
#include "platform-refund.h"
#include "platform-session-storage.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"

/* How much of each kind one round looks at. */
#define BATCH 64
/* The longest sleep, in seconds: a clock that was set is noticed after that. */
#define ROUND_SECONDS 5
/* How long after the end of a hold the closing of its page is waited for. */
#define CLOSING_SECONDS 60
#define DAY (G_GINT64_CONSTANT (86400))

struct _PlatformScheduler
{
  PlatformTrade *trade;
  GThread *thread;
  GMutex lock;
  GCond changed;
  gboolean woken; /* guarded by lock */
  gboolean ended; /* guarded by lock */
  guint64 rounds; /* atomic */
  gint64 last_us; /* monotonic, when the last round ended; atomic */
};

/* --- Holds --- */

typedef struct
{
  PlatformTrade *trade;
  gint64 step;
  GPtrArray *ids;
} HoldsJob;

static gboolean
shift_holds (PlatformDatabase *database, gpointer data, GError **error)
{
  HoldsJob *job = data;

  return platform_order_storage_shift_holds (database, job->step, error) &&
         platform_dispute_storage_shift_deadlines (database, job->step, error);
}

static gboolean
end_holds (PlatformDatabase *database, gpointer data, GError **error)
{
  HoldsJob *job = data;

  for (guint i = 0; i < job->ids->len; i++)
    {
      gboolean expired = FALSE;

      if (!platform_ordering_expire (database, job->trade, g_ptr_array_index (job->ids, i), &expired, error))
        return FALSE;
      rambla_fault_point ("scheduler.hold-ended");
    }
  return TRUE;
}

typedef struct
{
  PlatformTry *try;
  gint64 asked_before;
  gint64 now;
  gboolean claimed;
} ClaimJob;

static gboolean
claim (PlatformDatabase *database, gpointer data, GError **error)
{
  ClaimJob *job = data;

  rambla_fault_point ("scheduler.claim");
  return platform_payment_storage_claim (database, job->try->id, job->asked_before, job->now, &job->claimed,
                                         error);
}

/* A page that is still open is closed before its order ends, so that nobody pays for nothing. Returns: TRUE
 * if the order has to wait for that. */
static gboolean
close_page (PlatformTrade *trade, PlatformDatabase *reader, const char *order_id, gint64 now)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tries = platform_payment_storage_list (reader, order_id, &error);
  g_autoptr (PlatformOrder) order = NULL;

  if (tries == NULL ||
      platform_order_storage_get (reader, order_id, NULL, &order, &error) != PLATFORM_STEP_ROW ||
      now >= order->expires_at + CLOSING_SECONDS || trade->provider == NULL)
    return FALSE;
  for (guint i = 0; i < tries->len; i++)
    {
      PlatformTry *try = g_ptr_array_index (tries, i);
      ClaimJob job = { try, now - ROUND_SECONDS, now, FALSE };

      if (try->state != PLATFORM_TRY_PENDING || try->provider_session == NULL)
        continue;
      if (platform_writer_run (trade->writer, claim, &job, NULL) && job.claimed)
        platform_inquiry_start (trade, PLATFORM_INQUIRY_CLOSE_PAGE, try, NULL, NULL, NULL, NULL, NULL);
      return TRUE;
    }
  return FALSE;
}

static void
look_at_holds (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  HoldsJob job = { trade, platform_clock_take_step (trade->clock), NULL };
  g_autoptr (GPtrArray) due = NULL;

  if (job.step != 0)
    {
      g_message ("The clock was set by %" G_GINT64_FORMAT " s; holds move with it", job.step);
      if (!platform_writer_run (trade->writer, shift_holds, &job, error))
        return;
    }
  due = platform_order_storage_list_due (reader, now, BATCH, error);
  if (due == NULL)
    return;
  for (guint i = due->len; i > 0; i--)
    if (close_page (trade, reader, g_ptr_array_index (due, i - 1), now))
      g_ptr_array_remove_index (due, i - 1);
  job.ids = due;
  if (due->len > 0)
    platform_writer_run (trade->writer, end_holds, &job, error);
}

/* --- Payments --- */

/* How long to wait before asking about a payment again, in seconds. */
static gint64
get_patience (const PlatformTry *try, gint64 now)
{
  switch (try->state)
    {
    case PLATFORM_TRY_UNKNOWN:
      return now - try->updated_at < 60 ? 2 : 30;
    case PLATFORM_TRY_PROCESSING:
    case PLATFORM_TRY_REQUIRES_ACTION:
      return 10;
    case PLATFORM_TRY_PENDING:
    case PLATFORM_TRY_SUCCEEDED:
    case PLATFORM_TRY_FAILED:
    default:
      return 20;
    }
}

static void
look_at_payments (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (GPtrArray) open = NULL;

  if (trade->provider == NULL)
    return;
  open = platform_payment_storage_list_open (reader, now - 2, BATCH, error);
  for (guint i = 0; open != NULL && i < open->len; i++)
    {
      PlatformTry *try = g_ptr_array_index (open, i);
      ClaimJob job = { try, now - get_patience (try, now), now, FALSE };

      /* One that was never answered is still being asked. */
      if ((try->state == PLATFORM_TRY_PENDING && try->provider_session == NULL &&
           try->provider_payment == NULL) ||
          try->asked_at > job.asked_before)
        continue;
      if (!platform_writer_run (trade->writer, claim, &job, error))
        return;
      if (job.claimed && !platform_paying_ask_again (reader, trade, try, error))
        return;
    }
}

/* --- Refunds --- */

typedef struct
{
  PlatformTrade *trade;
  char *id;
  gint64 now;
  PlatformRefundRowState state;
  char *provider_refund;
  char *message;
} RefundJob;

static void
refund_job_free (RefundJob *job)
{
  PlatformTrade *trade = job->trade;

  g_free (job->id);
  g_free (job->provider_refund);
  g_free (job->message);
  g_free (job);
  platform_trade_end_call (trade);
}

static gboolean
note_refund_tried (PlatformDatabase *database, gpointer data, GError **error)
{
  RefundJob *job = data;

  return platform_refund_storage_set_tried (database, job->id, job->now, error);
}

static gboolean
settle_refund (PlatformDatabase *database, gpointer data, GError **error)
{
  RefundJob *job = data;

  rambla_fault_point ("refund.settle");
  return platform_refund_storage_settle (database, job->id, job->state, job->provider_refund, job->message,
                                         error);
}

static void
on_refund_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RefundJob *job = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformRefund) refund =
      platform_provider_refund_finish (PLATFORM_PROVIDER (source), result, &error);

  rambla_fault_point ("refund.provider-answered");
  if (refund != NULL)
    {
      job->state = refund->state == PLATFORM_REFUND_FAILED    ? PLATFORM_REFUND_ROW_FAILED
                   : refund->state == PLATFORM_REFUND_PENDING ? PLATFORM_REFUND_ROW_PENDING
                                                              : PLATFORM_REFUND_ROW_SUCCEEDED;
      job->provider_refund = g_strdup (refund->id);
    }
  else
    {
      /* What was refused will be refused again: a person has to look. All else is tried again, with the same
       * key. */
      job->state = g_error_matches (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_REFUSED) ||
                           g_error_matches (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_DECLINED)
                       ? PLATFORM_REFUND_ROW_FAILED
                       : PLATFORM_REFUND_ROW_PENDING;
      job->message = g_strdup (error->message);
    }
  if (job->state == PLATFORM_REFUND_ROW_FAILED)
    g_warning ("%s: the provider does not give it back: %s", job->id,
               job->message != NULL ? job->message : "no reason given");
  if (!platform_writer_push (job->trade->writer, settle_refund, NULL, job, (GDestroyNotify) refund_job_free,
                             NULL))
    refund_job_free (job);
}

static void
send_refund (PlatformTrade *trade, const PlatformRefundRow *row, gint64 now, GError **error)
{
  PlatformRefundRequest request = {
    .payment_id = row->provider_payment,
    .amount = row->amount,
    .currency = row->currency,
    .order_id = row->order_id,
    .idempotency_key = row->id,
  };
  RefundJob *job = g_new0 (RefundJob, 1);

  platform_trade_begin_call (trade);
  job->trade = trade;
  job->id = g_strdup (row->id);
  job->now = now;
  if (!platform_writer_run (trade->writer, note_refund_tried, job, error))
    {
      refund_job_free (job);
      return;
    }
  rambla_fault_point ("refund.before-provider");
  if (row->provider_refund != NULL)
    platform_provider_retrieve_refund_async (trade->provider, row->provider_refund, trade->stopping,
                                             on_refund_ready, job);
  else
    platform_provider_refund_async (trade->provider, &request, trade->stopping, on_refund_ready, job);
}

static void
look_at_refunds (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  gint64 now = platform_clock_now (trade->clock);
  g_autoptr (GPtrArray) pending = NULL;

  if (trade->provider == NULL)
    return;
  pending = platform_refund_storage_list_pending (reader, now, BATCH, error);
  for (guint i = 0; pending != NULL && i < pending->len; i++)
    {
      const PlatformRefundRow *row = g_ptr_array_index (pending, i);
      gint64 patience = row->tries == 0 ? 0 : G_GINT64_CONSTANT (2) << MIN (row->tries, 11);

      if (row->tried_at + patience <= now && row->provider_payment != NULL)
        send_refund (trade, row, now, error);
    }
}

/* --- Vouchers and housekeeping --- */

typedef struct
{
  PlatformTrade *trade;
  GPtrArray *vouchers;
  gint64 now;
} EndedJob;

static gboolean
end_vouchers (PlatformDatabase *database, gpointer data, GError **error)
{
  EndedJob *job = data;

  for (guint i = 0; i < job->vouchers->len; i++)
    {
      if (!platform_refund_expired (database, job->trade, g_ptr_array_index (job->vouchers, i), error))
        return FALSE;
      rambla_fault_point ("scheduler.voucher-expired");
    }
  return TRUE;
}

static gboolean
forget (PlatformDatabase *database, gpointer data, GError **error)
{
  EndedJob *job = data;

  rambla_fault_point ("scheduler.forget");
  return platform_idempotency_storage_forget (database, job->now - DAY, error) &&
         platform_revocation_storage_forget (database, job->now - DAY, error) &&
         platform_session_storage_forget (database, job->now - DAY, error) &&
         platform_grant_storage_forget (database, job->now - DAY, error) &&
         platform_browser_storage_forget (database, job->now - DAY, error) &&
         platform_guess_storage_forget (database, job->now - DAY, error);
}

static void
look_at_vouchers (PlatformTrade *trade, PlatformDatabase *reader, GError **error)
{
  EndedJob job = { trade, NULL, platform_clock_now (trade->clock) };
  g_autoptr (GPtrArray) ended = platform_voucher_storage_list_ended (reader, job.now, BATCH, error);

  job.vouchers = ended;
  if (ended != NULL && ended->len > 0 && platform_writer_run (trade->writer, end_vouchers, &job, error))
    platform_trade_wake (trade);
}

/* --- Keys --- */

static void
keep_keys (PlatformTrade *trade, gint64 now)
{
  g_autoptr (GError) error = NULL;
  PlatformDatabase *reader = platform_database_pool_get (trade->readers, &error);

  if (reader == NULL || !platform_keys_keep (trade->keys, reader, trade->writer, now, &error))
    g_warning ("The signing keys could not be looked after: %s", error->message);
}

/* --- The rounds --- */

typedef void (*Look) (PlatformTrade *trade, PlatformDatabase *reader, GError **error);

void
platform_scheduler_run_once (PlatformTrade *trade)
{
  static const Look looks[] = { look_at_holds,
                                look_at_payments,
                                look_at_vouchers,
                                platform_deadlines_look_at_groups,
                                platform_deadlines_look_at_disputes,
                                look_at_refunds,
                                platform_deadlines_look_at_settlements };

  platform_inquiry_write_again (trade);
  /* What fails in one round is looked at again in the next; one kind does not hold up the others. */
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autoptr (GError) error = NULL;
      PlatformDatabase *reader = platform_database_pool_get (trade->readers, &error);

      if (reader != NULL)
        looks[i](trade, reader, &error);
      if (error != NULL)
        g_warning ("The scheduler could not do its work: %s", error->message);
    }
}

/* How long nothing is due, in seconds. */
static gint64
get_rest (PlatformTrade *trade)
{
  PlatformDatabase *reader = platform_database_pool_get (trade->readers, NULL);
  gint64 due = G_MAXINT64;

  if (reader == NULL || !platform_order_storage_get_next_due (reader, &due, NULL))
    return ROUND_SECONDS;
  return CLAMP (due - platform_clock_now (trade->clock), 1, ROUND_SECONDS);
}

static gpointer
work (gpointer data)
{
  PlatformScheduler *self = data;
  gint64 forgotten_at = 0;
  gint64 keys_kept_at = 0;
  gboolean ended = FALSE;

  while (!ended)
    {
      EndedJob job = { self->trade, NULL, platform_clock_now (self->trade->clock) };
      gint64 until;

      platform_scheduler_run_once (self->trade);
      __atomic_add_fetch (&self->rounds, 1, __ATOMIC_RELAXED);
      __atomic_store_n (&self->last_us, g_get_monotonic_time (), __ATOMIC_RELAXED);
      if (job.now - keys_kept_at >= DAY / 4)
        {
          keep_keys (self->trade, job.now);
          keys_kept_at = job.now;
        }
      if (job.now - forgotten_at >= 3600 && platform_writer_run (self->trade->writer, forget, &job, NULL))
        forgotten_at = job.now;

      until = g_get_monotonic_time () + get_rest (self->trade) * G_TIME_SPAN_SECOND;
      g_mutex_lock (&self->lock);
      while (!self->woken && !self->ended && g_cond_wait_until (&self->changed, &self->lock, until))
        ;
      self->woken = FALSE;
      ended = self->ended;
      g_mutex_unlock (&self->lock);
    }
  return NULL;
}

static void
wake (gpointer data)
{
  PlatformScheduler *self = data;

  g_mutex_lock (&self->lock);
  self->woken = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

PlatformScheduler *
platform_scheduler_new (PlatformTrade *trade)
{
  PlatformScheduler *self = g_new0 (PlatformScheduler, 1);

  self->trade = trade;
  self->last_us = g_get_monotonic_time ();
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  trade->changed = wake;
  trade->changed_data = self;
  self->thread = g_thread_new ("scheduler", work, self);
  return self;
}

void
platform_scheduler_get_stats (PlatformScheduler *self, guint64 *rounds, gint64 *idle_us)
{
  *rounds = __atomic_load_n (&self->rounds, __ATOMIC_RELAXED);
  *idle_us = g_get_monotonic_time () - __atomic_load_n (&self->last_us, __ATOMIC_RELAXED);
}

void
platform_scheduler_free (PlatformScheduler *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  /* Calls that are still under way may wake us until they have ended. */
  platform_trade_stop (self->trade);
  self->trade->changed = NULL;
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}
