/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-holder.h"

#include <sodium.h>
#include <string.h>

#include "rambla-api-error.h"
#include "rambla-hands.h"
#include "rambla-voucher-token.h"

#define SECRET_NAME "holder-key"
#define FIRST_PAUSE 2 /* seconds */
#define LONGEST_PAUSE 300

struct _RamblaHolder
{
  GObject parent_instance;

  RamblaSession *session;
  RamblaApi *api;
  RamblaSecrets *secrets;
  RamblaWallet *wallet;
  GCancellable *cancellable; /* of what is under way for this sign-in */
  guint8 *key;               /* RAMBLA_ED25519_SECRET_SIZE bytes, or NULL */
  gboolean registered;
  guint pause;
  guint again_source;
};

G_DEFINE_FINAL_TYPE (RamblaHolder, rambla_holder, G_TYPE_OBJECT)

enum
{
  TOOK_OVER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void put_key (RamblaHolder *self);

static void
forget_key (RamblaHolder *self)
{
  if (self->key != NULL)
    sodium_free (self->key);
  self->key = NULL;
}

static gboolean
on_again_due (gpointer user_data)
{
  RamblaHolder *self = user_data;

  self->again_source = 0;
  put_key (self);
  return G_SOURCE_REMOVE;
}

static void
on_put_key_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaHolder) self = user_data;
  g_autoptr (GError) error = NULL;
  int moved = 0;

  if (rambla_hands_put_key_finish (RAMBLA_API (source), result, &moved, &error))
    {
      self->registered = TRUE;
      if (moved > 0)
        {
          rambla_wallet_refresh (self->wallet);
          g_signal_emit (self, signals[TOOK_OVER], 0, moved);
        }
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SIGNED_OUT))
    return;
  /* Also what was refused: the token that the proof was made for may have been renewed on the way. */
  g_message ("The key of this device is not registered yet: %s", error->message);
  self->pause = MIN (MAX (self->pause * 2, FIRST_PAUSE), LONGEST_PAUSE);
  self->again_source = g_timeout_add_seconds (
      MAX (self->pause, (guint) rambla_api_error_get_retry_after (error)), on_again_due, self);
}

static void
put_key (RamblaHolder *self)
{
  const char *token = rambla_session_get_access_token (self->session);

  if (token != NULL && self->key != NULL)
    rambla_hands_put_key_async (self->api, self->key, token, self->cancellable, on_put_key_ready,
                                g_object_ref (self));
}

static void
use_key (RamblaHolder *self)
{
  rambla_wallet_set_holder_key (self->wallet, self->key);
  put_key (self);
}

/* A key that could not be kept is not used: after the next start its vouchers could not be shown. */
static void
on_store_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaHolder) self = user_data;
  g_autoptr (GError) error = NULL;

  if (rambla_secrets_store_finish (RAMBLA_SECRETS (source), result, &error))
    {
      use_key (self);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_warning ("The key of this device cannot be kept, its vouchers stay unbound: %s", error->message);
  forget_key (self);
}

static gboolean
read_key (RamblaHolder *self, const char *text)
{
  g_autofree guint8 *seed = NULL;
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  gsize length = 0;

  forget_key (self);
  seed = text != NULL ? rambla_base64url_decode (text, strlen (text), &length) : NULL;
  if (seed != NULL && length == crypto_sign_SEEDBYTES &&
      (self->key = sodium_malloc (RAMBLA_ED25519_SECRET_SIZE)) != NULL)
    crypto_sign_seed_keypair (public_key, self->key, seed);
  if (seed != NULL)
    sodium_memzero (seed, length);
  return self->key != NULL;
}

static void
on_lookup_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaHolder) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint8 seed[crypto_sign_SEEDBYTES];
  gboolean known = rambla_secrets_lookup_finish (RAMBLA_SECRETS (source), result, &text, &error);

  if (!known)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_warning ("The key of this device cannot be read: %s", error->message);
      return;
    }
  if (read_key (self, text))
    use_key (self);
  else
    {
      randombytes_buf (seed, sizeof seed);
      g_free (text);
      text = rambla_base64url_encode (seed, sizeof seed);
      sodium_memzero (seed, sizeof seed);
      if (read_key (self, text))
        rambla_secrets_store_async (self->secrets, SECRET_NAME, text, self->cancellable, on_store_ready,
                                    g_object_ref (self));
    }
  if (text != NULL)
    sodium_memzero (text, strlen (text));
}

static void
on_clear_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_secrets_clear_finish (RAMBLA_SECRETS (source), result, &error))
    g_warning ("The key of this device could not be forgotten: %s", error->message);
}

static void
stop (RamblaHolder *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->again_source, g_source_remove);
  self->registered = FALSE;
  self->pause = 0;
}

static void
on_signed_in_changed (RamblaHolder *self)
{
  stop (self);
  if (rambla_session_get_signed_in (self->session))
    {
      self->cancellable = g_cancellable_new ();
      rambla_secrets_lookup_async (self->secrets, SECRET_NAME, self->cancellable, on_lookup_ready,
                                   g_object_ref (self));
      return;
    }
  forget_key (self);
  rambla_wallet_set_holder_key (self->wallet, NULL);
  rambla_secrets_clear_async (self->secrets, SECRET_NAME, NULL, on_clear_ready, NULL);
}

gboolean
rambla_holder_get_registered (RamblaHolder *self)
{
  g_return_val_if_fail (RAMBLA_IS_HOLDER (self), FALSE);

  return self->registered;
}

static void
rambla_holder_dispose (GObject *object)
{
  RamblaHolder *self = RAMBLA_HOLDER (object);

  stop (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->api);
  g_clear_object (&self->secrets);
  g_clear_object (&self->wallet);
  forget_key (self);
  G_OBJECT_CLASS (rambla_holder_parent_class)->dispose (object);
}

static void
rambla_holder_class_init (RamblaHolderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_holder_dispose;
  signals[TOOK_OVER] = g_signal_new ("took-over", RAMBLA_TYPE_HOLDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
rambla_holder_init (RamblaHolder *self)
{
}

RamblaHolder *
rambla_holder_new (RamblaSession *session, RamblaApi *api, RamblaSecrets *secrets, RamblaWallet *wallet)
{
  RamblaHolder *self = g_object_new (RAMBLA_TYPE_HOLDER, NULL);

  self->session = g_object_ref (session);
  self->api = g_object_ref (api);
  self->secrets = g_object_ref (secrets);
  self->wallet = g_object_ref (wallet);
  g_signal_connect_swapped (session, "notify::signed-in", G_CALLBACK (on_signed_in_changed), self);
  if (sodium_init () >= 0 && rambla_session_get_signed_in (session))
    on_signed_in_changed (self);
  return self;
}
