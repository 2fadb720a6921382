/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rambla-deal.h"

G_BEGIN_DECLS

/** rambla_deal_event_is_about: whether the data of an event `deal` are about the offer with this id. */
gboolean rambla_deal_event_is_about (JsonObject *data, const char *deal_id);

/** rambla_deal_event_is_over: whether it says that the offer has ended or was stopped. */
gboolean rambla_deal_event_is_over (JsonObject *data);

/**
 * rambla_deal_event_apply:
 * @data: the data of an event `deal`
 *
 * Returns: (transfer full) (nullable): @deal as it stands by now; %NULL when @data make no sense
 */
RamblaDeal *rambla_deal_event_apply (RamblaDeal *deal, JsonObject *data);

G_END_DECLS
