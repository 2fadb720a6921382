/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-reviewing.h"

#include <sodium.h>
#include <string.h>

#include "platform-account-storage.h"
#include "platform-deal-storage.h"
#include "platform-outbox-storage.h"
#include "platform-redemption-storage.h"
#include "platform-review-log-storage.h"
#include "platform-search-index.h"
#include "platform-store-storage.h"
#include "platform-voucher-storage.h"
#include "rambla-fault-point.h"
#include "rambla-id.h"
#include "rambla-image-head.h"

/* What somebody is called who does not give a name: of his own for each review. */
static char *
new_mark (void)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_REVIEW);
  g_autofree char *mark = g_strndup (id + strlen (RAMBLA_ID_REVIEW), 5);

  return g_ascii_strup (mark, -1);
}

/* --- Telling --- */

/* Whoever wrote it, the merchant and all who look at the offer: that something about the review is new. */
static gboolean
tell (PlatformDatabase *database, const PlatformReview *review, const char *what, GError **error)
{
  g_autofree char *payload =
      g_strdup_printf ("{\"id\":\"%s\",\"deal_id\":\"%s\",\"store_id\":\"%s\",\"state\":\"%s\"}", review->id,
                       review->deal_id, review->store_id, what);
  PlatformOutboxEvent event = {
    .kind = "review",
    .account_id = review->account_id,
    .merchant_id = review->merchant_id,
    .store_id = review->store_id,
    .payload = payload,
  };
  PlatformOutboxEvent deal = { .kind = "deal", .deal = review->deal };

  return platform_outbox_storage_append (database, &event, error) &&
         platform_outbox_storage_append (database, &deal, error);
}

static gboolean
refresh_index (PlatformDatabase *database, const PlatformTrade *trade, gint64 deal, GError **error)
{
  g_autoptr (PlatformSearchIndex) index = platform_search_index_new (database, trade->city);

  return platform_search_index_refresh_deal (index, deal, error);
}

/* --- Writing --- */

static gboolean
read_picture (GBytes *bytes, guint position, PlatformReviewPicture *picture, PlatformRefusal *refusal)
{
  g_autofree char *pointer = g_strdup_printf ("/pictures/%u/data", position);
  RamblaImageHead head;

  if (g_bytes_get_size (bytes) > PLATFORM_REVIEW_PICTURE_BYTES)
    return !platform_refuse_field (refusal, pointer, "The picture has too many bytes");
  if (!rambla_image_head_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), &head))
    return !platform_refuse_field (refusal, pointer, "That is no PNG, JPEG or WebP picture");
  if ((guint64) head.width * head.height > PLATFORM_REVIEW_PICTURE_PIXELS)
    return !platform_refuse_field (refusal, pointer, "The picture has too many pixels");
  picture->type = g_strdup (rambla_image_type_to_string (head.type));
  picture->width = head.width;
  picture->height = head.height;
  picture->hash = rambla_review_picture_hash (bytes);
  picture->id = rambla_id_new (RAMBLA_ID_PICTURE);
  picture->bytes = g_bytes_ref (bytes);
  return TRUE;
}

/* Returns: (transfer full) (nullable): of PlatformReviewPicture; NULL with @refusal set */
static GPtrArray *
read_pictures (GPtrArray *bytes, PlatformRefusal *refusal)
{
  g_autoptr (GPtrArray) pictures =
      g_ptr_array_new_with_free_func ((GDestroyNotify) platform_review_picture_free);

  for (guint i = 0; i < bytes->len; i++)
    {
      PlatformReviewPicture *picture = g_new0 (PlatformReviewPicture, 1);

      g_ptr_array_add (pictures, picture);
      if (!read_picture (g_ptr_array_index (bytes, i), i, picture, refusal))
        return NULL;
    }
  return g_steal_pointer (&pictures);
}

/* Whether this use may be reviewed by this account. */
static gboolean
check_use (PlatformDatabase *database,
           const char *account_id,
           const PlatformVoucher *voucher,
           PlatformRefusal *refusal,
           GError **error)
{
  g_autofree char *written = NULL;
  gboolean own = FALSE;

  if (voucher->state != PLATFORM_VOUCHER_REDEEMED)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "Only what was used can be reviewed");
  if (!platform_review_find_of_voucher (database, voucher->id, &written, error) ||
      !platform_account_storage_may_act_for (database, account_id, voucher->merchant_id, &own, error))
    return FALSE;
  if (written != NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "This has been reviewed already");
  if (own)
    return platform_refuse (refusal, RAMBLA_PROBLEM_FORBIDDEN, "Nobody reviews his own shop");
  return TRUE;
}

static char *
choose_author (PlatformDatabase *database, const char *account_id, gboolean named, GError **error)
{
  g_autoptr (PlatformAccount) account = NULL;

  if (!named)
    return new_mark ();
  if (platform_account_storage_get (database, account_id, &account, error) != PLATFORM_STEP_ROW)
    return NULL;
  return g_strdup (account->name);
}

static gboolean
log_review (PlatformDatabase *database,
            const PlatformNewReview *review,
            const char *deal_id,
            const char *store_id,
            GPtrArray *pictures,
            GError **error)
{
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  RamblaReviewContent content = { .author = review->author,
                                  .language = review->language,
                                  .text = review->text };
  RamblaReviewEntry entry = {
    .kind = RAMBLA_REVIEW_ENTRY_REVIEW,
    .id = (char *) review->id,
    .deal_id = (char *) deal_id,
    .store_id = (char *) store_id,
    .at = review->created_at,
    .rating = review->rating,
    .sample = review->sample,
  };

  for (guint i = 0; i < pictures->len; i++)
    {
      const PlatformReviewPicture *picture = g_ptr_array_index (pictures, i);

      g_array_append_val (hashes, picture->hash);
    }
  memcpy (content.salt, review->salt, sizeof content.salt);
  content.pictures = (const RamblaLogHash *) (gconstpointer) hashes->data;
  content.n_pictures = hashes->len;
  entry.content = rambla_review_content_hash (&content);
  return platform_review_log_storage_append (database, review->deal, &entry, error);
}

static gboolean
insert (PlatformDatabase *database, const PlatformNewReview *new_review, GPtrArray *pictures, GError **error)
{
  gint64 row;

  if (!platform_review_append (database, new_review, error))
    return FALSE;
  row = platform_database_get_last_row (database);
  rambla_fault_point ("review.written");
  for (guint i = 0; i < pictures->len; i++)
    if (!platform_review_add_picture (database, row, i, g_ptr_array_index (pictures, i), error))
      return FALSE;
  return TRUE;
}

gboolean
platform_reviewing_write (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const char *voucher_id,
                          const PlatformReviewDraft *draft,
                          PlatformReview **review,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_REVIEW);
  g_autofree char *author = NULL;
  g_autoptr (PlatformVoucher) voucher = NULL;
  g_autoptr (PlatformRedemption) redemption = NULL;
  g_autoptr (PlatformStore) store = NULL;
  g_autoptr (PlatformDeal) deal = NULL;
  g_autoptr (GPtrArray) pictures = NULL;
  PlatformNewReview new_review = {
    .id = id,
    .rating = draft->rating,
    .text = draft->text,
    .language = draft->language,
    .named = draft->named,
    .created_at = platform_clock_now (trade->clock),
    .account_id = account_id,
    .voucher_id = voucher_id,
  };
  PlatformStep step = platform_voucher_storage_get (database, voucher_id, account_id, &voucher, error);

  if (step == PLATFORM_STEP_ERROR)
    return FALSE;
  if (step == PLATFORM_STEP_DONE)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such voucher");
  if (!check_use (database, account_id, voucher, refusal, error))
    return FALSE;
  if (refusal->code != RAMBLA_PROBLEM_NONE)
    return TRUE;
  pictures = read_pictures (draft->pictures, refusal);
  if (pictures == NULL)
    return TRUE;
  if (platform_redemption_storage_get_of_voucher (database, voucher_id, voucher->escrow_round, &redemption,
                                                  error) != PLATFORM_STEP_ROW ||
      !platform_store_find (database, redemption->store_id, &store, error) ||
      !platform_deal_find (database, trade->city, voucher->deal_id, draft->language, &deal, error))
    return FALSE;
  if (store == NULL || deal == NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "The shop or the offer is not there any more");
  author = choose_author (database, account_id, draft->named, error);
  if (author == NULL)
    return FALSE;
  new_review.author = author;
  new_review.deal = deal->row;
  new_review.store = store->row;
  new_review.redemption_id = redemption->id;
  randombytes_buf (new_review.salt, sizeof new_review.salt);
  return insert (database, &new_review, pictures, error) &&
         log_review (database, &new_review, deal->id, store->id, pictures, error) &&
         refresh_index (database, trade, deal->row, error) &&
         platform_review_find (database, id, review, error) == PLATFORM_STEP_ROW &&
         tell (database, *review, "written", error);
}

/* --- Replying --- */

/* What is said about a review: the entry of a reply or a tombstone. */
static gboolean
log_remark (PlatformDatabase *database,
            const PlatformReview *review,
            RamblaReviewEntry *entry,
            const RamblaReviewContent *content,
            GError **error)
{
  entry->deal_id = review->deal_id;
  entry->store_id = review->store_id;
  entry->content = rambla_review_content_hash (content);
  return platform_review_log_storage_append (database, review->deal, entry, error);
}

/* The review again, with what is new about it. */
static gboolean
reload (PlatformDatabase *database, PlatformReview **review, const char *what, GError **error)
{
  g_autoptr (PlatformReview) before = g_steal_pointer (review);

  return platform_review_find (database, before->id, review, error) == PLATFORM_STEP_ROW &&
         tell (database, *review, what, error);
}

static gboolean
find (PlatformDatabase *database,
      const char *id,
      PlatformReview **review,
      PlatformRefusal *refusal,
      GError **error)
{
  PlatformStep step = platform_review_find (database, id, review, error);

  return step != PLATFORM_STEP_ERROR &&
         (step == PLATFORM_STEP_ROW ||
          platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such review"));
}

gboolean
platform_reviewing_reply (PlatformDatabase *database,
                          const PlatformTrade *trade,
                          const char *account_id,
                          const char *review_id,
                          const char *text,
                          const char *language,
                          PlatformReview **review,
                          PlatformRefusal *refusal,
                          GError **error)
{
  g_autofree char *id = rambla_id_new (RAMBLA_ID_REPLY);
  g_autoptr (PlatformReview) found = NULL;
  g_autoptr (PlatformStore) store = NULL;
  RamblaReviewContent content = { .language = language, .text = text };
  PlatformReply reply = { .id = id, .language = (char *) language, .text = (char *) text };
  RamblaReviewEntry entry = { .kind = RAMBLA_REVIEW_ENTRY_REPLY, .id = id };
  gboolean allowed = FALSE;

  if (!find (database, review_id, &found, refusal, error))
    return FALSE;
  if (found == NULL)
    return TRUE;
  if (!platform_account_storage_may_act_for (database, account_id, found->merchant_id, &allowed, error))
    return FALSE;
  if (!allowed)
    return platform_refuse (refusal, RAMBLA_PROBLEM_NOT_FOUND, "There is no such review");
  if (found->hidden != NULL || found->reply != NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT,
                            found->hidden != NULL ? "The review is hidden" : "There is a reply already");
  if (!platform_store_find (database, found->store_id, &store, error))
    return FALSE;
  reply.author = store->name;
  reply.created_at = platform_clock_now (trade->clock);
  randombytes_buf (reply.salt, sizeof reply.salt);
  content.author = reply.author;
  memcpy (content.salt, reply.salt, sizeof content.salt);
  entry.at = reply.created_at;
  entry.of = found->id;
  if (!platform_review_add_reply (database, found->row, &reply, account_id, error))
    return FALSE;
  rambla_fault_point ("review.replied");
  if (!log_remark (database, found, &entry, &content, error) || !reload (database, &found, "replied", error))
    return FALSE;
  *review = g_steal_pointer (&found);
  return TRUE;
}

/* --- Hiding --- */

gboolean
platform_reviewing_hide (PlatformDatabase *database,
                         const PlatformTrade *trade,
                         const char *account_id,
                         const char *id,
                         const char *reason,
                         const char *text,
                         PlatformReview **review,
                         PlatformRefusal *refusal,
                         GError **error)
{
  g_autofree char *tombstone_id = rambla_id_new (RAMBLA_ID_TOMBSTONE);
  g_autoptr (PlatformReview) found = NULL;
  RamblaReviewContent content = { .author = "operator", .language = "", .text = text };
  PlatformTombstone tombstone = {
    .id = tombstone_id,
    .reason = (char *) reason,
    .text = (char *) text,
    .created_at = platform_clock_now (trade->clock),
  };
  RamblaReviewEntry entry = {
    .kind = RAMBLA_REVIEW_ENTRY_TOMBSTONE,
    .id = tombstone_id,
    .at = tombstone.created_at,
    .of = (char *) id,
    .reason = (char *) reason,
  };

  if (!find (database, id, &found, refusal, error))
    return FALSE;
  if (found == NULL)
    return TRUE;
  if (g_str_equal (found->id, id) ? found->hidden != NULL : found->reply->hidden != NULL)
    return platform_refuse (refusal, RAMBLA_PROBLEM_CONFLICT, "It is hidden already");
  randombytes_buf (tombstone.salt, sizeof tombstone.salt);
  memcpy (content.salt, tombstone.salt, sizeof content.salt);
  if (!platform_review_add_tombstone (database, id, &tombstone, account_id, error))
    return FALSE;
  rambla_fault_point ("review.hidden");
  if (!log_remark (database, found, &entry, &content, error) ||
      !refresh_index (database, trade, found->deal, error) || !reload (database, &found, "hidden", error))
    return FALSE;
  *review = g_steal_pointer (&found);
  return TRUE;
}

/* --- Voting --- */

gboolean
platform_reviewing_vote (PlatformDatabase *database,
                         const char *account_id,
                         const char *review_id,
                         gboolean helpful,
                         PlatformReview **review,
                         PlatformRefusal *refusal,
                         GError **error)
{
  g_autoptr (PlatformReview) found = NULL;

  if (!find (database, review_id, &found, refusal, error))
    return FALSE;
  if (found == NULL)
    return TRUE;
  if (g_strcmp0 (found->account_id, account_id) == 0)
    return platform_refuse (refusal, RAMBLA_PROBLEM_FORBIDDEN, "This review is your own");
  if (!platform_review_vote (database, found->row, account_id, helpful, error))
    return FALSE;
  return platform_review_find (database, review_id, review, error) == PLATFORM_STEP_ROW;
}
