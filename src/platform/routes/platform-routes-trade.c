/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-routes-trade.h"

#include <sodium.h>

#include "platform-routes-dispute-lists.h"
#include "platform-routes-disputes.h"
#include "platform-routes-certification.h"
#include "platform-routes-follows.h"
#include "platform-routes-gifts.h"
#include "platform-routes-counter.h"
#include "platform-routes-hand-in.h"
#include "platform-routes-identity.h"
#include "platform-routes-keys.h"
#include "platform-routes-logs.h"
#include "platform-routes-merchant.h"
#include "platform-routes-orders.h"
#include "platform-routes-activity.h"
#include "platform-routes-pictures.h"
#include "platform-routes-publishing.h"
#include "platform-routes-questions.h"
#include "platform-routes-redemptions.h"
#include "platform-routes-reviewing.h"
#include "platform-routes-settlements.h"
#include "platform-routes-sponsorship.h"
#include "platform-routes-special-days.h"
#include "platform-routes-trail.h"
#include "platform-routes-vouchers.h"

static gboolean
open_sample_accounts (PlatformContext *context, GError **error)
{
  PlatformAccountCard card = {
    .provider_customer = (char *) PLATFORM_SANDBOX_CUSTOMER,
    .provider_method = (char *) PLATFORM_SANDBOX_CARD,
    .brand = (char *) "visa",
    .last4 = (char *) "4242",
    .expires = (char *) "12/34",
  };

  context->sample_accounts =
      platform_sample_accounts_open (context->writer, context->clock, context->data_directory,
                                     platform_server_get_uri (context->server), &card, error);
  return context->sample_accounts != NULL;
}

static gboolean
open_trade (PlatformRouter *router, PlatformContext *context, GError **error)
{
  context->trade = platform_trade_new (context->readers, context->writer, context->clock, context->city,
                                       context->provider, context->base_uri, error);
  if (context->trade == NULL)
    return FALSE;
  if (context->commission >= 0)
    context->trade->commission = context->commission;
  platform_routes_orders_add (router, context);
  platform_routes_vouchers_add (router, context);
  platform_routes_gifts_add (router, context);
  platform_routes_gift_page_add (router, context);
  platform_routes_keys_add (router, context);
  platform_routes_redemptions_add (router, context);
  platform_routes_counter_add (router, context);
  platform_routes_hand_in_add (router, context);
  platform_routes_merchant_add (router, context);
  platform_routes_activity_add (router, context);
  platform_routes_pictures_add (router, context);
  platform_routes_publishing_add (router, context);
  platform_routes_shares_add (router, context);
  platform_routes_dispute_lists_add (router, context);
  platform_routes_disputes_add (router, context);
  platform_routes_logs_add (router, context);
  platform_routes_reviewing_add (router, context);
  platform_routes_questions_add (router, context);
  platform_routes_follows_add (router, context);
  platform_routes_certification_add (router, context);
  platform_routes_special_days_add (router, context);
  platform_routes_settlements_add (router, context);
  platform_routes_sponsorship_add (router, context);
  platform_routes_trail_add (router, context);
  context->scheduler = platform_scheduler_new (context->trade);
  return TRUE;
}

gboolean
platform_routes_trade_open (PlatformRouter *router, PlatformContext *context, GError **error)
{
  if (sodium_init () < 0)
    {
      g_set_error_literal (error, PLATFORM_STORAGE_ERROR, PLATFORM_STORAGE_ERROR_FAILED,
                           "libsodium could not be started");
      return FALSE;
    }
  platform_routes_identity_add (router, context);
  if (context->sandbox && !open_sample_accounts (context, error))
    return FALSE;
  return context->city == NULL || open_trade (router, context, error);
}

void
platform_routes_trade_write_ready (PlatformContext *context, RamblaJsonWriter *writer)
{
  g_autoptr (GError) error = NULL;

  if (context->sample_accounts == NULL)
    return;
  rambla_json_writer_name (writer, "sign_in");
  if (platform_sample_accounts_write_codes (context->sample_accounts, writer, &error))
    return;
  g_warning ("There are no sign-in codes: %s", error->message);
  rambla_json_writer_null (writer);
}

void
platform_routes_trade_close (PlatformContext *context)
{
  if (context->passwords != NULL)
    platform_passwords_stop (context->passwords);
  g_clear_pointer (&context->sample_accounts, platform_sample_accounts_free);
  g_clear_pointer (&context->scheduler, platform_scheduler_free);
  g_clear_pointer (&context->trade, platform_trade_free);
}
