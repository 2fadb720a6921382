/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-checkout-done.h"
#include "rambla-checkout-form.h"
#include "rambla-checkout-wait.h"
#include "rambla-checkout-words.h"
#include "rambla-hold-clock.h"
#include "rambla-place-time.h"
#include "rambla-section.h"
#include "rambla-window.h"

#define WIDTH 620
#define MARGIN 16

struct _RamblaCheckoutPage
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkStack *stack;
  RamblaCheckoutForm *form;
  RamblaCheckoutWait *wait;
  AdwBin *done;
  GtkWidget *notice;
  GtkLabel *notice_words;
  GtkButton *notice_button;
  GtkWidget *bar;
  GtkLabel *bar_total;
  RamblaHoldClock *clock;
  GtkButton *pay;
  GtkSpinner *spinner;
  GtkWidget *give_up;

  RamblaClient *client;
  RamblaCheckout *checkout;
  RamblaPurchaseWatch *watch; /* of the window; takes over what is open when one leaves */
  GTimeZone *zone;
  gboolean page_opened;
};

G_DEFINE_FINAL_TYPE (RamblaCheckoutPage, rambla_checkout_page, ADW_TYPE_BIN)

/* --- what can be done --- */

static gboolean
is_signed_in (RamblaCheckoutPage *self)
{
  return rambla_session_get_signed_in (rambla_client_get_session (self->client));
}

static gboolean
can_pay (RamblaCheckoutPage *self)
{
  RamblaCheckoutState state = rambla_checkout_get_state (self->checkout);

  return is_signed_in (self) && rambla_checkout_form_get_method (self->form) != NULL &&
         (state == RAMBLA_CHECKOUT_CHOOSING || state == RAMBLA_CHECKOUT_DECLINED ||
          (state == RAMBLA_CHECKOUT_FAILED && rambla_checkout_get_order (self->checkout) != NULL));
}

static void
on_pay (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaCheckoutPage *self = RAMBLA_CHECKOUT_PAGE (widget);
  g_autofree char *buyer = rambla_client_dup_buyer (self->client);

  if (!can_pay (self))
    return;
  self->page_opened = FALSE;
  rambla_checkout_set_buyer (self->checkout, buyer);
  rambla_checkout_pay (self->checkout, rambla_checkout_form_get_method (self->form));
}

/* The button in the notice does what helps. */
static void
on_notice_clicked (RamblaCheckoutPage *self)
{
  RamblaMoney fresh;

  if (!is_signed_in (self))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
  else if (rambla_checkout_get_new_price (self->checkout, &fresh))
    {
      rambla_checkout_accept_price (self->checkout);
      on_pay (GTK_WIDGET (self), NULL, NULL);
    }
  else if (rambla_checkout_get_state (self->checkout) == RAMBLA_CHECKOUT_OVER ||
           rambla_checkout_is_settled (self->checkout))
    rambla_checkout_choose_again (self->checkout);
  else
    rambla_checkout_retry (self->checkout);
}

static void
on_give_up (RamblaCheckoutPage *self)
{
  rambla_checkout_cancel (self->checkout);
}

/* --- what is seen --- */

static const char *
name_notice_button (RamblaCheckoutPage *self)
{
  RamblaMoney fresh;

  switch (rambla_checkout_get_state (self->checkout))
    {
    case RAMBLA_CHECKOUT_FAILED:
      if (rambla_checkout_get_new_price (self->checkout, &fresh))
        return _ ("Go on with the new price");
      return rambla_checkout_is_settled (self->checkout) ? _ ("Choose again") : _ ("Try again");
    case RAMBLA_CHECKOUT_OVER:
      return _ ("Order again");
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_ORDERING:
    case RAMBLA_CHECKOUT_PAYING:
    case RAMBLA_CHECKOUT_WAITING:
    case RAMBLA_CHECKOUT_DECLINED:
    case RAMBLA_CHECKOUT_UNKNOWN:
    case RAMBLA_CHECKOUT_PAID:
    default:
      return NULL;
    }
}

static void
show_notice (RamblaCheckoutPage *self)
{
  RamblaCheckoutState state = rambla_checkout_get_state (self->checkout);
  gboolean busy = state == RAMBLA_CHECKOUT_ORDERING || state == RAMBLA_CHECKOUT_PAYING;
  const char *button = name_notice_button (self);
  g_autofree char *words = busy ? NULL : rambla_checkout_words_describe (self->checkout);

  if (!is_signed_in (self))
    {
      g_free (words);
      words =
          g_strdup (_ ("To buy, you need to be signed in on this platform. Nothing is charged before that."));
      button = _ ("Sign in");
    }
  gtk_widget_set_visible (self->notice, words != NULL);
  gtk_label_set_label (self->notice_words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->notice_button), button != NULL);
  if (button != NULL)
    gtk_button_set_label (self->notice_button, button);
}

static char *
name_pay_button (RamblaCheckoutPage *self, RamblaMoney total)
{
  const char *method = rambla_checkout_form_get_method (self->form);
  g_autofree char *amount = NULL;

  switch (rambla_checkout_get_state (self->checkout))
    {
    case RAMBLA_CHECKOUT_ORDERING:
      return g_strdup (_ ("Reserving…"));
    case RAMBLA_CHECKOUT_PAYING:
      return g_strdup (_ ("Paying…"));
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_WAITING:
    case RAMBLA_CHECKOUT_DECLINED:
    case RAMBLA_CHECKOUT_UNKNOWN:
    case RAMBLA_CHECKOUT_PAID:
    case RAMBLA_CHECKOUT_OVER:
    case RAMBLA_CHECKOUT_FAILED:
    default:
      break;
    }
  if (total.amount == 0)
    return g_strdup (_ ("Get it"));
  if (g_strcmp0 (method, "at_store") == 0)
    return g_strdup (_ ("Book"));
  amount = rambla_money_format (total);
  /* Translators: an amount of money */
  return g_strdup_printf (_ ("Pay %s"), amount);
}

static void
show_bar (RamblaCheckoutPage *self)
{
  RamblaCheckoutState state = rambla_checkout_get_state (self->checkout);
  RamblaOrder *order = rambla_checkout_get_order (self->checkout);
  RamblaMoney total = rambla_checkout_get_total (self->checkout);
  gboolean busy = state == RAMBLA_CHECKOUT_ORDERING || state == RAMBLA_CHECKOUT_PAYING;
  gboolean waiting = state == RAMBLA_CHECKOUT_WAITING || state == RAMBLA_CHECKOUT_UNKNOWN;
  g_autofree char *total_text = total.amount == 0 ? g_strdup (_ ("Free")) : rambla_money_format (total);
  g_autofree char *pay = name_pay_button (self, total);

  gtk_label_set_label (self->bar_total, total_text);
  gtk_button_set_label (self->pay, pay);
  gtk_widget_set_visible (GTK_WIDGET (self->pay), !waiting && state != RAMBLA_CHECKOUT_OVER);
  gtk_widget_set_visible (self->give_up, state == RAMBLA_CHECKOUT_WAITING);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (self->bar, state != RAMBLA_CHECKOUT_PAID && state != RAMBLA_CHECKOUT_UNKNOWN);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "checkout.pay", can_pay (self));
  rambla_hold_clock_set_end (
      self->clock, order != NULL && rambla_order_get_state (order) == RAMBLA_ORDER_PENDING_PAYMENT && !waiting
                       ? rambla_order_get_expires_at (order)
                       : 0);
}

/* The payment page opens once by itself; afterwards by the button. */
static void
open_page (RamblaCheckoutPage *self)
{
  const char *url = rambla_checkout_get_url (self->checkout);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (url == NULL || self->page_opened || root == NULL)
    return;
  self->page_opened = TRUE;
  gtk_show_uri (GTK_WINDOW (root), url, GDK_CURRENT_TIME);
}

static void
show_done (RamblaCheckoutPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *done;

  if (adw_bin_get_child (self->done) != NULL)
    return;
  done = rambla_checkout_done_new (self->checkout);
  adw_bin_set_child (self->done, done);
  adw_window_title_set_title (self->title, _ ("Done"));
  gtk_stack_set_visible_child_name (self->stack, "done");
  gtk_widget_child_focus (done, GTK_DIR_TAB_FORWARD);
  if (RAMBLA_IS_WINDOW (root))
    rambla_window_refresh_purchases (RAMBLA_WINDOW (root));
}

/* What had the focus may just have become unusable; without any, the keyboard would be dead. */
static void
keep_focus (RamblaCheckoutPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root == NULL ||
      (gtk_root_get_focus (root) != NULL && gtk_widget_is_sensitive (gtk_root_get_focus (root))))
    return;
  if (gtk_widget_get_visible (GTK_WIDGET (self->notice_button)))
    gtk_widget_grab_focus (GTK_WIDGET (self->notice_button));
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
update (RamblaCheckoutPage *self)
{
  rambla_checkout_form_update (self->form);
  show_notice (self);
  show_bar (self);
  switch (rambla_checkout_get_state (self->checkout))
    {
    case RAMBLA_CHECKOUT_WAITING:
    case RAMBLA_CHECKOUT_UNKNOWN:
      rambla_checkout_wait_update (self->wait);
      gtk_stack_set_visible_child_name (self->stack, "wait");
      open_page (self);
      break;
    case RAMBLA_CHECKOUT_PAID:
      show_done (self);
      break;
    case RAMBLA_CHECKOUT_CHOOSING:
    case RAMBLA_CHECKOUT_ORDERING:
    case RAMBLA_CHECKOUT_PAYING:
    case RAMBLA_CHECKOUT_DECLINED:
    case RAMBLA_CHECKOUT_OVER:
    case RAMBLA_CHECKOUT_FAILED:
    default:
      gtk_stack_set_visible_child_name (self->stack, "form");
    }
  keep_focus (self);
}

/* --- coming and going --- */

static void
rambla_checkout_page_root (GtkWidget *widget)
{
  RamblaCheckoutPage *self = RAMBLA_CHECKOUT_PAGE (widget);
  GtkRoot *root;

  GTK_WIDGET_CLASS (rambla_checkout_page_parent_class)->root (widget);
  root = gtk_widget_get_root (widget);
  if (RAMBLA_IS_WINDOW (root))
    g_set_object (&self->watch, rambla_window_get_watch (RAMBLA_WINDOW (root)));
}

static void
leave (RamblaCheckoutPage *self)
{
  RamblaCheckoutState state = rambla_checkout_get_state (self->checkout);

  g_signal_handlers_disconnect_by_data (self->checkout, self);
  if (rambla_checkout_is_settled (self->checkout))
    return;
  if (state == RAMBLA_CHECKOUT_DECLINED || state == RAMBLA_CHECKOUT_FAILED)
    rambla_checkout_cancel (self->checkout);
  if (self->watch != NULL)
    rambla_purchase_watch_add (self->watch, self->checkout);
}

static void
rambla_checkout_page_dispose (GObject *object)
{
  RamblaCheckoutPage *self = RAMBLA_CHECKOUT_PAGE (object);

  if (self->checkout != NULL)
    leave (self);
  g_clear_object (&self->checkout);
  g_clear_object (&self->watch);
  g_clear_object (&self->client);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_checkout_page_parent_class)->dispose (object);
}

static void
rambla_checkout_page_class_init (RamblaCheckoutPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_checkout_page_dispose;
  GTK_WIDGET_CLASS (klass)->root = rambla_checkout_page_root;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "checkout.pay", NULL, on_pay);
}

static void
rambla_checkout_page_init (RamblaCheckoutPage *self)
{
}

static GtkWidget *
new_notice (RamblaCheckoutPage *self)
{
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->notice = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->notice_words = GTK_LABEL (rambla_text_new (NULL, NULL));
  gtk_widget_set_hexpand (texts, TRUE);
  self->notice_button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->notice_button), GTK_ALIGN_START);
  g_signal_connect_swapped (self->notice_button, "clicked", G_CALLBACK (on_notice_clicked), self);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->notice), icon);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->notice_words));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->notice_button));
  gtk_box_append (GTK_BOX (self->notice), texts);
  gtk_widget_add_css_class (self->notice, "guarantee");
  return self->notice;
}

static GtkWidget *
new_clamp (GtkWidget *child, int width)
{
  GtkWidget *clamp = adw_clamp_new ();

  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), width);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), width);
  adw_clamp_set_child (ADW_CLAMP (clamp), child);
  return clamp;
}

static GtkWidget *
new_scroller (GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_widget_set_margin_top (child, MARGIN);
  gtk_widget_set_margin_bottom (child, 24);
  gtk_widget_set_margin_start (child, MARGIN);
  gtk_widget_set_margin_end (child, MARGIN);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), new_clamp (child, WIDTH));
  return scroller;
}

static GtkWidget *
new_bar (RamblaCheckoutPage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->bar_total = GTK_LABEL (rambla_text_new (NULL, "price"));
  gtk_widget_add_css_class (GTK_WIDGET (self->bar_total), "large");
  self->clock = RAMBLA_HOLD_CLOCK (rambla_hold_clock_new ());
  gtk_widget_set_halign (GTK_WIDGET (self->clock), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->bar_total));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->clock));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  self->give_up = gtk_button_new_with_label (_ ("Do not buy"));
  gtk_widget_set_valign (self->give_up, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->give_up, "clicked", G_CALLBACK (on_give_up), self);
  self->pay = GTK_BUTTON (gtk_button_new ());
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->pay), "checkout.pay");
  gtk_widget_set_valign (GTK_WIDGET (self->pay), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->pay), "buy-button");
  gtk_widget_add_css_class (GTK_WIDGET (self->pay), "suggested-action");
  gtk_box_append (GTK_BOX (line), texts);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (line), self->give_up);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->pay));
  self->bar = new_clamp (line, WIDTH - 2 * MARGIN);
  gtk_widget_add_css_class (self->bar, "buy-bar");
  return self->bar;
}

static GtkWidget *
new_header (RamblaCheckoutPage *self)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_actionable_set_action_name (GTK_ACTIONABLE (back), "navigation.back");
  gtk_widget_set_tooltip_text (back, _ ("Back"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Back"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), back);
  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_ ("Checkout"), NULL));
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  return header;
}

GtkWidget *
rambla_checkout_page_new_for (RamblaClient *client, RamblaCheckout *checkout)
{
  RamblaCheckoutPage *self = g_object_new (RAMBLA_TYPE_CHECKOUT_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *form_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  self->client = g_object_ref (client);
  self->checkout = g_object_ref (checkout);
  self->zone = rambla_place_time_zone (rambla_client_get_card (client));
  self->form =
      RAMBLA_CHECKOUT_FORM (rambla_checkout_form_new (rambla_client_get_api (client), checkout, self->zone));
  self->wait = RAMBLA_CHECKOUT_WAIT (rambla_checkout_wait_new (checkout));
  self->done = ADW_BIN (adw_bin_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_box_append (GTK_BOX (form_box), new_notice (self));
  gtk_box_append (GTK_BOX (form_box), GTK_WIDGET (self->form));
  gtk_stack_add_named (self->stack, new_scroller (form_box), "form");
  gtk_stack_add_named (self->stack, new_scroller (GTK_WIDGET (self->wait)), "wait");
  gtk_stack_add_named (self->stack, new_scroller (GTK_WIDGET (self->done)), "done");
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_box_append (GTK_BOX (box), new_header (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), new_bar (self));
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_swapped (checkout, "changed", G_CALLBACK (update), self);
  g_signal_connect_object (rambla_client_get_session (client), "notify::signed-in", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->form, "notify::method", G_CALLBACK (show_bar), self);
  update (self);
  return GTK_WIDGET (self);
}

GtkWidget *
rambla_checkout_page_new (RamblaClient *client, RamblaDeal *deal, RamblaStore *store, RamblaSlot *slot)
{
  g_autofree char *folder = rambla_client_build_state_path (client, "purchases");
  g_autofree char *buyer = rambla_client_dup_buyer (client);
  g_autoptr (RamblaCheckout) checkout =
      rambla_checkout_new (rambla_client_get_api (client), folder, buyer, deal, store);

  g_autofree char *tracking =
      rambla_activity_dup_tracking (rambla_client_get_activity (client), rambla_deal_get_id (deal));

  rambla_checkout_set_tracking (checkout, tracking);
  if (slot != NULL)
    rambla_checkout_set_slot (checkout, slot);
  return rambla_checkout_page_new_for (client, checkout);
}
