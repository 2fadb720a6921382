/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-ticket.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-picture.h"
#include "rambla-voucher-words.h"

#define PICTURE_HEIGHT 120
#define PICTURE_WIDTH 400
#define NARROWEST 290

struct _RamblaTicket
{
  GtkButton parent_instance;

  RamblaDealPicture *picture;
  GtkLabel *title;
  GtkLabel *place;
  GtkLabel *when;
  GtkLabel *quantity;
  GtkLabel *stamp;
  GtkWidget *icon;

  GTimeZone *zone;
};

G_DEFINE_FINAL_TYPE (RamblaTicket, rambla_ticket, GTK_TYPE_BUTTON)

static const char *const styles[] = { "used", "expired", "refunded" };

static void
set_class (GtkWidget *widget, const char *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

void
rambla_ticket_set_voucher (RamblaTicket *self, RamblaVoucher *voucher)
{
  gint64 now = g_get_real_time ();
  g_autofree char *place = NULL;
  g_autofree char *when = NULL;
  g_autofree char *stamp = NULL;
  g_autofree char *quantity = NULL;
  g_autofree char *spoken = NULL;
  RamblaDeal *deal;
  const char *style;

  g_return_if_fail (RAMBLA_IS_TICKET (self));

  if (voucher == NULL)
    {
      rambla_deal_picture_set_deal (self->picture, NULL);
      return;
    }
  deal = rambla_voucher_get_deal (voucher);
  place = rambla_voucher_words_place (voucher);
  when = rambla_voucher_words_when (voucher, self->zone, now);
  stamp = rambla_voucher_words_stamp (voucher, now);
  style = rambla_voucher_words_style (voucher, now);
  quantity = g_strdup_printf ("%d ×", rambla_voucher_get_quantity (voucher));
  spoken = g_strdup_printf ("%s, %s, %s", rambla_deal_get_title (deal), place, when);
  rambla_deal_picture_set_deal (self->picture, deal);
  gtk_label_set_label (self->title, rambla_deal_get_title (deal));
  gtk_label_set_label (self->place, place);
  gtk_label_set_label (self->when, when);
  gtk_label_set_label (self->quantity, quantity);
  gtk_widget_set_visible (GTK_WIDGET (self->quantity), rambla_voucher_get_quantity (voucher) > 1);
  gtk_label_set_label (self->stamp, stamp != NULL ? stamp : "");
  gtk_widget_set_visible (GTK_WIDGET (self->stamp), stamp != NULL);
  gtk_widget_set_visible (self->icon, stamp == NULL);
  set_class (GTK_WIDGET (self->when), "soon", rambla_voucher_words_is_soon (voucher, now));
  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    set_class (GTK_WIDGET (self), styles[i], g_strcmp0 (style, styles[i]) == 0);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", rambla_voucher_get_id (voucher));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.show-voucher");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

static GtkWidget *
new_head (RamblaTicket *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *overlay = gtk_overlay_new ();

  self->picture = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, "render-width", PICTURE_WIDTH, "height-request",
                                PICTURE_HEIGHT, "margin-bottom", 8, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->picture), "hero-picture");
  self->stamp = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->stamp), "ticket-stamp");
  gtk_widget_set_halign (GTK_WIDGET (self->stamp), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->stamp), GTK_ALIGN_CENTER);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (self->stamp));
  self->title = new_label ("deal-title");
  self->place = new_label ("deal-store");
  gtk_widget_add_css_class (head, "ticket-head");
  gtk_box_append (GTK_BOX (head), overlay);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->place));
  return head;
}

static GtkWidget *
new_stub (RamblaTicket *self)
{
  GtkWidget *stub = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->when = new_label ("use-by");
  gtk_widget_set_hexpand (GTK_WIDGET (self->when), TRUE);
  self->quantity = new_label ("tag");
  self->icon = gtk_image_new_from_icon_name ("rambla-qr-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), 20);
  gtk_widget_add_css_class (stub, "ticket-stub");
  gtk_box_append (GTK_BOX (stub), GTK_WIDGET (self->when));
  gtk_box_append (GTK_BOX (stub), GTK_WIDGET (self->quantity));
  gtk_box_append (GTK_BOX (stub), self->icon);
  return stub;
}

static void
rambla_ticket_finalize (GObject *object)
{
  g_clear_pointer (&RAMBLA_TICKET (object)->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_ticket_parent_class)->finalize (object);
}

static void
rambla_ticket_class_init (RamblaTicketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_ticket_finalize;
}

static void
rambla_ticket_init (RamblaTicket *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *tear = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (tear, "ticket-tear");
  gtk_box_append (GTK_BOX (box), new_head (self));
  gtk_box_append (GTK_BOX (box), tear);
  gtk_box_append (GTK_BOX (box), new_stub (self));
  gtk_widget_set_size_request (box, NARROWEST, -1);
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self), "ticket");
}

GtkWidget *
rambla_ticket_new (GTimeZone *zone)
{
  RamblaTicket *self = g_object_new (RAMBLA_TYPE_TICKET, NULL);

  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}
