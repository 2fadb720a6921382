/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-dispute-decision.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MAX_REASON 1000

struct _RamblaDisputeDecision
{
  AdwBin parent_instance;

  GtkSpinButton *refund;
  GtkLabel *currency;
  GtkEntry *reason;
  GtkWidget *decide_button;
  RamblaMoney amount;
};

G_DEFINE_FINAL_TYPE (RamblaDisputeDecision, rambla_dispute_decision, ADW_TYPE_BIN)

enum
{
  DECIDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_decide_clicked (RamblaDisputeDecision *self)
{
  g_signal_emit (self, signals[DECIDED], 0);
}

static void
on_reason_changed (RamblaDisputeDecision *self)
{
  gtk_widget_set_sensitive (self->decide_button,
                            *gtk_editable_get_text (GTK_EDITABLE (self->reason)) != '\0');
}

void
rambla_dispute_decision_set_amount (RamblaDisputeDecision *self, RamblaMoney amount)
{
  unsigned int digits = rambla_money_minor_digits (amount.currency);
  double unit = pow (10, digits);

  g_return_if_fail (RAMBLA_IS_DISPUTE_DECISION (self));

  if (self->amount.amount == amount.amount && rambla_money_is_set (self->amount))
    return;
  self->amount = amount;
  gtk_spin_button_set_digits (self->refund, digits);
  gtk_spin_button_set_range (self->refund, 0, (double) amount.amount / unit);
  gtk_spin_button_set_increments (self->refund, 1, 10);
  gtk_spin_button_set_value (self->refund, (double) amount.amount / unit);
  gtk_label_set_label (self->currency, amount.currency);
}

RamblaMoney
rambla_dispute_decision_get_refund (RamblaDisputeDecision *self)
{
  RamblaMoney refund = self->amount;

  refund.amount = llround (gtk_spin_button_get_value (self->refund) *
                           pow (10, rambla_money_minor_digits (self->amount.currency)));
  refund.amount = CLAMP (refund.amount, 0, self->amount.amount);
  return refund;
}

char *
rambla_dispute_decision_dup_reason (RamblaDisputeDecision *self)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason)));
}

static void
rambla_dispute_decision_class_init (RamblaDisputeDecisionClass *klass)
{
  signals[DECIDED] = g_signal_new ("decided", RAMBLA_TYPE_DISPUTE_DECISION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
rambla_dispute_decision_init (RamblaDisputeDecision *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("The buyer gets back"));

  self->refund = GTK_SPIN_BUTTON (gtk_spin_button_new_with_range (0, 1, 1));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->refund), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The buyer gets back"), -1);
  self->currency = GTK_LABEL (gtk_label_new (NULL));
  self->reason = GTK_ENTRY (gtk_entry_new ());
  gtk_entry_set_max_length (self->reason, MAX_REASON);
  gtk_entry_set_placeholder_text (self->reason, _ ("Why, for both sides to read"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reason), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reason"),
                                  -1);
  self->decide_button = gtk_button_new_with_label (_ ("Decide"));
  gtk_widget_add_css_class (self->decide_button, "suggested-action");
  gtk_widget_set_halign (self->decide_button, GTK_ALIGN_START);
  gtk_widget_set_sensitive (self->decide_button, FALSE);
  g_signal_connect_swapped (self->reason, "changed", G_CALLBACK (on_reason_changed), self);
  g_signal_connect_swapped (self->decide_button, "clicked", G_CALLBACK (on_decide_clicked), self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->refund));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->currency));
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->reason));
  gtk_box_append (GTK_BOX (box), self->decide_button);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_dispute_decision_new (void)
{
  return g_object_new (RAMBLA_TYPE_DISPUTE_DECISION, NULL);
}
