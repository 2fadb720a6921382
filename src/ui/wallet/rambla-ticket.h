/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "rambla-voucher.h"

G_BEGIN_DECLS

#define RAMBLA_TYPE_TICKET (rambla_ticket_get_type ())
G_DECLARE_FINAL_TYPE (RamblaTicket, rambla_ticket, RAMBLA, TICKET, GtkButton)

/**
 * rambla_ticket_new:
 * @zone: the time zone of the platform's town
 *
 * A voucher as a ticket for a list; what cannot be used any more is bleached and stamped. Clicking it fires
 * the action `win.show-voucher` with the voucher's id.
 */
GtkWidget *rambla_ticket_new (GTimeZone *zone);

/** rambla_ticket_set_voucher: what the ticket is for; %NULL empties it. */
void rambla_ticket_set_voucher (RamblaTicket *self, RamblaVoucher *voucher);

G_END_DECLS
