/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_QUESTION_LIST (rambla_question_list_get_type ())
G_DECLARE_FINAL_TYPE (RamblaQuestionList, rambla_question_list, RAMBLA, QUESTION_LIST, AdwBin)

/**
 * rambla_question_list_new:
 *
 * What was asked about an offer and answered, one's own questions marked, and a field to ask with. An answer
 * to one's own question appears by itself.
 */
GtkWidget *rambla_question_list_new (RamblaClient *client, const char *deal_id);

G_END_DECLS
