/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-stripe-wire.h"
#include "rambla-json.h"

#define MAX_TEXT 5000

/* The provider's sentence comes from elsewhere: one line of it, and not much. */
static char *
quote (const char *message)
{
  g_autofree char *line = g_strdup (message != NULL ? message : "no reason given");

  g_strdelimit (line, "\r\n\t", ' ');

  return g_utf8_strlen (line, -1) > 300 ? g_utf8_substring (line, 0, 300) : g_steal_pointer (&line);
}

void
platform_stripe_read_error (guint status, JsonObject *object, PlatformPayment **declined, GError **error)
{
  g_autofree char *sentence = NULL;
  JsonObject *body = NULL;
  JsonObject *intent = NULL;
  const char *type = NULL;
  const char *code = NULL;
  const char *message = NULL;
  PlatformProviderError kind;

  if (object != NULL && rambla_json_get_object_or_null (object, "error", &body, NULL) && body != NULL)
    {
      rambla_json_get_string_or (body, "type", 100, NULL, &type, NULL);
      rambla_json_get_string_or (body, "code", 100, NULL, &code, NULL);
      rambla_json_get_string_or (body, "message", MAX_TEXT, NULL, &message, NULL);
    }

  if (status == 402 && body != NULL && g_strcmp0 (type, "card_error") == 0)
    {
      if (declined != NULL && rambla_json_get_object_or_null (body, "payment_intent", &intent, NULL))
        {
          g_autoptr (PlatformPayment) payment = NULL;

          if (intent != NULL)
            payment = platform_stripe_read_payment (intent, NULL);
          if (payment == NULL)
            payment = g_new0 (PlatformPayment, 1);
          payment->state = PLATFORM_PAYMENT_DECLINED;
          platform_stripe_read_refusal (body, payment);
          *declined = g_steal_pointer (&payment);
          return;
        }
      kind = PLATFORM_PROVIDER_ERROR_DECLINED;
    }
  else if (g_strcmp0 (type, "idempotency_error") == 0 && status != 409)
    kind = PLATFORM_PROVIDER_ERROR_MISMATCH;
  else if (status == 409 || status == 429 || g_strcmp0 (code, "lock_timeout") == 0)
    kind = PLATFORM_PROVIDER_ERROR_BUSY;
  else if (status == 404 && body != NULL)
    kind = PLATFORM_PROVIDER_ERROR_NOT_FOUND;
  else if (status >= 500)
    kind = PLATFORM_PROVIDER_ERROR_NO_ANSWER;
  else if (status >= 400 && body != NULL)
    kind = PLATFORM_PROVIDER_ERROR_REFUSED;
  else
    /* Whoever answered so is not the provider: a portal, or a proxy on the way. */
    kind = PLATFORM_PROVIDER_ERROR_PROTOCOL;

  sentence = quote (message);
  g_set_error (error, PLATFORM_PROVIDER_ERROR, kind, "the provider answered %u%s%s: %s", status,
               code != NULL ? " " : "", code != NULL ? code : "", sentence);
}
