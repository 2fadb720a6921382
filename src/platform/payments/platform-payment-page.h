/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-request.h"
#include "rambla-language.h"

G_BEGIN_DECLS

/*
 * The look that the payment pages share: the sandbox provider's, and the page that the buyer comes back to.
 * Plain HTML without any script; the one style sheet stands in the page and is allowed by its hash.
 */

/* The language for @request, by Accept-Language; @fallback where it names none of ours. */
RamblaLanguage platform_payment_page_language (PlatformRequest *request, RamblaLanguage fallback);

/**
 * platform_payment_page_begin:
 * @title: plain text
 *
 * Returns: (transfer full): the page's beginning, up to and with <main>
 */
GString *platform_payment_page_begin (RamblaLanguage language, const char *title);

/**
 * platform_payment_page_end:
 * @page: (transfer full): what platform_payment_page_begin() began
 * @status: the answer's status
 * @form_origin: (nullable): another origin than the page's own that its form may lead to
 *
 * Returns: (transfer full): the answer, with a policy that allows the page's own style and form and nothing
 * else
 */
PlatformResponse *platform_payment_page_end (GString *page, guint status, const char *form_origin);

/* Appends @text with markup characters escaped; fit for text and for quoted attributes. */
void platform_payment_page_append (GString *page, const char *text);

/* Appends @format like printf, with every string of @... escaped: only %s and %d. */
void platform_payment_page_printf (GString *page, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The origin of a URL, "http://127.0.0.1:8080"; NULL if it has none. (transfer full) */
char *platform_payment_page_origin (const char *url);

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
