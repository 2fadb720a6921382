/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-branch-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-language.h"
#include "rambla-section.h"

/* More than these are shown when asked for. */
#define FEW 4

struct _RamblaBranchList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GtkWidget *more;
  GtkCheckButton *group; /* first of the radio buttons */
  GListModel *branches;
  GTimeZone *zone;
  RamblaStore *store;
};

G_DEFINE_FINAL_TYPE (RamblaBranchList, rambla_branch_list, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_STORE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* "350 m · 18 de Julio 1234, Centro" */
static char *
describe_place (RamblaStore *store)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (rambla_store_get_distance (store) >= 0)
    g_ptr_array_add (parts, rambla_distance_format (rambla_store_get_distance (store)));
  if (rambla_store_get_address (store) != NULL)
    g_ptr_array_add (parts, g_strdup (rambla_store_get_address (store)));
  if (rambla_store_get_neighbourhood (store) != NULL &&
      g_strcmp0 (rambla_store_get_neighbourhood (store), rambla_store_get_address (store)) != 0)
    g_ptr_array_add (parts, g_strdup (rambla_store_get_neighbourhood (store)));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* "Open until 18:00 · today 09:00–18:00" */
static char *
describe_hours (RamblaStore *store, GTimeZone *zone)
{
  const RamblaSchedule *schedule = rambla_store_get_schedule (store);
  const char *language = rambla_language_to_tag (rambla_language_from_locale ());
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autofree char *state = NULL;
  g_autofree char *day = NULL;

  if (schedule == NULL)
    return NULL;
  state = rambla_schedule_describe_now (schedule, now, language);
  if (rambla_schedule_is_always (schedule))
    return g_steal_pointer (&state);
  day = rambla_schedule_describe_day (schedule, g_date_time_get_day_of_week (now), language);
  return g_strdup_printf ("%s · %s", state, day);
}

static void
on_toggled (GtkCheckButton *button, RamblaBranchList *self)
{
  RamblaStore *store = g_object_get_data (G_OBJECT (button), "store");

  if (gtk_check_button_get_active (button) && g_set_object (&self->store, store))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STORE]);
}

static void
add_line (GtkWidget *box, char *text, const char *css_class)
{
  if (text != NULL && *text != '\0')
    gtk_box_append (GTK_BOX (box), rambla_text_new (text, css_class));
  g_free (text);
}

/* A label that dials, where something on this machine can. */
static GtkWidget *
new_phone_link (const char *phone)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autofree char *markup = NULL;
  GtkWidget *label = rambla_text_new (NULL, "tabular");

  for (const char *p = phone; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) || (*p == '+' && digits->len == 0))
      g_string_append_c (digits, *p);
  markup = g_markup_printf_escaped ("<a href=\"tel:%s\">%s</a>", digits->str, phone);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  return label;
}

static GtkWidget *
new_page_button (RamblaStore *store)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("go-next-symbolic");
  /* Translators: the name of a place */
  g_autofree char *name = g_strdup_printf (_ ("About %s"), rambla_store_get_name (store));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", rambla_store_get_id (store));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-store");
  return button;
}

static GtkWidget *
new_row (RamblaBranchList *self, RamblaStore *store, gboolean choose)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  int stock = rambla_store_get_stock_left (store);

  gtk_widget_set_hexpand (texts, TRUE);
  add_line (texts, g_strdup (rambla_store_get_name (store)), "heading");
  add_line (texts, describe_place (store), "dimmer");
  add_line (texts, describe_hours (store, self->zone), "dimmer");
  if (stock >= 0)
    add_line (texts,
              stock == 0
                  ? g_strdup (_ ("Sold out here"))
                  : g_strdup_printf (
                        g_dngettext (GETTEXT_PACKAGE, "%d left here", "%d left here", (gulong) stock), stock),
              "dimmer");
  if (choose)
    {
      GtkWidget *button = gtk_check_button_new ();
      g_autofree char *place = describe_place (store);
      g_autofree char *name = g_strdup_printf ("%s, %s", rambla_store_get_name (store), place);

      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), self->group);
      if (self->group == NULL)
        self->group = GTK_CHECK_BUTTON (button);
      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), store == self->store);
      gtk_widget_set_sensitive (button, stock != 0);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_object_set_data_full (G_OBJECT (button), "store", g_object_ref (store), g_object_unref);
      g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
      g_object_set_data (G_OBJECT (row), "button", button);
      gtk_box_append (GTK_BOX (row), button);
    }
  gtk_box_append (GTK_BOX (row), texts);
  if (rambla_store_get_phone (store) != NULL)
    gtk_box_append (GTK_BOX (texts), new_phone_link (rambla_store_get_phone (store)));
  gtk_box_append (GTK_BOX (row), new_page_button (store));
  return row;
}

static void
on_row_activated (GtkListBox *list, GtkListBoxRow *row)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (gtk_list_box_row_get_child (row)), "button");

  if (button != NULL && gtk_widget_is_sensitive (button))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
}

static void
add_rows (RamblaBranchList *self, guint from, guint to)
{
  guint n = g_list_model_get_n_items (self->branches);

  for (guint i = from; i < MIN (to, n); i++)
    {
      g_autoptr (RamblaStore) store = g_list_model_get_item (self->branches, i);
      GtkWidget *row = gtk_list_box_row_new ();

      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), new_row (self, store, n > 1));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), n > 1);
      gtk_widget_set_focusable (row, FALSE);
      gtk_list_box_append (self->list, row);
    }
}

static void
on_more_clicked (RamblaBranchList *self)
{
  gtk_widget_set_visible (self->more, FALSE);
  add_rows (self, FEW, G_MAXUINT);
}

RamblaStore *
rambla_branch_list_get_store (RamblaBranchList *self)
{
  g_return_val_if_fail (RAMBLA_IS_BRANCH_LIST (self), NULL);

  return self->store;
}

static void
rambla_branch_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_STORE:
      g_value_set_object (value, RAMBLA_BRANCH_LIST (object)->store);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
rambla_branch_list_dispose (GObject *object)
{
  RamblaBranchList *self = RAMBLA_BRANCH_LIST (object);

  g_clear_object (&self->store);
  g_clear_object (&self->branches);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  G_OBJECT_CLASS (rambla_branch_list_parent_class)->dispose (object);
}

static void
rambla_branch_list_class_init (RamblaBranchListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = rambla_branch_list_get_property;
  object_class->dispose = rambla_branch_list_dispose;
  properties[PROP_STORE] =
      g_param_spec_object ("store", NULL, NULL, RAMBLA_TYPE_STORE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
rambla_branch_list_init (RamblaBranchList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "facts");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Branches"),
                                  -1);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (on_row_activated), NULL);
  self->more = gtk_button_new ();
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->more, "flat");
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->more);
  adw_bin_set_child (ADW_BIN (self), box);
}

/* The nearest branch that still has some. */
static RamblaStore *
choose_first (GListModel *branches)
{
  guint n = g_list_model_get_n_items (branches);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (RamblaStore) store = g_list_model_get_item (branches, i);

      if (rambla_store_get_stock_left (store) != 0)
        return g_steal_pointer (&store);
    }
  return g_list_model_get_item (branches, 0);
}

GtkWidget *
rambla_branch_list_new (RamblaDeal *deal, GTimeZone *zone)
{
  RamblaBranchList *self = g_object_new (RAMBLA_TYPE_BRANCH_LIST, NULL);
  guint n;

  self->zone = g_time_zone_ref (zone);
  self->branches = g_object_ref (rambla_deal_get_branches (deal));
  n = g_list_model_get_n_items (self->branches);
  self->store = choose_first (self->branches);
  if (self->store == NULL)
    self->store = g_object_ref (rambla_deal_get_store (deal));
  add_rows (self, 0, FEW);
  gtk_widget_set_visible (self->more, n > FEW);
  if (n > FEW)
    {
      g_autofree char *label = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%u more branch", "%u more branches", n - FEW), n - FEW);

      gtk_button_set_label (GTK_BUTTON (self->more), label);
    }
  return GTK_WIDGET (self);
}
