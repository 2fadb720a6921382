/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "platform-context.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/**
 * PlatformCall:
 * @database: this thread's connection; all that is read with it in this call is of one moment
 * @language: one of the city's, by Accept-Language
 * @now: seconds since 1970
 * @local: the same in the city's time zone
 * @out: the JSON answer in the making
 * @writer: onto @out
 *
 * A request that reads the catalogue, while it is answered. Lives on the handler's stack:
 *
 *     g_auto (PlatformCall) call = { NULL };
 *
 *     if (!platform_call_begin (&call, request, context, known))
 *       return;
 */
typedef struct
{
  PlatformRequest *request;
  const PlatformContext *context;
  const PlatformCity *city;
  PlatformDatabase *database;
  const char *language;
  gint64 now;
  GDateTime *local;
  GString *out;
  RamblaJsonWriter writer;
} PlatformCall;

/**
 * platform_call_begin:
 * @known: (array zero-terminated=1): the query's parameters that the route takes
 *
 * Returns: FALSE if the request was already answered: with an unknown parameter, or while there is no city
 */
gboolean platform_call_begin (PlatformCall *self,
                              PlatformRequest *request,
                              const PlatformContext *context,
                              const char *const *known);

/**
 * platform_call_clear:
 *
 * Ends the reading; after the answer or before, the order does not matter.
 */
void platform_call_clear (PlatformCall *self);

/**
 * platform_call_respond:
 * @content_type: (nullable): application/json if NULL
 * @next_cursor: (nullable): of a list that goes on: makes the Link to its next page (RFC 8288)
 *
 * Answers 200 with what @writer wrote.
 */
void platform_call_respond (PlatformCall *self, const char *content_type, const char *next_cursor);

/**
 * platform_call_fail:
 * @error: (transfer full): what went wrong
 *
 * Answers with the problem: a bad cursor is the client's fault, a database that is too slow is a 503, the
 * rest is ours.
 */
void platform_call_fail (PlatformCall *self, GError *error);

/**
 * platform_call_not_found:
 * @what: for people: "There is no such store"
 */
void platform_call_not_found (PlatformCall *self, const char *what);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlatformCall, platform_call_clear)

G_END_DECLS
