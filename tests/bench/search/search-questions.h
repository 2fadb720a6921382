/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-deal-search.h"

G_BEGIN_DECLS

/* What people ask, the same for every engine. */
typedef struct
{
  char *text;
  PlatformDealQuery query;
} SearchQuestion;

/* @n questions about places where there are offers, with words of these offers, filters and every order that
 * has numbers. Returns: (element-type SearchQuestion) */
GArray *search_questions_new (PlatformDatabase *database, guint n, gint64 now, GError **error);

/* Its target over HTTP: "/v1/deals?…". Returns: (transfer full) */
char *search_question_to_target (const SearchQuestion *self, const PlatformCity *city);

G_END_DECLS
