/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher.h"

#include "rambla-json.h"

struct _RamblaVoucher
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  RamblaVoucherState state;
  char *code;
  char *token;
  gint64 valid_from;
  gint64 valid_until;
  RamblaDeal *deal;
  GListStore *stores;
  char **rules_text;
  int generation;
  char *order_id;
  int quantity;
  RamblaSlot *slot;
  gint64 redeemed_at;
  RamblaMoney kept;
  char *redeemed_store;
  char *review_id;
  gboolean printed;
  RamblaGift *gift;
  char *given_to;
  gint64 given_at;
  char *received_from;
  char *message;
};

G_DEFINE_FINAL_TYPE (RamblaVoucher, rambla_voucher, G_TYPE_OBJECT)

static const char *const states[] = { "active", "redeemed", "refunded", "expired", "given", NULL };
static const char *const forms[] = { "device", "printed", NULL };

static gboolean
read_stores (RamblaVoucher *self, JsonObject *object, GError **error)
{
  JsonArray *stores;

  if (!rambla_json_get_array (object, "stores", RAMBLA_DEAL_MAX_BRANCHES, &stores, error))
    return FALSE;
  self->stores = g_list_store_new (RAMBLA_TYPE_STORE);
  for (guint i = 0; i < json_array_get_length (stores); i++)
    {
      g_autoptr (RamblaStore) store = rambla_store_from_json (json_array_get_element (stores, i), error);

      if (store == NULL)
        return rambla_json_prefix_error (error, "/stores/%u", i);
      g_list_store_append (self->stores, store);
    }
  return TRUE;
}

static gboolean
read_parts (RamblaVoucher *self, JsonObject *object, GError **error)
{
  JsonNode *slot = json_object_get_member (object, "slot");
  JsonObject *deal;
  JsonObject *rules;
  JsonObject *store;
  const char *name = NULL;
  const char *review_id;

  if (!rambla_json_get_object (object, "deal", &deal, error) ||
      !rambla_json_get_string_or (object, "review_id", 64, NULL, &review_id, error) ||
      !rambla_json_get_object_or_null (object, "rules", &rules, error) ||
      !rambla_json_get_object_or_null (object, "redeemed_store", &store, error))
    return FALSE;
  self->deal = rambla_deal_from_json (json_object_get_member (object, "deal"), error);
  if (self->deal == NULL)
    return rambla_json_prefix_error (error, "/deal");
  if (rules != NULL && !rambla_json_get_strv_or_null (rules, "text", 20, 500, &self->rules_text, error))
    return rambla_json_prefix_error (error, "/rules");
  if (store != NULL && !rambla_json_get_string (store, "name", 300, &name, error))
    return rambla_json_prefix_error (error, "/redeemed_store");
  self->redeemed_store = g_strdup (name);
  self->review_id = g_strdup (review_id);
  if (slot != NULL && !JSON_NODE_HOLDS_NULL (slot))
    {
      self->slot = rambla_slot_from_json (slot, error);
      if (self->slot == NULL)
        return rambla_json_prefix_error (error, "/slot");
    }
  return read_stores (self, object, error);
}

/* A member {@person, "at", "message"}, if there is one. */
static gboolean
read_passing (RamblaVoucher *self,
              JsonObject *object,
              const char *name,
              const char *person,
              char **who,
              gint64 *at,
              GError **error)
{
  JsonObject *passing;
  const char *text, *message;

  if (!rambla_json_get_object_or_null (object, name, &passing, error))
    return FALSE;
  if (passing == NULL)
    return TRUE;
  if (!rambla_json_get_string (passing, person, 300, &text, error) ||
      !rambla_json_get_string_or (passing, "message", 1000, NULL, &message, error) ||
      !rambla_json_get_time (passing, "at", at, error))
    return rambla_json_prefix_error (error, "/%s", name);
  *who = g_strdup (text);
  g_free (self->message);
  self->message = g_strdup (message);
  return TRUE;
}

/* What makes it worth something, and where it came from and goes to. */
static gboolean
read_hands (RamblaVoucher *self, JsonObject *object, GError **error)
{
  JsonNode *gift = json_object_get_member (object, "gift");
  gint64 received_at = 0;
  const char *code;
  const char *token;
  int form;

  if (self->state == RAMBLA_VOUCHER_GIVEN)
    return read_passing (self, object, "given", "to", &self->given_to, &self->given_at, error);
  if (!rambla_json_get_string (object, "code", 32, &code, error) ||
      !rambla_json_get_string (object, "token", 2048, &token, error) ||
      !rambla_json_get_enum_or (object, "form", forms, 0, &form, error) ||
      !read_passing (self, object, "received", "from", &self->received_from, &received_at, error))
    return FALSE;
  self->code = g_strdup (code);
  self->token = g_strdup (token);
  self->printed = form == 1;
  if (gift != NULL && !JSON_NODE_HOLDS_NULL (gift))
    {
      self->gift = rambla_gift_from_json (gift, error);
      if (self->gift == NULL)
        return rambla_json_prefix_error (error, "/gift");
    }
  return TRUE;
}

RamblaVoucher *
rambla_voucher_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaVoucher) self = g_object_new (RAMBLA_TYPE_VOUCHER, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  const char *order_id;
  gint64 generation;
  gint64 quantity;
  int state;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_enum (object, "state", states, &state, error) ||
      !rambla_json_get_time (object, "valid_from", &self->valid_from, error) ||
      !rambla_json_get_time (object, "valid_until", &self->valid_until, error) ||
      !rambla_json_get_int (object, "generation", 0, G_MAXINT, &generation, error) ||
      !rambla_json_get_id (object, "order_id", NULL, &order_id, error) ||
      !rambla_json_get_int (object, "quantity", 1, 1000000, &quantity, error) ||
      !rambla_json_get_time_or (object, "redeemed_at", 0, &self->redeemed_at, error) ||
      (json_object_has_member (object, "kept") &&
       !rambla_json_get_money (object, "kept", &self->kept, error)) ||
      !read_parts (self, object, error))
    return NULL;
  self->state = (RamblaVoucherState) state;
  if (!read_hands (self, object, error))
    return NULL;
  self->id = g_strdup (id);
  self->generation = (int) generation;
  self->order_id = g_strdup (order_id);
  self->quantity = (int) quantity;
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_voucher_get_json (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->json;
}

const char *
rambla_voucher_get_id (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->id;
}

RamblaVoucherState
rambla_voucher_get_state (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->state;
}

const char *
rambla_voucher_get_code (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->code;
}

const char *
rambla_voucher_get_token (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->token;
}

gint64
rambla_voucher_get_valid_from (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->valid_from;
}

gint64
rambla_voucher_get_valid_until (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->valid_until;
}

RamblaDeal *
rambla_voucher_get_deal (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->deal;
}

GListModel *
rambla_voucher_get_stores (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return G_LIST_MODEL (self->stores);
}

const char *const *
rambla_voucher_get_rules_text (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return (const char *const *) self->rules_text;
}

int
rambla_voucher_get_generation (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->generation;
}

const char *
rambla_voucher_get_order_id (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->order_id;
}

int
rambla_voucher_get_quantity (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->quantity;
}

RamblaSlot *
rambla_voucher_get_slot (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->slot;
}

gint64
rambla_voucher_get_redeemed_at (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->redeemed_at;
}

RamblaMoney
rambla_voucher_get_kept (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), rambla_money (0, ""));

  return self->kept;
}

const char *
rambla_voucher_get_review_id (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->review_id;
}

const char *
rambla_voucher_get_redeemed_store (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->redeemed_store;
}

gboolean
rambla_voucher_get_printed (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), FALSE);

  return self->printed;
}

const RamblaGift *
rambla_voucher_get_gift (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->gift;
}

const char *
rambla_voucher_get_given_to (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->given_to;
}

gint64
rambla_voucher_get_given_at (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), 0);

  return self->given_at;
}

const char *
rambla_voucher_get_received_from (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->received_from;
}

const char *
rambla_voucher_get_message (RamblaVoucher *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER (self), NULL);

  return self->message;
}

static void
rambla_voucher_finalize (GObject *object)
{
  RamblaVoucher *self = RAMBLA_VOUCHER (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->code);
  g_free (self->token);
  g_clear_object (&self->deal);
  g_clear_object (&self->stores);
  g_strfreev (self->rules_text);
  g_free (self->order_id);
  g_clear_object (&self->slot);
  g_free (self->redeemed_store);
  g_free (self->review_id);
  g_clear_pointer (&self->gift, rambla_gift_free);
  g_free (self->given_to);
  g_free (self->received_from);
  g_free (self->message);
  G_OBJECT_CLASS (rambla_voucher_parent_class)->finalize (object);
}

static void
rambla_voucher_class_init (RamblaVoucherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_voucher_finalize;
}

static void
rambla_voucher_init (RamblaVoucher *self)
{
}
