/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-private.h"
#include "rambla-purchases.h"

#define MOST_UNITS 20
#define ASK_AGAIN_MS 1200

G_DEFINE_FINAL_TYPE (RamblaCheckout, rambla_checkout, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

void
rambla_checkout_emit_changed (RamblaCheckout *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
rambla_checkout_set_state (RamblaCheckout *self, RamblaCheckoutState state)
{
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  rambla_checkout_emit_changed (self);
}

void
rambla_checkout_choose_again (RamblaCheckout *self)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));

  if (self->state != RAMBLA_CHECKOUT_OVER && (self->state != RAMBLA_CHECKOUT_FAILED || self->order != NULL))
    return;
  g_clear_error (&self->error);
  g_clear_object (&self->order);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->message, g_free);
  /* Whatever was asked for under the old key is not wanted any more; a hold that nobody knows of ends by
   * itself. Another purchase is another request, so it needs another key. */
  rambla_purchase_file_remove (self->file);
  g_clear_pointer (&self->file->order_id, g_free);
  g_clear_pointer (&self->file->payment_key, g_free);
  g_free (self->file->key);
  self->file->key = rambla_purchases_new_key ();
  self->resumed = self->give_back = FALSE;
  rambla_checkout_set_state (self, RAMBLA_CHECKOUT_CHOOSING);
}

gboolean
rambla_checkout_get_new_price (RamblaCheckout *self, RamblaMoney *price)
{
  JsonObject *document;
  JsonNode *node;

  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), FALSE);

  if (!rambla_api_error_is_problem (self->error, "price_changed"))
    return FALSE;
  document = rambla_api_error_get_document (self->error);
  node = document != NULL ? json_object_get_member (document, "price") : NULL;
  return node != NULL && rambla_money_from_json (node, price, NULL) &&
         g_str_equal (price->currency, self->price.currency);
}

void
rambla_checkout_accept_price (RamblaCheckout *self)
{
  RamblaMoney fresh;

  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));

  if (!rambla_checkout_get_new_price (self, &fresh))
    return;
  self->price = fresh;
  rambla_checkout_choose_again (self);
}

void
rambla_checkout_set_ask_interval (RamblaCheckout *self, guint milliseconds)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));

  self->ask_interval = milliseconds;
}

gboolean
rambla_checkout_is_settled (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), TRUE);

  switch (self->state)
    {
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_PAID:
    case RAMBLA_CHECKOUT_OVER:
      return TRUE;
    case RAMBLA_CHECKOUT_FAILED:
      return self->file->order_id == NULL && rambla_checkout_is_refusal (self->error);
    case RAMBLA_CHECKOUT_ORDERING:
    case RAMBLA_CHECKOUT_PAYING:
    case RAMBLA_CHECKOUT_WAITING:
    case RAMBLA_CHECKOUT_DECLINED:
    case RAMBLA_CHECKOUT_UNKNOWN:
    default:
      return FALSE;
    }
}

RamblaCheckoutState
rambla_checkout_get_state (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), RAMBLA_CHECKOUT_FAILED);

  return self->state;
}

RamblaDeal *
rambla_checkout_get_deal (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->deal;
}

RamblaStore *
rambla_checkout_get_store (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->store;
}

void
rambla_checkout_set_store (RamblaCheckout *self, RamblaStore *store)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));
  g_return_if_fail (self->state == RAMBLA_CHECKOUT_CHOOSING);

  if (!g_set_object (&self->store, store))
    return;
  g_free (self->file->store_id);
  self->file->store_id = g_strdup (rambla_store_get_id (store));
  rambla_checkout_emit_changed (self);
}

void
rambla_checkout_set_buyer (RamblaCheckout *self, const char *buyer)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));
  g_return_if_fail (buyer != NULL);

  if (self->file->order_id != NULL)
    return;
  g_free (self->file->buyer);
  self->file->buyer = g_strdup (buyer);
}

int
rambla_checkout_get_quantity (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), 0);

  return self->file->quantity;
}

void
rambla_checkout_set_quantity (RamblaCheckout *self, int quantity)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));
  g_return_if_fail (self->state == RAMBLA_CHECKOUT_CHOOSING);

  quantity = CLAMP (quantity, 1, MOST_UNITS);
  if (self->file->quantity == quantity)
    return;
  self->file->quantity = quantity;
  rambla_checkout_emit_changed (self);
}

RamblaSlot *
rambla_checkout_get_slot (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->slot;
}

void
rambla_checkout_set_slot (RamblaCheckout *self, RamblaSlot *slot)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));
  g_return_if_fail (self->state == RAMBLA_CHECKOUT_CHOOSING);

  if (!g_set_object (&self->slot, slot))
    return;
  g_free (self->file->slot_id);
  self->file->slot_id = slot != NULL ? g_strdup (rambla_slot_get_id (slot)) : NULL;
  rambla_checkout_emit_changed (self);
}

void
rambla_checkout_set_tracking (RamblaCheckout *self, const char *tracking)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));
  g_return_if_fail (self->state == RAMBLA_CHECKOUT_CHOOSING);

  g_free (self->file->tracking);
  self->file->tracking = g_strdup (tracking);
}

RamblaMoney
rambla_checkout_get_total (RamblaCheckout *self)
{
  RamblaMoney total;

  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), rambla_money (0, ""));

  if (self->order != NULL)
    return rambla_order_get_total (self->order);
  if (!rambla_money_multiply (self->price, self->file->quantity, &total))
    return rambla_money (0, "");
  return total;
}

RamblaOrder *
rambla_checkout_get_order (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->order;
}

const char *
rambla_checkout_get_url (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->url;
}

const char *
rambla_checkout_get_message (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->message;
}

const GError *
rambla_checkout_get_error (RamblaCheckout *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT (self), NULL);

  return self->error;
}

static void
rambla_checkout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) RAMBLA_CHECKOUT (object)->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_checkout_dispose (GObject *object)
{
  RamblaCheckout *self = RAMBLA_CHECKOUT (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  G_OBJECT_CLASS (rambla_checkout_parent_class)->dispose (object);
}

static void
rambla_checkout_finalize (GObject *object)
{
  RamblaCheckout *self = RAMBLA_CHECKOUT (object);

  g_clear_object (&self->api);
  g_clear_object (&self->deal);
  g_clear_object (&self->store);
  g_clear_object (&self->slot);
  g_clear_object (&self->order);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->file, rambla_purchase_file_free);
  g_clear_error (&self->error);
  g_clear_error (&self->payment_refusal);
  g_free (self->url);
  g_free (self->message);
  G_OBJECT_CLASS (rambla_checkout_parent_class)->finalize (object);
}

static void
rambla_checkout_class_init (RamblaCheckoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_checkout_get_property;
  object_class->dispose = rambla_checkout_dispose;
  object_class->finalize = rambla_checkout_finalize;
  properties[PROP_STATE] =
      g_param_spec_int ("state", NULL, NULL, RAMBLA_CHECKOUT_CHOOSING, RAMBLA_CHECKOUT_FAILED,
                        RAMBLA_CHECKOUT_CHOOSING, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[CHANGED] =
      g_signal_new ("changed", RAMBLA_TYPE_CHECKOUT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_checkout_init (RamblaCheckout *self)
{
  self->cancellable = g_cancellable_new ();
  self->ask_interval = ASK_AGAIN_MS;
}

/* What is paid now: the deposit where a booking asks for one, nothing where it is paid at the store. */
static RamblaMoney
price_now (RamblaDeal *deal)
{
  const RamblaDealBooking *booking = rambla_deal_get_booking (deal);

  if (booking != NULL && booking->pay == RAMBLA_DEAL_PAY_DEPOSIT && rambla_money_is_set (booking->deposit))
    return booking->deposit;
  return rambla_deal_get_price (deal);
}

RamblaCheckout *
rambla_checkout_new (RamblaApi *api,
                     const char *folder,
                     const char *buyer,
                     RamblaDeal *deal,
                     RamblaStore *store)
{
  RamblaCheckout *self = g_object_new (RAMBLA_TYPE_CHECKOUT, NULL);

  self->api = g_object_ref (api);
  self->deal = g_object_ref (deal);
  self->store = g_object_ref (store);
  self->price = price_now (deal);
  self->file = g_new0 (RamblaPurchaseFile, 1);
  self->file->folder = g_strdup (folder);
  self->file->buyer = g_strdup (buyer);
  self->file->key = rambla_purchases_new_key ();
  self->file->deal_id = g_strdup (rambla_deal_get_id (deal));
  self->file->store_id = g_strdup (rambla_store_get_id (store));
  self->file->quantity = 1;
  return self;
}
