/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdarg.h>

G_BEGIN_DECLS

/**
 * PlatformStatement:
 *
 * A compiled statement with its values and its current row, out of platform_database_prepare().
 */
typedef struct _PlatformStatement PlatformStatement;

typedef enum
{
  PLATFORM_STEP_ERROR = -1,
  PLATFORM_STEP_DONE = 0,
  PLATFORM_STEP_ROW = 1,
} PlatformStep;

/**
 * platform_statement_release:
 *
 * Gives the statement back. What the getters returned is invalid from here.
 */
void platform_statement_release (PlatformStatement *self);

/**
 * platform_statement_reset:
 *
 * Makes it ready to run again; keeps the values.
 */
void platform_statement_reset (PlatformStatement *self);

/**
 * platform_statement_step:
 *
 * Returns: PLATFORM_STEP_ROW with a row to read, PLATFORM_STEP_DONE at the end, or PLATFORM_STEP_ERROR with
 * @error
 */
PlatformStep platform_statement_step (PlatformStatement *self, GError **error);

/**
 * platform_statement_run:
 *
 * Steps to the end, ignoring rows.
 *
 * Returns: FALSE with @error set if it failed
 */
gboolean platform_statement_run (PlatformStatement *self, GError **error);

/* Values: @index counts the statement's `?` from 1. Texts and blobs are copied, but for the static one. */
void platform_statement_bind_int (PlatformStatement *self, int index, gint64 value);
void platform_statement_bind_double (PlatformStatement *self, int index, double value);
void platform_statement_bind_null (PlatformStatement *self, int index);

/**
 * platform_statement_bind_text:
 * @value: (nullable): UTF-8; NULL binds NULL
 */
void platform_statement_bind_text (PlatformStatement *self, int index, const char *value);

/**
 * platform_statement_bind_text_len:
 * @length: bytes
 */
void platform_statement_bind_text_len (PlatformStatement *self, int index, const char *value, gsize length);

/**
 * platform_statement_bind_static_text:
 * @value: (nullable): UTF-8 that stays valid and unchanged until the statement is given back
 */
void platform_statement_bind_static_text (PlatformStatement *self, int index, const char *value);
void platform_statement_bind_blob (PlatformStatement *self, int index, gconstpointer data, gsize length);

/**
 * platform_statement_bind:
 * @types: one letter for each value that follows, from index 1: `i` gint64 (cast what is smaller!), `n` int,
 * `d` double, `t` const char * (may be NULL), `b` gconstpointer and gsize, `0` nothing follows: NULL
 */
void platform_statement_bind (PlatformStatement *self, const char *types, ...);
void platform_statement_bind_va (PlatformStatement *self, const char *types, va_list values);

/* The current row: @column counts from 0. */
gint64 platform_statement_get_int (PlatformStatement *self, int column);
double platform_statement_get_double (PlatformStatement *self, int column);
gboolean platform_statement_is_null (PlatformStatement *self, int column);

/**
 * platform_statement_get_text:
 *
 * Returns: (nullable) (transfer none): valid until the next step, reset or release; NULL for NULL
 */
const char *platform_statement_get_text (PlatformStatement *self, int column);

/**
 * platform_statement_get_text_len:
 * @length: (out): bytes
 */
const char *platform_statement_get_text_len (PlatformStatement *self, int column, gsize *length);

/**
 * platform_statement_dup_text:
 *
 * Returns: (nullable) (transfer full): a copy
 */
char *platform_statement_dup_text (PlatformStatement *self, int column);

/**
 * platform_statement_get_blob:
 * @length: (out): bytes
 *
 * Returns: (nullable) (transfer none): valid until the next step, reset or release
 */
gconstpointer platform_statement_get_blob (PlatformStatement *self, int column, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformStatement, platform_statement_release)

G_END_DECLS
