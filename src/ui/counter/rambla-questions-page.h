/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"
#include "rambla-store.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_QUESTIONS_PAGE (rambla_questions_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaQuestionsPage, rambla_questions_page, RAMBLA, QUESTIONS_PAGE, AdwBin)

/** rambla_questions_page_new: what people asked about the offers of @store's merchant, what waits first, each
 * with a field for the answer. */
GtkWidget *rambla_questions_page_new (RamblaClient *client, RamblaStore *store);

G_END_DECLS
