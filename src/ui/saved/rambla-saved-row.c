/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-saved-row.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-card.h"

struct _RamblaSavedRow
{
  AdwBin parent_instance;

  RamblaDealCard *card;
  GtkButton *list;
  GtkWidget *forget;
  GtkWidget *compare;
};

G_DEFINE_FINAL_TYPE (RamblaSavedRow, rambla_saved_row, ADW_TYPE_BIN)

static void
set_action (GtkWidget *button, const char *action, const char *id, const char *words)
{
  /* The target first: the action does not fit without it. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (button, words);
}

void
rambla_saved_row_set_saved (RamblaSavedRow *self, RamblaSavedDeal *saved)
{
  RamblaDeal *deal;
  const char *list;
  g_autofree char *moving = NULL;
  g_autofree char *forgetting = NULL;
  g_autofree char *comparing = NULL;

  g_return_if_fail (RAMBLA_IS_SAVED_ROW (self));
  g_return_if_fail (RAMBLA_IS_SAVED_DEAL (saved));

  deal = rambla_saved_deal_get_deal (saved);
  list = rambla_saved_deal_get_list (saved);
  moving = g_strdup_printf (_ ("Put “%s” into a list"), rambla_deal_get_title (deal));
  forgetting = g_strdup_printf (_ ("Forget “%s”"), rambla_deal_get_title (deal));
  comparing = g_strdup_printf (_ ("Compare “%s”"), rambla_deal_get_title (deal));
  rambla_deal_card_set_deal (self->card, deal);
  gtk_button_set_label (self->list, *list != '\0' ? list : _ ("No list"));
  set_action (GTK_WIDGET (self->list), "saved.list", rambla_deal_get_id (deal), moving);
  set_action (self->forget, "saved.forget", rambla_deal_get_id (deal), forgetting);
  set_action (self->compare, "win.compare-deal", rambla_deal_get_id (deal), comparing);
}

static void
rambla_saved_row_class_init (RamblaSavedRowClass *klass)
{
}

static GtkWidget *
new_button (const char *icon_name)
{
  GtkWidget *button = icon_name != NULL ? gtk_button_new_from_icon_name (icon_name) : gtk_button_new ();

  gtk_widget_add_css_class (button, "flat");
  return button;
}

static void
rambla_saved_row_init (RamblaSavedRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->card = RAMBLA_DEAL_CARD (rambla_deal_card_new ());
  self->list = GTK_BUTTON (new_button (NULL));
  self->compare = new_button ("rambla-compare-symbolic");
  self->forget = new_button ("rambla-heart-symbolic");
  gtk_widget_set_hexpand (GTK_WIDGET (self->list), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "caption");
  gtk_box_append (GTK_BOX (tools), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (tools), self->compare);
  gtk_box_append (GTK_BOX (tools), self->forget);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->card));
  gtk_box_append (GTK_BOX (box), tools);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_saved_row_new (void)
{
  return g_object_new (RAMBLA_TYPE_SAVED_ROW, NULL);
}
