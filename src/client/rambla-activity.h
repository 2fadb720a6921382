/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-api.h"

G_BEGIN_DECLS

typedef enum
{
  RAMBLA_ACTIVITY_IMPRESSION, /* it was in a list */
  RAMBLA_ACTIVITY_VIEW,       /* its page was opened */
  RAMBLA_ACTIVITY_CLICK,      /* buying was chosen */
} RamblaActivityKind;

#define RAMBLA_TYPE_ACTIVITY (rambla_activity_get_type ())
G_DECLARE_FINAL_TYPE (RamblaActivity, rambla_activity, RAMBLA, ACTIVITY, GObject)

/**
 * rambla_activity_new:
 * @path: where it is kept whether this device agreed
 *
 * What is seen and chosen on this device, told to the platform without a name, if whoever uses it agreed;
 * from the start nobody has. Told some seconds later and many at once, by a code that changes with each start
 * and every few hours; while there is no network the latest 200 wait, and nothing else ever does. Main thread
 * only.
 */
RamblaActivity *rambla_activity_new (RamblaApi *api, const char *path);

/** rambla_activity_get_agreed: whether this device tells. */
gboolean rambla_activity_get_agreed (RamblaActivity *self);

/** rambla_activity_set_agreed: kept for the next start; what waits is forgotten when it is taken back. */
void rambla_activity_set_agreed (RamblaActivity *self, gboolean agreed);

/** rambla_activity_note: something happened to an offer; the same impression counts once. Does nothing unless
 * agreed. */
void rambla_activity_note (RamblaActivity *self, RamblaActivityKind kind, const char *deal_id);

/** rambla_activity_follow: the offer was come to by a link that somebody shared. */
void rambla_activity_follow (RamblaActivity *self, const char *deal_id, const char *code);

/** rambla_activity_dup_tracking: (transfer full) (nullable): what an order of this offer names, so that who
 * shared the link, and what was seen if that was agreed to, are found from it. */
char *rambla_activity_dup_tracking (RamblaActivity *self, const char *deal_id);

/** rambla_activity_get_waiting: how many are not told yet. */
guint rambla_activity_get_waiting (RamblaActivity *self);

G_END_DECLS
