/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-keys.h"

#include <sodium.h>
#include <string.h>

#include "platform-key-storage.h"
#include "rambla-fault-point.h"
#include "rambla-json-writer.h"

#define KEY_LIFE (90 * G_GINT64_CONSTANT (86400))

/* Never freed before the set: what platform_keys_find() gave stays valid. */
typedef struct
{
  char *kid;
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
} Key;

struct _PlatformKeys
{
  GRWLock lock;
  GPtrArray *keys; /* Key, the one that signs first; guarded by lock */
};

static void
key_free (Key *key)
{
  sodium_memzero (key->secret_key, sizeof key->secret_key);
  g_free (key->kid);
  g_free (key);
}

static Key *
key_new (const guint8 *seed)
{
  Key *key = g_new0 (Key, 1);
  guint8 digest[crypto_hash_sha256_BYTES];

  crypto_sign_seed_keypair (key->public_key, key->secret_key, seed);
  crypto_hash_sha256 (digest, key->public_key, sizeof key->public_key);
  key->kid = rambla_base64url_encode (digest, 8);
  return key;
}

typedef struct
{
  gint64 now;
  gboolean rotate;
  GPtrArray *loaded;
} OpenJob;

static gboolean
make_key (PlatformDatabase *database, gint64 now, GError **error)
{
  PlatformKeyRow row = { .created_at = now };
  g_autofree char *kid = NULL;
  Key *key;
  gboolean made;

  randombytes_buf (row.seed, sizeof row.seed);
  key = key_new (row.seed);
  kid = g_strdup (key->kid);
  key_free (key);
  row.kid = kid;
  made = platform_key_storage_insert (database, &row, error) &&
         platform_key_storage_retire_others (database, kid, now, error);
  rambla_fault_point ("keys.made");
  sodium_memzero (row.seed, sizeof row.seed);
  return made;
}

static gboolean
open_keys (PlatformDatabase *database, gpointer data, GError **error)
{
  OpenJob *job = data;
  g_autoptr (GPtrArray) rows = platform_key_storage_list (database, error);
  const PlatformKeyRow *newest;

  if (rows == NULL)
    return FALSE;
  newest = rows->len > 0 ? g_ptr_array_index (rows, 0) : NULL;
  if (job->rotate || newest == NULL || newest->retired_at != 0 || newest->created_at + KEY_LIFE <= job->now)
    {
      if (!make_key (database, job->now, error))
        return FALSE;
      g_ptr_array_unref (rows);
      rows = platform_key_storage_list (database, error);
      if (rows == NULL)
        return FALSE;
    }
  job->loaded = g_ptr_array_new ();
  for (guint i = 0; i < rows->len; i++)
    {
      const PlatformKeyRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_add (job->loaded, key_new (row->seed));
    }
  return TRUE;
}

static gboolean
load (PlatformKeys *self, PlatformWriter *writer, gint64 now, gboolean rotate, GError **error)
{
  OpenJob job = { now, rotate, NULL };
  g_autoptr (GPtrArray) old = NULL;

  if (!platform_writer_run (writer, open_keys, &job, error))
    {
      if (job.loaded != NULL)
        {
          g_ptr_array_set_free_func (job.loaded, (GDestroyNotify) key_free);
          g_ptr_array_unref (job.loaded);
        }
      return FALSE;
    }

  g_rw_lock_writer_lock (&self->lock);
  /* Those that are known keep their place in memory. */
  for (guint i = 0; i < job.loaded->len; i++)
    {
      Key *key = g_ptr_array_index (job.loaded, i);

      for (guint k = 0; k < self->keys->len; k++)
        if (g_str_equal (((Key *) g_ptr_array_index (self->keys, k))->kid, key->kid))
          {
            key_free (key);
            job.loaded->pdata[i] = g_ptr_array_steal_index (self->keys, k);
            break;
          }
    }
  for (guint k = 0; k < self->keys->len; k++)
    g_ptr_array_add (job.loaded, g_ptr_array_index (self->keys, k));
  g_ptr_array_set_free_func (self->keys, NULL);
  old = g_steal_pointer (&self->keys);
  self->keys = job.loaded;
  g_ptr_array_set_free_func (self->keys, (GDestroyNotify) key_free);
  g_rw_lock_writer_unlock (&self->lock);
  return TRUE;
}

PlatformKeys *
platform_keys_open (PlatformWriter *writer, gint64 now, GError **error)
{
  g_autoptr (PlatformKeys) self = NULL;

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                           "libsodium could not be started");
      return NULL;
    }
  self = g_new0 (PlatformKeys, 1);
  g_rw_lock_init (&self->lock);
  self->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) key_free);
  return load (self, writer, now, FALSE, error) ? g_steal_pointer (&self) : NULL;
}

void
platform_keys_free (PlatformKeys *self)
{
  g_ptr_array_unref (self->keys);
  g_rw_lock_clear (&self->lock);
  g_free (self);
}

gboolean
platform_keys_rotate (PlatformKeys *self, PlatformWriter *writer, gint64 now, GError **error)
{
  return load (self, writer, now, TRUE, error);
}

/* With the lock held. */
static const Key *
find (PlatformKeys *self, const char *kid)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      const Key *key = g_ptr_array_index (self->keys, i);

      if (g_strcmp0 (key->kid, kid) == 0)
        return key;
    }
  return NULL;
}

const char *
platform_keys_get_signing (PlatformKeys *self)
{
  const char *kid;

  g_rw_lock_reader_lock (&self->lock);
  kid = ((const Key *) g_ptr_array_index (self->keys, 0))->kid;
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

const guint8 *
platform_keys_find (const char *kid, gpointer keys)
{
  PlatformKeys *self = keys;
  const Key *key;

  g_rw_lock_reader_lock (&self->lock);
  key = find (self, kid);
  g_rw_lock_reader_unlock (&self->lock);
  return key != NULL ? key->public_key : NULL;
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
      g_autofree char *x = rambla_base64url_encode (key->public_key, sizeof key->public_key);

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
