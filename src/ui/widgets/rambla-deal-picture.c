/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-picture.h"

#include "rambla-illustration.h"
#include "rambla-picture-source.h"

#define DEFAULT_RENDER_WIDTH 160

struct _RamblaDealPicture
{
  GtkWidget parent_instance;

  GtkWidget *picture;
  GCancellable *cancellable;
  char *id;
  int render_width;

  char *url; /* nullable */
  GCancellable *url_cancellable;
  int asked;     /* pixels wide that the picture was asked for; 0: not yet */
  gboolean came; /* the shop's own picture is shown */
};

G_DEFINE_FINAL_TYPE (RamblaDealPicture, rambla_deal_picture, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_RENDER_WIDTH,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
on_load_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDealPicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPaintable) paintable = rambla_illustration_load_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->picture == NULL)
    return;
  if (paintable == NULL)
    g_warning ("%s", error->message);
  if (self->came)
    return;
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), paintable);
}

static void
stop_loading (RamblaDealPicture *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
rambla_deal_picture_set_illustration (RamblaDealPicture *self, const char *id)
{
  g_autoptr (GdkPaintable) known = NULL;

  g_return_if_fail (RAMBLA_IS_DEAL_PICTURE (self));

  if (self->id != NULL && g_strcmp0 (self->id, id) == 0)
    return;
  stop_loading (self);
  g_free (self->id);
  self->id = g_strdup (id);
  if (self->came)
    return;
  if (id == NULL)
    {
      gtk_picture_set_paintable (GTK_PICTURE (self->picture), NULL);
      return;
    }
  known = rambla_illustration_peek (id, self->render_width);
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), known);
  if (known != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  rambla_illustration_load_async (id, self->render_width, self->cancellable, on_load_ready,
                                  g_object_ref (self));
}

/* --- the shop's own --- */

/* How many pixels wide it has to be to fill the room; a picture is rarely wider than 16 to 10. */
static int
measure_room (RamblaDealPicture *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  int width = MAX (gtk_widget_get_width (widget), gtk_widget_get_height (widget) * 16 / 10);

  return width * gtk_widget_get_scale_factor (widget);
}

static void
show_image (RamblaDealPicture *self, RamblaImage *image)
{
  g_autoptr (GdkTexture) texture = rambla_picture_source_make_texture (image);

  self->came = TRUE;
  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
}

static void
on_image_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaDealPicture) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaImage) image =
      rambla_image_loader_load_finish (RAMBLA_IMAGE_LOADER (source), result, &error);

  if (image != NULL && self->picture != NULL)
    show_image (self, image);
  /* The drawing says enough. */
  else if (image == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("%s", error->message);
}

static void
stop_image (RamblaDealPicture *self)
{
  g_cancellable_cancel (self->url_cancellable);
  g_clear_object (&self->url_cancellable);
  self->asked = 0;
}

/* Asks for it when there is room for it, and again when the room has grown. */
static void
ask_for_image (RamblaDealPicture *self)
{
  RamblaImageLoader *loader = self->url != NULL ? rambla_picture_source_find (GTK_WIDGET (self)) : NULL;
  int width = measure_room (self);

  if (loader == NULL || width <= self->asked)
    return;
  stop_image (self);
  self->asked = width;
  self->url_cancellable = g_cancellable_new ();
  rambla_image_loader_load_async (loader, self->url, width, self->url_cancellable, on_image_ready,
                                  g_object_ref (self));
}

void
rambla_deal_picture_set_url (RamblaDealPicture *self, const char *url)
{
  RamblaImageLoader *loader;
  g_autoptr (RamblaImage) known = NULL;

  g_return_if_fail (RAMBLA_IS_DEAL_PICTURE (self));

  if (g_strcmp0 (self->url, url) == 0)
    return;
  stop_image (self);
  g_free (self->url);
  self->url = g_strdup (url);
  if (self->came)
    {
      g_autofree char *id = g_steal_pointer (&self->id);

      self->came = FALSE;
      rambla_deal_picture_set_illustration (self, id);
    }
  loader = url != NULL ? rambla_picture_source_find (GTK_WIDGET (self)) : NULL;
  if (loader == NULL)
    return;
  /* A card that scrolls by again shows it at once. */
  known = rambla_image_loader_peek (loader, url, MAX (1, measure_room (self)));
  if (known != NULL)
    {
      self->asked = measure_room (self);
      show_image (self, known);
    }
  else
    ask_for_image (self);
}

static void
rambla_deal_picture_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_deal_picture_parent_class)->root (widget);
  ask_for_image (RAMBLA_DEAL_PICTURE (widget));
}

void
rambla_deal_picture_set_deal (RamblaDealPicture *self, RamblaDeal *deal)
{
  const char *illustration = deal != NULL ? rambla_deal_get_illustration (deal) : NULL;

  /* Unknown ids fall back to a drawing for offers of any kind. */
  rambla_deal_picture_set_illustration (self, deal == NULL ? NULL : illustration != NULL ? illustration : "");
  rambla_deal_picture_set_url (self, deal != NULL ? rambla_deal_get_picture (deal) : NULL);
}

/* It takes the room that it is given; the picture's own size does not matter. */
static void
rambla_deal_picture_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;
}

static void
rambla_deal_picture_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (RAMBLA_DEAL_PICTURE (widget)->picture, width, height, baseline, NULL);
  ask_for_image (RAMBLA_DEAL_PICTURE (widget));
}

static void
rambla_deal_picture_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_RENDER_WIDTH:
      g_value_set_int (value, RAMBLA_DEAL_PICTURE (object)->render_width);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_deal_picture_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_RENDER_WIDTH:
      RAMBLA_DEAL_PICTURE (object)->render_width = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_deal_picture_dispose (GObject *object)
{
  RamblaDealPicture *self = RAMBLA_DEAL_PICTURE (object);

  stop_loading (self);
  stop_image (self);
  g_clear_pointer (&self->url, g_free);
  g_clear_pointer (&self->picture, gtk_widget_unparent);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (rambla_deal_picture_parent_class)->dispose (object);
}

static void
rambla_deal_picture_class_init (RamblaDealPictureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rambla_deal_picture_get_property;
  object_class->set_property = rambla_deal_picture_set_property;
  object_class->dispose = rambla_deal_picture_dispose;
  properties[PROP_RENDER_WIDTH] =
      g_param_spec_int ("render-width", NULL, NULL, 16, 2048, DEFAULT_RENDER_WIDTH,
                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  widget_class->root = rambla_deal_picture_root;
  widget_class->measure = rambla_deal_picture_measure;
  widget_class->size_allocate = rambla_deal_picture_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
rambla_deal_picture_init (RamblaDealPicture *self)
{
  self->picture = gtk_picture_new ();
  gtk_picture_set_content_fit (GTK_PICTURE (self->picture), GTK_CONTENT_FIT_COVER);
  gtk_picture_set_can_shrink (GTK_PICTURE (self->picture), TRUE);
  gtk_widget_set_parent (self->picture, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "deal-picture");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
