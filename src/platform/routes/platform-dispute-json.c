/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "platform-dispute-json.h"

#include "platform-order-storage.h"
#include "platform-trade-json.h"

static void
write_store (RamblaJsonWriter *writer, const PlatformTerms *terms, const char *store_id)
{
  const PlatformTermsStore *store = platform_terms_find_store (terms, store_id);

  rambla_json_writer_name (writer, "store");
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", store_id);
  rambla_json_writer_member_string (writer, "name", store != NULL ? store->name : terms->merchant_name);
  rambla_json_writer_end_object (writer);
}

void
platform_dispute_json_write_picture (RamblaJsonWriter *writer, const PlatformDisputePicture *picture)
{
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", picture->id);
  rambla_json_writer_member_string (writer, "author", picture->author);
  rambla_json_writer_member_string (writer, "type", picture->type);
  rambla_json_writer_member_int (writer, "width", picture->width);
  rambla_json_writer_member_int (writer, "height", picture->height);
  rambla_json_writer_member_int (writer, "bytes", picture->size);
  rambla_json_writer_member_time (writer, "created_at", picture->created_at);
  if (picture->bytes != NULL)
    {
      g_autofree char *data = NULL;
      gsize size = 0;
      gconstpointer bytes = g_bytes_get_data (picture->bytes, &size);

      data = g_base64_encode (bytes, size);
      rambla_json_writer_member_string (writer, "data", data);
    }
  rambla_json_writer_end_object (writer);
}

static gboolean
load_what_was_said (RamblaJsonWriter *writer,
                    PlatformDatabase *database,
                    const PlatformDispute *dispute,
                    GError **error)
{
  g_autoptr (GPtrArray) messages = platform_dispute_storage_list_messages (database, dispute->number, error);
  g_autoptr (GPtrArray) pictures = NULL;

  if (messages == NULL)
    return FALSE;
  pictures = platform_dispute_storage_list_pictures (database, dispute->number, error);
  if (pictures == NULL)
    return FALSE;
  rambla_json_writer_name (writer, "messages");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < messages->len; i++)
    {
      const PlatformDisputeMessage *message = g_ptr_array_index (messages, i);

      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_string (writer, "id", message->id);
      rambla_json_writer_member_string (writer, "author", message->author);
      rambla_json_writer_member_string (writer, "text", message->text);
      rambla_json_writer_member_time (writer, "created_at", message->created_at);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
  rambla_json_writer_name (writer, "pictures");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < pictures->len; i++)
    platform_dispute_json_write_picture (writer, g_ptr_array_index (pictures, i));
  rambla_json_writer_end_array (writer);
  return TRUE;
}

gboolean
platform_dispute_json_load (RamblaJsonWriter *writer,
                            PlatformDatabase *database,
                            const PlatformTrade *trade,
                            const PlatformDispute *dispute,
                            PlatformParty party,
                            gboolean whole,
                            const char *language,
                            GError **error)
{
  g_autoptr (PlatformOrder) order = NULL;
  g_autoptr (PlatformTerms) terms = NULL;

  if (platform_order_storage_get (database, dispute->order_id, NULL, &order, error) != PLATFORM_STEP_ROW)
    return FALSE;
  terms = platform_terms_cache_get (trade->terms, database, order->terms, error);
  if (terms == NULL)
    return FALSE;
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "id", dispute->id);
  rambla_json_writer_member_string (writer, "order_id", dispute->order_id);
  rambla_json_writer_member_string (writer, "you", platform_party_to_string (party));
  rambla_json_writer_member_string (writer, "state", dispute->state);
  rambla_json_writer_member_string (writer, "reason", dispute->reason);
  rambla_json_writer_member_money (writer, "amount", rambla_money (dispute->amount, dispute->currency));
  rambla_json_writer_name (writer, "deal");
  platform_trade_json_write_deal (writer, terms, order->currency, order->store_id, language);
  write_store (writer, terms, dispute->store_id);
  rambla_json_writer_member_time (writer, "opened_at", dispute->opened_at);
  rambla_json_writer_member_time (writer, "answer_by", dispute->answer_by);
  if (dispute->outcome != NULL)
    {
      rambla_json_writer_member_string (writer, "outcome", dispute->outcome);
      rambla_json_writer_member_string (writer, "decided_by", dispute->decided_by);
      rambla_json_writer_member_time (writer, "decided_at", dispute->decided_at);
      rambla_json_writer_member_money (writer, "refunded",
                                       rambla_money (dispute->refunded, dispute->currency));
    }
  if (whole && !load_what_was_said (writer, database, dispute, error))
    return FALSE;
  rambla_json_writer_end_object (writer);
  return TRUE;
}
