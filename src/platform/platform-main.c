/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "platform-city-import.h"
#include "platform-data-directory.h"
#include "platform-migrations.h"
#include "platform-routes.h"
#include "platform-users-lock.h"
#include "rambla-json-writer.h"

#include <errno.h>
#include <glib-unix.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

/* What a program that starts us can tell from the exit code. */
typedef enum
{
  EXIT_STOPPED = 0,      /* asked to stop, and everything was ended cleanly */
  EXIT_FAILED = 1,       /* anything else */
  EXIT_BAD_INPUT = 2,    /* bad arguments, or a city that cannot be read */
  EXIT_DATA = 3,         /* the data directory cannot be written, is damaged, or another process has it */
  EXIT_NEWER_SCHEMA = 4, /* the data were written by a newer version */
  EXIT_PORT = 5,         /* another program listens there */
} ExitCode;

/* How long running requests may take when we are asked to stop. */
#define GRACE_MS 10000
#define MAX_FILES 65536

typedef struct
{
  char *data;
  char *city;
  char *listen;
  char *base_uri;
  char *users;
  gboolean behind_proxy;
  gboolean sandbox;
  gint64 clock_offset;
  gboolean version;
} Arguments;

typedef struct
{
  PlatformServer *server;
  PlatformDataDirectory *directory;
  PlatformRouter *router;
  PlatformContext context;
} Platform;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->data);
  g_free (arguments->city);
  g_free (arguments->listen);
  g_free (arguments->base_uri);
  g_free (arguments->users);
}

static ExitCode
exit_code_for (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return EXIT_BAD_INPUT;
  if (error->domain == PLATFORM_CITY_ERROR)
    return EXIT_BAD_INPUT;
  if (error->domain == PLATFORM_SERVER_ERROR)
    return error->code == PLATFORM_SERVER_ERROR_IN_USE        ? EXIT_PORT
           : error->code == PLATFORM_SERVER_ERROR_BAD_ADDRESS ? EXIT_BAD_INPUT
                                                              : EXIT_FAILED;
  if (error->domain == PLATFORM_STORAGE_ERROR)
    return error->code == PLATFORM_STORAGE_ERROR_NEWER_SCHEMA ? EXIT_NEWER_SCHEMA
           : error->code == PLATFORM_STORAGE_ERROR_FAILED     ? EXIT_FAILED
                                                              : EXIT_DATA;
  return EXIT_FAILED;
}

static gboolean
parse_arguments (int *argc, char ***argv, Arguments *arguments, GError **error)
{
  const GOptionEntry entries[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &arguments->data, "Where the platform keeps its data", "DIR" },
    { "city", 0, 0, G_OPTION_ARG_FILENAME, &arguments->city, "The city to import into new data", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &arguments->listen,
      "127.0.0.1:PORT, [::1]:PORT or unix:/PATH; port 0 (the default) picks a free one", "ADDRESS" },
    { "base-uri", 0, 0, G_OPTION_ARG_STRING, &arguments->base_uri, "How clients reach us, if not at ADDRESS",
      "URI" },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &arguments->behind_proxy,
      "A proxy speaks TLS for us: allow any ADDRESS, believe X-Forwarded-For", NULL },
    { "sandbox", 0, 0, G_OPTION_ARG_NONE, &arguments->sandbox,
      "Sample accounts and a payment provider that moves no money", NULL },
    { "clock-offset", 0, 0, G_OPTION_ARG_INT64, &arguments->clock_offset,
      "With --sandbox: act as if it were so many SECONDS later (or earlier, below zero)", "SECONDS" },
    { "stop-when-unused", 0, 0, G_OPTION_ARG_FILENAME, &arguments->users,
      "End when no program holds a shared lock on FILE any more", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &arguments->version, "Print the version and end", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *city_file = NULL;

  g_option_context_set_summary (context,
                                "The platform of Rambla: offers, orders, vouchers and their redemption.");
  g_option_context_set_description (
      context,
      "When it is ready it prints one line of JSON with the address that it listens on.\n\n"
      "Exit codes: 0 stopped when asked to; 1 failed; 2 bad arguments or a bad city; 3 the data directory\n"
      "cannot be used; 4 the data were written by a newer version; 5 the address is in use.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (arguments->version)
    return TRUE;
  if (*argc > 1 || arguments->data == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s",
                   *argc > 1 ? "an argument is not understood; see --help"
                             : "--data DIR is missing; see --help");
      return FALSE;
    }
  if (arguments->clock_offset != 0 && !arguments->sandbox)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "--clock-offset goes with --sandbox only");
      return FALSE;
    }
  if (arguments->listen == NULL)
    arguments->listen = g_strdup ("127.0.0.1:0");
  if (arguments->city == NULL)
    return TRUE;
  city_file = g_build_filename (arguments->city, "city.json", NULL);
  if (g_file_test (city_file, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "%s is not there: --city takes a city's folder", city_file);
  return FALSE;
}

/* In an order in which what fails most often comes before what leaves traces. */
static gboolean
open_platform (Platform *self, const Arguments *arguments, GError **error)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autofree char *database_path = platform_data_directory_build_database_path (arguments->data);
  g_autofree char *backup = NULL;
  g_autoptr (PlatformDatabase) database = NULL;
  const PlatformServerOptions options = { .listen = arguments->listen,
                                          .behind_proxy = arguments->behind_proxy };

  self->server = platform_server_new (&options, error);
  if (self->server == NULL || !platform_migrations_check_file (migrations, database_path, error))
    return FALSE;
  self->directory = platform_data_directory_open (arguments->data, error);
  if (self->directory == NULL)
    return FALSE;

  database = platform_database_open (database_path, PLATFORM_DATABASE_WRITE, error);
  if (database == NULL)
    return FALSE;
  backup = g_strconcat (database_path, ".before-migration", NULL);
  if (!platform_migrations_apply (migrations, database, backup, error))
    return FALSE;

  self->context.writer = platform_writer_new (g_steal_pointer (&database), 0);
  self->context.readers = platform_database_pool_new (database_path);
  self->context.clock = platform_clock_new_shifted (arguments->clock_offset);
  self->context.server = self->server;
  self->context.data_directory = platform_data_directory_get_path (self->directory);
  self->context.database_path = platform_data_directory_get_database (self->directory);
  self->context.city_directory = arguments->city;
  self->context.base_uri =
      arguments->base_uri != NULL ? arguments->base_uri : platform_server_get_uri (self->server);
  self->context.sandbox = arguments->sandbox;

  self->router = platform_router_new ();
  return platform_routes_open (self->router, &self->context, error) &&
         platform_server_start (self->server, self->router, error);
}

static void
close_platform (Platform *self)
{
  if (self->server != NULL)
    platform_server_stop (self->server, GRACE_MS);
  if (self->router != NULL)
    platform_routes_close (&self->context);
  g_clear_pointer (&self->context.readers, platform_database_pool_free);
  g_clear_pointer (&self->context.writer, platform_writer_free);
  g_clear_pointer (&self->context.clock, platform_clock_free);
  g_clear_pointer (&self->server, platform_server_free);
  g_clear_pointer (&self->router, platform_router_free);
}

static void
print_ready (Platform *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, line);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "listening", platform_server_get_uri (self->server));
  rambla_json_writer_member_string (&writer, "version", RAMBLA_VERSION);
  platform_routes_write_ready (&self->context, &writer);
  rambla_json_writer_end_object (&writer);
  printf ("%s\n", line->str);
  fflush (stdout);
}

/* A connection needs a file descriptor, and the customary limit is from other times. */
static void
raise_file_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= limit.rlim_max)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, MAX_FILES);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_info ("the limit of open files stays as it is: %s", g_strerror (errno));
}

static gboolean
on_stop (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static ExitCode
run (const Arguments *arguments)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Platform platform = { NULL };
  PlatformUsersLock *users = NULL;
  gboolean opened;

  /* A signal during the start waits until it can be obeyed cleanly. */
  g_unix_signal_add (SIGTERM, on_stop, loop);
  g_unix_signal_add (SIGINT, on_stop, loop);
  opened = open_platform (&platform, arguments, &error);
  if (opened && arguments->users != NULL)
    opened = (users = platform_users_lock_new (arguments->users, on_stop, loop, &error)) != NULL;
  if (opened)
    {
      print_ready (&platform);
      g_main_loop_run (loop);
    }
  close_platform (&platform);
  if (!opened)
    {
      fprintf (stderr, "rambla-platform: %s\n", error->message);
      if (platform.directory != NULL)
        platform_data_directory_discard (platform.directory);
    }
  g_clear_pointer (&platform.directory, platform_data_directory_close);
  g_clear_pointer (&users, platform_users_lock_free);
  return opened ? EXIT_STOPPED : exit_code_for (error);
}

int
main (int argc, char *argv[])
{
  Arguments arguments = { NULL };
  g_autoptr (GError) error = NULL;
  ExitCode code = EXIT_STOPPED;

  setlocale (LC_CTYPE, "");
  signal (SIGPIPE, SIG_IGN);
  raise_file_limit ();
  umask (0077); /* what we keep is nobody else's business */
  /* Standard output holds the one line and nothing else. */
  g_log_writer_default_set_use_stderr (TRUE);

  if (!parse_arguments (&argc, &argv, &arguments, &error))
    {
      fprintf (stderr, "rambla-platform: %s\n", error->message);
      code = EXIT_BAD_INPUT;
    }
  else if (arguments.version)
    printf ("rambla-platform %s\n", RAMBLA_VERSION);
  else
    code = run (&arguments);
  arguments_clear (&arguments);
  return code;
}
