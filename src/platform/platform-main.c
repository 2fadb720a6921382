/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "platform-account-command.h"
#include "platform-backup-command.h"
#include "platform-city-import.h"
#include "platform-data-directory.h"
#include "platform-log.h"
#include "platform-migrations.h"
#include "platform-routes-metrics.h"
#include "platform-routes.h"
#include "platform-service-notice.h"
#include "platform-settings.h"
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
  PlatformServer *server;
  PlatformDataDirectory *directory;
  PlatformRouter *router;
  PlatformServer *metrics_server; /* NULL: /metrics is only on the one above */
  PlatformRouter *metrics_router;
  PlatformContext context;
} Platform;

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
bind_addresses (Platform *self, const PlatformSettings *settings, GError **error)
{
  PlatformServerOptions options = {
    .listen = settings->listen,
    .behind_proxy = settings->behind_proxy,
    .gate = platform_limit_gate_ask,
    .observer = platform_log_request,
  };
  const PlatformServerOptions metrics = { .listen = settings->metrics_listen, .n_threads = 2 };

  self->context.gate = platform_limit_gate_new (&settings->limits);
  options.user_data = self->context.gate;
  self->server = platform_server_new (&options, error);
  if (self->server == NULL || settings->metrics_listen == NULL)
    return self->server != NULL;
  self->metrics_server = platform_server_new (&metrics, error);
  return self->metrics_server != NULL;
}

static gboolean
start_servers (Platform *self, GError **error)
{
  if (self->metrics_server != NULL)
    {
      self->metrics_router = platform_router_new ();
      platform_routes_metrics_add_open (self->metrics_router, &self->context);
      if (!platform_server_start (self->metrics_server, self->metrics_router, error))
        return FALSE;
    }
  return platform_server_start (self->server, self->router, error);
}

/* In an order in which what fails most often comes before what leaves traces. */
static gboolean
open_platform (Platform *self, const PlatformSettings *settings, GError **error)
{
  g_autoptr (PlatformMigrations) migrations = platform_migrations_new ();
  g_autofree char *database_path = platform_data_directory_build_database_path (settings->data);
  g_autofree char *backup = NULL;
  g_autoptr (PlatformDatabase) database = NULL;

  if (!bind_addresses (self, settings, error) ||
      !platform_migrations_check_file (migrations, database_path, error))
    return FALSE;
  self->directory = platform_data_directory_open (settings->data, error);
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
  self->context.clock = platform_clock_new_shifted (settings->clock_offset);
  self->context.server = self->server;
  self->context.data_directory = platform_data_directory_get_path (self->directory);
  self->context.database_path = platform_data_directory_get_database (self->directory);
  self->context.city_directory = settings->city;
  self->context.base_uri =
      settings->base_uri != NULL ? settings->base_uri : platform_server_get_uri (self->server);
  self->context.sandbox = settings->sandbox;
  self->context.commission = settings->commission;
  self->context.started = g_get_real_time () / G_USEC_PER_SEC;

  self->router = platform_router_new ();
  return platform_routes_open (self->router, &self->context, error) && start_servers (self, error);
}

static void
close_platform (Platform *self)
{
  if (self->server != NULL)
    platform_server_stop (self->server, GRACE_MS);
  if (self->metrics_server != NULL)
    platform_server_stop (self->metrics_server, 0);
  if (self->router != NULL)
    platform_routes_close (&self->context);
  g_clear_pointer (&self->context.readers, platform_database_pool_free);
  g_clear_pointer (&self->context.writer, platform_writer_free);
  g_clear_pointer (&self->context.passwords, platform_passwords_free);
  g_clear_pointer (&self->context.clock, platform_clock_free);
  g_clear_pointer (&self->server, platform_server_free);
  g_clear_pointer (&self->router, platform_router_free);
  g_clear_pointer (&self->metrics_server, platform_server_free);
  g_clear_pointer (&self->metrics_router, platform_router_free);
  g_clear_pointer (&self->context.gate, platform_limit_gate_free);
}

static void
print_ready (Platform *self)
{
  g_autoptr (GString) line = g_string_new (NULL);
  RamblaJsonWriter writer;

  rambla_json_writer_init (&writer, line);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "listening", platform_server_get_uri (self->server));
  if (self->metrics_server != NULL)
    rambla_json_writer_member_string (&writer, "metrics", platform_server_get_uri (self->metrics_server));
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
run (const PlatformSettings *settings)
{
  g_autoptr (PlatformServiceNotice) notice = platform_service_notice_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  Platform platform = { NULL };
  PlatformUsersLock *users = NULL;
  gboolean opened;

  /* A signal during the start waits until it can be obeyed cleanly. */
  g_unix_signal_add (SIGTERM, on_stop, loop);
  g_unix_signal_add (SIGINT, on_stop, loop);
  opened = open_platform (&platform, settings, &error);
  if (opened && settings->users != NULL)
    opened = (users = platform_users_lock_new (settings->users, on_stop, loop, &error)) != NULL;
  if (opened)
    {
      print_ready (&platform);
      platform_service_notice_ready (notice);
      g_main_loop_run (loop);
      platform_service_notice_stopping (notice);
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
  g_auto (PlatformSettings) settings = { NULL };
  g_autoptr (GError) error = NULL;

  setlocale (LC_CTYPE, "");
  signal (SIGPIPE, SIG_IGN);
  raise_file_limit ();
  umask (0077); /* what we keep is nobody else's business */
  /* Standard output holds the one line and nothing else. */
  g_log_writer_default_set_use_stderr (TRUE);

  if (platform_account_command_fits (argc, argv) || platform_backup_command_fits (argc, argv))
    {
      if (platform_account_command_fits (argc, argv) ? platform_account_command_run (argc, argv, &error)
                                                     : platform_backup_command_run (argc, argv, &error))
        return EXIT_STOPPED;
      fprintf (stderr, "rambla-platform: %s\n", error->message);
      return (int) exit_code_for (error);
    }
  if (!platform_settings_parse (&settings, &argc, &argv, &error))
    {
      fprintf (stderr, "rambla-platform: %s\n", error->message);
      return EXIT_BAD_INPUT;
    }
  if (settings.version)
    {
      printf ("rambla-platform %s\n", RAMBLA_VERSION);
      return EXIT_STOPPED;
    }
  platform_log_open (settings.log_level, settings.log_format);
  return (int) run (&settings);
}
