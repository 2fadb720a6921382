/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define RAMBLA_TYPE_CHOICE_CHIP (rambla_choice_chip_get_type ())
G_DECLARE_FINAL_TYPE (RamblaChoiceChip, rambla_choice_chip, RAMBLA, CHOICE_CHIP, AdwBin)

/**
 * rambla_choice_chip_new:
 * @title: what is chosen, like "Price"
 * @icon_name: (nullable): a symbolic icon
 *
 * A chip that opens a list of which one is chosen. The first choice is the usual one: the chip then shows its
 * title, otherwise the choice, filled. Signal `changed`.
 */
GtkWidget *rambla_choice_chip_new (const char *title, const char *icon_name);

/** rambla_choice_chip_add: adds a choice for @value. */
void rambla_choice_chip_add (RamblaChoiceChip *self, gint64 value, const char *label);

/** rambla_choice_chip_get_value: the chosen value. */
gint64 rambla_choice_chip_get_value (RamblaChoiceChip *self);

/** rambla_choice_chip_set_value: chooses; a value that was not added changes nothing. */
void rambla_choice_chip_set_value (RamblaChoiceChip *self, gint64 value);

G_END_DECLS
