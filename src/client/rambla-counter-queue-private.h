/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-counter-clock.h"
#include "rambla-counter-queue.h"
#include "rambla-counter-worker.h"

G_BEGIN_DECLS

/* What the queue's parts share: taking a voucher, and meeting the platform. */

struct _RamblaCounterQueue
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaCounterWorker *worker;
  char *store_id;
  GCancellable *cancellable;

  /* As far as the file says. */
  char *device_id; /* NULL until it was opened */
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  RamblaCounterDocument *document;
  RamblaCounterClock clock;
  char *cursor;
  gint64 known_at;
  int unsent;

  /* Meetings with the platform. */
  gboolean offline;
  gboolean registered;
  gboolean meeting;
  gboolean again; /* somebody wants another one right after this */
  gint64 asked_us;
  gint64 document_us; /* monotonic, when the document came; 0: not in this run */
  guint failures;
  guint timer;
  GError *error;

  /* Taking. */
  char *undecided; /* a scan whose outcome is not known */
  char *key;       /* its key */
};

void rambla_counter_queue_emit_changed (RamblaCounterQueue *self);
/* The platform was reached, or not; a change is told. */
void rambla_counter_queue_set_offline (RamblaCounterQueue *self, gboolean offline);
/* Takes @error over; NULL: all is well. */
void rambla_counter_queue_set_error (RamblaCounterQueue *self, GError *error);
/* Reads what the file says, and then meets the platform. */
void rambla_counter_queue_open (RamblaCounterQueue *self);
/* Meets the platform again after a while. */
void rambla_counter_queue_schedule (RamblaCounterQueue *self);

G_END_DECLS
