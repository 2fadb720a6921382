/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-purchase-watch.h"

#define RETRY_SECONDS 10

struct _RamblaPurchaseWatch
{
  GObject parent_instance;

  GPtrArray *open; /* of RamblaCheckout */
  GPtrArray *told; /* those of which `waiting` was said; not owned */
  guint retry_source;
  gboolean resumed;
};

G_DEFINE_FINAL_TYPE (RamblaPurchaseWatch, rambla_purchase_watch, G_TYPE_OBJECT)

enum
{
  ENDED,
  WAITING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
on_retry (gpointer user_data)
{
  RamblaPurchaseWatch *self = user_data;

  self->retry_source = 0;
  for (guint i = 0; i < self->open->len; i++)
    rambla_checkout_retry (g_ptr_array_index (self->open, i));
  return G_SOURCE_REMOVE;
}

static void
drop (RamblaPurchaseWatch *self, RamblaCheckout *checkout)
{
  g_signal_handlers_disconnect_by_data (checkout, self);
  g_ptr_array_remove_fast (self->told, checkout);
  g_ptr_array_remove_fast (self->open, checkout);
}

static void
end (RamblaPurchaseWatch *self, RamblaCheckout *checkout)
{
  g_autoptr (RamblaCheckout) kept = g_object_ref (checkout);

  drop (self, checkout);
  g_signal_emit (self, signals[ENDED], 0, kept);
}

static void
look (RamblaCheckout *checkout, RamblaPurchaseWatch *self)
{
  if (rambla_checkout_is_settled (checkout))
    {
      end (self, checkout);
      return;
    }
  switch (rambla_checkout_get_state (checkout))
    {
    case RAMBLA_CHECKOUT_FAILED:
      /* Refused, with the hold standing: it ends by itself, and the file brings it back until then. */
      if (!rambla_api_error_is_transient (rambla_checkout_get_error (checkout)))
        drop (self, checkout);
      else if (self->retry_source == 0)
        self->retry_source = g_timeout_add_seconds (RETRY_SECONDS, on_retry, self);
      break;
    case RAMBLA_CHECKOUT_WAITING:
    case RAMBLA_CHECKOUT_DECLINED:
      /* Before the order was asked there is nothing to say. */
      if (rambla_checkout_get_order (checkout) != NULL && !g_ptr_array_find (self->told, checkout, NULL))
        {
          g_ptr_array_add (self->told, checkout);
          g_signal_emit (self, signals[WAITING], 0, checkout);
        }
      break;
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_ORDERING:
    case RAMBLA_CHECKOUT_PAYING:
    case RAMBLA_CHECKOUT_UNKNOWN:
    case RAMBLA_CHECKOUT_PAID:
    case RAMBLA_CHECKOUT_OVER:
    default:
      break;
    }
}

void
rambla_purchase_watch_add (RamblaPurchaseWatch *self, RamblaCheckout *checkout)
{
  g_return_if_fail (RAMBLA_IS_PURCHASE_WATCH (self));
  g_return_if_fail (RAMBLA_IS_CHECKOUT (checkout));

  g_ptr_array_add (self->open, g_object_ref (checkout));
  /* Whoever left a page knows that it waits. */
  if (rambla_checkout_get_order (checkout) != NULL)
    g_ptr_array_add (self->told, checkout);
  g_signal_connect (checkout, "changed", G_CALLBACK (look), self);
}

void
rambla_purchase_watch_resume (RamblaPurchaseWatch *self, RamblaClient *client)
{
  g_autofree char *folder = rambla_client_build_state_path (client, "purchases");
  g_autofree char *buyer = rambla_client_dup_buyer (client);
  g_autoptr (GPtrArray) purchases = NULL;

  g_return_if_fail (RAMBLA_IS_PURCHASE_WATCH (self));

  if (self->resumed || !rambla_session_get_signed_in (rambla_client_get_session (client)))
    return;
  self->resumed = TRUE;
  /* Somebody else's are left for when he is back. */
  purchases = rambla_checkout_resume_all (rambla_client_get_api (client), folder, buyer);
  for (guint i = 0; i < purchases->len; i++)
    rambla_purchase_watch_add (self, g_ptr_array_index (purchases, i));
}

void
rambla_purchase_watch_forget (RamblaPurchaseWatch *self)
{
  g_return_if_fail (RAMBLA_IS_PURCHASE_WATCH (self));

  self->resumed = FALSE;
  g_clear_handle_id (&self->retry_source, g_source_remove);
  while (self->open->len > 0)
    drop (self, g_ptr_array_index (self->open, 0));
}

RamblaCheckout *
rambla_purchase_watch_take (RamblaPurchaseWatch *self, const char *order_id)
{
  g_return_val_if_fail (RAMBLA_IS_PURCHASE_WATCH (self), NULL);

  for (guint i = 0; i < self->open->len; i++)
    {
      RamblaCheckout *checkout = g_ptr_array_index (self->open, i);
      RamblaOrder *order = rambla_checkout_get_order (checkout);

      if (order != NULL && g_str_equal (rambla_order_get_id (order), order_id))
        {
          g_object_ref (checkout);
          drop (self, checkout);
          return checkout;
        }
    }
  return NULL;
}

static void
rambla_purchase_watch_dispose (GObject *object)
{
  RamblaPurchaseWatch *self = RAMBLA_PURCHASE_WATCH (object);

  rambla_purchase_watch_forget (self);
  G_OBJECT_CLASS (rambla_purchase_watch_parent_class)->dispose (object);
}

static void
rambla_purchase_watch_finalize (GObject *object)
{
  g_ptr_array_unref (RAMBLA_PURCHASE_WATCH (object)->open);
  g_ptr_array_unref (RAMBLA_PURCHASE_WATCH (object)->told);
  G_OBJECT_CLASS (rambla_purchase_watch_parent_class)->finalize (object);
}

static void
rambla_purchase_watch_class_init (RamblaPurchaseWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_purchase_watch_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_purchase_watch_finalize;
  signals[ENDED] = g_signal_new ("ended", RAMBLA_TYPE_PURCHASE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, RAMBLA_TYPE_CHECKOUT);
  signals[WAITING] = g_signal_new ("waiting", RAMBLA_TYPE_PURCHASE_WATCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, RAMBLA_TYPE_CHECKOUT);
}

static void
rambla_purchase_watch_init (RamblaPurchaseWatch *self)
{
  self->open = g_ptr_array_new_with_free_func (g_object_unref);
  self->told = g_ptr_array_new ();
}

RamblaPurchaseWatch *
rambla_purchase_watch_new (void)
{
  return g_object_new (RAMBLA_TYPE_PURCHASE_WATCH, NULL);
}
