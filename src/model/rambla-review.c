/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review.h"

#include "rambla-json.h"

struct _RamblaReview
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  int rating;
  char *text;
  char *language;
  char *author;
  gint64 created_at;
  gboolean sample;
};

G_DEFINE_FINAL_TYPE (RamblaReview, rambla_review, G_TYPE_OBJECT)

RamblaReview *
rambla_review_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaReview) self = g_object_new (RAMBLA_TYPE_REVIEW, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  const char *text;
  const char *language;
  const char *author;
  gint64 rating;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_int (object, "rating", 1, 5, &rating, error) ||
      !rambla_json_get_string_or (object, "text", 4000, "", &text, error) ||
      !rambla_json_get_string_or (object, "language", 35, NULL, &language, error) ||
      !rambla_json_get_string (object, "author", 200, &author, error) ||
      !rambla_json_get_time (object, "created_at", &self->created_at, error) ||
      !rambla_json_get_bool_or (object, "sample", FALSE, &self->sample, error))
    return NULL;
  self->id = g_strdup (id);
  self->rating = (int) rating;
  self->text = g_strdup (text);
  self->language = g_strdup (language);
  self->author = g_strdup (author);
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_review_get_json (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->json;
}

const char *
rambla_review_get_id (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->id;
}

int
rambla_review_get_rating (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), 0);

  return self->rating;
}

const char *
rambla_review_get_text (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->text;
}

const char *
rambla_review_get_language (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->language;
}

const char *
rambla_review_get_author (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->author;
}

gint64
rambla_review_get_created_at (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), 0);

  return self->created_at;
}

gboolean
rambla_review_get_sample (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), FALSE);

  return self->sample;
}

static void
rambla_review_finalize (GObject *object)
{
  RamblaReview *self = RAMBLA_REVIEW (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->text);
  g_free (self->language);
  g_free (self->author);
  G_OBJECT_CLASS (rambla_review_parent_class)->finalize (object);
}

static void
rambla_review_class_init (RamblaReviewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_review_finalize;
}

static void
rambla_review_init (RamblaReview *self)
{
}
