/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kind of page, narrow, middling and wide, in its states, in both directions, with large text (not
 * narrow), light and dark: nothing is cut off, nothing lies on something else, every control has a name. Text
 * that gives way with an ellipsis and has no tooltip is told, and fails nothing.
 *
 * LANGUAGE: es or zh_CN, with RAMBLA_LOCALEDIR; `long`: English whose words are half as long again. */
#include <glib/gi18n.h>
#include <locale.h>

#include "layout-check.h"
#include "page-room.h"
#include "rambla-api-error.h"
#include "rambla-state-page.h"

typedef struct
{
  const char *name;
  GtkTextDirection direction;
  double text_scale;
  AdwColorScheme scheme;
  int narrowest;
} Look;

static const Look looks[] = {
  { "plain", GTK_TEXT_DIR_LTR, 1.0, ADW_COLOR_SCHEME_FORCE_LIGHT, 360 },
  { "large", GTK_TEXT_DIR_LTR, 1.5, ADW_COLOR_SCHEME_FORCE_DARK, 800 },
  { "right-to-left", GTK_TEXT_DIR_RTL, 1.0, ADW_COLOR_SCHEME_FORCE_LIGHT, 360 },
};

static const int widths[] = { 360, 800, 1400 };

static PageRoom *room;
static gboolean long_words;
static int dpi;

/* GLib's own function gives way to this one: what is to be translated gets longer instead. */
const char *
g_dgettext (const char *domain, const char *id)
{
  static GHashTable *known;
  const char *lengthened;
  g_auto (GStrv) words = NULL;

  if (!long_words || g_strcmp0 (domain, GETTEXT_PACKAGE) != 0 || *id == '\0')
    return dgettext (domain, id);
  if (known == NULL)
    known = g_hash_table_new (g_str_hash, g_str_equal);
  lengthened = g_hash_table_lookup (known, id);
  if (lengthened != NULL)
    return lengthened;
  words = g_strsplit (id, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (strpbrk (words[i], "%<>&{}/_") == NULL)
      {
        g_autofree char *more = g_strnfill ((strlen (words[i]) + 1) / 2, 'o');
        char *longer = g_strconcat (words[i], more, NULL);

        g_free (words[i]);
        words[i] = longer;
      }
  lengthened = g_strjoinv (" ", words);
  g_hash_table_insert (known, g_strdup (id), (gpointer) lengthened);
  return lengthened;
}

static void
check (GtkWidget *page, const char *what, GPtrArray *all)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  layout_check (GTK_WIDGET (gtk_widget_get_root (page)), found);
  for (guint i = 0; i < found->len; i++)
    if (g_str_has_prefix (found->pdata[i], "cut text"))
      g_test_message ("%s: %s", what, (char *) found->pdata[i]);
    else
      g_ptr_array_add (all, g_strdup_printf ("%s: %s", what, (char *) found->pdata[i]));
}

/* The outermost one that is seen. */
static RamblaStatePage *
find_state_page (GtkWidget *widget)
{
  RamblaStatePage *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (RAMBLA_IS_STATE_PAGE (widget))
    return RAMBLA_STATE_PAGE (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_state_page (child);
  return found;
}

static void
check_states (GtkWidget *page, const char *what, GPtrArray *all)
{
  RamblaStatePage *state = find_state_page (page);
  static const int codes[] = { RAMBLA_API_ERROR_OFFLINE, RAMBLA_API_ERROR_SERVER };

  if (state == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = g_error_new_literal (RAMBLA_API_ERROR, codes[i], "Planned");
      g_autofree char *name = g_strdup_printf ("%s, %s", what, i == 0 ? "offline" : "failed");

      rambla_state_page_show_error (state, error);
      page_room_wait_for_frames (page, 2);
      check (page, name, all);
    }
  rambla_state_page_show_content (state);
  page_room_wait_for_frames (page, 2);
}

static void
set_look (const Look *look)
{
  gtk_widget_set_default_direction (look->direction);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", (int) (dpi * look->text_scale), NULL);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), look->scheme);
}

static void
test_page (gconstpointer data)
{
  const PageKind *kind = data;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    for (guint k = 0; k < G_N_ELEMENTS (widths); k++)
      {
        g_autofree char *what = g_strdup_printf ("%s, %d px", looks[i].name, widths[k]);
        GtkWidget *page;
        int minimum;

        if (widths[k] < looks[i].narrowest)
          continue;
        set_look (&looks[i]);
        page_room_set_size (room, widths[k], 760);
        page = page_room_open (room, kind);
        gtk_widget_measure (page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
        if (minimum > looks[i].narrowest)
          g_ptr_array_add (all, g_strdup_printf ("%s: needs %d pixels", what, minimum));
        check (page, what, all);
        if (i == 0)
          check_states (page, what, all);
        page_room_close (room, page);
      }
  for (guint i = 0; i < all->len; i++)
    g_test_message ("%s", (char *) all->pdata[i]);
  g_assert_cmpuint (all->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  int result;

  long_words = g_strcmp0 (g_getenv ("LANGUAGE"), "long") == 0;
  setlocale (LC_ALL, "");
  if (g_getenv ("RAMBLA_LOCALEDIR") != NULL)
    bindtextdomain (GETTEXT_PACKAGE, g_getenv ("RAMBLA_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &dpi, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  room = page_room_new ();
  for (const PageKind *kind = page_kinds; kind->name != NULL; kind++)
    {
      g_autofree char *path = g_strconcat ("/layout/", kind->name, NULL);

      g_test_add_data_func (path, kind, test_page);
    }
  g_test_set_nonfatal_assertions ();
  result = g_test_run ();
  page_room_free (room);
  return result;
}
