/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * RamblaApiError:
 * @RAMBLA_API_ERROR_OFFLINE: the platform was not reached; nothing was sent, or nobody knows
 * @RAMBLA_API_ERROR_TIMEOUT: no answer in time; the request may have arrived
 * @RAMBLA_API_ERROR_TLS: the platform could not prove who it is
 * @RAMBLA_API_ERROR_BAD_ANSWER: the answer is not what the contract says
 * @RAMBLA_API_ERROR_SERVER: the platform failed (5xx)
 * @RAMBLA_API_ERROR_RATE_LIMITED: too many requests
 * @RAMBLA_API_ERROR_SIGNED_OUT: an account is needed, or its token is no longer good
 * @RAMBLA_API_ERROR_FORBIDDEN: the account may not do this
 * @RAMBLA_API_ERROR_NOT_FOUND: there is no such thing
 * @RAMBLA_API_ERROR_REFUSED: the platform said no; its problem code says why
 */
typedef enum
{
  RAMBLA_API_ERROR_OFFLINE,
  RAMBLA_API_ERROR_TIMEOUT,
  RAMBLA_API_ERROR_TLS,
  RAMBLA_API_ERROR_BAD_ANSWER,
  RAMBLA_API_ERROR_SERVER,
  RAMBLA_API_ERROR_RATE_LIMITED,
  RAMBLA_API_ERROR_SIGNED_OUT,
  RAMBLA_API_ERROR_FORBIDDEN,
  RAMBLA_API_ERROR_NOT_FOUND,
  RAMBLA_API_ERROR_REFUSED,
} RamblaApiErrorCode;

#define RAMBLA_API_ERROR (rambla_api_error_quark ())
GQuark rambla_api_error_quark (void);

/**
 * rambla_api_error_new_problem:
 * @status: the answer's HTTP status, 400 to 599
 * @body: (nullable): the parsed problem document (RFC 9457); %NULL when the body was none
 * @retry_after: seconds after which the platform wants to be asked again, 0 when it did not say
 *
 * The one table from status and problem code to our errors.
 *
 * Returns: (transfer full): the error
 */
GError *rambla_api_error_new_problem (guint status, JsonNode *body, guint retry_after);

/** rambla_api_error_new_transport: (transfer full): the error for what kept an exchange from taking place;
 * %G_IO_ERROR_CANCELLED and %RAMBLA_API_ERROR stay as they are. */
GError *rambla_api_error_new_transport (const GError *error);

/** rambla_api_error_get_problem: the platform's stable code, like `already_redeemed`; %NULL when there is
 * none. */
const char *rambla_api_error_get_problem (const GError *error);

/** rambla_api_error_get_document: (nullable) (transfer none): the whole problem document, for its extension
 * members. */
JsonObject *rambla_api_error_get_document (const GError *error);

/** rambla_api_error_get_retry_after: seconds to wait before trying again, 0 when the platform did not say. */
guint rambla_api_error_get_retry_after (const GError *error);

/** rambla_api_error_is_problem: whether @error is the platform's refusal @code. */
gboolean rambla_api_error_is_problem (const GError *error, const char *code);

/** rambla_api_error_is_transient: whether trying again later, unchanged, makes sense. */
gboolean rambla_api_error_is_transient (const GError *error);

/**
 * rambla_api_error_describe:
 *
 * Returns: (transfer full): a sentence for people, in their language: what happened and what they can do
 */
char *rambla_api_error_describe (const GError *error);

G_END_DECLS
