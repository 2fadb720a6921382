/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-checkout-form.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-picture.h"
#include "rambla-deal-words.h"
#include "rambla-payment-choice.h"
#include "rambla-place-time.h"
#include "rambla-section.h"

#define PICTURE 88
#define MOST_UNITS 20

struct _RamblaCheckoutForm
{
  AdwBin parent_instance;

  GtkSpinButton *quantity;
  GtkLabel *each;
  GtkWidget *saved_line;
  GtkLabel *saved;
  GtkLabel *total;
  GtkLabel *rest;
  RamblaPaymentChoice *choice; /* NULL when nothing is paid now */

  RamblaCheckout *checkout;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (RamblaCheckoutForm, rambla_checkout_form, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_METHOD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- what and how many --- */

static int
count_most (RamblaCheckout *checkout)
{
  RamblaDeal *deal = rambla_checkout_get_deal (checkout);
  RamblaStore *store = rambla_checkout_get_store (checkout);
  RamblaSlot *slot = rambla_checkout_get_slot (checkout);
  int most = MOST_UNITS;

  if (rambla_deal_get_per_person (deal) > 0)
    most = MIN (most, rambla_deal_get_per_person (deal));
  if (rambla_deal_get_stock_left (deal) >= 0)
    most = MIN (most, rambla_deal_get_stock_left (deal));
  if (rambla_store_get_stock_left (store) >= 0)
    most = MIN (most, rambla_store_get_stock_left (store));
  if (slot != NULL)
    most = MIN (most, rambla_slot_get_capacity_left (slot));
  return MAX (1, most);
}

static void
on_quantity_changed (RamblaCheckoutForm *self)
{
  if (!self->updating && rambla_checkout_get_state (self->checkout) == RAMBLA_CHECKOUT_CHOOSING)
    rambla_checkout_set_quantity (self->checkout, gtk_spin_button_get_value_as_int (self->quantity));
}

static GtkWidget *
new_what (RamblaCheckout *checkout)
{
  RamblaDeal *deal = rambla_checkout_get_deal (checkout);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *tags = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  RamblaDealPicture *picture = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, NULL);
  g_autofree char *kind = rambla_deal_words_kind (deal);
  GtkWidget *tag = gtk_label_new (kind);

  rambla_deal_picture_set_deal (picture, deal);
  gtk_widget_set_size_request (GTK_WIDGET (picture), PICTURE, PICTURE);
  gtk_widget_set_valign (GTK_WIDGET (picture), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (picture), "hero-picture");
  gtk_widget_add_css_class (tag, "tag");
  gtk_box_append (GTK_BOX (tags), tag);
  if (rambla_deal_get_sample (deal))
    {
      GtkWidget *badge = gtk_label_new (_ ("Sample offer"));

      gtk_widget_add_css_class (badge, "sample-badge");
      gtk_box_append (GTK_BOX (tags), badge);
    }
  gtk_box_append (GTK_BOX (texts), tags);
  gtk_box_append (GTK_BOX (texts), rambla_text_new (rambla_deal_get_title (deal), "title-4"));
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (picture));
  gtk_box_append (GTK_BOX (line), texts);
  return line;
}

static GtkWidget *
new_facts (RamblaCheckout *checkout, GTimeZone *zone)
{
  RamblaDeal *deal = rambla_checkout_get_deal (checkout);
  RamblaStore *store = rambla_checkout_get_store (checkout);
  RamblaSlot *slot = rambla_checkout_get_slot (checkout);
  const char *address = rambla_store_get_address (store);
  int days = rambla_deal_get_use_within_days (deal);
  GtkWidget *facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *where = address != NULL
                               ? g_strdup_printf ("%s, %s", rambla_store_get_name (store), address)
                               : g_strdup (rambla_store_get_name (store));

  gtk_widget_add_css_class (facts, "facts");
  gtk_box_append (GTK_BOX (facts), rambla_fact_new ("rambla-pin-symbolic", where));
  if (slot != NULL)
    {
      g_autoptr (GDateTime) start = rambla_place_time_new (zone, rambla_slot_get_starts_at (slot));
      g_autofree char *when = rambla_place_time_format (start);

      gtk_box_append (GTK_BOX (facts), rambla_fact_new ("rambla-booking-symbolic", when));
    }
  else if (days > 0)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now (zone);
      g_autoptr (GDateTime) last = g_date_time_add_days (now, days);
      g_autofree char *day = rambla_place_time_format_day (last);
      g_autofree char *when = g_strdup_printf (_ ("Use it until %s"), day);

      gtk_box_append (GTK_BOX (facts), rambla_fact_new ("rambla-booking-symbolic", when));
    }
  return facts;
}

static GtkWidget *
new_quantity (RamblaCheckoutForm *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = rambla_text_new (_ ("How many"), NULL);
  int most = count_most (self->checkout);

  self->quantity = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (1, most, 1));
  gtk_spin_button_set_value (self->quantity, rambla_checkout_get_quantity (self->checkout));
  gtk_widget_set_sensitive (GTK_WIDGET (self->quantity), most > 1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->quantity), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How many"), -1);
  g_signal_connect_swapped (self->quantity, "value-changed", G_CALLBACK (on_quantity_changed), self);
  self->each = GTK_LABEL (rambla_text_new (NULL, "price-note"));
  gtk_widget_set_hexpand (GTK_WIDGET (self->each), TRUE);
  gtk_widget_set_valign (line, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->each));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->quantity));
  return line;
}

/* --- what it costs --- */

static GtkWidget *
new_sum_line (const char *name, GtkLabel **amount, const char *css_class)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name_label = rambla_text_new (name, NULL);

  *amount = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_hexpand (name_label, TRUE);
  gtk_box_append (GTK_BOX (line), name_label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (*amount));
  gtk_widget_add_css_class (line, css_class);
  return line;
}

static GtkWidget *
new_sums (RamblaCheckoutForm *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  RamblaDeal *deal = rambla_checkout_get_deal (self->checkout);
  const RamblaDealBooking *booking = rambla_deal_get_booking (deal);

  gtk_box_append (GTK_BOX (box), new_quantity (self));
  self->saved_line = new_sum_line (_ ("You save"), &self->saved, "dimmer");
  gtk_box_append (GTK_BOX (box), self->saved_line);
  gtk_box_append (GTK_BOX (box),
                  new_sum_line (booking != NULL && booking->pay == RAMBLA_DEAL_PAY_DEPOSIT ? _ ("Deposit now")
                                : booking != NULL && booking->pay == RAMBLA_DEAL_PAY_AT_STORE
                                    ? _ ("Total, paid at the store")
                                    : _ ("Total, everything included"),
                                &self->total, "checkout-total"));
  self->rest = GTK_LABEL (rambla_text_new (NULL, "price-note"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->rest));
  return box;
}

static void
set_amount (GtkLabel *label, RamblaMoney amount)
{
  g_autofree char *text = rambla_money_format (amount);

  gtk_label_set_label (label, text);
}

static void
show_sums (RamblaCheckoutForm *self)
{
  RamblaDeal *deal = rambla_checkout_get_deal (self->checkout);
  const RamblaDealBooking *booking = rambla_deal_get_booking (deal);
  int quantity = rambla_checkout_get_quantity (self->checkout);
  RamblaMoney total = rambla_checkout_get_total (self->checkout);
  RamblaMoney regular;
  RamblaMoney rest = rambla_money (0, "");
  gboolean deposit = booking != NULL && booking->pay == RAMBLA_DEAL_PAY_DEPOSIT;
  g_autofree char *total_text = total.amount == 0 ? g_strdup (_ ("Free")) : rambla_money_format (total);
  g_autofree char *each = rambla_deal_words_price (deal);
  g_autofree char *each_text = g_strdup_printf (_ ("%s each"), each);

  gtk_label_set_label (self->each, quantity > 1 ? each_text : "");
  gtk_label_set_label (self->total, total_text);
  gtk_widget_set_visible (self->saved_line, FALSE);
  if (!deposit && rambla_money_multiply (rambla_deal_get_regular_price (deal), quantity, &regular) &&
      rambla_money_compare (total, regular) < 0 && rambla_money_subtract (regular, total, &regular))
    {
      set_amount (self->saved, regular);
      gtk_widget_set_visible (self->saved_line, TRUE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->rest), FALSE);
  if (deposit && rambla_money_multiply (rambla_deal_get_price (deal), quantity, &rest) &&
      rambla_money_subtract (rest, total, &rest))
    {
      g_autofree char *rest_text = rambla_money_format (rest);
      g_autofree char *words = g_strdup_printf (_ ("%s more are paid at the store"), rest_text);

      gtk_label_set_label (self->rest, words);
      gtk_widget_set_visible (GTK_WIDGET (self->rest), TRUE);
    }
}

void
rambla_checkout_form_update (RamblaCheckoutForm *self)
{
  RamblaCheckoutState state = rambla_checkout_get_state (self->checkout);
  gboolean ordered = rambla_checkout_get_order (self->checkout) != NULL;

  g_return_if_fail (RAMBLA_IS_CHECKOUT_FORM (self));

  self->updating = TRUE;
  gtk_spin_button_set_value (self->quantity, rambla_checkout_get_quantity (self->checkout));
  self->updating = FALSE;
  gtk_widget_set_sensitive (GTK_WIDGET (self->quantity),
                            state == RAMBLA_CHECKOUT_CHOOSING && count_most (self->checkout) > 1);
  if (self->choice != NULL)
    gtk_widget_set_sensitive (GTK_WIDGET (self->choice), state == RAMBLA_CHECKOUT_CHOOSING ||
                                                             state == RAMBLA_CHECKOUT_DECLINED ||
                                                             (state == RAMBLA_CHECKOUT_FAILED && ordered));
  show_sums (self);
}

const char *
rambla_checkout_form_get_method (RamblaCheckoutForm *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHECKOUT_FORM (self), NULL);

  /* What is free goes over no card. */
  return self->choice != NULL ? rambla_payment_choice_get_method (self->choice) : "at_store";
}

static void
on_method_changed (RamblaCheckoutForm *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_METHOD]);
}

static void
rambla_checkout_form_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_METHOD:
      g_value_set_string (value, rambla_checkout_form_get_method (RAMBLA_CHECKOUT_FORM (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_checkout_form_dispose (GObject *object)
{
  g_clear_object (&RAMBLA_CHECKOUT_FORM (object)->checkout);
  G_OBJECT_CLASS (rambla_checkout_form_parent_class)->dispose (object);
}

static void
rambla_checkout_form_class_init (RamblaCheckoutFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_checkout_form_get_property;
  object_class->dispose = rambla_checkout_form_dispose;
  properties[PROP_METHOD] =
      g_param_spec_string ("method", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_checkout_form_init (RamblaCheckoutForm *self)
{
}

GtkWidget *
rambla_checkout_form_new (RamblaApi *api, RamblaCheckout *checkout, GTimeZone *zone)
{
  RamblaCheckoutForm *self = g_object_new (RAMBLA_TYPE_CHECKOUT_FORM, NULL);
  RamblaDeal *deal = rambla_checkout_get_deal (checkout);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);

  self->checkout = g_object_ref (checkout);
  gtk_box_append (GTK_BOX (box), new_what (checkout));
  gtk_box_append (GTK_BOX (box), new_facts (checkout, zone));
  gtk_box_append (GTK_BOX (box), new_sums (self));
  if (rambla_checkout_get_total (checkout).amount > 0)
    {
      self->choice = RAMBLA_PAYMENT_CHOICE (rambla_payment_choice_new (api, deal));
      /* It waits for an answer and may outlive the form. */
      g_signal_connect_object (self->choice, "notify::method", G_CALLBACK (on_method_changed), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), rambla_section_new (_ ("How to pay"), GTK_WIDGET (self->choice)));
      gtk_box_append (GTK_BOX (box), rambla_guarantee_new (rambla_deal_get_booking (deal)));
    }
  adw_bin_set_child (ADW_BIN (self), box);
  rambla_checkout_form_update (self);
  return GTK_WIDGET (self);
}
