/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-passwords.h"

#include <sodium.h>
#include <string.h>

#include "platform-secret.h"

struct _PlatformPasswords
{
  gint max_waiting;
  GMutex lock;
  GThreadPool *pool; /* guarded by lock; NULL once stopped */
  gint waiting;      /* guarded by lock */
};

typedef struct
{
  char *hash;
  char *password;
  PlatformPasswordVerified verified; /* or made */
  PlatformPasswordMade made;
  gpointer data;
} Work;

static void
work_free (Work *work)
{
  sodium_memzero (work->password, strlen (work->password));
  g_free (work->password);
  g_free (work->hash);
  g_free (work);
}

static void
do_work (gpointer data, gpointer user_data)
{
  PlatformPasswords *self = user_data;
  Work *work = data;
  gboolean right;

  if (work->made != NULL)
    work->made (work->data, platform_password_hash (work->password));
  else
    {
      right = platform_password_verify (work->hash != NULL ? work->hash : PLATFORM_NOBODYS_PASSWORD,
                                        work->password);
      work->verified (work->data, right && work->hash != NULL);
    }
  work_free (work);
  g_mutex_lock (&self->lock);
  self->waiting--;
  g_mutex_unlock (&self->lock);
}

PlatformPasswords *
platform_passwords_new (guint n_threads, guint max_waiting)
{
  PlatformPasswords *self = g_new0 (PlatformPasswords, 1);

  self->max_waiting = (gint) max_waiting;
  g_mutex_init (&self->lock);
  self->pool = g_thread_pool_new (do_work, self, (gint) n_threads, FALSE, NULL);
  return self;
}

void
platform_passwords_stop (PlatformPasswords *self)
{
  GThreadPool *pool;

  g_mutex_lock (&self->lock);
  pool = g_steal_pointer (&self->pool);
  g_mutex_unlock (&self->lock);
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
}

void
platform_passwords_free (PlatformPasswords *self)
{
  platform_passwords_stop (self);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
push (PlatformPasswords *self,
      const char *hash,
      const char *password,
      PlatformPasswordVerified verified,
      PlatformPasswordMade made,
      gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Work *work;

  if (self->pool == NULL || self->waiting >= self->max_waiting)
    return FALSE;
  self->waiting++;
  work = g_new0 (Work, 1);
  work->hash = g_strdup (hash);
  work->password = g_strdup (password);
  work->verified = verified;
  work->made = made;
  work->data = data;
  g_thread_pool_push (self->pool, work, NULL);
  return TRUE;
}

gboolean
platform_passwords_verify (PlatformPasswords *self,
                           const char *hash,
                           const char *password,
                           PlatformPasswordVerified verified,
                           gpointer data)
{
  return push (self, hash, password, verified, NULL, data);
}

gboolean
platform_passwords_make (PlatformPasswords *self,
                         const char *password,
                         PlatformPasswordMade made,
                         gpointer data)
{
  return push (self, NULL, password, NULL, made, data);
}
