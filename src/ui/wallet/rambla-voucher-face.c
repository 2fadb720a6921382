/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-face.h"

#include <glib/gi18n-lib.h>

#include "rambla-qr.h"
#include "rambla-short-code.h"
#include "rambla-voucher-sort.h"
#include "rambla-voucher-token.h"
#include "rambla-voucher-words.h"

#define CHANGE_MS 350
/* A proof is good for a minute; a new one at half of it is always in time. */
#define RENEW_SECONDS (RAMBLA_VOUCHER_BINDING_MAX_AGE / 2)

struct _RamblaVoucherFace
{
  AdwBin parent_instance;

  GtkStack *stack;
  RamblaQr *qr;
  GtkLabel *code;
  GtkLabel *used_detail;
  GtkLabel *over_title;
  GtkLabel *over_detail;

  RamblaWallet *wallet;
  GTimeZone *zone;
  RamblaVoucher *voucher;
  guint renew_source;
  GtkApplication *inhibitor; /* while the screen is kept from going dark */
  guint inhibit_cookie;
};

G_DEFINE_FINAL_TYPE (RamblaVoucherFace, rambla_voucher_face, ADW_TYPE_BIN)

static void
keep_awake (RamblaVoucherFace *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkApplication *application = GTK_IS_WINDOW (root) ? gtk_window_get_application (GTK_WINDOW (root)) : NULL;

  if (self->inhibitor != NULL || application == NULL)
    return;
  self->inhibit_cookie = gtk_application_inhibit (
      application, GTK_WINDOW (root), GTK_APPLICATION_INHIBIT_IDLE, _ ("A voucher is being shown"));
  if (self->inhibit_cookie != 0)
    self->inhibitor = g_object_ref (application);
}

static void
let_sleep (RamblaVoucherFace *self)
{
  if (self->inhibitor != NULL)
    gtk_application_uninhibit (self->inhibitor, self->inhibit_cookie);
  g_clear_object (&self->inhibitor);
}

static void
show_code (RamblaVoucherFace *self)
{
  g_autofree char *code = rambla_short_code_format (rambla_voucher_get_code (self->voucher));

  gtk_label_set_label (self->code, code != NULL ? code : rambla_voucher_get_code (self->voucher));
  gtk_stack_set_visible_child_name (self->stack, "code");
}

static void
show_qr (RamblaVoucherFace *self)
{
  g_autofree char *text =
      rambla_wallet_dup_presentation (self->wallet, self->voucher, g_get_real_time () / G_USEC_PER_SEC);

  rambla_qr_set_text (self->qr, text);
  /* Nothing is shown when it does not fit, or when the voucher is bound to another device. */
  if (rambla_qr_get_version (self->qr) == 0)
    show_code (self);
  else
    gtk_stack_set_visible_child_name (self->stack, "qr");
}

/* What is on paper is not shown a second time: a picture of it would be worth as much. */
static void
show_paper (RamblaVoucherFace *self)
{
  gtk_label_set_label (self->over_title, _ ("On paper"));
  gtk_label_set_label (self->over_detail,
                       _ ("Show the sheet at the counter. If it is lost, choose “Use it on this "
                          "device”: the sheet is worth nothing from then on."));
  gtk_stack_set_visible_child_name (self->stack, "over");
}

static void
show_over (RamblaVoucherFace *self, gint64 now)
{
  g_autofree char *words = rambla_voucher_words_over (self->voucher, self->zone, now);
  g_autofree char *when = rambla_voucher_words_when (self->voucher, self->zone, now);

  if (rambla_voucher_get_state (self->voucher) == RAMBLA_VOUCHER_REDEEMED)
    {
      gtk_label_set_label (self->used_detail, words);
      gtk_stack_set_visible_child_name (self->stack, "used");
      return;
    }
  gtk_label_set_label (self->over_title, when);
  gtk_label_set_label (self->over_detail, words);
  gtk_stack_set_visible_child_name (self->stack, "over");
}

static void
show (RamblaVoucherFace *self)
{
  gint64 now = g_get_real_time ();
  gboolean usable = rambla_voucher_is_usable (self->voucher, now);

  if (usable && rambla_voucher_get_printed (self->voucher))
    show_paper (self);
  else if (usable)
    show_qr (self);
  else
    show_over (self, now);
  if (usable && gtk_widget_get_mapped (GTK_WIDGET (self)))
    keep_awake (self);
  else
    let_sleep (self);
}

static gboolean
on_renew_due (gpointer user_data)
{
  show (user_data);
  return G_SOURCE_CONTINUE;
}

void
rambla_voucher_face_set_voucher (RamblaVoucherFace *self, RamblaVoucher *voucher)
{
  g_return_if_fail (RAMBLA_IS_VOUCHER_FACE (self));
  g_return_if_fail (RAMBLA_IS_VOUCHER (voucher));

  /* Also the same again: the device's key may have come meanwhile. */
  g_set_object (&self->voucher, voucher);
  show (self);
}

const char *
rambla_voucher_face_get_state (RamblaVoucherFace *self)
{
  g_return_val_if_fail (RAMBLA_IS_VOUCHER_FACE (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}

static GtkLabel *
new_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, style);
  return GTK_LABEL (label);
}

/* A page with an icon over words, in the middle. Takes nothing over. */
static GtkWidget *
new_words (const char *icon, GtkLabel *title, GtkLabel *detail)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_image_set_pixel_size (GTK_IMAGE (image), 64);
  gtk_widget_set_valign (middle, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (middle, TRUE);
  gtk_box_append (GTK_BOX (middle), image);
  gtk_box_append (GTK_BOX (middle), GTK_WIDGET (title));
  gtk_box_append (GTK_BOX (middle), GTK_WIDGET (detail));
  gtk_box_append (GTK_BOX (box), middle);
  return box;
}

static void
add_pages (RamblaVoucherFace *self)
{
  GtkLabel *used = new_label ("title-1");
  GtkLabel *hint = new_label ("body");
  GtkWidget *ground = adw_bin_new ();
  GtkWidget *page;

  self->qr = RAMBLA_QR (rambla_qr_new ());
  adw_bin_set_child (ADW_BIN (ground), GTK_WIDGET (self->qr));
  gtk_widget_add_css_class (ground, "qr-ground");
  gtk_widget_add_css_class (ground, "tight");
  gtk_stack_add_named (self->stack, ground, "qr");

  self->code = new_label ("ticket-code");
  gtk_label_set_selectable (self->code, TRUE);
  gtk_label_set_label (hint, _ ("Read this code out at the counter."));
  page = new_words ("rambla-voucher-symbolic", self->code, hint);
  gtk_widget_add_css_class (page, "qr-ground");
  gtk_stack_add_named (self->stack, page, "code");

  self->used_detail = new_label ("title-3");
  gtk_label_set_label (used, _ ("Accepted"));
  page = new_words ("rambla-check-circle-symbolic", used, self->used_detail);
  gtk_widget_add_css_class (page, "counter-answer");
  gtk_widget_add_css_class (page, "accepted");
  gtk_stack_add_named (self->stack, page, "used");

  self->over_title = new_label ("title-2");
  self->over_detail = new_label ("body");
  page = new_words ("rambla-history-symbolic", self->over_title, self->over_detail);
  gtk_widget_add_css_class (page, "card");
  gtk_stack_add_named (self->stack, page, "over");
}

static void
rambla_voucher_face_map (GtkWidget *widget)
{
  RamblaVoucherFace *self = RAMBLA_VOUCHER_FACE (widget);

  GTK_WIDGET_CLASS (rambla_voucher_face_parent_class)->map (widget);
  self->renew_source = g_timeout_add_seconds (RENEW_SECONDS, on_renew_due, self);
  if (self->voucher != NULL)
    show (self);
}

static void
rambla_voucher_face_unmap (GtkWidget *widget)
{
  RamblaVoucherFace *self = RAMBLA_VOUCHER_FACE (widget);

  g_clear_handle_id (&self->renew_source, g_source_remove);
  let_sleep (self);
  GTK_WIDGET_CLASS (rambla_voucher_face_parent_class)->unmap (widget);
}

static void
rambla_voucher_face_dispose (GObject *object)
{
  RamblaVoucherFace *self = RAMBLA_VOUCHER_FACE (object);

  g_clear_handle_id (&self->renew_source, g_source_remove);
  let_sleep (self);
  g_clear_object (&self->wallet);
  g_clear_object (&self->voucher);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_voucher_face_parent_class)->dispose (object);
}

static void
rambla_voucher_face_class_init (RamblaVoucherFaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_voucher_face_dispose;
  GTK_WIDGET_CLASS (klass)->map = rambla_voucher_face_map;
  GTK_WIDGET_CLASS (klass)->unmap = rambla_voucher_face_unmap;
}

static void
rambla_voucher_face_init (RamblaVoucherFace *self)
{
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_transition_duration (self->stack, CHANGE_MS);
  add_pages (self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
rambla_voucher_face_new (RamblaWallet *wallet, GTimeZone *zone)
{
  RamblaVoucherFace *self = g_object_new (RAMBLA_TYPE_VOUCHER_FACE, NULL);

  self->wallet = g_object_ref (wallet);
  self->zone = g_time_zone_ref (zone);
  return GTK_WIDGET (self);
}
