/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-store-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-breakpoint-bin.h"
#include "rambla-catalogue.h"
#include "rambla-certification-row.h"
#include "rambla-follow-toggle.h"
#include "rambla-place-time.h"
#include "rambla-section.h"
#include "rambla-shelf.h"
#include "rambla-state-page.h"
#include "rambla-store-branches.h"
#include "rambla-store-head.h"
#include "rambla-store-hours.h"
#include "rambla-store-offers.h"
#include "rambla-way-there.h"

#define TWO_COLUMNS 900
#define MOST_WIDTH 1160
#define MARGIN 16
#define GAP 28

struct _RamblaStorePage
{
  AdwBin parent_instance;

  RamblaBreakpointBin *bin;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  RamblaStatePage *state;
  GtkBox *columns;
  GtkBox *left;  /* what it is and what it offers */
  GtkBox *right; /* when, how and where */

  RamblaClient *client;
  GTimeZone *zone;
  RamblaFollows *follows;
  char *store_id;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaStorePage, rambla_store_page, ADW_TYPE_BIN)

static void
arrange (RamblaStorePage *self)
{
  gboolean narrow = rambla_breakpoint_bin_get_narrow (self->bin);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->columns),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing (self->columns, narrow ? 0 : GAP);
  gtk_box_set_homogeneous (self->columns, !narrow);
}

static void
add_right (RamblaStorePage *self, RamblaStore *store)
{
  GtkWidget *way = rambla_way_there_new (rambla_client_get_card (self->client));
  GtkWidget *contact = rambla_store_contact_new (store);

  if (rambla_store_get_schedule (store) != NULL)
    gtk_box_append (self->right,
                    rambla_section_new (_ ("Opening hours"), rambla_store_hours_new (store, self->zone)));
  if (gtk_widget_get_visible (contact))
    gtk_box_append (self->right, rambla_section_new (_ ("Contact"), contact));
  else
    g_object_unref (g_object_ref_sink (contact));
  rambla_way_there_set_store (RAMBLA_WAY_THERE (way), store);
  gtk_box_append (self->right, rambla_section_new (_ ("The way there"), way));
  if (rambla_store_get_branch_count (store) > 1)
    gtk_box_append (self->right, rambla_section_new (_ ("Other branches"),
                                                     rambla_store_branches_new (
                                                         rambla_client_get_api (self->client), store)));
}

static void
on_store_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaStorePage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaStore) store = rambla_catalogue_get_store_finish (RAMBLA_API (source), result, &error);
  GtkWidget *follow;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (store == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  adw_window_title_set_title (self->title, rambla_store_get_name (store));
  rambla_history_add (rambla_shelf_get_history (self->client), "store", rambla_store_get_id (store),
                      rambla_store_get_name (store));
  rambla_box_clear (self->left);
  rambla_box_clear (self->right);
  gtk_box_append (self->left, rambla_store_head_new (self->client, store, self->zone));
  gtk_box_append (self->left,
                  rambla_certification_row_new (rambla_client_get_api (self->client), self->store_id,
                                                rambla_store_get_merchant_id (store)));
  follow = rambla_follow_toggle_new (self->follows, store);
  gtk_widget_set_halign (follow, GTK_ALIGN_START);
  gtk_box_append (self->left, follow);
  rambla_follows_mark_seen (self->follows, self->store_id);
  gtk_box_append (self->left, rambla_section_new (_ ("Offers here"),
                                                  rambla_store_offers_new (self->client, self->store_id)));
  add_right (self, store);
  rambla_state_page_show_content (self->state);
}

static void
load (RamblaStorePage *self)
{
  rambla_state_page_show_loading (self->state, NULL);
  rambla_catalogue_get_store_async (rambla_client_get_api (self->client), self->store_id, self->cancellable,
                                    on_store_ready, g_object_ref (self));
}

static void
rambla_store_page_dispose (GObject *object)
{
  RamblaStorePage *self = RAMBLA_STORE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->client);
  g_clear_object (&self->follows);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->store_id, g_free);
  G_OBJECT_CLASS (rambla_store_page_parent_class)->dispose (object);
}

static void
rambla_store_page_finalize (GObject *object)
{
  g_object_unref (RAMBLA_STORE_PAGE (object)->cancellable);
  G_OBJECT_CLASS (rambla_store_page_parent_class)->finalize (object);
}

static void
rambla_store_page_class_init (RamblaStorePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_store_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_store_page_finalize;
}

/* --- construction --- */

static GtkWidget *
new_column (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_valign (column, GTK_ALIGN_START);
  gtk_widget_set_hexpand (column, TRUE);
  return column;
}

static GtkWidget *
new_content (RamblaStorePage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->columns = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP));
  self->left = GTK_BOX (new_column ());
  self->right = GTK_BOX (new_column ());
  gtk_box_append (self->columns, GTK_WIDGET (self->left));
  gtk_box_append (self->columns, GTK_WIDGET (self->right));
  gtk_widget_set_margin_top (GTK_WIDGET (self->columns), MARGIN);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->columns), GAP);
  gtk_widget_set_margin_start (GTK_WIDGET (self->columns), MARGIN);
  gtk_widget_set_margin_end (GTK_WIDGET (self->columns), MARGIN);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), MOST_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), MOST_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->columns));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static GtkWidget *
new_header (RamblaStorePage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Store"), NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  self->header = ADW_HEADER_BAR (header);
  return header;
}

static void
rambla_store_page_init (RamblaStorePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_content (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  self->bin = g_object_new (RAMBLA_TYPE_BREAKPOINT_BIN, "threshold", TWO_COLUMNS, NULL);
  rambla_breakpoint_bin_set_child (self->bin, box);
  g_signal_connect_swapped (self->bin, "notify::narrow", G_CALLBACK (arrange), self);
  arrange (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bin));
}

GtkWidget *
rambla_store_page_new (RamblaClient *client, RamblaFollows *follows, const char *store_id)
{
  RamblaStorePage *self = g_object_new (RAMBLA_TYPE_STORE_PAGE, NULL);

  self->client = g_object_ref (client);
  self->zone = rambla_place_time_zone (rambla_client_get_card (client));
  self->follows = g_object_ref (follows);
  self->store_id = g_strdup (store_id);
  load (self);
  return GTK_WIDGET (self);
}
