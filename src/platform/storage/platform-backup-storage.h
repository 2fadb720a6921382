/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"

G_BEGIN_DECLS

/*
 * Copies of the whole database, as one file each, readable only for its owner. A copy gets its name when it
 * is whole, checked and on the disk; until then it is called NAME.part, and a later try takes its place.
 */

/**
 * platform_backup_storage_check:
 * @path: a database's file that no program has open
 *
 * Returns: FALSE with %PLATFORM_STORAGE_ERROR_CORRUPT if it is damaged, a row has lost its parent, or the
 * ledger does not balance
 */
gboolean platform_backup_storage_check (const char *path, GError **error);

/**
 * platform_backup_storage_write:
 * @from: the database's file; a program may be writing to it
 * @to: where the copy goes; a file that is there is replaced
 *
 * Copies what was committed when it began, and checks the copy.
 */
gboolean platform_backup_storage_write (const char *from, const char *to, GError **error);

/**
 * platform_backup_storage_restore:
 * @from: a copy that was checked
 * @database: the database's file, which nobody has open; made if it is not there
 *
 * Puts the copy in the database's place, in one transaction: whoever is killed in it leaves the old one.
 */
gboolean platform_backup_storage_restore (const char *from, const char *database, GError **error);

G_END_DECLS
