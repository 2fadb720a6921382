/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-words.h"

#include <string.h>

/* Letters that symmetric deletion looks at. */
#define DELETION_LETTERS 8

typedef struct
{
  PlatformWordFunc func;
  gpointer data;
  char folded[PLATFORM_WORD_MAX_BYTES + 1];
  gsize length;
  guint characters;
  const char *start; /* of the word in the text; NULL between words */
  gboolean chinese;
} Splitter;

static gboolean
is_unspaced (gunichar ch)
{
  if (ch < 0x2e80)
    return FALSE;
  switch (g_unichar_get_script (ch))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
end_word (Splitter *self, const char *end)
{
  if (self->start != NULL && self->length > 0)
    {
      PlatformWord word = {
        .folded = self->folded,
        .folded_length = self->length,
        .written = self->start,
        .written_length = (gsize) (end - self->start),
        .chinese = self->chinese,
      };

      self->folded[self->length] = '\0';
      self->func (&word, self->data);
    }
  self->start = NULL;
  self->length = 0;
  self->characters = 0;
}

static void
add_folded (Splitter *self, gunichar ch)
{
  if (self->characters >= PLATFORM_WORD_MAX_CHARACTERS)
    return;
  self->length += (gsize) g_unichar_to_utf8 (ch, self->folded + self->length);
  self->characters++;
}

static void
add_character (Splitter *self, gunichar ch, const char *at)
{
  gboolean chinese;
  gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
  gsize n_parts;

  if (g_unichar_ismark (ch))
    return; /* belongs to the letter before it */
  if (!g_unichar_isalnum (ch))
    {
      end_word (self, at);
      return;
    }
  chinese = is_unspaced (ch);
  if (self->start != NULL &&
      (chinese != self->chinese || (chinese && self->characters >= PLATFORM_WORD_MAX_CHARACTERS)))
    end_word (self, at);
  if (self->start == NULL)
    {
      self->start = at;
      self->chinese = chinese;
    }
  n_parts = g_unichar_fully_decompose (ch, TRUE, parts, G_N_ELEMENTS (parts));
  for (gsize i = 0; i < n_parts; i++)
    if (g_unichar_isalnum (parts[i]))
      add_folded (self, g_unichar_tolower (parts[i]));
}

/* "2x1" is two numbers, as "2×1" is. */
static gboolean
is_times (const char *at, const char *start, const char *end)
{
  return g_ascii_tolower (*at) == 'x' && at > start && g_ascii_isdigit (at[-1]) && at + 1 < end &&
         g_ascii_isdigit (at[1]);
}

void
platform_words_foreach (const char *text, gssize length, PlatformWordFunc func, gpointer data)
{
  Splitter self = { .func = func, .data = data };
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  const char *at = text;

  while (at < end)
    {
      guchar byte = (guchar) *at;

      if (byte < 0x80)
        {
          if (g_ascii_isalnum (byte) && !is_times (at, text, end))
            {
              if (self.start != NULL && self.chinese)
                end_word (&self, at);
              if (self.start == NULL)
                {
                  self.start = at;
                  self.chinese = FALSE;
                }
              add_folded (&self, (gunichar) g_ascii_tolower ((char) byte));
            }
          else
            end_word (&self, at);
          at++;
        }
      else
        {
          gunichar ch = g_utf8_get_char_validated (at, end - at);

          if (ch == (gunichar) -1 || ch == (gunichar) -2)
            {
              end_word (&self, at);
              at++;
              continue;
            }
          add_character (&self, ch, at);
          at = g_utf8_next_char (at);
        }
    }
  end_word (&self, end);
}

void
platform_words_foreach_pair (const char *run,
                             gsize length,
                             void (*func) (const char *pair, gsize length, gpointer data),
                             gpointer data)
{
  const char *end = run + length;
  const char *at = run;

  while (at < end)
    {
      const char *second = g_utf8_next_char (at);
      const char *after = second < end ? g_utf8_next_char (second) : second;

      func (at, (gsize) (after - at), data);
      at = second;
    }
}

static void
append_pair (const char *pair, gsize length, gpointer data)
{
  GString *out = data;

  g_string_append_len (out, pair, (gssize) length);
  g_string_append_c (out, ' ');
}

static void
append_word (const PlatformWord *word, gpointer data)
{
  if (word->chinese)
    platform_words_foreach_pair (word->folded, word->folded_length, append_pair, data);
  else
    append_pair (word->folded, word->folded_length, data);
}

void
platform_words_append_terms (GString *out, const char *text)
{
  platform_words_foreach (text, -1, append_word, out);
}

static guint
to_characters (const char *text, gunichar *characters, guint max)
{
  guint n = 0;

  for (; *text != '\0' && n < max; text = g_utf8_next_char (text))
    characters[n++] = g_utf8_get_char (text);
  return n;
}

guint
platform_words_distance (const char *a, const char *b, guint limit)
{
  gunichar x[PLATFORM_WORD_MAX_CHARACTERS], y[PLATFORM_WORD_MAX_CHARACTERS];
  guint rows[3][PLATFORM_WORD_MAX_CHARACTERS + 1];
  guint n = to_characters (a, x, G_N_ELEMENTS (x));
  guint m = to_characters (b, y, G_N_ELEMENTS (y));

  if (MAX (n, m) - MIN (n, m) > limit)
    return limit + 1;
  for (guint j = 0; j <= m; j++)
    rows[0][j] = j;
  for (guint i = 1; i <= n; i++)
    {
      guint *row = rows[i % 3];
      const guint *above = rows[(i + 2) % 3];
      const guint *swapped = rows[(i + 1) % 3];
      guint best = i;

      row[0] = i;
      for (guint j = 1; j <= m; j++)
        {
          guint cost = above[j - 1] + (x[i - 1] != y[j - 1]);

          cost = MIN (cost, MIN (above[j], row[j - 1]) + 1);
          if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
            cost = MIN (cost, swapped[j - 2] + 1);
          row[j] = cost;
          best = MIN (best, cost);
        }
      if (best > limit)
        return limit + 1;
    }
  return MIN (rows[n % 3][m], limit + 1);
}

guint
platform_words_get_tolerance (const char *term)
{
  guint letters = 0;

  for (; *term != '\0'; term = g_utf8_next_char (term))
    {
      gunichar ch = g_utf8_get_char (term);

      if (!g_unichar_isalpha (ch) || is_unspaced (ch))
        return 0;
      letters++;
    }
  return letters < 4 ? 0 : letters < 8 ? 1 : 2;
}

/* FNV-1a over what is left. */
static gint64
hash_without (const gunichar *letters, guint n, guint first, guint second)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint i = 0; i < n; i++)
    if (i != first && i != second)
      hash = (hash ^ letters[i]) * G_GUINT64_CONSTANT (1099511628211);
  return (gint64) hash;
}

void
platform_words_foreach_deletion (const char *term,
                                 guint tolerance,
                                 void (*func) (gint64 hash, gpointer data),
                                 gpointer data)
{
  gunichar letters[DELETION_LETTERS];
  guint n = to_characters (term, letters, DELETION_LETTERS);

  func (hash_without (letters, n, n, n), data);
  if (tolerance < 1)
    return;
  for (guint i = 0; i < n; i++)
    {
      func (hash_without (letters, n, i, n), data);
      for (guint j = i + 1; tolerance > 1 && j < n; j++)
        func (hash_without (letters, n, i, j), data);
    }
}
