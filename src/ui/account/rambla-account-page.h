/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-client.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_ACCOUNT_PAGE (rambla_account_page_get_type ())
G_DECLARE_FINAL_TYPE (RamblaAccountPage, rambla_account_page, RAMBLA, ACCOUNT_PAGE, AdwBin)

/** rambla_account_page_new: who is signed in, where, and what the application is. */
GtkWidget *rambla_account_page_new (RamblaClient *client);

G_END_DECLS
