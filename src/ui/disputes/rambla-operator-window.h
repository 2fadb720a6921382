/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_OPERATOR_WINDOW (rambla_operator_window_get_type ())
G_DECLARE_FINAL_TYPE (RamblaOperatorWindow,
                      rambla_operator_window,
                      RAMBLA,
                      OPERATOR_WINDOW,
                      AdwApplicationWindow)

/** rambla_operator_window_new: the referee's desk: the platform's complaints, to read and to decide. */
GtkWidget *rambla_operator_window_new (GtkApplication *application, RamblaClient *client);

G_END_DECLS
