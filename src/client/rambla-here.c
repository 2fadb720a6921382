/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-here.h"

struct _RamblaHere
{
  GObject parent_instance;

  RamblaLocation *location;
  RamblaBox bounds;
  RamblaPoint centre;
  RamblaHereKind kind;
  char *name;
  RamblaPoint point;
};

G_DEFINE_FINAL_TYPE (RamblaHere, rambla_here, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
set_place (RamblaHere *self, RamblaHereKind kind, const char *name, RamblaPoint point)
{
  char *copy = g_strdup (name);

  self->kind = kind;
  g_free (self->name);
  self->name = copy;
  self->point = point;
  g_signal_emit (self, signals[CHANGED], 0);
}

void
rambla_here_choose (RamblaHere *self, RamblaHereKind kind, const char *name, RamblaPoint point)
{
  g_return_if_fail (RAMBLA_IS_HERE (self));
  g_return_if_fail (kind != RAMBLA_HERE_LOCATED);

  set_place (self, kind, name, point);
  /* Nobody is followed for nothing. */
  rambla_location_stop (self->location);
}

void
rambla_here_choose_centre (RamblaHere *self)
{
  g_return_if_fail (RAMBLA_IS_HERE (self));

  rambla_here_choose (self, RAMBLA_HERE_CENTRE, NULL, self->centre);
}

void
rambla_here_locate (RamblaHere *self)
{
  g_return_if_fail (RAMBLA_IS_HERE (self));

  rambla_location_start (self->location);
}

gboolean
rambla_here_is_outside (RamblaHere *self)
{
  RamblaPoint place;

  g_return_val_if_fail (RAMBLA_IS_HERE (self), FALSE);

  return rambla_location_get_place (self->location, &place, NULL) &&
         !rambla_box_contains (self->bounds, place);
}

static void
on_moved (RamblaHere *self)
{
  RamblaPoint place;

  if (!rambla_location_get_place (self->location, &place, NULL))
    return;
  if (self->kind == RAMBLA_HERE_LOCATED)
    self->point = place;
  else if (!rambla_here_is_outside (self))
    set_place (self, RAMBLA_HERE_LOCATED, NULL, place);
}

/* Without the permission nothing is known any more, not even the last place. */
static void
on_state_changed (RamblaHere *self)
{
  if (self->kind == RAMBLA_HERE_LOCATED && rambla_location_get_state (self->location) != RAMBLA_LOCATION_ON)
    set_place (self, RAMBLA_HERE_CENTRE, NULL, self->centre);
}

RamblaHereKind
rambla_here_get_kind (RamblaHere *self)
{
  g_return_val_if_fail (RAMBLA_IS_HERE (self), RAMBLA_HERE_CENTRE);

  return self->kind;
}

const char *
rambla_here_get_name (RamblaHere *self)
{
  g_return_val_if_fail (RAMBLA_IS_HERE (self), NULL);

  return self->name;
}

RamblaPoint
rambla_here_get_near (RamblaHere *self)
{
  g_return_val_if_fail (RAMBLA_IS_HERE (self), (RamblaPoint){ 0 });

  return self->kind == RAMBLA_HERE_LOCATED ? rambla_location_round (self->point) : self->point;
}

RamblaLocation *
rambla_here_get_location (RamblaHere *self)
{
  g_return_val_if_fail (RAMBLA_IS_HERE (self), NULL);

  return self->location;
}

static void
rambla_here_finalize (GObject *object)
{
  RamblaHere *self = RAMBLA_HERE (object);

  g_object_unref (self->location);
  g_free (self->name);
  G_OBJECT_CLASS (rambla_here_parent_class)->finalize (object);
}

static void
rambla_here_class_init (RamblaHereClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_here_finalize;
  signals[CHANGED] =
      g_signal_new ("changed", RAMBLA_TYPE_HERE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
rambla_here_init (RamblaHere *self)
{
}

RamblaHere *
rambla_here_new (RamblaLocation *location, RamblaBox bounds, RamblaPoint centre)
{
  RamblaHere *self = g_object_new (RAMBLA_TYPE_HERE, NULL);

  self->location = g_object_ref (location);
  self->bounds = bounds;
  self->centre = self->point = centre;
  g_signal_connect_object (location, "moved", G_CALLBACK (on_moved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (location, "notify::state", G_CALLBACK (on_state_changed), self, G_CONNECT_SWAPPED);
  return self;
}
