/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-log.h"

#include "rambla-json-writer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MAX_MESSAGE 4000

static const char *const level_names[] = { "error", "warning", "notice", "info", "debug" };
static const char *const format_names[] = { "auto", "json", "text", "journal" };
/* syslog's */
static const char *const priorities[] = { "3", "4", "5", "6", "7" };

static PlatformLogLevel highest = PLATFORM_LOG_LEVEL_NOTICE;
static PlatformLogFormat format_used = PLATFORM_LOG_FORMAT_TEXT;

static gboolean
find_name (const char *text, const char *const *names, guint n_names, guint *index)
{
  for (*index = 0; *index < n_names; (*index)++)
    if (strcmp (text, names[*index]) == 0)
      return TRUE;
  return FALSE;
}

gboolean
platform_log_level_from_string (const char *text, PlatformLogLevel *level)
{
  guint index;

  if (!find_name (text, level_names, G_N_ELEMENTS (level_names), &index))
    return FALSE;
  *level = (PlatformLogLevel) index;
  return TRUE;
}

gboolean
platform_log_format_from_string (const char *text, PlatformLogFormat *format)
{
  guint index;

  if (!find_name (text, format_names, G_N_ELEMENTS (format_names), &index))
    return FALSE;
  *format = (PlatformLogFormat) index;
  return TRUE;
}

static PlatformLogLevel
get_level (GLogLevelFlags flags)
{
  if (flags & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return PLATFORM_LOG_LEVEL_ERROR;
  if (flags & G_LOG_LEVEL_WARNING)
    return PLATFORM_LOG_LEVEL_WARNING;
  if (flags & G_LOG_LEVEL_MESSAGE)
    return PLATFORM_LOG_LEVEL_NOTICE;
  return flags & G_LOG_LEVEL_INFO ? PLATFORM_LOG_LEVEL_INFO : PLATFORM_LOG_LEVEL_DEBUG;
}

/* One write for one line, so that lines of several threads do not mix. */
static void
put_line (GString *line)
{
  gsize sent = 0;

  g_string_append_c (line, '\n');
  while (sent < line->len)
    {
      gssize count = write (STDERR_FILENO, line->str + sent, line->len - sent);

      if (count > 0)
        sent += (gsize) count;
      else if (count == 0 || errno != EINTR)
        return; /* nobody is left to be told */
    }
}

static void
begin_record (RamblaJsonWriter *writer, GString *line, PlatformLogLevel level, const char *message)
{
  g_autofree char *cut = g_utf8_make_valid (message, (gssize) MIN (strlen (message), MAX_MESSAGE));

  rambla_json_writer_init (writer, line);
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_name (writer, "time");
  rambla_json_writer_time_us (writer, g_get_real_time ());
  rambla_json_writer_member_string (writer, "level", level_names[level]);
  rambla_json_writer_member_string (writer, "message", cut);
}

static void
put_message (PlatformLogLevel level, const char *part, const char *message, const char *request)
{
  g_autoptr (GString) line = g_string_sized_new (256);
  RamblaJsonWriter writer;

  if (format_used == PLATFORM_LOG_FORMAT_TEXT)
    {
      /* The rest of what it says could look like a line of its own. */
      g_autofree char *flat = g_strdelimit (g_strdup (message), "\r\n", ' ');

      g_string_append_printf (line, "rambla-platform: %s%s%s",
                              level <= PLATFORM_LOG_LEVEL_WARNING ? level_names[level] : "",
                              level <= PLATFORM_LOG_LEVEL_WARNING ? ": " : "", flat);
      put_line (line);
      return;
    }
  begin_record (&writer, line, level, message);
  rambla_json_writer_member_string (&writer, "part", part);
  if (request != NULL)
    rambla_json_writer_member_string (&writer, "request", request);
  rambla_json_writer_end_object (&writer);
  put_line (line);
}

static const char *
find_field (const GLogField *fields, gsize n_fields, const char *key)
{
  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, key) == 0 && fields[i].length < 0)
      return fields[i].value;
  return NULL;
}

static GLogWriterOutput
on_log (GLogLevelFlags flags, const GLogField *fields, gsize n_fields, gpointer data)
{
  PlatformLogLevel level = get_level (flags);
  const char *part, *message;

  if (level > highest)
    return G_LOG_WRITER_HANDLED;
  if (format_used == PLATFORM_LOG_FORMAT_JOURNAL &&
      g_log_writer_journald (flags, fields, n_fields, data) == G_LOG_WRITER_HANDLED)
    return G_LOG_WRITER_HANDLED;
  part = find_field (fields, n_fields, "GLIB_DOMAIN");
  message = find_field (fields, n_fields, "MESSAGE");
  put_message (level, part != NULL ? part : "", message != NULL ? message : "",
               platform_request_get_current_id ());
  return G_LOG_WRITER_HANDLED;
}

void
platform_log_open (PlatformLogLevel level, PlatformLogFormat format)
{
  highest = level;
  format_used = format;
  if (format == PLATFORM_LOG_FORMAT_AUTO)
    format_used = g_log_writer_is_journald (STDERR_FILENO) ? PLATFORM_LOG_FORMAT_JOURNAL
                  : isatty (STDERR_FILENO) == 1            ? PLATFORM_LOG_FORMAT_TEXT
                                                           : PLATFORM_LOG_FORMAT_JSON;
  g_log_set_writer_func (on_log, NULL, NULL);
}

static gboolean
send_request (PlatformRequest *request,
              PlatformLogLevel level,
              const char *route,
              unsigned int status,
              gint64 microseconds)
{
  char status_text[16], duration[32], message[256];
  const GLogField fields[] = {
    { "MESSAGE", message, -1 },
    { "PRIORITY", priorities[level], -1 },
    { "SYSLOG_IDENTIFIER", "rambla-platform", -1 },
    { "RAMBLA_REQUEST", platform_request_get_id (request), -1 },
    { "RAMBLA_METHOD", platform_request_get_method_name (request), -1 },
    { "RAMBLA_ROUTE", route, -1 },
    { "RAMBLA_STATUS", status_text, -1 },
    { "RAMBLA_DURATION_US", duration, -1 },
    { "RAMBLA_CLIENT", platform_request_get_remote_address (request), -1 },
  };

  g_snprintf (status_text, sizeof status_text, "%u", status);
  g_snprintf (duration, sizeof duration, "%" G_GINT64_FORMAT, microseconds);
  g_snprintf (message, sizeof message, "%s %s %u", platform_request_get_method_name (request), route, status);
  return g_log_writer_journald (G_LOG_LEVEL_INFO, fields, G_N_ELEMENTS (fields), NULL) ==
         G_LOG_WRITER_HANDLED;
}

void
platform_log_request (PlatformRequest *request,
                      const PlatformRoute *route,
                      unsigned int status,
                      gint64 microseconds,
                      gpointer user_data)
{
  PlatformLogLevel level = status >= 500 ? PLATFORM_LOG_LEVEL_WARNING : PLATFORM_LOG_LEVEL_INFO;
  const char *pattern = route != NULL ? route->pattern : "";
  g_autoptr (GString) line = NULL;
  RamblaJsonWriter writer;

  if (level > highest)
    return;
  if (format_used == PLATFORM_LOG_FORMAT_JOURNAL &&
      send_request (request, level, pattern, status, microseconds))
    return;
  line = g_string_sized_new (256);
  if (format_used == PLATFORM_LOG_FORMAT_TEXT)
    {
      g_string_append_printf (line, "rambla-platform: %s %s %u, %.1f ms, %s",
                              platform_request_get_method_name (request), pattern, status,
                              (double) microseconds / 1000, platform_request_get_id (request));
      put_line (line);
      return;
    }
  begin_record (&writer, line, level, "request");
  rambla_json_writer_member_string (&writer, "request", platform_request_get_id (request));
  rambla_json_writer_member_string (&writer, "method", platform_request_get_method_name (request));
  rambla_json_writer_member_string (&writer, "route", pattern);
  rambla_json_writer_member_int (&writer, "status", (gint64) status);
  rambla_json_writer_name (&writer, "duration_ms");
  rambla_json_writer_decimal (&writer, (double) microseconds / 1000, 3);
  rambla_json_writer_member_string (&writer, "client", platform_request_get_remote_address (request));
  rambla_json_writer_end_object (&writer);
  put_line (line);
}
