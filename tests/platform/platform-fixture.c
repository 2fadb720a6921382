/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

#include "traffic.h"

struct _PlatformFixture
{
  char *folder;
  char *data;
  char **arguments;
  GSubprocess *process;
  GDataInputStream *output;
  JsonNode *ready;
  char *uri;
  SoupSession *session;
};

const char *
platform_fixture_get_program (void)
{
  static char *path;

  g_assert_nonnull (g_getenv ("RAMBLA_BUILD_ROOT")); /* meson test sets it */
  if (path == NULL)
    path = g_build_filename (g_getenv ("RAMBLA_BUILD_ROOT"), "src", "platform", "rambla-platform", NULL);
  return path;
}

void
platform_fixture_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      platform_fixture_remove_folder (child);
    }
  g_remove (path);
}

static void
on_child (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

GSubprocess *
platform_fixture_spawn (const char *const *argv, GSubprocessFlags flags)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_set_child_setup (launcher, on_child, NULL, NULL);
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);
  return process;
}

void
platform_fixture_start (PlatformFixture *self)
{
  g_autoptr (GStrvBuilder) line = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_assert_null (self->process);
  g_strv_builder_add_many (line, platform_fixture_get_program (), "--data", self->data, "--listen",
                           "127.0.0.1:0", NULL);
  g_strv_builder_addv (line, (const char **) self->arguments);
  argv = g_strv_builder_end (line);
  self->process = platform_fixture_spawn ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  said = g_data_input_stream_read_line (self->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (said);
  self->ready = json_from_string (said, &error);
  g_assert_no_error (error);
  self->uri = g_strdup (json_object_get_string_member (platform_fixture_get_ready (self), "listening"));
  g_assert_true (g_str_has_prefix (self->uri, "http://127.0.0.1:"));
  self->session = soup_session_new ();
  soup_session_add_feature_by_type (self->session, SOUP_TYPE_COOKIE_JAR);
}

PlatformFixture *
platform_fixture_new (const char *const *arguments)
{
  PlatformFixture *self = g_new0 (PlatformFixture, 1);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("rambla-platform-XXXXXX", &error);
  g_assert_no_error (error);
  self->data = g_build_filename (self->folder, "data", NULL);
  self->arguments = arguments != NULL ? g_strdupv ((char **) arguments) : g_new0 (char *, 1);
  platform_fixture_start (self);
  return self;
}

static void
end (PlatformFixture *self, int signal_number)
{
  g_autofree char *more = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->session);
  g_subprocess_send_signal (self->process, signal_number);
  more = g_data_input_stream_read_line (self->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (more); /* one line and nothing else */
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  if (signal_number == SIGKILL)
    g_assert_true (g_subprocess_get_if_signaled (self->process));
  else
    {
      g_assert_true (g_subprocess_get_if_exited (self->process));
      g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
    }
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  g_clear_pointer (&self->ready, json_node_unref);
  g_clear_pointer (&self->uri, g_free);
}

void
platform_fixture_stop (PlatformFixture *self)
{
  end (self, SIGTERM);
}

void
platform_fixture_kill (PlatformFixture *self)
{
  end (self, SIGKILL);
}

void
platform_fixture_free (PlatformFixture *self)
{
  if (self->process != NULL)
    platform_fixture_stop (self);
  platform_fixture_remove_folder (self->folder);
  g_strfreev (self->arguments);
  g_free (self->data);
  g_free (self->folder);
  g_free (self);
}

const char *
platform_fixture_get_uri (PlatformFixture *self)
{
  return self->uri;
}

guint16
platform_fixture_get_port (PlatformFixture *self)
{
  return (guint16) atoi (strrchr (self->uri, ':') + 1);
}

const char *
platform_fixture_get_data_directory (PlatformFixture *self)
{
  return self->data;
}

void
platform_fixture_set_arguments (PlatformFixture *self, const char *const *arguments)
{
  g_strfreev (self->arguments);
  self->arguments = g_strdupv ((char **) arguments);
}

int
platform_fixture_get_pid (PlatformFixture *self)
{
  return atoi (g_subprocess_get_identifier (self->process));
}

JsonObject *
platform_fixture_get_ready (PlatformFixture *self)
{
  g_assert_true (JSON_NODE_HOLDS_OBJECT (self->ready));
  return json_node_get_object (self->ready);
}

int
platform_fixture_run (const char *const *arguments, char **errors)
{
  g_autoptr (GStrvBuilder) line = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;

  g_strv_builder_add (line, platform_fixture_get_program ());
  g_strv_builder_addv (line, (const char **) arguments);
  argv = g_strv_builder_end (line);
  process = platform_fixture_spawn ((const char *const *) argv,
                                    G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, errors, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (output, ==, "");
  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

static PlatformAnswer *
read_answer (SoupMessage *message, GBytes *body)
{
  PlatformAnswer *answer = g_new0 (PlatformAnswer, 1);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  answer->status = soup_message_get_status (message);
  answer->type = g_strdup (type != NULL ? type : "");
  answer->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  answer->location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  answer->link = g_strdup (soup_message_headers_get_list (headers, "Link"));
  answer->body = g_bytes_ref (body);
  if (length > 0 && g_str_has_suffix (answer->type, "json"))
    {
      g_autoptr (JsonParser) parser = json_parser_new ();
      g_autoptr (GError) error = NULL;

      json_parser_load_from_data (parser, text, (gssize) length, &error);
      g_assert_no_error (error);
      answer->json = json_parser_steal_root (parser);
    }
  return answer;
}

/* Some addresses are the payment provider's. */
static void
note (PlatformFixture *self, SoupMessage *message, const char *body, GBytes *answer)
{
  if (g_uri_get_port (soup_message_get_uri (message)) == platform_fixture_get_port (self))
    traffic_note (message, body, answer);
}

static PlatformAnswer *
send_message (PlatformFixture *self, SoupMessage *message, const char *body)
{
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  answer = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  note (self, message, body, answer);
  return read_answer (message, answer);
}

static SoupMessage *
new_message (PlatformFixture *self, const char *method, const char *path)
{
  g_autofree char *uri =
      g_str_has_prefix (path, "http:") ? g_strdup (path) : g_strconcat (self->uri, path, NULL);
  SoupMessage *message = soup_message_new (method, uri);

  g_assert_nonnull (message);
  return message;
}

PlatformAnswer *
platform_fixture_call (PlatformFixture *self, const char *method, const char *path, const char *body, ...)
{
  g_autoptr (SoupMessage) message = new_message (self, method, path);
  const char *name;
  va_list fields;

  va_start (fields, body);
  while ((name = va_arg (fields, const char *)) != NULL)
    {
      const char *value = va_arg (fields, const char *);

      if (value != NULL)
        soup_message_headers_append (soup_message_get_request_headers (message), name, value);
    }
  va_end (fields);
  return send_message (self, message, body);
}

static void
add_token (SoupMessage *message, const char *token)
{
  g_autofree char *value = NULL;

  if (token == NULL)
    return;
  value = g_strconcat ("Bearer ", token, NULL);
  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", value);
}

PlatformAnswer *
platform_fixture_get (PlatformFixture *self, const char *path, const char *token)
{
  g_autoptr (SoupMessage) message = new_message (self, "GET", path);

  add_token (message, token);
  return send_message (self, message, NULL);
}

PlatformAnswer *
platform_fixture_post (PlatformFixture *self,
                       const char *path,
                       const char *token,
                       const char *key,
                       const char *body)
{
  g_autoptr (SoupMessage) message = new_message (self, "POST", path);

  add_token (message, token);
  if (key != NULL)
    {
      g_autofree char *quoted = g_strdup_printf ("\"%s\"", key);

      soup_message_headers_append (soup_message_get_request_headers (message), "Idempotency-Key", quoted);
    }
  return send_message (self, message, body);
}

PlatformAnswer *
platform_fixture_post_form (PlatformFixture *self, const char *path, const char *token, const char *body)
{
  g_autoptr (SoupMessage) message = new_message (self, "POST", path);
  g_autoptr (GBytes) form = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  add_token (message, token);
  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", form);
  answer = soup_session_send_and_read (self->session, message, NULL, &error);
  g_assert_no_error (error);
  note (self, message, body, answer);
  return read_answer (message, answer);
}

char *
platform_fixture_sign_in (PlatformFixture *self, const char *role)
{
  JsonObject *codes = json_object_get_object_member (platform_fixture_get_ready (self), "sign_in");
  g_autofree char *form = g_strdup_printf ("grant_type=urn:rambla:sign-in-code&client_id=rambla&code=%s",
                                           json_object_get_string_member (codes, role));
  g_autoptr (PlatformAnswer) answer = platform_fixture_post_form (self, "/oauth/token", NULL, form);

  g_assert_cmpuint (answer->status, ==, 200);
  return g_strdup (json_object_get_string_member (platform_answer_get_object (answer), "access_token"));
}

JsonObject *
platform_answer_get_object (PlatformAnswer *self)
{
  g_assert_true (self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json));
  return json_node_get_object (self->json);
}

void
platform_answer_assert_problem (PlatformAnswer *self, guint status, const char *code)
{
  JsonObject *problem;

  g_assert_cmpuint (self->status, ==, status);
  g_assert_cmpstr (self->type, ==, "application/problem+json");
  problem = platform_answer_get_object (self);
  g_assert_cmpstr (json_object_get_string_member (problem, "code"), ==, code);
  g_assert_cmpint (json_object_get_int_member (problem, "status"), ==, status);
  g_assert_cmpstr (json_object_get_string_member (problem, "title"), !=, "");
  g_assert_nonnull (json_object_get_string_member (problem, "type"));
}

void
platform_answer_free (PlatformAnswer *self)
{
  g_free (self->type);
  g_free (self->etag);
  g_free (self->location);
  g_free (self->link);
  g_bytes_unref (self->body);
  g_clear_pointer (&self->json, json_node_unref);
  g_free (self);
}
