/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout-check.h"

#include <adwaita.h>

/* Roundings, in pixels. */
#define SLACK 1.5f

typedef struct
{
  GtkWidget *root;
  GPtrArray *found;
  GPtrArray *texts; /* labels and fields that can be read; not owned */
} Check;

/* The widget by its type, its text and its ancestors of our own. Returns: (transfer full) */
static char *
describe (GtkWidget *widget)
{
  GString *text = g_string_new (G_OBJECT_TYPE_NAME (widget));

  if (GTK_IS_LABEL (widget))
    g_string_append_printf (text, " “%s”", gtk_label_get_label (GTK_LABEL (widget)));
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    if (g_str_has_prefix (G_OBJECT_TYPE_NAME (up), "Rambla") || GTK_IS_BUTTON (up))
      g_string_append_printf (text, " in %s", G_OBJECT_TYPE_NAME (up));
  return g_string_free (text, FALSE);
}

static void
report (Check *check, const char *kind, GtkWidget *widget)
{
  g_autofree char *where = describe (widget);

  g_ptr_array_add (check->found, g_strdup_printf ("%s: %s", kind, where));
}

static gboolean
is_scroller (GtkWidget *widget)
{
  return GTK_IS_SCROLLED_WINDOW (widget) || GTK_IS_VIEWPORT (widget) || GTK_IS_LIST_BASE (widget);
}

/* What may lie elsewhere than it seems: moving, hidden, or scrolled away on purpose. */
static gboolean
is_set_aside (GtkWidget *widget)
{
  return !gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget) ||
         GTK_IS_POPOVER (widget) ||
         (GTK_IS_REVEALER (widget) && !gtk_revealer_get_child_revealed (GTK_REVEALER (widget)));
}

/* Text that needs more than it got. */
static void
check_room (Check *check, GtkWidget *widget)
{
  PangoRectangle text;

  if (!GTK_IS_LABEL (widget) || *gtk_label_get_label (GTK_LABEL (widget)) == '\0')
    return;
  pango_layout_get_pixel_extents (gtk_label_get_layout (GTK_LABEL (widget)), NULL, &text);
  if ((float) text.width > (float) gtk_widget_get_width (widget) + SLACK)
    report (check, "too narrow", widget);
  if ((float) text.height > (float) gtk_widget_get_height (widget) + SLACK)
    report (check, "too low", widget);
}

/* Reaching sideways out of the window, or of what clips it, unless something scrolls there. */
static void
check_clip (Check *check, GtkWidget *widget)
{
  if (!GTK_IS_LABEL (widget) && !GTK_IS_BUTTON (widget) && !GTK_IS_ENTRY (widget))
    return;
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    {
      graphene_rect_t bounds;

      if (is_scroller (up))
        return;
      if (up != check->root && gtk_widget_get_overflow (up) != GTK_OVERFLOW_HIDDEN)
        continue;
      if (!gtk_widget_compute_bounds (widget, up, &bounds))
        return;
      if (bounds.origin.x < -SLACK ||
          bounds.origin.x + bounds.size.width > (float) gtk_widget_get_width (up) + SLACK)
        {
          report (check, "cut off at the side", widget);
          return;
        }
      if (up == check->root)
        return;
    }
}

/* Whoever cannot see the whole text has to find it in a tooltip, of the label or of what it stands in. */
static void
check_ellipsis (Check *check, GtkWidget *widget)
{
  if (!GTK_IS_LABEL (widget) || !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return;
  for (GtkWidget *up = widget; up != NULL; up = gtk_widget_get_parent (up))
    if (gtk_widget_get_tooltip_text (up) != NULL)
      return;
  report (check, "cut text", widget);
}

static gboolean
has_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && *gtk_label_get_label (GTK_LABEL (widget)) != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;
  return FALSE;
}

static gboolean
is_control (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget) || GTK_IS_SWITCH (widget) ||
         GTK_IS_EDITABLE (widget) || GTK_IS_DROP_DOWN (widget) || GTK_IS_LIST_BASE (widget) ||
         GTK_IS_RANGE (widget);
}

static void
check_name (Check *check, GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);

  if (!is_control (widget))
    return;
  /* What a larger control is made of is called by it. */
  for (GtkWidget *up = gtk_widget_get_parent (widget); up != NULL; up = gtk_widget_get_parent (up))
    if (is_control (up) || ADW_IS_ENTRY_ROW (up) || ADW_IS_ACTION_ROW (up) || GTK_IS_SCROLLBAR (up) ||
        GTK_IS_WINDOW_CONTROLS (up))
      return;
  if (gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
      gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
      gtk_widget_get_tooltip_text (widget) != NULL)
    return;
  if ((GTK_IS_BUTTON (widget) || GTK_IS_MENU_BUTTON (widget)) && has_words (widget))
    return;
  report (check, "without a name", widget);
}

static void
walk (Check *check, GtkWidget *widget)
{
  if (is_set_aside (widget))
    return;
  check_room (check, widget);
  check_clip (check, widget);
  check_ellipsis (check, widget);
  check_name (check, widget);
  if (GTK_IS_LABEL (widget) && *gtk_label_get_label (GTK_LABEL (widget)) != '\0')
    g_ptr_array_add (check->texts, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (check, child);
}

/* Whether the two stand in layers that may cover each other: a sheet over a map, a note over a list. */
static gboolean
are_layered (GtkWidget *one, GtkWidget *other)
{
  for (GtkWidget *up = gtk_widget_get_parent (one); up != NULL; up = gtk_widget_get_parent (up))
    if (gtk_widget_is_ancestor (other, up))
      return GTK_IS_OVERLAY (up) || ADW_IS_TOAST_OVERLAY (up) ||
             g_str_equal (G_OBJECT_TYPE_NAME (up), "RamblaExploreLayout");
  return TRUE;
}

static GtkWidget *
find_scroller (GtkWidget *widget)
{
  GtkWidget *up = gtk_widget_get_parent (widget);

  while (up != NULL && !is_scroller (up))
    up = gtk_widget_get_parent (up);
  return up;
}

static void
check_overlaps (Check *check)
{
  for (guint i = 0; i < check->texts->len; i++)
    for (guint k = i + 1; k < check->texts->len; k++)
      {
        GtkWidget *one = check->texts->pdata[i], *other = check->texts->pdata[k];
        graphene_rect_t a, b, common;

        /* What is scrolled away lies under what stands beside it. */
        if (find_scroller (one) != find_scroller (other) || are_layered (one, other) ||
            !gtk_widget_compute_bounds (one, check->root, &a) ||
            !gtk_widget_compute_bounds (other, check->root, &b) ||
            !graphene_rect_intersection (&a, &b, &common))
          continue;
        if (common.size.width > 2 * SLACK && common.size.height > 2 * SLACK)
          {
            report (check, "text upon text", one);
            report (check, "  the other", other);
          }
      }
}

void
layout_check (GtkWidget *widget, GPtrArray *found)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  Check check = { widget, found, texts };

  walk (&check, widget);
  check_overlaps (&check);
}
