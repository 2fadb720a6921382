/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * rambla_loopback_page_build:
 * @status: 200, 400 or 404
 * @title: what happened
 * @sentence: what to do now
 *
 * Returns: (transfer full): a whole HTTP/1.1 answer with a page in the person's language; it loads nothing
 * and runs nothing
 */
char *rambla_loopback_page_build (guint status, const char *title, const char *sentence);

G_END_DECLS
