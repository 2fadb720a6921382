/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-order-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-branch-row.h"
#include "rambla-deal-picture.h"
#include "rambla-order-actions.h"
#include "rambla-order-trouble.h"
#include "rambla-order-words.h"
#include "rambla-purchases.h"
#include "rambla-state-page.h"
#include "rambla-trail-list.h"
#include "rambla-voucher-sort.h"
#include "rambla-voucher-words.h"

#define WIDEST 560
#define PICTURE_HEIGHT 170
#define PICTURE_WIDTH 560
#define POLL_OPEN_MS 1500
#define POLL_MS 5000

struct _RamblaOrderPage
{
  AdwBin parent_instance;

  RamblaStatePage *state;
  RamblaDealPicture *picture;
  GtkLabel *title;
  GtkLabel *status;
  GtkLabel *countdown;
  GtkLabel *explanation;
  RamblaOrderActions *actions;
  RamblaOrderTrouble *trouble;
  AdwPreferencesGroup *vouchers;
  GPtrArray *voucher_rows; /* owned by the group */
  GtkBox *place;
  AdwActionRow *date_row;
  AdwActionRow *slot_row;
  AdwActionRow *quantity_row;
  AdwActionRow *total_row;
  AdwActionRow *payment_row;
  AdwActionRow *id_row;

  RamblaClient *client;
  RamblaOrderList *orders;
  RamblaWallet *wallet;
  GTimeZone *zone;
  char *id;
  RamblaOrder *order;
  GCancellable *cancellable;
  guint poll_source;
  guint tick_source;
  gboolean asking;
};

G_DEFINE_FINAL_TYPE (RamblaOrderPage, rambla_order_page, ADW_TYPE_BIN)

static void ask (RamblaOrderPage *self);

/* --- what is shown --- */

static void
set_value (AdwActionRow *row, const char *value)
{
  adw_action_row_set_subtitle (row, value != NULL ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (row), value != NULL && *value != '\0');
}

static gboolean
has_unused (RamblaOrderPage *self)
{
  const char *const *ids = rambla_order_get_voucher_ids (self->order);
  RamblaOrderState state = rambla_order_get_state (self->order);

  if (state != RAMBLA_ORDER_PAID && state != RAMBLA_ORDER_PARTIALLY_REFUNDED)
    return FALSE;
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      RamblaVoucher *voucher = rambla_wallet_get_voucher (self->wallet, ids[i]);

      /* The platform knows better than a wallet that has not heard of it yet. */
      if (voucher == NULL || rambla_voucher_is_usable (voucher, g_get_real_time ()))
        return TRUE;
    }
  return FALSE;
}

static void
show_vouchers (RamblaOrderPage *self)
{
  const char *const *ids = rambla_order_get_voucher_ids (self->order);
  guint n = ids != NULL ? g_strv_length ((char **) ids) : 0;

  for (guint i = 0; i < self->voucher_rows->len; i++)
    adw_preferences_group_remove (self->vouchers, g_ptr_array_index (self->voucher_rows, i));
  g_ptr_array_set_size (self->voucher_rows, 0);
  for (guint i = 0; i < n; i++)
    {
      RamblaVoucher *voucher = rambla_wallet_get_voucher (self->wallet, ids[i]);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *name =
          n > 1 ? g_strdup_printf (_ ("Voucher %u of %u"), i + 1, n) : g_strdup (_ ("Voucher"));
      g_autofree char *when =
          voucher != NULL ? rambla_voucher_words_when (voucher, self->zone, g_get_real_time ()) : NULL;

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      if (when != NULL)
        adw_action_row_set_subtitle (ADW_ACTION_ROW (row), when);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("rambla-voucher-symbolic"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", ids[i]);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-voucher");
      adw_preferences_group_add (self->vouchers, row);
      g_ptr_array_add (self->voucher_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->vouchers), n > 0);
}

static void
show_status (RamblaOrderPage *self)
{
  gint64 now = g_get_real_time ();
  g_autofree char *state = rambla_order_words_state (self->order);
  g_autofree char *explanation = rambla_order_words_explain (self->order);
  g_autofree char *left = rambla_order_words_left (self->order, now);

  gtk_label_set_label (self->status, state);
  gtk_label_set_label (self->explanation, explanation);
  gtk_label_set_label (self->countdown, left != NULL ? left : "");
  gtk_widget_set_visible (GTK_WIDGET (self->countdown), left != NULL);
  if (rambla_order_words_is_urgent (self->order, now))
    gtk_widget_add_css_class (GTK_WIDGET (self->countdown), "urgent");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->countdown), "urgent");
  rambla_order_actions_set_order (self->actions, self->order, has_unused (self));
  rambla_order_trouble_set_order (self->trouble, self->order);
}

static gboolean
on_tick (gpointer user_data)
{
  RamblaOrderPage *self = user_data;

  if (self->order != NULL)
    show_status (self);
  return G_SOURCE_CONTINUE;
}

static void
show_facts (RamblaOrderPage *self)
{
  gint64 now = g_get_real_time ();
  gint64 created_at = rambla_order_get_created_at (self->order);
  RamblaSlot *slot = rambla_order_get_slot (self->order);
  g_autofree char *day = rambla_words_date (created_at, self->zone, now);
  g_autofree char *time = rambla_words_time (created_at, self->zone);
  g_autofree char *date = g_strdup_printf ("%s, %s", day, time);
  g_autofree char *quantity = g_strdup_printf ("%d", rambla_order_get_quantity (self->order));
  g_autofree char *total = rambla_order_words_total (self->order);
  g_autofree char *payment = rambla_order_words_payment (self->order);
  g_autofree char *booked = NULL;

  if (slot != NULL)
    {
      g_autofree char *slot_day = rambla_words_date (rambla_slot_get_starts_at (slot), self->zone, now);
      g_autofree char *slot_time = rambla_words_time (rambla_slot_get_starts_at (slot), self->zone);

      booked = g_strdup_printf ("%s, %s", slot_day, slot_time);
    }
  set_value (self->date_row, date);
  set_value (self->slot_row, booked);
  set_value (self->quantity_row, quantity);
  set_value (self->total_row, total);
  set_value (self->payment_row, payment);
  set_value (self->id_row, rambla_order_get_id (self->order));
}

static void
show_order (RamblaOrderPage *self, RamblaOrder *order)
{
  RamblaDeal *deal = rambla_order_get_deal (order);

  if (!g_set_object (&self->order, order))
    return;
  rambla_deal_picture_set_deal (self->picture, deal);
  gtk_label_set_label (self->title, rambla_deal_get_title (deal));
  if (gtk_widget_get_first_child (GTK_WIDGET (self->place)) == NULL)
    gtk_box_append (self->place, rambla_branch_row_new (rambla_client_get_api (self->client),
                                                        rambla_order_get_store (order), self->zone));
  show_status (self);
  show_facts (self);
  show_vouchers (self);
  rambla_state_page_show_content (self->state);
}

static void
on_voucher_changed (RamblaOrderPage *self)
{
  if (self->order == NULL)
    return;
  show_vouchers (self);
  show_status (self);
}

/* --- asking how it stands --- */

static gboolean
on_poll_due (gpointer user_data)
{
  RamblaOrderPage *self = user_data;

  self->poll_source = 0;
  ask (self);
  return G_SOURCE_REMOVE;
}

static void
plan_poll (RamblaOrderPage *self)
{
  gboolean open = self->order != NULL && rambla_order_words_is_open (self->order);

  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->poll_source = g_timeout_add (open ? POLL_OPEN_MS : POLL_MS, on_poll_due, self);
}

static void
on_get_order_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaOrderPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaOrder) order = rambla_purchases_get_order_finish (RAMBLA_API (source), result, &error);
  gboolean changed;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (order == NULL)
    {
      if (self->order == NULL)
        rambla_state_page_show_error (self->state, error);
      plan_poll (self);
      return;
    }
  changed = self->order == NULL ||
            !json_node_equal (rambla_order_get_json (order), rambla_order_get_json (self->order));
  if (changed)
    {
      show_order (self, order);
      rambla_order_list_take (self->orders, order);
      /* Paid or given back: the vouchers are others now. */
      rambla_wallet_refresh (self->wallet);
    }
  plan_poll (self);
}

static void
ask (RamblaOrderPage *self)
{
  if (self->asking)
    return;
  self->asking = TRUE;
  if (self->order == NULL)
    rambla_state_page_show_loading (self->state, NULL);
  rambla_purchases_get_order_async (rambla_client_get_api (self->client), self->id, self->cancellable,
                                    on_get_order_ready, g_object_ref (self));
}

static void
on_done (RamblaOrderPage *self)
{
  rambla_wallet_refresh (self->wallet);
  ask (self);
}

/* --- construction --- */

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, const char *title)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
  return ADW_ACTION_ROW (row);
}

static GtkWidget *
new_facts (RamblaOrderPage *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  self->slot_row = add_row (group, _ ("Booked for"));
  self->quantity_row = add_row (group, _ ("Quantity"));
  self->total_row = add_row (group, _ ("Total, all included"));
  self->payment_row = add_row (group, _ ("Payment"));
  self->date_row = add_row (group, _ ("Ordered"));
  self->id_row = add_row (group, _ ("Number"));
  return GTK_WIDGET (group);
}

static GtkWidget *
new_status (RamblaOrderPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->status = new_label ("title-4");
  self->countdown = new_label ("countdown");
  self->explanation = new_label ("body");
  gtk_widget_set_hexpand (GTK_WIDGET (self->status), TRUE);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->countdown));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->explanation));
  gtk_widget_add_css_class (box, "guarantee");
  return box;
}

static GtkWidget *
new_content (RamblaOrderPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->picture = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, "render-width", PICTURE_WIDTH, "height-request",
                                PICTURE_HEIGHT, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "hero-picture");
  self->title = new_label ("title-2");
  self->actions = RAMBLA_ORDER_ACTIONS (rambla_order_actions_new (self->client, self->id));
  g_signal_connect_swapped (self->actions, "done", G_CALLBACK (on_done), self);
  self->trouble = RAMBLA_ORDER_TROUBLE (rambla_order_trouble_new (self->client, self->zone));
  self->place = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->vouchers = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->picture));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (box), new_status (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->vouchers));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->actions));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble));
  gtk_box_append (GTK_BOX (box), new_facts (self));
  gtk_box_append (GTK_BOX (box), rambla_trail_list_new (rambla_client_get_api (self->client),
                                                        RAMBLA_PARTY_BUYER, self->id, self->zone));
  gtk_widget_set_margin_start (box, 16);
  gtk_widget_set_margin_end (box, 16);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_set_margin_bottom (box, 24);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static GtkWidget *
new_header (void)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Order"), NULL));
  return header;
}

static void
rambla_order_page_map (GtkWidget *widget)
{
  RamblaOrderPage *self = RAMBLA_ORDER_PAGE (widget);

  GTK_WIDGET_CLASS (rambla_order_page_parent_class)->map (widget);
  self->tick_source = g_timeout_add_seconds (1, on_tick, self);
  ask (self);
}

static void
rambla_order_page_unmap (GtkWidget *widget)
{
  RamblaOrderPage *self = RAMBLA_ORDER_PAGE (widget);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  GTK_WIDGET_CLASS (rambla_order_page_parent_class)->unmap (widget);
}

static void
rambla_order_page_dispose (GObject *object)
{
  RamblaOrderPage *self = RAMBLA_ORDER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (self->wallet != NULL)
    g_signal_handlers_disconnect_by_data (self->wallet, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->client);
  g_clear_object (&self->orders);
  g_clear_object (&self->wallet);
  g_clear_object (&self->order);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_order_page_parent_class)->dispose (object);
}

static void
rambla_order_page_finalize (GObject *object)
{
  RamblaOrderPage *self = RAMBLA_ORDER_PAGE (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->voucher_rows);
  g_free (self->id);
  G_OBJECT_CLASS (rambla_order_page_parent_class)->finalize (object);
}

static void
rambla_order_page_class_init (RamblaOrderPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_order_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_order_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_order_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_order_page_unmap;
}

static void
rambla_order_page_init (RamblaOrderPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->voucher_rows = g_ptr_array_new ();
}

GtkWidget *
rambla_order_page_new (RamblaClient *client,
                       RamblaOrderList *orders,
                       RamblaWallet *wallet,
                       const char *id,
                       GTimeZone *zone)
{
  RamblaOrderPage *self = g_object_new (RAMBLA_TYPE_ORDER_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  RamblaOrder *known = rambla_order_list_get_order (orders, id);

  self->client = g_object_ref (client);
  self->orders = g_object_ref (orders);
  self->wallet = g_object_ref (wallet);
  self->id = g_strdup (id);
  self->zone = g_time_zone_ref (zone);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (new_content (self)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (ask), self);
  gtk_box_append (GTK_BOX (box), new_header ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (wallet, "items-changed", G_CALLBACK (on_voucher_changed), self);
  if (known != NULL)
    show_order (self, known);
  return GTK_WIDGET (self);
}
