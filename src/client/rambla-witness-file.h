/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-log-witness.h"

G_BEGIN_DECLS

/* Offers of which is remembered what was said about them; the oldest are forgotten first. */
#define RAMBLA_WITNESS_DEALS 2000

/* The last head of one log that fitted. */
typedef struct
{
  char *text; /* NULL: none yet */
  gint64 seen_at;
} RamblaWitnessHead;

/* The newest entry that was seen about an offer. */
typedef struct
{
  char *key; /* log and offer, "reviews dea_…" */
  gint64 nth;
  RamblaLogHash hash;
} RamblaWitnessTip;

/* What a witness remembers. */
typedef struct
{
  RamblaWitnessHead heads[2]; /* reviews, prices */
  GQueue tips;                /* of RamblaWitnessTip, the newest last */
  RamblaLogWarning *warning;  /* NULL: none */
} RamblaWitnessMemory;

void rambla_witness_memory_clear (RamblaWitnessMemory *self);

/** rambla_witness_memory_find: (nullable): what was seen about an offer. */
RamblaWitnessTip *rambla_witness_memory_find (RamblaWitnessMemory *self, const char *key);

/** rambla_witness_memory_keep: remembers the newest entry about an offer. */
void rambla_witness_memory_keep (RamblaWitnessMemory *self,
                                 const char *key,
                                 gint64 nth,
                                 const RamblaLogHash *hash);

/** rambla_witness_memory_format: (transfer full): as it is kept in the file. */
char *rambla_witness_memory_format (const RamblaWitnessMemory *self);

/** rambla_witness_memory_read: adds to an empty memory what the file at @path holds; nothing if there is
 * none. One that cannot be read is put aside as "….unreadable". */
gboolean rambla_witness_memory_read (RamblaWitnessMemory *self, const char *path, GError **error);

G_END_DECLS
