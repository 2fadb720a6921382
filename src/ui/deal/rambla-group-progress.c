/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-group-progress.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "rambla-place-time.h"
#include "rambla-section.h"

/* As many as fit beside each other on the narrowest window, with one place for how many more. */
#define MOST_FACES 6

static GtkWidget *
new_face (gboolean missing)
{
  GtkWidget *face = missing ? gtk_label_new ("?") : gtk_image_new_from_icon_name ("avatar-default-symbolic");

  gtk_widget_add_css_class (face, "group-face");
  if (missing)
    gtk_widget_add_css_class (face, "missing");
  gtk_widget_set_valign (face, GTK_ALIGN_CENTER);
  return face;
}

/* Who is missing to the minimum matters more than who is there. */
static GtkWidget *
new_faces (const RamblaDealGroup *group)
{
  GtkWidget *faces = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  int missing = MIN (MAX (0, group->minimum - group->joined), MOST_FACES);
  int joined = MIN (group->joined, MOST_FACES - missing);

  for (int i = 0; i < joined + missing; i++)
    gtk_box_append (GTK_BOX (faces), new_face (i >= joined));
  if (group->joined > joined)
    {
      g_autofree char *more = g_strdup_printf ("+%d", group->joined - joined);
      GtkWidget *label = gtk_label_new (more);

      gtk_widget_add_css_class (label, "group-face");
      gtk_box_append (GTK_BOX (faces), label);
    }
  return faces;
}

static char *
describe_progress (const RamblaDealGroup *group)
{
  int missing = group->minimum - group->joined;

  if (missing > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d has joined, %d more needed",
                                         "%d have joined, %d more needed", (gulong) group->joined),
                            group->joined, missing);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d has joined: the group is on",
                                       "%d have joined: the group is on", (gulong) group->joined),
                          group->joined);
}

static GtkWidget *
new_tiers (const RamblaDealGroup *group, RamblaMoney regular)
{
  GtkWidget *tiers = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (tiers), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (tiers), TRUE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (tiers), 4);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (tiers), 8);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (tiers), 8);
  gtk_widget_set_can_focus (tiers, FALSE);
  for (guint i = 0; i < group->n_tiers; i++)
    {
      GtkWidget *tier = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
      g_autofree char *from = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "from %d person", "from %d people", (gulong) group->tiers[i].from),
          group->tiers[i].from);
      g_autofree char *price = rambla_money_format (group->tiers[i].price);
      int percent = rambla_money_discount_percent (regular, group->tiers[i].price);
      g_autofree char *discount = g_strdup_printf (_ ("−%d %%"), percent);

      gtk_widget_add_css_class (tier, "tier");
      if (group->joined >= group->tiers[i].from)
        gtk_widget_add_css_class (tier, "reached");
      gtk_box_append (GTK_BOX (tier), rambla_text_new (from, "dimmer"));
      gtk_box_append (GTK_BOX (tier), rambla_text_new (price, "price"));
      if (percent > 0)
        gtk_box_append (GTK_BOX (tier), rambla_text_new (discount, "price-note"));
      gtk_flow_box_insert (GTK_FLOW_BOX (tiers), tier, -1);
    }
  return tiers;
}

GtkWidget *
rambla_group_progress_new (RamblaDeal *deal, GTimeZone *zone)
{
  const RamblaDealGroup *group = rambla_deal_get_group (deal);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  g_autofree char *progress = describe_progress (group);
  g_autoptr (GDateTime) deadline = rambla_place_time_new (zone, group->deadline);
  g_autofree char *time = rambla_place_time_format (deadline);
  g_autofree char *rule = g_strdup_printf (
      _ ("The group closes %s. Everybody then gets the best price reached, the difference comes back; if too "
         "few join, everything comes back."),
      time);

  gtk_box_append (GTK_BOX (box), rambla_text_new (progress, "heading"));
  gtk_box_append (GTK_BOX (box), new_faces (group));
  gtk_box_append (GTK_BOX (box), new_tiers (group, rambla_deal_get_regular_price (deal)));
  gtk_box_append (GTK_BOX (box), rambla_text_new (rule, "dimmer"));
  return box;
}
