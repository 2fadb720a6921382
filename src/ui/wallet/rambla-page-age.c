/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-page-age.h"

#include "rambla-voucher-words.h"

struct _RamblaPageAge
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (RamblaPageAge, rambla_page_age, ADW_TYPE_BIN)

void
rambla_page_age_set (RamblaPageAge *self, gboolean offline, gint64 fetched_at)
{
  g_return_if_fail (RAMBLA_IS_PAGE_AGE (self));

  if (offline)
    {
      g_autofree char *text = rambla_words_age (fetched_at, g_get_real_time ());

      gtk_label_set_label (self->label, text);
    }
  gtk_revealer_set_reveal_child (self->revealer, offline);
}

static void
rambla_page_age_class_init (RamblaPageAgeClass *klass)
{
}

static void
rambla_page_age_init (RamblaPageAge *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (box, "page-age");
  gtk_widget_set_halign (box, GTK_ALIGN_FILL);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("rambla-offline-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_child (self->revealer, box);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

GtkWidget *
rambla_page_age_new (void)
{
  return g_object_new (RAMBLA_TYPE_PAGE_AGE, NULL);
}
