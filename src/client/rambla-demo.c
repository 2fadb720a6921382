/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "rambla-demo.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "rambla-json.h"

/* The platform writes its address and fresh sign-in codes here, readable by its owner alone. */
#define CARD_FILE "demo.json"
/* Held shared by each program that uses the platform; the platform ends when nobody does. */
#define USERS_FILE "users.lock"
/* Held while somebody looks whether the platform runs, and starts it. */
#define START_FILE "start.lock"

struct _RamblaDemo
{
  GObject parent_instance;

  char *folder;
  int users_fd;
  GSubprocess *platform;
  GDataInputStream *errors;
  char *last_words;
};

G_DEFINE_FINAL_TYPE (RamblaDemo, rambla_demo, G_TYPE_OBJECT)
G_DEFINE_QUARK (rambla_demo_error, rambla_demo_error)

enum
{
  PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static int
open_lock (const char *folder, const char *name, int operation, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int result = -1;

  if (fd >= 0)
    do
      result = flock (fd, operation);
    while (result < 0 && errno == EINTR);
  if (result < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", path, g_strerror (code));
      if (fd >= 0)
        close (fd);
      return -1;
    }
  return fd;
}

static JsonNode *
read_card (RamblaDemo *self)
{
  g_autofree char *path = g_build_filename (self->folder, CARD_FILE, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;
  return rambla_json_parse (text, (gssize) length, 65536, NULL);
}

static char *
dup_listening (JsonNode *card)
{
  const char *address = NULL;
  JsonObject *object = card != NULL ? rambla_json_as_object (card, NULL) : NULL;

  if (object == NULL || !rambla_json_get_url (object, "listening", &address, NULL))
    return NULL;
  return g_strdup (address);
}

/* Whether a platform answers at @address: a lock alone would not tell a dead file from a living process. */
static gboolean
is_alive (const char *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  g_socket_client_set_timeout (client, 5);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect_to_uri (client, address, 80, NULL, NULL);
  return connection != NULL;
}

typedef struct
{
  int start_fd;
  char *address; /* of a platform that runs already */
  GDataInputStream *output;
} StartState;

static void
start_state_free (StartState *state)
{
  if (state->start_fd >= 0)
    close (state->start_fd);
  g_free (state->address);
  g_clear_object (&state->output);
  g_free (state);
}

static char *
find_platform (void)
{
  const char *named = g_getenv ("RAMBLA_PLATFORM_BINARY");

  if (named != NULL)
    return g_strdup (named);
  if (g_file_test (RAMBLA_BINDIR "/rambla-platform", G_FILE_TEST_IS_EXECUTABLE))
    return g_strdup (RAMBLA_BINDIR "/rambla-platform");
  return g_find_program_in_path ("rambla-platform");
}

static char *
find_city (void)
{
  const char *named = g_getenv ("RAMBLA_CITY_DIR");

  return named != NULL ? g_strdup (named) : g_build_filename (RAMBLA_PKGDATADIR, "city", "montevideo", NULL);
}

static void on_error_line_ready (GObject *source, GAsyncResult *result, gpointer user_data);

/* Reading what the platform says must not keep us alive: it ends only when we let its lock go. */
static void
read_error_line (RamblaDemo *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  g_data_input_stream_read_line_async (self->errors, G_PRIORITY_DEFAULT, NULL, on_error_line_ready, weak);
}

static void
on_error_line_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (RamblaDemo) self = g_weak_ref_get (weak);
  g_autofree char *line =
      g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, NULL);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (line == NULL || self == NULL)
    return;
  if (*line != '\0')
    {
      g_free (self->last_words);
      self->last_words = g_strdup (line);
      g_debug ("platform: %s", line);
      g_signal_emit (self, signals[PROGRESS], 0, line);
    }
  read_error_line (self);
}

static void
on_platform_gone (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaDemo *self = g_task_get_source_object (task);

  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  g_task_return_new_error (task, RAMBLA_DEMO_ERROR, RAMBLA_DEMO_ERROR_FAILED, "%s",
                           self->last_words != NULL ? self->last_words
                                                    : _ ("The platform ended without a word"));
}

static void
on_ready_line_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RamblaDemo *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *line =
      g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source), result, NULL, &error);
  g_autoptr (JsonNode) card = NULL;
  char *address;

  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (line == NULL)
    {
      g_subprocess_wait_async (self->platform, NULL, on_platform_gone, g_steal_pointer (&task));
      return;
    }
  card = rambla_json_parse (line, -1, 65536, NULL);
  address = dup_listening (card);
  if (address != NULL)
    g_task_return_pointer (task, address, g_free);
  else
    g_task_return_new_error (task, RAMBLA_DEMO_ERROR, RAMBLA_DEMO_ERROR_FAILED,
                             _ ("The platform did not say where it listens"));
}

static void
start_platform (GTask *task)
{
  RamblaDemo *self = g_task_get_source_object (task);
  StartState *state = g_task_get_task_data (task);
  g_autofree char *program = find_platform ();
  g_autofree char *city = find_city ();
  g_autofree char *users = g_build_filename (self->folder, USERS_FILE, NULL);
  GError *error = NULL;

  if (program == NULL)
    {
      g_task_return_new_error (task, RAMBLA_DEMO_ERROR, RAMBLA_DEMO_ERROR_NOT_INSTALLED,
                               _ ("The program “rambla-platform” is not installed"));
      return;
    }
  self->platform =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error, program,
                        "--data", self->folder, "--city", city, "--listen", "127.0.0.1:0", "--sandbox",
                        "--stop-when-unused", users, "--log-format", "text", NULL);
  if (self->platform == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->errors = g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->platform));
  read_error_line (self);
  state->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->platform));
  g_data_input_stream_read_line_async (state->output, G_PRIORITY_DEFAULT, g_task_get_cancellable (task),
                                       on_ready_line_ready, g_object_ref (task));
}

/* Waits for locks, so it is not for the main thread. */
static void
take_locks_in_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  RamblaDemo *self = source_object;
  g_autoptr (JsonNode) card = NULL;
  StartState *state = g_new0 (StartState, 1);
  GError *error = NULL;

  state->start_fd = -1;
  if (g_mkdir_with_parents (self->folder, 0700) < 0)
    {
      int code = errno;

      g_set_error (&error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", self->folder,
                   g_strerror (code));
    }
  if (error == NULL)
    state->start_fd = open_lock (self->folder, START_FILE, LOCK_EX, &error);
  /* A platform that is about to end holds this one alone until it has ended. Held already when a platform is
   * looked for again. */
  if (error == NULL && self->users_fd < 0)
    self->users_fd = open_lock (self->folder, USERS_FILE, LOCK_SH, &error);
  if (error != NULL)
    {
      start_state_free (state);
      g_task_return_error (task, error);
      return;
    }
  card = read_card (self);
  state->address = dup_listening (card);
  if (state->address != NULL && !is_alive (state->address))
    g_clear_pointer (&state->address, g_free);
  g_task_return_pointer (task, state, (GDestroyNotify) start_state_free);
}

static void
on_locks_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  StartState *state = g_task_propagate_pointer (G_TASK (result), &error);

  if (state == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_set_task_data (task, state, (GDestroyNotify) start_state_free);
  if (state->address != NULL)
    g_task_return_pointer (task, g_steal_pointer (&state->address), g_free);
  else
    start_platform (task);
}

void
rambla_demo_start_async (RamblaDemo *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) locks = g_task_new (self, cancellable, on_locks_ready, task);

  g_return_if_fail (RAMBLA_IS_DEMO (self));
  g_task_set_source_tag (task, rambla_demo_start_async);
  g_task_set_source_tag (locks, take_locks_in_thread);
  g_task_run_in_thread (locks, take_locks_in_thread);
}

char *
rambla_demo_start_finish (RamblaDemo *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
rambla_demo_dup_code (RamblaDemo *self, const char *role)
{
  g_autoptr (JsonNode) card = NULL;
  JsonObject *object;
  JsonObject *codes = NULL;
  const char *code = NULL;

  g_return_val_if_fail (RAMBLA_IS_DEMO (self), NULL);

  card = read_card (self);
  object = card != NULL ? rambla_json_as_object (card, NULL) : NULL;
  if (object == NULL || !rambla_json_get_object_or_null (object, "sign_in", &codes, NULL) || codes == NULL)
    return NULL;
  return rambla_json_get_string (codes, role, 256, &code, NULL) ? g_strdup (code) : NULL;
}

const char *
rambla_demo_get_folder (RamblaDemo *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEMO (self), NULL);

  return self->folder;
}

static void
rambla_demo_finalize (GObject *object)
{
  RamblaDemo *self = RAMBLA_DEMO (object);

  if (self->users_fd >= 0)
    close (self->users_fd);
  g_clear_object (&self->platform);
  g_clear_object (&self->errors);
  g_free (self->last_words);
  g_free (self->folder);
  G_OBJECT_CLASS (rambla_demo_parent_class)->finalize (object);
}

static void
rambla_demo_class_init (RamblaDemoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_demo_finalize;
  signals[PROGRESS] = g_signal_new ("progress", RAMBLA_TYPE_DEMO, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_demo_init (RamblaDemo *self)
{
  self->users_fd = -1;
}

RamblaDemo *
rambla_demo_new (const char *folder)
{
  RamblaDemo *self = g_object_new (RAMBLA_TYPE_DEMO, NULL);

  self->folder =
      folder != NULL ? g_strdup (folder) : g_build_filename (g_get_user_data_dir (), "rambla", "demo", NULL);
  return self;
}
