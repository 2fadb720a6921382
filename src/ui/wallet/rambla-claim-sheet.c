/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-claim-sheet.h"

#include <glib/gi18n-lib.h>

#include "rambla-hands.h"
#include "rambla-purchases.h"
#include "rambla-voucher-words.h"

#define WIDTH 400
#define HEIGHT 460

struct _RamblaClaimSheet
{
  AdwWindow parent_instance;

  GtkWidget *content;
  GtkEntry *entry;
  GtkWidget *offer;
  GtkLabel *from;
  GtkLabel *title;
  GtkLabel *place;
  GtkLabel *message;
  GtkLabel *until;
  GtkWidget *button;
  GtkLabel *trouble;

  RamblaApi *api;
  RamblaWallet *wallet;
  GTimeZone *zone;
  GCancellable *cancellable;
  char *code; /* what was looked at; NULL before */
  char *key;  /* that it is claimed with */
};

G_DEFINE_FINAL_TYPE (RamblaClaimSheet, rambla_claim_sheet, ADW_TYPE_WINDOW)

static void
say (RamblaClaimSheet *self, const char *sentence)
{
  gtk_label_set_label (self->trouble, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), sentence != NULL);
}

static void
set_busy (RamblaClaimSheet *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->content, !busy);
}

static void
say_error (RamblaClaimSheet *self, const GError *error)
{
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_NOT_FOUND))
    sentence = g_strdup (_ ("There is no gift with this code. Look whether it is complete."));
  else
    sentence = rambla_api_error_describe (error);
  say (self, sentence);
}

static void
show_offer (RamblaClaimSheet *self, const RamblaGift *gift)
{
  /* Translators: a person's name */
  g_autofree char *from = g_strdup_printf (_ ("A gift from %s"), gift->from);
  g_autofree char *day =
      rambla_words_date (gift->valid_until - G_USEC_PER_SEC, self->zone, g_get_real_time ());
  /* Translators: a date */
  g_autofree char *until = g_strdup_printf (_ ("To be used by %s"), day);
  /* Translators: what a person wrote */
  g_autofree char *message = gift->message != NULL ? g_strdup_printf (_ ("“%s”"), gift->message) : NULL;

  gtk_label_set_label (self->from, from);
  gtk_label_set_label (self->title, rambla_deal_get_title (gift->deal));
  gtk_label_set_label (self->place, rambla_store_get_name (rambla_deal_get_store (gift->deal)));
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  gtk_label_set_label (self->until, until);
  gtk_widget_set_visible (self->offer, TRUE);
  gtk_button_set_label (GTK_BUTTON (self->button), _ ("Take it"));
  gtk_widget_grab_focus (self->button);
}

static void
on_look_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClaimSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaGift) gift = rambla_hands_look_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (gift != NULL)
    {
      show_offer (self, gift);
      return;
    }
  g_clear_pointer (&self->code, g_free);
  say_error (self, error);
}

static void
on_claim_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaClaimSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaVoucher) voucher = rambla_hands_claim_finish (RAMBLA_API (source), result, &error);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  if (voucher == NULL)
    {
      if (!rambla_api_error_is_transient (error))
        g_clear_pointer (&self->key, g_free);
      say_error (self, error);
      return;
    }
  rambla_wallet_take (self->wallet, voucher);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-voucher", "s",
                                rambla_voucher_get_id (voucher));
  gtk_window_close (GTK_WINDOW (self));
}

static void
look (RamblaClaimSheet *self)
{
  self->code = rambla_hands_dup_code (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  if (self->code == NULL)
    {
      say (self, _ ("That is not a gift's code. It has 12 letters and digits; a link to it does as well."));
      return;
    }
  set_busy (self, TRUE);
  rambla_hands_look_async (self->api, self->code, self->cancellable, on_look_ready, g_object_ref (self));
}

static void
on_button_clicked (RamblaClaimSheet *self)
{
  say (self, NULL);
  if (self->code == NULL)
    {
      look (self);
      return;
    }
  if (self->key == NULL)
    self->key = rambla_purchases_new_key ();
  set_busy (self, TRUE);
  rambla_hands_claim_async (self->api, self->key, self->code, self->cancellable, on_claim_ready,
                            g_object_ref (self));
}

/* Another code is another gift. */
static void
on_entry_changed (RamblaClaimSheet *self)
{
  g_clear_pointer (&self->code, g_free);
  g_clear_pointer (&self->key, g_free);
  gtk_widget_set_visible (self->offer, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->button), _ ("Look at it"));
  say (self, NULL);
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
new_offer (RamblaClaimSheet *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->from = new_label (NULL, "dim-label");
  self->title = new_label (NULL, "title-3");
  self->place = new_label (NULL, "deal-store");
  self->message = new_label (NULL, NULL);
  self->until = new_label (NULL, "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->from));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->place));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->message));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->until));
  gtk_widget_set_visible (box, FALSE);
  return box;
}

static void
rambla_claim_sheet_dispose (GObject *object)
{
  RamblaClaimSheet *self = RAMBLA_CLAIM_SHEET (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  g_clear_object (&self->wallet);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_claim_sheet_parent_class)->dispose (object);
}

static void
rambla_claim_sheet_finalize (GObject *object)
{
  RamblaClaimSheet *self = RAMBLA_CLAIM_SHEET (object);

  g_clear_object (&self->cancellable);
  g_free (self->code);
  g_free (self->key);
  G_OBJECT_CLASS (rambla_claim_sheet_parent_class)->finalize (object);
}

static void
rambla_claim_sheet_class_init (RamblaClaimSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_claim_sheet_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_claim_sheet_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
rambla_claim_sheet_init (RamblaClaimSheet *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->cancellable = g_cancellable_new ();
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  gtk_widget_set_margin_start (self->content, 20);
  gtk_widget_set_margin_end (self->content, 20);
  gtk_widget_set_margin_top (self->content, 8);
  gtk_widget_set_margin_bottom (self->content, 20);
  self->entry = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_placeholder_text (self->entry, _ ("Link or code"));
  gtk_entry_set_activates_default (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Link or code of the gift"), -1);
  self->offer = new_offer (self);
  self->button = gtk_button_new_with_label (_ ("Look at it"));
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  self->trouble = new_label (NULL, "error");
  gtk_widget_set_visible (GTK_WIDGET (self->trouble), FALSE);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (on_entry_changed), self);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_button_clicked), self);
  gtk_box_append (GTK_BOX (self->content),
                  GTK_WIDGET (new_label (
                      _ ("A friend has given you a voucher? Paste the link, or type its code."), NULL)));
  gtk_box_append (GTK_BOX (self->content), GTK_WIDGET (self->entry));
  gtk_box_append (GTK_BOX (self->content), self->offer);
  gtk_box_append (GTK_BOX (self->content), GTK_WIDGET (self->trouble));
  gtk_box_append (GTK_BOX (self->content), self->button);
  gtk_widget_add_css_class (header, "flat");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), WIDTH);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->content);
  gtk_box_append (GTK_BOX (box), header);
  /* Large text scrolls, and long words do not widen the window. */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->button);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Claim a gift"));
  gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, HEIGHT);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
}

GtkWidget *
rambla_claim_sheet_new (GtkWindow *parent, RamblaApi *api, RamblaWallet *wallet, GTimeZone *zone)
{
  RamblaClaimSheet *self = g_object_new (RAMBLA_TYPE_CLAIM_SHEET, "transient-for", parent, NULL);

  self->api = g_object_ref (api);
  self->wallet = g_object_ref (wallet);
  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}
