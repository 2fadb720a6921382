/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-config.h"

#include "rambla-explore-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-card.h"
#include "rambla-deal-list.h"
#include "rambla-explore-layout.h"
#include "rambla-explore-map.h"
#include "rambla-filters.h"
#include "rambla-here.h"
#include "rambla-place-chip.h"
#include "rambla-recent-button.h"
#include "rambla-search-bell.h"
#include "rambla-search.h"
#include "rambla-shelf.h"
#include "rambla-state-page.h"

#define PLACE_ZOOM 15
/* So many results of a search decide where the map goes. */
#define NEAREST 10
/* Rows from the end at which the next page is fetched, in pixels. */
#define AHEAD 800
/* So long a computer may look for where it is, in seconds; the desktop may ask the person meanwhile. */
#define LOCATION_PATIENCE 45

struct _RamblaExplorePage
{
  AdwBin parent_instance;

  RamblaSearch *search;
  RamblaFilters *filters;
  GtkLabel *summary;
  RamblaStatePage *state;
  GtkScrolledWindow *scroller;
  RamblaExploreLayout *layout;
  RamblaExploreMap *map;

  RamblaClient *client;
  RamblaDealList *deals;
  RamblaDealQuery *query;
  RamblaHere *here;
  RamblaSearchBell *bell;
  GPtrArray *cards; /* that are bound now; owned by the list */
  char *pointed_store;
};

G_DEFINE_FINAL_TYPE (RamblaExplorePage, rambla_explore_page, ADW_TYPE_BIN)

static void
ask (RamblaExplorePage *self)
{
  rambla_filters_apply (self->filters, self->query);
  rambla_search_set_near (self->search, self->query->near);
  rambla_explore_map_set_circle (self->map, self->query->near, self->query->radius);
  rambla_deal_list_set_query (self->deals, self->query);
  rambla_explore_map_set_query (self->map, self->query);
  rambla_explore_map_hide_search_area (self->map);
  rambla_search_bell_set_query (self->bell, self->query, rambla_here_get_name (self->here));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->deals)) == 0)
    rambla_state_page_show_loading (self->state, NULL);
}

static void
show_summary (RamblaExplorePage *self)
{
  int total = rambla_deal_list_get_total (self->deals);
  const char *corrected = rambla_deal_list_get_corrected (self->deals);
  g_autofree char *offers =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d offer", "%d offers", (gulong) total), total);
  g_autofree char *text = NULL;

  if (rambla_deal_list_get_relaxed (self->deals))
    /* Translators: number of offers; several words were searched for */
    text = g_strdup_printf (_ ("None has all these words, %s have some"), offers);
  else if (corrected != NULL)
    /* Translators: number of offers; the words that were looked for instead of misspelt ones */
    text = g_strdup_printf (_ ("%s for “%s”"), offers, corrected);
  else if (rambla_here_get_name (self->here) != NULL)
    /* Translators: number of offers; name of a place */
    text = g_strdup_printf (_ ("%s near %s"), offers, rambla_here_get_name (self->here));
  else
    text = g_strdup (offers);
  gtk_label_set_label (self->summary, text);
}

/* The map shows what the words were taken for, and goes to where that is when none of it is in sight. */
static void
follow_results (RamblaExplorePage *self)
{
  const char *corrected = rambla_deal_list_get_corrected (self->deals);
  guint n = MIN (g_list_model_get_n_items (G_LIST_MODEL (self->deals)), NEAREST);
  RamblaBox seen = rambla_explore_map_get_bounds (self->map);
  RamblaBox found = { 180, 90, -180, -90 };

  if (corrected != NULL)
    {
      g_autoptr (RamblaDealQuery) query = rambla_deal_query_copy (self->query);

      g_free (query->text);
      query->text = g_strdup (corrected);
      rambla_explore_map_set_query (self->map, query);
    }
  if (self->query->text == NULL || self->query->has_bounds || n == 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RamblaDeal) deal = g_list_model_get_item (G_LIST_MODEL (self->deals), i);
      RamblaPoint point = rambla_store_get_location (rambla_deal_get_store (deal));

      if (rambla_box_contains (seen, point))
        return;
      found.west = MIN (found.west, point.lon);
      found.south = MIN (found.south, point.lat);
      found.east = MAX (found.east, point.lon);
      found.north = MAX (found.north, point.lat);
    }
  rambla_explore_map_fit (self->map, found);
}

static void
on_loaded (RamblaExplorePage *self)
{
  const GError *error = rambla_deal_list_get_error (self->deals);

  if (error != NULL)
    {
      rambla_state_page_show_error (self->state, error);
      gtk_label_set_label (self->summary, "");
      return;
    }
  show_summary (self);
  follow_results (self);
  rambla_filters_set_facets (self->filters, rambla_deal_list_get_facets (self->deals));
  if (g_list_model_get_n_items (G_LIST_MODEL (self->deals)) == 0)
    {
      rambla_state_page_show_empty (self->state, "empty-search", _ ("Nothing found"),
                                    _ ("Try other words, a larger area or fewer filters."),
                                    _ ("Show all offers"), "explore.reset");
      return;
    }
  rambla_state_page_show_content (self->state);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
on_search (RamblaExplorePage *self, const char *text)
{
  g_free (self->query->text);
  self->query->text = *text != '\0' ? g_strdup (text) : NULL;
  ask (self);
}

void
rambla_explore_page_search (RamblaExplorePage *self, const char *text)
{
  g_return_if_fail (RAMBLA_IS_EXPLORE_PAGE (self));

  rambla_search_set_text (self->search, text);
  on_search (self, text);
}

/* --- where distances start --- */

static void
mark_here (RamblaExplorePage *self)
{
  RamblaHereKind kind = rambla_here_get_kind (self->here);
  RamblaPoint place = rambla_here_get_near (self->here);
  double accuracy = 0;

  /* The exact place is for this map only. */
  rambla_location_get_place (rambla_here_get_location (self->here), &place, &accuracy);
  rambla_explore_map_set_here (
      self->map, kind == RAMBLA_HERE_CENTRE || kind == RAMBLA_HERE_AREA ? NULL : &place, accuracy);
}

static void
on_here_changed (RamblaExplorePage *self)
{
  RamblaHereKind kind = rambla_here_get_kind (self->here);

  self->query->near = rambla_here_get_near (self->here);
  self->query->has_bounds = kind == RAMBLA_HERE_AREA;
  if (self->query->has_bounds)
    self->query->bounds = rambla_explore_map_get_bounds (self->map);
  else if (kind != RAMBLA_HERE_PICKED && kind != RAMBLA_HERE_CENTRE)
    rambla_explore_map_fly_to (self->map, self->query->near, PLACE_ZOOM);
  mark_here (self);
  ask (self);
}

static void
on_located (RamblaExplorePage *self)
{
  mark_here (self);
  if (rambla_here_get_kind (self->here) == RAMBLA_HERE_LOCATED)
    self->query->near = rambla_here_get_near (self->here);
}

static void
on_picked (RamblaExplorePage *self, const RamblaPoint *point)
{
  rambla_here_choose (self->here, RAMBLA_HERE_PICKED, NULL, *point);
}

static void
on_pick (RamblaExplorePage *self)
{
  rambla_explore_layout_lower_sheet (self->layout);
  rambla_explore_map_pick (self->map);
}

static void
on_suggestion (RamblaExplorePage *self, RamblaSuggestion *suggestion)
{
  if (g_str_equal (suggestion->type, "place") && suggestion->has_location)
    {
      rambla_search_set_text (self->search, "");
      g_clear_pointer (&self->query->text, g_free);
      rambla_here_choose (self->here, RAMBLA_HERE_NAMED, suggestion->text, suggestion->location);
    }
  else if (g_str_equal (suggestion->type, "category"))
    {
      rambla_search_set_text (self->search, "");
      g_clear_pointer (&self->query->text, g_free);
      rambla_filters_choose_category (self->filters, suggestion->id);
    }
  else if (g_str_equal (suggestion->type, "store") && suggestion->id != NULL && suggestion->has_location)
    {
      rambla_explore_map_show_store (self->map, suggestion->id, suggestion->text, suggestion->location);
      gtk_widget_activate_action (GTK_WIDGET (self), "win.open-store", "s", suggestion->id);
    }
  else if (g_str_equal (suggestion->type, "deal") && suggestion->id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-deal", "s", suggestion->id);
  else
    rambla_explore_page_search (self, suggestion->text);
}

static void
on_search_area (RamblaExplorePage *self)
{
  rambla_here_choose (self->here, RAMBLA_HERE_AREA, NULL, rambla_explore_map_get_centre (self->map));
}

/* A saved search is made again, as it was. */
static void
on_looked (RamblaExplorePage *self, RamblaSavedSearch *search)
{
  const RamblaDealQuery *query = rambla_saved_search_get_query (search);
  const char *place = rambla_saved_search_get_place (search);
  RamblaHereKind kind = query->has_bounds ? RAMBLA_HERE_AREA
                        : place != NULL   ? RAMBLA_HERE_NAMED
                        : query->has_near ? RAMBLA_HERE_PICKED
                                          : RAMBLA_HERE_CENTRE;

  g_signal_handlers_block_by_func (self->here, on_here_changed, self);
  rambla_here_choose (self->here, kind, place, query->near);
  g_signal_handlers_unblock_by_func (self->here, on_here_changed, self);
  rambla_deal_query_free (self->query);
  self->query = rambla_deal_query_copy (query);
  rambla_search_set_text (self->search, query->text != NULL ? query->text : "");
  rambla_filters_show (self->filters, query);
  if (query->has_bounds)
    rambla_explore_map_fit (self->map, query->bounds);
  else
    rambla_explore_map_fly_to (self->map, query->near, PLACE_ZOOM);
  mark_here (self);
  ask (self);
}

static void
on_reset (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RamblaExplorePage *self = RAMBLA_EXPLORE_PAGE (widget);

  rambla_search_set_text (self->search, "");
  g_clear_pointer (&self->query->text, g_free);
  rambla_filters_reset (self->filters);
  rambla_here_choose_centre (self->here);
}

/* --- list and map light each other --- */

static void
light_cards (RamblaExplorePage *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      RamblaDealCard *card = g_ptr_array_index (self->cards, i);
      RamblaDeal *deal = rambla_deal_card_get_deal (card);

      rambla_deal_card_set_lit (
          card, deal != NULL && self->pointed_store != NULL &&
                    g_str_equal (rambla_store_get_id (rambla_deal_get_store (deal)), self->pointed_store));
    }
}

static void
on_store_pointed (RamblaExplorePage *self, const char *store_id)
{
  g_free (self->pointed_store);
  self->pointed_store = g_strdup (store_id);
  light_cards (self);
}

static void
on_card_pointed (RamblaDealCard *card, gboolean on, RamblaExplorePage *self)
{
  RamblaDeal *deal = rambla_deal_card_get_deal (card);

  rambla_explore_map_light (self->map,
                            on && deal != NULL ? rambla_store_get_id (rambla_deal_get_store (deal)) : NULL);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaExplorePage *self)
{
  GtkWidget *card = rambla_deal_card_new ();

  g_signal_connect (card, "pointed", G_CALLBACK (on_card_pointed), self);
  gtk_list_item_set_child (item, card);
  gtk_list_item_set_selectable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaExplorePage *self)
{
  RamblaDealCard *card = RAMBLA_DEAL_CARD (gtk_list_item_get_child (item));

  rambla_deal_card_set_deal (card, gtk_list_item_get_item (item));
  g_ptr_array_add (self->cards, card);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, RamblaExplorePage *self)
{
  RamblaDealCard *card = RAMBLA_DEAL_CARD (gtk_list_item_get_child (item));

  g_ptr_array_remove_fast (self->cards, card);
  rambla_deal_card_set_lit (card, FALSE);
}

static void
on_activated (GtkListView *view, guint position, RamblaExplorePage *self)
{
  g_autoptr (RamblaDeal) deal = g_list_model_get_item (G_LIST_MODEL (self->deals), position);

  if (deal != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.open-deal", "s", rambla_deal_get_id (deal));
}

static void
on_scrolled (RamblaExplorePage *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scroller);
  double end = gtk_adjustment_get_upper (adjustment) - gtk_adjustment_get_page_size (adjustment);

  if (gtk_adjustment_get_value (adjustment) > end - AHEAD)
    rambla_deal_list_load_more (self->deals);
}

static void
on_sheet_height_changed (RamblaExplorePage *self)
{
  rambla_explore_map_set_covered (self->map, rambla_explore_layout_get_sheet_height (self->layout));
}

/* --- construction --- */

static GtkWidget *
new_list (RamblaExplorePage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkNoSelection *selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->deals)));
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), self);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (selection), factory);
  g_signal_connect (view, "activate", G_CALLBACK (on_activated), self);
  gtk_widget_add_css_class (view, "deal-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Offers"), -1);
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (self->scroller, view);
  g_signal_connect_swapped (gtk_scrolled_window_get_vadjustment (self->scroller), "value-changed",
                            G_CALLBACK (on_scrolled), self);
  g_signal_connect_swapped (gtk_scrolled_window_get_vadjustment (self->scroller), "changed",
                            G_CALLBACK (on_scrolled), self);
  return GTK_WIDGET (self->scroller);
}

static GtkWidget *
new_panel (RamblaExplorePage *self)
{
  RamblaCard *card = rambla_client_get_card (self->client);
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->summary = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->summary, 0);
  gtk_label_set_ellipsize (self->summary, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->summary), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "heading");
  gtk_widget_set_margin_start (line, 16);
  gtk_widget_set_margin_end (line, 16);
  gtk_widget_set_margin_top (line, 6);
  gtk_widget_set_margin_bottom (line, 2);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->summary));
  self->bell = RAMBLA_SEARCH_BELL (rambla_search_bell_new (rambla_shelf_get_searches (self->client)));
  if (rambla_card_get_sample_offers (card))
    {
      GtkWidget *badge = gtk_label_new (_ ("Sample offers"));

      gtk_widget_add_css_class (badge, "sample-badge");
      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_widget_set_tooltip_text (badge,
                                   _ ("The places are real, the offers are samples: nobody sells them."));
      gtk_box_append (GTK_BOX (line), badge);
    }
  gtk_box_append (GTK_BOX (line), rambla_recent_button_new (rambla_shelf_get_history (self->client)));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->bell));
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_list (self)));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (ask), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  gtk_box_append (GTK_BOX (panel), line);
  gtk_box_append (GTK_BOX (panel), GTK_WIDGET (self->state));
  return panel;
}

static GtkWidget *
new_header (RamblaExplorePage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *menu = gtk_menu_button_new ();
  g_autoptr (GMenu) model = g_menu_new ();

  self->search = RAMBLA_SEARCH (
      rambla_search_new (rambla_client_get_api (self->client), rambla_shelf_get_history (self->client)));
  g_signal_connect_swapped (self->search, "search", G_CALLBACK (on_search), self);
  g_signal_connect_swapped (self->search, "suggestion", G_CALLBACK (on_suggestion), self);
  gtk_widget_set_hexpand (GTK_WIDGET (self->search), TRUE);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 560);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->search));
  gtk_widget_set_hexpand (clamp, TRUE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), clamp);
  g_menu_append (model, _ ("_About Rambla"), "app.about");
  g_menu_append (model, _ ("_Quit"), "app.quit");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "open-menu-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (menu), G_MENU_MODEL (model));
  gtk_menu_button_set_primary (GTK_MENU_BUTTON (menu), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Main menu"), -1);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), menu);
  return header;
}

static void
on_find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_child_focus (GTK_WIDGET (RAMBLA_EXPLORE_PAGE (widget)->search), GTK_DIR_TAB_FORWARD);
}

static void
rambla_explore_page_dispose (GObject *object)
{
  RamblaExplorePage *self = RAMBLA_EXPLORE_PAGE (object);

  if (self->deals != NULL)
    g_signal_handlers_disconnect_by_data (self->deals, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->deals);
  g_clear_object (&self->client);
  g_clear_pointer (&self->query, rambla_deal_query_free);
  g_clear_object (&self->here);
  g_clear_pointer (&self->pointed_store, g_free);
  G_OBJECT_CLASS (rambla_explore_page_parent_class)->dispose (object);
}

static void
rambla_explore_page_finalize (GObject *object)
{
  g_ptr_array_unref (RAMBLA_EXPLORE_PAGE (object)->cards);
  G_OBJECT_CLASS (rambla_explore_page_parent_class)->finalize (object);
}

static void
rambla_explore_page_class_init (RamblaExplorePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_explore_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_explore_page_finalize;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "explore.reset", NULL, on_reset);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "explore.find", NULL, on_find);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_f, GDK_CONTROL_MASK, "explore.find",
                                       NULL);
}

static void
rambla_explore_page_init (RamblaExplorePage *self)
{
  self->cards = g_ptr_array_new ();
}

GtkWidget *
rambla_explore_page_new (RamblaClient *client)
{
  RamblaExplorePage *self = g_object_new (RAMBLA_TYPE_EXPLORE_PAGE, NULL);
  RamblaCard *card = rambla_client_get_card (client);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (RamblaLocation) location = rambla_location_new (APPLICATION_ID, LOCATION_PATIENCE);
  GtkWidget *place;

  self->client = g_object_ref (client);
  self->deals = rambla_deal_list_new (rambla_client_get_api (client));
  rambla_deal_list_set_events (self->deals, rambla_client_get_events (client));
  g_signal_connect_swapped (self->deals, "loaded", G_CALLBACK (on_loaded), self);
  self->query = rambla_deal_query_new ();
  self->query->has_near = TRUE;
  self->query->near = rambla_card_get_centre (card);

  self->map = RAMBLA_EXPLORE_MAP (rambla_explore_map_new (client));
  g_signal_connect_swapped (self->map, "search-area", G_CALLBACK (on_search_area), self);
  g_signal_connect_swapped (self->map, "store-pointed", G_CALLBACK (on_store_pointed), self);
  g_signal_connect_swapped (self->map, "picked", G_CALLBACK (on_picked), self);
  self->layout = RAMBLA_EXPLORE_LAYOUT (rambla_explore_layout_new (new_panel (self), GTK_WIDGET (self->map)));
  g_signal_connect_swapped (self->layout, "notify::sheet-height", G_CALLBACK (on_sheet_height_changed), self);
  gtk_widget_set_vexpand (GTK_WIDGET (self->layout), TRUE);
  self->filters = RAMBLA_FILTERS (rambla_filters_new (card));
  g_signal_connect_swapped (self->filters, "changed", G_CALLBACK (ask), self);
  self->here = rambla_here_new (location, rambla_card_get_bounds (card), rambla_card_get_centre (card));
  g_signal_connect_object (self->here, "changed", G_CALLBACK (on_here_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (location, "moved", G_CALLBACK (on_located), self, G_CONNECT_SWAPPED);
  place = rambla_place_chip_new (rambla_client_get_api (client), self->here);
  g_signal_connect_swapped (place, "pick", G_CALLBACK (on_pick), self);
  rambla_filters_prepend (self->filters, place);
  g_signal_connect_object (rambla_shelf_get_searches (client), "looked", G_CALLBACK (on_looked), self,
                           G_CONNECT_SWAPPED);

  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->filters));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->layout));
  adw_bin_set_child (ADW_BIN (self), box);
  ask (self);
  return GTK_WIDGET (self);
}
