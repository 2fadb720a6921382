/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-similar-deals.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-deal-card.h"
#include "rambla-section.h"

#define MOST 6
#define NEAR_METRES 3000

struct _RamblaSimilarDeals
{
  AdwBin parent_instance;

  GtkFlowBox *cards;
  char *deal_id;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaSimilarDeals, rambla_similar_deals, ADW_TYPE_BIN)

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaSimilarDeals) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) batch = rambla_catalogue_search_finish (RAMBLA_API (source), result, &error);
  guint shown = 0;

  /* These are an extra: without them the page is whole. */
  if (batch == NULL)
    return;
  for (guint i = 0; i < batch->deals->len && shown < MOST; i++)
    {
      RamblaDeal *deal = g_ptr_array_index (batch->deals, i);
      GtkWidget *card;

      if (g_str_equal (rambla_deal_get_id (deal), self->deal_id))
        continue;
      card = rambla_deal_card_new ();
      rambla_deal_card_set_deal (RAMBLA_DEAL_CARD (card), deal);
      gtk_widget_set_size_request (card, 300, -1);
      gtk_flow_box_insert (self->cards, card, -1);
      gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
      shown++;
    }
  gtk_widget_set_visible (GTK_WIDGET (self), shown > 0);
}

static void
rambla_similar_deals_dispose (GObject *object)
{
  RamblaSimilarDeals *self = RAMBLA_SIMILAR_DEALS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->deal_id, g_free);
  G_OBJECT_CLASS (rambla_similar_deals_parent_class)->dispose (object);
}

static void
rambla_similar_deals_class_init (RamblaSimilarDealsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_similar_deals_dispose;
}

static void
rambla_similar_deals_init (RamblaSimilarDeals *self)
{
  self->cancellable = g_cancellable_new ();
  self->cards = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->cards, GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (self->cards, TRUE);
  gtk_flow_box_set_max_children_per_line (self->cards, 3);
  gtk_widget_add_css_class (GTK_WIDGET (self->cards), "deal-list");
  adw_bin_set_child (ADW_BIN (self),
                     rambla_section_new (_ ("Similar offers nearby"), GTK_WIDGET (self->cards)));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
rambla_similar_deals_new (RamblaApi *api, RamblaDeal *deal)
{
  RamblaSimilarDeals *self = g_object_new (RAMBLA_TYPE_SIMILAR_DEALS, NULL);
  g_autoptr (RamblaDealQuery) query = rambla_deal_query_new ();

  self->deal_id = g_strdup (rambla_deal_get_id (deal));
  query->has_near = TRUE;
  query->near = rambla_store_get_location (rambla_deal_get_store (deal));
  query->radius = NEAR_METRES;
  query->categories = g_strdup (rambla_deal_get_category (deal));
  query->sort = RAMBLA_SORT_DISTANCE;
  rambla_catalogue_search_async (api, query, NULL, MOST + 1, self->cancellable, on_found,
                                 g_object_ref (self));
  return GTK_WIDGET (self);
}
