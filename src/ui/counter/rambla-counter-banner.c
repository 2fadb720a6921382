/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-counter-banner.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"

struct _RamblaCounterBanner
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *text;

  RamblaCounterQueue *queue;
};

G_DEFINE_FINAL_TYPE (RamblaCounterBanner, rambla_counter_banner, ADW_TYPE_BIN)

/* "12 min" */
static char *
format_age (gint64 seconds)
{
  if (seconds < 60)
    return g_strdup (_ ("less than a minute"));
  if (seconds < 3600)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d minute", "%d minutes", (gulong) (seconds / 60)),
                            (int) (seconds / 60));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d hour", "%d hours", (gulong) (seconds / 3600)),
                          (int) (seconds / 3600));
}

/* What is unusual: no network, and what is accepted meanwhile; a wrong clock; scans that nobody takes. */
static char *
describe_state (RamblaCounterBanner *self)
{
  RamblaCounterDocument *document = rambla_counter_queue_get_document (self->queue);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 offset = rambla_counter_queue_get_clock_offset (self->queue);
  const GError *problem = rambla_counter_queue_get_error (self->queue);
  g_autoptr (GError) error = NULL;

  if (document != NULL && ABS (offset) > document->clock_tolerance)
    {
      g_autofree char *off = format_age (ABS (offset));

      return offset > 0
                 /* Translators: a duration */
                 ? g_strdup_printf (_ ("This machine's clock is %s ahead. Until it is right nothing is "
                                       "accepted without the "
                                       "platform."),
                                    off)
                 : g_strdup_printf (_ ("This machine's clock is %s behind. Until it is right nothing is "
                                       "accepted without the "
                                       "platform."),
                                    off);
    }
  if (rambla_counter_queue_get_offline (self->queue))
    {
      g_autofree char *limit = document != NULL ? rambla_money_format (document->limit) : NULL;
      g_autofree char *keys = document != NULL ? format_age (now - document->server_time) : NULL;
      g_autofree char *list = format_age (now - rambla_counter_queue_get_known_at (self->queue));

      if (!rambla_counter_queue_check_ready (self->queue, &error))
        {
          g_autofree char *reason = rambla_api_error_describe (error);

          /* Translators: why nothing is accepted */
          return g_strdup_printf (_ ("The platform is not reached. %s"), reason);
        }
      /* Translators: a sum of money; two durations */
      return g_strdup_printf (
          _ ("The platform is not reached. QR codes up to %s are accepted here and handed in later. Keys: "
             "%s old, list of used vouchers: %s old."),
          limit, keys, list);
    }
  if (problem != NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (problem);

      return rambla_counter_queue_get_unsent (self->queue) > 0
                 /* Translators: why */
                 ? g_strdup_printf (_ ("What was accepted offline cannot be handed in: %s"), sentence)
                 /* Translators: why */
                 : g_strdup_printf (_ ("This counter is not ready for an outage: %s"), sentence);
    }
  return NULL;
}

void
rambla_counter_banner_update (RamblaCounterBanner *self)
{
  g_autofree char *text = NULL;

  g_return_if_fail (RAMBLA_IS_COUNTER_BANNER (self));
  g_return_if_fail (self->queue != NULL);

  text = describe_state (self);
  if (text != NULL)
    gtk_label_set_label (self->text, text);
  gtk_revealer_set_reveal_child (self->revealer, text != NULL);
}

void
rambla_counter_banner_set_queue (RamblaCounterBanner *self, RamblaCounterQueue *queue)
{
  g_return_if_fail (RAMBLA_IS_COUNTER_BANNER (self));
  g_return_if_fail (RAMBLA_IS_COUNTER_QUEUE (queue));
  g_return_if_fail (self->queue == NULL);

  self->queue = g_object_ref (queue);
  g_signal_connect_object (queue, "changed", G_CALLBACK (rambla_counter_banner_update), self,
                           G_CONNECT_SWAPPED);
  rambla_counter_banner_update (self);
}

static void
rambla_counter_banner_dispose (GObject *object)
{
  g_clear_object (&RAMBLA_COUNTER_BANNER (object)->queue);
  G_OBJECT_CLASS (rambla_counter_banner_parent_class)->dispose (object);
}

static void
rambla_counter_banner_class_init (RamblaCounterBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = rambla_counter_banner_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rambla/Rambla/ui/rambla-counter-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, RamblaCounterBanner, text);
}

static void
rambla_counter_banner_init (RamblaCounterBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
