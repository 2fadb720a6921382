/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order.h"

#include "rambla-json.h"

struct _RamblaOrder
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  RamblaOrderState state;
  RamblaMoney total;
  RamblaMoney refunded;
  int quantity;
  gint64 created_at;
  gint64 expires_at;
  gint64 paid_at;
  RamblaDeal *deal;
  RamblaStore *store;
  RamblaSlot *slot;
  char *payment_method;
  char *payment_state;
  char *payment_url;
  char *payment_message;
  char **voucher_ids;
  gint64 disputable_until;
  char *dispute_id;
  int dispute_state;
  char *turned_away_code;
  gint64 turned_away_at;
};

G_DEFINE_FINAL_TYPE (RamblaOrder, rambla_order, G_TYPE_OBJECT)

static const char *const states[] = {
  "pending_payment",    "unknown", "paid", "completed", "cancelled", "expired", "refunded",
  "partially_refunded", NULL
};

static gboolean
read_payment (RamblaOrder *self, JsonObject *object, GError **error)
{
  JsonObject *payment;
  const char *method;
  const char *state;
  const char *url;
  const char *message;

  if (!rambla_json_get_object_or_null (object, "payment", &payment, error))
    return FALSE;
  if (payment == NULL)
    return TRUE;
  if (!rambla_json_get_string (payment, "method", 32, &method, error) ||
      !rambla_json_get_string (payment, "state", 32, &state, error) ||
      !rambla_json_get_url_or (payment, "url", NULL, &url, error) ||
      !rambla_json_get_string_or (payment, "message", 500, NULL, &message, error))
    return rambla_json_prefix_error (error, "/payment");
  self->payment_method = g_strdup (method);
  self->payment_state = g_strdup (state);
  self->payment_url = g_strdup (url);
  self->payment_message = g_strdup (message);
  return TRUE;
}

static gboolean
read_vouchers (RamblaOrder *self, JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  JsonArray *vouchers;

  if (!rambla_json_get_array_or_null (object, "vouchers", 1000, &vouchers, error))
    return FALSE;
  for (guint i = 0; vouchers != NULL && i < json_array_get_length (vouchers); i++)
    {
      JsonObject *voucher = rambla_json_as_object (json_array_get_element (vouchers, i), error);
      const char *id;

      if (voucher == NULL || !rambla_json_get_id (voucher, "id", NULL, &id, error))
        return rambla_json_prefix_error (error, "/vouchers/%u", i);
      g_ptr_array_add (ids, g_strdup (id));
    }
  g_ptr_array_add (ids, NULL);
  self->voucher_ids = (char **) g_ptr_array_steal (ids, NULL);
  return TRUE;
}

static gboolean
read_trouble (RamblaOrder *self, JsonObject *object, GError **error)
{
  static const char *const dispute_states[] = { "open", "answered", "decided", NULL };
  JsonObject *dispute;
  JsonObject *away;
  const char *text;

  if (!rambla_json_get_time_or (object, "disputable_until", 0, &self->disputable_until, error) ||
      !rambla_json_get_object_or_null (object, "dispute", &dispute, error) ||
      !rambla_json_get_object_or_null (object, "turned_away", &away, error))
    return FALSE;
  if (dispute != NULL)
    {
      if (!rambla_json_get_id (dispute, "id", NULL, &text, error) ||
          !rambla_json_get_enum (dispute, "state", dispute_states, &self->dispute_state, error))
        return rambla_json_prefix_error (error, "/dispute");
      self->dispute_id = g_strdup (text);
    }
  if (away != NULL)
    {
      if (!rambla_json_get_string (away, "code", 64, &text, error) ||
          !rambla_json_get_time (away, "at", &self->turned_away_at, error))
        return rambla_json_prefix_error (error, "/turned_away");
      self->turned_away_code = g_strdup (text);
    }
  return TRUE;
}

static gboolean
read_parts (RamblaOrder *self, JsonObject *object, GError **error)
{
  JsonNode *slot = json_object_get_member (object, "slot");
  JsonObject *part;

  if (!rambla_json_get_object (object, "deal", &part, error) ||
      !rambla_json_get_object (object, "store", &part, error))
    return FALSE;
  self->deal = rambla_deal_from_json (json_object_get_member (object, "deal"), error);
  if (self->deal == NULL)
    return rambla_json_prefix_error (error, "/deal");
  self->store = rambla_store_from_json (json_object_get_member (object, "store"), error);
  if (self->store == NULL)
    return rambla_json_prefix_error (error, "/store");
  if (slot != NULL && !JSON_NODE_HOLDS_NULL (slot))
    {
      self->slot = rambla_slot_from_json (slot, error);
      if (self->slot == NULL)
        return rambla_json_prefix_error (error, "/slot");
    }
  return TRUE;
}

RamblaOrder *
rambla_order_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaOrder) self = g_object_new (RAMBLA_TYPE_ORDER, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  gint64 quantity;
  int state;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_enum (object, "state", states, &state, error) ||
      !rambla_json_get_money (object, "total", &self->total, error) ||
      !rambla_json_get_money_or_none (object, "refunded", &self->refunded, error) ||
      !rambla_json_get_int (object, "quantity", 1, 1000000, &quantity, error) ||
      !rambla_json_get_time (object, "created_at", &self->created_at, error) ||
      !rambla_json_get_time_or (object, "expires_at", 0, &self->expires_at, error) ||
      !rambla_json_get_time_or (object, "paid_at", 0, &self->paid_at, error) ||
      !read_payment (self, object, error) || !read_vouchers (self, object, error) ||
      !read_trouble (self, object, error) || !read_parts (self, object, error))
    return NULL;
  self->id = g_strdup (id);
  self->state = (RamblaOrderState) state;
  self->quantity = (int) quantity;
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_order_get_json (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->json;
}

const char *
rambla_order_get_id (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->id;
}

RamblaOrderState
rambla_order_get_state (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), 0);

  return self->state;
}

RamblaMoney
rambla_order_get_total (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), rambla_money (0, ""));

  return self->total;
}

RamblaMoney
rambla_order_get_refunded (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), rambla_money (0, ""));

  return self->refunded;
}

int
rambla_order_get_quantity (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), 0);

  return self->quantity;
}

gint64
rambla_order_get_created_at (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), 0);

  return self->created_at;
}

gint64
rambla_order_get_expires_at (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), 0);

  return self->expires_at;
}

gint64
rambla_order_get_paid_at (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), 0);

  return self->paid_at;
}

RamblaDeal *
rambla_order_get_deal (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->deal;
}

RamblaStore *
rambla_order_get_store (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->store;
}

RamblaSlot *
rambla_order_get_slot (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->slot;
}

const char *
rambla_order_get_payment_method (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->payment_method;
}

const char *
rambla_order_get_payment_state (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->payment_state;
}

const char *
rambla_order_get_payment_url (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->payment_url;
}

const char *
rambla_order_get_payment_message (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->payment_message;
}

const char *const *
rambla_order_get_voucher_ids (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return (const char *const *) self->voucher_ids;
}

gint64
rambla_order_get_disputable_until (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), 0);

  return self->disputable_until;
}

const char *
rambla_order_get_dispute_id (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->dispute_id;
}

RamblaDisputeState
rambla_order_get_dispute_state (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), RAMBLA_DISPUTE_OPEN);

  return (RamblaDisputeState) self->dispute_state;
}

const char *
rambla_order_get_turned_away_code (RamblaOrder *self)
{
  g_return_val_if_fail (RAMBLA_IS_ORDER (self), NULL);

  return self->turned_away_code;
}

static void
rambla_order_finalize (GObject *object)
{
  RamblaOrder *self = RAMBLA_ORDER (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_clear_object (&self->deal);
  g_clear_object (&self->store);
  g_clear_object (&self->slot);
  g_free (self->payment_method);
  g_free (self->payment_state);
  g_free (self->payment_url);
  g_free (self->payment_message);
  g_strfreev (self->voucher_ids);
  g_free (self->dispute_id);
  g_free (self->turned_away_code);
  G_OBJECT_CLASS (rambla_order_parent_class)->finalize (object);
}

static void
rambla_order_class_init (RamblaOrderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_order_finalize;
}

static void
rambla_order_init (RamblaOrder *self)
{
}
