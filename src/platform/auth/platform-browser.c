/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-browser.h"

#include <sodium.h>
#include <string.h>

#include "platform-browser-storage.h"
#include "platform-secret.h"

#define MAX_COOKIES 50
#define SECRET_LENGTH 47 /* prefix and 256 bits in base64url */

struct _PlatformBrowser
{
  gboolean secure;
  gboolean foreign; /* the browser says that another site sent this */
  char *mark;       /* what tells this browser from others */
  gboolean new_mark;
  char *session; /* NULL: not signed in */
  gboolean new_session;
  gboolean stale_session; /* there is a cookie that is no good */
  PlatformAccount *account;
};

/* __Host-: not from a sister domain, not over plain HTTP. On loopback there is no TLS to insist on. */
static const char *
get_mark_name (PlatformBrowser *self)
{
  return self->secure ? "__Host-rambla_browser" : "rambla_browser";
}

static const char *
get_session_name (PlatformBrowser *self)
{
  return self->secure ? "__Host-rambla_session" : "rambla_session";
}

static char *
find_cookie (PlatformRequest *request, const char *name, const char *prefix)
{
  const char *header = platform_request_get_header (request, "Cookie");
  g_auto (GStrv) cookies = g_strsplit (header != NULL ? header : "", ";", MAX_COOKIES);
  gsize length = strlen (name);

  for (gsize i = 0; cookies[i] != NULL; i++)
    {
      const char *cookie = g_strstrip (cookies[i]);

      if (strncmp (cookie, name, length) == 0 && cookie[length] == '=' &&
          strlen (cookie + length + 1) == SECRET_LENGTH && g_str_has_prefix (cookie + length + 1, prefix))
        return g_strdup (cookie + length + 1);
    }
  return NULL;
}

static gboolean
load_account (PlatformBrowser *self, PlatformDatabase *database, gint64 now, GError **error)
{
  g_autofree char *account_id = NULL;
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  platform_secret_hash (self->session, hash);
  if (platform_browser_storage_get (database, hash, now, &account_id, error) == PLATFORM_STEP_ERROR)
    return FALSE;
  return account_id == NULL ||
         platform_account_storage_get (database, account_id, &self->account, error) != PLATFORM_STEP_ERROR;
}

PlatformBrowser *
platform_browser_new (PlatformRequest *request,
                      PlatformDatabase *database,
                      const char *base_uri,
                      gint64 now,
                      GError **error)
{
  g_autoptr (PlatformBrowser) self = g_new0 (PlatformBrowser, 1);
  const char *site = platform_request_get_header (request, "Sec-Fetch-Site");

  self->secure = g_str_has_prefix (base_uri, "https:");
  self->foreign = site != NULL && !g_str_equal (site, "same-origin") && !g_str_equal (site, "none");
  self->mark = find_cookie (request, get_mark_name (self), "rbm_");
  self->session = find_cookie (request, get_session_name (self), "rbs_");
  if (self->session != NULL && !load_account (self, database, now, error))
    return NULL;
  if (self->session != NULL && self->account == NULL)
    {
      g_clear_pointer (&self->session, g_free);
      self->stale_session = TRUE;
    }
  self->new_mark = self->mark == NULL;
  if (self->new_mark)
    self->mark = platform_secret_new ("rbm_");
  return g_steal_pointer (&self);
}

void
platform_browser_free (PlatformBrowser *self)
{
  g_clear_pointer (&self->account, platform_account_free);
  g_free (self->mark);
  g_free (self->session);
  g_free (self);
}

PlatformAccount *
platform_browser_get_account (PlatformBrowser *self)
{
  return self->account;
}

char *
platform_browser_make_token (PlatformBrowser *self, const char *subject)
{
  g_autofree char *text = g_strconcat (self->session != NULL ? self->session : "", "|", subject, NULL);

  /* Nobody but the browser and we know its mark, so it is the key. */
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) self->mark, strlen (self->mark), text,
                                    -1);
}

gboolean
platform_browser_may_post (PlatformBrowser *self, const char *subject, const char *token)
{
  g_autofree char *expected = platform_browser_make_token (self, subject);

  return !self->foreign && !self->new_mark && token != NULL && strlen (token) == strlen (expected) &&
         sodium_memcmp (token, expected, strlen (expected)) == 0;
}

gboolean
platform_browser_sign_out (PlatformBrowser *self, PlatformDatabase *database, GError **error)
{
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  if (self->session == NULL)
    return TRUE;
  platform_secret_hash (self->session, hash);
  if (!platform_browser_storage_delete (database, hash, error))
    return FALSE;
  g_clear_pointer (&self->session, g_free);
  g_clear_pointer (&self->account, platform_account_free);
  self->stale_session = TRUE;
  return TRUE;
}

gboolean
platform_browser_sign_in (PlatformBrowser *self,
                          PlatformDatabase *database,
                          const char *account_id,
                          gint64 now,
                          GError **error)
{
  guint8 hash[PLATFORM_SECRET_HASH_SIZE];

  if (!platform_browser_sign_out (self, database, error))
    return FALSE;
  self->session = platform_secret_new ("rbs_");
  self->new_session = TRUE;
  self->stale_session = FALSE;
  platform_secret_hash (self->session, hash);
  return platform_browser_storage_insert (database, hash, account_id, now, now + PLATFORM_BROWSER_SECONDS,
                                          error);
}

static void
set_cookie (PlatformBrowser *self,
            PlatformResponse *response,
            const char *name,
            const char *value,
            gint64 seconds)
{
  g_autofree char *cookie =
      g_strdup_printf ("%s=%s; Path=%s; Max-Age=%" G_GINT64_FORMAT "; HttpOnly; SameSite=Lax%s", name, value,
                       self->secure ? "/" : "/oauth", seconds, self->secure ? "; Secure" : "");

  platform_response_add_header (response, "Set-Cookie", cookie);
}

void
platform_browser_remember (PlatformBrowser *self, PlatformResponse *response)
{
  if (self->new_mark)
    set_cookie (self, response, get_mark_name (self), self->mark, PLATFORM_BROWSER_SECONDS);
  if (self->new_session)
    set_cookie (self, response, get_session_name (self), self->session, PLATFORM_BROWSER_SECONDS);
  else if (self->stale_session)
    set_cookie (self, response, get_session_name (self), "", 0);
}
