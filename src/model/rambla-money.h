/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include <json-glib/json-glib.h>
#include <stdint.h>

G_BEGIN_DECLS

/**
 * RamblaMoney:
 * @amount: whole minor units (cents); negative where money is owed back
 * @currency: ISO 4217 code, three capital letters and a NUL; all NUL means "no money given"
 *
 * A value: copy it freely, there is nothing to free. As a property it is boxed (RAMBLA_TYPE_MONEY).
 */
typedef struct
{
  int64_t amount;
  char currency[4];
} RamblaMoney;

#define RAMBLA_TYPE_MONEY (rambla_money_get_type ())
GType rambla_money_get_type (void) G_GNUC_CONST;

/* The largest amount that goes over the wire, either sign: 2^53 - 1, exact in every JSON reader (RFC 8259,
 * 6). */
#define RAMBLA_MONEY_MAX_AMOUNT INT64_C (9007199254740991)

/* A sum from its parts; a currency that is not three capital letters gives the empty value. */
RamblaMoney rambla_money (int64_t amount, const char *currency);
/* Heap copy, for boxed values; free with g_free(). NULL gives NULL. */
RamblaMoney *rambla_money_copy (const RamblaMoney *money);

/* TRUE for three capital letters A–Z (the list of ISO 4217 itself changes too often to be checked). */
gboolean rambla_money_is_currency (const char *code);
/* TRUE when a currency is set. */
gboolean rambla_money_is_set (RamblaMoney money);
/* Digits of the minor unit by ISO 4217: UYU 2, JPY 0, KWD 3; 2 for unknown codes. */
unsigned int rambla_money_minor_digits (const char *currency);

/* Arithmetic. Each returns FALSE and leaves @out alone when the currencies differ, one of them is not set, or
 * the result does not fit in 64 bits (INT64_MIN counts as not fitting, so that every result can be negated).
 */
gboolean rambla_money_add (RamblaMoney a, RamblaMoney b, RamblaMoney *out) G_GNUC_WARN_UNUSED_RESULT;
gboolean rambla_money_subtract (RamblaMoney a, RamblaMoney b, RamblaMoney *out) G_GNUC_WARN_UNUSED_RESULT;
gboolean
rambla_money_multiply (RamblaMoney money, int64_t factor, RamblaMoney *out) G_GNUC_WARN_UNUSED_RESULT;
/* @money × @numerator ÷ @denominator, halves rounded away from zero. FALSE as well when @denominator is not
 * positive. */
gboolean rambla_money_portion (RamblaMoney money, int64_t numerator, int64_t denominator, RamblaMoney *out)
    G_GNUC_WARN_UNUSED_RESULT;
/* @percent hundredths of @money, halves rounded away from zero. */
gboolean rambla_money_percent (RamblaMoney money, int percent, RamblaMoney *out) G_GNUC_WARN_UNUSED_RESULT;

/* Less than, equal to or greater than zero; sums of different currencies are ordered by currency code. */
int rambla_money_compare (RamblaMoney a, RamblaMoney b);
gboolean rambla_money_equal (RamblaMoney a, RamblaMoney b);

/* round ((1 − price ÷ regular) × 100), 0…100; 0 when @regular is not positive, @price is not below it, or
 * currencies differ. */
int rambla_money_discount_percent (RamblaMoney regular, RamblaMoney price);

/* For people, by the process's locale (LC_MONETARY, then LC_NUMERIC; in the C locale like English):
 * "$ 1.490", "US$ 12,50". The space is U+00A0, a minus is U+2212; the minor part is left out when it is zero.
 * Set with tabular figures. Returns: (transfer full). Reads localeconv(): not while another thread calls
 * setlocale(). */
char *rambla_money_format (RamblaMoney money);
/* The same for a language tag ("es-UY", "en", "zh-CN"), whatever the process's locale; any thread. */
char *rambla_money_format_in (RamblaMoney money, const char *language);
/* The sign used for a currency: "$" for UYU, "US$", "€"…; the code itself when there is none in the table. */
const char *rambla_money_symbol (const char *currency);

/* {"amount": 149000, "currency": "UYU"} both ways. Reading ignores other members; RAMBLA_JSON_ERROR when
 * these are not as they should be. */
JsonNode *rambla_money_to_json (RamblaMoney money);
gboolean rambla_money_from_json (JsonNode *node, RamblaMoney *out, GError **error);

G_END_DECLS
