/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review.h"

#include <sodium.h>
#include <string.h>

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
  char *deal_id;
  gint64 number;
  gboolean pseudonym;
  int helpful;
  guint8 salt[RAMBLA_REVIEW_SALT_SIZE];
  GPtrArray *pictures;
  RamblaReviewReply *reply;
  RamblaTombstone *hidden;
};

G_DEFINE_FINAL_TYPE (RamblaReview, rambla_review, G_TYPE_OBJECT)

static void
tombstone_free (RamblaTombstone *self)
{
  g_free (self->id);
  g_free (self->reason);
  g_free (self->text);
  g_free (self);
}

static void
reply_free (RamblaReviewReply *self)
{
  g_free (self->id);
  g_free (self->author);
  g_free (self->language);
  g_free (self->text);
  g_clear_pointer (&self->hidden, tombstone_free);
  g_free (self);
}

static void
picture_free (RamblaReviewPicture *self)
{
  g_free (self->id);
  g_free (self->href);
  g_free (self);
}

/* --- Reading --- */

/* Zeros where there is none: then nothing is proved. */
static gboolean
read_salt (JsonObject *object, guint8 *salt, GError **error)
{
  const char *text;
  gsize length = 0;

  if (!rambla_json_get_string_or (object, "salt", 2 * RAMBLA_REVIEW_SALT_SIZE, NULL, &text, error))
    return FALSE;
  if (text == NULL ||
      (sodium_hex2bin (salt, RAMBLA_REVIEW_SALT_SIZE, text, strlen (text), NULL, &length, NULL) == 0 &&
       length == RAMBLA_REVIEW_SALT_SIZE))
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "/salt", "must be hexadecimal");
  return FALSE;
}

static gboolean
read_hidden (JsonObject *parent, RamblaTombstone **hidden, GError **error)
{
  JsonObject *object;
  const char *id, *reason, *text;

  if (!rambla_json_get_object_or_null (parent, "hidden", &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;
  *hidden = g_new0 (RamblaTombstone, 1);
  if (!rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_string (object, "reason", 20, &reason, error) ||
      !rambla_json_get_string_or (object, "text", 8000, "", &text, error) ||
      !rambla_json_get_time (object, "created_at", &(*hidden)->created_at, error) ||
      !read_salt (object, (*hidden)->salt, error))
    return rambla_json_prefix_error (error, "/hidden");
  (*hidden)->id = g_strdup (id);
  (*hidden)->reason = g_strdup (reason);
  (*hidden)->text = g_strdup (text);
  return TRUE;
}

static gboolean
read_reply (RamblaReview *self, JsonObject *parent, GError **error)
{
  JsonObject *object;
  RamblaReviewReply *reply;
  const char *id, *author, *language, *text;

  if (!rambla_json_get_object_or_null (parent, "reply", &object, error))
    return FALSE;
  if (object == NULL)
    return TRUE;
  reply = self->reply = g_new0 (RamblaReviewReply, 1);
  if (!rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_string_or (object, "author", 300, "", &author, error) ||
      !rambla_json_get_string_or (object, "language", 35, "", &language, error) ||
      !rambla_json_get_string_or (object, "text", 8000, "", &text, error) ||
      !rambla_json_get_time (object, "created_at", &reply->created_at, error) ||
      !read_salt (object, reply->salt, error) || !read_hidden (object, &reply->hidden, error))
    return rambla_json_prefix_error (error, "/reply");
  reply->id = g_strdup (id);
  reply->author = g_strdup (author);
  reply->language = g_strdup (language);
  reply->text = g_strdup (text);
  return TRUE;
}

static gboolean
read_picture (RamblaReview *self, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaReviewPicture *picture;
  const char *id, *href, *hash;
  gint64 width, height;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_string (object, "href", 300, &href, error) ||
      !rambla_json_get_string (object, "sha256", 2 * RAMBLA_LOG_HASH_SIZE, &hash, error) ||
      !rambla_json_get_int (object, "width", 1, G_MAXINT, &width, error) ||
      !rambla_json_get_int (object, "height", 1, G_MAXINT, &height, error))
    return FALSE;
  picture = g_new0 (RamblaReviewPicture, 1);
  g_ptr_array_add (self->pictures, picture);
  picture->id = g_strdup (id);
  picture->href = g_strdup (href);
  picture->width = (int) width;
  picture->height = (int) height;
  /* A path of the platform that said so, and of nobody else. */
  if (g_str_has_prefix (href, "/v1/reviews/") && rambla_log_hash_from_hex (hash, &picture->hash))
    return TRUE;
  rambla_json_set_error (error, RAMBLA_JSON_ERROR_VALUE, "", "is no picture of a review");
  return FALSE;
}

static gboolean
read_pictures (RamblaReview *self, JsonObject *object, GError **error)
{
  JsonArray *pictures;

  if (!json_object_has_member (object, "pictures"))
    return TRUE;
  if (!rambla_json_get_array (object, "pictures", RAMBLA_REVIEW_MAX_PICTURES, &pictures, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (pictures); i++)
    if (!read_picture (self, json_array_get_element (pictures, i), error))
      return rambla_json_prefix_error (error, "/pictures/%u", i);
  return TRUE;
}

static gboolean
read_logged (RamblaReview *self, JsonObject *object, GError **error)
{
  const char *deal_id;
  gint64 helpful;

  if (!rambla_json_get_string_or (object, "deal_id", 64, NULL, &deal_id, error) ||
      !rambla_json_get_int_or (object, "number", 1, G_MAXINT64, 0, &self->number, error) ||
      !rambla_json_get_int_or (object, "helpful", 0, G_MAXINT, 0, &helpful, error) ||
      !rambla_json_get_bool_or (object, "pseudonym", FALSE, &self->pseudonym, error) ||
      !read_salt (object, self->salt, error) || !read_hidden (object, &self->hidden, error) ||
      !read_reply (self, object, error) || !read_pictures (self, object, error))
    return FALSE;
  self->deal_id = g_strdup (deal_id);
  self->helpful = (int) helpful;
  return TRUE;
}

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
      !rambla_json_get_string_or (object, "text", 8000, "", &text, error) ||
      !rambla_json_get_string_or (object, "language", 35, NULL, &language, error) ||
      !rambla_json_get_string_or (object, "author", 300, NULL, &author, error) ||
      !rambla_json_get_time (object, "created_at", &self->created_at, error) ||
      !rambla_json_get_bool_or (object, "sample", FALSE, &self->sample, error) ||
      !read_logged (self, object, error))
    return NULL;
  if (author == NULL || (*author == '\0' && self->hidden == NULL))
    {
      rambla_json_set_error (error, RAMBLA_JSON_ERROR_MISSING, "/author", "must be there");
      return NULL;
    }
  self->id = g_strdup (id);
  self->rating = (int) rating;
  self->text = g_strdup (text);
  self->language = g_strdup (language);
  self->author = g_strdup (author);
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

/* --- The log --- */

static gboolean
is_logged (const RamblaReviewEntry *entry,
           RamblaReviewEntryKind kind,
           const char *id,
           const char *of,
           gint64 created_at)
{
  return entry->kind == kind && strcmp (entry->id, id) == 0 && g_strcmp0 (entry->of, of) == 0 &&
         entry->at == created_at / G_USEC_PER_SEC;
}

static gboolean
commits_to (const RamblaReviewEntry *entry, RamblaReviewContent *content, const guint8 *salt)
{
  RamblaLogHash hash;

  memcpy (content->salt, salt, sizeof content->salt);
  hash = rambla_review_content_hash (content);
  return rambla_log_hash_equal (&hash, &entry->content);
}

gboolean
rambla_review_is_logged_as (RamblaReview *self, const RamblaReviewEntry *entry)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  RamblaReviewContent content = { .author = self->author, .text = self->text };

  if (!is_logged (entry, RAMBLA_REVIEW_ENTRY_REVIEW, self->id, NULL, self->created_at) ||
      entry->rating != self->rating || entry->sample != self->sample ||
      g_strcmp0 (entry->deal_id, self->deal_id) != 0)
    return FALSE;
  if (self->hidden != NULL)
    return TRUE;
  for (guint i = 0; i < self->pictures->len; i++)
    g_array_append_val (hashes, ((RamblaReviewPicture *) self->pictures->pdata[i])->hash);
  content.language = self->language != NULL ? self->language : "";
  content.pictures = (const RamblaLogHash *) (gconstpointer) hashes->data;
  content.n_pictures = hashes->len;
  return commits_to (entry, &content, self->salt);
}

gboolean
rambla_review_reply_is_logged_as (RamblaReview *self, const RamblaReviewEntry *entry)
{
  const RamblaReviewReply *reply = self->reply;
  RamblaReviewContent content = { .author = reply->author, .language = reply->language, .text = reply->text };

  return is_logged (entry, RAMBLA_REVIEW_ENTRY_REPLY, reply->id, self->id, reply->created_at) &&
         (reply->hidden != NULL || commits_to (entry, &content, reply->salt));
}

gboolean
rambla_tombstone_is_logged_as (const RamblaTombstone *self, const char *of, const RamblaReviewEntry *entry)
{
  RamblaReviewContent content = { .author = "operator", .language = "", .text = self->text };

  return is_logged (entry, RAMBLA_REVIEW_ENTRY_TOMBSTONE, self->id, of, self->created_at) &&
         strcmp (entry->reason, self->reason) == 0 && commits_to (entry, &content, self->salt);
}

/* --- Getters --- */

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

const char *
rambla_review_get_deal_id (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->deal_id;
}

gint64
rambla_review_get_number (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), 0);

  return self->number;
}

gboolean
rambla_review_get_pseudonym (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), FALSE);

  return self->pseudonym;
}

int
rambla_review_get_helpful (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), 0);

  return self->helpful;
}

GPtrArray *
rambla_review_get_pictures (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->pictures;
}

const RamblaReviewReply *
rambla_review_get_reply (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->reply;
}

const RamblaTombstone *
rambla_review_get_hidden (RamblaReview *self)
{
  g_return_val_if_fail (RAMBLA_IS_REVIEW (self), NULL);

  return self->hidden;
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
  g_free (self->deal_id);
  g_ptr_array_unref (self->pictures);
  g_clear_pointer (&self->reply, reply_free);
  g_clear_pointer (&self->hidden, tombstone_free);
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
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) picture_free);
}
