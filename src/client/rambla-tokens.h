/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What one is signed in with. @refresh and @revocation_endpoint may be %NULL, and @account, the id of whose
 * they are, where the platform did not say. Endpoints are addresses, or
 * paths at the platform, whose address may change. */
typedef struct
{
  char *access;
  char *refresh;
  char *token_endpoint;
  char *revocation_endpoint;
  char *account;
} RamblaTokens;

/**
 * rambla_tokens_from_answer:
 * @answer: what a token endpoint gave (RFC 6749, 5.1)
 * @token_endpoint: which one
 * @revocation_endpoint: (nullable): where to give the tokens back
 * @before: (nullable): the tokens that were traded: what the answer leaves out goes on being good
 *
 * Returns: (transfer full): %NULL with %RAMBLA_API_ERROR_BAD_ANSWER
 */
RamblaTokens *rambla_tokens_from_answer (JsonNode *answer,
                                         const char *token_endpoint,
                                         const char *revocation_endpoint,
                                         const RamblaTokens *before,
                                         GError **error);

/** rambla_tokens_to_text: (transfer full): a form of them to be kept as a secret. */
char *rambla_tokens_to_text (const RamblaTokens *self);

/** rambla_tokens_from_text: (transfer full): what rambla_tokens_to_text() made; %NULL with a
 * %RAMBLA_JSON_ERROR. */
RamblaTokens *rambla_tokens_from_text (const char *text, GError **error);

RamblaTokens *rambla_tokens_copy (const RamblaTokens *self);
void rambla_tokens_free (RamblaTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaTokens, rambla_tokens_free)

G_END_DECLS
