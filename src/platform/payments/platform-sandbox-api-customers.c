/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-sandbox-call.h"
#include "platform-sandbox-cards.h"
#include "platform-sandbox-json.h"

static const char *const no_parameters[] = { NULL };
static const char *const customer_parameters[] = { "email", "name",     "description",
                                                   "phone", "metadata", "preferred_locales",
                                                   NULL };
static const char *const list_parameters[] = { "limit", "starting_after",  "customer", "type",
                                               "email", "allow_redisplay", NULL };
static const char *const method_parameters[] = { "type", "card", "billing_details", "metadata", NULL };
static const char *const attach_parameters[] = { "customer", NULL };

static void
write_customer (PlatformSandboxCall *call, gconstpointer object)
{
  platform_sandbox_write_customer (&call->writer, object);
}

static void
write_method (PlatformSandboxCall *call, gconstpointer object)
{
  platform_sandbox_write_method (&call->writer, object);
}

static gboolean
create_customer (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxCustomer) customer = g_new0 (PlatformSandboxCustomer, 1);

  customer->id = platform_sandbox_store_new_id ("cus_");
  customer->created = call->work.now_ms / 1000;
  customer->email = g_strdup (platform_form_get (call->form, "email"));
  customer->name = g_strdup (platform_form_get (call->form, "name"));
  customer->metadata = platform_sandbox_call_metadata (call, "metadata");
  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_customers, customer, error))
    return FALSE;

  platform_sandbox_write_customer (&call->writer, customer);
  return TRUE;
}

static gboolean
get_customer (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxCustomer) customer = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_customers, "customer",
                                   platform_sandbox_call_get_id (call), (gpointer *) &customer, error))
    return FALSE;
  if (customer != NULL)
    platform_sandbox_write_customer (&call->writer, customer);

  return TRUE;
}

static gboolean
list_customers (PlatformSandboxCall *call, GError **error)
{
  const char *email = platform_form_get (call->form, "email");

  return platform_sandbox_call_list (call, &platform_sandbox_customers, "/v1/customers",
                                     email != NULL ? "email" : NULL, email, write_customer, error);
}

static gboolean
list_of_customer (PlatformSandboxCall *call, const char *id, const char *url, GError **error)
{
  g_autoptr (PlatformSandboxCustomer) customer = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_customers, "customer", id, (gpointer *) &customer,
                                   error))
    return FALSE;
  if (customer == NULL)
    return TRUE;

  return platform_sandbox_call_list (call, &platform_sandbox_methods, url, "customer", id, write_method,
                                     error);
}

static gboolean
list_customer_methods (PlatformSandboxCall *call, GError **error)
{
  const char *id = platform_sandbox_call_get_id (call);
  g_autofree char *url = g_strconcat ("/v1/customers/", id, "/payment_methods", NULL);

  return list_of_customer (call, id, url, error);
}

static gboolean
list_methods (PlatformSandboxCall *call, GError **error)
{
  const char *id = platform_sandbox_call_get_text (call, "customer");

  return id == NULL || list_of_customer (call, id, "/v1/payment_methods", error);
}

/* An end of the card's validity that is a month and not over. */
static gboolean
check_expiry (PlatformSandboxCall *call, gint64 *month, gint64 *year)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (call->work.now_ms / 1000);

  if (!platform_sandbox_call_get_int (call, "card[exp_month]", 1, month) ||
      !platform_sandbox_call_get_int (call, "card[exp_year]", 0, year))
    return FALSE;
  if (*year < 100)
    *year += 2000;
  if (*month > 12)
    {
      platform_sandbox_call_fail (call, 402, "card_error", "invalid_expiry_month", "exp_month",
                                  "Your card's expiration month is invalid.");
      return FALSE;
    }
  if (*year > 2100 || *year * 12 + *month < g_date_time_get_year (now) * 12 + g_date_time_get_month (now))
    {
      platform_sandbox_call_fail (call, 402, "card_error", "invalid_expiry_year", "exp_year",
                                  "Your card's expiration year is invalid.");
      return FALSE;
    }

  return TRUE;
}

/* The card in the form: by its number, or by a ready-made token. FALSE when the call was answered with an
 * error instead. */
static gboolean
read_card (PlatformSandboxCall *call, PlatformSandboxMethod *method)
{
  const char *token = platform_form_get (call->form, "card[token]");
  const char *number;

  if (token != NULL)
    {
      const PlatformSandboxCard *card = platform_sandbox_card_find_token (token);

      if (card == NULL)
        {
          platform_sandbox_call_fail (call, 400, "invalid_request_error", "resource_missing", "card[token]",
                                      "No such token: '%.64s'", token);
          return FALSE;
        }
      method->number = g_strdup (card->number);
      method->exp_month = 12;
      method->exp_year = 2034;
      return TRUE;
    }

  number = platform_sandbox_call_get_text (call, "card[number]");
  if (number == NULL || !check_expiry (call, &method->exp_month, &method->exp_year))
    return FALSE;
  method->number = platform_sandbox_card_clean_number (number);
  if (method->number == NULL)
    {
      platform_sandbox_call_fail (call, 402, "card_error", "incorrect_number", "number",
                                  "Your card number is incorrect.");
      return FALSE;
    }
  if (platform_sandbox_card_find (method->number) == NULL)
    {
      /* Somebody's real number, perhaps: it is not kept. */
      platform_sandbox_call_fail (call, 402, "card_error", "card_declined", "number", "%s",
                                  platform_sandbox_card_message ("card_declined", "test_mode_live_card"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
create_method (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxMethod) method = g_new0 (PlatformSandboxMethod, 1);
  const char *type = platform_sandbox_call_get_text (call, "type");

  if (type == NULL)
    return TRUE;
  if (strcmp (type, "card") != 0)
    return platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, "type",
                                       "The sandbox knows payment methods of the type card only.");
  if (!read_card (call, method))
    return TRUE;

  method->id = platform_sandbox_store_new_id ("pm_");
  method->created = call->work.now_ms / 1000;
  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_methods, method, error))
    return FALSE;

  platform_sandbox_write_method (&call->writer, method);
  return TRUE;
}

static PlatformSandboxMethod *
make_from_token (PlatformSandboxCall *call, const PlatformSandboxCard *card)
{
  PlatformSandboxMethod *method = g_new0 (PlatformSandboxMethod, 1);

  method->id = platform_sandbox_store_new_id ("pm_");
  method->created = call->work.now_ms / 1000;
  method->number = g_strdup (card->number);
  method->exp_month = 12;
  method->exp_year = 2034;

  return method;
}

gboolean
platform_sandbox_call_find_card (PlatformSandboxCall *call,
                                 const char *id,
                                 const char *customer,
                                 PlatformSandboxMethod **method,
                                 GError **error)
{
  const PlatformSandboxCard *card = platform_sandbox_card_find_token (id);
  g_autoptr (PlatformSandboxMethod) stored = NULL;
  GError *cause = NULL;

  *method = NULL;
  stored = platform_sandbox_store_load (call->work.database, &platform_sandbox_methods, id, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, cause);
      return FALSE;
    }
  if (stored != NULL && (stored->customer == NULL || g_strcmp0 (stored->customer, customer) == 0))
    *method = g_steal_pointer (&stored);
  else if (card != NULL)
    *method = make_from_token (call, card);
  else if (stored != NULL)
    platform_sandbox_call_fail (call, 400, "invalid_request_error", NULL, "payment_method",
                                "The customer does not have a payment method with the ID %.64s.", id);
  else
    platform_sandbox_call_fail (call, 400, "invalid_request_error", "resource_missing", "payment_method",
                                "No such PaymentMethod: '%.64s'", id);

  return TRUE;
}

static gboolean
get_method (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxMethod) method = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_methods, "PaymentMethod",
                                   platform_sandbox_call_get_id (call), (gpointer *) &method, error))
    return FALSE;
  if (method != NULL)
    platform_sandbox_write_method (&call->writer, method);

  return TRUE;
}

static gboolean
attach_method (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxCustomer) customer = NULL;
  g_autoptr (PlatformSandboxMethod) method = NULL;
  const char *id = platform_sandbox_call_get_text (call, "customer");

  if (id == NULL)
    return TRUE;
  if (!platform_sandbox_call_load (call, &platform_sandbox_customers, "customer", id, (gpointer *) &customer,
                                   error))
    return FALSE;
  if (customer == NULL)
    return TRUE;
  if (!platform_sandbox_call_find_card (call, platform_sandbox_call_get_id (call), id, &method, error))
    return FALSE;
  if (method == NULL)
    return TRUE;

  g_free (method->customer);
  method->customer = g_strdup (id);
  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_methods, method, error))
    return FALSE;

  platform_sandbox_write_method (&call->writer, method);
  return TRUE;
}

static gboolean
detach_method (PlatformSandboxCall *call, GError **error)
{
  g_autoptr (PlatformSandboxMethod) method = NULL;

  if (!platform_sandbox_call_load (call, &platform_sandbox_methods, "PaymentMethod",
                                   platform_sandbox_call_get_id (call), (gpointer *) &method, error))
    return FALSE;
  if (method == NULL)
    return TRUE;

  g_clear_pointer (&method->customer, g_free);
  if (!platform_sandbox_store_save (call->work.database, &platform_sandbox_methods, method, error))
    return FALSE;

  platform_sandbox_write_method (&call->writer, method);
  return TRUE;
}

static const PlatformSandboxRoute routes[] = {
  { "POST", "/v1/customers", create_customer, customer_parameters },
  { "GET", "/v1/customers", list_customers, list_parameters },
  { "GET", "/v1/customers/{id}", get_customer, no_parameters },
  { "GET", "/v1/customers/{id}/payment_methods", list_customer_methods, list_parameters },
  { "POST", "/v1/payment_methods", create_method, method_parameters },
  { "GET", "/v1/payment_methods", list_methods, list_parameters },
  { "GET", "/v1/payment_methods/{id}", get_method, no_parameters },
  { "POST", "/v1/payment_methods/{id}/attach", attach_method, attach_parameters },
  { "POST", "/v1/payment_methods/{id}/detach", detach_method, no_parameters },
};

void
platform_sandbox_api_add_customers (PlatformSandboxProvider *provider)
{
  platform_sandbox_call_add_routes (provider, routes, G_N_ELEMENTS (routes));
}
