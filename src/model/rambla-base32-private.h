/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Crockford's alphabet: no I, L, O, U. */
#define RAMBLA_BASE32_ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

/* 0…31 for a character of the alphabet in either case, -1 for others (the NUL too). */
int rambla_base32_value (char c);

G_END_DECLS
