/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "platform-search-text.h"
#include "search-questions.h"

G_BEGIN_DECLS

/* The peer: PostgreSQL with PostGIS, a spatial index and one for words, as somebody who knows it would set it
 * up. All functions end the program with a message when PostgreSQL refuses. */

PGconn *postgres_connect (const char *socket_folder);

/* Copies all entries of the platform's search index into a table, and makes its indexes. */
void postgres_load (PGconn *self, PlatformDatabase *database, const PlatformCity *city);

/* The question in SQL: the same words with the same other names of them, filters, order. @relaxed: nothing
 * holds all the words, so some are asked for, at once. Returns: (transfer full) */
char *postgres_make_sql (const SearchQuestion *question, const PlatformSearchText *text, gboolean relaxed);

/* Returns: (element-type PlatformDealHit): the first page */
GArray *postgres_ask (PGconn *self, const char *sql);

/* Adds another offer at the place of an old one, as a merchant would. */
void postgres_write (PGconn *self, gint64 deal);

G_END_DECLS
