/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-dispute-pictures.h"

#include <glib/gi18n-lib.h>

#include "rambla-dispute-words.h"
#include "rambla-disputes.h"
#include "rambla-image-head.h"

#define SHOWN_PIXELS 320
#define SENT_PIXELS 1600
#define MAX_FILE_BYTES (32 * 1024 * 1024)
#define MAX_FILE_PIXELS (64 * 1000 * 1000)

struct _RamblaDisputePictures
{
  AdwBin parent_instance;

  GtkFlowBox *box;
  GHashTable *shown; /* ids */
  RamblaApi *api;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaDisputePictures, rambla_dispute_pictures, ADW_TYPE_BIN)

/* Decodes to at most @side pixels. Any thread. */
static GdkPixbuf *
decode (GBytes *bytes, int side, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GdkPixbuf) raw = NULL;
  RamblaImageHead head;
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (!rambla_image_head_read (data, length, &head) || (guint64) head.width * head.height > MAX_FILE_PIXELS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This is no picture that can be used: PNG, JPEG or WebP"));
      return NULL;
    }
  raw = gdk_pixbuf_new_from_stream_at_scale (stream, MIN (side, (int) head.width),
                                             MIN (side, (int) head.height), TRUE, NULL, error);
  return raw != NULL ? gdk_pixbuf_apply_embedded_orientation (raw) : NULL;
}

/* --- showing --- */

typedef struct
{
  RamblaDisputePictures *self;
  GtkPicture *picture;
} Showing;

static void
showing_free (Showing *showing)
{
  g_object_unref (showing->self);
  g_object_unref (showing->picture);
  g_free (showing);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Showing, showing_free)

static void
decode_to_show (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GdkPixbuf *pixbuf = decode (data, SHOWN_PIXELS, &error);

  if (pixbuf != NULL)
    g_task_return_pointer (task, pixbuf, g_object_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_decoded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Showing) showing = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (pixbuf == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("A picture cannot be shown: %s", error->message);
      return;
    }
  texture = gdk_texture_new_for_pixbuf (pixbuf);
  gtk_picture_set_paintable (showing->picture, GDK_PAINTABLE (texture));
}

static void
on_picture_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Showing) showing = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = rambla_disputes_get_picture_finish (RAMBLA_API (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (bytes == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("A picture cannot be fetched: %s", error->message);
      return;
    }
  task = g_task_new (showing->self, showing->self->cancellable, on_decoded, showing);
  g_task_set_source_tag (task, on_picture_ready);
  g_task_set_task_data (task, bytes, (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (task, decode_to_show);
  showing = NULL;
}

static void
show (RamblaDisputePictures *self, RamblaDispute *dispute, const RamblaDisputePicture *picture)
{
  Showing *showing = g_new0 (Showing, 1);
  GtkWidget *widget = gtk_picture_new ();
  g_autofree char *who = rambla_dispute_words_party (picture->author, rambla_dispute_get_party (dispute));
  /* Translators: who showed the picture */
  g_autofree char *text = g_strdup_printf (_ ("Picture: %s"), who);

  /* The alternative text is only its description; without a name it would be read as "GtkPicture". */
  gtk_picture_set_alternative_text (GTK_PICTURE (widget), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (widget, text);
  gtk_widget_set_size_request (widget, 140, 140);
  gtk_widget_add_css_class (widget, "card");
  /* What it shows may be what it is about: its frame fits it, and nothing is cut off. */
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_flow_box_append (self->box, widget);
  showing->self = g_object_ref (self);
  showing->picture = GTK_PICTURE (g_object_ref (widget));
  rambla_disputes_get_picture_async (self->api, rambla_dispute_get_id (dispute), picture->id,
                                     self->cancellable, on_picture_ready, showing);
}

void
rambla_dispute_pictures_set_dispute (RamblaDisputePictures *self, RamblaDispute *dispute)
{
  GPtrArray *pictures = rambla_dispute_get_pictures (dispute);

  g_return_if_fail (RAMBLA_IS_DISPUTE_PICTURES (self));

  for (guint i = 0; i < pictures->len; i++)
    {
      const RamblaDisputePicture *picture = g_ptr_array_index (pictures, i);

      if (g_hash_table_add (self->shown, g_strdup (picture->id)))
        show (self, dispute, picture);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), pictures->len > 0);
}

/* --- reading --- */

static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GFile *file = data;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  char *buffer = NULL;
  gsize length = 0;

  stream = g_file_read (file, cancellable, &error);
  if (stream != NULL)
    {
      g_autofree guint8 *content = g_malloc (MAX_FILE_BYTES);
      gsize read = 0;

      if (g_input_stream_read_all (G_INPUT_STREAM (stream), content, MAX_FILE_BYTES, &read, cancellable,
                                   &error))
        bytes = g_bytes_new (content, read);
    }
  if (bytes != NULL)
    pixbuf = decode (bytes, SENT_PIXELS, &error);
  if (pixbuf == NULL ||
      !gdk_pixbuf_save_to_buffer (pixbuf, &buffer, &length, "jpeg", &error, "quality", "82", NULL))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_bytes_new_take (buffer, length), (GDestroyNotify) g_bytes_unref);
}

void
rambla_dispute_pictures_read_async (GFile *file,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, rambla_dispute_pictures_read_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, read_file);
}

GBytes *
rambla_dispute_pictures_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
rambla_dispute_pictures_dispose (GObject *object)
{
  RamblaDisputePictures *self = RAMBLA_DISPUTE_PICTURES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->api);
  G_OBJECT_CLASS (rambla_dispute_pictures_parent_class)->dispose (object);
}

static void
rambla_dispute_pictures_finalize (GObject *object)
{
  RamblaDisputePictures *self = RAMBLA_DISPUTE_PICTURES (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->shown);
  G_OBJECT_CLASS (rambla_dispute_pictures_parent_class)->finalize (object);
}

static void
rambla_dispute_pictures_class_init (RamblaDisputePicturesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_dispute_pictures_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_dispute_pictures_finalize;
}

static void
rambla_dispute_pictures_init (RamblaDisputePictures *self)
{
  self->cancellable = g_cancellable_new ();
  self->shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (self->box, 4);
  gtk_flow_box_set_column_spacing (self->box, 8);
  gtk_flow_box_set_row_spacing (self->box, 8);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pictures"),
                                  -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
rambla_dispute_pictures_new (RamblaApi *api)
{
  RamblaDisputePictures *self = g_object_new (RAMBLA_TYPE_DISPUTE_PICTURES, NULL);

  self->api = g_object_ref (api);
  return GTK_WIDGET (self);
}
