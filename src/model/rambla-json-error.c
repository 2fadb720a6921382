/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-json-private.h"

typedef struct
{
  char *pointer;
} RamblaJsonErrorPrivate;

static void
rambla_json_error_private_init (RamblaJsonErrorPrivate *private)
{
  private->pointer = NULL;
}

static void
rambla_json_error_private_copy (const RamblaJsonErrorPrivate *from, RamblaJsonErrorPrivate *to)
{
  to->pointer = g_strdup (from->pointer);
}

static void
rambla_json_error_private_clear (RamblaJsonErrorPrivate *private)
{
  g_free (private->pointer);
}

G_DEFINE_EXTENDED_ERROR (RamblaJsonError, rambla_json_error)

const char *
rambla_json_error_get_pointer (const GError *error)
{
  RamblaJsonErrorPrivate *private;

  if (error == NULL || error->domain != RAMBLA_JSON_ERROR)
    return NULL;

  private = rambla_json_error_get_private (error);
  return private->pointer != NULL ? private->pointer : "";
}

void
rambla_json_set_error (GError **error, RamblaJsonError code, const char *pointer, const char *format, ...)
{
  RamblaJsonErrorPrivate *private;
  va_list arguments;

  if (error == NULL)
    return;

  va_start (arguments, format);
  *error = g_error_new_valist (RAMBLA_JSON_ERROR, (int) code, format, arguments);
  va_end (arguments);
  private = rambla_json_error_get_private (*error);
  private->pointer = g_strdup (pointer);
}

gboolean
rambla_json_prefix_error (GError **error, const char *format, ...)
{
  RamblaJsonErrorPrivate *private;
  g_autofree char *prefix = NULL;
  g_autofree char *pointer = NULL;
  va_list arguments;

  if (error == NULL || *error == NULL || (*error)->domain != RAMBLA_JSON_ERROR)
    return FALSE;

  va_start (arguments, format);
  prefix = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  private = rambla_json_error_get_private (*error);
  pointer = g_strconcat (prefix, private->pointer, NULL);
  g_free (private->pointer);
  private->pointer = g_steal_pointer (&pointer);
  return FALSE;
}

char *
rambla_json_pointer_to (const char *name)
{
  GString *pointer = g_string_new ("/");
  gsize n = 0;

  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c), n++)
    {
      if (n == 64)
        {
          g_string_append (pointer, "…");
          break;
        }
      if (*c == '~')
        g_string_append (pointer, "~0");
      else if (*c == '/')
        g_string_append (pointer, "~1");
      else
        g_string_append_len (pointer, c, g_utf8_next_char (c) - c);
    }

  return g_string_free (pointer, FALSE);
}

gboolean
rambla_json_fail (GError **error, RamblaJsonError code, const char *name, const char *message)
{
  g_autofree char *pointer = rambla_json_pointer_to (name);

  rambla_json_set_error (error, code, pointer, "%s", message);
  return FALSE;
}

gboolean
rambla_json_fail_missing (GError **error, const char *name)
{
  return rambla_json_fail (error, RAMBLA_JSON_ERROR_MISSING, name, "is missing");
}

gboolean
rambla_json_place_error (GError **error, const char *name)
{
  g_autofree char *pointer = rambla_json_pointer_to (name);

  return rambla_json_prefix_error (error, "%s", pointer);
}
