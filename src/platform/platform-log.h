/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-router.h"

G_BEGIN_DECLS

/*
 * The log: what the program says on standard error while it runs. In it are routes, never paths, queries,
 * headers or bodies: those may hold codes, tokens and people's names.
 */

typedef enum
{
  PLATFORM_LOG_LEVEL_ERROR,
  PLATFORM_LOG_LEVEL_WARNING,
  PLATFORM_LOG_LEVEL_NOTICE,
  PLATFORM_LOG_LEVEL_INFO, /* each request too */
  PLATFORM_LOG_LEVEL_DEBUG,
} PlatformLogLevel;

typedef enum
{
  PLATFORM_LOG_FORMAT_AUTO,    /* the journal's own where standard error is the journal, text on a terminal,
                                  else JSON */
  PLATFORM_LOG_FORMAT_JSON,    /* one object a line */
  PLATFORM_LOG_FORMAT_TEXT,    /* for people */
  PLATFORM_LOG_FORMAT_JOURNAL, /* systemd's native protocol, with fields RAMBLA_… */
} PlatformLogFormat;

/** platform_log_level_from_string: FALSE if @text is none of "error", "warning", "notice", "info", "debug" */
gboolean platform_log_level_from_string (const char *text, PlatformLogLevel *level);

/** platform_log_format_from_string: FALSE if @text is none of "auto", "json", "text", "journal" */
gboolean platform_log_format_from_string (const char *text, PlatformLogFormat *format);

/**
 * platform_log_open:
 * @level: what is less important than this is not said
 *
 * Takes over GLib's log of the whole program. Once, before there are threads.
 */
void platform_log_open (PlatformLogLevel level, PlatformLogFormat format);

/**
 * platform_log_request:
 *
 * A #PlatformServerObserver: says what became of a request; at "info", or at "warning" where the fault is
 * ours. @user_data is not used.
 */
void platform_log_request (PlatformRequest *request,
                           const PlatformRoute *route,
                           unsigned int status,
                           gint64 microseconds,
                           gpointer user_data);

G_END_DECLS
