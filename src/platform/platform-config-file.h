/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-settings.h"

G_BEGIN_DECLS

/**
 * platform_config_file_read:
 * @path: a file in GKeyFile's format; rambla-platform.conf(5)
 * @settings: what the file says is set here; a text that is already there stays
 *
 * Paths in it are relative to its folder.
 *
 * Returns: FALSE with %G_OPTION_ERROR and a sentence that names file and line: a line that is none, a group
 * or key that does not exist, one that is there twice, or a value that makes no sense
 */
gboolean platform_config_file_read (const char *path, PlatformSettings *settings, GError **error);

G_END_DECLS
