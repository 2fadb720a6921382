/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-writer.h"

G_BEGIN_DECLS

/* A platform's database in @folder (made if missing), with today's tables. @path: (out) (transfer full): its
 * file. */
PlatformWriter *country_database_open (const char *folder, char **path, GError **error);

/* Takes away what country_database_open() made, the folder too. */
void country_database_remove (const char *folder);

G_END_DECLS
