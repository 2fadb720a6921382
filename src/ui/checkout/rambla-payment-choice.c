/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-payment-choice.h"

#include <glib/gi18n-lib.h>

#include "rambla-purchases.h"

struct _RamblaPaymentChoice
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkCheckButton *group;
  RamblaDeal *deal;
  guint n_methods;
  const char *method; /* one of the static names */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaPaymentChoice, rambla_payment_choice, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_METHOD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_method (RamblaPaymentChoice *self, const char *method)
{
  if (g_strcmp0 (self->method, method) == 0)
    return;
  self->method = g_intern_string (method);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_METHOD]);
}

static void
on_toggled (GtkCheckButton *button, RamblaPaymentChoice *self)
{
  if (gtk_check_button_get_active (button))
    set_method (self, gtk_widget_get_name (GTK_WIDGET (button)));
}

static void
add_method (RamblaPaymentChoice *self,
            const char *method,
            const char *icon_name,
            const char *title,
            const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_check_button_new ();
  g_autofree char *spoken = g_strdup_printf ("%s. %s", title, subtitle);

  gtk_widget_set_name (button, method);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->group);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), icon_name);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->list, row);
  self->n_methods++;
  if (self->group == NULL)
    {
      self->group = GTK_CHECK_BUTTON (button);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
    }
}

static gboolean
offers (RamblaPaymentChoice *self, const char *method)
{
  const char *const *methods = rambla_deal_get_payment_methods (self->deal);

  /* The short form that an order carries does not say. */
  if (methods == NULL)
    return !g_str_equal (method, "at_store");
  return g_strv_contains (methods, method);
}

/* "visa" → "Visa" */
static char *
name_brand (const char *brand)
{
  g_autofree char *first = g_utf8_substring (brand, 0, MIN (1, g_utf8_strlen (brand, -1)));
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, brand + strlen (first), NULL);
}

static void
show_methods (RamblaPaymentChoice *self, const RamblaMe *me)
{
  if (offers (self, "saved") && me != NULL && me->card_last4 != NULL)
    {
      g_autofree char *brand = name_brand (me->card_brand != NULL ? me->card_brand : _ ("Card"));
      /* Translators: brand and last four digits of a card */
      g_autofree char *title = g_strdup_printf (_ ("%s •••• %s"), brand, me->card_last4);

      add_method (self, "saved", "rambla-money-symbolic", title, _ ("Your saved card, one click"));
    }
  if (offers (self, "hosted"))
    add_method (self, "hosted", "rambla-qr-symbolic", _ ("Payment page"),
                _ ("Opens in the browser; or scan its code with a phone"));
  if (offers (self, "at_store"))
    add_method (self, "at_store", "rambla-place-symbolic", _ ("At the store"),
                _ ("You get a voucher now and pay at the counter"));
  /* One way is no choice. */
  if (self->n_methods == 1)
    gtk_widget_set_visible (GTK_WIDGET (self->group), FALSE);
}

static void
on_me_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaPaymentChoice) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaMe) me = rambla_purchases_get_me_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Without the account there is still the payment page; if the network is away, paying says so. */
  if (me == NULL)
    g_message ("The saved card is not known: %s", error->message);
  show_methods (self, me);
}

const char *
rambla_payment_choice_get_method (RamblaPaymentChoice *self)
{
  g_return_val_if_fail (RAMBLA_IS_PAYMENT_CHOICE (self), NULL);

  return self->method;
}

static void
rambla_payment_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_METHOD:
      g_value_set_string (value, RAMBLA_PAYMENT_CHOICE (object)->method);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_payment_choice_dispose (GObject *object)
{
  RamblaPaymentChoice *self = RAMBLA_PAYMENT_CHOICE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->deal);
  G_OBJECT_CLASS (rambla_payment_choice_parent_class)->dispose (object);
}

static void
rambla_payment_choice_class_init (RamblaPaymentChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_payment_choice_get_property;
  object_class->dispose = rambla_payment_choice_dispose;
  properties[PROP_METHOD] =
      g_param_spec_string ("method", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_payment_choice_init (RamblaPaymentChoice *self)
{
  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("How to pay"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

GtkWidget *
rambla_payment_choice_new (RamblaApi *api, RamblaDeal *deal)
{
  RamblaPaymentChoice *self = g_object_new (RAMBLA_TYPE_PAYMENT_CHOICE, NULL);

  self->deal = g_object_ref (deal);
  if (offers (self, "saved"))
    rambla_purchases_get_me_async (api, self->cancellable, on_me_ready, g_object_ref (self));
  else
    show_methods (self, NULL);
  return GTK_WIDGET (self);
}
