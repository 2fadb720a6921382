/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-log-tree.h"

G_BEGIN_DECLS

/* The lines of a log's entries, "name value\n": what the logs' formats share. Reading takes the line that is
 * next, of exactly that name, and moves on; what it leaves to the caller is to write the whole again and
 * compare. */

/* 1 to 64 of a–z 0–9 _; %NULL is none. */
gboolean rambla_log_text_is_word (const char *text);

void rambla_log_text_add (GString *out, const char *name, const char *value);
void rambla_log_text_add_number (GString *out, const char *name, guint64 value);
void rambla_log_text_add_hash (GString *out, const char *name, const RamblaLogHash *value);
/* @value: seconds since 1970 */
void rambla_log_text_add_time (GString *out, const char *name, gint64 value);

/* @value: (out) (transfer full) */
gboolean rambla_log_text_read (const char **at, const char *name, char **value);
gboolean rambla_log_text_read_number (const char **at, const char *name, guint64 *value);
gboolean rambla_log_text_read_hash (const char **at, const char *name, RamblaLogHash *value);
gboolean rambla_log_text_read_time (const char **at, const char *name, gint64 *value);

G_END_DECLS
