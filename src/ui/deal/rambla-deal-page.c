/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-branch-list.h"
#include "rambla-breakpoint-bin.h"
#include "rambla-buy-bar.h"
#include "rambla-catalogue.h"
#include "rambla-checkout-page.h"
#include "rambla-compare-toggle.h"
#include "rambla-deal-event.h"
#include "rambla-deal-gallery.h"
#include "rambla-deal-head.h"
#include "rambla-group-progress.h"
#include "rambla-navigation.h"
#include "rambla-place-time.h"
#include "rambla-price-chart.h"
#include "rambla-question-list.h"
#include "rambla-review-list.h"
#include "rambla-save-toggle.h"
#include "rambla-section.h"
#include "rambla-share-button.h"
#include "rambla-shelf.h"
#include "rambla-sign-in-dialog.h"
#include "rambla-similar-deals.h"
#include "rambla-slot-picker.h"
#include "rambla-state-page.h"
#include "rambla-use-check.h"

#define TWO_COLUMNS 900
#define MOST_WIDTH 1160
#define MARGIN 16
#define HERO_HEIGHT 330
#define HERO_HEIGHT_NARROW 240

/* A block of the page and the column in which it stands when there are two. */
typedef struct
{
  GtkWidget *widget;
  gboolean right;
} Part;

struct _RamblaDealPage
{
  AdwBin parent_instance;

  RamblaBreakpointBin *bin;
  AdwHeaderBar *header;
  AdwWindowTitle *title;
  RamblaShareButton *share;
  RamblaSaveToggle *heart; /* NULL where nothing is saved */
  RamblaStatePage *state;
  GtkScrolledWindow *scroller;
  GtkBox *content;
  GtkGrid *grid;
  GtkBox *left;
  GtkBox *right;
  GtkWidget *hero;
  GArray *parts; /* of Part, in the order of a single column */
  RamblaBuyBar *bar;
  RamblaBranchList *branches;
  RamblaSlotPicker *slots; /* NULL for what is no booking */
  RamblaUseCheck *use_check;

  RamblaClient *client;
  GTimeZone *zone;
  char *deal_id;
  RamblaDeal *deal;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaDealPage, rambla_deal_page, ADW_TYPE_BIN)

/* --- where things stand --- */

static void
part_clear (Part *part)
{
  g_object_unref (part->widget);
}

static void
add_part (RamblaDealPage *self, GtkWidget *widget, gboolean right)
{
  Part part = { g_object_ref_sink (widget), right };

  g_array_append_val (self->parts, part);
}

static void
arrange (RamblaDealPage *self)
{
  gboolean narrow = rambla_breakpoint_bin_get_narrow (self->bin);
  gboolean has_right = gtk_widget_get_parent (GTK_WIDGET (self->right)) != NULL;

  rambla_box_clear (self->left);
  rambla_box_clear (self->right);
  for (guint i = 0; i < self->parts->len; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);

      gtk_box_append (part->right && !narrow ? self->right : self->left, part->widget);
    }
  if (self->hero != NULL)
    gtk_widget_set_size_request (self->hero, -1, narrow ? HERO_HEIGHT_NARROW : HERO_HEIGHT);
  if (narrow && has_right)
    gtk_grid_remove (self->grid, GTK_WIDGET (self->right));
  else if (!narrow && !has_right)
    gtk_grid_attach (self->grid, GTK_WIDGET (self->right), 3, 0, 2, 1);
}

/* --- what is shown --- */

static void
on_history_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaPriceChart) chart = user_data;
  g_autoptr (GError) error = NULL;
  RamblaPriceHistory *history =
      rambla_catalogue_get_price_history_finish (RAMBLA_API (source), result, &error);

  if (history != NULL && history->prices->len > 0)
    {
      rambla_price_chart_set_history (chart, history);
      gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (chart)), TRUE);
    }
  else
    g_clear_pointer (&history, rambla_price_history_free);
}

/* The chart appears when there is something to draw. */
static GtkWidget *
new_history (RamblaDealPage *self)
{
  GtkWidget *chart = rambla_price_chart_new ();
  GtkWidget *section = rambla_section_new (_ ("Price history"), chart);

  gtk_widget_set_visible (section, FALSE);
  rambla_catalogue_get_price_history_async (rambla_client_get_api (self->client), self->deal_id,
                                            self->cancellable, on_history_ready, g_object_ref (chart));
  return section;
}

static GtkWidget *
new_includes (RamblaDeal *deal)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *const *includes = rambla_deal_get_includes (deal);

  gtk_widget_add_css_class (box, "facts");
  for (guint i = 0; includes != NULL && includes[i] != NULL; i++)
    gtk_box_append (GTK_BOX (box), rambla_fact_new ("rambla-check-circle-symbolic", includes[i]));
  return box;
}

static GtkWidget *
new_rules (RamblaDealPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_box_append (GTK_BOX (box), rambla_deal_rules_new (self->deal, self->zone));
  /* A booking has its time; the rules are in its slots. */
  if (rambla_deal_get_kind (self->deal) != RAMBLA_DEAL_BOOKING)
    {
      self->use_check = RAMBLA_USE_CHECK (rambla_use_check_new (self->deal, self->zone));
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->use_check));
    }
  return box;
}

static void
update_bar (RamblaDealPage *self)
{
  RamblaSlot *slot = self->slots != NULL ? rambla_slot_picker_get_slot (self->slots) : NULL;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "deal.buy",
                                 rambla_buy_bar_show (self->bar, self->deal, slot, self->zone));
}

static void
on_store_chosen (RamblaDealPage *self)
{
  RamblaStore *store = rambla_branch_list_get_store (self->branches);

  if (self->slots != NULL)
    rambla_slot_picker_set_store (self->slots, store);
  if (self->use_check != NULL)
    rambla_use_check_set_store (self->use_check, store);
}

static void
add_choice (RamblaDealPage *self)
{
  RamblaApi *api = rambla_client_get_api (self->client);

  if (rambla_deal_get_kind (self->deal) == RAMBLA_DEAL_BOOKING)
    {
      self->slots = RAMBLA_SLOT_PICKER (rambla_slot_picker_new (api, self->deal, self->zone));
      g_signal_connect_swapped (self->slots, "notify::slot", G_CALLBACK (update_bar), self);
      add_part (self, rambla_section_new (_ ("Choose a time"), GTK_WIDGET (self->slots)), TRUE);
    }
  if (rambla_deal_get_group (self->deal) != NULL)
    add_part (self, rambla_section_new (_ ("The group"), rambla_group_progress_new (self->deal, self->zone)),
              TRUE);
}

static void
add_whole (RamblaDealPage *self)
{
  const char *summary = rambla_deal_get_summary (self->deal);
  const char *const *includes = rambla_deal_get_includes (self->deal);
  guint n = g_list_model_get_n_items (rambla_deal_get_branches (self->deal));

  add_choice (self);
  if (summary != NULL && *summary != '\0')
    add_part (self, rambla_section_new (_ ("What it is"), rambla_text_new (summary, NULL)), FALSE);
  if (includes != NULL && includes[0] != NULL)
    add_part (self, rambla_section_new (_ ("What is included"), new_includes (self->deal)), FALSE);
  add_part (self, rambla_section_new (_ ("How to use it"), new_rules (self)), FALSE);
  self->branches = RAMBLA_BRANCH_LIST (rambla_branch_list_new (self->deal, self->zone));
  g_signal_connect_swapped (self->branches, "notify::store", G_CALLBACK (on_store_chosen), self);
  add_part (
      self,
      rambla_section_new (n > 1 ? _ ("Where: choose a branch") : _ ("Where"), GTK_WIDGET (self->branches)),
      TRUE);
  /* What is free has no price to follow and nothing to give back. */
  if (rambla_deal_get_price (self->deal).amount > 0)
    {
      add_part (self, rambla_guarantee_new (rambla_deal_get_booking (self->deal)), TRUE);
      add_part (self, new_history (self), TRUE);
    }
  add_part (self, rambla_section_new (_ ("Reviews"), rambla_review_list_new (self->client, self->deal_id)),
            FALSE);
  add_part (self,
            rambla_section_new (_ ("Questions"), rambla_question_list_new (self->client, self->deal_id)),
            FALSE);
  on_store_chosen (self);
}

static void
show_deal (RamblaDealPage *self)
{
  GtkWidget *similar = gtk_widget_get_next_sibling (GTK_WIDGET (self->grid));

  adw_window_title_set_title (self->title, rambla_deal_get_title (self->deal));
  g_array_set_size (self->parts, 0);
  self->slots = NULL;
  self->branches = NULL;
  self->use_check = NULL;
  self->hero = rambla_deal_gallery_new (self->deal);
  add_part (self, self->hero, FALSE);
  add_part (self, rambla_deal_head_new (self->deal), TRUE);
  if (rambla_deal_get_whole (self->deal))
    add_whole (self);
  arrange (self);
  update_bar (self);
  if (similar != NULL)
    gtk_box_remove (self->content, similar);
  if (rambla_deal_get_whole (self->deal))
    gtk_box_append (self->content,
                    rambla_similar_deals_new (rambla_client_get_api (self->client), self->deal));
  rambla_state_page_show_content (self->state);
}

/* --- loading --- */

static void
on_deal_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDealPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDeal) deal = rambla_catalogue_get_deal_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (deal == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
      return;
    }
  g_set_object (&self->deal, deal);
  rambla_history_add (rambla_shelf_get_history (self->client), "deal", rambla_deal_get_id (deal),
                      rambla_deal_get_title (deal));
  show_deal (self);
  rambla_share_button_set_deal (self->share, deal);
  if (self->heart != NULL)
    rambla_save_toggle_set_deal (self->heart, deal);
}

/* Puts @widget in the place of one that says something older; the others stay as they are, and where. */
static void
replace_part (RamblaDealPage *self, guint index, GtkWidget *widget)
{
  Part *part = &g_array_index (self->parts, Part, index);

  g_set_object (&part->widget, widget);
}

static void
on_deal_event (RamblaDealPage *self, const char *kind, JsonObject *data)
{
  g_autoptr (RamblaDeal) changed = NULL;

  if (self->deal == NULL || !rambla_deal_event_is_about (data, self->deal_id))
    return;
  changed = rambla_deal_event_apply (self->deal, data);
  if (changed == NULL || self->parts->len < 2)
    return;
  g_set_object (&self->deal, changed);
  self->hero = rambla_deal_gallery_new (self->deal);
  replace_part (self, 0, self->hero);
  replace_part (self, 1, rambla_deal_head_new (self->deal));
  arrange (self);
  update_bar (self);
}

static void
load (RamblaDealPage *self)
{
  RamblaCard *card = rambla_client_get_card (self->client);
  RamblaPoint centre = rambla_card_get_centre (card);

  if (self->deal == NULL)
    {
      rambla_state_page_show_loading (self->state, NULL);
      gtk_widget_set_visible (GTK_WIDGET (self->bar), FALSE);
    }
  rambla_catalogue_get_deal_async (rambla_client_get_api (self->client), self->deal_id, &centre,
                                   self->cancellable, on_deal_ready, g_object_ref (self));
}

static void
open_checkout (RamblaDealPage *self)
{
  RamblaSlot *slot = self->slots != NULL ? rambla_slot_picker_get_slot (self->slots) : NULL;
  RamblaNavigation *navigation = rambla_navigation_of (GTK_WIDGET (self));

  if (self->branches != NULL && navigation != NULL)
    rambla_navigation_push (navigation,
                            rambla_checkout_page_new (self->client, self->deal,
                                                      rambla_branch_list_get_store (self->branches), slot));
}

static void
on_buy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaDealPage *self = RAMBLA_DEAL_PAGE (widget);
  GtkWidget *dialog;

  if (self->branches == NULL)
    return;
  rambla_activity_note (rambla_client_get_activity (self->client), RAMBLA_ACTIVITY_CLICK, self->deal_id);
  if (self->slots != NULL && rambla_slot_picker_get_slot (self->slots) == NULL)
    {
      rambla_slot_picker_ask (self->slots);
      return;
    }
  if (rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    {
      open_checkout (self);
      return;
    }
  dialog = rambla_sign_in_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->client);
  g_signal_connect_object (dialog, "done", G_CALLBACK (open_checkout), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
rambla_deal_page_set_saved (RamblaDealPage *self, RamblaSaved *saved)
{
  g_return_if_fail (RAMBLA_IS_DEAL_PAGE (self));
  g_return_if_fail (self->heart == NULL);

  self->heart = RAMBLA_SAVE_TOGGLE (rambla_save_toggle_new (saved));
  adw_header_bar_pack_end (self->header, GTK_WIDGET (self->heart));
  if (self->deal != NULL && rambla_deal_get_whole (self->deal))
    rambla_save_toggle_set_deal (self->heart, self->deal);
}

RamblaDeal *
rambla_deal_page_get_deal (RamblaDealPage *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_PAGE (self), NULL);

  return self->deal;
}

/* --- construction --- */

static void
rambla_deal_page_dispose (GObject *object)
{
  RamblaDealPage *self = RAMBLA_DEAL_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->parts, g_array_unref);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->right);
  g_clear_object (&self->deal);
  g_clear_object (&self->client);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->deal_id, g_free);
  G_OBJECT_CLASS (rambla_deal_page_parent_class)->dispose (object);
}

static void
rambla_deal_page_class_init (RamblaDealPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_deal_page_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "deal.buy", NULL, on_buy);
}

static GtkWidget *
new_content (RamblaDealPage *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->content = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));
  self->grid = GTK_GRID (gtk_grid_new ());
  self->left = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  self->right = GTK_BOX (g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12)));
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_grid_attach (self->grid, GTK_WIDGET (self->left), 0, 0, 3, 1);
  gtk_widget_set_valign (GTK_WIDGET (self->left), GTK_ALIGN_START);
  gtk_widget_set_hexpand (GTK_WIDGET (self->left), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->right), GTK_ALIGN_START);
  gtk_widget_set_margin_start (GTK_WIDGET (self->right), 28);
  gtk_box_append (self->content, GTK_WIDGET (self->grid));
  gtk_widget_set_margin_top (GTK_WIDGET (self->content), MARGIN);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->content), 28);
  gtk_widget_set_margin_start (GTK_WIDGET (self->content), MARGIN);
  gtk_widget_set_margin_end (GTK_WIDGET (self->content), MARGIN);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), MOST_WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), MOST_WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->content));
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scroller, clamp);
  return GTK_WIDGET (self->scroller);
}

static GtkWidget *
new_header (RamblaDealPage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Offer"), NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  self->header = ADW_HEADER_BAR (header);
  return header;
}

static void
rambla_deal_page_init (RamblaDealPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, (GDestroyNotify) part_clear);
  self->cancellable = g_cancellable_new ();
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_content (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (load), self);
  self->bar = RAMBLA_BUY_BAR (rambla_buy_bar_new (MOST_WIDTH - 2 * MARGIN));
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->bar));
  self->bin = g_object_new (RAMBLA_TYPE_BREAKPOINT_BIN, "threshold", TWO_COLUMNS, NULL);
  rambla_breakpoint_bin_set_child (self->bin, box);
  g_signal_connect_swapped (self->bin, "notify::narrow", G_CALLBACK (arrange), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bin));
}

GtkWidget *
rambla_deal_page_new (RamblaClient *client, const char *deal_id, RamblaDeal *summary)
{
  RamblaDealPage *self = g_object_new (RAMBLA_TYPE_DEAL_PAGE, NULL);

  self->client = g_object_ref (client);
  self->zone = rambla_place_time_zone (rambla_client_get_card (client));
  self->deal_id = g_strdup (deal_id);
  g_signal_connect_object (rambla_client_get_events (client), "event::deal", G_CALLBACK (on_deal_event), self,
                           G_CONNECT_SWAPPED);
  self->share = RAMBLA_SHARE_BUTTON (rambla_share_button_new (client));
  adw_header_bar_pack_end (self->header, GTK_WIDGET (self->share));
  adw_header_bar_pack_end (self->header, rambla_compare_toggle_new (deal_id));
  rambla_activity_note (rambla_client_get_activity (client), RAMBLA_ACTIVITY_VIEW, deal_id);
  if (summary != NULL)
    {
      self->deal = g_object_ref (summary);
      show_deal (self);
    }
  load (self);
  return GTK_WIDGET (self);
}
