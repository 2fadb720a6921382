/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-gallery.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-picture.h"

#define WIDTH 720

struct _RamblaDealGallery
{
  AdwBin parent_instance;

  AdwCarousel *carousel; /* NULL with a single picture */
  GtkWidget *back;
  GtkWidget *forward;
};

G_DEFINE_FINAL_TYPE (RamblaDealGallery, rambla_deal_gallery, ADW_TYPE_BIN)

static int
get_page (RamblaDealGallery *self)
{
  return (int) (adw_carousel_get_position (self->carousel) + 0.5);
}

static void
go_to (RamblaDealGallery *self, int page)
{
  int last = (int) adw_carousel_get_n_pages (self->carousel) - 1;

  adw_carousel_scroll_to (self->carousel,
                          adw_carousel_get_nth_page (self->carousel, (guint) CLAMP (page, 0, last)), TRUE);
}

static void
on_back (RamblaDealGallery *self)
{
  go_to (self, get_page (self) - 1);
}

static void
on_forward (RamblaDealGallery *self)
{
  go_to (self, get_page (self) + 1);
}

static void
on_position_changed (RamblaDealGallery *self)
{
  int page = get_page (self);

  gtk_widget_set_sensitive (self->back, page > 0);
  gtk_widget_set_sensitive (self->forward, page + 1 < (int) adw_carousel_get_n_pages (self->carousel));
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys,
                guint key,
                guint code,
                GdkModifierType state,
                RamblaDealGallery *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  switch (key)
    {
    case GDK_KEY_Left:
      go_to (self, get_page (self) + (rtl ? 1 : -1));
      return TRUE;
    case GDK_KEY_Right:
      go_to (self, get_page (self) + (rtl ? -1 : 1));
      return TRUE;
    case GDK_KEY_Home:
      go_to (self, 0);
      return TRUE;
    case GDK_KEY_End:
      go_to (self, G_MAXINT);
      return TRUE;
    default:
      return FALSE;
    }
}

/* Named by what is seen, and by its number where nobody says. */
static GtkWidget *
new_picture (RamblaDeal *deal, guint index)
{
  GPtrArray *pictures = rambla_deal_get_pictures (deal);
  const RamblaShopPicture *picture = g_ptr_array_index (pictures, index);
  const char *drawing = rambla_deal_get_illustration (deal);
  RamblaDealPicture *widget =
      g_object_new (RAMBLA_TYPE_DEAL_PICTURE, "render-width", WIDTH, "accessible-role",
                    GTK_ACCESSIBLE_ROLE_IMG, "hexpand", TRUE, NULL);
  g_autofree char *number = g_strdup_printf (_ ("Picture %u of %u"), index + 1, pictures->len);

  rambla_deal_picture_set_illustration (widget, drawing != NULL ? drawing : "");
  rambla_deal_picture_set_url (widget, picture->url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  picture->alt != NULL ? picture->alt : number,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, number, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (widget), picture->alt);
  return GTK_WIDGET (widget);
}

static GtkWidget *
new_button (RamblaDealGallery *self, gboolean forward)
{
  GtkWidget *button = gtk_button_new_from_icon_name (forward ? "go-next-symbolic" : "go-previous-symbolic");
  const char *words = forward ? _ ("Next picture") : _ ("Previous picture");

  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "osd");
  gtk_widget_set_halign (button, forward ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_start (button, 8);
  gtk_widget_set_margin_end (button, 8);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (forward ? on_forward : on_back), self);
  return button;
}

static void
build (RamblaDealGallery *self, RamblaDeal *deal)
{
  GPtrArray *pictures = rambla_deal_get_pictures (deal);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *dots = adw_carousel_indicator_dots_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->carousel = ADW_CAROUSEL (adw_carousel_new ());
  gtk_widget_set_overflow (GTK_WIDGET (self->carousel), GTK_OVERFLOW_HIDDEN);
  gtk_widget_add_css_class (GTK_WIDGET (self->carousel), "hero-picture");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->carousel), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Pictures of the offer"), -1);
  for (guint i = 0; i < pictures->len; i++)
    adw_carousel_append (self->carousel, new_picture (deal, i));
  /* The page scrolls with the wheel, whatever is under it. */
  adw_carousel_set_allow_scroll_wheel (self->carousel, FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self->carousel), TRUE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->carousel), keys);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->carousel));

  self->back = new_button (self, FALSE);
  self->forward = new_button (self, TRUE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->back);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->forward);
  adw_carousel_indicator_dots_set_carousel (ADW_CAROUSEL_INDICATOR_DOTS (dots), self->carousel);
  gtk_widget_add_css_class (dots, "osd");
  gtk_widget_add_css_class (dots, "gallery-dots");
  gtk_widget_set_halign (dots, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (dots, GTK_ALIGN_END);
  gtk_widget_set_margin_bottom (dots, 8);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), dots);
  g_signal_connect_swapped (self->carousel, "notify::position", G_CALLBACK (on_position_changed), self);
  g_signal_connect_swapped (self->carousel, "notify::n-pages", G_CALLBACK (on_position_changed), self);
  on_position_changed (self);
  adw_bin_set_child (ADW_BIN (self), overlay);
}

static void
rambla_deal_gallery_class_init (RamblaDealGalleryClass *klass)
{
}

static void
rambla_deal_gallery_init (RamblaDealGallery *self)
{
}

GtkWidget *
rambla_deal_gallery_new (RamblaDeal *deal)
{
  RamblaDealGallery *self = g_object_new (RAMBLA_TYPE_DEAL_GALLERY, NULL);
  GPtrArray *pictures = rambla_deal_get_pictures (deal);
  GtkWidget *only;

  if (pictures->len > 1)
    {
      build (self, deal);
      return GTK_WIDGET (self);
    }
  if (pictures->len == 1)
    only = new_picture (deal, 0);
  else
    {
      only = g_object_new (RAMBLA_TYPE_DEAL_PICTURE, "render-width", WIDTH, NULL);
      rambla_deal_picture_set_deal (RAMBLA_DEAL_PICTURE (only), deal);
    }
  gtk_widget_add_css_class (only, "hero-picture");
  adw_bin_set_child (ADW_BIN (self), only);
  return GTK_WIDGET (self);
}
