/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-limiter.h"

/* Buckets that share a place; a new one takes that of the fullest. */
#define SET 8
#define N_LOCKS 64

/* A bucket by the generic cell rate algorithm: one moment says it all. */
typedef struct
{
  guint64 key;
  gint64 full_at; /* monotonic, µs: when the whole quota will be there again; in the past: it is */
} Bucket;

struct _PlatformLimiter
{
  guint64 seed;
  guint n_sets; /* a power of two */
  Bucket *buckets;
  GMutex locks[N_LOCKS]; /* for the sets that leave the same rest */
};

PlatformLimiter *
platform_limiter_new (guint n_buckets)
{
  PlatformLimiter *self = g_new0 (PlatformLimiter, 1);

  /* Who could foretell the places could push others out of them. */
  self->seed = (guint64) g_random_int () << 32 | g_random_int ();
  self->n_sets = 1;
  while (self->n_sets * SET < n_buckets)
    self->n_sets *= 2;
  self->buckets = g_new0 (Bucket, self->n_sets * SET);
  for (guint i = 0; i < N_LOCKS; i++)
    g_mutex_init (&self->locks[i]);
  return self;
}

void
platform_limiter_free (PlatformLimiter *self)
{
  for (guint i = 0; i < N_LOCKS; i++)
    g_mutex_clear (&self->locks[i]);
  g_free (self->buckets);
  g_free (self);
}

static guint64
make_key (PlatformLimiter *self, guint kind, const char *client)
{
  guint64 key = self->seed ^ kind;

  for (; *client != '\0'; client++)
    {
      key = (key ^ (guchar) *client) * G_GUINT64_CONSTANT (0x9fb21c651e98df25);
      key ^= key >> 28;
    }
  key ^= key >> 32;
  key *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  return key ^ key >> 32;
}

static Bucket *
find_bucket (Bucket *set, guint64 key)
{
  Bucket *fullest = set;

  for (guint i = 0; i < SET; i++)
    {
      if (set[i].key == key)
        return &set[i];
      if (set[i].full_at < fullest->full_at)
        fullest = &set[i];
    }
  *fullest = (Bucket){ key, 0 };
  return fullest;
}

static guint
round_up (gint64 microseconds)
{
  return (guint) ((microseconds + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
}

gboolean
platform_limiter_take (PlatformLimiter *self,
                       guint kind,
                       const char *client,
                       const PlatformQuota *quota,
                       gint64 now,
                       PlatformAllowance *allowance)
{
  guint64 key = make_key (self, kind, client);
  guint set = (guint) (key & (self->n_sets - 1));
  gint64 window = (gint64) quota->seconds * G_USEC_PER_SEC;
  gint64 step = MAX (window / quota->requests, 1);
  gint64 full_at;
  gboolean allowed;
  Bucket *bucket;

  g_mutex_lock (&self->locks[set % N_LOCKS]);
  bucket = find_bucket (&self->buckets[set * SET], key);
  full_at = MAX (bucket->full_at, now) + step;
  allowed = full_at - now <= window;
  if (allowed)
    bucket->full_at = full_at;
  else
    full_at -= step;
  g_mutex_unlock (&self->locks[set % N_LOCKS]);

  allowance->remaining = (guint) MAX ((window - (full_at - now)) / step, 0);
  allowance->reset = round_up (full_at - now);
  allowance->retry_after = allowance->remaining > 0 ? 0 : MAX (round_up (full_at + step - now - window), 1);
  return allowed;
}
