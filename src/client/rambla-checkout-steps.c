/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-private.h"

#include <glib/gi18n-lib.h>

#include "rambla-fault-point.h"
#include "rambla-purchases.h"

/* The platform holds an order this long; whoever comes back later does not expect to buy any more. */
#define HOLD_SECONDS (15 * 60)

static void ask_order (RamblaCheckout *self);
static void give_hold_back (RamblaCheckout *self);
static void send_payment (RamblaCheckout *self);

gboolean
rambla_checkout_is_refusal (const GError *error)
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
  if (self->file->order_id == NULL && rambla_checkout_is_refusal (error))
    rambla_purchase_file_remove (self->file);
  rambla_checkout_set_state (self, RAMBLA_CHECKOUT_FAILED);
}

/* The file is one write of a few hundred bytes, and the promise not to pay twice hangs on it being there
 * first. */
static gboolean
save (RamblaCheckout *self)
{
  g_autoptr (GError) error = NULL;

  if (rambla_purchase_file_save (self->file, &error))
    return TRUE;
  g_message ("A purchase cannot be kept: %s", error->message);
  fail (self,
        g_error_new_literal (error->domain, error->code,
                             _ ("The purchase cannot be noted on this computer, so nothing more was sent. "
                                "Make room on the disk and try again.")));
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
    rambla_checkout_set_state (self, RAMBLA_CHECKOUT_DECLINED);
  else if (payment_state == NULL && self->file->payment_key != NULL)
    /* The payment never arrived: the program ended in between. */
    send_payment (self);
  else
    {
      /* A card that takes its time: there is nothing left to do on the page. */
      if (g_strcmp0 (payment_state, "processing") == 0)
        g_clear_pointer (&self->url, g_free);
      else if (self->url == NULL)
        self->url = g_strdup (rambla_order_get_payment_url (self->order));
      rambla_checkout_set_state (self, RAMBLA_CHECKOUT_WAITING);
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
      rambla_checkout_set_state (self, RAMBLA_CHECKOUT_UNKNOWN);
      ask_later (self);
      break;
    case RAMBLA_ORDER_PAID:
    case RAMBLA_ORDER_COMPLETED:
      rambla_purchase_file_remove (self->file);
      rambla_checkout_set_state (self, RAMBLA_CHECKOUT_PAID);
      break;
    case RAMBLA_ORDER_CANCELLED:
    case RAMBLA_ORDER_EXPIRED:
    case RAMBLA_ORDER_REFUNDED:
    case RAMBLA_ORDER_PARTIALLY_REFUNDED:
    default:
      rambla_purchase_file_remove (self->file);
      rambla_checkout_set_state (self, RAMBLA_CHECKOUT_OVER);
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
  if (!rambla_money_is_set (self->price) &&
      !rambla_money_portion (rambla_order_get_total (order), 1, MAX (1, rambla_order_get_quantity (order)),
                             &self->price))
    g_warning ("%s: its price cannot be told", rambla_order_get_id (order));
  g_free (self->file->order_id);
  self->file->order_id = g_strdup (rambla_order_get_id (order));
}

static void
on_order_asked_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  GError *error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_get_order_finish (RAMBLA_API (source), result, &error);

  rambla_fault_point ("checkout.order-asked");
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
      rambla_checkout_set_state (self, RAMBLA_CHECKOUT_DECLINED);
    }
  else if (rambla_checkout_is_refusal (error))
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

  rambla_fault_point ("checkout.payment-answered");
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
    rambla_checkout_set_state (self, RAMBLA_CHECKOUT_WAITING);
  ask_order (self);
}

static void
send_payment (RamblaCheckout *self)
{
  rambla_checkout_set_state (self, RAMBLA_CHECKOUT_PAYING);
  if (self->file->payment_key == NULL)
    self->file->payment_key = rambla_purchases_new_key ();
  self->step = STEP_PAY;
  if (!save (self))
    return;
  rambla_purchases_pay_async (self->api, self->file->payment_key, self->file->order_id, self->file->method,
                              self->cancellable, on_pay_ready, g_object_ref (self));
  rambla_fault_point ("checkout.payment-sent");
}

static void
on_create_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  GError *error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_create_finish (RAMBLA_API (source), result, &error);

  rambla_fault_point ("checkout.order-answered");
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
  rambla_checkout_set_state (self, RAMBLA_CHECKOUT_ORDERING);
  self->step = STEP_ORDER;
  if (!save (self))
    return;
  rambla_purchases_create_async (self->api, self->file->key, self->file->deal_id, self->file->store_id,
                                 self->file->quantity, self->file->total, self->file->slot_id, self->file->tracking,
                                 self->cancellable, on_create_ready, g_object_ref (self));
  rambla_fault_point ("checkout.order-sent");
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
      rambla_checkout_set_state (self, RAMBLA_CHECKOUT_WAITING);
      ask_order (self);
    }
}

static void
on_cancel_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCheckout) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_cancel_finish (RAMBLA_API (source), result, &error);

  rambla_fault_point ("checkout.hold-given-back");
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

GPtrArray *
rambla_checkout_resume_all (RamblaApi *api, const char *folder, const char *buyer)
{
  GPtrArray *purchases = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) files = rambla_purchase_file_load_all (folder, buyer);

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

void
rambla_checkout_forget_all (const char *folder, const char *buyer)
{
  g_autoptr (GPtrArray) files = rambla_purchase_file_load_all (folder, buyer);

  for (guint i = 0; i < files->len; i++)
    rambla_purchase_file_remove (g_ptr_array_index (files, i));
}
