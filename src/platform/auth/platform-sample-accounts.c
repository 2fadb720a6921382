/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-sample-accounts.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "platform-auth.h"
#include "platform-secret.h"
#include "platform-sign-in.h"
#include "rambla-id.h"

#define CARD_FILE "demo.json"
#define PASSWORD "sandbox"
/* Codes live five minutes; those in the file are replaced while they still have more than one. */
#define RENEW_SECONDS 200

static const struct
{
  const char *role;
  const char *email;
  const char *name;
  gboolean every_store;
} samples[] = {
  { PLATFORM_SCOPE_CONSUMER, "consumer@example.org", "Ana Pérez", FALSE },
  { PLATFORM_SCOPE_MERCHANT, "merchant@example.org", "Mostrador de muestra", TRUE },
  { PLATFORM_SCOPE_KIOSK, "kiosk@example.org", "Kiosco de muestra", FALSE },
  { PLATFORM_SCOPE_OPERATOR, "operator@example.org", "Operador de muestra", FALSE },
};

typedef char *Codes[G_N_ELEMENTS (samples)];

struct _PlatformSampleAccounts
{
  PlatformWriter *writer;
  PlatformClock *clock;
  char *path;
  char *listening;
  GMainContext *main_context;
  GSource *timer;
  GMutex lock;
  GSource *soon; /* guarded by lock */
};

typedef struct
{
  const PlatformAccountCard *card;
  char *password_hash; /* NULL: nothing is to be made */
  gint64 now;
  Codes codes;
  gboolean complete;
} AccountsJob;

static void
accounts_job_clear (AccountsJob *job)
{
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    g_clear_pointer (&job->codes[i], g_free);
  g_clear_pointer (&job->password_hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AccountsJob, accounts_job_clear)

static gboolean
look_for_accounts (PlatformDatabase *database, gpointer data, GError **error)
{
  AccountsJob *job = data;

  job->complete = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (PlatformAccount) account = NULL;

      if (platform_account_storage_get_by_email (database, samples[i].email, &account, error) ==
          PLATFORM_STEP_ERROR)
        return FALSE;
      job->complete = job->complete && account != NULL;
    }
  return TRUE;
}

static gboolean
make_accounts (PlatformDatabase *database, gpointer data, GError **error)
{
  AccountsJob *job = data;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *id = rambla_id_derive (RAMBLA_ID_USER, samples[i].email);
      g_autoptr (PlatformAccount) found = NULL;
      PlatformAccount account = {
        .id = id,
        .email = (char *) samples[i].email,
        .name = (char *) samples[i].name,
        .password_hash = job->password_hash,
        .scopes = (char *) samples[i].role,
        .every_store = samples[i].every_store,
        .created_at = job->now,
      };

      if (platform_account_storage_get_by_email (database, samples[i].email, &found, error) ==
          PLATFORM_STEP_ERROR)
        return FALSE;
      if (found != NULL)
        continue;
      if (!platform_account_storage_insert (database, &account, error) ||
          (g_str_equal (samples[i].role, PLATFORM_SCOPE_CONSUMER) &&
           !platform_account_storage_set_card (database, id, job->card, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_codes (PlatformDatabase *database, gpointer data, GError **error)
{
  AccountsJob *job = data;

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (PlatformAccount) account = NULL;

      if (platform_account_storage_get_by_email (database, samples[i].email, &account, error) !=
          PLATFORM_STEP_ROW)
        return FALSE;
      job->codes[i] = platform_sign_in_issue_code (database, account->id, samples[i].role, job->now, error);
      if (job->codes[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

gboolean
platform_sample_accounts_write_codes (PlatformSampleAccounts *self, RamblaJsonWriter *writer, GError **error)
{
  g_auto (AccountsJob) job = { .now = platform_clock_now (self->clock) };

  if (!platform_writer_run (self->writer, make_codes, &job, error))
    return FALSE;
  rambla_json_writer_begin_object (writer);
  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    rambla_json_writer_member_string (writer, samples[i].role, job.codes[i]);
  rambla_json_writer_end_object (writer);
  return TRUE;
}

static gboolean
write_card (PlatformSampleAccounts *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, text);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "listening", self->listening);
  rambla_json_writer_name (&writer, "sign_in");
  if (!platform_sample_accounts_write_codes (self, &writer, error))
    return FALSE;
  rambla_json_writer_end_object (&writer);
  g_string_append_c (text, '\n');
  return g_file_set_contents_full (self->path, text->str, (gssize) text->len, G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, error);
}

static void
renew (PlatformSampleAccounts *self)
{
  g_autoptr (GError) error = NULL;

  if (!write_card (self, &error))
    g_warning ("%s could not be renewed: %s", self->path, error->message);
}

static gboolean
on_timer (gpointer data)
{
  renew (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_soon (gpointer data)
{
  PlatformSampleAccounts *self = data;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->soon, g_source_unref);
  g_mutex_unlock (&self->lock);
  renew (self);
  return G_SOURCE_REMOVE;
}

void
platform_sample_accounts_renew (PlatformSampleAccounts *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->soon != NULL)
    return;
  self->soon = g_idle_source_new ();
  g_source_set_priority (self->soon, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->soon, on_soon, self, NULL);
  g_source_attach (self->soon, self->main_context);
}

PlatformSampleAccounts *
platform_sample_accounts_open (PlatformWriter *writer,
                               PlatformClock *clock,
                               const char *directory,
                               const char *listening,
                               const PlatformAccountCard *card,
                               GError **error)
{
  g_autoptr (PlatformSampleAccounts) self = g_new0 (PlatformSampleAccounts, 1);
  g_auto (AccountsJob) job = { .card = card, .now = platform_clock_now (clock) };

  self->writer = writer;
  self->clock = clock;
  self->path = g_build_filename (directory, CARD_FILE, NULL);
  self->listening = g_strdup (listening);
  self->main_context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->lock);

  if (!platform_writer_run (writer, look_for_accounts, &job, error))
    return NULL;
  if (!job.complete)
    {
      /* One hash for the four: it is no secret, and each takes its time. */
      job.password_hash = platform_password_hash (PASSWORD);
      if (!platform_writer_run (writer, make_accounts, &job, error))
        return NULL;
    }
  if (!write_card (self, error))
    return NULL;
  self->timer = g_timeout_source_new_seconds (RENEW_SECONDS);
  g_source_set_callback (self->timer, on_timer, self, NULL);
  g_source_attach (self->timer, self->main_context);
  return g_steal_pointer (&self);
}

void
platform_sample_accounts_free (PlatformSampleAccounts *self)
{
  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_source_unref (self->timer);
    }
  g_mutex_lock (&self->lock);
  if (self->soon != NULL)
    {
      g_source_destroy (self->soon);
      g_clear_pointer (&self->soon, g_source_unref);
    }
  g_mutex_unlock (&self->lock);
  if (g_unlink (self->path) < 0 && errno != ENOENT)
    g_warning ("%s could not be removed: %s", self->path, g_strerror (errno));
  g_mutex_clear (&self->lock);
  g_main_context_unref (self->main_context);
  g_free (self->path);
  g_free (self->listening);
  g_free (self);
}
