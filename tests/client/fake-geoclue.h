/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A location service on the test's own bus, with a permission that the test grants or not. */
typedef struct _FakeGeoclue FakeGeoclue;

/* @address: the bus */
FakeGeoclue *fake_geoclue_new (const char *address);
void fake_geoclue_free (FakeGeoclue *self);

/* Whether clients may start. */
void fake_geoclue_set_allowed (FakeGeoclue *self, gboolean allowed);
/* Whether a started client hears of a position at once. */
void fake_geoclue_set_silent (FakeGeoclue *self, gboolean silent);
void fake_geoclue_move (FakeGeoclue *self, double latitude, double longitude, double accuracy);
/* Takes the permission back while it is used. */
void fake_geoclue_revoke (FakeGeoclue *self);

/* What it was asked, in order, like "GetClient Set:DesktopId=org… Start". */
const char *fake_geoclue_get_log (FakeGeoclue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeGeoclue, fake_geoclue_free)

G_END_DECLS
