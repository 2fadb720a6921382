/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_APP (rambla_app_get_type ())
G_DECLARE_FINAL_TYPE (RamblaApp, rambla_app, RAMBLA, APP, AdwApplication)

/**
 * rambla_app_new:
 *
 * The application, in one of its faces: consumer, or with `--counter` the merchant's. Each face is a program
 * of its own to the desktop, so that both can run side by side.
 */
RamblaApp *rambla_app_new (void);

G_END_DECLS
