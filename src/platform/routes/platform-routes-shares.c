/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "platform-activity-storage.h"
#include "platform-auth.h"
#include "platform-body.h"
#include "platform-call.h"
#include "platform-deal-storage.h"
#include "platform-idempotency.h"
#include "platform-routes-activity.h"
#include "platform-web-page.h"
#include "rambla-money.h"

typedef enum
{
  TEXT_TITLE,
  TEXT_INSTEAD,
  TEXT_OPEN,
  TEXT_HOW,
  TEXT_NONE,
  N_TEXTS,
} Text;

static const char *const texts[N_TEXTS][RAMBLA_N_LANGUAGES] = {
  [TEXT_TITLE] = { "An offer for you", "Una oferta para vos", "为您推荐的优惠" },
  [TEXT_INSTEAD] = { "instead of", "en lugar de", "原价" },
  [TEXT_OPEN] = { "Open in Rambla", "Abrir en Rambla", "在 Rambla 中打开" },
  [TEXT_HOW] = { "Buy in Rambla, walk in, and show the voucher. Unused, you get your money back at any time.",
                 "Comprá en Rambla, andá y mostrá el vale. Si no lo usás, te devolvemos el dinero cuando "
                 "quieras.",
                 "在 Rambla 购买，到店出示券即可。未使用可随时退款。" },
  [TEXT_NONE] = { "There is no such offer any more.", "Esta oferta ya no existe.", "该优惠已不存在。" },
};

typedef struct
{
  const PlatformContext *context;
  char *deal_id;
  char *account_id; /* who shares; NULL for the page */
  char *code;       /* of the link that was followed */
  RamblaLanguage language;
} ShareJob;

static void
share_job_free (ShareJob *job)
{
  g_free (job->deal_id);
  g_free (job->account_id);
  g_free (job->code);
  g_free (job);
}

static ShareJob *
share_job_new (PlatformRequest *request, const PlatformContext *context)
{
  ShareJob *job = g_new0 (ShareJob, 1);

  job->context = context;
  job->deal_id = g_strdup (platform_request_get_path_parameter (request, "id"));
  return job;
}

static gboolean
is_code (const char *text)
{
  return text != NULL && strlen (text) == PLATFORM_SHARE_CODE_LENGTH &&
         strspn (text, "0123456789abcdefghijklmnopqrstuvwxyz") == PLATFORM_SHARE_CODE_LENGTH;
}

static void
write_offer (GString *page, const ShareJob *job, const PlatformDeal *deal)
{
  const char *currency = job->context->city->currency;
  const char *tag = rambla_language_to_tag (job->language);
  g_autofree char *price = rambla_money_format_in (rambla_money (deal->price, currency), tag);
  g_autofree char *regular = rambla_money_format_in (rambla_money (deal->regular_price, currency), tag);

  platform_web_page_printf (page, "<h1>%s</h1><p>%s</p><p><strong>%s</strong>", deal->title,
                            deal->merchant_name, price);
  if (deal->price < deal->regular_price)
    platform_web_page_printf (page, " %s %s", texts[TEXT_INSTEAD][job->language], regular);
  platform_web_page_printf (page, "</p><p>%s</p><p><a href=\"rambla:/d/%s%s%s\">%s</a></p><p>%s</p>",
                            deal->summary, deal->id, job->code != NULL ? "?by=" : "",
                            job->code != NULL ? job->code : "", texts[TEXT_OPEN][job->language],
                            texts[TEXT_HOW][job->language]);
}

static PlatformResponse *
show (PlatformDatabase *database, gpointer data, GError **error)
{
  ShareJob *job = data;
  g_autoptr (PlatformDeal) deal = NULL;
  GString *page;

  if (!platform_deal_find (database, job->context->city, job->deal_id, rambla_language_to_tag (job->language),
                           &deal, error) ||
      (deal != NULL && job->code != NULL &&
       !platform_share_storage_count (database, job->deal_id, job->code, error)))
    return NULL;
  page =
      platform_web_page_begin (job->language, deal != NULL ? deal->title : texts[TEXT_TITLE][job->language]);
  if (deal != NULL)
    write_offer (page, job, deal);
  else
    platform_web_page_printf (page, "<h1>%s</h1><p>%s</p>", texts[TEXT_TITLE][job->language],
                              texts[TEXT_NONE][job->language]);
  return platform_web_page_end (page, deal != NULL ? 200 : 404, NULL);
}

/* Only who came by somebody's link is counted, and that needs the writer. */
static void
on_page (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { "by", NULL };
  const char *code = platform_request_get_query (request, "by");
  g_auto (PlatformCall) call = { NULL };
  PlatformResponse *response;
  GError *error = NULL;
  ShareJob *job;

  if (!platform_call_begin (&call, request, context, known))
    return;
  job = share_job_new (request, context);
  job->code = is_code (code) ? g_strdup (code) : NULL;
  job->language = platform_web_page_language (request, RAMBLA_LANGUAGE_EN);
  if (job->code != NULL)
    {
      platform_idempotency_run (NULL, request, job->context->trade, show, NULL, job,
                                (GDestroyNotify) share_job_free);
      return;
    }
  response = show (call.database, job, &error);
  if (response != NULL)
    platform_request_respond (request, response);
  else
    platform_call_fail (&call, error);
  share_job_free (job);
}

static PlatformResponse *
share (PlatformDatabase *database, gpointer data, GError **error)
{
  ShareJob *job = data;
  const PlatformCity *city = job->context->city;
  g_autoptr (PlatformDeal) deal = NULL;
  g_autofree char *code = NULL;
  g_autofree char *path = NULL;
  GString *body;
  RamblaJsonWriter writer;

  if (!platform_deal_find (database, city, job->deal_id, city->languages[0], &deal, error))
    return NULL;
  if (deal == NULL)
    return platform_response_new_problem (RAMBLA_PROBLEM_NOT_FOUND, "There is no such offer");
  if (!platform_share_storage_get_code (database, job->deal_id, job->account_id,
                                        platform_clock_now (job->context->clock), &code, error))
    return NULL;
  path = g_strdup_printf ("/d/%s?by=%s", job->deal_id, code);
  body = g_string_new (NULL);
  rambla_json_writer_init (&writer, body);
  rambla_json_writer_begin_object (&writer);
  rambla_json_writer_member_string (&writer, "code", code);
  rambla_json_writer_member_string (&writer, "path", path);
  rambla_json_writer_end_object (&writer);
  return platform_response_new_json (200, body);
}

static void
on_share (PlatformRequest *request, gpointer context)
{
  static const char *const known[] = { NULL };
  PlatformResponse *refusal = NULL;
  const PlatformIdentity *identity = platform_request_get_identity (request);
  g_autoptr (JsonNode) body = platform_body_parse (request, known, TRUE, &refusal);
  ShareJob *job;

  if (refusal != NULL)
    {
      platform_request_respond (request, refusal);
      return;
    }
  job = share_job_new (request, context);
  job->account_id = g_strdup (identity->account_id);
  platform_idempotency_run (NULL, request, job->context->trade, share, NULL, job,
                            (GDestroyNotify) share_job_free);
}

static const PlatformRoute routes[] = {
  { "GET", "/d/{id}", on_page },
  { "PUT", "/v1/deals/{id}/share", on_share },
};

void
platform_routes_shares_add (PlatformRouter *router, PlatformContext *context)
{
  platform_router_add (router, routes, G_N_ELEMENTS (routes), context);
}
