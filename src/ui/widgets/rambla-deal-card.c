/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-deal-card.h"

#include <glib/gi18n-lib.h>

#include "rambla-deal-picture.h"
#include "rambla-deal-words.h"
#include "rambla-why-window.h"

struct _RamblaDealCard
{
  GtkButton parent_instance;

  RamblaDealPicture *picture;
  GtkLabel *discount;
  GtkLabel *title;
  GtkLabel *place;
  GtkWidget *sponsored;
  GtkLabel *price;
  GtkLabel *regular;
  GtkLabel *urgency;
  GtkWidget *rating_box;
  GtkLabel *rating;
  GtkWidget *menu; /* while it is open, and until its entry has acted */
  guint menu_source;

  RamblaDeal *deal;
};

G_DEFINE_FINAL_TYPE (RamblaDealCard, rambla_deal_card, GTK_TYPE_BUTTON)

enum
{
  POINTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Shows @text, or nothing where there is none. Takes @text over. */
static void
set_label (GtkLabel *label, GtkWidget *whole, char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (whole, text != NULL && *text != '\0');
  g_free (text);
}

static void
show_deal (RamblaDealCard *self)
{
  RamblaDeal *deal = self->deal;
  RamblaMoney regular = rambla_deal_get_regular_price (deal);
  gint64 now = g_get_real_time ();
  gboolean cheaper = rambla_money_compare (rambla_deal_get_price (deal), regular) < 0;
  g_autofree char *spoken = rambla_deal_words_spoken (deal, now);

  gtk_label_set_label (self->title, rambla_deal_get_title (deal));
  gtk_widget_set_visible (self->sponsored, rambla_deal_get_sponsored (deal));
  set_label (self->place, GTK_WIDGET (self->place), rambla_deal_words_place (deal));
  set_label (self->price, GTK_WIDGET (self->price), rambla_deal_words_price (deal));
  set_label (self->regular, GTK_WIDGET (self->regular), cheaper ? rambla_money_format (regular) : NULL);
  set_label (self->discount, GTK_WIDGET (self->discount), rambla_deal_words_discount (deal));
  set_label (self->urgency, GTK_WIDGET (self->urgency), rambla_deal_words_urgency (deal, now));
  set_label (self->rating, self->rating_box, rambla_deal_words_rating (deal));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

void
rambla_deal_card_set_deal (RamblaDealCard *self, RamblaDeal *deal)
{
  g_return_if_fail (RAMBLA_IS_DEAL_CARD (self));

  if (!g_set_object (&self->deal, deal))
    return;
  rambla_deal_picture_set_deal (self->picture, deal);
  if (deal == NULL)
    return;
  /* The target first: the action does not fit without it. */
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", rambla_deal_get_id (deal));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.open-deal");
  show_deal (self);
}

RamblaDeal *
rambla_deal_card_get_deal (RamblaDealCard *self)
{
  g_return_val_if_fail (RAMBLA_IS_DEAL_CARD (self), NULL);

  return self->deal;
}

void
rambla_deal_card_set_lit (RamblaDealCard *self, gboolean lit)
{
  g_return_if_fail (RAMBLA_IS_DEAL_CARD (self));

  if (lit)
    gtk_widget_add_css_class (GTK_WIDGET (self), "lit");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "lit");
}

static void
on_pointed (RamblaDealCard *self)
{
  g_signal_emit (self, signals[POINTED], 0, TRUE);
}

static void
on_left (RamblaDealCard *self)
{
  g_signal_emit (self, signals[POINTED], 0, FALSE);
}

/* --- the menu: right button, Menu key or Shift+F10 --- */

static void
add_entry (GMenu *menu, const char *label, const char *action, RamblaDeal *deal)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", rambla_deal_get_id (deal));
  g_menu_append_item (menu, item);
}

static gboolean
on_menu_over (gpointer user_data)
{
  RamblaDealCard *self = user_data;

  self->menu_source = 0;
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  return G_SOURCE_REMOVE;
}

static void
on_menu_closed (RamblaDealCard *self)
{
  /* The entry that was chosen acts after this signal. */
  if (self->menu_source == 0)
    self->menu_source = g_idle_add (on_menu_over, self);
}

static void
drop_menu (RamblaDealCard *self)
{
  g_clear_handle_id (&self->menu_source, g_source_remove);
  if (self->menu == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->menu, self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
}

static void
open_menu (RamblaDealCard *self, double x, double y)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  if (self->deal == NULL)
    return;
  drop_menu (self);
  add_entry (menu, _ ("Open"), "win.open-deal", self->deal);
  add_entry (menu, _ ("Save or forget"), "win.save-deal", self->deal);
  add_entry (menu, _ ("Compare"), "win.compare-deal", self->deal);
  if (rambla_why_window_has (self->deal))
    g_menu_append (menu, _ ("Why is this here?"), "card.why");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int) x, (int) y, 1, 1 });
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  g_signal_connect_swapped (self->menu, "closed", G_CALLBACK (on_menu_closed), self);
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_why (GtkWidget *widget, const char *action, GVariant *parameter)
{
  RamblaDealCard *self = RAMBLA_DEAL_CARD (widget);

  if (self->deal != NULL && rambla_why_window_has (self->deal))
    gtk_window_present (
        GTK_WINDOW (rambla_why_window_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->deal)));
}

static void
on_secondary_pressed (RamblaDealCard *self, int n_press, double x, double y)
{
  open_menu (self, x, y);
}

static void
on_menu (GtkWidget *widget, const char *action, GVariant *parameter)
{
  open_menu (RAMBLA_DEAL_CARD (widget), gtk_widget_get_width (widget) / 2.0,
             gtk_widget_get_height (widget) / 2.0);
}

static void
rambla_deal_card_dispose (GObject *object)
{
  drop_menu (RAMBLA_DEAL_CARD (object));
  g_clear_object (&RAMBLA_DEAL_CARD (object)->deal);
  G_OBJECT_CLASS (rambla_deal_card_parent_class)->dispose (object);
}

static void
rambla_deal_card_class_init (RamblaDealCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (RAMBLA_TYPE_DEAL_PICTURE);
  G_OBJECT_CLASS (klass)->dispose = rambla_deal_card_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/rambla/Rambla/ui/rambla-deal-card.ui");
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, picture);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, discount);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, title);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, place);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, sponsored);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, price);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, regular);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, urgency);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, rating_box);
  gtk_widget_class_bind_template_child (widget_class, RamblaDealCard, rating);
  gtk_widget_class_install_action (widget_class, "card.why", NULL, on_why);
  gtk_widget_class_install_action (widget_class, "card.menu", NULL, on_menu);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "card.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "card.menu", NULL);
  signals[POINTED] = g_signal_new ("pointed", RAMBLA_TYPE_DEAL_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
}

static void
rambla_deal_card_init (RamblaDealCard *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *secondary = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_pointed), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_left), self);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (on_pointed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
}

GtkWidget *
rambla_deal_card_new (void)
{
  return g_object_new (RAMBLA_TYPE_DEAL_CARD, NULL);
}
