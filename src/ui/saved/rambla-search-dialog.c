/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-search-dialog.h"

#include <glib/gi18n-lib.h>

#define LONGEST_NAME 80

typedef struct
{
  RamblaSavedSearches *searches;
  RamblaSavedSearch *search;
  GtkEditable *name;
  GtkSwitch *alert;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->searches);
  g_object_unref (asking->search);
  g_free (asking);
}

char *
rambla_search_dialog_describe (RamblaSavedSearch *search)
{
  const RamblaDealQuery *query = rambla_saved_search_get_query (search);
  const char *place = rambla_saved_search_get_place (search);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (query->text != NULL)
    /* Translators: the words of a search */
    g_ptr_array_add (parts, g_strdup_printf (_ ("“%s”"), query->text));
  if (query->has_bounds)
    g_ptr_array_add (parts, g_strdup (_ ("Map area")));
  else if (place != NULL)
    g_ptr_array_add (parts, g_strdup (place));
  if (query->radius > 0)
    {
      g_autofree char *far = rambla_distance_format (query->radius);

      g_ptr_array_add (parts, g_strdup_printf (_ ("Up to %s"), far));
    }
  if (rambla_deal_query_is_filtered (query))
    g_ptr_array_add (parts, g_strdup (_ ("with filters")));
  if (parts->len == 0)
    g_ptr_array_add (parts, g_strdup (_ ("All offers")));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
on_response (AdwMessageDialog *dialog, const char *response, Asking *asking)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (asking->name)));

  if (!g_str_equal (response, "save"))
    return;
  if (*name != '\0')
    rambla_saved_search_set_name (asking->search, name);
  rambla_saved_search_set_alert (asking->search, gtk_switch_get_active (asking->alert));
  if (rambla_saved_searches_get (asking->searches, rambla_saved_search_get_id (asking->search)) != NULL)
    rambla_saved_searches_changed (asking->searches, asking->search);
  else
    rambla_saved_searches_add (asking->searches, asking->search);
}

static GtkWidget *
new_form (Asking *asking)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_label_new (_ ("Tell me about new matches"));
  GtkWidget *entry = gtk_entry_new ();

  asking->name = GTK_EDITABLE (entry);
  gtk_entry_set_max_length (GTK_ENTRY (entry), LONGEST_NAME);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_editable_set_text (asking->name, rambla_saved_search_get_name (asking->search));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the search"), -1);
  asking->alert = GTK_SWITCH (gtk_switch_new ());
  gtk_switch_set_active (asking->alert, rambla_saved_search_get_alert (asking->search));
  gtk_widget_set_valign (GTK_WIDGET (asking->alert), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (asking->alert), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Tell me about new matches"), -1);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), words);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (asking->alert));
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), line);
  return box;
}

void
rambla_search_dialog_present (GtkWindow *parent, RamblaSavedSearches *searches, RamblaSavedSearch *search)
{
  g_autofree char *words = rambla_search_dialog_describe (search);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("Save this search"), words);
  Asking *asking = g_new0 (Asking, 1);

  asking->searches = g_object_ref (searches);
  asking->search = g_object_ref (search);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), new_form (asking));
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("Cancel"), "save", _ ("Keep"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "save");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "asking", asking, (GDestroyNotify) asking_free);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), asking);
  gtk_window_present (GTK_WINDOW (dialog));
}
