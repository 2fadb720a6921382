/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-gift-sheet.h"

#include <glib/gi18n-lib.h>

#include "rambla-hands.h"
#include "rambla-purchases.h"
#include "rambla-qr.h"
#include "rambla-short-code.h"
#include "rambla-voucher-words.h"

#define WIDTH 400
#define HEIGHT 560
#define MAX_MESSAGE 250

struct _RamblaGiftSheet
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkEntry *message;
  GtkWidget *give_button;
  RamblaQr *qr;
  GtkLabel *code;
  GtkLabel *until;
  GtkWidget *copy_button;
  GtkWidget *withdraw_button;
  GtkLabel *trouble;

  RamblaApi *api;
  RamblaWallet *wallet;
  RamblaVoucher *voucher;
  GTimeZone *zone;
  GCancellable *cancellable;
  char *key; /* kept until the platform has answered */
  char *url;
};

G_DEFINE_FINAL_TYPE (RamblaGiftSheet, rambla_gift_sheet, ADW_TYPE_WINDOW)

static void
say (RamblaGiftSheet *self, const char *sentence)
{
  gtk_label_set_label (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), sentence != NULL);
}

static void
set_busy (RamblaGiftSheet *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->stack), !busy);
}

static void
show_gift (RamblaGiftSheet *self, const RamblaGift *gift)
{
  gint64 now = g_get_real_time ();
  g_autofree char *code = rambla_short_code_format (gift->code);
  g_autofree char *spelled = rambla_voucher_words_spelled (gift->code);
  g_autofree char *day = rambla_words_date (gift->expires_at, self->zone, now);
  g_autofree char *time = rambla_words_time (gift->expires_at, self->zone);
  /* Translators: a date; a time of the day */
  g_autofree char *until = g_strdup_printf (_ ("It can be claimed once, until %s, %s."), day, time);

  g_free (self->url);
  self->url = g_strdup (gift->url);
  rambla_qr_set_text (self->qr, gift->url);
  gtk_label_set_label (self->code, code);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->code), GTK_ACCESSIBLE_PROPERTY_LABEL, spelled, -1);
  gtk_label_set_label (self->until, until);
  gtk_stack_set_visible_child_name (self->stack, "gift");
  gtk_widget_grab_focus (self->copy_button);
}

static void
on_give_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaGiftSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaGift) gift = rambla_hands_give_finish (RAMBLA_API (source), result, &error);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (gift == NULL)
    {
      sentence = rambla_api_error_describe (error);
      say (self, sentence);
      if (!rambla_api_error_is_transient (error))
        g_clear_pointer (&self->key, g_free);
      return;
    }
  g_clear_pointer (&self->key, g_free);
  show_gift (self, gift);
  rambla_wallet_refresh (self->wallet);
}

static void
on_give_clicked (RamblaGiftSheet *self)
{
  const char *message = gtk_editable_get_text (GTK_EDITABLE (self->message));

  say (self, NULL);
  set_busy (self, TRUE);
  if (self->key == NULL)
    self->key = rambla_purchases_new_key ();
  rambla_hands_give_async (self->api, self->key, rambla_voucher_get_id (self->voucher),
                           *message != '\0' ? message : NULL, self->cancellable, on_give_ready,
                           g_object_ref (self));
}

/* Another text is another request. */
static void
on_message_changed (RamblaGiftSheet *self)
{
  g_clear_pointer (&self->key, g_free);
}

static void
on_withdraw_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaGiftSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *sentence = NULL;

  if (rambla_hands_withdraw_finish (RAMBLA_API (source), result, &error))
    {
      rambla_wallet_refresh (self->wallet);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  sentence = rambla_api_error_describe (error);
  say (self, sentence);
  rambla_wallet_refresh (self->wallet);
}

static void
on_withdraw_clicked (RamblaGiftSheet *self)
{
  say (self, NULL);
  set_busy (self, TRUE);
  rambla_hands_withdraw_async (self->api, rambla_voucher_get_id (self->voucher), self->cancellable,
                               on_withdraw_ready, g_object_ref (self));
}

static void
on_copy_clicked (RamblaGiftSheet *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->url);
  gtk_button_set_label (GTK_BUTTON (self->copy_button), _ ("Copied"));
}

/* The friend was faster than the window was closed. */
static void
on_voucher_changed (RamblaGiftSheet *self, RamblaVoucher *voucher)
{
  if (g_str_equal (rambla_voucher_get_id (voucher), rambla_voucher_get_id (self->voucher)) &&
      rambla_voucher_get_state (voucher) != RAMBLA_VOUCHER_ACTIVE)
    gtk_window_close (GTK_WINDOW (self));
}

/* --- construction --- */

static GtkLabel *
new_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static GtkWidget *
new_box (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);

  gtk_widget_set_margin_start (box, 20);
  gtk_widget_set_margin_end (box, 20);
  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  return box;
}

static GtkWidget *
new_word_page (RamblaGiftSheet *self)
{
  GtkWidget *box = new_box ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("rambla-gift-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 48);
  self->message = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_placeholder_text (self->message, _ ("A word for your friend (optional)"));
  gtk_entry_set_max_length (self->message, MAX_MESSAGE);
  gtk_entry_set_activates_default (self->message, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->message), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("A word for your friend"), -1);
  self->give_button = gtk_button_new_with_label (_ ("Make a gift link"));
  gtk_widget_add_css_class (self->give_button, "suggested-action");
  gtk_widget_add_css_class (self->give_button, "pill");
  gtk_widget_set_halign (self->give_button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->message, "changed", G_CALLBACK (on_message_changed), self);
  g_signal_connect_swapped (self->give_button, "clicked", G_CALLBACK (on_give_clicked), self);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (new_label (
                                     _ ("Your friend gets a link and claims the voucher with an account of "
                                        "their own. From then on only they can use it."),
                                     NULL)));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->message));
  gtk_box_append (GTK_BOX (box), self->give_button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (new_label (
                                     _ ("If it is not used in time, the money goes back to whoever paid for "
                                        "it, not to your friend."),
                                     "dim-label")));
  return box;
}

static GtkWidget *
new_gift_page (RamblaGiftSheet *self)
{
  GtkWidget *box = new_box ();
  GtkWidget *ground = adw_bin_new ();
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  self->qr = RAMBLA_QR (rambla_qr_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->qr), 190, 190);
  adw_bin_set_child (ADW_BIN (ground), GTK_WIDGET (self->qr));
  gtk_widget_add_css_class (ground, "qr-ground");
  gtk_widget_add_css_class (ground, "tight");
  gtk_widget_set_halign (ground, GTK_ALIGN_CENTER);
  self->code = new_label (NULL, "ticket-code");
  gtk_label_set_selectable (self->code, TRUE);
  self->until = new_label (NULL, "dim-label");
  self->copy_button = gtk_button_new_with_label (_ ("Copy the link"));
  self->withdraw_button = gtk_button_new_with_label (_ ("Take it back"));
  gtk_widget_add_css_class (self->copy_button, "suggested-action");
  gtk_widget_add_css_class (self->copy_button, "pill");
  gtk_widget_add_css_class (self->withdraw_button, "pill");
  g_signal_connect_swapped (self->copy_button, "clicked", G_CALLBACK (on_copy_clicked), self);
  g_signal_connect_swapped (self->withdraw_button, "clicked", G_CALLBACK (on_withdraw_clicked), self);
  gtk_widget_set_halign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (buttons), self->copy_button);
  gtk_box_append (GTK_BOX (buttons), self->withdraw_button);
  gtk_box_append (GTK_BOX (box), ground);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->code));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->until));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (new_label (
                                     _ ("Until then it is yours: use it, or take it back."), "dim-label")));
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

static void
rambla_gift_sheet_dispose (GObject *object)
{
  RamblaGiftSheet *self = RAMBLA_GIFT_SHEET (object);

  g_cancellable_cancel (self->cancellable);
  if (self->wallet != NULL)
    g_signal_handlers_disconnect_by_data (self->wallet, self);
  g_clear_object (&self->api);
  g_clear_object (&self->wallet);
  g_clear_object (&self->voucher);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_gift_sheet_parent_class)->dispose (object);
}

static void
rambla_gift_sheet_finalize (GObject *object)
{
  RamblaGiftSheet *self = RAMBLA_GIFT_SHEET (object);

  g_clear_object (&self->cancellable);
  g_free (self->key);
  g_free (self->url);
  G_OBJECT_CLASS (rambla_gift_sheet_parent_class)->finalize (object);
}

static void
rambla_gift_sheet_class_init (RamblaGiftSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_gift_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_gift_sheet_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rambla_gift_sheet_init (RamblaGiftSheet *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->cancellable = g_cancellable_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, new_word_page (self), "word");
  gtk_stack_add_named (self->stack, new_gift_page (self), "gift");
  self->trouble = new_label (NULL, "error");
  gtk_widget_set_margin_start (GTK_WIDGET (self->trouble), 20);
  gtk_widget_set_margin_end (GTK_WIDGET (self->trouble), 20);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->trouble), 12);
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  gtk_widget_add_css_class (header, "flat");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), GTK_WIDGET (self->stack));
  gtk_widget_set_valign (clamp, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), header);
  /* Large text scrolls, and long words do not widen the window. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->trouble));
  gtk_widget_set_margin_bottom (box, 12);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->give_button);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Give to a friend"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

GtkWidget *
rambla_gift_sheet_new (GtkWindow *parent,
                       RamblaApi *api,
                       RamblaWallet *wallet,
                       RamblaVoucher *voucher,
                       GTimeZone *zone)
{
  RamblaGiftSheet *self = g_object_new (RAMBLA_TYPE_GIFT_SHEET, "transient-for", parent, NULL);
  const RamblaGift *gift = rambla_voucher_get_gift (voucher);

  self->api = g_object_ref (api);
  self->wallet = g_object_ref (wallet);
  self->voucher = g_object_ref (voucher);
  self->zone = g_time_zone_ref (zone);
  g_signal_connect_swapped (wallet, "voucher-changed", G_CALLBACK (on_voucher_changed), self);
  if (gift != NULL)
    show_gift (self, gift);
  return GTK_WIDGET (self);
}
