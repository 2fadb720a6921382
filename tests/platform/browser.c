/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "browser.h"

#include <string.h>
#include <unistd.h>

#include "raw-exchange.h"

Browser *
browser_new (PlatformFixture *fixture)
{
  Browser *self = g_new0 (Browser, 1);

  self->fixture = fixture;
  self->cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
browser_free (Browser *self)
{
  g_hash_table_unref (self->cookies);
  g_free (self->extra);
  g_free (self->location);
  g_free (self->head);
  g_free (self->page);
  g_free (self);
}

static void
keep_cookies (Browser *self)
{
  const char *at = self->head;

  while ((at = strstr (at, "\r\nSet-Cookie: ")) != NULL)
    {
      const char *equals;
      g_autofree char *value = NULL;
      g_autofree char *name = NULL;

      at += strlen ("\r\nSet-Cookie: ");
      equals = strchr (at, '=');
      name = g_strndup (at, (gsize) (equals - at));
      value = g_strndup (equals + 1, strcspn (equals + 1, ";\r"));
      if (*value == '\0')
        g_hash_table_remove (self->cookies, name);
      else
        g_hash_table_insert (self->cookies, g_steal_pointer (&name), g_steal_pointer (&value));
    }
}

static void
send_request (Browser *self, const char *method, const char *target, const char *body)
{
  g_autoptr (GString) request = g_string_new (NULL);
  g_autofree char *answer = NULL;
  GHashTableIter iterator;
  gpointer name;
  gpointer value;
  const char *end;
  int fd = raw_connect (platform_fixture_get_port (self->fixture));

  g_string_append_printf (
      request, "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept-Language: en\r\nCookie: x=y", method,
      target);
  g_hash_table_iter_init (&iterator, self->cookies);
  while (g_hash_table_iter_next (&iterator, &name, &value))
    g_string_append_printf (request, "; %s=%s", (char *) name, (char *) value);
  g_string_append_printf (request, "\r\n%s", self->extra != NULL ? self->extra : "");
  if (body != NULL)
    g_string_append_printf (request,
                            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                            "%" G_GSIZE_FORMAT "\r\n",
                            strlen (body));
  g_string_append_printf (request, "\r\n%s", body != NULL ? body : "");
  raw_send (fd, request->str, (gssize) request->len, FALSE);
  answer = raw_read_to_end (fd);
  close (fd);

  end = strstr (answer, "\r\n\r\n");
  g_assert_nonnull (end);
  g_free (self->head);
  g_free (self->page);
  g_free (self->location);
  self->status = raw_get_status (answer);
  self->location = raw_get_header (answer, "Location");
  self->head = g_strndup (answer, (gsize) (end - answer) + 2);
  self->page = g_strdup (end + 4);
  keep_cookies (self);
}

void
browser_get (Browser *self, const char *target)
{
  send_request (self, "GET", target, NULL);
}

void
browser_post (Browser *self, const char *target, const char *body)
{
  send_request (self, "POST", target, body);
}

void
browser_follow (Browser *self)
{
  g_autofree char *target = NULL;

  g_assert_cmpuint (self->status, ==, 303);
  g_assert_nonnull (self->location);
  g_assert_cmpint (self->location[0], ==, '/');
  target = g_strdup (self->location);
  browser_get (self, target);
}

/* The form, and where it leads. */
static const char *
find_form (Browser *self, const char *action, char **target)
{
  const char *at = self->page;

  while ((at = strstr (at, "<form method=\"post\" action=\"")) != NULL)
    {
      g_auto (GStrv) parts = NULL;
      g_autofree char *escaped = NULL;

      at += strlen ("<form method=\"post\" action=\"");
      escaped = g_strndup (at, strcspn (at, "\""));
      parts = g_strsplit (escaped, "&amp;", -1);
      if (!g_str_has_prefix (escaped, action))
        continue;
      *target = g_strjoinv ("&", parts);
      return at;
    }
  g_error ("The page has no form for %s:\n%s", action, self->page);
}

char *
browser_get_token (Browser *self, const char *action)
{
  g_autofree char *target = NULL;
  const char *at = strstr (find_form (self, action, &target), "name=\"token\" value=\"");

  g_assert_nonnull (at);
  at += strlen ("name=\"token\" value=\"");
  return g_strndup (at, strcspn (at, "\""));
}

void
browser_submit (Browser *self, const char *action, const char *more)
{
  g_autofree char *token = browser_get_token (self, action);
  g_autofree char *body = g_strdup_printf ("token=%s&%s", token, more);
  g_autofree char *target = NULL;

  find_form (self, action, &target);
  browser_post (self, target, body);
}

void
browser_sign_in (Browser *self, const char *role, const char *password)
{
  g_autofree char *more = g_strdup_printf ("email=%s%%40example.org&password=%s", role, password);

  browser_submit (self, "/oauth/sign-in", more);
}

char *
browser_get_answer (Browser *self, const char *name)
{
  const char *query = self->location != NULL ? strchr (self->location, '?') : NULL;
  g_autoptr (GHashTable) fields = NULL;

  if (query == NULL)
    return NULL;
  fields = g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_WWW_FORM, NULL);
  g_assert_nonnull (fields);
  return g_strdup (g_hash_table_lookup (fields, name));
}
