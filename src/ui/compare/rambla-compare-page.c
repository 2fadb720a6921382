/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-compare-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-breakpoint-bin.h"
#include "rambla-compare-print.h"
#include "rambla-comparison-table.h"
#include "rambla-deal-picture.h"
#include "rambla-state-page.h"

#define NARROW 760
#define COLUMN_WIDTH 140
#define PICTURE_HEIGHT 104

struct _RamblaComparePage
{
  AdwBin parent_instance;

  RamblaBreakpointBin *bin;
  RamblaStatePage *state;
  GtkGrid *grid;
  GtkToggleButton *differences;

  RamblaComparison *comparison;
  GTimeZone *zone;
  RamblaDeal *deals[RAMBLA_COMPARISON_MOST];
  guint n_deals;
  GPtrArray *table; /* of RamblaComparisonRow */
};

G_DEFINE_FINAL_TYPE (RamblaComparePage, rambla_compare_page, ADW_TYPE_BIN)

static GtkWidget *
new_head (RamblaDeal *deal)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *open = gtk_button_new_with_label (_ ("Open"));
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  RamblaDealPicture *picture =
      g_object_new (RAMBLA_TYPE_DEAL_PICTURE, "render-width", COLUMN_WIDTH * 2, NULL);
  GtkWidget *title = gtk_label_new (rambla_deal_get_title (deal));
  g_autofree char *removing = g_strdup_printf (_ ("Take “%s” out"), rambla_deal_get_title (deal));
  g_autofree char *opening = g_strdup_printf (_ ("Open “%s”"), rambla_deal_get_title (deal));

  rambla_deal_picture_set_deal (picture, deal);
  gtk_widget_set_size_request (GTK_WIDGET (picture), COLUMN_WIDTH, PICTURE_HEIGHT);
  gtk_widget_add_css_class (GTK_WIDGET (picture), "hero-picture");
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_yalign (GTK_LABEL (title), 0);
  gtk_label_set_width_chars (GTK_LABEL (title), 10);
  gtk_widget_set_vexpand (title, TRUE);
  gtk_widget_add_css_class (title, "deal-title");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "s", rambla_deal_get_id (deal));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.open-deal");
  gtk_widget_set_hexpand (open, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (open), GTK_ACCESSIBLE_PROPERTY_LABEL, opening, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (remove), "s", rambla_deal_get_id (deal));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (remove), "compare.remove");
  gtk_widget_set_tooltip_text (remove, removing);
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, removing, -1);
  gtk_box_append (GTK_BOX (buttons), open);
  gtk_box_append (GTK_BOX (buttons), remove);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (picture));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_add_css_class (box, "compare-head");
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

/* The whole cell is one sentence to a screen reader: what, how much, and whether it is the best. */
static GtkWidget *
new_cell (const RamblaComparisonRow *row, guint index)
{
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (row->values[index]);
  gboolean best = (row->best >> index & 1) != 0;
  g_autofree char *spoken = best ? g_strdup_printf (_ ("%s: %s, the best"), row->label, row->values[index])
                                 : g_strdup_printf ("%s: %s", row->label, row->values[index]);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (cell, "compare-cell");
  if (row->differs)
    gtk_widget_add_css_class (cell, "differs");
  if (best)
    {
      GtkWidget *mark = gtk_image_new_from_icon_name ("rambla-check-circle-symbolic");

      gtk_widget_set_tooltip_text (mark, _ ("The best here"));
      gtk_widget_set_valign (mark, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (cell), mark);
      gtk_widget_add_css_class (cell, "best");
    }
  gtk_box_append (GTK_BOX (cell), label);
  return cell;
}

static GtkWidget *
new_row_label (const RamblaComparisonRow *row)
{
  GtkWidget *label = gtk_label_new (row->label);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "compare-label");
  if (row->differs)
    gtk_widget_add_css_class (label, "differs");
  return label;
}

/* At the side of its line, or over it where there is little room. */
static void
fill_grid (RamblaComparePage *self)
{
  gboolean narrow = rambla_breakpoint_bin_get_narrow (self->bin);
  gboolean only = gtk_toggle_button_get_active (self->differences);
  int first = narrow ? 0 : 1, line = 1;
  GtkWidget *child;

  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->grid), "stacked");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->grid), "stacked");
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  for (guint i = 0; i < self->n_deals; i++)
    gtk_grid_attach (self->grid, new_head (self->deals[i]), first + (int) i, 0, 1, 1);
  for (guint j = 0; j < self->table->len; j++)
    {
      const RamblaComparisonRow *row = g_ptr_array_index (self->table, j);

      if (only && !row->differs)
        continue;
      if (narrow)
        gtk_grid_attach (self->grid, new_row_label (row), 0, line++, (int) self->n_deals, 1);
      else
        gtk_grid_attach (self->grid, new_row_label (row), 0, line, 1, 1);
      for (guint i = 0; i < self->n_deals; i++)
        gtk_grid_attach (self->grid, new_cell (row, i), first + (int) i, line, 1, 1);
      line++;
    }
}

static void
clear_deals (RamblaComparePage *self)
{
  for (guint i = 0; i < self->n_deals; i++)
    g_clear_object (&self->deals[i]);
  self->n_deals = 0;
}

static void
on_comparison_changed (RamblaComparePage *self)
{
  int distances[RAMBLA_COMPARISON_MOST] = { -1, -1, -1, -1 };

  clear_deals (self);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->comparison)); i++)
    {
      self->deals[i] = g_list_model_get_item (G_LIST_MODEL (self->comparison), i);
      distances[i] = rambla_deal_get_distance (self->deals[i]);
      self->n_deals++;
    }
  if (self->n_deals == 0)
    {
      rambla_state_page_show_empty (self->state, "empty-search", _ ("Nothing to compare"),
                                    _ ("Choose two to four offers, then come back."), _ ("Explore"),
                                    "win.show-page::explore");
      return;
    }
  g_clear_pointer (&self->table, g_ptr_array_unref);
  self->table = rambla_comparison_table_new (self->deals, distances, self->n_deals, self->zone);
  fill_grid (self);
  rambla_state_page_show_content (self->state);
}

/* --- actions --- */

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  rambla_comparison_remove (RAMBLA_COMPARE_PAGE (widget)->comparison, g_variant_get_string (parameter, NULL));
}

static void
on_print (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaComparePage *self = RAMBLA_COMPARE_PAGE (widget);

  if (self->n_deals > 0)
    rambla_compare_print (self->table, self->deals, self->n_deals, GTK_WINDOW (gtk_widget_get_root (widget)));
}

static void
on_copy (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaComparePage *self = RAMBLA_COMPARE_PAGE (widget);
  g_autofree char *text = NULL;

  if (self->n_deals == 0)
    return;
  text = rambla_comparison_table_to_text (self->table, self->deals, self->n_deals);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

/* RFC 6068 */
static void
on_mail (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaComparePage *self = RAMBLA_COMPARE_PAGE (widget);
  g_autofree char *text = NULL;
  g_autofree char *body = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *uri = NULL;

  if (self->n_deals == 0)
    return;
  text = rambla_comparison_table_to_text (self->table, self->deals, self->n_deals);
  body = g_uri_escape_string (text, NULL, FALSE);
  subject = g_uri_escape_string (_ ("Offers compared"), NULL, FALSE);
  uri = g_strdup_printf ("mailto:?subject=%s&body=%s", subject, body);
  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

/* --- construction --- */

static GtkWidget *
new_header (RamblaComparePage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");
  GtkWidget *share = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  g_menu_append (menu, _ ("Copy as text"), "compare.copy");
  g_menu_append (menu, _ ("Send by mail"), "compare.mail");
  g_menu_append (menu, _ ("Print"), "compare.print");
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (share), "rambla-share-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (share), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (share, _ ("Share"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (share), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Share"), -1);
  self->differences = GTK_TOGGLE_BUTTON (gtk_toggle_button_new ());
  gtk_button_set_icon_name (GTK_BUTTON (self->differences), "rambla-filter-symbolic");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->differences), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Only what differs"), -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->differences), _ ("Only what differs"));
  g_signal_connect_swapped (self->differences, "toggled", G_CALLBACK (on_comparison_changed), self);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), share);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), GTK_WIDGET (self->differences));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Compare"), NULL));
  return header;
}

static GtkWidget *
new_content (RamblaComparePage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->grid), "compare-table");
  gtk_widget_set_margin_top (GTK_WIDGET (self->grid), 16);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->grid), 28);
  gtk_widget_set_margin_start (GTK_WIDGET (self->grid), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->grid), 12);
  gtk_widget_set_valign (GTK_WIDGET (self->grid), GTK_ALIGN_START);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 1200);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 1200);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->grid));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_accessible_update_property (GTK_ACCESSIBLE (scroller), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Comparison"),
                                  -1);
  return scroller;
}

static void
rambla_compare_page_dispose (GObject *object)
{
  RamblaComparePage *self = RAMBLA_COMPARE_PAGE (object);

  if (self->comparison != NULL)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  clear_deals (self);
  g_clear_object (&self->comparison);
  g_clear_pointer (&self->table, g_ptr_array_unref);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_compare_page_parent_class)->dispose (object);
}

static void
rambla_compare_page_class_init (RamblaComparePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rambla_compare_page_dispose;
  gtk_widget_class_install_action (widget_class, "compare.remove", "s", on_remove);
  gtk_widget_class_install_action (widget_class, "compare.print", NULL, on_print);
  gtk_widget_class_install_action (widget_class, "compare.copy", NULL, on_copy);
  gtk_widget_class_install_action (widget_class, "compare.mail", NULL, on_mail);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "compare.print", NULL);
}

static void
rambla_compare_page_init (RamblaComparePage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_content (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  self->bin = g_object_new (RAMBLA_TYPE_BREAKPOINT_BIN, "threshold", NARROW, NULL);
  rambla_breakpoint_bin_set_child (self->bin, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bin));
}

GtkWidget *
rambla_compare_page_new (RamblaComparison *comparison, GTimeZone *zone)
{
  RamblaComparePage *self = g_object_new (RAMBLA_TYPE_COMPARE_PAGE, NULL);

  self->comparison = g_object_ref (comparison);
  self->zone = g_time_zone_ref (zone);
  g_signal_connect_swapped (comparison, "items-changed", G_CALLBACK (on_comparison_changed), self);
  on_comparison_changed (self);
  g_signal_connect_swapped (self->bin, "notify::narrow", G_CALLBACK (on_comparison_changed), self);
  return GTK_WIDGET (self);
}
