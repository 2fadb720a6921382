/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-counts.h"

#include <string.h>

static const guint16 statuses[] = { 200, 201, 202, 204, 206, 301, 302, 303, 304, 307, 308, 400, 401,
                                    402, 403, 404, 405, 406, 409, 410, 411, 412, 413, 414, 415, 416,
                                    417, 422, 423, 428, 429, 431, 500, 501, 502, 503, 504 };
#define N_STATUSES G_N_ELEMENTS (statuses)
#define STATUS_RANGE 600
#define N_CLASSES (PLATFORM_SERVER_N_DURATIONS + 1)

const guint32 platform_server_durations[PLATFORM_SERVER_N_DURATIONS] = {
  500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000,
};

typedef struct
{
  guint64 count;
  guint64 microseconds;
} Counter;

/* What one thread counts; written by it alone, read by others: atomic, but never contended. */
typedef struct
{
  guint64 begun;
  guint64 ended;
  Counter *counters;  /* [1 + routes][N_STATUSES + 1], the first row for what matched no route */
  guint64 *durations; /* [1 + routes][N_CLASSES] */
} Worker;

struct _PlatformCounts
{
  guint64 number; /* never used twice */
  guint n_rows;
  guint8 status_slots[STATUS_RANGE];

  GMutex lock;
  GPtrArray *workers; /* of Worker; under the lock */
};

typedef struct
{
  guint64 counts;
  Worker *worker;
} Memory;

static __thread Memory memory;

static void
worker_free (gpointer data)
{
  Worker *worker = data;

  g_free (worker->counters);
  g_free (worker->durations);
  g_free (worker);
}

PlatformCounts *
platform_counts_new (guint n_routes)
{
  static guint64 last_number;
  PlatformCounts *self = g_new0 (PlatformCounts, 1);

  self->number = __atomic_add_fetch (&last_number, 1, __ATOMIC_RELAXED);
  self->n_rows = 1 + n_routes;
  g_mutex_init (&self->lock);
  self->workers = g_ptr_array_new_with_free_func (worker_free);
  memset (self->status_slots, N_STATUSES, sizeof self->status_slots);
  for (guint i = 0; i < N_STATUSES; i++)
    self->status_slots[statuses[i]] = (guint8) i;
  return self;
}

void
platform_counts_free (PlatformCounts *self)
{
  g_ptr_array_unref (self->workers);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static Worker *
get_worker (PlatformCounts *self)
{
  Worker *worker;

  if (G_LIKELY (memory.counts == self->number))
    return memory.worker;
  worker = g_new0 (Worker, 1);
  worker->counters = g_new0 (Counter, self->n_rows * (N_STATUSES + 1));
  worker->durations = g_new0 (guint64, self->n_rows * N_CLASSES);
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->workers, worker);
  g_mutex_unlock (&self->lock);
  memory = (Memory){ self->number, worker };
  return worker;
}

static inline void
add (guint64 *counter, guint64 value)
{
  __atomic_store_n (counter, *counter + value, __ATOMIC_RELEASE);
}

void
platform_counts_begin (PlatformCounts *self)
{
  add (&get_worker (self)->begun, 1);
}

void
platform_counts_end (PlatformCounts *self)
{
  add (&get_worker (self)->ended, 1);
}

void
platform_counts_answer (PlatformCounts *self, guint route, unsigned int status, gint64 microseconds)
{
  Worker *worker = get_worker (self);
  guint slot = status < STATUS_RANGE ? self->status_slots[status] : N_STATUSES;
  guint class = 0;
  Counter *counter;

  g_return_if_fail (route < self->n_rows);

  counter = &worker->counters[route * (N_STATUSES + 1) + slot];
  add (&counter->count, 1);
  add (&counter->microseconds, (guint64) MAX (microseconds, 0));
  while (class < PLATFORM_SERVER_N_DURATIONS && microseconds > platform_server_durations[class])
    class ++;
  add (&worker->durations[route * N_CLASSES + class], 1);
}

guint64
platform_counts_get_running (PlatformCounts *self)
{
  guint64 running = 0;

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->workers->len; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);

      running += __atomic_load_n (&worker->begun, __ATOMIC_ACQUIRE) -
                 __atomic_load_n (&worker->ended, __ATOMIC_ACQUIRE);
    }
  g_mutex_unlock (&self->lock);
  return running;
}

/* Under the lock. */
static Counter
sum_up (PlatformCounts *self, guint row, guint slot)
{
  Counter sum = { 0, 0 };

  for (guint i = 0; i < self->workers->len; i++)
    {
      Worker *worker = g_ptr_array_index (self->workers, i);
      Counter *counter = &worker->counters[row * (N_STATUSES + 1) + slot];

      sum.count += __atomic_load_n (&counter->count, __ATOMIC_ACQUIRE);
      sum.microseconds += __atomic_load_n (&counter->microseconds, __ATOMIC_ACQUIRE);
    }
  return sum;
}

void
platform_counts_foreach_status (PlatformCounts *self, PlatformCountsStatus func, gpointer user_data)
{
  g_mutex_lock (&self->lock);
  for (guint row = 0; row < self->n_rows; row++)
    for (guint slot = 0; slot <= N_STATUSES; slot++)
      {
        Counter sum = sum_up (self, row, slot);

        if (sum.count > 0)
          func (row, slot < N_STATUSES ? statuses[slot] : 0, sum.count, sum.microseconds, user_data);
      }
  g_mutex_unlock (&self->lock);
}

void
platform_counts_foreach_duration (PlatformCounts *self, PlatformCountsDuration func, gpointer user_data)
{
  g_mutex_lock (&self->lock);
  for (guint row = 0; row < self->n_rows; row++)
    {
      guint64 classes[N_CLASSES] = { 0 };
      guint64 microseconds = 0, count = 0;

      for (guint slot = 0; slot <= N_STATUSES; slot++)
        microseconds += sum_up (self, row, slot).microseconds;
      for (guint class = 0; class < N_CLASSES; class ++)
        {
          for (guint i = 0; i < self->workers->len; i++)
            {
              Worker *worker = g_ptr_array_index (self->workers, i);

              classes[class] +=
                  __atomic_load_n (&worker->durations[row * N_CLASSES + class], __ATOMIC_ACQUIRE);
            }
          count += classes[class];
        }
      if (count > 0)
        func (row, classes, microseconds, user_data);
    }
  g_mutex_unlock (&self->lock);
}
