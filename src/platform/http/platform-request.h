/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-json.h"

#include "platform-response.h"

G_BEGIN_DECLS

typedef enum
{
  PLATFORM_METHOD_GET,
  PLATFORM_METHOD_HEAD,
  PLATFORM_METHOD_POST,
  PLATFORM_METHOD_PUT,
  PLATFORM_METHOD_PATCH,
  PLATFORM_METHOD_DELETE,
  PLATFORM_METHOD_OPTIONS,
  PLATFORM_METHOD_OTHER,
} PlatformMethod;

/**
 * PlatformRequest:
 *
 * One request, read whole and checked: path and query are decoded, valid UTF-8 and without NUL; the body is
 * within the route's limit. Reference counted; all texts that it returns live as long as the request.
 *
 * A handler runs in one of the server's threads and answers at once with platform_request_respond(), or takes
 * a reference, returns without an answer and has any thread answer later, exactly once. A handler that needs
 * the writer does the latter: it never blocks its thread on it.
 */
typedef struct _PlatformRequest PlatformRequest;

PlatformRequest *platform_request_ref (PlatformRequest *self);
void platform_request_unref (PlatformRequest *self);

/**
 * platform_request_respond:
 * @response: (transfer full): the answer
 *
 * Answers. May be called from any thread, once for each request (a second call is a programmer's error: a
 * critical). Safe when the client has gone or the server has stopped meanwhile: then the answer is dropped.
 */
void platform_request_respond (PlatformRequest *self, PlatformResponse *response);

/**
 * platform_request_respond_problem:
 * @detail: (nullable): what went wrong
 *
 * Short for platform_request_respond() with platform_response_new_problem().
 */
void platform_request_respond_problem (PlatformRequest *self, RamblaProblemCode code, const char *detail);

/**
 * platform_request_take_socket:
 *
 * In place of an answer, and only inside the handler: the connection is the caller's from here on, to write
 * the whole answer to, header included, for as long as it likes. The server forgets about it (it counts as a
 * 200), and does not wait for it when it stops.
 *
 * Returns: a non-blocking socket to close; -1 with errno set if there are no descriptors left: then answer as
 *   usual
 */
int platform_request_take_socket (PlatformRequest *self);

/**
 * platform_request_is_cancelled:
 *
 * Returns: TRUE if nobody waits for the answer any more: the client closed its connection or the server
 * answered in its stead while stopping. Work that has an effect must not be cut off for it; reading may.
 */
gboolean platform_request_is_cancelled (PlatformRequest *self);

PlatformMethod platform_request_get_method (PlatformRequest *self);

/**
 * platform_request_get_method_name:
 *
 * Returns: the method as sent, e.g. "GET"
 */
const char *platform_request_get_method_name (PlatformRequest *self);

/**
 * platform_request_get_path:
 *
 * Returns: the decoded path, e.g. "/v1/deals/dea_1"
 */
const char *platform_request_get_path (PlatformRequest *self);

/**
 * platform_request_get_pattern:
 *
 * Returns: the route's pattern, e.g. "/v1/deals/{id}": what logs may name
 */
const char *platform_request_get_pattern (PlatformRequest *self);

/**
 * platform_request_get_target:
 *
 * Returns: path and query as sent (what a cursor's Link is made from)
 */
const char *platform_request_get_target (PlatformRequest *self);

/**
 * platform_request_get_path_parameter:
 * @name: a name in the route's pattern, "id" for "/v1/deals/{id}"
 *
 * Returns: its decoded text, never empty; NULL if the pattern has no such name
 */
const char *platform_request_get_path_parameter (PlatformRequest *self, const char *name);

/**
 * platform_request_get_query:
 * @name: a parameter's name
 *
 * Returns: (nullable): its decoded value, "" if it has none, NULL if it was not sent. A parameter that is
 * sent twice is refused by platform_request_check_query(); here the first counts.
 */
const char *platform_request_get_query (PlatformRequest *self, const char *name);

/**
 * platform_request_check_query:
 * @known: (array zero-terminated=1): the names that the route takes
 *
 * Unknown parameters and doubled ones are refused.
 *
 * Returns: (nullable) (transfer full): NULL if all is well, or the problem `invalid_field` to answer with
 */
PlatformResponse *platform_request_check_query (PlatformRequest *self, const char *const *known);

guint platform_request_get_n_query (PlatformRequest *self);

/**
 * platform_request_get_query_at:
 * @index: below platform_request_get_n_query()
 * @name: (out): its name
 * @value: (out): its value
 */
void
platform_request_get_query_at (PlatformRequest *self, guint index, const char **name, const char **value);

/**
 * platform_request_get_header:
 * @name: whatever its case
 *
 * Returns: (nullable): the first value sent under that name
 */
const char *platform_request_get_header (PlatformRequest *self, const char *name);

/**
 * platform_request_get_body:
 * @length: (out): bytes
 *
 * Returns: the body, with a NUL after its end; "" if there is none
 */
const char *platform_request_get_body (PlatformRequest *self, gsize *length);

/**
 * platform_request_parse_body:
 *
 * Returns: (nullable) (transfer full): the body as one JSON value, or NULL with @error in RAMBLA_JSON_ERROR;
 * answer with platform_response_new_problem_for_json()
 */
JsonNode *platform_request_parse_body (PlatformRequest *self, GError **error);

/**
 * platform_request_get_bearer_token:
 *
 * Returns: (nullable): what follows "Bearer" in Authorization (RFC 6750), if it has that form. Never log it.
 */
const char *platform_request_get_bearer_token (PlatformRequest *self);

/**
 * platform_request_get_remote_address:
 *
 * Returns: the client's address as text; "unix" on a Unix socket. Behind a proxy, the last entry of
 * X-Forwarded-For.
 */
const char *platform_request_get_remote_address (PlatformRequest *self);

/**
 * platform_request_is_local:
 *
 * Returns: TRUE if it comes from this machine and no proxy stands between: over loopback or a Unix socket
 */
gboolean platform_request_is_local (PlatformRequest *self);

/**
 * platform_request_get_id:
 *
 * Returns: what names it in the logs, in `X-Request-Id` and in the problem that answers it
 */
const char *platform_request_get_id (PlatformRequest *self);

/**
 * platform_request_get_current_id:
 *
 * Returns: (nullable): the id of the request whose handler runs in this thread
 */
const char *platform_request_get_current_id (void);

/**
 * platform_request_add_answer_header:
 * @name: a constant
 * @value: copied
 *
 * Adds a field to its answer, whatever that will be, unless that is a sealed one. At most two.
 */
void platform_request_add_answer_header (PlatformRequest *self, const char *name, const char *value);

/**
 * platform_request_get_language:
 * @supported: (array zero-terminated=1): language tags, the default first, e.g. { "es", "en", "zh-CN", NULL }
 *
 * Picks by Accept-Language (RFC 4647 lookup with quality values; "zh" finds "zh-CN"). The answer then carries
 * `Vary: Accept-Language`.
 *
 * Returns: one of @supported
 */
const char *platform_request_get_language (PlatformRequest *self, const char *const *supported);

/**
 * platform_request_alloc:
 * @size: bytes
 *
 * Returns: zeroed memory, aligned for any type, that lives as long as the request. Not thread-safe: only for
 * whoever has the request at that time.
 */
gpointer platform_request_alloc (PlatformRequest *self, gsize size);

/**
 * platform_request_strdup:
 *
 * Returns: a copy of @text that lives as long as the request
 */
const char *platform_request_strdup (PlatformRequest *self, const char *text);

/**
 * platform_request_set_identity:
 * @identity: (nullable) (transfer full): who asks, as the authorizer found out
 * @destroy: (nullable): frees it with the request
 */
void platform_request_set_identity (PlatformRequest *self, gpointer identity, GDestroyNotify destroy);

/**
 * platform_request_get_identity:
 *
 * Returns: (nullable) (transfer none): what platform_request_set_identity() set
 */
gpointer platform_request_get_identity (PlatformRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformRequest, platform_request_unref)

G_END_DECLS
