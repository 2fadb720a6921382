/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-branch-row.h"
#include "rambla-page-age.h"
#include "rambla-short-code.h"
#include "rambla-review-dialog.h"
#include "rambla-state-page.h"
#include "rambla-voucher-actions.h"
#include "rambla-voucher-face.h"
#include "rambla-voucher-layout.h"
#include "rambla-voucher-sort.h"
#include "rambla-voucher-words.h"

/* More branches than this are asked for. */
#define FEW_BRANCHES 3

struct _RamblaVoucherPage
{
  AdwBin parent_instance;

  AdwWindowTitle *header_title;
  RamblaPageAge *age;
  RamblaStatePage *state;
  RamblaVoucherFace *face;
  GtkLabel *title;
  GtkLabel *place;
  GtkLabel *when;
  GtkLabel *from;
  RamblaVoucherActions *actions;
  GtkWidget *review_button;
  GtkWidget *reviewed;
  gboolean is_reviewed; /* known here before the wallet has it from the platform */
  GtkToggleButton *code_button;
  GtkLabel *code;
  GtkBox *branches;
  GtkWidget *more_branches;
  GtkWidget *rules_title;
  GtkBox *rules;
  GtkWidget *guarantee;
  GtkWidget *order_button;

  RamblaApi *api;
  RamblaWallet *wallet;
  char *id;
  GTimeZone *zone;
  RamblaVoucher *voucher;
  guint branches_shown;
};

G_DEFINE_FINAL_TYPE (RamblaVoucherPage, rambla_voucher_page, ADW_TYPE_BIN)

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_branches (RamblaVoucherPage *self, guint most)
{
  GListModel *stores = rambla_voucher_get_stores (self->voucher);
  guint n = g_list_model_get_n_items (stores);

  for (; self->branches_shown < MIN (n, most); self->branches_shown++)
    {
      g_autoptr (RamblaStore) store = g_list_model_get_item (stores, self->branches_shown);

      gtk_box_append (self->branches, rambla_branch_row_new (self->api, store, self->zone));
    }
  gtk_widget_set_visible (self->more_branches, self->branches_shown < n);
}

static void
on_more_clicked (RamblaVoucherPage *self)
{
  show_branches (self, G_MAXUINT);
}

static void
show_rules (RamblaVoucherPage *self)
{
  const char *const *rules = rambla_voucher_get_rules_text (self->voucher);

  clear (self->rules);
  for (guint i = 0; rules != NULL && rules[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (rules[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_widget_add_css_class (label, "fact");
      gtk_box_append (self->rules, label);
    }
  gtk_widget_set_visible (self->rules_title, rules != NULL && rules[0] != NULL);
}

static void
show_code (RamblaVoucherPage *self)
{
  const char *code = rambla_voucher_get_code (self->voucher);
  g_autofree char *grouped = code != NULL ? rambla_short_code_format (code) : NULL;
  g_autofree char *spelled = NULL;

  if (code == NULL)
    return;
  spelled = rambla_voucher_words_spelled (code);
  gtk_label_set_label (self->code, grouped != NULL ? grouped : code);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_LABEL, spelled, -1);
}

static void
show_when (RamblaVoucherPage *self)
{
  gint64 now = g_get_real_time ();
  g_autofree char *when = rambla_voucher_words_when (self->voucher, self->zone, now);
  gboolean usable = rambla_voucher_is_usable (self->voucher, now);
  /* On paper it is on the sheet, and nowhere else. */
  gboolean codes = usable && !rambla_voucher_get_printed (self->voucher);

  gtk_label_set_label (self->when, when);
  if (rambla_voucher_words_is_soon (self->voucher, now))
    gtk_widget_add_css_class (GTK_WIDGET (self->when), "soon");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->when), "soon");
  gtk_widget_set_visible (GTK_WIDGET (self->code_button), codes);
  if (!codes)
    gtk_toggle_button_set_active (self->code_button, FALSE);
  /* The money is the payer's: whoever was given the voucher gets none. */
  gtk_widget_set_visible (self->guarantee,
                          usable && rambla_voucher_get_received_from (self->voucher) == NULL);
}

static void
show_from (RamblaVoucherPage *self)
{
  const char *name = rambla_voucher_get_received_from (self->voucher);
  const char *message = rambla_voucher_get_message (self->voucher);
  g_autofree char *words = NULL;

  if (name != NULL && message != NULL)
    /* Translators: a person's name; what they wrote */
    words = g_strdup_printf (_ ("A gift from %s: “%s”"), name, message);
  else if (name != NULL)
    words = g_strdup_printf (_ ("A gift from %s"), name);
  gtk_label_set_label (self->from, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->from), words != NULL);
}

static void
show_review (RamblaVoucherPage *self)
{
  gboolean used = rambla_voucher_get_redeemed_at (self->voucher) != 0;
  gboolean reviewed = self->is_reviewed || rambla_voucher_get_review_id (self->voucher) != NULL;

  gtk_widget_set_visible (self->review_button, used && !reviewed);
  gtk_widget_set_visible (self->reviewed, reviewed);
}

static void
on_reviewed (RamblaVoucherPage *self)
{
  self->is_reviewed = TRUE;
  show_review (self);
  rambla_wallet_refresh (self->wallet);
}

static void
on_review_clicked (RamblaVoucherPage *self)
{
  GtkWidget *dialog =
      rambla_review_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->api, self->id,
                                rambla_deal_get_title (rambla_voucher_get_deal (self->voucher)));

  g_signal_connect_object (dialog, "done", G_CALLBACK (on_reviewed), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
show_voucher (RamblaVoucherPage *self, RamblaVoucher *voucher)
{
  RamblaDeal *deal = rambla_voucher_get_deal (voucher);
  g_autofree char *place = rambla_voucher_words_place (voucher);
  gboolean first = self->voucher == NULL;

  g_set_object (&self->voucher, voucher);
  rambla_voucher_face_set_voucher (self->face, voucher);
  adw_window_title_set_title (self->header_title, rambla_deal_get_title (deal));
  adw_window_title_set_subtitle (self->header_title, place);
  gtk_label_set_label (self->title, rambla_deal_get_title (deal));
  gtk_label_set_label (self->place, place);
  show_when (self);
  show_from (self);
  show_code (self);
  rambla_voucher_actions_set_voucher (self->actions, voucher);
  show_review (self);
  show_rules (self);
  if (first)
    show_branches (self, FEW_BRANCHES);
  /* Whoever got it as a gift has no order. */
  gtk_widget_set_visible (self->order_button, rambla_voucher_get_received_from (voucher) == NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->order_button), "s",
                                    rambla_voucher_get_order_id (voucher));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->order_button), "win.open-order");
  rambla_state_page_show_content (self->state);
}

static void
show_state (RamblaVoucherPage *self)
{
  const GError *error = rambla_wallet_get_error (self->wallet);
  RamblaVoucher *voucher = rambla_wallet_get_voucher (self->wallet, self->id);

  rambla_page_age_set (self->age, rambla_wallet_get_offline (self->wallet) && voucher != NULL,
                       rambla_wallet_get_fetched_at (self->wallet));
  if (voucher != NULL)
    show_voucher (self, voucher);
  else if (error != NULL)
    rambla_state_page_show_error (self->state, error);
  else
    rambla_state_page_show_loading (self->state, NULL);
}

static void
on_voucher_changed (RamblaWallet *wallet, RamblaVoucher *voucher, RamblaVoucherPage *self)
{
  if (g_str_equal (rambla_voucher_get_id (voucher), self->id))
    show_state (self);
}

const char *
rambla_voucher_page_get_face_state (RamblaVoucherPage *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER_PAGE (self), NULL);

  return rambla_voucher_face_get_state (self->face);
}

/* --- construction --- */

static GtkLabel *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static GtkWidget *
new_code (RamblaVoucherPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *revealer = gtk_revealer_new ();

  self->code_button = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_ ("Show code")));
  gtk_widget_add_css_class (GTK_WIDGET (self->code_button), "chip");
  gtk_widget_set_halign (GTK_WIDGET (self->code_button), GTK_ALIGN_START);
  self->code = new_label ("", "ticket-code");
  gtk_label_set_selectable (self->code, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->code), "large");
  gtk_revealer_set_child (GTK_REVEALER (revealer), GTK_WIDGET (self->code));
  g_object_bind_property (self->code_button, "active", revealer, "reveal-child", G_BINDING_SYNC_CREATE);
  /* A code that is not shown is not read out and not reached by Tab either. */
  g_object_bind_property (revealer, "child-revealed", self->code, "can-focus", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->code_button));
  gtk_box_append (GTK_BOX (box), revealer);
  return box;
}

static GtkWidget *
new_guarantee (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (box, "guarantee");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("rambla-shield-symbolic"));
  gtk_box_append (GTK_BOX (box),
                  GTK_WIDGET (new_label (
                      _ ("Until it is used, the order gives your money back with one click."), "body")));
  return box;
}

static GtkWidget *
new_details (RamblaVoucherPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *code = new_code (self);

  self->title = new_label ("", "title-2");
  self->place = new_label ("", "deal-store");
  self->when = new_label ("", "use-by");
  self->from = new_label ("", "dim-label");
  self->actions = RAMBLA_VOUCHER_ACTIONS (rambla_voucher_actions_new (self->api, self->wallet, self->zone));
  self->review_button = gtk_button_new_with_label (_ ("Write a review"));
  gtk_widget_set_halign (self->review_button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->review_button, 12);
  g_signal_connect_swapped (self->review_button, "clicked", G_CALLBACK (on_review_clicked), self);
  self->reviewed = GTK_WIDGET (new_label (_ ("You have reviewed this."), "dim-label"));
  gtk_widget_set_margin_top (self->reviewed, 12);
  self->branches = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->more_branches = gtk_button_new_with_label (_ ("Show all branches"));
  self->rules_title = GTK_WIDGET (new_label (_ ("Good to know"), "section-title"));
  self->rules = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->guarantee = new_guarantee ();
  self->order_button = gtk_button_new_with_label (_ ("Go to the order"));
  gtk_widget_add_css_class (GTK_WIDGET (self->branches), "facts");
  gtk_widget_add_css_class (GTK_WIDGET (self->rules), "facts");
  gtk_widget_add_css_class (self->more_branches, "flat");
  g_signal_connect_swapped (self->more_branches, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_widget_set_margin_top (code, 10);
  gtk_widget_set_margin_top (GTK_WIDGET (self->actions), 12);
  gtk_widget_set_margin_top (self->guarantee, 18);
  gtk_widget_set_margin_top (self->order_button, 12);
  gtk_widget_set_halign (self->order_button, GTK_ALIGN_START);

  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->when));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->from));
  gtk_box_append (GTK_BOX (box), code);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->actions));
  gtk_box_append (GTK_BOX (box), self->review_button);
  gtk_box_append (GTK_BOX (box), self->reviewed);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (new_label (_ ("Where"), "section-title")));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->branches));
  gtk_box_append (GTK_BOX (box), self->more_branches);
  gtk_box_append (GTK_BOX (box), self->rules_title);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rules));
  gtk_box_append (GTK_BOX (box), self->guarantee);
  gtk_box_append (GTK_BOX (box), self->order_button);
  gtk_widget_set_margin_start (box, 18);
  gtk_widget_set_margin_end (box, 18);
  gtk_widget_set_margin_top (box, 16);
  gtk_widget_set_margin_bottom (box, 24);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  return scroller;
}

static GtkWidget *
new_header (RamblaVoucherPage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  self->header_title = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->header_title));
  return header;
}

static void
rambla_voucher_page_map (GtkWidget *widget)
{
  RamblaVoucherPage *self = RAMBLA_VOUCHER_PAGE (widget);

  GTK_WIDGET_CLASS (rambla_voucher_page_parent_class)->map (widget);
  rambla_wallet_watch (self->wallet, self->id);
}

static void
rambla_voucher_page_unmap (GtkWidget *widget)
{
  RamblaVoucherPage *self = RAMBLA_VOUCHER_PAGE (widget);

  rambla_wallet_unwatch (self->wallet, self->id);
  GTK_WIDGET_CLASS (rambla_voucher_page_parent_class)->unmap (widget);
}

static void
rambla_voucher_page_dispose (GObject *object)
{
  RamblaVoucherPage *self = RAMBLA_VOUCHER_PAGE (object);

  if (self->wallet != NULL)
    g_signal_handlers_disconnect_by_data (self->wallet, self);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->api);
  g_clear_object (&self->wallet);
  g_clear_object (&self->voucher);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (rambla_voucher_page_parent_class)->dispose (object);
}

static void
rambla_voucher_page_class_init (RamblaVoucherPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_voucher_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = rambla_voucher_page_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_voucher_page_unmap;
}

static void
rambla_voucher_page_init (RamblaVoucherPage *self)
{
}

GtkWidget *
rambla_voucher_page_new (RamblaApi *api, RamblaWallet *wallet, const char *id, GTimeZone *zone)
{
  RamblaVoucherPage *self = g_object_new (RAMBLA_TYPE_VOUCHER_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->api = api != NULL ? g_object_ref (api) : NULL;
  self->wallet = g_object_ref (wallet);
  self->id = g_strdup (id);
  self->zone = g_time_zone_ref (zone);
  self->age = RAMBLA_PAGE_AGE (rambla_page_age_new ());
  self->face = RAMBLA_VOUCHER_FACE (rambla_voucher_face_new (wallet, zone));
  self->state = RAMBLA_STATE_PAGE (
      rambla_state_page_new (rambla_voucher_layout_new (GTK_WIDGET (self->face), new_details (self))));
  gtk_widget_set_vexpand (GTK_WIDGET (self->state), TRUE);
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (rambla_wallet_refresh), wallet);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->age));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect (wallet, "voucher-changed", G_CALLBACK (on_voucher_changed), self);
  g_signal_connect_swapped (wallet, "loaded", G_CALLBACK (show_state), self);
  g_signal_connect_swapped (wallet, "notify::offline", G_CALLBACK (show_state), self);
  show_state (self);
  return GTK_WIDGET (self);
}
