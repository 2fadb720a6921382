/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_MOCK_API (rambla_mock_api_get_type ())
G_DECLARE_FINAL_TYPE (RamblaMockApi, rambla_mock_api, RAMBLA, MOCK_API, GObject)

/* One call as it was made. @key: (nullable) its idempotency key; @body: (nullable) its JSON. */
typedef struct
{
  char *method;
  char *target;
  char *key;
  char *body;
} RamblaMockCall;

/**
 * rambla_mock_api_new:
 *
 * A platform that answers as planned, from the main loop, and keeps a log. An answer is used once, in the
 * order in which those for its method and path were planned; the last one planned with
 * rambla_mock_api_plan_always() is used for ever. A call that nobody planned ends the test.
 */
RamblaMockApi *rambla_mock_api_new (void);

/** rambla_mock_api_plan: answers one call of @method and @path with @status and @json; from 400 on it is a
 * problem document. */
void rambla_mock_api_plan (RamblaMockApi *self,
                           const char *method,
                           const char *path,
                           guint status,
                           const char *json);

/** rambla_mock_api_plan_always: the same for every call that no other plan answers. */
void rambla_mock_api_plan_always (RamblaMockApi *self,
                                  const char *method,
                                  const char *path,
                                  guint status,
                                  const char *json);

/** rambla_mock_api_plan_lost: the call arrives and is logged, its answer gets lost: @code, a
 * RamblaApiErrorCode. */
void rambla_mock_api_plan_lost (RamblaMockApi *self, const char *method, const char *path, int code);

/** rambla_mock_api_get_log: (transfer none): the calls so far, of RamblaMockCall. */
GPtrArray *rambla_mock_api_get_log (RamblaMockApi *self);

/** rambla_mock_api_find: (transfer none) (nullable): the @nth call, from 0, of @method and @path. */
const RamblaMockCall *
rambla_mock_api_find (RamblaMockApi *self, const char *method, const char *path, guint nth);

/** rambla_mock_api_count: how many calls of @method and @path there were. */
guint rambla_mock_api_count (RamblaMockApi *self, const char *method, const char *path);

G_END_DECLS
