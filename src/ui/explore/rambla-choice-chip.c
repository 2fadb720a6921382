/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-choice-chip.h"

struct _RamblaChoiceChip
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *label;
  GtkBox *list;
  char *title;
  GArray *values;    /* of gint64 */
  GPtrArray *checks; /* of GtkCheckButton, owned by the list */
  guint chosen;
};

G_DEFINE_FINAL_TYPE (RamblaChoiceChip, rambla_choice_chip, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_choice (RamblaChoiceChip *self)
{
  const char *choice = gtk_check_button_get_label (g_ptr_array_index (self->checks, self->chosen));
  const char *shown = self->chosen == 0 ? self->title : choice;
  g_autofree char *spoken = g_strdup_printf ("%s: %s", self->title, choice);

  gtk_label_set_label (self->label, shown);
  if (self->chosen == 0)
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "active");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "active");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
on_toggled (GtkCheckButton *check, RamblaChoiceChip *self)
{
  guint position;

  if (!gtk_check_button_get_active (check) || !g_ptr_array_find (self->checks, check, &position) ||
      position == self->chosen)
    return;
  self->chosen = position;
  show_choice (self);
  gtk_menu_button_popdown (self->button);
  g_signal_emit (self, signals[CHANGED], 0);
}

void
rambla_choice_chip_add (RamblaChoiceChip *self, gint64 value, const char *label)
{
  GtkWidget *check;

  g_return_if_fail (RAMBLA_IS_CHOICE_CHIP (self));

  check = gtk_check_button_new_with_label (label);
  if (self->checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), g_ptr_array_index (self->checks, 0));
  else
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  g_array_append_val (self->values, value);
  g_ptr_array_add (self->checks, check);
  gtk_box_append (self->list, check);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  if (self->checks->len == 1)
    show_choice (self);
}

gint64
rambla_choice_chip_get_value (RamblaChoiceChip *self)
{
  g_return_val_if_fail (RAMBLA_IS_CHOICE_CHIP (self), 0);

  return g_array_index (self->values, gint64, self->chosen);
}

void
rambla_choice_chip_set_value (RamblaChoiceChip *self, gint64 value)
{
  g_return_if_fail (RAMBLA_IS_CHOICE_CHIP (self));

  for (guint i = 0; i < self->values->len; i++)
    if (g_array_index (self->values, gint64, i) == value)
      gtk_check_button_set_active (g_ptr_array_index (self->checks, i), TRUE);
}

static void
rambla_choice_chip_finalize (GObject *object)
{
  RamblaChoiceChip *self = RAMBLA_CHOICE_CHIP (object);

  g_free (self->title);
  g_array_unref (self->values);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (rambla_choice_chip_parent_class)->finalize (object);
}

static void
rambla_choice_chip_class_init (RamblaChoiceChipClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_choice_chip_finalize;
  signals[CHANGED] = g_signal_new ("changed", RAMBLA_TYPE_CHOICE_CHIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
rambla_choice_chip_init (RamblaChoiceChip *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->checks = g_ptr_array_new ();
}

GtkWidget *
rambla_choice_chip_new (const char *title, const char *icon_name)
{
  RamblaChoiceChip *self = g_object_new (RAMBLA_TYPE_CHOICE_CHIP, NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *popover = gtk_popover_new ();

  self->title = g_strdup (title);
  self->label = GTK_LABEL (gtk_label_new (title));
  if (icon_name != NULL)
    gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (icon_name));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->list));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_child (self->button, content);
  gtk_menu_button_set_popover (self->button, popover);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "chip");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
  return GTK_WIDGET (self);
}
