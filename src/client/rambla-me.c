/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-me.h"

#include "rambla-json.h"

void
rambla_me_free (RamblaMe *me)
{
  g_free (me->id);
  g_free (me->email);
  g_free (me->name);
  g_free (me->card_brand);
  g_free (me->card_last4);
  g_free (me);
}

RamblaMe *
rambla_me_from_json (JsonNode *node, GError **error)
{
  JsonObject *object = rambla_json_as_object (node, error);
  JsonObject *card;
  RamblaMe *me;
  const char *id;
  const char *email;
  const char *name;
  const char *brand = NULL;
  const char *last4 = NULL;

  if (object == NULL || !rambla_json_get_id (object, "id", NULL, &id, error) ||
      !rambla_json_get_string (object, "email", 320, &email, error) ||
      !rambla_json_get_string (object, "name", 200, &name, error) ||
      !rambla_json_get_object_or_null (object, "saved_card", &card, error))
    return NULL;
  if (card != NULL && (!rambla_json_get_string (card, "brand", 50, &brand, error) ||
                       !rambla_json_get_string (card, "last4", 4, &last4, error)))
    {
      rambla_json_prefix_error (error, "/saved_card");
      return NULL;
    }
  me = g_new0 (RamblaMe, 1);
  me->id = g_strdup (id);
  me->email = g_strdup (email);
  me->name = g_strdup (name);
  me->card_brand = g_strdup (brand);
  me->card_last4 = g_strdup (last4);
  return me;
}

char *
rambla_me_to_text (const RamblaMe *me)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", me->id);
  json_object_set_string_member (object, "email", me->email);
  json_object_set_string_member (object, "name", me->name);
  if (me->card_last4 != NULL)
    {
      JsonObject *card = json_object_new ();

      json_object_set_string_member (card, "brand", me->card_brand);
      json_object_set_string_member (card, "last4", me->card_last4);
      json_object_set_object_member (object, "saved_card", card);
    }
  json_node_take_object (node, object);
  return json_to_string (node, FALSE);
}
