/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-review-json.h"

#include <sodium.h>

static void
write_salt (RamblaJsonWriter *writer, const guint8 *salt)
{
  char text[2 * RAMBLA_REVIEW_SALT_SIZE + 1];

  rambla_json_writer_member_string (writer, "salt",
                                    sodium_bin2hex (text, sizeof text, salt, RAMBLA_REVIEW_SALT_SIZE));
}

static void
write_hidden (RamblaJsonWriter *writer, const PlatformTombstone *hidden)
{
  rambla_json_writer_name (writer, "hidden");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", hidden->id);
  rambla_json_writer_member_string (writer, "reason", hidden->reason);
  rambla_json_writer_member_string (writer, "text", hidden->text);
  rambla_json_writer_member_time (writer, "created_at", hidden->created_at);
  write_salt (writer, hidden->salt);
  rambla_json_writer_end_object (writer);
}

static void
write_reply (RamblaJsonWriter *writer, const PlatformReply *reply)
{
  gboolean shown = reply->hidden == NULL;

  rambla_json_writer_name (writer, "reply");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", reply->id);
  rambla_json_writer_member_string (writer, "author", reply->author);
  rambla_json_writer_member_string (writer, "language", reply->language);
  rambla_json_writer_member_string (writer, "text", shown ? reply->text : "");
  rambla_json_writer_member_time (writer, "created_at", reply->created_at);
  if (shown)
    write_salt (writer, reply->salt);
  else
    write_hidden (writer, reply->hidden);
  rambla_json_writer_end_object (writer);
}

static void
write_pictures (RamblaJsonWriter *writer, const PlatformReview *review)
{
  rambla_json_writer_name (writer, "pictures");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < review->pictures->len; i++)
    {
      const PlatformReviewPicture *picture = g_ptr_array_index (review->pictures, i);
      g_autofree char *href = g_strdup_printf ("/v1/reviews/%s/pictures/%s", review->id, picture->id);
      g_autofree char *hash = rambla_log_hash_to_hex (&picture->hash);

      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "id", picture->id);
      rambla_json_writer_member_string (writer, "type", picture->type);
      rambla_json_writer_member_int (writer, "width", picture->width);
      rambla_json_writer_member_int (writer, "height", picture->height);
      rambla_json_writer_member_int (writer, "bytes", picture->size);
      rambla_json_writer_member_string (writer, "sha256", hash);
      rambla_json_writer_member_string (writer, "href", href);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

void
platform_review_json_write (RamblaJsonWriter *writer, const PlatformReview *review)
{
  gboolean shown = review->hidden == NULL;

  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", review->id);
  rambla_json_writer_member_int (writer, "number", review->number);
  rambla_json_writer_member_string (writer, "deal_id", review->deal_id);
  rambla_json_writer_member_string (writer, "store_id", review->store_id);
  rambla_json_writer_member_int (writer, "rating", review->rating);
  rambla_json_writer_member_string (writer, "text", shown ? review->text : "");
  rambla_json_writer_member_string (writer, "language", review->language);
  rambla_json_writer_member_string (writer, "author", shown ? review->author : "");
  if (!review->named)
    rambla_json_writer_member_bool (writer, "pseudonym", TRUE);
  rambla_json_writer_member_time (writer, "created_at", review->created_at);
  rambla_json_writer_member_bool (writer, "sample", review->sample);
  rambla_json_writer_member_int (writer, "helpful", review->votes);
  if (shown)
    write_salt (writer, review->salt);
  else
    write_hidden (writer, review->hidden);
  if (shown && review->pictures != NULL)
    write_pictures (writer, review);
  if (review->reply != NULL)
    write_reply (writer, review->reply);
  rambla_json_writer_end_object (writer);
}
