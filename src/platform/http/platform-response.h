/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "rambla-problem.h"

G_BEGIN_DECLS

/**
 * PlatformResponse:
 *
 * What a handler answers: a status, a body and headers. Reference counted.
 *
 * A response belongs to one request, unless it was sealed: a sealed response cannot be changed any more and
 * may answer any number of requests, from any thread, without being built again.
 *
 * What the server adds by itself: Date, Content-Length, ETag on a 200 to GET or HEAD (and 304 when
 * If-None-Match names it), X-Content-Type-Options, `Cache-Control: no-cache` where none was set, and no body
 * on HEAD.
 */
typedef struct _PlatformResponse PlatformResponse;

/**
 * platform_response_new:
 * @status: 200 to 599
 * @content_type: (nullable): a media type, NULL where there is no body
 * @body: (nullable): the body; a reference is taken
 *
 * Returns: (transfer full): a response
 */
PlatformResponse *platform_response_new (unsigned int status, const char *content_type, GBytes *body);

/**
 * platform_response_new_json:
 * @status: 200 to 599
 * @body: (transfer full): the JSON text, UTF-8
 *
 * Returns: (transfer full): a response of the type application/json
 */
PlatformResponse *platform_response_new_json (unsigned int status, GString *body);

/**
 * platform_response_new_typed:
 * @status: 200 to 599
 * @content_type: a media type, e.g. `application/geo+json`
 * @body: (transfer full): the text, UTF-8
 *
 * Returns: (transfer full): a response
 */
PlatformResponse *platform_response_new_typed (unsigned int status, const char *content_type, GString *body);

/**
 * platform_response_new_html:
 * @status: 200 to 599
 * @content_security_policy: (nullable): the page's policy; NULL takes one that allows nothing at all
 * @body: (transfer full): the page, UTF-8
 *
 * Returns: (transfer full): a response of the type text/html with its policy, never framed, never cached
 */
PlatformResponse *
platform_response_new_html (unsigned int status, const char *content_security_policy, GString *body);

/**
 * platform_response_new_problem:
 * @code: the stable code; it gives status, type and title
 * @detail: (nullable): what went wrong this time, for people, already formatted
 *
 * RFC 9457. The body is {"type", "title", "status", "detail", "code"}.
 *
 * Returns: (transfer full): a response of the type application/problem+json
 */
PlatformResponse *platform_response_new_problem (RamblaProblemCode code, const char *detail);

/**
 * platform_response_new_problem_body:
 * @code: the stable code; it gives the status
 * @body: (transfer full): the whole object, begun with rambla_problem_write_members() and followed by the
 * members that this problem has besides
 *
 * Returns: (transfer full): a response of the type application/problem+json
 */
PlatformResponse *platform_response_new_problem_body (RamblaProblemCode code, GString *body);

/**
 * platform_response_new_problem_for_json:
 * @error: an error of RAMBLA_JSON_ERROR, from reading a request's body
 *
 * Returns: (transfer full): `malformed_json`, `too_deep`, `too_large`, or `invalid_field` with its pointer
 */
PlatformResponse *platform_response_new_problem_for_json (const GError *error);

/**
 * platform_response_new_invalid_field:
 * @pointer: a JSON pointer into the body (RFC 6901, "/quantity"), or "?name" for a query parameter
 * @detail: what is wrong with it
 *
 * Returns: (transfer full): the problem `invalid_field` with one entry in "errors"
 */
PlatformResponse *platform_response_new_invalid_field (const char *pointer, const char *detail);

PlatformResponse *platform_response_ref (PlatformResponse *self);
void platform_response_unref (PlatformResponse *self);

/**
 * platform_response_seal:
 *
 * Ends the building: the response may now be shared and used for many requests.
 */
void platform_response_seal (PlatformResponse *self);

/**
 * platform_response_set_header:
 * @name: a header's name, not one that the server writes itself (Date, Content-Length, Connection, ETag)
 * @value: its value; must not hold control characters (then it is left out, with a critical)
 *
 * Replaces what was set under that name.
 */
void platform_response_set_header (PlatformResponse *self, const char *name, const char *value);

/**
 * platform_response_add_header:
 *
 * As platform_response_set_header(), but keeps what is there (Set-Cookie, Link).
 */
void platform_response_add_header (PlatformResponse *self, const char *name, const char *value);

/**
 * platform_response_set_cache_control:
 * @value: e.g. "no-store", "private, no-cache", "public, max-age=3600". With "no-store" no ETag is computed.
 */
void platform_response_set_cache_control (PlatformResponse *self, const char *value);

/**
 * platform_response_set_etag:
 * @tag: an opaque tag without quotes, printable ASCII without `"`; takes the place of the one computed from
 * the body
 */
void platform_response_set_etag (PlatformResponse *self, const char *tag);

/**
 * platform_response_set_close:
 *
 * The connection is closed after this answer.
 */
void platform_response_set_close (PlatformResponse *self);

unsigned int platform_response_get_status (PlatformResponse *self);

/**
 * platform_response_get_body:
 * @length: (out): bytes
 *
 * Returns: (transfer none): the body, valid as long as the response
 */
const char *platform_response_get_body (PlatformResponse *self, gsize *length);

/**
 * platform_response_get_header:
 *
 * Returns: (nullable) (transfer none): the first value under @name, whatever its case
 */
const char *platform_response_get_header (PlatformResponse *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlatformResponse, platform_response_unref)

G_END_DECLS
