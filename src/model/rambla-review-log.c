/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review-log.h"

#include <sodium.h>
#include <string.h>

#include "rambla-log-text-private.h"

#define FIRST_LINE "rambla review log 1\n"
#define CONTENT_PREFIX "rambla review content 1\n"

static const char *const kind_names[] = {
  [RAMBLA_REVIEW_ENTRY_REVIEW] = "review",
  [RAMBLA_REVIEW_ENTRY_REPLY] = "reply",
  [RAMBLA_REVIEW_ENTRY_TOMBSTONE] = "tombstone",
};
static const char *const reasons[] = { "law", "abuse", NULL };

void
rambla_review_entry_free (RamblaReviewEntry *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->deal_id);
  g_free (self->store_id);
  g_free (self->of);
  g_free (self->reason);
  g_free (self);
}

const char *
rambla_review_entry_kind_to_string (RamblaReviewEntryKind kind)
{
  return kind_names[kind];
}

static gboolean
is_sound (const RamblaReviewEntry *self)
{
  gboolean review = self->kind == RAMBLA_REVIEW_ENTRY_REVIEW;
  gboolean tombstone = self->kind == RAMBLA_REVIEW_ENTRY_TOMBSTONE;

  return rambla_log_text_is_word (self->id) && rambla_log_text_is_word (self->deal_id) &&
         rambla_log_text_is_word (self->store_id) && self->nth > 0 &&
         (review ? self->rating >= 1 && self->rating <= 5 : rambla_log_text_is_word (self->of)) &&
         (!tombstone || (self->reason != NULL && g_strv_contains (reasons, self->reason)));
}

char *
rambla_review_entry_format (const RamblaReviewEntry *self)
{
  GString *out;

  if (!is_sound (self))
    return NULL;
  out = g_string_new (FIRST_LINE);
  rambla_log_text_add (out, "kind", kind_names[self->kind]);
  rambla_log_text_add (out, "id", self->id);
  rambla_log_text_add (out, "deal", self->deal_id);
  rambla_log_text_add (out, "store", self->store_id);
  rambla_log_text_add_number (out, "nth", self->nth);
  rambla_log_text_add_hash (out, "previous", &self->previous);
  rambla_log_text_add_time (out, "at", self->at);
  if (self->kind == RAMBLA_REVIEW_ENTRY_REVIEW)
    {
      rambla_log_text_add_number (out, "rating", (guint64) self->rating);
      rambla_log_text_add_number (out, "sample", self->sample ? 1 : 0);
    }
  else
    rambla_log_text_add (out, "of", self->of);
  if (self->kind == RAMBLA_REVIEW_ENTRY_TOMBSTONE)
    rambla_log_text_add (out, "reason", self->reason);
  rambla_log_text_add_hash (out, "content", &self->content);
  return g_string_free (out, FALSE);
}

static gboolean
read_kind (RamblaReviewEntry *self, const char **at)
{
  g_autofree char *kind = NULL;

  if (!rambla_log_text_read (at, "kind", &kind))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (kind_names); i++)
    if (strcmp (kind, kind_names[i]) == 0)
      {
        self->kind = (RamblaReviewEntryKind) i;
        return TRUE;
      }
  return FALSE;
}

RamblaReviewEntry *
rambla_review_entry_parse (const char *text)
{
  g_autoptr (RamblaReviewEntry) self = g_new0 (RamblaReviewEntry, 1);
  g_autofree char *again = NULL;
  const char *at = text + strlen (FIRST_LINE);
  guint64 rating = 0;
  guint64 sample = 0;

  if (!g_str_has_prefix (text, FIRST_LINE) || !read_kind (self, &at) ||
      !rambla_log_text_read (&at, "id", &self->id) || !rambla_log_text_read (&at, "deal", &self->deal_id) ||
      !rambla_log_text_read (&at, "store", &self->store_id) ||
      !rambla_log_text_read_number (&at, "nth", &self->nth) ||
      !rambla_log_text_read_hash (&at, "previous", &self->previous) ||
      !rambla_log_text_read_time (&at, "at", &self->at))
    return NULL;
  if (self->kind == RAMBLA_REVIEW_ENTRY_REVIEW && (!rambla_log_text_read_number (&at, "rating", &rating) ||
                                                   !rambla_log_text_read_number (&at, "sample", &sample)))
    return NULL;
  if (self->kind != RAMBLA_REVIEW_ENTRY_REVIEW && !rambla_log_text_read (&at, "of", &self->of))
    return NULL;
  if (self->kind == RAMBLA_REVIEW_ENTRY_TOMBSTONE && !rambla_log_text_read (&at, "reason", &self->reason))
    return NULL;
  if (rating > 5 || sample > 1 || !rambla_log_text_read_hash (&at, "content", &self->content))
    return NULL;
  self->rating = (int) rating;
  self->sample = sample == 1;
  /* One text for one entry: leading zeros and the like make none. */
  again = rambla_review_entry_format (self);
  return again != NULL && strcmp (again, text) == 0 ? g_steal_pointer (&self) : NULL;
}

/* --- Contents --- */

static void
add_length (crypto_hash_sha256_state *state, gsize length)
{
  guint32 prefix = GUINT32_TO_BE ((guint32) length);

  crypto_hash_sha256_update (state, (const guint8 *) &prefix, sizeof prefix);
}

static void
add_text (crypto_hash_sha256_state *state, const char *text)
{
  add_length (state, strlen (text));
  crypto_hash_sha256_update (state, (const guint8 *) text, strlen (text));
}

RamblaLogHash
rambla_review_content_hash (const RamblaReviewContent *self)
{
  crypto_hash_sha256_state state;
  RamblaLogHash hash;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guint8 *) CONTENT_PREFIX, strlen (CONTENT_PREFIX));
  crypto_hash_sha256_update (&state, self->salt, sizeof self->salt);
  add_text (&state, self->author);
  add_text (&state, self->language);
  add_text (&state, self->text);
  add_length (&state, self->n_pictures);
  for (gsize i = 0; i < self->n_pictures; i++)
    crypto_hash_sha256_update (&state, self->pictures[i].bytes, sizeof self->pictures[i].bytes);
  crypto_hash_sha256_final (&state, hash.bytes);
  return hash;
}

RamblaLogHash
rambla_review_picture_hash (GBytes *picture)
{
  RamblaLogHash hash;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (picture, &length);

  crypto_hash_sha256 (hash.bytes, bytes, length);
  return hash;
}

gboolean
rambla_review_reason_keeps_rating (const char *reason)
{
  return strcmp (reason, "law") == 0;
}
