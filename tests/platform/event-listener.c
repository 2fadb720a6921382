/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "event-listener.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "raw-exchange.h"

static void
heard_free (gpointer data)
{
  HeardEvent *event = data;

  g_free (event->id);
  g_free (event->kind);
  json_object_unref (event->data);
  g_free (event);
}

EventListener *
event_listener_new (Shop *shop, const char *query, const char *token)
{
  EventListener *self = g_new0 (EventListener, 1);

  self->shop = shop;
  self->query = g_strdup (query);
  self->token = g_strdup (token);
  self->fd = -1;
  self->text = g_string_new (NULL);
  self->events = g_ptr_array_new_with_free_func (heard_free);
  return self;
}

void
event_listener_hang_up (EventListener *self)
{
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
  g_string_truncate (self->text, 0);
}

void
event_listener_free (EventListener *self)
{
  event_listener_hang_up (self);
  g_string_free (self->text, TRUE);
  g_ptr_array_unref (self->events);
  g_free (self->last_id);
  g_free (self->query);
  g_free (self->token);
  g_free (self);
}

guint
event_listener_connect (EventListener *self, int buffer)
{
  g_autoptr (GString) request = g_string_new ("GET /v1/events");
  g_autofree char *header = NULL;
  char *end;
  guint status;

  event_listener_hang_up (self);
  self->ended = FALSE;
  if (self->query != NULL)
    g_string_append_printf (request, "?%s", self->query);
  g_string_append (request, " HTTP/1.1\r\nHost: x\r\n");
  if (self->token != NULL)
    g_string_append_printf (request, "Authorization: Bearer %s\r\n", self->token);
  if (self->last_id != NULL)
    g_string_append_printf (request, "Last-Event-ID: %s\r\n", self->last_id);
  g_string_append (request, "\r\n");
  self->fd = raw_connect (platform_fixture_get_port (self->shop->fixture));
  if (buffer != 0)
    setsockopt (self->fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  raw_send (self->fd, request->str, (gssize) request->len, TRUE);
  if (buffer != 0)
    return 0; /* one that does not even read the header */
  header = raw_read_answer (self->fd, TRUE);
  status = raw_get_status (header);
  end = strstr (header, "\r\n\r\n");
  g_assert_nonnull (end);
  g_string_append (self->text, end + 4);
  return status;
}

static void
take_event (EventListener *self, const char *block)
{
  g_auto (GStrv) lines = g_strsplit (block, "\n", -1);
  g_autoptr (JsonNode) data = NULL;
  g_autofree char *id = NULL;
  g_autofree char *kind = NULL;
  HeardEvent *event;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "id: "))
        id = g_strdup (lines[i] + 4);
      else if (g_str_has_prefix (lines[i], "event: "))
        kind = g_strdup (lines[i] + 7);
      else if (g_str_has_prefix (lines[i], "data: "))
        data = json_from_string (lines[i] + 6, NULL);
      else if (lines[i][0] == ':')
        self->n_comments++;
    }
  if (kind == NULL)
    return;
  /* Each of them can be gone on after. */
  g_assert_nonnull (id);
  g_assert_nonnull (data);
  g_free (self->last_id);
  self->last_id = g_strdup (id);
  self->n_readies += g_str_equal (kind, "ready");
  self->n_resets += g_str_equal (kind, "reset");
  if (g_str_equal (kind, "ready") || g_str_equal (kind, "reset") || g_str_equal (kind, "position"))
    return;
  event = g_new0 (HeardEvent, 1);
  event->id = g_steal_pointer (&id);
  event->kind = g_steal_pointer (&kind);
  event->data = json_object_ref (json_node_get_object (data));
  g_ptr_array_add (self->events, event);
}

void
event_listener_read (EventListener *self, int milliseconds)
{
  struct pollfd poll_fd = { .fd = self->fd, .events = POLLIN };
  char buffer[16384];
  gssize length;
  char *end;

  if (!self->ended && poll (&poll_fd, 1, milliseconds) == 1)
    {
      length = read (self->fd, buffer, sizeof buffer);
      if (length > 0)
        g_string_append_len (self->text, buffer, length);
      else
        self->ended = TRUE;
    }
  while ((end = strstr (self->text->str, "\n\n")) != NULL)
    {
      *end = '\0';
      take_event (self, self->text->str);
      g_string_erase (self->text, 0, end + 2 - self->text->str);
    }
}

void
event_listener_wait (EventListener *self, guint n, int seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;

  while (self->events->len < n)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_assert_false (self->ended);
      event_listener_read (self, 100);
    }
}

HeardEvent *
event_listener_get (EventListener *self, guint index)
{
  g_assert_cmpuint (index, <, self->events->len);
  return g_ptr_array_index (self->events, index);
}

const char *
event_listener_get_text (EventListener *self, guint index, const char *name)
{
  return json_object_get_string_member_with_default (event_listener_get (self, index)->data, name, "");
}
