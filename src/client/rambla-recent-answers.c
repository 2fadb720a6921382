/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-recent-answers.h"

#define MAX_ANSWERS 64
#define MAX_BYTES (4 * 1024 * 1024)
#define MAX_ONE (1024 * 1024)

typedef struct
{
  char *key;
  char *etag;
  GBytes *body;
} Answer;

struct _RamblaRecentAnswers
{
  GQueue answers; /* of Answer, the last used first */
  gsize bytes;
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->key);
  g_free (answer->etag);
  g_bytes_unref (answer->body);
  g_free (answer);
}

RamblaRecentAnswers *
rambla_recent_answers_new (void)
{
  return g_new0 (RamblaRecentAnswers, 1);
}

void
rambla_recent_answers_free (RamblaRecentAnswers *self)
{
  g_queue_clear_full (&self->answers, answer_free);
  g_free (self);
}

static char *
make_key (const char *target, const char *language)
{
  return g_strconcat (language, " ", target, NULL);
}

static GList *
find_link (RamblaRecentAnswers *self, const char *key)
{
  for (GList *link = self->answers.head; link != NULL; link = link->next)
    if (g_str_equal (((Answer *) link->data)->key, key))
      return link;
  return NULL;
}

static void
drop (RamblaRecentAnswers *self, GList *link)
{
  Answer *answer = link->data;

  self->bytes -= g_bytes_get_size (answer->body);
  g_queue_delete_link (&self->answers, link);
  answer_free (answer);
}

char *
rambla_recent_answers_find (RamblaRecentAnswers *self,
                            const char *target,
                            const char *language,
                            GBytes **body)
{
  g_autofree char *key = make_key (target, language);
  GList *link = find_link (self, key);
  const Answer *answer;

  if (link == NULL)
    return NULL;
  g_queue_unlink (&self->answers, link);
  g_queue_push_head_link (&self->answers, link);
  answer = link->data;
  *body = g_bytes_ref (answer->body);
  return g_strdup (answer->etag);
}

void
rambla_recent_answers_keep (RamblaRecentAnswers *self,
                            const char *target,
                            const char *language,
                            const char *etag,
                            GBytes *body)
{
  g_autofree char *key = make_key (target, language);
  GList *link = find_link (self, key);
  Answer *answer;

  if (link != NULL)
    drop (self, link);
  if (g_bytes_get_size (body) > MAX_ONE)
    return;
  answer = g_new0 (Answer, 1);
  answer->key = g_steal_pointer (&key);
  answer->etag = g_strdup (etag);
  answer->body = g_bytes_ref (body);
  g_queue_push_head (&self->answers, answer);
  self->bytes += g_bytes_get_size (body);
  while (self->answers.length > MAX_ANSWERS || self->bytes > MAX_BYTES)
    drop (self, self->answers.tail);
}
