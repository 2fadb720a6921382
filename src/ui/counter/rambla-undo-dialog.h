/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "rambla-redemption.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_UNDO_DIALOG (rambla_undo_dialog_get_type ())
G_DECLARE_FINAL_TYPE (RamblaUndoDialog, rambla_undo_dialog, RAMBLA, UNDO_DIALOG, AdwMessageDialog)

/**
 * rambla_undo_dialog_new:
 *
 * Asks why a redemption is to be taken back. Signal `confirmed (const char *reason)`.
 */
GtkWidget *rambla_undo_dialog_new (GtkWindow *parent, RamblaRedemption *redemption);

G_END_DECLS
