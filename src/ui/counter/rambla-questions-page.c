/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-questions-page.h"

#include <glib/gi18n-lib.h>

#include "rambla-purchases.h"
#include "rambla-questions.h"
#include "rambla-section.h"
#include "rambla-state-page.h"

#define WIDEST 860
#define MARGIN 12
#define MOST_CHARACTERS 1000

struct _RamblaQuestionsPage
{
  AdwBin parent_instance;

  AdwToastOverlay *toasts;
  RamblaStatePage *state;
  GtkListBox *list;
  GtkWidget *more;

  RamblaClient *client;
  RamblaStore *store;
  GPtrArray *questions; /* of RamblaQuestion */
  char *next;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaQuestionsPage, rambla_questions_page, ADW_TYPE_BIN)

static void load (RamblaQuestionsPage *self, gboolean from_start);

static void
say (RamblaQuestionsPage *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
on_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaQuestionsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaQuestion) question = rambla_questions_say_finish (RAMBLA_API (source), result, &error);
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (question != NULL)
    words = g_strdup (_ ("Answered. Everybody who looks at the offer sees it."));
  else if (g_strcmp0 (rambla_api_error_get_problem (error), "already_answered") == 0)
    words = g_strdup (_ ("This question was answered or hidden meanwhile."));
  else
    words = rambla_api_error_describe (error);
  say (self, words);
  load (self, TRUE);
}

/* What was typed is lost only once it has arrived: the row stays until the list comes anew. */
static void
on_send (GtkWidget *row)
{
  RamblaQuestionsPage *self =
      RAMBLA_QUESTIONS_PAGE (gtk_widget_get_ancestor (row, RAMBLA_TYPE_QUESTIONS_PAGE));
  GtkEditable *entry = g_object_get_data (G_OBJECT (row), "entry");
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  g_autofree char *key = rambla_purchases_new_key ();

  if (*text == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (entry));
      return;
    }
  gtk_widget_set_sensitive (row, FALSE);
  rambla_questions_answer_async (rambla_client_get_api (self->client), key,
                                 g_object_get_data (G_OBJECT (row), "question"), text, self->cancellable,
                                 on_answered, g_object_ref (self));
}

static GtkWidget *
new_form (GtkWidget *row, RamblaQuestion *question)
{
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *send = gtk_button_new_with_label (C_ ("question", "Answer"));
  /* Translators: the question */
  g_autofree char *name = g_strdup_printf (_ ("Answer to “%s”"), rambla_question_get_text (question));

  gtk_entry_set_max_length (GTK_ENTRY (entry), MOST_CHARACTERS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Your answer, for everybody"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_hexpand (entry, TRUE);
  g_object_set_data (G_OBJECT (row), "entry", entry);
  g_object_set_data_full (G_OBJECT (row), "question", g_strdup (rambla_question_get_id (question)), g_free);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (on_send), row);
  g_signal_connect_swapped (send, "clicked", G_CALLBACK (on_send), row);
  gtk_box_append (GTK_BOX (form), entry);
  gtk_box_append (GTK_BOX (form), send);
  return form;
}

static GtkWidget *
new_row (RamblaQuestion *question)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  const char *answer = rambla_question_get_answer (question);

  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_box_append (GTK_BOX (box), rambla_text_new (rambla_question_get_text (question), "heading"));
  if (rambla_question_get_deal_title (question) != NULL)
    gtk_box_append (GTK_BOX (box), rambla_text_new (rambla_question_get_deal_title (question), "dimmer"));
  if (answer != NULL)
    gtk_box_append (GTK_BOX (box), rambla_text_new (answer, NULL));
  else
    gtk_box_append (GTK_BOX (box), new_form (row, question));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

/* What waits comes before what is answered; newest first in both. */
static void
show (RamblaQuestionsPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (int answered = 0; answered <= 1; answered++)
    for (guint i = 0; i < self->questions->len; i++)
      {
        RamblaQuestion *question = g_ptr_array_index (self->questions, i);

        if ((rambla_question_get_answer (question) != NULL) == (answered != 0))
          gtk_list_box_append (self->list, new_row (question));
      }
  gtk_widget_set_visible (self->more, self->next != NULL);
  if (self->questions->len > 0)
    rambla_state_page_show_content (self->state);
  else
    rambla_state_page_show_empty (self->state, "empty-search", _ ("No questions"),
                                  _ ("Nobody has asked about this shop’s offers."), NULL, NULL);
}

static void
on_page_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaQuestionsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaQuestionPage) page = rambla_questions_list_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page == NULL)
    {
      rambla_state_page_show_error (self->state, error);
      return;
    }
  if (self->next == NULL)
    g_ptr_array_set_size (self->questions, 0);
  g_free (self->next);
  self->next = g_strdup (page->next);
  for (guint i = 0; i < page->questions->len; i++)
    g_ptr_array_add (self->questions, g_object_ref (g_ptr_array_index (page->questions, i)));
  show (self);
}

static void
load (RamblaQuestionsPage *self, gboolean from_start)
{
  if (from_start)
    g_clear_pointer (&self->next, g_free);
  rambla_questions_list_of_store_async (rambla_client_get_api (self->client),
                                        rambla_store_get_id (self->store), self->next, self->cancellable,
                                        on_page_ready, g_object_ref (self));
}

static void
on_more_clicked (RamblaQuestionsPage *self)
{
  load (self, FALSE);
}

/* An answer that is being written is not taken away. */
static void
on_retry (RamblaQuestionsPage *self)
{
  load (self, TRUE);
}

static gboolean
is_writing (RamblaQuestionsPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      GtkEditable *entry = g_object_get_data (G_OBJECT (row), "entry");

      if (entry != NULL && gtk_widget_get_sensitive (GTK_WIDGET (row)) &&
          *gtk_editable_get_text (entry) != '\0')
        return TRUE;
    }
  return FALSE;
}

static void
on_question_event (RamblaQuestionsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !is_writing (self))
    load (self, TRUE);
}

static void
rambla_questions_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (rambla_questions_page_parent_class)->map (widget);
  on_question_event (RAMBLA_QUESTIONS_PAGE (widget));
}

static void
rambla_questions_page_dispose (GObject *object)
{
  RamblaQuestionsPage *self = RAMBLA_QUESTIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_pointer (&self->next, g_free);
  G_OBJECT_CLASS (rambla_questions_page_parent_class)->dispose (object);
}

static void
rambla_questions_page_finalize (GObject *object)
{
  RamblaQuestionsPage *self = RAMBLA_QUESTIONS_PAGE (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->questions);
  G_OBJECT_CLASS (rambla_questions_page_parent_class)->finalize (object);
}

static void
rambla_questions_page_class_init (RamblaQuestionsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_questions_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_questions_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = rambla_questions_page_map;
}

static void
rambla_questions_page_init (RamblaQuestionsPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, MARGIN);

  self->cancellable = g_cancellable_new ();
  self->questions = g_ptr_array_new_with_free_func (g_object_unref);
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Questions"),
                                  -1);
  self->more = gtk_button_new_with_label (_ ("Show more questions"));
  gtk_widget_set_halign (self->more, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_widget_set_margin_top (box, MARGIN);
  gtk_widget_set_margin_bottom (box, MARGIN);
  gtk_widget_set_margin_start (box, MARGIN);
  gtk_widget_set_margin_end (box, MARGIN);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), self->more);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->state = RAMBLA_STATE_PAGE (rambla_state_page_new (scroller));
  g_signal_connect_swapped (self->state, "retry", G_CALLBACK (on_retry), self);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, GTK_WIDGET (self->state));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->toasts));
}

GtkWidget *
rambla_questions_page_new (RamblaClient *client, RamblaStore *store)
{
  RamblaQuestionsPage *self = g_object_new (RAMBLA_TYPE_QUESTIONS_PAGE, NULL);

  self->client = g_object_ref (client);
  self->store = g_object_ref (store);
  g_signal_connect_object (rambla_client_get_events (client), "event::question",
                           G_CALLBACK (on_question_event), self, G_CONNECT_SWAPPED);
  rambla_state_page_show_loading (self->state, NULL);
  return GTK_WIDGET (self);
}
