/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-questions.h"

#include "rambla-call-decode.h"
#include "rambla-json.h"

void
rambla_question_page_free (RamblaQuestionPage *page)
{
  g_ptr_array_unref (page->questions);
  g_free (page->next);
  g_free (page);
}

static gpointer
decode_page (JsonNode *root, const char *etag, GError **error)
{
  g_autoptr (RamblaQuestionPage) page = g_new0 (RamblaQuestionPage, 1);
  JsonObject *object = rambla_call_decode_object (root, error);
  JsonArray *questions;
  const char *next;

  page->questions = g_ptr_array_new_with_free_func (g_object_unref);
  if (object == NULL || !rambla_json_get_array (object, "questions", 1000, &questions, error) ||
      !rambla_json_get_string_or (object, "next_cursor", 512, NULL, &next, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (questions); i++)
    {
      RamblaQuestion *question = rambla_question_from_json (json_array_get_element (questions, i), error);

      if (question == NULL)
        {
          rambla_json_prefix_error (error, "/questions/%u", i);
          return NULL;
        }
      g_ptr_array_add (page->questions, question);
    }
  page->next = g_strdup (next);
  return g_steal_pointer (&page);
}

void
rambla_questions_list_of_deal_async (RamblaApi *api,
                                     const char *deal_id,
                                     const char *cursor,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  RamblaCall *call = rambla_call_new_for ("GET", "/v1/deals/", deal_id, "/questions");

  rambla_call_add (call, "cursor", cursor);
  rambla_call_send_read (api, call, decode_page, (GDestroyNotify) rambla_question_page_free, cancellable,
                         callback, user_data);
}

static void
list_own (RamblaApi *api,
          RamblaCall *call,
          const char *cursor,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  rambla_call_add (call, "cursor", cursor);
  rambla_call_send_own (api, call, decode_page, (GDestroyNotify) rambla_question_page_free, cancellable,
                        callback, user_data);
}

void
rambla_questions_list_own_async (RamblaApi *api,
                                 const char *cursor,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  list_own (api, rambla_call_new ("GET", "/v1/me/questions"), cursor, cancellable, callback, user_data);
}

void
rambla_questions_list_of_store_async (RamblaApi *api,
                                      const char *store_id,
                                      const char *cursor,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  RamblaCall *call = rambla_call_new ("GET", "/v1/merchant/questions");

  rambla_call_add (call, "store_id", store_id);
  list_own (api, call, cursor, cancellable, callback, user_data);
}

RamblaQuestionPage *
rambla_questions_list_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}

static gpointer
decode_question (JsonNode *root, const char *etag, GError **error)
{
  return rambla_call_decode_object (root, error) != NULL ? rambla_question_from_json (root, error) : NULL;
}

/* Takes @call over. */
static void
say (RamblaApi *api,
     RamblaCall *call,
     const char *key,
     const char *text,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  JsonObject *body = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (body, "text", text);
  json_node_take_object (node, body);
  rambla_call_set_body (call, node);
  rambla_call_set_idempotency_key (call, key);
  rambla_call_send_own (api, call, decode_question, g_object_unref, cancellable, callback, user_data);
}

void
rambla_questions_ask_async (RamblaApi *api,
                            const char *key,
                            const char *deal_id,
                            const char *text,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  say (api, rambla_call_new_for ("POST", "/v1/deals/", deal_id, "/questions"), key, text, cancellable,
       callback, user_data);
}

void
rambla_questions_answer_async (RamblaApi *api,
                               const char *key,
                               const char *id,
                               const char *text,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  say (api, rambla_call_new_for ("POST", "/v1/merchant/questions/", id, "/answer"), key, text, cancellable,
       callback, user_data);
}

RamblaQuestion *
rambla_questions_say_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return rambla_api_call_finish (api, result, error);
}
