/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-api-error.h"

G_BEGIN_DECLS

/**
 * RamblaCall:
 *
 * One request to a platform, before it is sent. Build it with rambla_call_new() and the setters, hand it to
 * rambla_api_call_async(), which takes it over.
 */
typedef struct _RamblaCall RamblaCall;

/**
 * RamblaDecode:
 * @root: (nullable): the answer's JSON, %NULL when there was no body
 * @etag: (nullable): the answer's entity tag
 *
 * Turns an answer into what the caller wants. Runs on a worker thread; must validate everything that it
 * reads.
 *
 * Returns: (transfer full): the result, or %NULL with @error set
 */
typedef gpointer (*RamblaDecode) (JsonNode *root, const char *etag, GError **error);

#define RAMBLA_TYPE_API (rambla_api_get_type ())
G_DECLARE_INTERFACE (RamblaApi, rambla_api, RAMBLA, API, GObject)

/**
 * RamblaApiInterface:
 *
 * Everything that the application says to a platform goes through this one door. RamblaHttpApi sends it over
 * HTTP; the tests' implementation answers as planned and keeps a log.
 */
struct _RamblaApiInterface
{
  GTypeInterface parent;

  void (*call_async) (RamblaApi *self,
                      RamblaCall *call,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gpointer (*call_finish) (RamblaApi *self, GAsyncResult *result, GError **error);
};

/**
 * rambla_call_new:
 * @method: an HTTP method
 * @path: path from the platform's root, its parts already escaped, without a query
 *
 * Returns: (transfer full): a new call
 */
RamblaCall *rambla_call_new (const char *method, const char *path);

/** rambla_call_new_for: a call whose path holds @id, escaped, between @path_before and @path_behind (may be
 * %NULL). */
RamblaCall *
rambla_call_new_for (const char *method, const char *path_before, const char *id, const char *path_behind);

/** rambla_call_free: frees a call that was not handed over. */
void rambla_call_free (RamblaCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaCall, rambla_call_free)

/** rambla_call_add: adds a query parameter; a %NULL or empty @value adds nothing. */
void rambla_call_add (RamblaCall *self, const char *name, const char *value);

/** rambla_call_add_int: adds a whole number as a query parameter. */
void rambla_call_add_int (RamblaCall *self, const char *name, int64_t value);

/** rambla_call_set_body: the JSON to send; takes @body over. */
void rambla_call_set_body (RamblaCall *self, JsonNode *body);

/** rambla_call_set_idempotency_key: @key makes a POST safe to repeat; the same key must go with the same
 * body. */
void rambla_call_set_idempotency_key (RamblaCall *self, const char *key);

/** rambla_call_set_if_match: the call is only good for what has this entity tag (without quotes). */
void rambla_call_set_if_match (RamblaCall *self, const char *tag);
const char *rambla_call_get_if_match (RamblaCall *self);

/** rambla_call_set_authorized: the call needs the signed-in account. */
void rambla_call_set_authorized (RamblaCall *self, gboolean authorized);

/** rambla_call_set_decode: how to read the answer; without one the result is the JsonNode. @destroy frees a
 * result nobody took. */
void rambla_call_set_decode (RamblaCall *self, RamblaDecode decode, GDestroyNotify destroy);

const char *rambla_call_get_method (RamblaCall *self);
const char *rambla_call_get_path (RamblaCall *self);
JsonNode *rambla_call_get_body (RamblaCall *self);
const char *rambla_call_get_idempotency_key (RamblaCall *self);
gboolean rambla_call_get_authorized (RamblaCall *self);
RamblaDecode rambla_call_get_decode (RamblaCall *self);
GDestroyNotify rambla_call_get_destroy (RamblaCall *self);

/** rambla_call_dup_target: path and query, as they go on the wire. */
char *rambla_call_dup_target (RamblaCall *self);

/** rambla_call_get_parameter: the value of a query parameter, %NULL when it was not added. */
const char *rambla_call_get_parameter (RamblaCall *self, const char *name);

/** rambla_call_is_repeatable: whether sending it twice does no harm (RFC 9110, 9.2.2, or an idempotency key).
 */
gboolean rambla_call_is_repeatable (RamblaCall *self);

/**
 * rambla_api_call_async:
 * @call: (transfer full): what to ask
 *
 * Sends @call. Errors are of %RAMBLA_API_ERROR, or %G_IO_ERROR_CANCELLED.
 */
void rambla_api_call_async (RamblaApi *self,
                            RamblaCall *call,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * rambla_api_call_finish:
 *
 * Returns: (transfer full): what the call's decode function made, or %NULL with @error set
 */
gpointer rambla_api_call_finish (RamblaApi *self, GAsyncResult *result, GError **error);

G_END_DECLS
