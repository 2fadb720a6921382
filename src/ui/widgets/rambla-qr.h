/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_QR (rambla_qr_get_type ())
G_DECLARE_FINAL_TYPE (RamblaQr, rambla_qr, RAMBLA, QR, GtkWidget)

/**
 * rambla_qr_new:
 *
 * A QR code (ISO/IEC 18004), level M, as large as its room allows in whole pixels a module, black on white in
 * every theme, with its quiet zone. Property `text`.
 */
GtkWidget *rambla_qr_new (void);

/**
 * rambla_qr_set_text:
 * @text: (nullable): what to show, UTF-8; %NULL or what does not fit into the largest code shows nothing
 */
void rambla_qr_set_text (RamblaQr *self, const char *text);

/** rambla_qr_get_text: (nullable): what is shown. */
const char *rambla_qr_get_text (RamblaQr *self);

/** rambla_qr_get_version: 1 to 40, 0 when nothing is shown. */
int rambla_qr_get_version (RamblaQr *self);

G_END_DECLS
