/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

/**
 * traffic_note:
 * @message: one that was answered
 * @body: (nullable): what was sent with it
 * @answer: what came
 *
 * Appends a line with a JSON object (method, target, headers, body; status, type, answer) to the file that
 * RAMBLA_TRAFFIC names, if it does: tests/peers holds it against the contract.
 */
void traffic_note (SoupMessage *message, const char *body, GBytes *answer);
