/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "rambla-counter-file.h"
#include "rambla-voucher-token.h"

G_BEGIN_DECLS

/* What the file's parts share. */

struct _RamblaCounterFile
{
  sqlite3 *database;
  char *device_id;
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
};

/* FALSE, with what SQLite says in @error. */
gboolean rambla_counter_file_fail (RamblaCounterFile *self, GError **error);
/* Statements without rows or values. */
gboolean rambla_counter_file_run (RamblaCounterFile *self, const char *sql, GError **error);
/* Ends a transaction: commits if @good and rolls back otherwise. */
gboolean rambla_counter_file_end (RamblaCounterFile *self, gboolean good, GError **error);
/* A statement with values: one letter of @types each: `i` gint64, `t` const char * (nullable). NULL with
 * @error. */
sqlite3_stmt *rambla_counter_file_prepare (RamblaCounterFile *self,
                                           GError **error,
                                           const char *sql,
                                           const char *types,
                                           ...);
/* The same, run to its end. */
gboolean
rambla_counter_file_write (RamblaCounterFile *self, GError **error, const char *sql, const char *types, ...);

G_END_DECLS
