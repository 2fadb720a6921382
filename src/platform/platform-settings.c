/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-settings.h"

#include "platform-config-file.h"

typedef struct
{
  char *level;
  char *format;
} Texts;

static gboolean G_GNUC_PRINTF (2, 3) fail (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, text);
  return FALSE;
}

static gboolean
parse_command_line (PlatformSettings *self, Texts *texts, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &self->config, "Read what is not said here from FILE", "FILE" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data, "Where the platform keeps its data", "DIR" },
    { "city", 0, 0, G_OPTION_ARG_FILENAME, &self->city, "The city to import into new data", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &self->listen,
      "127.0.0.1:PORT, [::1]:PORT or unix:/PATH; port 0 (the default) picks a free one", "ADDRESS" },
    { "metrics-listen", 0, 0, G_OPTION_ARG_STRING, &self->metrics_listen,
      "A second address, for /metrics and /healthz alone", "ADDRESS" },
    { "base-uri", 0, 0, G_OPTION_ARG_STRING, &self->base_uri, "How clients reach us, if not at ADDRESS",
      "URI" },
    { "behind-proxy", 0, 0, G_OPTION_ARG_NONE, &self->behind_proxy,
      "A proxy speaks TLS for us: allow any ADDRESS, believe X-Forwarded-For", NULL },
    { "log-level", 0, 0, G_OPTION_ARG_STRING, &texts->level,
      "error, warning, notice (the default), info (each request too) or debug", "LEVEL" },
    { "log-format", 0, 0, G_OPTION_ARG_STRING, &texts->format, "auto (the default), json, text or journal",
      "FORMAT" },
    { "sandbox", 0, 0, G_OPTION_ARG_NONE, &self->sandbox,
      "Sample accounts and a payment provider that moves no money", NULL },
    { "clock-offset", 0, 0, G_OPTION_ARG_INT64, &self->clock_offset,
      "With --sandbox: act as if it were so many SECONDS later (or earlier, below zero)", "SECONDS" },
    { "stop-when-unused", 0, 0, G_OPTION_ARG_FILENAME, &self->users,
      "End when no program holds a shared lock on FILE any more", "FILE" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version and end", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (
      context,
      "The platform of Rambla: offers, orders, vouchers and their redemption.\n\n"
      "  rambla-platform backup --data DIR --to FILE      copies the data, also while it runs\n"
      "  rambla-platform restore --from FILE --data DIR   puts such a copy back\n"
      "  rambla-platform account --data DIR --email ADDRESS --scope SCOPE\n"
      "                                                   makes a merchant's or an operator's account");
  g_option_context_set_description (
      context,
      "When it is ready it prints one line of JSON with the address that it listens on.\n\n"
      "Exit codes: 0 stopped when asked to; 1 failed; 2 bad arguments, configuration or city; 3 the data\n"
      "directory cannot be used; 4 the data were written by a newer version; 5 the address is in use.");
  g_option_context_add_main_entries (context, entries, NULL);
  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
check_city (const PlatformSettings *self, GError **error)
{
  g_autofree char *file = self->city != NULL ? g_build_filename (self->city, "city.json", NULL) : NULL;

  return file == NULL || g_file_test (file, G_FILE_TEST_IS_REGULAR) ||
         fail (error, "%s is not there: --city takes a city's folder", file);
}

static gboolean
check (PlatformSettings *self, const Texts *texts, int argc, GError **error)
{
  if (argc > 1)
    return fail (error, "an argument is not understood; see --help");
  if (texts->level != NULL && !platform_log_level_from_string (texts->level, &self->log_level))
    return fail (error, "--log-level takes error, warning, notice, info or debug");
  if (texts->format != NULL && !platform_log_format_from_string (texts->format, &self->log_format))
    return fail (error, "--log-format takes auto, json, text or journal");
  if (self->data == NULL)
    return fail (error, "--data DIR is missing; see --help");
  if (self->clock_offset != 0 && !self->sandbox)
    return fail (error, "--clock-offset goes with --sandbox only");
  return check_city (self, error);
}

gboolean
platform_settings_parse (PlatformSettings *self, int *argc, char ***argv, GError **error)
{
  Texts texts = { NULL, NULL };
  gboolean ok;

  *self = (PlatformSettings){
    .commission = -1,
    .log_level = PLATFORM_LOG_LEVEL_NOTICE,
    .log_format = PLATFORM_LOG_FORMAT_AUTO,
  };
  platform_limits_init (&self->limits);
  ok = parse_command_line (self, &texts, argc, argv, error) &&
       (self->version || ((self->config == NULL || platform_config_file_read (self->config, self, error)) &&
                          check (self, &texts, *argc, error)));
  if (ok && self->listen == NULL)
    self->listen = g_strdup ("127.0.0.1:0");
  g_free (texts.level);
  g_free (texts.format);
  return ok;
}

void
platform_settings_clear (PlatformSettings *self)
{
  g_free (self->config);
  g_free (self->data);
  g_free (self->city);
  g_free (self->listen);
  g_free (self->metrics_listen);
  g_free (self->base_uri);
  g_free (self->users);
}
