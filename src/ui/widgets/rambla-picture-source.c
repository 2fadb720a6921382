/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-picture-source.h"

#define KEY "rambla-picture-source"

void
rambla_picture_source_provide (GtkWindow *window, RamblaImageLoader *loader)
{
  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (RAMBLA_IS_IMAGE_LOADER (loader));

  g_object_set_data_full (G_OBJECT (window), KEY, g_object_ref (loader), g_object_unref);
}

RamblaImageLoader *
rambla_picture_source_find (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *window = GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;

  for (; window != NULL; window = gtk_window_get_transient_for (window))
    {
      RamblaImageLoader *loader = g_object_get_data (G_OBJECT (window), KEY);

      if (loader != NULL)
        return loader;
    }
  return NULL;
}

GdkTexture *
rambla_picture_source_make_texture (RamblaImage *image)
{
  int width = rambla_image_get_width (image);

  return gdk_memory_texture_new (width, rambla_image_get_height (image), GDK_MEMORY_DEFAULT,
                                 rambla_image_get_pixels (image), (gsize) width * 4);
}
