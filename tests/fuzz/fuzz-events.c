/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "rambla-event-parser.h"

static void
on_event (const char *kind, const char *data, gpointer user_data)
{
  GString *heard = user_data;

  g_assert_true (g_utf8_validate (data, -1, NULL));
  g_string_append_printf (heard, "%s\n%s\n\n", kind, data);
}

/* Returns: (transfer full): everything that was heard when it came in pieces of that size */
static char *
hear (const guint8 *data, gsize size, gsize piece)
{
  g_autoptr (GString) heard = g_string_new (NULL);
  g_autoptr (RamblaEventParser) parser = rambla_event_parser_new (on_event, heard);
  gboolean good = TRUE;

  for (gsize at = 0; good && at < size; at += piece)
    good = rambla_event_parser_feed (parser, (const char *) data + at, MIN (piece, size - at), NULL);
  return g_string_free (g_steal_pointer (&heard), FALSE);
}

/* How it is cut into pieces on its way changes nothing. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *whole = hear (data, size, MAX (1, size));
  g_autofree char *single = hear (data, size, 1);
  g_autofree char *some = hear (data, size, 7);

  g_assert_cmpstr (single, ==, whole);
  g_assert_cmpstr (some, ==, whole);
  return 0;
}
