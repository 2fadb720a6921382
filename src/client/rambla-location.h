/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "rambla-geo.h"

G_BEGIN_DECLS

/**
 * RamblaLocationState:
 * @RAMBLA_LOCATION_OFF: nobody asked where this computer is, or does not want to know any more
 * @RAMBLA_LOCATION_ASKING: asked, no answer yet
 * @RAMBLA_LOCATION_ON: the place is known and followed
 * @RAMBLA_LOCATION_DENIED: the person, or the computer's settings, said no
 * @RAMBLA_LOCATION_FAILED: there is no service or no position; see rambla_location_get_error()
 */
typedef enum
{
  RAMBLA_LOCATION_OFF,
  RAMBLA_LOCATION_ASKING,
  RAMBLA_LOCATION_ON,
  RAMBLA_LOCATION_DENIED,
  RAMBLA_LOCATION_FAILED,
} RamblaLocationState;

#define RAMBLA_TYPE_LOCATION (rambla_location_get_type ())
G_DECLARE_FINAL_TYPE (RamblaLocation, rambla_location, RAMBLA, LOCATION, GObject)

/**
 * rambla_location_new:
 * @desktop_id: the application's, by which the desktop asks the person and remembers the answer
 * @patience: seconds until no position is a failure
 *
 * Where this computer is, by GeoClue 2 on the system bus. Asks nobody before rambla_location_start(): that is
 * for a click. What it finds out stays in memory.
 *
 * Property `state` (int, a RamblaLocationState). Signal `moved`: the place or its accuracy changed.
 */
RamblaLocation *rambla_location_new (const char *desktop_id, guint patience);

/** rambla_location_start: asks, or asks again after a refusal or a failure. */
void rambla_location_start (RamblaLocation *self);

/** rambla_location_stop: lets the service go and forgets the place. */
void rambla_location_stop (RamblaLocation *self);

/** rambla_location_get_state: how far it is. */
RamblaLocationState rambla_location_get_state (RamblaLocation *self);

/**
 * rambla_location_get_place:
 * @place: (out): where
 * @accuracy: (out) (optional): metres around it, 0 when the service does not say
 *
 * Returns: FALSE unless the state is RAMBLA_LOCATION_ON
 */
gboolean rambla_location_get_place (RamblaLocation *self, RamblaPoint *place, double *accuracy);

/** rambla_location_get_error: (nullable): why it failed. */
const GError *rambla_location_get_error (RamblaLocation *self);

/** rambla_location_round: @place as a platform may hear it: to a thousandth of a degree, some 100 m. */
RamblaPoint rambla_location_round (RamblaPoint place);

G_END_DECLS
