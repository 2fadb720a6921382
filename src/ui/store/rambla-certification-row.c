/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-certification-row.h"

#include <glib/gi18n-lib.h>

#include "rambla-certification.h"
#include "rambla-section.h"

struct _RamblaCertificationRow
{
  AdwBin parent_instance;

  GtkBox *box;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaCertificationRow, rambla_certification_row, ADW_TYPE_BIN)

/* @seconds since 1970. Returns: (transfer full) */
static char *
format_date (gint64 seconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);

  return g_date_time_format (local, "%x");
}

static GtkWidget *
add_line (RamblaCertificationRow *self, const char *icon_name, const char *words)
{
  GtkWidget *line = rambla_fact_new (icon_name, words);

  gtk_box_append (self->box, line);
  return line;
}

static void
show_genuine (RamblaCertificationRow *self, const RamblaCertification *found)
{
  const RamblaCertificate *certificate = found->certificate;
  g_autofree char *issued = format_date (certificate->issued_at);
  g_autofree char *expires = format_date (certificate->expires_at);
  g_autofree char *today = format_date (found->checked_at / G_USEC_PER_SEC);
  g_autofree char *checked = g_strjoinv (", ", certificate->checked);
  /* Translators: the name of a merchant; what was looked at; who looked; a date */
  g_autofree char *what = g_strdup_printf (_ ("Verified shop: %s. Checked: %s; by %s on %s"),
                                           certificate->name, checked, certificate->checked_by, issued);
  /* Translators: a date; a date */
  g_autofree char *how = g_strdup_printf (
      _ ("The platform signed this; the signature was checked by this computer on %s. It holds until %s."),
      today, expires);

  gtk_widget_add_css_class (add_line (self, "rambla-shield-symbolic", what), "certified");
  gtk_box_append (self->box, rambla_text_new (how, "dimmer"));
}

static void
show_found (RamblaCertificationRow *self, const RamblaCertification *found)
{
  g_autofree char *date = NULL;
  g_autofree char *expired = NULL;

  switch (found->state)
    {
    case RAMBLA_CERTIFICATION_GENUINE:
      show_genuine (self, found);
      break;
    case RAMBLA_CERTIFICATION_EXPIRED:
      date = format_date (found->certificate->expires_at);
      expired = g_strdup_printf (_ ("The platform’s check of this shop ended on %s"), date);
      add_line (self, "rambla-hourglass-symbolic", expired);
      break;
    case RAMBLA_CERTIFICATION_FORGED:
      add_line (self, "dialog-warning-symbolic",
                _ ("The certificate that was shown for this shop is not genuine. Do not rely on it."));
      break;
    case RAMBLA_CERTIFICATION_NONE:
    default:
      add_line (self, "rambla-shield-symbolic", _ ("The platform has not certified this shop"));
      break;
    }
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCertificationRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaCertification) found =
      rambla_certification_check_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found != NULL)
    show_found (self, found);
  else
    add_line (self, "rambla-shield-symbolic", _ ("Whether this shop is certified could not be checked now"));
}

static void
rambla_certification_row_dispose (GObject *object)
{
  RamblaCertificationRow *self = RAMBLA_CERTIFICATION_ROW (object);

  g_cancellable_cancel (self->cancellable);
  G_OBJECT_CLASS (rambla_certification_row_parent_class)->dispose (object);
}

static void
rambla_certification_row_finalize (GObject *object)
{
  g_object_unref (RAMBLA_CERTIFICATION_ROW (object)->cancellable);
  G_OBJECT_CLASS (rambla_certification_row_parent_class)->finalize (object);
}

static void
rambla_certification_row_class_init (RamblaCertificationRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_certification_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_certification_row_finalize;
}

static void
rambla_certification_row_init (RamblaCertificationRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

GtkWidget *
rambla_certification_row_new (RamblaApi *api, const char *store_id, const char *merchant_id)
{
  RamblaCertificationRow *self = g_object_new (RAMBLA_TYPE_CERTIFICATION_ROW, NULL);

  if (merchant_id != NULL)
    rambla_certification_check_async (api, store_id, merchant_id, self->cancellable, on_checked,
                                      g_object_ref (self));
  return GTK_WIDGET (self);
}
