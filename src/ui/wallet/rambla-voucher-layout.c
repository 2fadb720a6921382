/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-voucher-layout.h"

#define MARGIN 16
/* The room that the details need to be read. */
#define DETAILS_WIDTH 340
#define DETAILS_WIDEST 480
#define DETAILS_HEIGHT 190
#define SMALLEST_FACE 180

struct _RamblaVoucherLayout
{
  GtkWidget parent_instance;

  GtkWidget *face;
  GtkWidget *details;
};

G_DEFINE_FINAL_TYPE (RamblaVoucherLayout, rambla_voucher_layout, GTK_TYPE_WIDGET)

static void
allocate (GtkWidget *widget, int x, int y, int width, int height)
{
  GskTransform *transform = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  int minimum;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  width = MAX (width, minimum);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (widget, width, MAX (height, minimum), -1, transform);
}

static void
rambla_voucher_layout_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RamblaVoucherLayout *self = RAMBLA_VOUCHER_LAYOUT (widget);
  int beside = MIN (width - DETAILS_WIDTH - 2 * MARGIN, height - 2 * MARGIN);
  int above = MIN (width - 2 * MARGIN, height - DETAILS_HEIGHT - MARGIN);

  if (beside >= above)
    {
      int details = CLAMP (width - beside - 2 * MARGIN, DETAILS_WIDTH, DETAILS_WIDEST);
      int start = (width - beside - 2 * MARGIN - details) / 2;
      gboolean reversed = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

      allocate (self->face, reversed ? start + details + MARGIN : start + MARGIN, (height - beside) / 2,
                beside, beside);
      allocate (self->details, reversed ? start : start + beside + 2 * MARGIN, 0, details, height);
      return;
    }
  above = MAX (above, SMALLEST_FACE);
  allocate (self->face, (width - above) / 2, MARGIN, above, above);
  allocate (self->details, MAX (0, (width - DETAILS_WIDEST) / 2), above + MARGIN, MIN (width, DETAILS_WIDEST),
            height - above - MARGIN);
}

static void
rambla_voucher_layout_measure (GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? SMALLEST_FACE + 2 * MARGIN
                                                       : SMALLEST_FACE + DETAILS_HEIGHT / 2;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 900 : 560;
  *minimum_baseline = *natural_baseline = -1;
}

static void
rambla_voucher_layout_dispose (GObject *object)
{
  RamblaVoucherLayout *self = RAMBLA_VOUCHER_LAYOUT (object);

  g_clear_pointer (&self->face, gtk_widget_unparent);
  g_clear_pointer (&self->details, gtk_widget_unparent);
  G_OBJECT_CLASS (rambla_voucher_layout_parent_class)->dispose (object);
}

static void
rambla_voucher_layout_class_init (RamblaVoucherLayoutClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_voucher_layout_dispose;
  GTK_WIDGET_CLASS (klass)->measure = rambla_voucher_layout_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = rambla_voucher_layout_size_allocate;
}

static void
rambla_voucher_layout_init (RamblaVoucherLayout *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
rambla_voucher_layout_new (GtkWidget *face, GtkWidget *details)
{
  RamblaVoucherLayout *self = g_object_new (RAMBLA_TYPE_VOUCHER_LAYOUT, NULL);

  self->face = face;
  self->details = details;
  gtk_widget_set_parent (face, GTK_WIDGET (self));
  gtk_widget_set_parent (details, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
