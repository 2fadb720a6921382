/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "redis-peer.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

struct _RedisPeer
{
  GSocketConnection *connection;
  GDataInputStream *in;
  GOutputStream *out;
};

RedisPeer *
redis_peer_new (const char *socket_path)
{
  RedisPeer *self = g_new0 (RedisPeer, 1);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);
  g_autoptr (GError) error = NULL;

  self->connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &error);
  if (self->connection == NULL)
    g_error ("Redis: %s", error->message);
  self->in = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)));
  g_data_input_stream_set_newline_type (self->in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  self->out = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  return self;
}

void
redis_peer_free (RedisPeer *self)
{
  g_object_unref (self->in);
  g_object_unref (self->connection);
  g_free (self);
}

static void
send_command (RedisPeer *self, const char *text, gsize length)
{
  g_autoptr (GError) error = NULL;

  if (!g_output_stream_write_all (self->out, text, length, NULL, NULL, &error))
    g_error ("Redis: %s", error->message);
}

static char *
read_line (RedisPeer *self)
{
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (self->in, NULL, NULL, &error);

  if (line == NULL || *line == '-')
    g_error ("Redis: %s", error != NULL ? error->message : line != NULL ? line : "gone");
  return line;
}

void
redis_peer_load (RedisPeer *self, PlatformDatabase *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PlatformStatement) row = platform_database_prepare (
      database, "SELECT row, longitude, latitude FROM stores WHERE closed_at IS NULL", &error);
  guint n = 0;

  g_assert_no_error (error);
  while (platform_statement_step (row, &error) == PLATFORM_STEP_ROW)
    {
      g_autofree char *command = g_strdup_printf (
          "GEOADD stores %.7f %.7f %" G_GINT64_FORMAT "\r\n", platform_statement_get_double (row, 1),
          platform_statement_get_double (row, 2), platform_statement_get_int (row, 0));
      g_autofree char *answer = NULL;

      send_command (self, command, strlen (command));
      answer = read_line (self);
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, >, 0);
}

GArray *
redis_peer_nearest (RedisPeer *self, RamblaPoint point, guint n)
{
  GArray *stores = g_array_new (FALSE, FALSE, sizeof (gint64));

  /* Redis wants a radius: wider until there are enough. */
  for (int radius = 1; stores->len < n && radius <= 16384; radius *= 4)
    {
      g_autofree char *command =
          g_strdup_printf ("GEOSEARCH stores FROMLONLAT %.7f %.7f BYRADIUS %d km ASC COUNT %u WITHDIST\r\n",
                           point.lon, point.lat, radius, n);
      g_autofree char *head = NULL;
      guint found;

      send_command (self, command, strlen (command));
      head = read_line (self);
      found = (guint) g_ascii_strtoull (head + 1, NULL, 10);
      g_array_set_size (stores, 0);
      for (guint i = 0; i < found; i++)
        for (guint line = 0; line < 5; line++) /* *2, $length, store, $length, distance */
          {
            g_autofree char *text = read_line (self);

            if (line == 2)
              {
                gint64 store = g_ascii_strtoll (text, NULL, 10);

                g_array_append_val (stores, store);
              }
          }
    }
  return stores;
}
