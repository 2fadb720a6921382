/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-share-button.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-words.h"
#include "rambla-qr.h"
#include "rambla-shares.h"

#define QR_SIZE 200

struct _RamblaShareButton
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  RamblaQr *qr;
  GtkLabel *link;
  GtkLabel *note;
  GtkButton *copy;
  GtkButton *mail;
  RamblaClient *client;
  RamblaDeal *deal;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaShareButton, rambla_share_button, ADW_TYPE_BIN)

static void
show_link (RamblaShareButton *self, const char *path)
{
  g_autofree char *url = g_strconcat (rambla_client_get_base_url (self->client), path, NULL);

  rambla_qr_set_text (self->qr, url);
  gtk_label_set_text (self->link, url);
}

static void
on_path_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaShareButton) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = rambla_shares_get_path_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (path != NULL)
    show_link (self, path);
  else
    g_debug ("The link stays nobody's: %s", error->message);
}

/* A link that leads there is shown at once; that it is the sharer's own comes when the platform has said so.
 */
static void
on_shown (RamblaShareButton *self)
{
  g_autofree char *path = g_strconcat ("/d/", rambla_deal_get_id (self->deal), NULL);

  show_link (self, path);
  gtk_button_set_label (self->copy, _ ("Copy link"));
  gtk_label_set_text (self->note, rambla_client_is_demo (self->client)
                                      ? _ ("The sample city is on this computer: its links work here only.")
                                      : _ ("Whoever opens it sees the offer, in a browser too."));
  if (rambla_session_get_signed_in (rambla_client_get_session (self->client)))
    rambla_shares_get_path_async (rambla_client_get_api (self->client), rambla_deal_get_id (self->deal),
                                  self->cancellable, on_path_ready, g_object_ref (self));
}

static void
on_copy (RamblaShareButton *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->link));
  gtk_button_set_label (self->copy, _ ("Copied"));
}

static void
on_mail (RamblaShareButton *self)
{
  g_autofree char *price = rambla_deal_words_price (self->deal);
  g_autofree char *body = g_strdup_printf ("%s\n%s\n\n%s", rambla_deal_get_title (self->deal), price,
                                           gtk_label_get_text (self->link));
  g_autofree char *subject = g_uri_escape_string (rambla_deal_get_title (self->deal), NULL, TRUE);
  g_autofree char *escaped = g_uri_escape_string (body, NULL, TRUE);
  g_autofree char *uri = g_strdup_printf ("mailto:?subject=%s&body=%s", subject, escaped);

  gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), uri, GDK_CURRENT_TIME);
  gtk_menu_button_popdown (self->button);
}

void
rambla_share_button_set_deal (RamblaShareButton *self, RamblaDeal *deal)
{
  g_return_if_fail (RAMBLA_IS_SHARE_BUTTON (self));

  g_set_object (&self->deal, deal);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), deal != NULL);
}

static GtkWidget *
new_content (RamblaShareButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *heading = gtk_label_new (_ ("Share this offer"));

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_add_css_class (heading, "heading");
  self->qr = RAMBLA_QR (rambla_qr_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->qr), QR_SIZE, QR_SIZE);
  gtk_widget_set_halign (GTK_WIDGET (self->qr), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->qr), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("QR code of the link"), -1);
  self->link = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_selectable (self->link, TRUE);
  gtk_label_set_wrap (self->link, TRUE);
  gtk_label_set_wrap_mode (self->link, PANGO_WRAP_CHAR);
  gtk_label_set_max_width_chars (self->link, 28);
  gtk_label_set_justify (self->link, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->link), "caption");
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->note, TRUE);
  gtk_label_set_max_width_chars (self->note, 28);
  gtk_label_set_justify (self->note, GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dimmer");
  self->copy = GTK_BUTTON (gtk_button_new_with_label (_ ("Copy link")));
  self->mail = GTK_BUTTON (gtk_button_new_with_label (_ ("By mail")));
  g_signal_connect_swapped (self->copy, "clicked", G_CALLBACK (on_copy), self);
  g_signal_connect_swapped (self->mail, "clicked", G_CALLBACK (on_mail), self);
  gtk_widget_add_css_class (GTK_WIDGET (self->copy), "suggested-action");
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_box_append (GTK_BOX (buttons), GTK_WIDGET (self->copy));
  gtk_box_append (GTK_BOX (buttons), GTK_WIDGET (self->mail));
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->qr));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->link));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));
  gtk_box_append (GTK_BOX (box), buttons);
  return box;
}

static void
rambla_share_button_dispose (GObject *object)
{
  RamblaShareButton *self = RAMBLA_SHARE_BUTTON (object);

  g_cancellable_cancel (self->cancellable);
  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->deal);
  g_clear_object (&self->client);
  G_OBJECT_CLASS (rambla_share_button_parent_class)->dispose (object);
}

static void
rambla_share_button_finalize (GObject *object)
{
  g_clear_object (&RAMBLA_SHARE_BUTTON (object)->cancellable);
  G_OBJECT_CLASS (rambla_share_button_parent_class)->finalize (object);
}

static void
rambla_share_button_class_init (RamblaShareButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_share_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_share_button_finalize;
}

static void
rambla_share_button_init (RamblaShareButton *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->cancellable = g_cancellable_new ();
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "rambla-share-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), _ ("Share"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Share"),
                                  -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), FALSE);
  gtk_popover_set_child (GTK_POPOVER (popover), new_content (self));
  g_signal_connect_swapped (popover, "show", G_CALLBACK (on_shown), self);
  gtk_menu_button_set_popover (self->button, popover);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

GtkWidget *
rambla_share_button_new (RamblaClient *client)
{
  RamblaShareButton *self = g_object_new (RAMBLA_TYPE_SHARE_BUTTON, NULL);

  self->client = g_object_ref (client);
  return GTK_WIDGET (self);
}
