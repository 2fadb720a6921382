/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "rambla-money.h"

G_BEGIN_DECLS

/* Who speaks in a dispute, and who reads it. */
typedef enum
{
  RAMBLA_PARTY_BUYER,
  RAMBLA_PARTY_MERCHANT,
  RAMBLA_PARTY_OPERATOR,
} RamblaParty;

typedef enum
{
  RAMBLA_DISPUTE_OPEN,     /* the merchant is to answer */
  RAMBLA_DISPUTE_ANSWERED, /* the operator is to decide */
  RAMBLA_DISPUTE_DECIDED,
} RamblaDisputeState;

typedef enum
{
  RAMBLA_DISPUTE_REFUNDED,
  RAMBLA_DISPUTE_PARTIALLY_REFUNDED,
  RAMBLA_DISPUTE_REJECTED,
  RAMBLA_DISPUTE_WITHDRAWN,
} RamblaDisputeOutcome;

typedef enum
{
  RAMBLA_DISPUTE_BY_OPERATOR,
  RAMBLA_DISPUTE_BY_DEADLINE,
  RAMBLA_DISPUTE_BY_MERCHANT,
  RAMBLA_DISPUTE_BY_BUYER,
} RamblaDisputeDecider;

/* Something said. */
typedef struct
{
  RamblaParty author;
  char *text;
  gint64 at; /* microseconds since 1970 UTC */
} RamblaDisputeMessage;

/* Something shown; the picture itself is asked for. */
typedef struct
{
  char *id;
  RamblaParty author;
  int width; /* pixels */
  int height;
} RamblaDisputePicture;

#define RAMBLA_TYPE_DISPUTE (rambla_dispute_get_type ())
G_DECLARE_FINAL_TYPE (RamblaDispute, rambla_dispute, RAMBLA, DISPUTE, GObject)

/**
 * rambla_dispute_from_json:
 *
 * A complaint about an order. It never changes; a newer state is a new object. Reading checks everything, as
 * rambla_order_from_json() does. Any thread.
 *
 * Returns: (transfer full): a new object, or %NULL with @error set
 */
RamblaDispute *rambla_dispute_from_json (JsonNode *node, GError **error);

JsonNode *rambla_dispute_get_json (RamblaDispute *self);
const char *rambla_dispute_get_id (RamblaDispute *self);
const char *rambla_dispute_get_order_id (RamblaDispute *self);

/** rambla_dispute_get_party: who reads it */
RamblaParty rambla_dispute_get_party (RamblaDispute *self);
RamblaDisputeState rambla_dispute_get_state (RamblaDispute *self);

/** rambla_dispute_get_reason: "not_as_described", "refused", "quality" or "other" */
const char *rambla_dispute_get_reason (RamblaDispute *self);

/** rambla_dispute_get_amount: all that can be given back */
RamblaMoney rambla_dispute_get_amount (RamblaDispute *self);

/** rambla_dispute_get_title: what was bought */
const char *rambla_dispute_get_title (RamblaDispute *self);

/** rambla_dispute_get_store_name: where it happened */
const char *rambla_dispute_get_store_name (RamblaDispute *self);

/** rambla_dispute_get_opened_at: microseconds since 1970 UTC */
gint64 rambla_dispute_get_opened_at (RamblaDispute *self);

/** rambla_dispute_get_answer_by: until when the merchant has to answer */
gint64 rambla_dispute_get_answer_by (RamblaDispute *self);

/** rambla_dispute_get_outcome: only when it is decided */
RamblaDisputeOutcome rambla_dispute_get_outcome (RamblaDispute *self);

/** rambla_dispute_get_decider: only when it is decided */
RamblaDisputeDecider rambla_dispute_get_decider (RamblaDispute *self);

/** rambla_dispute_get_refunded: what the buyer got; only when it is decided */
RamblaMoney rambla_dispute_get_refunded (RamblaDispute *self);

/** rambla_dispute_get_messages: (transfer none) (element-type RamblaDisputeMessage): empty in lists */
GPtrArray *rambla_dispute_get_messages (RamblaDispute *self);

/** rambla_dispute_get_pictures: (transfer none) (element-type RamblaDisputePicture): empty in lists */
GPtrArray *rambla_dispute_get_pictures (RamblaDispute *self);

G_END_DECLS
