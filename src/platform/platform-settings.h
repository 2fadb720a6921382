/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-limits.h"
#include "platform-log.h"

G_BEGIN_DECLS

/**
 * PlatformSettings:
 * @config: (nullable): the file that the rest came from, where the command line said nothing
 * @data: where the platform keeps its data
 * @city: (nullable): the city to import
 * @listen: see #PlatformServerOptions
 * @metrics_listen: (nullable): a second address, for /metrics and /healthz alone
 * @base_uri: (nullable): how clients reach it, if not at @listen
 * @users: (nullable): see #PlatformUsersLock
 * @behind_proxy: a proxy stands before it
 * @sandbox: with sample accounts and a provider that moves no money
 * @clock_offset: seconds
 * @commission: on new orders, in ten-thousandths; -1: what is customary
 * @log_level: what is less important is not said
 * @log_format: how it is said
 * @limits: who may come how often
 * @version: only say which version this is
 *
 * How the program was told to run.
 */
typedef struct
{
  char *config;
  char *data;
  char *city;
  char *listen;
  char *metrics_listen;
  char *base_uri;
  char *users;
  gboolean behind_proxy;
  gboolean sandbox;
  gint64 clock_offset;
  gint64 commission;
  PlatformLogLevel log_level;
  PlatformLogFormat log_format;
  PlatformLimits limits;
  gboolean version;
} PlatformSettings;

/**
 * platform_settings_parse:
 * @self: (out caller-allocates): cleared with platform_settings_clear() also after a failure
 *
 * Reads the command line, and the file that --config names; where both say something, the command line
 * counts.
 *
 * Returns: FALSE with %G_OPTION_ERROR and one sentence for people, which names file and line where it is
 * about the file
 */
gboolean platform_settings_parse (PlatformSettings *self, int *argc, char ***argv, GError **error);

/** platform_settings_clear: frees what the settings hold */
void platform_settings_clear (PlatformSettings *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformSettings, platform_settings_clear)

G_END_DECLS
