/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of page, opened and closed again and again, leaves nothing behind: no widget of it lives on, and
 * the second half of the rounds needs no more memory than the first did.
 *
 * RAMBLA_TEST_ROUNDS: how often; 8 unless it is said, `./dev check` says 200. */
#include <malloc.h>
#include <stdlib.h>

#include "page-room.h"

#define ROUNDS 8
/* What may stay of 200 rounds, in bytes: caches that fill, fonts, styles. */
#define SLACK (512 * 1024)

static PageRoom *room;
static guint rounds = ROUNDS;
static guint alive;

static void
on_gone (gpointer data, GObject *object)
{
  alive--;
}

/* Widgets of our own and of GTK alike. */
static void
watch (GtkWidget *widget)
{
  g_object_weak_ref (G_OBJECT (widget), on_gone, NULL);
  alive++;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    watch (child);
}

static gboolean
are_gone (gpointer data)
{
  return alive == 0;
}

/* @hasty: before anything has come that it asked for. */
static void
open_and_close (const PageKind *kind, gboolean hasty)
{
  GtkWidget *page = hasty ? page_room_begin (room, kind) : page_room_open (room, kind);

  alive = 0;
  watch (page);
  page_room_close (room, page);
  if (!page_room_wait (are_gone, NULL, 10))
    g_error ("%u widgets of the page %s live on", alive, kind->name);
}

static gsize
memory_in_use (void)
{
  malloc_trim (0);
  return mallinfo2 ().uordblks + mallinfo2 ().hblkhd;
}

static void
test_page (gconstpointer data)
{
  const PageKind *kind = data;
  gsize half, whole;

  for (guint i = 0; i < rounds / 2; i++)
    open_and_close (kind, i % 2 == 1);
  half = memory_in_use ();
  for (guint i = rounds / 2; i < rounds; i++)
    open_and_close (kind, i % 2 == 1);
  whole = memory_in_use ();
  g_test_message ("%s: %.0f KB, %+.0f KB in the second half", kind->name, (double) half / 1024,
                  ((double) whole - (double) half) / 1024);
  if (rounds > 2 * ROUNDS)
    g_assert_cmpint ((gint64) whole - (gint64) half, <, SLACK);
}

int
main (int argc, char *argv[])
{
  const char *wanted = g_getenv ("RAMBLA_TEST_ROUNDS");
  int result;

  /* All of it counts, whatever thread it belongs to. */
  mallopt (M_ARENA_MAX, 1);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  if (wanted != NULL)
    rounds = (guint) strtoul (wanted, NULL, 10);
  room = page_room_new ();
  for (const PageKind *kind = page_kinds; kind->name != NULL; kind++)
    {
      g_autofree char *path = g_strconcat ("/pages-closed/", kind->name, NULL);

      g_test_add_data_func (path, kind, test_page);
    }
  result = g_test_run ();
  page_room_free (room);
  return result;
}
