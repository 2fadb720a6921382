/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-money.h"

#include <locale.h>
#include <limits.h>
#include <string.h>

#include "rambla-json.h"
#include "rambla-language.h"

#define NO_BREAK_SPACE "\302\240"
#define MINUS "\342\210\222"

/* Signs that cannot be taken for another currency's in a city whose own money is "$". */
static const struct
{
  char code[4];
  char symbol[8];
} SYMBOLS[] = {
  { "ARS", "AR$" }, { "BRL", "R$" },  { "CLP", "CL$" }, { "CNY", "¥" }, { "COP", "CO$" }, { "EUR", "€" },
  { "GBP", "£" },   { "INR", "₹" },   { "JPY", "JP¥" }, { "KRW", "₩" }, { "MXN", "MX$" }, { "PEN", "S/" },
  { "PYG", "₲" },   { "USD", "US$" }, { "UYU", "$" },   { "VND", "₫" },
};

/* The codes of ISO 4217 whose minor unit is not a hundredth. */
static const struct
{
  char code[4];
  guint8 digits;
} MINOR_DIGITS[] = {
  { "BHD", 3 }, { "BIF", 0 }, { "CLF", 4 }, { "CLP", 0 }, { "DJF", 0 }, { "GNF", 0 }, { "IQD", 3 },
  { "ISK", 0 }, { "JOD", 3 }, { "JPY", 0 }, { "KMF", 0 }, { "KRW", 0 }, { "KWD", 3 }, { "LYD", 3 },
  { "OMR", 3 }, { "PYG", 0 }, { "RWF", 0 }, { "TND", 3 }, { "UGX", 0 }, { "UYI", 0 }, { "UYW", 4 },
  { "VND", 0 }, { "VUV", 0 }, { "XAF", 0 }, { "XOF", 0 }, { "XPF", 0 },
};

/* How a locale writes money; texts are UTF-8. */
typedef struct
{
  const char *decimal;
  const char *thousands;
  const char *grouping; /* as in struct lconv */
  gboolean symbol_first;
} NumberStyle;

G_DEFINE_BOXED_TYPE (RamblaMoney, rambla_money, rambla_money_copy, g_free)

RamblaMoney
rambla_money (int64_t amount, const char *currency)
{
  RamblaMoney money = { 0 };

  if (rambla_money_is_currency (currency))
    {
      money.amount = amount;
      memcpy (money.currency, currency, 4);
    }

  return money;
}

RamblaMoney *
rambla_money_copy (const RamblaMoney *money)
{
  return g_memdup2 (money, sizeof *money);
}

gboolean
rambla_money_is_currency (const char *code)
{
  if (code == NULL)
    return FALSE;

  for (int i = 0; i < 3; i++)
    if (code[i] < 'A' || code[i] > 'Z')
      return FALSE;

  return code[3] == '\0';
}

gboolean
rambla_money_is_set (RamblaMoney money)
{
  return money.currency[0] != '\0';
}

unsigned int
rambla_money_minor_digits (const char *currency)
{
  if (currency != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS (MINOR_DIGITS); i++)
      if (strcmp (currency, MINOR_DIGITS[i].code) == 0)
        return MINOR_DIGITS[i].digits;

  return 2;
}

static gboolean
same_currency (RamblaMoney a, RamblaMoney b)
{
  return rambla_money_is_set (a) && memcmp (a.currency, b.currency, sizeof a.currency) == 0;
}

/* Keeps @like's currency; INT64_MIN is refused. */
static gboolean
give (RamblaMoney like, int64_t amount, RamblaMoney *out)
{
  if (amount == INT64_MIN)
    return FALSE;

  *out = like;
  out->amount = amount;
  return TRUE;
}

gboolean
rambla_money_add (RamblaMoney a, RamblaMoney b, RamblaMoney *out)
{
  int64_t amount;

  return same_currency (a, b) && !__builtin_add_overflow (a.amount, b.amount, &amount) &&
         give (a, amount, out);
}

gboolean
rambla_money_subtract (RamblaMoney a, RamblaMoney b, RamblaMoney *out)
{
  int64_t amount;

  return same_currency (a, b) && !__builtin_sub_overflow (a.amount, b.amount, &amount) &&
         give (a, amount, out);
}

gboolean
rambla_money_multiply (RamblaMoney money, int64_t factor, RamblaMoney *out)
{
  int64_t amount;

  return rambla_money_is_set (money) && !__builtin_mul_overflow (money.amount, factor, &amount) &&
         give (money, amount, out);
}

gboolean
rambla_money_portion (RamblaMoney money, int64_t numerator, int64_t denominator, RamblaMoney *out)
{
  __extension__ __int128 product, magnitude;

  if (!rambla_money_is_set (money) || denominator <= 0)
    return FALSE;

  product = money.amount;
  product *= numerator;
  magnitude = product < 0 ? -product : product;
  /* ⌊m/d⌋, and one more when at least half is left: never overflows, unlike (m + d/2) / d near the limit. */
  magnitude =
      magnitude / denominator + (magnitude % denominator >= denominator - magnitude % denominator ? 1 : 0);
  if (magnitude > INT64_MAX)
    return FALSE;

  return give (money, (int64_t) (product < 0 ? -magnitude : magnitude), out);
}

gboolean
rambla_money_percent (RamblaMoney money, int percent, RamblaMoney *out)
{
  return rambla_money_portion (money, percent, 100, out);
}

int
rambla_money_compare (RamblaMoney a, RamblaMoney b)
{
  int order = memcmp (a.currency, b.currency, sizeof a.currency);

  if (order != 0)
    return order < 0 ? -1 : 1;

  return (a.amount > b.amount) - (a.amount < b.amount);
}

gboolean
rambla_money_equal (RamblaMoney a, RamblaMoney b)
{
  return rambla_money_compare (a, b) == 0;
}

int
rambla_money_discount_percent (RamblaMoney regular, RamblaMoney price)
{
  RamblaMoney percent;

  if (!same_currency (regular, price) || regular.amount <= 0 || price.amount >= regular.amount)
    return 0;
  if (price.amount <= 0)
    return 100;

  /* 100 × (regular − price) ÷ regular in the same rounding; it cannot overflow, being at most 100. */
  percent = rambla_money (100, "XXX");
  return rambla_money_portion (percent, regular.amount - price.amount, regular.amount, &percent)
             ? (int) percent.amount
             : 0;
}

const char *
rambla_money_symbol (const char *currency)
{
  if (currency == NULL)
    return "";

  for (gsize i = 0; i < G_N_ELEMENTS (SYMBOLS); i++)
    if (strcmp (currency, SYMBOLS[i].code) == 0)
      return SYMBOLS[i].symbol;

  return currency;
}

/* @digits with separators between the groups that @grouping (struct lconv) asks for. */
static char *
group_digits (const char *digits, const NumberStyle *style)
{
  const char *group = style->grouping;
  gsize length = strlen (digits);
  gsize end = length;
  GString *out = g_string_new (NULL);

  while (end > 0)
    {
      gsize size = (*group == CHAR_MAX || *group <= 0) ? end : MIN ((gsize) *group, end);

      g_string_prepend_len (out, digits + end - size, (gssize) size);
      end -= size;
      if (end > 0)
        g_string_prepend (out, style->thousands);
      /* The last one counts for all the rest. */
      if (*group != CHAR_MAX && *group > 0 && group[1] != '\0')
        group++;
    }

  return g_string_free (out, FALSE);
}

static char *
format_with (RamblaMoney money, const NumberStyle *style)
{
  unsigned int minor_digits = rambla_money_minor_digits (money.currency);
  const char *symbol = rambla_money_symbol (money.currency);
  uint64_t magnitude = money.amount < 0 ? -(uint64_t) money.amount : (uint64_t) money.amount;
  uint64_t scale = 1;
  g_autofree char *digits = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *minor = NULL;
  const char *sign = money.amount < 0 ? MINUS : "";

  if (!rambla_money_is_set (money))
    return g_strdup ("");

  for (unsigned int i = 0; i < minor_digits; i++)
    scale *= 10;

  digits = g_strdup_printf ("%" G_GUINT64_FORMAT, magnitude / scale);
  whole = group_digits (digits, style);
  minor = magnitude % scale != 0 ? g_strdup_printf ("%s%0*" G_GUINT64_FORMAT, style->decimal,
                                                    (int) minor_digits, magnitude % scale)
                                 : g_strdup ("");

  if (style->symbol_first)
    return g_strconcat (sign, symbol, NO_BREAK_SPACE, whole, minor, NULL);
  return g_strconcat (sign, whole, minor, NO_BREAK_SPACE, symbol, NULL);
}

/* A text of the locale as UTF-8. */
static char *
to_utf8 (const char *text)
{
  char *utf8 = g_locale_to_utf8 (text, -1, NULL, NULL, NULL);

  return utf8 != NULL ? utf8 : g_strdup ("");
}

char *
rambla_money_format (RamblaMoney money)
{
  const struct lconv *conv = localeconv ();
  gboolean monetary = conv->mon_decimal_point[0] != '\0';
  g_autofree char *decimal = to_utf8 (monetary ? conv->mon_decimal_point : conv->decimal_point);
  g_autofree char *thousands = to_utf8 (monetary ? conv->mon_thousands_sep : conv->thousands_sep);
  const char *grouping = monetary ? conv->mon_grouping : conv->grouping;
  NumberStyle style = { decimal, thousands, grouping, TRUE };

  /* The C locale knows no groups, but people read long prices in it too. */
  if (thousands[0] == '\0' || grouping[0] == '\0')
    {
      style.thousands = strcmp (decimal, ",") == 0 ? "." : ",";
      style.grouping = "\3";
    }
  if (style.decimal[0] == '\0')
    style.decimal = ".";
  if (monetary && conv->p_cs_precedes == 0)
    style.symbol_first = FALSE;

  return format_with (money, &style);
}

char *
rambla_money_format_in (RamblaMoney money, const char *language)
{
  static const NumberStyle POINT = { ".", ",", "\3", TRUE };
  static const NumberStyle COMMA = { ",", ".", "\3", TRUE };

  return format_with (money, rambla_language_from_tag (language) == RAMBLA_LANGUAGE_ES ? &COMMA : &POINT);
}

JsonNode *
rambla_money_to_json (RamblaMoney money)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "amount", money.amount);
  json_object_set_string_member (object, "currency", money.currency);
  json_node_take_object (node, object);

  return node;
}

gboolean
rambla_money_from_json (JsonNode *node, RamblaMoney *out, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  gint64 amount;
  const char *currency;

  if (object == NULL ||
      !rambla_json_get_int (object, "amount", -RAMBLA_MONEY_MAX_AMOUNT, RAMBLA_MONEY_MAX_AMOUNT, &amount,
                            error) ||
      !rambla_json_get_string (object, "currency", 3, &currency, error))
    return FALSE;

  if (!rambla_money_is_currency (currency))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/currency",
                             "must be a currency's code of three capitals");
      return FALSE;
    }

  *out = rambla_money (amount, currency);
  return TRUE;
}
