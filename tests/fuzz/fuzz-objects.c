/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "rambla-card.h"
#include "rambla-category.h"
#include "rambla-deal.h"
#include "rambla-geo.h"
#include "rambla-json.h"
#include "rambla-money.h"
#include "rambla-order.h"
#include "rambla-problem.h"
#include "rambla-redemption.h"
#include "rambla-review.h"
#include "rambla-slot.h"
#include "rambla-store.h"
#include "rambla-voucher.h"

static GObject *
read_object (guint8 kind, JsonNode *node, GError **error)
{
  switch (kind % 9)
    {
    case 0:
      return (GObject *) rambla_deal_from_json (node, error);
    case 1:
      return (GObject *) rambla_store_from_json (node, error);
    case 2:
      return (GObject *) rambla_order_from_json (node, error);
    case 3:
      return (GObject *) rambla_voucher_from_json (node, error);
    case 4:
      return (GObject *) rambla_review_from_json (node, error);
    case 5:
      return (GObject *) rambla_redemption_from_json (node, error);
    case 6:
      return (GObject *) rambla_slot_from_json (node, error);
    case 7:
      return (GObject *) rambla_card_from_json (node, error);
    default:
      return (GObject *) rambla_category_from_json (node, error);
    }
}

/* The first byte says as what the rest is read. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GObject) object = NULL;
  g_autoptr (GError) error = NULL;
  RamblaMoney money;
  RamblaPoint point;
  RamblaBox box;

  if (size < 1)
    return 0;
  rambla_problem_free (rambla_problem_parse (409, (const char *) data + 1, (gssize) size - 1));
  node = rambla_json_parse ((const char *) data + 1, (gssize) size - 1, 64 * 1024, NULL);
  if (node == NULL)
    return 0;
  object = read_object (data[0], node, &error);
  g_assert_true ((object != NULL) == (error == NULL));
  rambla_money_from_json (node, &money, NULL);
  rambla_point_from_json (node, &point, NULL);
  rambla_box_from_json (node, &box, NULL);
  return 0;
}
