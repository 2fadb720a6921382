/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-log-text-private.h"

#include <string.h>

#include "rambla-time.h"

#define MAX_WORD 64

gboolean
rambla_log_text_is_word (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= MAX_WORD && strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

void
rambla_log_text_add (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s %s\n", name, value);
}

void
rambla_log_text_add_number (GString *out, const char *name, guint64 value)
{
  g_string_append_printf (out, "%s %" G_GUINT64_FORMAT "\n", name, value);
}

void
rambla_log_text_add_hash (GString *out, const char *name, const RamblaLogHash *value)
{
  g_autofree char *hex = rambla_log_hash_to_hex (value);

  rambla_log_text_add (out, name, hex);
}

void
rambla_log_text_add_time (GString *out, const char *name, gint64 value)
{
  g_autofree char *text = rambla_time_format (value * G_USEC_PER_SEC);

  rambla_log_text_add (out, name, text);
}

gboolean
rambla_log_text_read (const char **at, const char *name, char **value)
{
  gsize length = strlen (name);
  const char *end;

  if (strncmp (*at, name, length) != 0 || (*at)[length] != ' ')
    return FALSE;
  end = strchr (*at + length, '\n');
  if (end == NULL)
    return FALSE;
  *value = g_strndup (*at + length + 1, (gsize) (end - *at) - length - 1);
  *at = end + 1;
  return TRUE;
}

gboolean
rambla_log_text_read_number (const char **at, const char *name, guint64 *value)
{
  g_autofree char *text = NULL;

  return rambla_log_text_read (at, name, &text) &&
         g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, value, NULL);
}

gboolean
rambla_log_text_read_hash (const char **at, const char *name, RamblaLogHash *value)
{
  g_autofree char *text = NULL;

  return rambla_log_text_read (at, name, &text) && rambla_log_hash_from_hex (text, value);
}

gboolean
rambla_log_text_read_time (const char **at, const char *name, gint64 *value)
{
  g_autofree char *text = NULL;
  gint64 time;

  if (!rambla_log_text_read (at, name, &text) || !rambla_time_parse (text, &time))
    return FALSE;
  *value = time / G_USEC_PER_SEC;
  return TRUE;
}
