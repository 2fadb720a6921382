/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>

#include "rambla-json-writer.h"

G_BEGIN_DECLS

/* The stable codes of the contract's errors (RFC 9457). X (NAME, "code", HTTP status, "English title") */
#define RAMBLA_PROBLEMS(X)                                                                                   \
  X (MALFORMED_JSON, "malformed_json", 400, "The body is not well-formed JSON")                              \
  X (TOO_DEEP, "too_deep", 400, "The body is nested too deeply")                                             \
  X (BAD_REQUEST, "bad_request", 400, "The request is not well-formed")                                      \
  X (INVALID_CURSOR, "invalid_cursor", 400, "The cursor is not one of ours, or too old")                     \
  X (IDEMPOTENCY_KEY_MISSING, "idempotency_key_missing", 400, "An Idempotency-Key is needed")                \
  X (UNAUTHORIZED, "unauthorized", 401, "Sign in first")                                                     \
  X (FORBIDDEN, "forbidden", 403, "This account may not do that")                                            \
  X (NOT_FOUND, "not_found", 404, "There is nothing here")                                                   \
  X (UNKNOWN_VOUCHER, "unknown_voucher", 404, "There is no such voucher")                                    \
  X (METHOD_NOT_ALLOWED, "method_not_allowed", 405, "This method is not allowed here")                       \
  X (NOT_ACCEPTABLE, "not_acceptable", 406, "None of the accepted media types can be served")                \
  X (OUT_OF_STOCK, "out_of_stock", 409, "Not enough of it is left")                                          \
  X (PRICE_CHANGED, "price_changed", 409, "The price has changed")                                           \
  X (LIMIT_REACHED, "limit_reached", 409, "The limit for one person is reached")                             \
  X (SLOT_FULL, "slot_full", 409, "This time is fully booked")                                               \
  X (SLOT_UNAVAILABLE, "slot_unavailable", 409, "This time cannot be booked")                                \
  X (NOT_ON_SALE, "not_on_sale", 409, "This offer is not on sale now")                                       \
  X (ORDER_STATE, "order_state", 409, "The order's state does not allow that")                               \
  X (HOLD_EXPIRED, "hold_expired", 409, "The reservation has run out")                                       \
  X (NOT_REFUNDABLE, "not_refundable", 409, "This cannot be refunded")                                       \
  X (NOT_UNDOABLE, "not_undoable", 409, "This cannot be taken back")                                         \
  X (NOT_DISPUTABLE, "not_disputable", 409, "This cannot be disputed")                                       \
  X (ALREADY_REDEEMED, "already_redeemed", 409, "The voucher has been used already")                         \
  X (ALREADY_ANSWERED, "already_answered", 409, "This has been answered already")                            \
  X (WRONG_MERCHANT, "wrong_merchant", 409, "The voucher is for another merchant")                           \
  X (WRONG_BRANCH, "wrong_branch", 409, "The voucher is not good at this branch")                            \
  X (WRONG_DAY, "wrong_day", 409, "The voucher is not good on this day")                                     \
  X (WRONG_TIME, "wrong_time", 409, "The voucher is not good at this time of day")                           \
  X (EXPIRED, "expired", 409, "The voucher has expired")                                                     \
  X (NOT_YET_VALID, "not_yet_valid", 409, "The voucher is not valid yet")                                    \
  X (REFUNDED, "refunded", 409, "The voucher has been refunded")                                             \
  X (REVOKED, "revoked", 409, "The voucher has been replaced or withdrawn")                                  \
  X (BINDING_REQUIRED, "binding_required", 409, "The code must be shown live on the holder's device")        \
  X (BINDING_STALE, "binding_stale", 409, "The code on the screen is too old")                               \
  X (GIFT_GONE, "gift_gone", 409, "The gift is not there any more")                                          \
  X (OWN_GIFT, "own_gift", 409, "The gift is your own")                                                      \
  X (IDEMPOTENCY_IN_PROGRESS, "idempotency_in_progress", 409,                                                \
     "The first request with this key is still under way")                                                   \
  X (CONFLICT, "conflict", 409, "This conflicts with the present state")                                     \
  X (PRECONDITION_FAILED, "precondition_failed", 412, "It has been changed in the meantime")                 \
  X (TOO_LARGE, "too_large", 413, "The body is too large")                                                   \
  X (URI_TOO_LONG, "uri_too_long", 414, "The address is too long")                                           \
  X (UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", 415, "The body must be application/json")             \
  X (INVALID_FIELD, "invalid_field", 422, "A field is not valid")                                            \
  X (FORGED, "forged", 422, "The signature is not genuine")                                                  \
  X (IDEMPOTENCY_MISMATCH, "idempotency_mismatch", 422, "The key was used for another request")              \
  X (PAYMENT_DECLINED, "payment_declined", 402, "The payment was declined")                                  \
  X (PRECONDITION_REQUIRED, "precondition_required", 428, "An If-Match field is needed")                     \
  X (RATE_LIMITED, "rate_limited", 429, "Too many requests")                                                 \
  X (HEADERS_TOO_LARGE, "headers_too_large", 431, "The request's header is too large")                       \
  X (INTERNAL, "internal", 500, "Something went wrong here")                                                 \
  X (NOT_IMPLEMENTED, "not_implemented", 501, "This is not offered here")                                    \
  X (PROVIDER_UNAVAILABLE, "provider_unavailable", 502, "The payment provider cannot be reached")            \
  X (PAYMENT_UNKNOWN, "payment_unknown", 502, "The payment provider has not answered yet")                   \
  X (UNAVAILABLE, "unavailable", 503, "The service is not available now")                                    \
  X (NEWER_VERSION, "newer_version", 503, "The data belong to a newer version")

typedef enum
{
  RAMBLA_PROBLEM_NONE,
#define RAMBLA_PROBLEM_ENUM(name, code, status, title) RAMBLA_PROBLEM_##name,
  RAMBLA_PROBLEMS (RAMBLA_PROBLEM_ENUM)
#undef RAMBLA_PROBLEM_ENUM
      RAMBLA_PROBLEM_UNKNOWN, /* a code that this version does not know */
} RamblaProblemCode;

/* "out_of_stock"; NULL for NONE and UNKNOWN and anything out of range. */
const char *rambla_problem_code_to_string (RamblaProblemCode code);
/* NONE for NULL, UNKNOWN for a text that is no code. */
RamblaProblemCode rambla_problem_code_from_string (const char *text);
/* The HTTP status that goes with it; 500 for UNKNOWN. */
unsigned int rambla_problem_code_get_status (RamblaProblemCode code);
/* A short English title, without a full stop. */
const char *rambla_problem_code_get_title (RamblaProblemCode code);
/* The code closest to a bare HTTP status, for answers without a problem body. */
RamblaProblemCode rambla_problem_code_from_status (unsigned int status);
/* The `type` member: "/problems/out_of_stock", a reference relative to the platform. Returns: (transfer full)
 */
char *rambla_problem_code_get_type_uri (RamblaProblemCode code);

typedef struct
{
  char *pointer; /* JSON pointer into the request's body, or a parameter's name */
  char *detail;
} RamblaProblemField;

/**
 * RamblaProblem: what came back instead of an answer. Boxed; free with rambla_problem_free().
 */
typedef struct
{
  RamblaProblemCode code;
  unsigned int status;
  char *code_text;   /* as it came, also when it is not known; NULL when there was none */
  char *title;       /* NULL when there was none */
  char *detail;      /* a sentence about this very case; NULL when there was none */
  GPtrArray *fields; /* of RamblaProblemField, from `errors`; never NULL */
  JsonObject *body;  /* the whole object, for extensions like `redeemed_at`; NULL when there was none */
} RamblaProblem;

#define RAMBLA_TYPE_PROBLEM (rambla_problem_get_type ())
GType rambla_problem_get_type (void) G_GNUC_CONST;

/* Reads an answer of @status. Never fails: what is not a problem object becomes one from the status alone,
 * and texts are cut at 2,000 bytes and freed from control characters. Returns: (transfer full) */
RamblaProblem *rambla_problem_parse (unsigned int status, const char *body, gssize length);
RamblaProblem *rambla_problem_copy (const RamblaProblem *self);
void rambla_problem_free (RamblaProblem *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RamblaProblem, rambla_problem_free)

/* Writes the five members type, title, status, detail (when not NULL) and code into an object that the caller
 * opened and closes, so that extensions can follow. */
void rambla_problem_write_members (RamblaJsonWriter *writer, RamblaProblemCode code, const char *detail);

G_END_DECLS
