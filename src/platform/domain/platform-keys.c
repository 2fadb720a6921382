/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-keys.h"

#include <sodium.h>
#include <string.h>

#include "platform-key-storage.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"
#include "rambla-json-writer.h"

#define DAY G_GINT64_CONSTANT (86400)
#define KEY_LIFE (90 * DAY)
/* A redemption that is undone makes its voucher good again; nobody undoes one after a week. */
#define UNDO_GRACE (7 * DAY)

/* Never freed before the set: what platform_keys_find() gave stays valid. */
typedef struct
{
  char *kid;
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  gint64 created_at;
  gboolean stolen; /* guarded by the set's lock, as the next one */
  gboolean closed; /* not published */
} Key;

struct _PlatformKeys
{
  GRWLock lock;
  GPtrArray *keys;    /* Key; guarded by lock */
  const Key *signing; /* guarded by lock */
};

static void
key_free (Key *key)
{
  sodium_memzero (key->secret_key, sizeof key->secret_key);
  g_free (key->kid);
  g_free (key);
}

static Key *
key_new (const PlatformKeyRow *row)
{
  Key *key = g_new0 (Key, 1);
  guint8 digest[crypto_hash_sha256_BYTES];

  crypto_sign_seed_keypair (key->public_key, key->secret_key, row->seed);
  crypto_hash_sha256 (digest, key->public_key, sizeof key->public_key);
  key->kid = rambla_base64url_encode (digest, 8);
  key->created_at = row->created_at;
  key->stolen = row->stolen_at != 0;
  key->closed = row->closed_at != 0;
  return key;
}

/* With the lock held. */
static Key *
find (PlatformKeys *self, const char *kid)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      Key *key = g_ptr_array_index (self->keys, i);

      if (g_strcmp0 (key->kid, kid) == 0)
        return key;
    }
  return NULL;
}

/* --- Opening --- */

static gboolean
insert_new (PlatformDatabase *database, gint64 now, Key **key, GError **error)
{
  PlatformKeyRow row = { .created_at = now };
  Key *made;
  gboolean inserted;

  randombytes_buf (row.seed, sizeof row.seed);
  made = key_new (&row);
  row.kid = made->kid;
  inserted = platform_key_storage_insert (database, &row, error);
  rambla_fault_point ("keys.made");
  sodium_memzero (row.seed, sizeof row.seed);
  if (inserted)
    *key = made;
  else
    key_free (made);
  return inserted;
}

typedef struct
{
  PlatformKeys *keys;
  gint64 now;
} OpenJob;

static gboolean
open_keys (PlatformDatabase *database, gpointer data, GError **error)
{
  OpenJob *job = data;
  PlatformKeys *self = job->keys;
  g_autoptr (GPtrArray) rows = platform_key_storage_list (database, error);
  const PlatformKeyRow *newest;
  Key *made = NULL;

  if (rows == NULL)
    return FALSE;
  g_ptr_array_set_size (self->keys, 0);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (self->keys, key_new (g_ptr_array_index (rows, i)));
  newest = rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;
  if (newest != NULL && newest->retired_at == 0 && newest->created_at + KEY_LIFE > job->now)
    self->signing = g_ptr_array_index (self->keys, 0);
  else
    {
      if (!insert_new (database, job->now, &made, error))
        return FALSE;
      g_ptr_array_add (self->keys, made);
      self->signing = made;
    }
  /* More than one is left when the program ended in the middle of a rotation. */
  return platform_key_storage_retire_others (database, self->signing->kid, job->now, error);
}

PlatformKeys *
platform_keys_open (PlatformWriter *writer, gint64 now, GError **error)
{
  g_autoptr (PlatformKeys) self = NULL;
  OpenJob job = { NULL, now };

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                           "libsodium could not be started");
      return NULL;
    }
  self = g_new0 (PlatformKeys, 1);
  g_rw_lock_init (&self->lock);
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) key_free);
  job.keys = self;
  return platform_writer_run (writer, open_keys, &job, error) ? g_steal_pointer (&self) : NULL;
}

void
platform_keys_free (PlatformKeys *self)
{
  g_ptr_array_unref (self->keys);
  g_rw_lock_clear (&self->lock);
  g_free (self);
}

/* --- Rotating --- */

static gboolean
prepare (PlatformDatabase *database, gpointer data, GError **error)
{
  OpenJob *job = data;
  Key *made = NULL;

  if (!insert_new (database, job->now, &made, error))
    return FALSE;
  /* Known before it signs: should the commit fail, it is one that nothing refers to. */
  g_rw_lock_writer_lock (&job->keys->lock);
  g_ptr_array_add (job->keys->keys, made);
  g_rw_lock_writer_unlock (&job->keys->lock);
  return TRUE;
}

gboolean
platform_keys_prepare (PlatformKeys *self, PlatformWriter *writer, gint64 now, GError **error)
{
  OpenJob job = { self, now };

  return platform_writer_run (writer, prepare, &job, error);
}

gboolean
platform_keys_rotate (PlatformKeys *self,
                      PlatformDatabase *database,
                      const char *stolen,
                      gint64 now,
                      PlatformKeyRotation *rotation,
                      GError **error)
{
  Key *next;
  Key *bad;

  *rotation = (PlatformKeyRotation){ NULL, 0, FALSE };
  g_rw_lock_reader_lock (&self->lock);
  next = g_ptr_array_index (self->keys, self->keys->len - 1);
  bad = find (self, stolen);
  rotation->known = stolen == NULL || (bad != NULL && bad != next);
  rotation->kid = next->kid;
  g_rw_lock_reader_unlock (&self->lock);
  if (!rotation->known)
    return TRUE;

  if (!platform_key_storage_retire_others (database, next->kid, now, error) ||
      (bad != NULL && (!platform_key_storage_set_stolen (database, bad->kid, now, error) ||
                       !platform_voucher_storage_replace_key (database, bad->kid, next->kid, now,
                                                              &rotation->reissued, error))))
    return FALSE;
  rambla_fault_point ("keys.rotated");
  /* In the writer's thread, so that no job after this one signs with the old key. */
  g_rw_lock_writer_lock (&self->lock);
  self->signing = next;
  if (bad != NULL)
    bad->stolen = TRUE;
  g_rw_lock_writer_unlock (&self->lock);
  g_message ("the key %s signs from now on; %" G_GINT64_FORMAT " vouchers were issued anew", next->kid,
             rotation->reissued);
  return TRUE;
}

typedef struct
{
  PlatformKeys *keys;
  gint64 now;
  GPtrArray *unused;
} KeepJob;

static gboolean
keep (PlatformDatabase *database, gpointer data, GError **error)
{
  KeepJob *job = data;
  PlatformKeyRotation rotation;

  for (guint i = 0; i < job->unused->len; i++)
    {
      const char *kid = g_ptr_array_index (job->unused, i);

      if (!platform_key_storage_close (database, kid, job->now, error))
        return FALSE;
      g_rw_lock_writer_lock (&job->keys->lock);
      find (job->keys, kid)->closed = TRUE;
      g_rw_lock_writer_unlock (&job->keys->lock);
    }
  return job->now < job->keys->signing->created_at + KEY_LIFE ||
         platform_keys_rotate (job->keys, database, NULL, job->now, &rotation, error);
}

gboolean
platform_keys_keep (PlatformKeys *self,
                    PlatformDatabase *reader,
                    PlatformWriter *writer,
                    gint64 now,
                    GError **error)
{
  KeepJob job = { self, now, NULL };
  g_autoptr (GPtrArray) unused = platform_key_storage_list_unused (reader, now, UNDO_GRACE, error);
  gboolean due;

  if (unused == NULL)
    return FALSE;
  g_rw_lock_reader_lock (&self->lock);
  due = now >= self->signing->created_at + KEY_LIFE;
  g_rw_lock_reader_unlock (&self->lock);
  if (!due && unused->len == 0)
    return TRUE;
  job.unused = unused;
  return (!due || platform_keys_prepare (self, writer, now, error)) &&
         platform_writer_run (writer, keep, &job, error);
}

/* --- Using --- */

const char *
platform_keys_get_signing (PlatformKeys *self)
{
  const char *kid;

  g_rw_lock_reader_lock (&self->lock);
  kid = self->signing->kid;
  g_rw_lock_reader_unlock (&self->lock);
  return kid;
}

char *
platform_keys_sign (PlatformKeys *self, const RamblaVoucherClaims *claims)
{
  const Key *key;

  g_rw_lock_reader_lock (&self->lock);
  key = find (self, claims->kid);
  g_rw_lock_reader_unlock (&self->lock);
  return key != NULL ? rambla_voucher_token_sign (claims, key->secret_key) : NULL;
}

char *
platform_keys_sign_head (PlatformKeys *self, RamblaLogHead *head)
{
  const Key *key;
  char *text;

  g_rw_lock_reader_lock (&self->lock);
  key = self->signing;
  g_rw_lock_reader_unlock (&self->lock);
  head->kid = key->kid;
  text = rambla_log_head_sign (head, key->secret_key);
  head->kid = NULL;
  return text;
}

char *
platform_keys_sign_certificate (PlatformKeys *self, const RamblaCertificate *certificate)
{
  const Key *key;

  g_rw_lock_reader_lock (&self->lock);
  key = self->signing;
  g_rw_lock_reader_unlock (&self->lock);
  return rambla_certificate_sign (certificate, key->kid, key->secret_key);
}

const guint8 *
platform_keys_find (const char *kid, gpointer keys)
{
  PlatformKeys *self = keys;
  const guint8 *public_key = NULL;
  const Key *key;

  g_rw_lock_reader_lock (&self->lock);
  key = find (self, kid);
  if (key != NULL && !key->stolen)
    public_key = key->public_key;
  g_rw_lock_reader_unlock (&self->lock);
  return public_key;
}

gboolean
platform_keys_is_stolen (PlatformKeys *self, const char *kid)
{
  gboolean stolen;
  const Key *key;

  g_rw_lock_reader_lock (&self->lock);
  key = find (self, kid);
  stolen = key != NULL && key->stolen;
  g_rw_lock_reader_unlock (&self->lock);
  return stolen;
}

GString *
platform_keys_to_jwks (PlatformKeys *self)
{
  GString *out = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, out);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_name (&writer, "keys");
  rambla_json_writer_begin_array (&writer);
  g_rw_lock_reader_lock (&self->lock);
  for (guint i = 0; i < self->keys->len; i++)
    {
      const Key *key = g_ptr_array_index (self->keys, i);
      g_autofree char *x = NULL;

      if (key->stolen || key->closed)
        continue;
      x = rambla_base64url_encode (key->public_key, sizeof key->public_key);
      rambla_json_writer_begin_object (&writer);
      rambla_json_writer_member_string (&writer, "kty", "OKP");
      rambla_json_writer_member_string (&writer, "crv", "Ed25519");
      rambla_json_writer_member_string (&writer, "x", x);
      rambla_json_writer_member_string (&writer, "kid", key->kid);
      rambla_json_writer_member_string (&writer, "use", "sig");
      rambla_json_writer_member_string (&writer, "alg", "EdDSA");
      rambla_json_writer_end_object (&writer);
    }
  g_rw_lock_reader_unlock (&self->lock);
  rambla_json_writer_end_array (&writer);
  rambla_json_writer_end_object (&writer);
  return out;
}
