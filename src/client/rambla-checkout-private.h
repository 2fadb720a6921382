/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-checkout.h"
#include "rambla-purchase-file.h"

G_BEGIN_DECLS

/* What was being done when it failed, so that trying again goes on there. */
typedef enum
{
  STEP_ORDER,
  STEP_PAY,
  STEP_ASK,
} Step;

struct _RamblaCheckout
{
  GObject parent_instance;

  RamblaApi *api;
  RamblaPurchaseFile *file;
  RamblaDeal *deal;
  RamblaStore *store;
  RamblaSlot *slot;
  RamblaMoney price; /* of one unit, as the buyer saw it */
  RamblaOrder *order;
  RamblaCheckoutState state;
  Step step;
  char *url;
  char *message;
  GError *error;
  GError *payment_refusal; /* waits for what the order says */
  GCancellable *cancellable;
  guint ask_source;
  guint ask_interval;
  gboolean resumed;
  gboolean give_back; /* the person gave up, or came back too late: end the hold once the order is known */
};

/* Shared by the object and its steps. */
void rambla_checkout_set_state (RamblaCheckout *self, RamblaCheckoutState state);
void rambla_checkout_emit_changed (RamblaCheckout *self);
/* Whether the platform itself said no, for good. */
gboolean rambla_checkout_is_refusal (const GError *error);

G_END_DECLS
