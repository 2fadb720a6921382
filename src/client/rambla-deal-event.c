/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-event.h"

gboolean
rambla_deal_event_is_about (JsonObject *data, const char *deal_id)
{
  return g_strcmp0 (json_object_get_string_member_with_default (data, "id", NULL), deal_id) == 0;
}

gboolean
rambla_deal_event_is_over (JsonObject *data)
{
  return !json_object_get_boolean_member_with_default (data, "on_sale", TRUE);
}

RamblaDeal *
rambla_deal_event_apply (RamblaDeal *deal, JsonObject *data)
{
  /* What an event tells has the same names and forms as in the offer itself. */
  static const char *const members[] = { "price", "regular_price", "discount_percent", "valid_until",
                                         "stock_left", "sponsored" };
  JsonObject *old = json_node_get_object (rambla_deal_get_json (deal));
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GList) names = json_object_get_members (old);
  g_autoptr (GError) error = NULL;
  RamblaDeal *changed;

  for (GList *name = names; name != NULL; name = name->next)
    json_object_set_member (object, name->data, json_object_dup_member (old, name->data));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (json_object_has_member (data, members[i]))
      json_object_set_member (object, members[i], json_object_dup_member (data, members[i]));
  json_node_set_object (node, object);
  changed = rambla_deal_from_json (node, &error);
  if (changed == NULL)
    g_message ("A change of an offer cannot be read: %s", error->message);
  return changed;
}
