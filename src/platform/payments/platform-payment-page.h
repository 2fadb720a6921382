/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-web-page.h"

G_BEGIN_DECLS

/* How the payment went, for the page that the buyer comes back to. */
typedef enum
{
  PLATFORM_RETURN_PAID,
  PLATFORM_RETURN_PROCESSING, /* under way, or the provider's word is not here yet */
  PLATFORM_RETURN_OPEN,       /* not paid yet: the buyer gave up, or the card was declined */
  PLATFORM_RETURN_CLOSED,     /* not paid, and the order is closed */
  PLATFORM_RETURN_REFUNDED,   /* paid, and given back */
  PLATFORM_RETURN_NOT_FOUND,  /* no such order */
} PlatformReturnState;

/**
 * platform_payment_page_return:
 * @pay_url: (nullable): where the buyer may go on paying, with %PLATFORM_RETURN_OPEN
 * @again_url: (nullable): where to look again, with %PLATFORM_RETURN_PROCESSING
 *
 * Returns: (transfer full): the small page after the provider's
 */
PlatformResponse *platform_payment_page_return (RamblaLanguage language,
                                                PlatformReturnState state,
                                                const char *pay_url,
                                                const char *again_url);

G_END_DECLS
