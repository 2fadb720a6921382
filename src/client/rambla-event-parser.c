/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-event-parser.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_RETRY_MS (10 * 60 * 1000)

struct _RamblaEventParser
{
  RamblaEventFound found;
  gpointer user_data;
  GString *line;     /* incomplete */
  gboolean after_cr; /* an LF that follows belongs to the line's end before */
  gboolean begun;    /* the place for a byte order mark is over */
  GString *data;
  gboolean has_data;
  GString *kind;
  char *next_id; /* of the event under way; becomes the id with its end */
  char *id;
  guint retry;
  guint restarts;
};

static void
begin_event (RamblaEventParser *self)
{
  g_string_truncate (self->data, 0);
  g_string_truncate (self->kind, 0);
  self->has_data = FALSE;
}

static gboolean
fail (GError **error, const char *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "%s in the event stream is too long", what);
  return FALSE;
}

static void
end_event (RamblaEventParser *self)
{
  /* Also of an event without data, which is not told to anybody. */
  if (g_strcmp0 (self->id, self->next_id) != 0)
    {
      g_free (self->id);
      self->id = g_strdup (self->next_id);
    }
  if (self->has_data)
    {
      g_autofree char *data = g_utf8_make_valid (self->data->str, (gssize) self->data->len);
      g_autofree char *kind = g_utf8_make_valid (self->kind->len > 0 ? self->kind->str : "message", -1);

      self->found (kind, data, self->user_data);
    }
  begin_event (self);
}

static void
take_retry (RamblaEventParser *self, const char *value)
{
  guint64 retry;

  if (*value == '\0' || value[strspn (value, "0123456789")] != '\0')
    return;
  retry = g_ascii_strtoull (value, NULL, 10);
  self->retry = (guint) MIN (retry, MAX_RETRY_MS);
}

static gboolean
take_field (RamblaEventParser *self, const char *name, gsize name_length, const char *value, gsize length)
{
#define IS(text) (name_length == strlen (text) && memcmp (name, text, name_length) == 0)
  if (IS ("data"))
    {
      if (self->has_data)
        g_string_append_c (self->data, '\n');
      self->has_data = TRUE;
      g_string_append_len (self->data, value, (gssize) length);
      return self->data->len <= RAMBLA_EVENT_MAX_DATA;
    }
  if (IS ("event"))
    {
      g_string_truncate (self->kind, 0);
      g_string_append_len (self->kind, value, (gssize) length);
    }
  else if (IS ("id") && length <= RAMBLA_EVENT_MAX_ID && memchr (value, '\0', length) == NULL)
    {
      g_free (self->next_id);
      self->next_id = g_strndup (value, length);
    }
  else if (IS ("retry") && memchr (value, '\0', length) == NULL)
    take_retry (self, value);
#undef IS
  return TRUE;
}

static gboolean
end_line (RamblaEventParser *self, GError **error)
{
  const char *line = self->line->str;
  gsize length = self->line->len;
  const char *colon = memchr (line, ':', length);
  gsize name_length = colon != NULL ? (gsize) (colon - line) : length;
  const char *value = line + length;
  gboolean taken = TRUE;

  if (length == 0)
    end_event (self);
  else if (colon != line)
    {
      if (colon != NULL)
        value = colon[1] == ' ' ? colon + 2 : colon + 1;
      taken = take_field (self, line, name_length, value, (gsize) (line + length - value));
    }
  g_string_truncate (self->line, 0);
  return taken || fail (error, "An event");
}

/* Returns: FALSE while the line so far could still become a byte order mark */
static gboolean
skip_mark (RamblaEventParser *self)
{
  static const char mark[] = "\xef\xbb\xbf";

  if (self->line->len < 3 && memcmp (self->line->str, mark, self->line->len) == 0)
    return FALSE; /* not yet known */
  if (self->line->len >= 3 && memcmp (self->line->str, mark, 3) == 0)
    g_string_erase (self->line, 0, 3);
  self->begun = TRUE;
  return TRUE;
}

gboolean
rambla_event_parser_feed (RamblaEventParser *self, const char *bytes, gsize length, GError **error)
{
  const char *end = bytes + length;
  guint restarts = self->restarts;

  while (bytes < end)
    {
      gsize rest = (gsize) (end - bytes);
      gsize n = 0;

      if (self->after_cr && *bytes == '\n')
        {
          self->after_cr = FALSE;
          bytes++;
          continue;
        }
      self->after_cr = FALSE;
      while (n < rest && bytes[n] != '\n' && bytes[n] != '\r')
        n++;
      if (self->line->len + n > RAMBLA_EVENT_MAX_LINE)
        return fail (error, "A line");
      g_string_append_len (self->line, bytes, (gssize) n);
      bytes += n;
      if (!self->begun && !skip_mark (self) && bytes == end)
        return TRUE;
      if (bytes == end)
        return TRUE;
      self->begun = TRUE;
      self->after_cr = *bytes == '\r';
      bytes++;
      if (!end_line (self, error))
        return FALSE;
      if (self->restarts != restarts)
        return TRUE; /* whoever was told of the event has had enough: the rest comes again after its id */
    }
  return TRUE;
}

void
rambla_event_parser_restart (RamblaEventParser *self)
{
  self->restarts++;
  g_string_truncate (self->line, 0);
  self->after_cr = FALSE;
  self->begun = FALSE;
  begin_event (self);
  g_free (self->next_id);
  self->next_id = g_strdup (self->id);
}

const char *
rambla_event_parser_get_id (RamblaEventParser *self)
{
  return self->id;
}

void
rambla_event_parser_forget_id (RamblaEventParser *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->next_id, g_free);
}

guint
rambla_event_parser_get_retry (RamblaEventParser *self)
{
  return self->retry;
}

RamblaEventParser *
rambla_event_parser_new (RamblaEventFound found, gpointer user_data)
{
  RamblaEventParser *self = g_new0 (RamblaEventParser, 1);

  self->found = found;
  self->user_data = user_data;
  self->line = g_string_new (NULL);
  self->data = g_string_new (NULL);
  self->kind = g_string_new (NULL);
  return self;
}

void
rambla_event_parser_free (RamblaEventParser *self)
{
  g_string_free (self->line, TRUE);
  g_string_free (self->data, TRUE);
  g_string_free (self->kind, TRUE);
  g_free (self->next_id);
  g_free (self->id);
  g_free (self);
}
