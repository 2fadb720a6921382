/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A voucher's code that people read out and type: 12 Crockford base32 characters, 55 random bits and one
 * check character.
 *
 * The characters c0…c11 are elements of GF(2^5) modulo x^5 + x^2 + 1, and Σ α^i · c_i = 0 with α = x: a
 * Reed–Solomon code with one check symbol. The weights differ and none is zero, so each change of one
 * character and each exchange of any two is found (not only of neighbours), and the check character comes
 * from the same alphabet. */
#define RAMBLA_SHORT_CODE_LENGTH 12
#define RAMBLA_SHORT_CODE_SIZE (RAMBLA_SHORT_CODE_LENGTH + 1)

/* A new random code, in the form that is stored: 12 capitals and digits, no dashes. Returns: (transfer full)
 */
char *rambla_short_code_new (void);
/* The code made of the low 5 bits of 11 bytes, for tests and derivations. Returns: (transfer full) */
char *rambla_short_code_from_bytes (const guint8 bytes[11]);
/* What somebody typed: any case, blanks and dashes (also typographic ones) anywhere, O read as 0, I and L
 * as 1.
 * @out: (out): at least RAMBLA_SHORT_CODE_SIZE bytes; the stored form. FALSE when length, alphabet or check
 * do not fit. */
gboolean rambla_short_code_parse (const char *text, char *out);
/* The stored form for people: "XXXX-XXXX-XXXX"; NULL when @code is not a code. Returns: (transfer full)
 * (nullable) */
char *rambla_short_code_format (const char *code);

G_END_DECLS
