/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-request.h"
#include "rambla-language.h"

G_BEGIN_DECLS

/*
 * The look that all pages of the platform share: those of the payment and those of signing in. Plain HTML
 * without any script; the one style sheet stands in the page and is allowed by its hash.
 */

/* The language for @request, by Accept-Language; @fallback where it names none of ours. */
RamblaLanguage platform_web_page_language (PlatformRequest *request, RamblaLanguage fallback);

/**
 * platform_web_page_begin:
 * @title: plain text
 *
 * Returns: (transfer full): the page's beginning, up to and with <main>
 */
GString *platform_web_page_begin (RamblaLanguage language, const char *title);

/**
 * platform_web_page_end:
 * @page: (transfer full): what platform_web_page_begin() began
 * @status: the answer's status
 * @form_origin: (nullable): another origin than the page's own that its form may lead to
 *
 * Returns: (transfer full): the answer, with a policy that allows the page's own style and form and nothing
 * else
 */
PlatformResponse *platform_web_page_end (GString *page, guint status, const char *form_origin);

/* Appends @text with markup characters escaped; fit for text and for quoted attributes. */
void platform_web_page_append (GString *page, const char *text);

/* Appends @format like printf, with every string of @... escaped: only %s and %d. */
void platform_web_page_printf (GString *page, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The origin of a URL, "http://127.0.0.1:8080"; NULL if it has none. (transfer full) */
char *platform_web_page_origin (const char *url);

G_END_DECLS
