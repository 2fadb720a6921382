/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Who is signed in; @card_brand and @card_last4 are NULL when no card is saved. */
typedef struct
{
  char *id;
  char *email;
  char *name;
  char *card_brand;
  char *card_last4;
} RamblaMe;

void rambla_me_free (RamblaMe *me);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaMe, rambla_me_free)

/** rambla_me_from_json: (transfer full): what /v1/me answers; %NULL with a %RAMBLA_JSON_ERROR. */
RamblaMe *rambla_me_from_json (JsonNode *node, GError **error);

/** rambla_me_to_text: (transfer full): the same as JSON, to be kept. */
char *rambla_me_to_text (const RamblaMe *me);

G_END_DECLS
