/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-gift.h"

#include "rambla-json.h"
#include "rambla-short-code.h"

#define MAX_NAME 300
#define MAX_MESSAGE 1000

void
rambla_gift_free (RamblaGift *self)
{
  g_free (self->code);
  g_free (self->url);
  g_free (self->from);
  g_free (self->message);
  g_clear_object (&self->deal);
  g_free (self);
}

RamblaGift *
rambla_gift_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaGift) self = g_new0 (RamblaGift, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  char stored[RAMBLA_SHORT_CODE_SIZE];
  const char *code, *url, *message;

  if (object == NULL || !rambla_json_get_string (object, "code", 32, &code, error) ||
      !rambla_json_get_url (object, "url", &url, error) ||
      !rambla_json_get_string_or (object, "message", MAX_MESSAGE, NULL, &message, error) ||
      !rambla_json_get_time (object, "expires_at", &self->expires_at, error))
    return NULL;
  if (!rambla_short_code_parse (code, stored))
    {
      g_set_error_literal (error, RAMBLA_JSON_ERROR, RAMBLA_JSON_ERROR_VALUE, "/code: not a code");
      return NULL;
    }
  self->code = g_strdup (stored);
  self->url = g_strdup (url);
  self->message = g_strdup (message);
  return g_steal_pointer (&self);
}

RamblaGift *
rambla_gift_from_offer_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaGift) self = g_new0 (RamblaGift, 1);
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *deal;
  const char *from, *message;

  if (object == NULL || !rambla_json_get_string (object, "from", MAX_NAME, &from, error) ||
      !rambla_json_get_string_or (object, "message", MAX_MESSAGE, NULL, &message, error) ||
      !rambla_json_get_time (object, "valid_until", &self->valid_until, error) ||
      !rambla_json_get_time (object, "expires_at", &self->expires_at, error) ||
      !rambla_json_get_object (object, "deal", &deal, error))
    return NULL;
  self->deal = rambla_deal_from_json (json_object_get_member (object, "deal"), error);
  if (self->deal == NULL)
    {
      rambla_json_prefix_error (error, "/deal");
      return NULL;
    }
  self->from = g_strdup (from);
  self->message = g_strdup (message);
  return g_steal_pointer (&self);
}
