/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-location.h"

G_BEGIN_DECLS

/**
 * RamblaHereKind:
 * @RAMBLA_HERE_CENTRE: the middle of the platform's area
 * @RAMBLA_HERE_NAMED: a street or a part of town that was typed
 * @RAMBLA_HERE_PICKED: a point that was clicked on the map
 * @RAMBLA_HERE_AREA: the middle of what the map shows
 * @RAMBLA_HERE_LOCATED: where this computer is
 */
typedef enum
{
  RAMBLA_HERE_CENTRE,
  RAMBLA_HERE_NAMED,
  RAMBLA_HERE_PICKED,
  RAMBLA_HERE_AREA,
  RAMBLA_HERE_LOCATED,
} RamblaHereKind;

#define RAMBLA_TYPE_HERE (rambla_here_get_type ())
G_DECLARE_FINAL_TYPE (RamblaHere, rambla_here, RAMBLA, HERE, GObject)

/**
 * rambla_here_new:
 * @location: where this computer is; nothing is asked of it yet
 * @bounds: what the platform covers
 * @centre: where distances start at first
 *
 * The place where distances start, and who chose it.
 *
 * Signal `changed`: another one was chosen: search anew. A computer that moves is followed without it; who
 * reads a list does not want it to move.
 */
RamblaHere *rambla_here_new (RamblaLocation *location, RamblaBox bounds, RamblaPoint centre);

/** rambla_here_choose: @point is the place from now on, and the computer's own is let go. @name: (nullable):
 * of a RAMBLA_HERE_NAMED one. */
void rambla_here_choose (RamblaHere *self, RamblaHereKind kind, const char *name, RamblaPoint point);

/** rambla_here_choose_centre: back to the first one. */
void rambla_here_choose_centre (RamblaHere *self);

/** rambla_here_locate: the place is where this computer is, as soon as that is known. Somebody clicked. */
void rambla_here_locate (RamblaHere *self);

/** rambla_here_get_kind: who chose it. */
RamblaHereKind rambla_here_get_kind (RamblaHere *self);

/** rambla_here_get_name: (nullable): of a RAMBLA_HERE_NAMED one. */
const char *rambla_here_get_name (RamblaHere *self);

/** rambla_here_get_near: the place as the platform may hear it: of where this computer is no more than
 * rambla_location_round() leaves. */
RamblaPoint rambla_here_get_near (RamblaHere *self);

/** rambla_here_get_location: (transfer none): where this computer is. */
RamblaLocation *rambla_here_get_location (RamblaHere *self);

/** rambla_here_is_outside: whether this computer is where the platform has nothing; it is not searched from
 * there. */
gboolean rambla_here_is_outside (RamblaHere *self);

G_END_DECLS
