/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-question-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-purchases.h"
#include "rambla-questions.h"
#include "rambla-section.h"

#define MOST_CHARACTERS 500

struct _RamblaQuestionList
{
  AdwBin parent_instance;

  GtkLabel *status;
  GtkBox *list;
  GtkWidget *more;
  GtkWidget *form;
  GtkEditable *entry;
  GtkWidget *send;
  GtkWidget *sign_in;

  RamblaClient *client;
  char *deal_id;
  GHashTable *own;      /* ids of one's own questions */
  GPtrArray *questions; /* of RamblaQuestion, shown */
  char *next;
  char *key; /* of what is being asked */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaQuestionList, rambla_question_list, ADW_TYPE_BIN)

static void load (RamblaQuestionList *self, gboolean from_start);

static gboolean
is_signed_in (RamblaQuestionList *self)
{
  return rambla_session_get_signed_in (rambla_client_get_session (self->client));
}

static GtkWidget *
new_question (RamblaQuestionList *self, RamblaQuestion *question)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gboolean own = g_hash_table_contains (self->own, rambla_question_get_id (question));
  g_autoptr (GDateTime) utc =
      g_date_time_new_from_unix_utc (rambla_question_get_asked_at (question) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *date = g_date_time_format (local, "%x");
  g_autofree char *who = g_strdup_printf ("%s · %s", own ? _ ("Your question") : _ ("Somebody asked"), date);
  const char *answer = rambla_question_get_answer (question);

  gtk_box_append (GTK_BOX (box), rambla_text_new (who, own ? "heading" : "deal-store"));
  gtk_box_append (GTK_BOX (box), rambla_text_new (rambla_question_get_text (question), NULL));
  if (answer != NULL)
    {
      /* Translators: what the shop answered */
      g_autofree char *words = g_strdup_printf (_ ("The shop: %s"), answer);

      gtk_box_append (GTK_BOX (box), rambla_fact_new ("rambla-message-symbolic", words));
    }
  else
    gtk_box_append (GTK_BOX (box), rambla_text_new (_ ("Not answered yet"), "dimmer"));
  gtk_widget_add_css_class (box, "review");
  return box;
}

static void
show (RamblaQuestionList *self)
{
  rambla_box_clear (self->list);
  for (guint i = 0; i < self->questions->len; i++)
    gtk_box_append (self->list, new_question (self, g_ptr_array_index (self->questions, i)));
  gtk_label_set_label (self->status, self->questions->len == 0 ? _ ("Nobody has asked anything yet.") : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), self->questions->len == 0);
  gtk_widget_set_visible (self->more, self->next != NULL);
}

static void
show_error (RamblaQuestionList *self, const GError *error)
{
  g_autofree char *sentence = rambla_api_error_describe (error);

  gtk_label_set_label (self->status, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->status), TRUE);
}

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaQuestionList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaQuestionPage) page = rambla_questions_list_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      show_error (self, error);
      return;
    }
  g_free (self->next);
  self->next = g_strdup (page->next);
  for (guint i = 0; i < page->questions->len; i++)
    g_ptr_array_add (self->questions, g_object_ref (g_ptr_array_index (page->questions, i)));
  show (self);
}

static void
on_own_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaQuestionList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaQuestionPage) page = rambla_questions_list_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      show_error (self, error);
      return;
    }
  g_hash_table_remove_all (self->own);
  for (guint i = 0; i < page->questions->len; i++)
    g_hash_table_add (self->own, g_strdup (rambla_question_get_id (g_ptr_array_index (page->questions, i))));
  show (self);
}

static void
load (RamblaQuestionList *self, gboolean from_start)
{
  RamblaApi *api = rambla_client_get_api (self->client);

  if (from_start)
    {
      g_ptr_array_set_size (self->questions, 0);
      g_clear_pointer (&self->next, g_free);
      if (is_signed_in (self))
        rambla_questions_list_own_async (api, NULL, self->cancellable, on_own_ready, g_object_ref (self));
    }
  rambla_questions_list_of_deal_async (api, self->deal_id, self->next, self->cancellable, on_page_ready,
                                       g_object_ref (self));
}

static void
on_more_clicked (RamblaQuestionList *self)
{
  gtk_widget_set_visible (self->more, FALSE);
  load (self, FALSE);
}

static void
on_question_event (RamblaQuestionList *self, const char *kind, JsonObject *data)
{
  if (g_strcmp0 (json_object_get_string_member_with_default (data, "deal_id", NULL), self->deal_id) == 0)
    load (self, TRUE);
}

/* --- asking --- */

static void
update_form (RamblaQuestionList *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));

  gtk_widget_set_visible (self->form, is_signed_in (self));
  gtk_widget_set_visible (self->sign_in, !is_signed_in (self));
  gtk_widget_set_sensitive (self->send, *text != '\0' && self->key == NULL);
}

static void
on_signed_in_changed (RamblaQuestionList *self)
{
  g_hash_table_remove_all (self->own);
  update_form (self);
  load (self, TRUE);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaQuestionList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaQuestion) question = rambla_questions_say_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_pointer (&self->key, g_free);
  if (question != NULL)
    {
      gtk_editable_set_text (self->entry, "");
      load (self, TRUE);
    }
  else
    show_error (self, error);
  update_form (self);
}

static void
on_send (RamblaQuestionList *self)
{
  if (!gtk_widget_get_sensitive (self->send))
    return;
  self->key = rambla_purchases_new_key ();
  update_form (self);
  rambla_questions_ask_async (rambla_client_get_api (self->client), self->key, self->deal_id,
                              gtk_editable_get_text (self->entry), self->cancellable, on_asked,
                              g_object_ref (self));
}

/* --- construction --- */

static void
rambla_question_list_dispose (GObject *object)
{
  RamblaQuestionList *self = RAMBLA_QUESTION_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_pointer (&self->deal_id, g_free);
  g_clear_pointer (&self->next, g_free);
  g_clear_pointer (&self->key, g_free);
  G_OBJECT_CLASS (rambla_question_list_parent_class)->dispose (object);
}

static void
rambla_question_list_finalize (GObject *object)
{
  RamblaQuestionList *self = RAMBLA_QUESTION_LIST (object);

  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->own);
  g_ptr_array_unref (self->questions);
  G_OBJECT_CLASS (rambla_question_list_parent_class)->finalize (object);
}

static void
rambla_question_list_class_init (RamblaQuestionListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_question_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_question_list_finalize;
}

static GtkWidget *
new_form (RamblaQuestionList *self)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();

  self->entry = GTK_EDITABLE (entry);
  gtk_entry_set_max_length (GTK_ENTRY (entry), MOST_CHARACTERS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Ask the shop; everybody sees it"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Your question"),
                                  -1);
  gtk_widget_set_hexpand (entry, TRUE);
  self->send = gtk_button_new_with_label (C_ ("question", "Ask"));
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (update_form), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_send), self);
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (on_send), self);
  gtk_box_append (GTK_BOX (form), entry);
  gtk_box_append (GTK_BOX (form), self->send);
  return form;
}

static void
rambla_question_list_init (RamblaQuestionList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->cancellable = g_cancellable_new ();
  self->own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->questions = g_ptr_array_new_with_free_func (g_object_unref);
  self->status = GTK_LABEL (rambla_text_new (_ ("Loading questions…"), "dimmer"));
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->more = gtk_button_new_with_label (_ ("Show more questions"));
  gtk_widget_set_halign (self->more, GTK_ALIGN_START);
  gtk_widget_set_visible (self->more, FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  self->form = new_form (self);
  self->sign_in = gtk_button_new_with_label (_ ("Sign in to ask"));
  gtk_widget_set_halign (self->sign_in, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sign_in), "win.sign-in");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->more);
  gtk_box_append (GTK_BOX (box), self->form);
  gtk_box_append (GTK_BOX (box), self->sign_in);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_question_list_new (RamblaClient *client, const char *deal_id)
{
  RamblaQuestionList *self = g_object_new (RAMBLA_TYPE_QUESTION_LIST, NULL);

  self->client = g_object_ref (client);
  self->deal_id = g_strdup (deal_id);
  g_signal_connect_object (rambla_client_get_session (client), "notify::signed-in",
                           G_CALLBACK (on_signed_in_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rambla_client_get_events (client), "event::question",
                           G_CALLBACK (on_question_event), self, G_CONNECT_SWAPPED);
  update_form (self);
  load (self, TRUE);
  return GTK_WIDGET (self);
}
