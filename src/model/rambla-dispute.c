/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-dispute.h"

#include "rambla-json.h"

struct _RamblaDispute
{
  GObject parent_instance;

  JsonNode *json;
  char *id;
  char *order_id;
  int party;
  int state;
  char *reason;
  RamblaMoney amount;
  char *title;
  char *store_name;
  gint64 opened_at;
  gint64 answer_by;
  int outcome;
  int decider;
  RamblaMoney refunded;
  GPtrArray *messages;
  GPtrArray *pictures;
};

G_DEFINE_FINAL_TYPE (RamblaDispute, rambla_dispute, G_TYPE_OBJECT)

static const char *const parties[] = { "buyer", "merchant", "operator", NULL };
static const char *const states[] = { "open", "answered", "decided", NULL };
static const char *const reasons[] = { "not_as_described", "refused", "quality", "other", NULL };
static const char *const outcomes[] = { "refunded", "partially_refunded", "rejected", "withdrawn", NULL };
static const char *const deciders[] = { "operator", "deadline", "merchant", "buyer", NULL };

static void
message_free (gpointer data)
{
  RamblaDisputeMessage *message = data;

  g_free (message->text);
  g_free (message);
}

static void
picture_free (gpointer data)
{
  RamblaDisputePicture *picture = data;

  g_free (picture->id);
  g_free (picture);
}

static gboolean
read_message (RamblaDispute *self, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaDisputeMessage *message;
  const char *text;
  int author;
  gint64 at;

  if (object == NULL || !rambla_json_get_enum (object, "author", parties, &author, error) ||
      !rambla_json_get_string (object, "text", 8000, &text, error) ||
      !rambla_json_get_time (object, "created_at", &at, error))
    return FALSE;
  message = g_new0 (RamblaDisputeMessage, 1);
  message->author = (RamblaParty) author;
  message->text = g_strdup (text);
  message->at = at;
  g_ptr_array_add (self->messages, message);
  return TRUE;
}

static gboolean
read_picture (RamblaDispute *self, JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  RamblaDisputePicture *picture;
  const char *id;
  int author;
  gint64 width;
  gint64 height;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_enum (object, "author", parties, &author, error) ||
      !rambla_json_get_int (object, "width", 1, G_MAXINT, &width, error) ||
      !rambla_json_get_int (object, "height", 1, G_MAXINT, &height, error))
    return FALSE;
  picture = g_new0 (RamblaDisputePicture, 1);
  picture->id = g_strdup (id);
  picture->author = (RamblaParty) author;
  picture->width = (int) width;
  picture->height = (int) height;
  g_ptr_array_add (self->pictures, picture);
  return TRUE;
}

static gboolean
read_list (RamblaDispute *self,
           JsonObject *object,
           const char *name,
           gboolean (*read) (RamblaDispute *self, JsonNode *node, GError **error),
           GError **error)
{
  JsonArray *array;

  if (!rambla_json_get_array_or_null (object, name, 1000, &array, error))
    return FALSE;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!read (self, json_array_get_element (array, i), error))
      return rambla_json_prefix_error (error, "/%s/%u", name, i);
  return TRUE;
}

static gboolean
read_names (RamblaDispute *self, JsonObject *object, GError **error)
{
  JsonObject *deal;
  JsonObject *store;
  const char *title;
  const char *name;

  if (!rambla_json_get_object (object, "deal", &deal, error) ||
      !rambla_json_get_string (deal, "title", 500, &title, error) ||
      !rambla_json_get_object (object, "store", &store, error) ||
      !rambla_json_get_string (store, "name", 500, &name, error))
    return FALSE;
  self->title = g_strdup (title);
  self->store_name = g_strdup (name);
  return TRUE;
}

static gboolean
read_decision (RamblaDispute *self, JsonObject *object, GError **error)
{
  return self->state != RAMBLA_DISPUTE_DECIDED ||
         (rambla_json_get_enum (object, "outcome", outcomes, &self->outcome, error) &&
          rambla_json_get_enum (object, "decided_by", deciders, &self->decider, error) &&
          rambla_json_get_money (object, "refunded", &self->refunded, error));
}

RamblaDispute *
rambla_dispute_from_json (JsonNode *node, GError **error)
{
  g_autoptr (RamblaDispute) self = g_object_new (RAMBLA_TYPE_DISPUTE, NULL);
  JsonObject *object = rambla_json_as_object (node, error);
  const char *id;
  const char *order_id;
  int reason;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_id (object, "order_id", NULL, &order_id, error) ||
      !rambla_json_get_enum (object, "you", parties, &self->party, error) ||
      !rambla_json_get_enum (object, "state", states, &self->state, error) ||
      !rambla_json_get_enum (object, "reason", reasons, &reason, error) ||
      !rambla_json_get_money (object, "amount", &self->amount, error) ||
      !rambla_json_get_time (object, "opened_at", &self->opened_at, error) ||
      !rambla_json_get_time (object, "answer_by", &self->answer_by, error) ||
      !read_names (self, object, error) || !read_decision (self, object, error) ||
      !read_list (self, object, "messages", read_message, error) ||
      !read_list (self, object, "pictures", read_picture, error))
    return NULL;
  self->id = g_strdup (id);
  self->order_id = g_strdup (order_id);
  self->reason = g_strdup (reasons[reason]);
  self->json = json_node_ref (node);
  return g_steal_pointer (&self);
}

JsonNode *
rambla_dispute_get_json (RamblaDispute *self)
{
  return self->json;
}

const char *
rambla_dispute_get_id (RamblaDispute *self)
{
  return self->id;
}

const char *
rambla_dispute_get_order_id (RamblaDispute *self)
{
  return self->order_id;
}

RamblaParty
rambla_dispute_get_party (RamblaDispute *self)
{
  return (RamblaParty) self->party;
}

RamblaDisputeState
rambla_dispute_get_state (RamblaDispute *self)
{
  return (RamblaDisputeState) self->state;
}

const char *
rambla_dispute_get_reason (RamblaDispute *self)
{
  return self->reason;
}

RamblaMoney
rambla_dispute_get_amount (RamblaDispute *self)
{
  return self->amount;
}

const char *
rambla_dispute_get_title (RamblaDispute *self)
{
  return self->title;
}

const char *
rambla_dispute_get_store_name (RamblaDispute *self)
{
  return self->store_name;
}

gint64
rambla_dispute_get_opened_at (RamblaDispute *self)
{
  return self->opened_at;
}

gint64
rambla_dispute_get_answer_by (RamblaDispute *self)
{
  return self->answer_by;
}

RamblaDisputeOutcome
rambla_dispute_get_outcome (RamblaDispute *self)
{
  return (RamblaDisputeOutcome) self->outcome;
}

RamblaDisputeDecider
rambla_dispute_get_decider (RamblaDispute *self)
{
  return (RamblaDisputeDecider) self->decider;
}

RamblaMoney
rambla_dispute_get_refunded (RamblaDispute *self)
{
  return self->refunded;
}

GPtrArray *
rambla_dispute_get_messages (RamblaDispute *self)
{
  return self->messages;
}

GPtrArray *
rambla_dispute_get_pictures (RamblaDispute *self)
{
  return self->pictures;
}

static void
rambla_dispute_finalize (GObject *object)
{
  RamblaDispute *self = RAMBLA_DISPUTE (object);

  g_clear_pointer (&self->json, json_node_unref);
  g_free (self->id);
  g_free (self->order_id);
  g_free (self->reason);
  g_free (self->title);
  g_free (self->store_name);
  g_ptr_array_unref (self->messages);
  g_ptr_array_unref (self->pictures);
  G_OBJECT_CLASS (rambla_dispute_parent_class)->finalize (object);
}

static void
rambla_dispute_class_init (RamblaDisputeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_dispute_finalize;
}

static void
rambla_dispute_init (RamblaDispute *self)
{
  self->messages = g_ptr_array_new_with_free_func (message_free);
  self->pictures = g_ptr_array_new_with_free_func (picture_free);
}
