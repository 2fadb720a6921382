/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a platform answered to anybody's questions, a file each, so that what was last seen can be seen again
 * without a network. A cache: whatever goes wrong with it is said in the log and changes nothing. Every
 * function waits for the disk: not for the main thread. */

/** Answers above this are not kept, in bytes. */
#define RAMBLA_SEEN_ANSWERS_LARGEST (4 * 1024 * 1024)

/**
 * rambla_seen_answers_keep:
 * @folder: of the platform; made when there is none
 * @target: the question: path and query
 * @data: the answer
 *
 * Keeps it in the place of an older one. The folder is held under 32 MiB by removing what is oldest.
 */
void rambla_seen_answers_keep (const char *folder, const char *target, const void *data, gsize length);

/** rambla_seen_answers_load: (transfer full) (nullable): what was last answered to @target. */
GByteArray *rambla_seen_answers_load (const char *folder, const char *target);

G_END_DECLS
