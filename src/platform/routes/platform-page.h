/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "platform-request.h"
#include "platform-response.h"
#include "rambla-json-writer.h"

G_BEGIN_DECLS

#define PLATFORM_PAGE_DEFAULT 20
#define PLATFORM_PAGE_MAX 100

/**
 * platform_page_read:
 * @limit: (out): the parameter `limit`, PLATFORM_PAGE_DEFAULT if it was not sent
 * @position: (out) (transfer full) (nullable): what the `cursor` was made from; NULL on the first page
 *
 * Reads what every list takes.
 *
 * Returns: (nullable) (transfer full): NULL, or the problem `invalid_field` or `invalid_cursor`
 */
PlatformResponse *platform_page_read (PlatformRequest *request, guint *limit, char **position);

/**
 * platform_page_read_number:
 * @number: (out): as platform_page_read(), for lists whose position is a number above 0; 0 on the first page
 */
PlatformResponse *platform_page_read_number (PlatformRequest *request, guint *limit, gint64 *number);

/**
 * platform_page_make_cursor:
 * @position: where the page ends, printable ASCII
 *
 * Returns: (transfer full): the opaque text for `next_cursor`
 */
char *platform_page_make_cursor (const char *position);

/**
 * platform_page_add_link:
 * @cursor: from platform_page_make_cursor()
 *
 * Adds the Link to the next page (RFC 8288): the request's own target with another cursor.
 */
void platform_page_add_link (PlatformResponse *response, PlatformRequest *request, const char *cursor);

/**
 * platform_page_answer:
 * @writer: in the outermost object of @body, all but `next_cursor` written
 * @body: (transfer full): what @writer writes to
 * @position: (nullable): where the page ends; NULL when no page comes after it
 *
 * Ends a page of an account's own list: `next_cursor` and the Link, for nobody else's cache.
 *
 * Returns: (transfer full): the answer 200
 */
PlatformResponse *platform_page_answer (PlatformRequest *request,
                                        RamblaJsonWriter *writer,
                                        GString *body,
                                        const char *position);

G_END_DECLS
