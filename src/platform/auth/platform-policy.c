/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-policy.h"

#include <string.h>

#include "platform-account-storage.h"
#include "rambla-id.h"

#define CONSUMER PLATFORM_SCOPE_CONSUMER
#define MERCHANT PLATFORM_SCOPE_MERCHANT
#define OPERATOR PLATFORM_SCOPE_OPERATOR
#define ANY PLATFORM_SCOPE_ANY

/* In the order of the paths. */
static const PlatformPolicy policies[] = {
  { "GET", "/.well-known/jwks.json", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/.well-known/oauth-authorization-server", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/d/{id}", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/gifts/{code}", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/healthz", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/metrics", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/oauth/authorize", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/authorize", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/oauth/device", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/device", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/device_authorization", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/revoke", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/oauth/sign-in", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/sign-in", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/oauth/sign-out", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/sign-out", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/oauth/sign-up", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/sign-up", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/oauth/token", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/pay/{id}/return", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/tiles/{z}/{x}/{y}.png", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/v1/activity", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/categories", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/deals", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/deals/{id}", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/deals/{id}/price-history", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/deals/{id}/questions", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/v1/deals/{id}/questions", CONSUMER, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/deals/{id}/reviews", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "PUT", "/v1/deals/{id}/share", CONSUMER, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/deals/{id}/slots", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/disputes/{id}", CONSUMER " " MERCHANT " " OPERATOR, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/disputes/{id}/accept", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/disputes/{id}/messages", CONSUMER " " MERCHANT " " OPERATOR, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/disputes/{id}/pictures", CONSUMER " " MERCHANT " " OPERATOR, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/disputes/{id}/pictures/{picture}", CONSUMER " " MERCHANT " " OPERATOR,
    PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/disputes/{id}/withdraw", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/events", NULL, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/gifts/{code}", CONSUMER, PLATFORM_WHOSE_EVERYBODYS },
  { "POST", "/v1/gifts/{code}/claim", CONSUMER, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/me", ANY, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/me/follows", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "DELETE", "/v1/me/follows/{id}", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "PUT", "/v1/me/follows/{id}", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/me/helpful-reviews", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "PUT", "/v1/me/holder-key", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/me/questions", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/merchant/conflicts", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/counter", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/deals", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/merchant/deals", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "PATCH", "/v1/merchant/deals/{id}", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/merchant/deals/{id}/pictures", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/merchant/deals/{id}/pictures", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "PUT", "/v1/merchant/deals/{id}/pictures", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "PUT", "/v1/merchant/devices/{id}", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/merchant/disputes", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/ledger", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/questions", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/merchant/questions/{id}/answer", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/merchant/redemptions", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/merchant/redemptions", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/merchant/redemptions/batch", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/merchant/redemptions/preview", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/merchant/redemptions/{id}/undo", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/revocations", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/reviews", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "POST", "/v1/merchant/reviews/{id}/reply", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/settings", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "PUT", "/v1/merchant/settings", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/merchant/settlements", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/settlements/{id}", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/stores", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/merchant/stores/{id}/pictures", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/merchant/stores/{id}/pictures", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "PUT", "/v1/merchant/stores/{id}/pictures", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/merchant/stores/{id}/special-days", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "PUT", "/v1/merchant/stores/{id}/special-days", MERCHANT, PLATFORM_WHOSE_PARTIES },
  { "GET", "/v1/merchant/trail/{code}", MERCHANT, PLATFORM_WHOSE_SHOPS },
  { "GET", "/v1/openapi.yaml", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "PUT", "/v1/operator/deals/{id}/sponsorship", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "GET", "/v1/operator/disputes", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "POST", "/v1/operator/disputes/{id}/decision", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "POST", "/v1/operator/key-rotations", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "POST", "/v1/operator/merchants/{id}/certification", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "POST", "/v1/operator/merchants/{id}/certification/withdrawal", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "GET", "/v1/operator/merchants/{id}/terms", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "PUT", "/v1/operator/merchants/{id}/terms", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "GET", "/v1/operator/questions", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "POST", "/v1/operator/questions/{id}/hide", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "GET", "/v1/operator/reviews", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "POST", "/v1/operator/reviews/{id}/tombstone", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "GET", "/v1/operator/trail/{code}", OPERATOR, PLATFORM_WHOSE_OPERATORS },
  { "GET", "/v1/orders", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "POST", "/v1/orders", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/orders/{id}", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "POST", "/v1/orders/{id}/cancel", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/orders/{id}/dispute", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "POST", "/v1/orders/{id}/dispute", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "POST", "/v1/orders/{id}/payment", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "POST", "/v1/orders/{id}/refunds", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/orders/{id}/trail", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/pictures/{id}", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/prices/log", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/prices/log/head", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/prices/log/proof", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/reviews/log", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/reviews/log/head", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/reviews/log/proof", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "DELETE", "/v1/reviews/{id}/helpful", CONSUMER, PLATFORM_WHOSE_EVERYBODYS },
  { "PUT", "/v1/reviews/{id}/helpful", CONSUMER, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/reviews/{id}/pictures/{picture}", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/stores", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/stores/{id}", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/stores/{id}/branches", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/stores/{id}/certification", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/stores/{id}/deals", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/stores/{id}/reviews", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/suggest", NULL, PLATFORM_WHOSE_EVERYBODYS },
  { "GET", "/v1/vouchers", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "GET", "/v1/vouchers/{id}", CONSUMER, PLATFORM_WHOSE_PARTIES },
  { "DELETE", "/v1/vouchers/{id}/gift", CONSUMER, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/vouchers/{id}/gift", CONSUMER, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/vouchers/{id}/reissue", CONSUMER, PLATFORM_WHOSE_PARTIES },
  { "POST", "/v1/vouchers/{id}/review", CONSUMER, PLATFORM_WHOSE_ACCOUNTS },
  { "POST", "/v1/webhooks/payments", NULL, PLATFORM_WHOSE_EVERYBODYS },
};

const PlatformPolicy *
platform_policy_get_all (gsize *n_rows)
{
  *n_rows = G_N_ELEMENTS (policies);
  return policies;
}

const PlatformPolicy *
platform_policy_find (const char *method, const char *pattern)
{
  if (strcmp (method, "HEAD") == 0)
    method = "GET";
  for (gsize i = 0; i < G_N_ELEMENTS (policies); i++)
    if (strcmp (policies[i].pattern, pattern) == 0 && strcmp (policies[i].method, method) == 0)
      return &policies[i];
  return NULL;
}

gboolean
platform_policy_find_scope (const char *method, const char *pattern, const char **scope)
{
  const PlatformPolicy *policy = platform_policy_find (method, pattern);

  *scope = policy != NULL ? policy->scopes : NULL;
  return policy != NULL;
}

/* Somebody else's is not there at all: that there is such an order is nobody's business. */
static gboolean
check_account (PlatformDatabase *database,
               const PlatformIdentity *identity,
               const char *id,
               PlatformResponse **refusal,
               GError **error)
{
  g_autofree char *owner = NULL;

  if (!platform_account_storage_find_owner (database, id, &owner, error))
    return FALSE;
  if (owner != NULL && !g_str_equal (owner, identity->account_id))
    *refusal = platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, NULL);
  return TRUE;
}

static gboolean
check_shop (PlatformDatabase *database,
            const PlatformIdentity *identity,
            const char *id,
            RamblaProblemCode code,
            PlatformResponse **refusal,
            GError **error)
{
  gboolean foreign = FALSE;

  if (id != NULL &&
      !platform_account_storage_is_foreign_shop (database, identity->account_id, id, &foreign, error))
    return FALSE;
  if (foreign)
    *refusal = platform_response_new_problem (
        code, code == RAMBLA_PROBLEM_FORBIDDEN ? "This account may not act for that store" : NULL);
  return TRUE;
}

gboolean
platform_policy_check_owner (PlatformRequest *request,
                             const PlatformIdentity *identity,
                             PlatformDatabase *database,
                             PlatformResponse **refusal,
                             GError **error)
{
  const PlatformPolicy *policy = platform_policy_find (platform_request_get_method_name (request),
                                                       platform_request_get_pattern (request));
  const char *id = platform_request_get_path_parameter (request, "id");
  const char *store_id = platform_request_get_query (request, "store_id");

  *refusal = NULL;
  if (policy == NULL)
    return TRUE;
  if (policy->whose == PLATFORM_WHOSE_ACCOUNTS && id != NULL)
    return check_account (database, identity, id, refusal, error);
  if (policy->whose != PLATFORM_WHOSE_SHOPS)
    return TRUE;
  return check_shop (database, identity, id, RAMBLA_PROBLEM_NOT_FOUND, refusal, error) &&
         (*refusal != NULL ||
          check_shop (database, identity, store_id, RAMBLA_PROBLEM_FORBIDDEN, refusal, error));
}
