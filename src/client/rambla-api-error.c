/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-api-error.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  char *problem;
  JsonNode *document;
  guint retry_after;
} RamblaApiErrorPrivate;

static void
rambla_api_error_private_init (RamblaApiErrorPrivate *priv)
{
}

static void
rambla_api_error_private_copy (const RamblaApiErrorPrivate *source, RamblaApiErrorPrivate *copy)
{
  copy->problem = g_strdup (source->problem);
  copy->document = source->document != NULL ? json_node_ref (source->document) : NULL;
  copy->retry_after = source->retry_after;
}

static void
rambla_api_error_private_clear (RamblaApiErrorPrivate *priv)
{
  g_free (priv->problem);
  g_clear_pointer (&priv->document, json_node_unref);
}

G_DEFINE_EXTENDED_ERROR (RamblaApiError, rambla_api_error)

/* What each refusal means for the person in front of it. */
static const struct
{
  const char *code;
  const char *sentence;
} sentences[] = {
  { "out_of_stock",
    N_ ("Somebody was faster: there is not enough left of this offer. Nothing was charged.") },
  { "price_changed",
    N_ ("The price has changed since you saw it. Nothing was charged; look at the new price first.") },
  { "limit_reached", N_ ("You already have as many of these as one person can buy. Nothing was charged.") },
  { "slot_full", N_ ("That time has just been taken. Nothing was charged; choose another one.") },
  { "slot_unavailable", N_ ("That time is not offered. Nothing was charged; choose another one.") },
  { "hold_expired", N_ ("The reservation has run out. Nothing was charged; you can order again.") },
  { "order_state", N_ ("This order has moved on meanwhile. Open it to see where it stands.") },
  { "payment_declined", N_ ("The card was declined. Nothing was charged; try again or pay another way.") },
  { "payment_unknown", N_ ("The payment provider has not answered yet. Do not pay again: the order shows the "
                           "result as soon as it is known.") },
  { "provider_unavailable",
    N_ ("The payment provider cannot be reached. Nothing was charged; try again in a moment.") },
  { "not_refundable", N_ ("This can no longer be refunded: it was used or refunded already.") },
  { "not_disputable",
    N_ ("Nothing of this order was used in the last seven days, or it was looked at already.") },
  { "expired", N_ ("This has run out.") },
  { "already_redeemed", N_ ("It has been used already.") },
  { "refunded", N_ ("The money for it has gone back; it is no longer good.") },
  { "revoked", N_ ("This voucher was replaced by a newer one, or given away.") },
  { "gift_gone",
    N_ ("This gift is not there any more: it was claimed, taken back or used, or its time has passed.") },
  { "own_gift", N_ ("This is your own voucher. It is in your wallet as before.") },
  { "idempotency_in_progress", N_ ("The same request is still under way. Wait a moment.") },
};

GError *
rambla_api_error_new_problem (guint status, JsonNode *body, guint retry_after)
{
  RamblaApiErrorCode code = RAMBLA_API_ERROR_REFUSED;
  RamblaApiErrorPrivate *priv;
  JsonObject *object = NULL;
  const char *detail = NULL;
  const char *problem = NULL;
  GError *error;

  if (status == 401)
    code = RAMBLA_API_ERROR_SIGNED_OUT;
  else if (status == 403)
    code = RAMBLA_API_ERROR_FORBIDDEN;
  else if (status == 404)
    code = RAMBLA_API_ERROR_NOT_FOUND;
  else if (status == 429)
    code = RAMBLA_API_ERROR_RATE_LIMITED;
  else if (status >= 500)
    code = RAMBLA_API_ERROR_SERVER;

  if (body != NULL && JSON_NODE_HOLDS_OBJECT (body))
    {
      object = json_node_get_object (body);
      detail = json_object_get_string_member_with_default (object, "detail", NULL);
      if (detail == NULL)
        detail = json_object_get_string_member_with_default (object, "title", NULL);
      problem = json_object_get_string_member_with_default (object, "code", NULL);
    }

  if (detail != NULL)
    error = g_error_new_literal (RAMBLA_API_ERROR, code, detail);
  else
    error = g_error_new (RAMBLA_API_ERROR, code, "The platform answered with status %u", status);
  priv = rambla_api_error_get_private (error);
  priv->problem = g_strdup (problem);
  priv->document = object != NULL ? json_node_ref (body) : NULL;
  priv->retry_after = retry_after;
  return error;
}

GError *
rambla_api_error_new_transport (const GError *error)
{
  RamblaApiErrorCode code = RAMBLA_API_ERROR_OFFLINE;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || error->domain == RAMBLA_API_ERROR)
    return g_error_copy (error);
  if (error->domain == G_TLS_ERROR)
    code = RAMBLA_API_ERROR_TLS;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    code = RAMBLA_API_ERROR_TIMEOUT;
  return g_error_new_literal (RAMBLA_API_ERROR, code, error->message);
}

const char *
rambla_api_error_get_problem (const GError *error)
{
  if (error == NULL || error->domain != RAMBLA_API_ERROR)
    return NULL;
  return rambla_api_error_get_private (error)->problem;
}

JsonObject *
rambla_api_error_get_document (const GError *error)
{
  RamblaApiErrorPrivate *priv;

  if (error == NULL || error->domain != RAMBLA_API_ERROR)
    return NULL;
  priv = rambla_api_error_get_private (error);
  return priv->document != NULL ? json_node_get_object (priv->document) : NULL;
}

guint
rambla_api_error_get_retry_after (const GError *error)
{
  if (error == NULL || error->domain != RAMBLA_API_ERROR)
    return 0;
  return rambla_api_error_get_private (error)->retry_after;
}

gboolean
rambla_api_error_is_problem (const GError *error, const char *code)
{
  return g_strcmp0 (rambla_api_error_get_problem (error), code) == 0;
}

gboolean
rambla_api_error_is_transient (const GError *error)
{
  return g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE) ||
         g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_TIMEOUT) ||
         g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_SERVER) ||
         g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_RATE_LIMITED) ||
         rambla_api_error_is_problem (error, "idempotency_in_progress");
}

char *
rambla_api_error_describe (const GError *error)
{
  const char *problem = rambla_api_error_get_problem (error);

  if (problem != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
      if (g_str_equal (sentences[i].code, problem))
        return g_strdup (_ (sentences[i].sentence));

  if (error->domain != RAMBLA_API_ERROR)
    return g_strdup (error->message);

  switch ((RamblaApiErrorCode) error->code)
    {
    case RAMBLA_API_ERROR_OFFLINE:
      return g_strdup (_ ("The platform cannot be reached. Check the connection; what you have in the wallet "
                          "works without it."));
    case RAMBLA_API_ERROR_TIMEOUT:
      return g_strdup (_ ("The platform takes too long to answer. Try again in a moment."));
    case RAMBLA_API_ERROR_TLS:
      return g_strdup (_ ("The connection is not safe, so nothing was sent. A network that asks you to sign "
                          "in may be in between."));
    case RAMBLA_API_ERROR_BAD_ANSWER:
      return g_strdup (
          _ ("The platform's answer made no sense. A network that asks you to sign in may be in between."));
    case RAMBLA_API_ERROR_SERVER:
      return g_strdup (_ ("The platform has a problem. Try again in a moment."));
    case RAMBLA_API_ERROR_RATE_LIMITED:
      return g_strdup (_ ("That was a bit fast. Try again in a moment."));
    case RAMBLA_API_ERROR_SIGNED_OUT:
      return g_strdup (_ ("You are not signed in any more. Sign in again to go on."));
    case RAMBLA_API_ERROR_FORBIDDEN:
      return g_strdup (_ ("This account may not do that."));
    case RAMBLA_API_ERROR_NOT_FOUND:
      return g_strdup (_ ("This does not exist any more."));
    case RAMBLA_API_ERROR_REFUSED:
    default:
      return g_strdup (error->message);
    }
}
