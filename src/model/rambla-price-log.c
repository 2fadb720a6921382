/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-price-log.h"

#include <string.h>

#include "rambla-log-text-private.h"

#define FIRST_LINE "rambla price log 1\n"

char *
rambla_price_entry_format (const RamblaPriceEntry *self)
{
  g_autofree char *price = NULL;
  GString *out;

  if (!rambla_log_text_is_word (self->deal_id) || self->nth == 0 || self->price.amount < 0)
    return NULL;
  price = g_strdup_printf ("%" G_GINT64_FORMAT " %s", self->price.amount, self->price.currency);
  out = g_string_new (FIRST_LINE);
  rambla_log_text_add (out, "deal", self->deal_id);
  rambla_log_text_add_number (out, "nth", self->nth);
  rambla_log_text_add_hash (out, "previous", &self->previous);
  rambla_log_text_add_time (out, "at", self->at);
  rambla_log_text_add (out, "price", price);
  return g_string_free (out, FALSE);
}

gboolean
rambla_price_entry_hash (const RamblaPriceEntry *self, RamblaLogHash *hash)
{
  g_autofree char *text = rambla_price_entry_format (self);

  if (text == NULL)
    return FALSE;
  *hash = rambla_log_hash_leaf (text, strlen (text));
  return TRUE;
}
