/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe-wire.h"

#include <string.h>

#include "rambla-json.h"
#include "rambla-money.h"

#define MAX_TEXT 5000

/* Digits that the protocol writes where they are not ISO 4217's. */
static int
get_extra_digits (const char *currency)
{
  if (g_ascii_strcasecmp (currency, "ISK") == 0 || g_ascii_strcasecmp (currency, "UGX") == 0)
    return 2;
  if (g_ascii_strcasecmp (currency, "MGA") == 0)
    return -2;

  return 0;
}

static gboolean
has_three_digits (const char *currency)
{
  g_autofree char *upper = g_ascii_strup (currency, -1);

  return rambla_money_minor_digits (upper) == 3;
}

gboolean
platform_stripe_amount_to_wire (gint64 amount, const char *currency, gint64 *wire)
{
  int extra = get_extra_digits (currency);

  if (amount < 0 || amount > RAMBLA_MONEY_MAX_AMOUNT / 100)
    return FALSE;
  if (extra < 0 && amount % 100 != 0)
    return FALSE;
  if (has_three_digits (currency) && amount % 10 != 0)
    return FALSE;

  *wire = extra > 0 ? amount * 100 : extra < 0 ? amount / 100 : amount;
  return TRUE;
}

gboolean
platform_stripe_amount_from_wire (gint64 wire, const char *currency, gint64 *amount)
{
  int extra = get_extra_digits (currency);

  if (wire < 0 || wire > RAMBLA_MONEY_MAX_AMOUNT / 100)
    return FALSE;
  if (extra > 0 && wire % 100 != 0)
    return FALSE;

  *amount = extra > 0 ? wire / 100 : extra < 0 ? wire * 100 : wire;
  return TRUE;
}

/* One code for whatever a JSON reader found wrong. */
static gboolean
fail (GError **error, const char *what, GError *cause)
{
  g_set_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
               "the provider's %s cannot be understood%s%s%s%s", what, cause != NULL ? ": " : "",
               cause != NULL && rambla_json_error_get_pointer (cause) != NULL
                   ? rambla_json_error_get_pointer (cause)
                   : "",
               cause != NULL ? " " : "", cause != NULL ? cause->message : "");
  g_clear_error (&cause);

  return FALSE;
}

static gboolean
check_kind (JsonObject *object, const char *kind, GError **error)
{
  const char *found = NULL;
  GError *cause = NULL;

  if (!rambla_json_get_string (object, "object", 100, &found, &cause))
    return fail (error, kind, cause);
  if (strcmp (found, kind) != 0)
    {
      g_set_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                   "the provider answered with another object than %s", kind);
      return FALSE;
    }

  return TRUE;
}

/* A member that holds an id, or, expanded, the object with that id. */
static const char *
get_reference (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_object_get_string_member_with_default (json_node_get_object (node), "id", NULL);
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);

  return NULL;
}

static char *
dup_metadata (JsonObject *object, const char *name)
{
  JsonObject *metadata = NULL;
  const char *text = NULL;

  if (rambla_json_get_object_or_null (object, "metadata", &metadata, NULL) && metadata != NULL &&
      rambla_json_get_string_or (metadata, name, 255, NULL, &text, NULL))
    return g_strdup (text);

  return NULL;
}

/* Sum and currency: what is believed about money must be there and make sense. */
static gboolean
read_sum (JsonObject *object,
          const char *name,
          const char *what,
          gint64 *amount,
          char **currency,
          GError **error)
{
  g_autofree char *upper = NULL;
  const char *text = NULL;
  gint64 wire = 0;
  GError *cause = NULL;

  if (!rambla_json_get_int (object, name, 0, RAMBLA_MONEY_MAX_AMOUNT, &wire, &cause) ||
      !rambla_json_get_string (object, "currency", 3, &text, &cause))
    return fail (error, what, cause);

  upper = g_ascii_strup (text, -1);
  if (!rambla_money_is_currency (upper) || !platform_stripe_amount_from_wire (wire, upper, amount))
    return fail (error, what, NULL);

  *currency = g_steal_pointer (&upper);
  return TRUE;
}

void
platform_stripe_read_refusal (JsonObject *refusal, PlatformPayment *payment)
{
  const char *code = NULL;
  const char *message = NULL;

  if (!rambla_json_get_string_or (refusal, "decline_code", 100, NULL, &code, NULL) || code == NULL)
    rambla_json_get_string_or (refusal, "code", 100, NULL, &code, NULL);
  rambla_json_get_string_or (refusal, "message", MAX_TEXT, NULL, &message, NULL);

  g_free (payment->decline_code);
  g_free (payment->message);
  payment->decline_code = g_strdup (code != NULL ? code : "card_declined");
  payment->message = g_strdup (message);
}

PlatformPayment *
platform_stripe_read_payment (JsonObject *object, GError **error)
{
  g_autoptr (PlatformPayment) payment = g_new0 (PlatformPayment, 1);
  const char *id = NULL;
  const char *status = NULL;
  JsonObject *refusal = NULL;
  JsonObject *action = NULL;
  JsonObject *charge = NULL;
  gint64 refunded = 0;
  GError *cause = NULL;

  if (!check_kind (object, "payment_intent", error))
    return NULL;
  if (!rambla_json_get_string (object, "id", 255, &id, &cause) ||
      !rambla_json_get_string (object, "status", 100, &status, &cause) ||
      !rambla_json_get_object_or_null (object, "last_payment_error", &refusal, &cause) ||
      !rambla_json_get_object_or_null (object, "next_action", &action, &cause))
    {
      fail (error, "payment_intent", cause);
      return NULL;
    }
  if (!read_sum (object, "amount", "payment_intent", &payment->amount, &payment->currency, error))
    return NULL;

  payment->id = g_strdup (id);
  payment->order_id = dup_metadata (object, "order_id");
  payment->customer = g_strdup (get_reference (object, "customer"));

  if (strcmp (status, "succeeded") == 0)
    payment->state = PLATFORM_PAYMENT_SUCCEEDED;
  else if (strcmp (status, "processing") == 0 || strcmp (status, "requires_capture") == 0)
    payment->state = PLATFORM_PAYMENT_PROCESSING;
  else if (strcmp (status, "requires_action") == 0)
    payment->state = PLATFORM_PAYMENT_REQUIRES_ACTION;
  else if (strcmp (status, "requires_payment_method") == 0)
    payment->state = refusal != NULL ? PLATFORM_PAYMENT_DECLINED : PLATFORM_PAYMENT_WAITING;
  else if (strcmp (status, "requires_confirmation") == 0)
    payment->state = PLATFORM_PAYMENT_WAITING;
  else if (strcmp (status, "canceled") == 0)
    payment->state = PLATFORM_PAYMENT_CANCELLED;
  else
    {
      g_set_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                   "the provider's payment is in a state that is not known here: %s", status);
      return NULL;
    }

  if (payment->state == PLATFORM_PAYMENT_DECLINED)
    platform_stripe_read_refusal (refusal, payment);
  if (payment->state == PLATFORM_PAYMENT_REQUIRES_ACTION && action != NULL)
    {
      JsonObject *redirect = NULL;
      const char *url = NULL;

      if (rambla_json_get_object_or_null (action, "redirect_to_url", &redirect, NULL) && redirect != NULL &&
          rambla_json_get_url (redirect, "url", &url, NULL))
        payment->action_url = g_strdup (url);
    }
  if (rambla_json_get_object_or_null (object, "latest_charge", &charge, NULL) && charge != NULL &&
      rambla_json_get_int_or (charge, "amount_refunded", 0, RAMBLA_MONEY_MAX_AMOUNT, 0, &refunded, NULL))
    platform_stripe_amount_from_wire (refunded, payment->currency, &payment->refunded);

  return g_steal_pointer (&payment);
}

PlatformCheckoutSession *
platform_stripe_read_session (JsonObject *object, GError **error)
{
  static const char *const states[] = { "open", "complete", "expired", NULL };
  g_autoptr (PlatformCheckoutSession) session = g_new0 (PlatformCheckoutSession, 1);
  const char *id = NULL;
  const char *url = NULL;
  const char *paid = NULL;
  int state = 0;
  GError *cause = NULL;

  if (!check_kind (object, "checkout.session", error))
    return NULL;
  if (!rambla_json_get_string (object, "id", 255, &id, &cause) ||
      !rambla_json_get_enum (object, "status", states, &state, &cause) ||
      !rambla_json_get_string (object, "payment_status", 100, &paid, &cause) ||
      !rambla_json_get_int (object, "expires_at", 0, G_MAXINT64, &session->expires_at, &cause) ||
      !rambla_json_get_url_or (object, "url", NULL, &url, &cause))
    {
      fail (error, "checkout.session", cause);
      return NULL;
    }
  if (!read_sum (object, "amount_total", "checkout.session", &session->amount, &session->currency, error))
    return NULL;

  session->id = g_strdup (id);
  session->state = (PlatformSessionState) state;
  session->paid = strcmp (paid, "paid") == 0;
  session->url = g_strdup (url);
  session->payment_id = g_strdup (get_reference (object, "payment_intent"));
  session->order_id = dup_metadata (object, "order_id");
  if (session->order_id == NULL)
    {
      const char *reference = NULL;

      if (rambla_json_get_string_or (object, "client_reference_id", 64, NULL, &reference, NULL))
        session->order_id = g_strdup (reference);
    }

  return g_steal_pointer (&session);
}

PlatformRefund *
platform_stripe_read_refund (JsonObject *object, GError **error)
{
  g_autoptr (PlatformRefund) refund = g_new0 (PlatformRefund, 1);
  const char *id = NULL;
  const char *status = NULL;
  GError *cause = NULL;

  if (!check_kind (object, "refund", error))
    return NULL;
  if (!rambla_json_get_string (object, "id", 255, &id, &cause) ||
      !rambla_json_get_string (object, "status", 100, &status, &cause))
    {
      fail (error, "refund", cause);
      return NULL;
    }
  if (!read_sum (object, "amount", "refund", &refund->amount, &refund->currency, error))
    return NULL;

  refund->id = g_strdup (id);
  refund->payment_id = g_strdup (get_reference (object, "payment_intent"));
  refund->order_id = dup_metadata (object, "order_id");
  refund->reference = dup_metadata (object, "reference");
  if (strcmp (status, "succeeded") == 0)
    refund->state = PLATFORM_REFUND_SUCCEEDED;
  else if (strcmp (status, "pending") == 0 || strcmp (status, "requires_action") == 0)
    refund->state = PLATFORM_REFUND_PENDING;
  else if (strcmp (status, "failed") == 0 || strcmp (status, "canceled") == 0)
    refund->state = PLATFORM_REFUND_FAILED;
  else
    {
      g_set_error (error, PLATFORM_PROVIDER_ERROR, PLATFORM_PROVIDER_ERROR_PROTOCOL,
                   "the provider's refund is in a state that is not known here: %s", status);
      return NULL;
    }

  return g_steal_pointer (&refund);
}

GPtrArray *
platform_stripe_read_cards (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) platform_saved_card_free);
  JsonArray *data = NULL;
  GError *cause = NULL;

  if (!check_kind (object, "list", error))
    return NULL;
  if (!rambla_json_get_array (object, "data", 100, &data, &cause))
    {
      fail (error, "list", cause);
      return NULL;
    }

  for (guint i = 0; i < json_array_get_length (data); i++)
    {
      JsonNode *node = json_array_get_element (data, i);
      JsonObject *method;
      JsonObject *card = NULL;
      const char *id = NULL;
      const char *brand = NULL;
      const char *last4 = NULL;
      gint64 month = 0;
      gint64 year = 0;
      PlatformSavedCard *saved;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          fail (error, "list", NULL);
          return NULL;
        }
      method = json_node_get_object (node);
      if (!rambla_json_get_object_or_null (method, "card", &card, &cause) ||
          !rambla_json_get_string (method, "id", 255, &id, &cause))
        {
          fail (error, "payment_method", cause);
          return NULL;
        }
      if (card == NULL)
        continue;
      if (!rambla_json_get_string (card, "brand", 50, &brand, &cause) ||
          !rambla_json_get_string (card, "last4", 4, &last4, &cause) ||
          !rambla_json_get_int (card, "exp_month", 1, 12, &month, &cause) ||
          !rambla_json_get_int (card, "exp_year", 1970, 9999, &year, &cause))
        {
          fail (error, "payment_method", cause);
          return NULL;
        }

      saved = g_new0 (PlatformSavedCard, 1);
      saved->id = g_strdup (id);
      saved->brand = g_strdup (brand);
      saved->last4 = g_strdup (last4);
      saved->exp_month = (int) month;
      saved->exp_year = (int) year;
      g_ptr_array_add (cards, saved);
    }

  return g_steal_pointer (&cards);
}

static const struct
{
  const char *type;
  PlatformEventKind kind;
} event_kinds[] = {
  { "checkout.session.completed", PLATFORM_EVENT_SESSION_COMPLETED },
  { "checkout.session.async_payment_succeeded", PLATFORM_EVENT_SESSION_COMPLETED },
  { "checkout.session.async_payment_failed", PLATFORM_EVENT_SESSION_FAILED },
  { "checkout.session.expired", PLATFORM_EVENT_SESSION_EXPIRED },
  { "payment_intent.succeeded", PLATFORM_EVENT_PAYMENT_SUCCEEDED },
  { "payment_intent.processing", PLATFORM_EVENT_PAYMENT_PROCESSING },
  { "payment_intent.payment_failed", PLATFORM_EVENT_PAYMENT_FAILED },
  { "payment_intent.canceled", PLATFORM_EVENT_PAYMENT_CANCELLED },
  { "payment_intent.requires_action", PLATFORM_EVENT_PAYMENT_ACTION },
  { "refund.created", PLATFORM_EVENT_REFUND },
  { "refund.updated", PLATFORM_EVENT_REFUND },
  { "refund.failed", PLATFORM_EVENT_REFUND },
  { "charge.refund.updated", PLATFORM_EVENT_REFUND },
};

PlatformProviderEvent *
platform_stripe_read_event (JsonObject *object, GError **error)
{
  g_autoptr (PlatformProviderEvent) event = g_new0 (PlatformProviderEvent, 1);
  JsonObject *data = NULL;
  JsonObject *subject = NULL;
  const char *id = NULL;
  const char *type = NULL;
  const char *object_id = NULL;
  GError *cause = NULL;

  if (!check_kind (object, "event", error))
    return NULL;
  if (!rambla_json_get_string (object, "id", 255, &id, &cause) ||
      !rambla_json_get_string (object, "type", 255, &type, &cause) ||
      !rambla_json_get_int (object, "created", 0, G_MAXINT64, &event->created, &cause) ||
      !rambla_json_get_object (object, "data", &data, &cause) ||
      !rambla_json_get_object (data, "object", &subject, &cause))
    {
      fail (error, "event", cause);
      return NULL;
    }

  event->id = g_strdup (id);
  event->type = g_strdup (type);
  event->order_id = dup_metadata (subject, "order_id");
  if (rambla_json_get_string_or (subject, "id", 255, NULL, &object_id, NULL))
    event->object_id = g_strdup (object_id);

  for (gsize i = 0; i < G_N_ELEMENTS (event_kinds); i++)
    if (strcmp (event_kinds[i].type, type) == 0)
      event->kind = event_kinds[i].kind;

  switch (event->kind)
    {
    case PLATFORM_EVENT_SESSION_COMPLETED:
    case PLATFORM_EVENT_SESSION_FAILED:
    case PLATFORM_EVENT_SESSION_EXPIRED:
      event->session = platform_stripe_read_session (subject, error);
      if (event->session == NULL)
        return NULL;
      if (event->order_id == NULL)
        event->order_id = g_strdup (event->session->order_id);
      break;

    case PLATFORM_EVENT_PAYMENT_SUCCEEDED:
    case PLATFORM_EVENT_PAYMENT_PROCESSING:
    case PLATFORM_EVENT_PAYMENT_FAILED:
    case PLATFORM_EVENT_PAYMENT_CANCELLED:
    case PLATFORM_EVENT_PAYMENT_ACTION:
      event->payment = platform_stripe_read_payment (subject, error);
      if (event->payment == NULL)
        return NULL;
      break;

    case PLATFORM_EVENT_REFUND:
      event->refund = platform_stripe_read_refund (subject, error);
      if (event->refund == NULL)
        return NULL;
      break;

    case PLATFORM_EVENT_OTHER:
    default:
      break;
    }

  return g_steal_pointer (&event);
}
