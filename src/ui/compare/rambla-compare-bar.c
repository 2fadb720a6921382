/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-compare-bar.h"

#include <glib/gi18n-lib.h>

#include "rambla-api-error.h"
#include "rambla-catalogue.h"

struct _RamblaCompareBar
{
  AdwBin parent_instance;

  GtkRevealer *revealer;
  GtkLabel *words;
  GtkWidget *compare;
  RamblaComparison *comparison;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaCompareBar, rambla_compare_bar, ADW_TYPE_BIN)

enum
{
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_items_changed (RamblaCompareBar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->comparison));
  g_autofree char *words = NULL;

  gtk_revealer_set_reveal_child (self->revealer, n > 0);
  gtk_widget_set_sensitive (self->compare, n >= RAMBLA_COMPARISON_LEAST);
  if (n == 0)
    return;
  words = n < RAMBLA_COMPARISON_LEAST
              ? g_strdup (_ ("Choose another offer to compare with"))
              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u offer chosen", "%u offers chosen", n), n);
  gtk_label_set_label (self->words, words);
}

static void
on_deal_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaCompareBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaDeal) deal = rambla_catalogue_get_deal_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (deal == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      g_signal_emit (self, signals[SAID], 0, sentence);
    }
  else if (!rambla_comparison_add (self->comparison, deal))
    g_signal_emit (self, signals[SAID], 0, _ ("Four offers are compared at most: take one out first"));
}

void
rambla_compare_bar_toggle (RamblaCompareBar *self, RamblaClient *client, const char *deal_id)
{
  RamblaPoint centre;

  g_return_if_fail (RAMBLA_IS_COMPARE_BAR (self));
  g_return_if_fail (RAMBLA_IS_CLIENT (client));

  if (rambla_comparison_contains (self->comparison, deal_id))
    {
      rambla_comparison_remove (self->comparison, deal_id);
      return;
    }
  centre = rambla_card_get_centre (rambla_client_get_card (client));
  rambla_catalogue_get_deal_async (rambla_client_get_api (client), deal_id, &centre, self->cancellable,
                                   on_deal_ready, g_object_ref (self));
}

RamblaComparison *
rambla_compare_bar_get_comparison (RamblaCompareBar *self)
{
  g_return_val_if_fail (RAMBLA_IS_COMPARE_BAR (self), NULL);

  return self->comparison;
}

static void
on_clear (RamblaCompareBar *self)
{
  rambla_comparison_clear (self->comparison);
}

static void
rambla_compare_bar_dispose (GObject *object)
{
  RamblaCompareBar *self = RAMBLA_COMPARE_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->comparison != NULL)
    g_signal_handlers_disconnect_by_data (self->comparison, self);
  g_clear_object (&self->comparison);
  G_OBJECT_CLASS (rambla_compare_bar_parent_class)->dispose (object);
}

static void
rambla_compare_bar_class_init (RamblaCompareBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_compare_bar_dispose;
  signals[SAID] = g_signal_new ("said", RAMBLA_TYPE_COMPARE_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
rambla_compare_bar_init (RamblaCompareBar *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *clear = gtk_button_new_with_label (_ ("Clear"));

  self->cancellable = g_cancellable_new ();
  self->comparison = rambla_comparison_new ();
  g_signal_connect_swapped (self->comparison, "items-changed", G_CALLBACK (on_items_changed), self);
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->words, 0);
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_widget_add_css_class (clear, "flat");
  g_signal_connect_swapped (clear, "clicked", G_CALLBACK (on_clear), self);
  self->compare = gtk_button_new_with_label (_ ("Compare"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->compare), "win.compare");
  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name ("rambla-compare-symbolic"));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (line), clear);
  gtk_box_append (GTK_BOX (line), self->compare);
  gtk_widget_add_css_class (line, "compare-bar");
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (self->revealer, line);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->revealer));
}

GtkWidget *
rambla_compare_bar_new (void)
{
  return g_object_new (RAMBLA_TYPE_COMPARE_BAR, NULL);
}
