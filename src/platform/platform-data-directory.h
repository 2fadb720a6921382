/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-database.h"

G_BEGIN_DECLS

/**
 * PlatformDataDirectory:
 *
 * The folder with all that the platform keeps. Only one process has it at a time: the lock goes with the
 * process, however that ends.
 */
typedef struct _PlatformDataDirectory PlatformDataDirectory;

/**
 * platform_data_directory_open:
 * @path: the folder; made, only for its owner, if it is missing
 *
 * Returns: (nullable) (transfer full): the locked folder, or NULL with PLATFORM_STORAGE_ERROR_CANNOT_WRITE or
 * _IN_USE
 */
PlatformDataDirectory *platform_data_directory_open (const char *path, GError **error);

/**
 * platform_data_directory_close:
 *
 * Gives up the lock.
 */
void platform_data_directory_close (PlatformDataDirectory *self);

const char *platform_data_directory_get_path (PlatformDataDirectory *self);

/**
 * platform_data_directory_get_database:
 *
 * Returns: the path of the database's file
 */
const char *platform_data_directory_get_database (PlatformDataDirectory *self);

/**
 * platform_data_directory_discard:
 *
 * Takes away what this process made there, because it cannot start: nothing that was there before is touched.
 */
void platform_data_directory_discard (PlatformDataDirectory *self);

/**
 * platform_data_directory_build_database_path:
 *
 * Returns: (transfer full): where the database of the folder @path would be, without touching anything
 */
char *platform_data_directory_build_database_path (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformDataDirectory, platform_data_directory_close)

G_END_DECLS
