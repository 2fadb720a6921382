/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-trade.h"

#include "platform-inquiry.h"
#include "platform-paying.h"
#include "rambla-id.h"

static gboolean
recover (PlatformDatabase *database, gpointer data, GError **error)
{
  return platform_paying_recover (database, data, error);
}

PlatformTrade *
platform_trade_new (PlatformDatabasePool *readers,
                    PlatformWriter *writer,
                    PlatformClock *clock,
                    const PlatformCity *city,
                    PlatformProvider *provider,
                    const char *base_uri,
                    GError **error)
{
  g_autoptr (PlatformTrade) self = g_new0 (PlatformTrade, 1);

  self->readers = readers;
  self->writer = writer;
  self->clock = clock;
  self->city = city;
  self->terms = platform_terms_cache_new ();
  self->provider = provider != NULL ? g_object_ref (provider) : NULL;
  self->base_uri = g_strdup (base_uri);
  self->commission = PLATFORM_DEFAULT_COMMISSION;
  self->process = rambla_id_new ("run_");
  self->stopping = g_cancellable_new ();
  g_mutex_init (&self->calls_lock);
  g_cond_init (&self->calls_done);
  self->words = g_ptr_array_new ();
  self->keys = platform_keys_open (writer, platform_clock_now (clock), error);
  if (self->keys == NULL || !platform_writer_run (writer, recover, self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
platform_trade_stop (PlatformTrade *self)
{
  g_cancellable_cancel (self->stopping);
  g_mutex_lock (&self->calls_lock);
  while (self->calls > 0)
    g_cond_wait (&self->calls_done, &self->calls_lock);
  g_mutex_unlock (&self->calls_lock);
}

void
platform_trade_free (PlatformTrade *self)
{
  platform_trade_stop (self);
  platform_inquiry_forget_words (self);
  g_ptr_array_unref (self->words);
  g_clear_pointer (&self->keys, platform_keys_free);
  g_clear_pointer (&self->terms, platform_terms_cache_free);
  g_clear_object (&self->provider);
  g_clear_object (&self->stopping);
  g_mutex_clear (&self->calls_lock);
  g_cond_clear (&self->calls_done);
  g_free (self->base_uri);
  g_free (self->process);
  g_free (self);
}

void
platform_trade_wake (const PlatformTrade *self)
{
  if (self->changed != NULL)
    self->changed (self->changed_data);
}

void
platform_trade_begin_call (PlatformTrade *self)
{
  g_mutex_lock (&self->calls_lock);
  self->calls++;
  g_mutex_unlock (&self->calls_lock);
}

void
platform_trade_end_call (PlatformTrade *self)
{
  g_mutex_lock (&self->calls_lock);
  self->calls--;
  if (self->calls == 0)
    g_cond_broadcast (&self->calls_done);
  g_mutex_unlock (&self->calls_lock);
}

void
platform_trade_keep_word (PlatformTrade *self, gpointer word)
{
  g_mutex_lock (&self->calls_lock);
  g_ptr_array_add (self->words, word);
  g_mutex_unlock (&self->calls_lock);
}

GPtrArray *
platform_trade_take_words (PlatformTrade *self)
{
  GPtrArray *words;

  g_mutex_lock (&self->calls_lock);
  words = g_steal_pointer (&self->words);
  self->words = g_ptr_array_new ();
  g_mutex_unlock (&self->calls_lock);
  return words;
}
