/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-target.h"

#include <string.h>

/* Decodes up to the end; returns the number of bytes written without the NUL, or -1 with @detail set. */
static gssize
decode (const char *raw, gsize length, gboolean is_query, char *out, const char **detail)
{
  char *to = out;
  gboolean ascii = TRUE;

  for (gsize i = 0; i < length; i++)
    {
      int c = (unsigned char) raw[i];

      if (c == '%')
        {
          int high = i + 2 < length ? g_ascii_xdigit_value (raw[i + 1]) : -1;
          int low = high >= 0 ? g_ascii_xdigit_value (raw[i + 2]) : -1;

          if (low < 0)
            {
              *detail = "The address holds a % that is not followed by two hexadecimal digits.";
              return -1;
            }
          c = high << 4 | low;
          i += 2;
          if (c == '\0' || (!is_query && (c == '/' || c < 0x20 || c == 0x7f)))
            {
              *detail = "The address holds an escaped character that is not allowed there.";
              return -1;
            }
        }
      else if (c <= 0x20 || c == 0x7f || c == '#')
        {
          *detail = "The address holds a character that must be escaped.";
          return -1;
        }
      else if (c == '+' && is_query)
        c = ' ';
      ascii = ascii && c < 0x80;
      *to++ = (char) c;
    }
  *to = '\0';
  if (!ascii && !g_utf8_validate (out, to - out, NULL))
    {
      *detail = "The address is not valid UTF-8.";
      return -1;
    }
  return to - out;
}

static gboolean
parse_query (const char *raw, char *buffer, PlatformTarget *target, const char **detail)
{
  while (*raw != '\0')
    {
      gsize length = strcspn (raw, "&");
      const char *equals = memchr (raw, '=', length);
      gsize name_length = equals != NULL ? (gsize) (equals - raw) : length;
      PlatformTargetPair *pair = &target->query[target->n_query];
      gssize written;

      if (length > 0)
        {
          if (target->n_query == PLATFORM_TARGET_MAX_QUERY)
            {
              *detail = "The address has too many parameters.";
              return FALSE;
            }
          written = decode (raw, name_length, TRUE, buffer, detail);
          if (written < 0)
            return FALSE;
          pair->name = buffer;
          buffer += written + 1;
          pair->value = buffer - 1;
          if (equals != NULL)
            {
              written = decode (equals + 1, length - name_length - 1, TRUE, buffer, detail);
              if (written < 0)
                return FALSE;
              pair->value = buffer;
              buffer += written + 1;
            }
          target->n_query++;
        }
      raw += length;
      raw += *raw == '&';
    }
  return TRUE;
}

RamblaProblemCode
platform_target_parse (const char *raw, char *buffer, PlatformTarget *target, const char **detail)
{
  const char *question;
  gsize length;
  gssize written;

  target->n_query = 0;
  target->path = NULL;
  if (strcmp (raw, "*") == 0)
    {
      target->path = "*";
      return RAMBLA_PROBLEM_NONE;
    }
  if (g_ascii_strncasecmp (raw, "http://", 7) == 0 || g_ascii_strncasecmp (raw, "https://", 8) == 0)
    {
      raw = strstr (raw, "://") + 3;
      raw += strcspn (raw, "/?");
    }
  else if (*raw != '/')
    {
      *detail = "The address is not a path.";
      return RAMBLA_PROBLEM_BAD_REQUEST;
    }

  question = strchr (raw, '?');
  length = question != NULL ? (gsize) (question - raw) : strlen (raw);
  if (length == 0)
    {
      target->path = "/";
      written = -1;
    }
  else
    {
      written = decode (raw, length, FALSE, buffer, detail);
      if (written < 0)
        return RAMBLA_PROBLEM_BAD_REQUEST;
      target->path = buffer;
    }
  if (question != NULL && !parse_query (question + 1, buffer + written + 1, target, detail))
    return RAMBLA_PROBLEM_BAD_REQUEST;
  return RAMBLA_PROBLEM_NONE;
}
