/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-qr.h"

#include <glib/gi18n-lib.h>
#include <qrencode.h>

/* Modules of white around the code (ISO/IEC 18004, 9.1). */
#define QUIET 4
/* Readable for a camera at arm's length; below two pixels a module scanners fail. */
#define SMALLEST_MODULE 2
#define NATURAL_MODULE 4

struct _RamblaQr
{
  GtkWidget parent_instance;

  char *text;
  int width; /* in modules, without quiet zone; 0 for none */
  int version;
  cairo_surface_t *modules; /* one pixel a module, quiet zone included */
};

G_DEFINE_FINAL_TYPE (RamblaQr, rambla_qr, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* One pixel a module; drawn enlarged by a whole number without smoothing it stays exact. */
static cairo_surface_t *
draw_modules (const QRcode *code)
{
  int side = code->width + 2 * QUIET;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint8 *pixels = cairo_image_surface_get_data (surface);

  memset (pixels, 0xff, stride * (gsize) side);
  for (gsize y = 0; y < (gsize) code->width; y++)
    for (gsize x = 0; x < (gsize) code->width; x++)
      if (code->data[y * (gsize) code->width + x] & 1)
        memset (pixels + (y + QUIET) * stride + (x + QUIET) * 4, 0, 4);
  cairo_surface_mark_dirty (surface);
  return surface;
}

void
rambla_qr_set_text (RamblaQr *self, const char *text)
{
  QRcode *code;

  g_return_if_fail (RAMBLA_IS_QR (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_pointer (&self->modules, cairo_surface_destroy);
  self->width = 0;
  self->version = 0;
  /* Finds the shortest mix of modes: a packed voucher is letters and digits only. An empty text has none. */
  code = text != NULL && *text != '\0' ? QRcode_encodeString (text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) : NULL;
  if (code != NULL)
    {
      self->modules = draw_modules (code);
      self->width = code->width;
      self->version = code->version;
      QRcode_free (code);
    }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

const char *
rambla_qr_get_text (RamblaQr *self)
{
  g_return_val_if_fail (RAMBLA_IS_QR (self), NULL);

  return self->text;
}

int
rambla_qr_get_version (RamblaQr *self)
{
  g_return_val_if_fail (RAMBLA_IS_QR (self), 0);

  return self->version;
}

static void
rambla_qr_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  int side = RAMBLA_QR (widget)->width + 2 * QUIET;

  *minimum = side * SMALLEST_MODULE;
  *natural = side * NATURAL_MODULE;
  *minimum_baseline = *natural_baseline = -1;
}

static void
rambla_qr_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  RamblaQr *self = RAMBLA_QR (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int room = MIN (gtk_widget_get_width (widget), gtk_widget_get_height (widget)) * scale;
  int side = self->width + 2 * QUIET;
  int module = room / side;
  float drawn = (float) (module * side) / (float) scale;
  float x = (float) (int) (((float) gtk_widget_get_width (widget) - drawn) / 2);
  float y = (float) (int) (((float) gtk_widget_get_height (widget) - drawn) / 2);
  cairo_t *cr;

  if (self->modules == NULL || module < 1)
    return;
  /* Nearest neighbour keeps every module a sharp square; GTK 4.8 has no other way to ask for it. */
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, drawn, drawn));
  cairo_translate (cr, (double) x, (double) y);
  cairo_scale (cr, (double) drawn / side, (double) drawn / side);
  cairo_set_source_surface (cr, self->modules, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_destroy (cr);
}

static void
rambla_qr_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TEXT:
      g_value_set_string (value, RAMBLA_QR (object)->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_qr_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_TEXT:
      rambla_qr_set_text (RAMBLA_QR (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_qr_finalize (GObject *object)
{
  RamblaQr *self = RAMBLA_QR (object);

  g_free (self->text);
  g_clear_pointer (&self->modules, cairo_surface_destroy);
  G_OBJECT_CLASS (rambla_qr_parent_class)->finalize (object);
}

static void
rambla_qr_class_init (RamblaQrClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = rambla_qr_get_property;
  object_class->set_property = rambla_qr_set_property;
  object_class->finalize = rambla_qr_finalize;
  widget_class->measure = rambla_qr_measure;
  widget_class->snapshot = rambla_qr_snapshot;
  properties[PROP_TEXT] = g_param_spec_string (
      "text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
rambla_qr_init (RamblaQr *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("QR code"), -1);
}

GtkWidget *
rambla_qr_new (void)
{
  return g_object_new (RAMBLA_TYPE_QR, NULL);
}
