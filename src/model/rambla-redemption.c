/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-redemption.h"

#include "rambla-json.h"

struct _RamblaRedemption
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  char *voucher_id;
  RamblaDeal *deal;
  int quantity;
  RamblaMoney amount;
  gint64 redeemed_at;
  gint64 undone_at;    /* 0: it stands */
  gint64 undo_until;   /* 0: it cannot be taken back */
  gint64 handed_in_at; /* 0: the platform was asked */
};

G_DEFINE_FINAL_TYPE (RamblaRedemption, rambla_redemption, G_TYPE_OBJECT)

RamblaRedemption *
rambla_redemption_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaRedemption) self = g_object_new (RAMBLA_TYPE_REDEMPTION, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *deal;
  const char *id;
  const char *voucher_id;
  gint64 quantity;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_id (object, "voucher_id", NULL, &voucher_id, error) ||
      !rambla_json_get_int (object, "quantity", 1, 1000000, &quantity, error) ||
      !rambla_json_get_money_or_none (object, "amount", &self->amount, error) ||
      !rambla_json_get_time (object, "redeemed_at", &self->redeemed_at, error) ||
      !rambla_json_get_time_or (object, "undone_at", 0, &self->undone_at, error) ||
      !rambla_json_get_time_or (object, "undo_until", 0, &self->undo_until, error) ||
      !rambla_json_get_time_or (object, "handed_in_at", 0, &self->handed_in_at, error) ||
      !rambla_json_get_object (object, "deal", &deal, error))
    return NULL;
  self->deal = rambla_deal_from_json (json_object_get_member (object, "deal"), error);
  if (self->deal == NULL)
    {
      rambla_json_prefix_error (error, "/deal");
      return NULL;
    }
  self->id = g_strdup (id);
  self->voucher_id = g_strdup (voucher_id);
  self->quantity = (int) quantity;
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_redemption_get_json (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), NULL);

  return self->json;
}

const char *
rambla_redemption_get_id (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), NULL);

  return self->id;
}

const char *
rambla_redemption_get_voucher_id (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), NULL);

  return self->voucher_id;
}

RamblaDeal *
rambla_redemption_get_deal (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), NULL);

  return self->deal;
}

int
rambla_redemption_get_quantity (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), 0);

  return self->quantity;
}

RamblaMoney
rambla_redemption_get_amount (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), rambla_money (0, ""));

  return self->amount;
}

gint64
rambla_redemption_get_redeemed_at (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), 0);

  return self->redeemed_at;
}

gboolean
rambla_redemption_get_undone (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), FALSE);

  return self->undone_at != 0;
}

gint64
rambla_redemption_get_undo_until (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), 0);

  return self->undo_until;
}

gboolean
rambla_redemption_get_handed_in (RamblaRedemption *self)
{
  g_return_val_if_fail (RAMBLA_IS_REDEMPTION (self), FALSE);

  return self->handed_in_at != 0;
}

static void
rambla_redemption_finalize (GObject *object)
{
  RamblaRedemption *self = RAMBLA_REDEMPTION (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->voucher_id);
  g_clear_object (&self->deal);
  G_OBJECT_CLASS (rambla_redemption_parent_class)->finalize (object);
}

static void
rambla_redemption_class_init (RamblaRedemptionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_redemption_finalize;
}

static void
rambla_redemption_init (RamblaRedemption *self)
{
}
