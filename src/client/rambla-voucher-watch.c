/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-watch.h"

#include "rambla-purchases.h"
#include "rambla-voucher-sort.h"

#define USABLE_MS 600
#define OVER_MS 5000
#define FAILED_MS 2500
#define TOLD_MS 20000

struct _RamblaVoucherWatch
{
  RamblaApi *api;
  char *id;
  RamblaVoucherHeard heard;
  gpointer user_data;
  guint count;
  guint source;
  GCancellable *cancellable; /* while asked */
  gboolean again;            /* it changed while it was asked for */
  gboolean told;
};

static void ask (RamblaVoucherWatch *self);

static gboolean
on_due (gpointer user_data)
{
  RamblaVoucherWatch *self = user_data;

  self->source = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaVoucherWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaVoucher) voucher =
      rambla_purchases_get_voucher_finish (RAMBLA_API (source), result, &error);
  guint pause = USABLE_MS;

  /* Then the watch is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  if (voucher == NULL)
    pause = MAX (FAILED_MS, 1000 * rambla_api_error_get_retry_after (error));
  else if (!rambla_voucher_is_usable (voucher, g_get_real_time ()))
    pause = OVER_MS;
  if (self->told && voucher != NULL)
    pause = TOLD_MS;
  if (self->again && voucher != NULL)
    pause = 0;
  self->again = FALSE;
  self->source = g_timeout_add (pause, on_due, self);
  self->heard (voucher, error, self->user_data);
}

static void
ask (RamblaVoucherWatch *self)
{
  self->cancellable = g_cancellable_new ();
  rambla_purchases_get_voucher_async (self->api, self->id, self->cancellable, on_answer, self);
}

RamblaVoucherWatch *
rambla_voucher_watch_new (RamblaApi *api, const char *id, RamblaVoucherHeard heard, gpointer user_data)
{
  RamblaVoucherWatch *self = g_new0 (RamblaVoucherWatch, 1);

  self->api = g_object_ref (api);
  self->id = g_strdup (id);
  self->heard = heard;
  self->user_data = user_data;
  ask (self);
  return self;
}

void
rambla_voucher_watch_free (RamblaVoucherWatch *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_object_unref (self->api);
  g_free (self->id);
  g_free (self);
}

void
rambla_voucher_watch_ask (RamblaVoucherWatch *self)
{
  self->again = self->cancellable != NULL;
  if (self->again)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  ask (self);
}

void
rambla_voucher_watch_set_told (RamblaVoucherWatch *self, gboolean told)
{
  if (self->told == told)
    return;
  self->told = told;
  /* What happened before is not told any more, or not yet. */
  rambla_voucher_watch_ask (self);
}

guint
rambla_voucher_watch_count (RamblaVoucherWatch *self, int change)
{
  g_return_val_if_fail ((int) self->count + change >= 0, self->count);

  self->count = (guint) ((int) self->count + change);
  return self->count;
}
