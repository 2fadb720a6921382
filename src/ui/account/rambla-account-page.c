/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-account-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-purchases.h"

struct _RamblaAccountPage
{
  AdwBin parent_instance;

  AdwPreferencesGroup *person;
  AdwActionRow *name_row;
  AdwActionRow *email_row;
  AdwActionRow *card_row;
  AdwActionRow *kept_row;
  GtkWidget *sign_out_button;
  GtkWidget *sign_in_button;
  AdwActionRow *notice_row; /* why there is nobody, or nothing is known of them */

  RamblaClient *client;
  GCancellable *cancellable;
  gboolean asking;
  gboolean known;
};

G_DEFINE_FINAL_TYPE (RamblaAccountPage, rambla_account_page, ADW_TYPE_BIN)

static void
set_value (AdwActionRow *row, const char *value)
{
  adw_action_row_set_subtitle (row, value != NULL ? value : "");
  gtk_widget_set_visible (GTK_WIDGET (row), value != NULL && *value != '\0');
}

static void
show_notice (RamblaAccountPage *self, const char *title, const char *sentence)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->notice_row), title);
  set_value (self->notice_row, sentence);
}

static void
show_nobody (RamblaAccountPage *self)
{
  self->known = FALSE;
  set_value (self->name_row, NULL);
  set_value (self->email_row, NULL);
  set_value (self->card_row, NULL);
  set_value (self->kept_row, NULL);
  gtk_widget_set_visible (self->sign_out_button, FALSE);
  gtk_widget_set_visible (self->sign_in_button, TRUE);
  show_notice (self, _ ("Not signed in"),
               _ ("Looking around needs no account. Buying does, and so do the wallet and the orders."));
}

static char *
describe_card (RamblaMe *me)
{
  g_autofree char *brand = NULL;

  if (me->card_last4 == NULL)
    return g_strdup (_ ("None saved"));
  /* Brands come as "visa": their first letter is a capital. */
  brand = g_strdup (me->card_brand);
  brand[0] = g_ascii_toupper (brand[0]);
  /* Translators: brand of a card, the last four digits of its number */
  return g_strdup_printf (_ ("%s, ends in %s"), brand, me->card_last4);
}

/* Where what one is signed in with is kept, in a sentence. */
static void
show_kept (RamblaAccountPage *self)
{
  const char *sentence = NULL;

  if (rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    switch (rambla_secrets_get_place (rambla_client_get_secrets (self->client)))
      {
      case RAMBLA_SECRETS_IN_SERVICE:
        sentence = _ ("In this desktop's password store, encrypted");
        break;
      case RAMBLA_SECRETS_IN_FILE:
        sentence = rambla_client_is_demo (self->client)
                       ? _ ("In the sample city's folder on this computer, in a file that only you can read")
                       : _ ("In a file that only you can read, not encrypted: this desktop's password store "
                            "is missing or locked");
        break;
      case RAMBLA_SECRETS_UNKNOWN:
      default:
        break;
      }
  set_value (self->kept_row, sentence);
}

static void
show_me (RamblaAccountPage *self, RamblaMe *me)
{
  g_autofree char *card = describe_card (me);

  self->known = TRUE;
  set_value (self->notice_row, NULL);
  set_value (self->name_row, me->name);
  set_value (self->email_row, me->email);
  set_value (self->card_row, card);
  show_kept (self);
  gtk_widget_set_visible (self->sign_out_button, TRUE);
  gtk_widget_set_visible (self->sign_in_button, FALSE);
}

static void
on_account_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!rambla_secrets_store_finish (NULL, result, &error))
    g_message ("Who is signed in could not be kept for later: %s", error->message);
}

static void
on_get_me_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaMe) me = rambla_purchases_get_me_finish (RAMBLA_API (source), result, &error);
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking = FALSE;
  if (!rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    {
      show_nobody (self);
      return;
    }
  if (me == NULL)
    {
      /* What was known of the account is still true. */
      text = rambla_api_error_describe (error);
      if (!self->known)
        show_notice (self, _ ("Account"), text);
      return;
    }
  text = rambla_me_to_text (me);
  rambla_secrets_store_async (rambla_client_get_secrets (self->client), RAMBLA_CLIENT_ACCOUNT, text, NULL,
                              on_account_stored, NULL);
  show_me (self, me);
}

/* Without a network it says who was signed in the last time, which is who is signed in now. */
static void
on_account_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaAccountPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RamblaMe) me = NULL;

  if (!rambla_secrets_lookup_finish (NULL, result, &text, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("Who is signed in is not known yet: %s", error->message);
      return;
    }
  node = text != NULL ? json_from_string (text, NULL) : NULL;
  me = node != NULL ? rambla_me_from_json (node, NULL) : NULL;
  if (me != NULL && !self->known && rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    show_me (self, me);
}

static void
ask (RamblaAccountPage *self)
{
  if (!rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    {
      show_nobody (self);
      return;
    }
  gtk_widget_set_visible (self->sign_out_button, TRUE);
  gtk_widget_set_visible (self->sign_in_button, FALSE);
  set_value (self->notice_row, NULL);
  show_kept (self);
  if (!self->known)
    rambla_secrets_lookup_async (rambla_client_get_secrets (self->client), RAMBLA_CLIENT_ACCOUNT,
                                 self->cancellable, on_account_ready, g_object_ref (self));
  if (self->asking)
    return;
  self->asking = TRUE;
  rambla_purchases_get_me_async (rambla_client_get_api (self->client), self->cancellable, on_get_me_ready,
                                 g_object_ref (self));
}

static void
on_sign_out_response (AdwMessageDialog *dialog, const char *response, RamblaAccountPage *self)
{
  if (!g_str_equal (response, "sign-out"))
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-out", NULL);
}

static void
on_sign_out_clicked (RamblaAccountPage *self)
{
  GtkWidget *dialog = adw_message_dialog_new (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Sign out?"),
      _ ("Vouchers, orders and purchases are removed from this device. They stay with your account."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "stay", _ ("Stay"), "sign-out",
                                    _ ("Sign out"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "sign-out",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_sign_out_response), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* --- construction --- */

static AdwActionRow *
add_row (AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
  set_value (ADW_ACTION_ROW (row), value);
  return ADW_ACTION_ROW (row);
}

static GtkWidget *
add_button (AdwPreferencesGroup *group, const char *label)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 12);
  gtk_widget_set_visible (button, FALSE);
  adw_preferences_group_add (group, button);
  return button;
}

static GtkWidget *
new_person (RamblaAccountPage *self)
{
  self->person = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->person, _ ("You"));
  self->notice_row = add_row (self->person, "", NULL);
  gtk_widget_remove_css_class (GTK_WIDGET (self->notice_row), "property");
  self->name_row = add_row (self->person, _ ("Name"), NULL);
  self->email_row = add_row (self->person, _ ("E-mail"), NULL);
  self->card_row = add_row (self->person, _ ("Saved card"), NULL);
  self->kept_row = add_row (self->person, _ ("Your sign-in is kept"), NULL);
  self->sign_in_button = add_button (self->person, _ ("Sign in…"));
  gtk_widget_add_css_class (self->sign_in_button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sign_in_button), "win.sign-in");
  self->sign_out_button = add_button (self->person, _ ("Sign out…"));
  g_signal_connect_swapped (self->sign_out_button, "clicked", G_CALLBACK (on_sign_out_clicked), self);
  return GTK_WIDGET (self->person);
}

static GtkWidget *
new_platform (RamblaAccountPage *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  RamblaCard *card = rambla_client_get_card (self->client);

  adw_preferences_group_set_title (group, _ ("Platform"));
  add_row (group, _ ("Name"), rambla_card_get_name (card));
  add_row (group, _ ("Address"), rambla_client_get_base_url (self->client));
  add_row (group, _ ("Map"), rambla_card_get_attribution (card));
  if (rambla_card_get_sample_offers (card))
    add_row (group, _ ("Sample offers"),
             _ ("The places are real, the offers are samples: nobody sells them, and no money moves."));
  return GTK_WIDGET (group);
}

static void
on_telling_changed (GtkSwitch *button, GParamSpec *pspec, RamblaAccountPage *self)
{
  rambla_activity_set_agreed (rambla_client_get_activity (self->client), gtk_switch_get_active (button));
}

static GtkWidget *
new_telling (RamblaAccountPage *self)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_switch_new ();
  const char *title = _ ("Tell shops what is looked at");

  adw_preferences_group_set_title (group, _ ("Privacy"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (
      ADW_ACTION_ROW (row), _ ("Which offers this device shows and opens, without your name. Only an order "
                               "of yours is joined to what led to it."));
  gtk_switch_set_active (GTK_SWITCH (button),
                         rambla_activity_get_agreed (rambla_client_get_activity (self->client)));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (button, "notify::active", G_CALLBACK (on_telling_changed), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (group, row);
  return GTK_WIDGET (group);
}

static GtkWidget *
new_about (void)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("About Rambla"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.about");
  adw_preferences_group_add (group, row);
  return GTK_WIDGET (group);
}

static void
rambla_account_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_account_page_parent_class)->map (widget);
  ask (RAMBLA_ACCOUNT_PAGE (widget));
}

static void
rambla_account_page_dispose (GObject *object)
{
  RamblaAccountPage *self = RAMBLA_ACCOUNT_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_account_page_parent_class)->dispose (object);
}

static void
rambla_account_page_finalize (GObject *object)
{
  g_clear_object (&RAMBLA_ACCOUNT_PAGE (object)->cancellable);
  G_OBJECT_CLASS (rambla_account_page_parent_class)->finalize (object);
}

static void
rambla_account_page_class_init (RamblaAccountPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_account_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_account_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_account_page_map;
}

static void
rambla_account_page_init (RamblaAccountPage *self)
{
  self->cancellable = g_cancellable_new ();
}

GtkWidget *
rambla_account_page_new (RamblaClient *client)
{
  RamblaAccountPage *self = g_object_new (RAMBLA_TYPE_ACCOUNT_PAGE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *groups = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->client = g_object_ref (client);
  gtk_box_append (GTK_BOX (groups), new_person (self));
  gtk_box_append (GTK_BOX (groups), new_platform (self));
  gtk_box_append (GTK_BOX (groups), new_telling (self));
  gtk_box_append (GTK_BOX (groups), new_about ());
  gtk_widget_set_margin_start (groups, 16);
  gtk_widget_set_margin_end (groups, 16);
  gtk_widget_set_margin_top (groups, 20);
  gtk_widget_set_margin_bottom (groups, 24);
  adw_clamp_set_child (ADW_CLAMP (clamp), groups);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new (_ ("Account"), NULL));
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (rambla_client_get_session (client), "notify::signed-in", G_CALLBACK (ask), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_client_get_secrets (client), "notify::place", G_CALLBACK (show_kept), self,
                           G_CONNECT_SWAPPED);
  ask (self);
  return GTK_WIDGET (self);
}
