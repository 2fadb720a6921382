/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-form.h"
#include "platform-sandbox-private.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

/*
 * One call of the sandbox provider's API, while it is worked on in a job of the writer.
 */
typedef struct
{
  PlatformSandboxWork work;
  PlatformRequest *request;
  PlatformForm *form; /* what was posted, or the query */
  guint status;
  GString *body;
  RamblaJsonWriter writer; /* onto @body */
} PlatformSandboxCall;

/**
 * PlatformSandboxVerb:
 *
 * Does the call and writes the answer's object with call->writer, or answers with
 * platform_sandbox_call_fail().
 *
 * Returns: FALSE with @error only if the database failed: then nothing is kept, and the answer is a 500
 */
typedef gboolean (*PlatformSandboxVerb) (PlatformSandboxCall *call, GError **error);

/* One route of the API. @known: (array zero-terminated=1): the names that its form may have, up to the first
 * bracket. */
typedef struct
{
  const char *method;
  const char *pattern;
  PlatformSandboxVerb verb;
  const char *const *known;
} PlatformSandboxRoute;

/* Adds routes of the API to provider->router. The table is static. */
void platform_sandbox_call_add_routes (PlatformSandboxProvider *provider,
                                       const PlatformSandboxRoute *routes,
                                       gsize n_routes);

/**
 * platform_sandbox_call_fail:
 * @status: 400 and up
 * @type: "invalid_request_error", "card_error", "api_error"
 * @code: (nullable): such as "parameter_missing"
 * @parameter: (nullable): the parameter that it is about
 *
 * Makes the answer an error in the protocol's form.
 *
 * Returns: TRUE, so that a verb may return it
 */
gboolean platform_sandbox_call_fail (PlatformSandboxCall *call,
                                     guint status,
                                     const char *type,
                                     const char *code,
                                     const char *parameter,
                                     const char *format,
                                     ...) G_GNUC_PRINTF (6, 7);

/* 404 for an object that is not there. */
gboolean platform_sandbox_call_fail_missing (PlatformSandboxCall *call, const char *kind, const char *id);

/* 402 for @intent's refusal, with the payment in it. */
gboolean platform_sandbox_call_fail_card (PlatformSandboxCall *call, const PlatformSandboxIntent *intent);

/* 400 because @intent is in a state that does not allow this. */
gboolean platform_sandbox_call_fail_state (PlatformSandboxCall *call,
                                           const PlatformSandboxIntent *intent,
                                           const char *verb);

/**
 * platform_sandbox_call_load:
 * @kind: a kind of object
 * @name: what the protocol calls it, for the error
 * @id: (nullable): which one
 * @object: (out) (transfer full): the object, NULL when the call was answered with 404 instead
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_sandbox_call_load (PlatformSandboxCall *call,
                                     const PlatformSandboxKind *kind,
                                     const char *name,
                                     const char *id,
                                     gpointer *object,
                                     GError **error);

/* The form's metadata[…] as a JSON object's text, over what was there before. (transfer full) */
char *platform_sandbox_call_metadata (PlatformSandboxCall *call, const char *prefix);

/* A required whole number of at least @minimum; FALSE when the call was answered with 400 instead. */
gboolean
platform_sandbox_call_get_int (PlatformSandboxCall *call, const char *name, gint64 minimum, gint64 *value);

/* A required text; NULL when the call was answered with 400 instead. */
const char *platform_sandbox_call_get_text (PlatformSandboxCall *call, const char *name);

/* A required currency of three letters, lower case; NULL when the call was answered with 400 instead.
 * (transfer full) */
char *platform_sandbox_call_get_currency (PlatformSandboxCall *call, const char *name);

/* "true" or "1". */
gboolean platform_sandbox_call_get_flag (PlatformSandboxCall *call, const char *name);

/* TRUE if expand[…] names @path. */
gboolean platform_sandbox_call_expands (PlatformSandboxCall *call, const char *path);

/**
 * platform_sandbox_call_list:
 * @url: the list's own path
 * @column: (nullable): only objects with @value there; a constant
 * @write: writes one of them
 *
 * Answers with a list, newest first, by `limit` (10, at most 100) and `starting_after`.
 */
gboolean platform_sandbox_call_list (PlatformSandboxCall *call,
                                     const PlatformSandboxKind *kind,
                                     const char *url,
                                     const char *column,
                                     const char *value,
                                     void (*write) (PlatformSandboxCall *call, gconstpointer object),
                                     GError **error);

/* What the request's path names "id". */
const char *platform_sandbox_call_get_id (PlatformSandboxCall *call);

/* platform-sandbox-api-….c: each adds its own. */
void platform_sandbox_api_add_customers (PlatformSandboxProvider *provider);
void platform_sandbox_api_add_payments (PlatformSandboxProvider *provider);
void platform_sandbox_api_add_checkout (PlatformSandboxProvider *provider);
void platform_sandbox_api_add_events (PlatformSandboxProvider *provider);

/**
 * platform_sandbox_call_find_card:
 * @id: what `payment_method` says: a stored one, or a ready-made one such as "pm_card_visa"
 * @customer: (nullable): whose it must be, if it is anybody's
 * @method: (out) (transfer full): the payment method, NULL when the call was answered with an error instead
 *
 * Returns: FALSE with @error if the database failed
 */
gboolean platform_sandbox_call_find_card (PlatformSandboxCall *call,
                                          const char *id,
                                          const char *customer,
                                          PlatformSandboxMethod **method,
                                          GError **error);

G_END_DECLS
