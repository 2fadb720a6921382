/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-language.h"

#include <locale.h>
#include <string.h>

static const char *const TAGS[RAMBLA_N_LANGUAGES] = { "en", "es", "zh-CN" };

/* The primary subtag, lower case, into @out; FALSE when it is not letters. */
static gboolean
primary_subtag (const char *tag, gsize length, char out[9])
{
  gsize n = 0;

  while (n < length && g_ascii_isalpha (tag[n]))
    {
      if (n == 8)
        return FALSE;
      out[n] = g_ascii_tolower (tag[n]);
      n++;
    }
  out[n] = '\0';
  return n >= 2 && (n == length || strchr ("-_.@", tag[n]) != NULL);
}

static gboolean
find (const char *tag, gsize length, RamblaLanguage *out)
{
  char primary[9];

  if (!primary_subtag (tag, length, primary))
    return FALSE;

  if (strcmp (primary, "es") == 0)
    *out = RAMBLA_LANGUAGE_ES;
  else if (strcmp (primary, "zh") == 0)
    *out = RAMBLA_LANGUAGE_ZH_CN;
  else if (strcmp (primary, "en") == 0)
    *out = RAMBLA_LANGUAGE_EN;
  else
    return FALSE;

  return TRUE;
}

RamblaLanguage
rambla_language_from_tag (const char *tag)
{
  RamblaLanguage language = RAMBLA_LANGUAGE_EN;

  if (tag != NULL)
    find (tag, strlen (tag), &language);

  return language;
}

const char *
rambla_language_to_tag (RamblaLanguage language)
{
  return (guint) language < RAMBLA_N_LANGUAGES ? TAGS[language] : TAGS[RAMBLA_LANGUAGE_EN];
}

RamblaLanguage
rambla_language_from_locale (void)
{
  return rambla_language_from_tag (setlocale (LC_MESSAGES, NULL));
}

/* "q=0.8" as 0…1000; 1000 when there is none, -1 when it is nonsense. */
static int
read_weight (const char *parameters, gsize length)
{
  const char *end = parameters + length;
  int weight, scale = 100;

  while (parameters < end && (*parameters == ' ' || *parameters == '\t' || *parameters == ';'))
    parameters++;
  if (parameters == end)
    return 1000;
  if (end - parameters < 3 || (parameters[0] != 'q' && parameters[0] != 'Q') || parameters[1] != '=' ||
      (parameters[2] != '0' && parameters[2] != '1'))
    return -1;

  weight = (parameters[2] - '0') * 1000;
  parameters += 3;
  if (parameters < end && *parameters == '.')
    for (parameters++; parameters < end && g_ascii_isdigit (*parameters); parameters++, scale /= 10)
      weight += (*parameters - '0') * scale;

  return MIN (weight, 1000);
}

RamblaLanguage
rambla_language_from_accept (const char *field, RamblaLanguage fallback)
{
  RamblaLanguage best = fallback;
  int best_weight = 0;

  while (field != NULL && *field != '\0')
    {
      gsize item = strcspn (field, ",");
      gsize blank = strspn (field, " \t");
      gsize tag_length;
      RamblaLanguage language = fallback;
      int weight;

      if (blank < item)
        {
          tag_length = strcspn (field + blank, ",; \t");
          weight = read_weight (field + blank + tag_length, item - blank - tag_length);
          if (weight > best_weight &&
              ((tag_length == 1 && field[blank] == '*') || find (field + blank, tag_length, &language)))
            {
              best = language;
              best_weight = weight;
            }
        }

      field += item;
      if (*field == ',')
        field++;
    }

  return best;
}
