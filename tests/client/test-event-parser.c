/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event streams, in whatever pieces they come. */
#include "rambla-event-parser.h"

#include <gio/gio.h>
#include <string.h>

static void
note (const char *kind, const char *data, gpointer user_data)
{
  g_string_append_printf (user_data, "%s[%s]", kind, data);
}

static const struct
{
  const char *stream;
  gssize length; /* -1: to its NUL */
  const char *events;
  const char *id; /* afterwards; NULL: none */
  guint retry;
} cases[] = {
  { "", -1, "", NULL, 0 },
  { "data: a\n\n", -1, "message[a]", NULL, 0 },
  { "data:a\n\ndata:  b\n\n", -1, "message[a]message[ b]", NULL, 0 },
  { "data: a\r\rdata: b\r\n\r\ndata: c\n\n", -1, "message[a]message[b]message[c]", NULL, 0 },
  { "data: a\r\n\r\n\r\n\ndata: b\r\n\n", -1, "message[a]message[b]", NULL, 0 },
  { "data: a\ndata: b\ndata\ndata: c\n\n", -1, "message[a\nb\n\nc]", NULL, 0 },
  { "data\n\ndata:\n\n", -1, "message[]message[]", NULL, 0 },
  { "event: x\ndata: a\n\ndata: b\n\n", -1, "x[a]message[b]", NULL, 0 },
  /* Without data there is no event, but the id counts. */
  { "event: x\nid: 7\n\n", -1, "", "7", 0 },
  { "id: 7\nevent: x\n\nevent: y\ndata: z\n\n", -1, "y[z]", "7", 0 },
  /* An id counts with its event, not before, and stays for those without. */
  { "id: 1\ndata: a\n\nid: 2\ndata: b\n", -1, "message[a]", "1", 0 },
  { "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\n", -1, "message[a]message[b]message[c]", "", 0 },
  { "id: a\0b\ndata: x\n\n", 17, "message[x]", NULL, 0 },
  { ": a comment\n:\n:\n\ndata: a\n:b\ndata: c\n\n", -1, "message[a\nc]", NULL, 0 },
  { "retry: 1500\n\nretry: x\n\nretry: -1\n\nretry:\n\n", -1, "", NULL, 1500 },
  { "retry: 99999999999999999999\n", -1, "", NULL, 600000 },
  { "nonsense: a\nDATA: a\n data: b\ndata : c\n\ndata: d\n\n", -1, "message[d]", NULL, 0 },
  { "\xef\xbb\xbf"
    "data: a\n\n",
    -1, "message[a]", NULL, 0 },
  { "\xef\xbb\xbf\xef\xbb\xbf"
    "data: a\n\ndata: b\n\n",
    -1, "message[b]", NULL, 0 },
  { "data: a\n\n\xef\xbb\xbf"
    "data: b\n\n",
    -1, "message[a]", NULL, 0 },
  { "\n\ndata: \xc3\xb1\xe6\xb1\x89\n\n", -1, "message[\xc3\xb1\xe6\xb1\x89]", NULL, 0 },
  { "data: a\xff"
    "b\n\n",
    -1,
    "message[a\xef\xbf\xbd"
    "b]",
    NULL, 0 },
  { "data: {\"a\":\"b:c\"}\n\n", -1, "message[{\"a\":\"b:c\"}]", NULL, 0 },
};

/* @step: how many bytes at once */
static void
check (guint index, gsize step)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (RamblaEventParser) parser = rambla_event_parser_new (note, events);
  g_autoptr (GError) error = NULL;
  const char *stream = cases[index].stream;
  gsize length = cases[index].length >= 0 ? (gsize) cases[index].length : strlen (stream);

  for (gsize at = 0; at < length; at += step)
    {
      /* A copy of its own size, so that a byte too far is noticed. */
      g_autofree char *piece = g_memdup2 (stream + at, MIN (step, length - at));

      rambla_event_parser_feed (parser, piece, MIN (step, length - at), &error);
      g_assert_no_error (error);
    }
  g_assert_cmpstr (events->str, ==, cases[index].events);
  g_assert_cmpstr (rambla_event_parser_get_id (parser), ==, cases[index].id);
  g_assert_cmpuint (rambla_event_parser_get_retry (parser), ==, cases[index].retry);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize step = 1; step < 40; step++)
      {
        g_test_message ("case %u in pieces of %" G_GSIZE_FORMAT, i, step);
        check (i, step);
      }
}

/* Anything at all, in random pieces, is the same as in one piece. */
static void
test_random (void)
{
  static const char *const parts[] = { "data", "id",   "event", "retry", ":",    " ", "\n",          "\r",
                                       "\r\n", "\n\n", "a",     "1",     "\xff", "ñ", "\xef\xbb\xbf" };

  for (guint round = 0; round < 2000; round++)
    {
      g_autoptr (GString) stream = g_string_new (NULL);
      g_autoptr (GString) whole = g_string_new (NULL);
      g_autoptr (GString) pieces = g_string_new (NULL);
      g_autoptr (RamblaEventParser) one = rambla_event_parser_new (note, whole);
      g_autoptr (RamblaEventParser) many = rambla_event_parser_new (note, pieces);

      for (int n = g_test_rand_int_range (0, 120); n > 0; n--)
        g_string_append (stream, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
      g_assert_true (rambla_event_parser_feed (one, stream->str, stream->len, NULL));
      for (gsize at = 0, size; at < stream->len; at += size)
        {
          /* Not in one expression: MIN() draws twice. */
          size = (gsize) g_test_rand_int_range (1, 9);
          size = MIN (size, stream->len - at);
          g_assert_true (rambla_event_parser_feed (many, stream->str + at, size, NULL));
        }
      g_assert_cmpstr (pieces->str, ==, whole->str);
      g_assert_cmpstr (rambla_event_parser_get_id (many), ==, rambla_event_parser_get_id (one));
    }
}

/* What grows without end is refused before it has filled the memory. */
static void
test_bounds (void)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (RamblaEventParser) parser = rambla_event_parser_new (note, events);
  g_autofree char *piece = g_strnfill (1000, 'x');
  g_autofree char *id = g_strnfill (RAMBLA_EVENT_MAX_ID + 1, 'i');
  g_autofree char *field = g_strdup_printf ("id: %s\ndata: a\n\n", id);
  g_autoptr (GError) error = NULL;
  gsize taken = 0;

  g_assert_true (rambla_event_parser_feed (parser, field, strlen (field), &error));
  g_assert_cmpstr (rambla_event_parser_get_id (parser), ==, NULL);
  while (rambla_event_parser_feed (parser, piece, 1000, &error))
    g_assert_cmpuint (taken += 1000, <=, RAMBLA_EVENT_MAX_LINE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);

  rambla_event_parser_restart (parser);
  taken = 0;
  while (rambla_event_parser_feed (parser, "data: 0123456789012345678901234567890123456789\n", 47, &error))
    g_assert_cmpuint (taken += 41, <=, RAMBLA_EVENT_MAX_DATA + 41);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

/* A new connection begins with a new line; the id stays. */
static void
test_restart (void)
{
  g_autoptr (GString) events = g_string_new (NULL);
  g_autoptr (RamblaEventParser) parser = rambla_event_parser_new (note, events);
  const char *first = "id: 1\ndata: a\n\nid: 2\ndata: b\nda";
  const char *second = "\xef\xbb\xbf"
                       "data: c\n\n";

  g_assert_true (rambla_event_parser_feed (parser, first, strlen (first), NULL));
  rambla_event_parser_restart (parser);
  g_assert_true (rambla_event_parser_feed (parser, second, strlen (second), NULL));
  g_assert_cmpstr (events->str, ==, "message[a]message[c]");
  g_assert_cmpstr (rambla_event_parser_get_id (parser), ==, "1");
  rambla_event_parser_forget_id (parser);
  g_assert_cmpstr (rambla_event_parser_get_id (parser), ==, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-parser/cases", test_cases);
  g_test_add_func ("/event-parser/random", test_random);
  g_test_add_func ("/event-parser/bounds", test_bounds);
  g_test_add_func ("/event-parser/restart", test_restart);
  return g_test_run ();
}
