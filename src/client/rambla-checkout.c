/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout.h"

#include "rambla-purchase-file.h"
#include "rambla-purchases.h"

#define MOST_UNITS 20
#define ASK_AGAIN_MS 1200
/* The platform holds an order this long; whoever comes back later does not expect to buy any more. */
#define HOLD_SECONDS (15 * 60)

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

static void ask_order (RamblaCheckout *self);
static void give_hold_back (RamblaCheckout *self);
static void send_payment (RamblaCheckout *self);

static void
emit_changed (RamblaCheckout *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_state (RamblaCheckout *self, RamblaCheckoutState state)
{
  if (self->state != state)
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  emit_changed (self);
}

/* Whether the platform itself said no, for good. */
static gboolean
is_refusal (const GError *error)
{
  return (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_REFUSED) ||
          g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_FORBIDDEN) ||
          g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_NOT_FOUND)) &&
         !rambla_api_error_is_transient (error);
}

/* Takes @error over. */
static void
fail (RamblaCheckout *self, GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }
  g_clear_error (&self->error);
  self->error = error;
  /* A refusal is an outcome: nothing was ordered, so there is nothing to find again. An answer that makes no
   * sense is none: the order may have been made. */
  if (self->file->order_id == NULL && is_refusal (error))
    rambla_purchase_file_remove (self->file);
  set_state (self, RAMBLA_CHECKOUT_FAILED);
}

/* The file is one write of a few hundred bytes, and the promise not to pay twice hangs on it being there
 * first. */
static gboolean
save (RamblaCheckout *self)
{
  GError *error = NULL;

  if (rambla_purchase_file_save (self->file, &error))
    return TRUE;
  fail (self, error);
  return FALSE;
}

static gboolean
on_ask_again (gpointer user_data)
{
  RamblaCheckout *self = user_data;

  self->ask_source = 0;
  ask_order (self);
  return G_SOURCE_REMOVE;
}

static void
ask_later (RamblaCheckout *self)
{
  if (self->ask_source == 0)
    self->ask_source = g_timeout_add (self->ask_interval, on_ask_again, self);
}

/* An order that waits for money: what its last payment says. */
static void
follow_payment (RamblaCheckout *self)
{
  const char *payment_state = rambla_order_get_payment_state (self->order);
  const char *message = rambla_order_get_payment_message (self->order);

  if (self->give_back)
    {
      give_hold_back (self);
      return;
    }
  if (message != NULL)
    {
      g_free (self->message);
      self->message = g_strdup (message);
    }
  if (self->payment_refusal != NULL)
    fail (self, g_steal_pointer (&self->payment_refusal));
  else if (g_strcmp0 (payment_state, "failed") == 0 && self->url == NULL)
    set_state (self, RAMBLA_CHECKOUT_DECLINED);
  else if (payment_state == NULL && self->file->payment_key != NULL)
    /* The payment never arrived: the program ended in between. */
    send_payment (self);
  else
    {
      if (self->url == NULL)
        self->url = g_strdup (rambla_order_get_payment_url (self->order));
      set_state (self, RAMBLA_CHECKOUT_WAITING);
      ask_later (self);
    }
}

/* What the order says decides; whatever was believed before. */
static void
follow_order (RamblaCheckout *self)
{
  switch (rambla_order_get_state (self->order))
    {
    case RAMBLA_ORDER_PENDING_PAYMENT:
      follow_payment (self);
      break;
    case RAMBLA_ORDER_UNKNOWN:
      set_state (self, RAMBLA_CHECKOUT_UNKNOWN);
      ask_later (self);
      break;
    case RAMBLA_ORDER_PAID:
    case RAMBLA_ORDER_COMPLETED:
      rambla_purchase_file_remove (self->file);
      set_state (self, RAMBLA_CHECKOUT_PAID);
      break;
    case RAMBLA_ORDER_CANCELLED:
    case RAMBLA_ORDER_EXPIRED:
    case RAMBLA_ORDER_REFUNDED:
    case RAMBLA_ORDER_PARTIALLY_REFUNDED:
    default:
      rambla_purchase_file_remove (self->file);
      set_state (self, RAMBLA_CHECKOUT_OVER);
      break;
    }
}

static void
take_order (RamblaCheckout *self, RamblaOrder *order)
{
  g_set_object (&self->order, order);
  /* An order carries the short forms; what is known already is more. */
  if (self->deal == NULL)
    g_set_object (&self->deal, rambla_order_get_deal (order));
  if (self->store == NULL)
    g_set_object (&self->store, rambla_order_get_store (order));
  if (self->slot == NULL)
    g_set_object (&self->slot, rambla_order_get_slot (order));
  g_free (self->file->order_id);
  self->file->order_id = g_strdup (rambla_order_get_id (order));
}

static void
on_order_asked_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  GError *error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_get_order_finish (RAMBLA_API (source), result, &error);

  if (order != NULL)
    {
      take_order (self, order);
      follow_order (self);
    }
  else if (rambla_api_error_is_transient (error) &&
           (self->state == RAMBLA_CHECKOUT_WAITING || self->state == RAMBLA_CHECKOUT_UNKNOWN))
    {
      /* The network is away; what is known stays true, so go on asking. */
      g_error_free (error);
      ask_later (self);
    }
  else
    {
      self->step = STEP_ASK;
      fail (self, error);
    }
}

static void
ask_order (RamblaCheckout *self)
{
  rambla_purchases_get_order_async (self->api, self->file->order_id, self->cancellable, on_order_asked_ready,
                                    g_object_ref (self));
}

/* Takes @error over. */
static void
take_payment_error (RamblaCheckout *self, GError *error)
{
  if (rambla_api_error_is_problem (error, "payment_declined"))
    {
      /* The platform may answer a declined card as a problem; the hold stands. */
      g_free (self->message);
      self->message = g_strdup (error->message);
      g_clear_pointer (&self->file->payment_key, g_free);
      g_error_free (error);
      set_state (self, RAMBLA_CHECKOUT_DECLINED);
    }
  else if (is_refusal (error))
    {
      /* Refused because of how the order stands: look at it. */
      g_clear_pointer (&self->file->payment_key, g_free);
      g_clear_error (&self->payment_refusal);
      self->payment_refusal = error;
      ask_order (self);
    }
  else
    {
      /* That nothing was taken is an answer, which the platform would repeat for the same key. */
      if (rambla_api_error_is_problem (error, "provider_unavailable"))
        g_clear_pointer (&self->file->payment_key, g_free);
      self->step = STEP_PAY;
      fail (self, error);
    }
}

static void
on_pay_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  GError *error = NULL;
  g_autoptr (RamblaPaymentResult) paid = rambla_purchases_pay_finish (RAMBLA_API (source), result, &error);

  if (paid == NULL)
    {
      take_payment_error (self, error);
      return;
    }
  g_free (self->url);
  self->url = g_strdup (paid->url);
  g_free (self->message);
  self->message = g_strdup (paid->message);
  /* A payment that was answered is over; paying again is another one. */
  g_clear_pointer (&self->file->payment_key, g_free);
  if (paid->url != NULL && g_str_equal (paid->state, "pending_payment"))
    set_state (self, RAMBLA_CHECKOUT_WAITING);
  ask_order (self);
}

static void
send_payment (RamblaCheckout *self)
{
  set_state (self, RAMBLA_CHECKOUT_PAYING);
  if (self->file->payment_key == NULL)
    self->file->payment_key = rambla_purchases_new_key ();
  self->step = STEP_PAY;
  if (!save (self))
    return;
  rambla_purchases_pay_async (self->api, self->file->payment_key, self->file->order_id, self->file->method,
                              self->cancellable, on_pay_ready, g_object_ref (self));
}

static void
on_create_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  GError *error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_create_finish (RAMBLA_API (source), result, &error);

  if (order == NULL)
    {
      self->step = STEP_ORDER;
      fail (self, error);
      return;
    }
  take_order (self, order);
  if (self->resumed)
    {
      /* The answer may be one that was given long ago: only the order itself says how it stands. */
      if (self->file->payment_key == NULL)
        self->file->payment_key = rambla_purchases_new_key ();
      ask_order (self);
    }
  else if (rambla_order_get_state (order) == RAMBLA_ORDER_PENDING_PAYMENT && !self->give_back)
    send_payment (self);
  else
    follow_order (self);
}

static void
send_order (RamblaCheckout *self)
{
  set_state (self, RAMBLA_CHECKOUT_ORDERING);
  self->step = STEP_ORDER;
  if (!save (self))
    return;
  rambla_purchases_create_async (self->api, self->file->key, self->file->deal_id, self->file->store_id,
                                 self->file->quantity, self->file->total, self->file->slot_id,
                                 self->cancellable, on_create_ready, g_object_ref (self));
}

void
rambla_checkout_pay (RamblaCheckout *self, const char *method)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));
  g_return_if_fail (self->state != RAMBLA_CHECKOUT_ORDERING && self->state != RAMBLA_CHECKOUT_PAYING &&
                    self->state != RAMBLA_CHECKOUT_PAID && self->state != RAMBLA_CHECKOUT_OVER);

  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_clear_error (&self->error);
  g_clear_pointer (&self->message, g_free);
  g_clear_pointer (&self->url, g_free);
  g_free (self->file->method);
  self->file->method = g_strdup (method);
  g_clear_pointer (&self->file->payment_key, g_free);
  if (self->order != NULL)
    {
      send_payment (self);
      return;
    }
  self->file->total = rambla_checkout_get_total (self);
  self->file->created_at = g_get_real_time () / G_USEC_PER_SEC;
  send_order (self);
}

void
rambla_checkout_retry (RamblaCheckout *self)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));

  if (self->state != RAMBLA_CHECKOUT_FAILED)
    return;
  g_clear_error (&self->error);
  switch (self->step)
    {
    case STEP_ORDER:
      send_order (self);
      break;
    case STEP_PAY:
      send_payment (self);
      break;
    case STEP_ASK:
    default:
      set_state (self, RAMBLA_CHECKOUT_WAITING);
      ask_order (self);
    }
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
  set_state (self, RAMBLA_CHECKOUT_CHOOSING);
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

static void
on_cancel_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_cancel_finish (RAMBLA_API (source), result, &error);

  self->give_back = FALSE;
  if (order == NULL)
    {
      /* The hold ends by itself; and if it was paid meanwhile, the order says so. */
      g_message ("The hold was not given back: %s", error->message);
      ask_later (self);
      return;
    }
  take_order (self, order);
  follow_order (self);
}

static void
give_hold_back (RamblaCheckout *self)
{
  g_autofree char *key = rambla_purchases_new_key ();

  rambla_purchases_cancel_async (self->api, key, self->file->order_id, NULL, on_cancel_ready,
                                 g_object_ref (self));
}

void
rambla_checkout_cancel (RamblaCheckout *self)
{
  g_return_if_fail (RAMBLA_IS_CHECKOUT (self));

  g_clear_handle_id (&self->ask_source, g_source_remove);
  if (self->order == NULL || rambla_order_get_state (self->order) != RAMBLA_ORDER_PENDING_PAYMENT)
    return;
  give_hold_back (self);
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
      return self->file->order_id == NULL && is_refusal (self->error);
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
  emit_changed (self);
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
  emit_changed (self);
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
  emit_changed (self);
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
                     const char *platform,
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
  self->file->platform = g_strdup (platform);
  self->file->key = rambla_purchases_new_key ();
  self->file->deal_id = g_strdup (rambla_deal_get_id (deal));
  self->file->store_id = g_strdup (rambla_store_get_id (store));
  self->file->quantity = 1;
  return self;
}

GPtrArray *
rambla_checkout_resume_all (RamblaApi *api, const char *folder, const char *platform)
{
  GPtrArray *purchases = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) files = rambla_purchase_file_load_all (folder, platform);

  while (files->len > 0)
    {
      RamblaCheckout *self = g_object_new (RAMBLA_TYPE_CHECKOUT, NULL);

      self->api = g_object_ref (api);
      self->file = g_ptr_array_steal_index (files, files->len - 1);
      self->resumed = TRUE;
      self->give_back = self->file->created_at + HOLD_SECONDS < g_get_real_time () / G_USEC_PER_SEC;
      self->state = self->file->order_id != NULL ? RAMBLA_CHECKOUT_WAITING : RAMBLA_CHECKOUT_ORDERING;
      g_ptr_array_add (purchases, self);
      if (self->file->order_id != NULL)
        ask_order (self);
      else
        send_order (self);
    }
  return purchases;
}
