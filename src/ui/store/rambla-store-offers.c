/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-offers.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-deal-card.h"
#include "rambla-section.h"
#include "rambla-state-page.h"

/* Changes come in bursts. */
#define SETTLE_MS 400

struct _RamblaStoreOffers
{
  AdwBin parent_instance;

  RamblaStatePage *state;
  GtkBox *cards;

  RamblaApi *api;
  char *store_id;
  guint changed_source;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaStoreOffers, rambla_store_offers, ADW_TYPE_BIN)

static void
on_deals_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaStoreOffers) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDealBatch) batch =
      rambla_catalogue_list_store_deals_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (batch == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  rambla_box_clear (self->cards);
  for (guint i = 0; i < batch->deals->len; i++)
    {
      GtkWidget *card = rambla_deal_card_new ();

      rambla_deal_card_set_deal (RAMBLA_DEAL_CARD (card), g_ptr_array_index (batch->deals, i));
      gtk_box_append (self->cards, card);
    }
  if (batch->deals->len == 0)
    gtk_box_append (self->cards, rambla_text_new (_ ("No offers here now"), "dimmer"));
  rambla_state_page_show_content (self->state);
}

static void
load (RamblaStoreOffers *self)
{
  rambla_catalogue_list_store_deals_async (self->api, self->store_id, self->cancellable, on_deals_ready,
                                           g_object_ref (self));
}

static gboolean
on_changes_settled (gpointer user_data)
{
  RamblaStoreOffers *self = user_data;

  self->changed_source = 0;
  load (self);
  return G_SOURCE_REMOVE;
}

/* An offer that is new is in no list of ours, so any change may be about this store. */
static void
on_changes (RamblaStoreOffers *self)
{
  if (self->changed_source == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->changed_source = g_timeout_add (SETTLE_MS, on_changes_settled, self);
}

static void
rambla_store_offers_dispose (GObject *object)
{
  RamblaStoreOffers *self = RAMBLA_STORE_OFFERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->changed_source, g_source_remove);
  g_clear_object (&self->api);
  g_clear_pointer (&self->store_id, g_free);
  G_OBJECT_CLASS (rambla_store_offers_parent_class)->dispose (object);
}

static void
rambla_store_offers_finalize (GObject *object)
{
  g_object_unref (RAMBLA_STORE_OFFERS (object)->cancellable);
  G_OBJECT_CLASS (rambla_store_offers_parent_class)->finalize (object);
}

static void
rambla_store_offers_class_init (RamblaStoreOffersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_store_offers_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_store_offers_finalize;
}

static void
rambla_store_offers_init (RamblaStoreOffers *self)
{
  self->cancellable = g_cancellable_new ();
  self->cards = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (GTK_WIDGET (self->cards)));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->state));
}

GtkWidget *
rambla_store_offers_new (RamblaClient *client, const char *store_id)
{
  RamblaStoreOffers *self = g_object_new (RAMBLA_TYPE_STORE_OFFERS, NULL);

  self->api = g_object_ref (rambla_client_get_api (client));
  self->store_id = g_strdup (store_id);
  g_signal_connect_object (rambla_client_get_events (client), "event::deal", G_CALLBACK (on_changes), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_client_get_events (client), "refetch", G_CALLBACK (on_changes), self,
                           G_CONNECT_SWAPPED);
  rambla_state_page_show_loading (self->state, NULL);
  load (self);
  return GTK_WIDGET (self);
}
