/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-form.h"

#include <string.h>

#define MAX_ENTRIES 500

typedef struct
{
  char *name;
  char *value;
} Entry;

struct _PlatformForm
{
  GArray *entries; /* of Entry */
};

static void
clear_entry (gpointer data)
{
  Entry *entry = data;

  g_free (entry->name);
  g_free (entry->value);
}

PlatformForm *
platform_form_new (void)
{
  PlatformForm *self = g_new0 (PlatformForm, 1);

  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);

  return self;
}

void
platform_form_free (PlatformForm *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->entries);
  g_free (self);
}

static char *
decode (const char *text, gsize length)
{
  g_autofree char *result = g_malloc (length + 1);
  gsize used = 0;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (c == '+')
        c = ' ';
      else if (c == '%')
        {
          if (i + 2 >= length || !g_ascii_isxdigit (text[i + 1]) || !g_ascii_isxdigit (text[i + 2]))
            return NULL;
          c = (char) (g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      if (c == '\0')
        return NULL;
      result[used++] = c;
    }
  result[used] = '\0';

  if (!g_utf8_validate (result, (gssize) used, NULL))
    return NULL;

  return g_steal_pointer (&result);
}

/* "items[]" for the third time is "items[2]". */
static char *
number_list (PlatformForm *self, const char *name)
{
  g_autofree char *stem = g_strndup (name, strlen (name) - 1);
  guint n = 0;

  for (guint i = 0; i < self->entries->len; i++)
    n += g_str_has_prefix (g_array_index (self->entries, Entry, i).name, stem);

  return g_strdup_printf ("%s%u]", stem, n);
}

PlatformForm *
platform_form_parse (const char *text, gsize length)
{
  g_autoptr (PlatformForm) self = platform_form_new ();
  const char *end = text + length;

  while (text < end)
    {
      const char *stop = memchr (text, '&', (gsize) (end - text));
      const char *equals;
      Entry entry;

      if (stop == NULL)
        stop = end;
      if (stop == text)
        {
          text++;
          continue;
        }
      if (self->entries->len >= MAX_ENTRIES)
        return NULL;

      equals = memchr (text, '=', (gsize) (stop - text));
      entry.name = decode (text, (gsize) ((equals != NULL ? equals : stop) - text));
      entry.value = equals != NULL ? decode (equals + 1, (gsize) (stop - equals - 1)) : g_strdup ("");
      if (entry.name != NULL && g_str_has_suffix (entry.name, "[]"))
        {
          char *numbered = number_list (self, entry.name);

          g_free (entry.name);
          entry.name = numbered;
        }
      if (entry.name == NULL || entry.value == NULL)
        {
          clear_entry (&entry);
          return NULL;
        }
      g_array_append_val (self->entries, entry);
      text = stop < end ? stop + 1 : end;
    }

  return g_steal_pointer (&self);
}

void
platform_form_add (PlatformForm *self, const char *name, const char *value)
{
  Entry entry;

  g_return_if_fail (self != NULL && name != NULL);

  if (value == NULL)
    return;

  entry.name = g_strdup (name);
  entry.value = g_strdup (value);
  g_array_append_val (self->entries, entry);
}

void
platform_form_add_int (PlatformForm *self, const char *name, gint64 value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  platform_form_add (self, name, text);
}

static void
append_encoded (GString *text, const char *plain)
{
  for (const unsigned char *p = (const unsigned char *) plain; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("-._~[]", *p) != NULL)
        g_string_append_c (text, (char) *p);
      else if (*p == ' ')
        g_string_append_c (text, '+');
      else
        g_string_append_printf (text, "%%%02X", *p);
    }
}

char *
platform_form_encode (PlatformForm *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->entries->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '&');
      append_encoded (text, g_array_index (self->entries, Entry, i).name);
      g_string_append_c (text, '=');
      append_encoded (text, g_array_index (self->entries, Entry, i).value);
    }

  return g_string_free (text, FALSE);
}

guint
platform_form_get_length (PlatformForm *self)
{
  return self->entries->len;
}

const char *
platform_form_get_name (PlatformForm *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_array_index (self->entries, Entry, index).name;
}

const char *
platform_form_get_value (PlatformForm *self, guint index)
{
  g_return_val_if_fail (index < self->entries->len, NULL);

  return g_array_index (self->entries, Entry, index).value;
}

const char *
platform_form_get (PlatformForm *self, const char *name)
{
  for (guint i = self->entries->len; i > 0; i--)
    if (strcmp (g_array_index (self->entries, Entry, i - 1).name, name) == 0)
      return g_array_index (self->entries, Entry, i - 1).value;

  return NULL;
}

gboolean
platform_form_get_int (PlatformForm *self, const char *name, gint64 *value)
{
  const char *text = platform_form_get (self, name);

  return text != NULL && g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}
