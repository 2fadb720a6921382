/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-city-import-private.h"
#include "platform-review-log-storage.h"
#include "rambla-id.h"
#include "rambla-json.h"

#include <sodium.h>

#define MAX_DAYS 3650
/* Reviews are written between ten in the morning and ten in the evening. */
#define FIRST_MINUTE 600
#define N_MINUTES 720

/* The same review has the same id at each import; what is said twice word for word on one day is told apart
 * by its line. */
static char *
derive_id (const PlatformCityState *state,
           const PlatformCityFile *file,
           const PlatformNewReview *review,
           gint64 day,
           guint line)
{
  g_autofree char *text = g_strdup_printf ("%s review %" G_GINT64_FORMAT " %u %s %s", state->city->id, day,
                                           line, review->author, review->text);

  return rambla_id_derive (RAMBLA_ID_REVIEW, text);
}

static gboolean
read_subject (PlatformCityState *state,
              PlatformCityFile *file,
              JsonObject *object,
              PlatformNewReview *review,
              GError **error)
{
  const PlatformCityOffer *offer;
  const PlatformCityPlace *place;
  const char *offer_id, *place_id;

  if (!platform_city_read_name (object, "offer", TRUE, &offer_id, error) ||
      !platform_city_read_name (object, "place", TRUE, &place_id, error))
    return FALSE;
  offer = g_hash_table_lookup (state->offers, offer_id);
  if (offer == NULL)
    return platform_city_file_refuse_member (file, error, "/offer", "there is no offer “%s”", offer_id);
  place = g_hash_table_lookup (state->places, place_id);
  if (place == NULL)
    return platform_city_file_refuse_member (file, error, "/place", "there is no place “%s”", place_id);
  if (offer->brand != NULL ? place->brand != offer->brand : place->store != offer->store)
    return platform_city_file_refuse_member (file, error, "/place", "the offer “%s” is not good at “%s”",
                                             offer_id, place_id);
  review->deal = offer->deal;
  review->store = place->store;
  return TRUE;
}

static gboolean
read_review (PlatformCityState *state, PlatformCityFile *file, JsonObject *object, GError **error)
{
  static const char *const members[] = {
    "offer", "place", "day", "rating", "language", "text", "author", NULL
  };
  PlatformNewReview review = { .sample = TRUE, .named = TRUE };
  g_autofree char *id = NULL;
  gint64 day, rating;

  if (!rambla_json_check_members (object, members, error) ||
      !read_subject (state, file, object, &review, error) ||
      !rambla_json_get_int (object, "day", -MAX_DAYS, 0, &day, error) ||
      !rambla_json_get_int (object, "rating", 1, 5, &rating, error) ||
      !rambla_json_get_string (object, "language", 20, &review.language, error) ||
      !rambla_json_get_string (object, "text", 4000, &review.text, error) ||
      !rambla_json_get_string (object, "author", 100, &review.author, error))
    return FALSE;
  if (!state->city->sample_offers)
    return platform_city_refuse (error, "",
                                 "only who used an offer reviews it: reviews come with samples only");
  review.rating = (int) rating;
  randombytes_buf (review.salt, sizeof review.salt);
  id = derive_id (state, file, &review, day, platform_city_file_get_n_lines (file));
  review.id = id;
  review.created_at =
      MIN (platform_city_day (state, day, FIRST_MINUTE + (int) (g_str_hash (id) % N_MINUTES)), state->now);
  return platform_review_append (state->database, &review, error);
}

gboolean
platform_city_read_reviews (PlatformCityState *state, GError **error)
{
  return platform_city_read_lines (state, "reviews.jsonl", "reviews", state->n_reviews, read_review, error) &&
         platform_review_log_storage_append_missing (state->database, error);
}
