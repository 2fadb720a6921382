/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-review-list.h"

#include <glib/gi18n-lib.h>

#include "rambla-catalogue.h"
#include "rambla-review-row.h"
#include "rambla-reviews.h"
#include "rambla-section.h"

/* How many of a page are shown before more are asked for. */
#define FEW 5

struct _RamblaReviewList
{
  AdwBin parent_instance;

  GtkBox *warning;
  GtkLabel *warning_text;
  GtkBox *head;
  GtkDropDown *sort;
  GtkBox *list;
  GtkLabel *status;
  GtkButton *more;

  RamblaClient *client;
  char *deal_id;
  GPtrArray *waiting; /* of RamblaReview, loaded and not shown */
  GPtrArray *shown;   /* of RamblaReview */
  GStrv votes;        /* ids of those that were found helpful; NULL: nobody is signed in, or not known yet */
  char *next;
  gboolean loaded;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (RamblaReviewList, rambla_review_list, ADW_TYPE_BIN)

static const char *const sorts[] = { "newest", "helpful", "lowest" };

/* --- The log --- */

static const char *
describe_fault (RamblaLogFault fault)
{
  switch (fault)
    {
    case RAMBLA_LOG_FAULT_RESTARTED:
      return _ ("The platform began its public log of reviews anew. What was in the old one may be gone.");
    case RAMBLA_LOG_FAULT_TRUNCATED:
      return _ ("The platform's public log of reviews has fewer entries than it had. Reviews were removed.");
    case RAMBLA_LOG_FAULT_REWRITTEN:
      return _ (
          "The platform's public log of reviews was changed afterwards. Reviews may have been removed or "
          "rewritten.");
    case RAMBLA_LOG_FAULT_UNSIGNED:
      return _ (
          "The platform's signature on its log of reviews is not genuine. These reviews prove nothing.");
    case RAMBLA_LOG_FAULT_UNPROVED:
      return _ ("The platform cannot prove that these reviews are in its public log.");
    case RAMBLA_LOG_FAULT_GONE:
      return _ ("A review that was seen here before is not shown any more.");
    case RAMBLA_LOG_FAULT_ALTERED:
      return _ ("What is shown here is not what was entered in the public log.");
    case RAMBLA_LOG_FAULT_NONE:
    default:
      return NULL;
    }
}

static void
show_fault (RamblaReviewList *self, RamblaLogFault fault)
{
  const char *sentence = describe_fault (fault);

  if (sentence != NULL)
    gtk_label_set_label (self->warning_text, sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->warning), sentence != NULL);
}

static void
show_warning (RamblaReviewList *self)
{
  const RamblaLogWarning *warning = rambla_log_witness_get_warning (rambla_client_get_witness (self->client));

  if (warning != NULL)
    show_fault (self, warning->fault);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaLogProof) proof =
      rambla_log_witness_check_finish (RAMBLA_LOG_WITNESS (source), result, &error);
  GtkWidget *row;

  if (proof == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_info ("The log of reviews cannot be checked: %s", error->message);
      return;
    }
  if (self->client == NULL)
    return;
  /* What was found once stays, whatever fits now. */
  if (rambla_log_witness_get_warning (RAMBLA_LOG_WITNESS (source)) == NULL)
    show_fault (self, proof->fault);
  for (row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    rambla_review_row_set_proof (RAMBLA_REVIEW_ROW (row), proof);
}

static void
check (RamblaReviewList *self)
{
  g_autoptr (GPtrArray) reviews = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->shown->len; i++)
    g_ptr_array_add (reviews, g_object_ref (self->shown->pdata[i]));
  rambla_log_witness_check_reviews_async (rambla_client_get_witness (self->client), self->deal_id, reviews,
                                          self->cancellable, on_checked, g_object_ref (self));
}

/* --- Votes --- */

static void
label_vote (GtkToggleButton *button, int helpful)
{
  g_autofree char *label =
      helpful > 0 ? g_strdup_printf (_ ("Helpful · %d"), helpful) : g_strdup (_ ("Helpful"));

  gtk_button_set_label (GTK_BUTTON (button), label);
}

/* Another order shows the rows anew. */
static void
keep_vote (RamblaReviewList *self, const char *id, gboolean helpful)
{
  g_autoptr (GStrvBuilder) votes = g_strv_builder_new ();

  for (char **vote = self->votes; *vote != NULL; vote++)
    if (!g_str_equal (*vote, id))
      g_strv_builder_add (votes, *vote);
  if (helpful)
    g_strv_builder_add (votes, id);
  g_strfreev (self->votes);
  self->votes = g_strv_builder_end (votes);
}

static void on_vote_toggled (RamblaReviewList *self, GtkToggleButton *button);

/* The button is as it was, and says why. */
static void
refuse_vote (RamblaReviewList *self, GtkToggleButton *button, const GError *error)
{
  gboolean own = rambla_api_error_is_problem (error, "forbidden");
  g_autofree char *sentence =
      own ? g_strdup (_ ("This review is your own.")) : rambla_api_error_describe (error);

  g_signal_handlers_block_by_func (button, on_vote_toggled, self);
  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
  g_signal_handlers_unblock_by_func (button, on_vote_toggled, self);
  gtk_widget_set_sensitive (GTK_WIDGET (button), !own);
  gtk_button_set_label (GTK_BUTTON (button), sentence);
  gtk_label_set_wrap (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), TRUE);
}

static void
on_voted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkToggleButton) button = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaReview) review = rambla_reviews_finish (RAMBLA_API (source), result, &error);
  GtkWidget *self = gtk_widget_get_ancestor (GTK_WIDGET (button), RAMBLA_TYPE_REVIEW_LIST);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (review == NULL)
    {
      refuse_vote (RAMBLA_REVIEW_LIST (self), button, error);
      return;
    }
  gtk_widget_set_sensitive (GTK_WIDGET (button), TRUE);
  label_vote (button, rambla_review_get_helpful (review));
  keep_vote (RAMBLA_REVIEW_LIST (self), rambla_review_get_id (review), gtk_toggle_button_get_active (button));
}

static void
on_vote_toggled (RamblaReviewList *self, GtkToggleButton *button)
{
  RamblaReviewRow *row =
      RAMBLA_REVIEW_ROW (gtk_widget_get_ancestor (GTK_WIDGET (button), RAMBLA_TYPE_REVIEW_ROW));

  gtk_widget_set_sensitive (GTK_WIDGET (button), FALSE);
  rambla_reviews_vote_async (
      rambla_client_get_api (self->client), rambla_review_get_id (rambla_review_row_get_review (row)),
      gtk_toggle_button_get_active (button), self->cancellable, on_voted, g_object_ref (button));
}

static void
add_vote (RamblaReviewList *self, RamblaReviewRow *row)
{
  RamblaReview *review = rambla_review_row_get_review (row);
  GtkWidget *button;

  if (self->votes == NULL || rambla_review_get_hidden (review) != NULL)
    return;
  button = gtk_toggle_button_new ();
  label_vote (GTK_TOGGLE_BUTTON (button), rambla_review_get_helpful (review));
  gtk_toggle_button_set_active (
      GTK_TOGGLE_BUTTON (button),
      g_strv_contains ((const char *const *) self->votes, rambla_review_get_id (review)));
  gtk_widget_add_css_class (button, "chip");
  g_signal_connect_object (button, "toggled", G_CALLBACK (on_vote_toggled), self, G_CONNECT_SWAPPED);
  rambla_review_row_add (row, button);
}

/* --- What is shown --- */

static GtkWidget *
new_bar (int stars, int count, int most)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, MAX (1, most));
  g_autofree char *name = g_strdup_printf ("%d", stars);
  g_autofree char *number = g_strdup_printf ("%d", count);
  g_autofree char *spoken = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d star: %d", "%d stars: %d", (gulong) stars), stars, count);
  GtkWidget *count_label = gtk_label_new (number);

  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_LOW, MAX (1, most));
  gtk_level_bar_add_offset_value (GTK_LEVEL_BAR (bar), GTK_LEVEL_BAR_OFFSET_HIGH, MAX (1, most));
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), count);
  gtk_widget_add_css_class (bar, "histogram");
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_label_set_width_chars (GTK_LABEL (count_label), 4);
  gtk_label_set_xalign (GTK_LABEL (count_label), 1);
  gtk_box_append (GTK_BOX (line), gtk_label_new (name));
  gtk_box_append (GTK_BOX (line), bar);
  gtk_box_append (GTK_BOX (line), count_label);
  gtk_widget_add_css_class (line, "price-note");
  return line;
}

static void
show_head (RamblaReviewList *self, const RamblaReviewPage *page)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *bars = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  g_autofree char *average = g_strdup_printf ("%.1f", page->average);
  g_autofree char *count = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%d review", "%d reviews", (gulong) page->count), page->count);
  GtkWidget *figure = gtk_label_new (average);
  int most = 1;

  for (int i = 0; i < 5; i++)
    most = MAX (most, page->histogram[i]);
  for (int i = 5; i >= 1; i--)
    gtk_box_append (GTK_BOX (bars), new_bar (i, page->histogram[i - 1], most));
  gtk_widget_set_hexpand (bars, TRUE);
  gtk_widget_add_css_class (figure, "figure");
  gtk_box_append (GTK_BOX (left), figure);
  gtk_box_append (GTK_BOX (left), rambla_stars_new ((int) (page->average + 0.5)));
  gtk_box_append (GTK_BOX (left), rambla_text_new (count, "price-note"));
  gtk_widget_set_valign (left, GTK_ALIGN_CENTER);
  gtk_box_append (self->head, left);
  gtk_box_append (self->head, bars);
  gtk_widget_set_visible (GTK_WIDGET (self->head), TRUE);
}

static void
show_waiting (RamblaReviewList *self)
{
  for (guint i = 0; i < FEW && self->waiting->len > 0; i++)
    {
      RamblaReview *review = g_ptr_array_steal_index (self->waiting, 0);
      GtkWidget *row = rambla_review_row_new (review);

      g_ptr_array_add (self->shown, review);
      gtk_box_append (self->list, row);
      add_vote (self, RAMBLA_REVIEW_ROW (row));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more), self->waiting->len > 0 || self->next != NULL);
  check (self);
}

static void
set_status (RamblaReviewList *self, const char *text)
{
  gtk_label_set_label (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
}

static void
on_reviews_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaReviewPage) page =
      rambla_catalogue_list_reviews_finish (RAMBLA_API (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), TRUE);
  if (page == NULL)
    {
      g_autofree char *sentence = rambla_api_error_describe (error);

      set_status (self, sentence);
      gtk_button_set_label (self->more, _ ("Try again"));
      gtk_widget_set_visible (GTK_WIDGET (self->more), TRUE);
      return;
    }
  gtk_button_set_label (self->more, _ ("Show more reviews"));
  gtk_widget_set_visible (GTK_WIDGET (self->sort), page->reviews->len > 1 || self->shown->len > 0);
  if (!self->loaded && page->count > 0)
    show_head (self, page);
  self->loaded = TRUE;
  set_status (self, page->reviews->len == 0 && self->shown->len == 0
                        ? _ ("Nobody has reviewed this yet. Only who has used it can.")
                        : NULL);
  g_free (self->next);
  self->next = g_strdup (page->next);
  for (guint i = 0; i < page->reviews->len; i++)
    g_ptr_array_add (self->waiting, g_object_ref (g_ptr_array_index (page->reviews, i)));
  show_waiting (self);
}

static void
load (RamblaReviewList *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), FALSE);
  rambla_catalogue_list_reviews_async (rambla_client_get_api (self->client), self->deal_id,
                                       sorts[gtk_drop_down_get_selected (self->sort)], self->next,
                                       self->cancellable, on_reviews_ready, g_object_ref (self));
}

static void
on_votes_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RamblaReviewList) self = user_data;
  g_autoptr (GError) error = NULL;

  self->votes = rambla_reviews_list_votes_finish (RAMBLA_API (source), result, &error);
  if (self->votes == NULL || self->client == NULL)
    return;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    add_vote (self, RAMBLA_REVIEW_ROW (row));
}

/* Another order: from the first page on. What is on its way in the old one is not waited for. */
static void
on_sort_chosen (RamblaReviewList *self)
{
  if (self->client == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->next, g_free);
  g_ptr_array_set_size (self->waiting, 0);
  g_ptr_array_set_size (self->shown, 0);
  rambla_box_clear (self->list);
  load (self);
}

static void
on_more_clicked (RamblaReviewList *self)
{
  if (self->waiting->len > 0)
    show_waiting (self);
  else
    load (self);
}

static void
rambla_review_list_dispose (GObject *object)
{
  RamblaReviewList *self = RAMBLA_REVIEW_LIST (object);

  g_cancellable_cancel (self->cancellable);
  if (self->client != NULL)
    g_signal_handlers_disconnect_by_data (rambla_client_get_witness (self->client), self);
  g_clear_object (&self->client);
  g_clear_pointer (&self->deal_id, g_free);
  g_clear_pointer (&self->next, g_free);
  G_OBJECT_CLASS (rambla_review_list_parent_class)->dispose (object);
}

static void
rambla_review_list_finalize (GObject *object)
{
  RamblaReviewList *self = RAMBLA_REVIEW_LIST (object);

  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->shown);
  g_strfreev (self->votes);
  G_OBJECT_CLASS (rambla_review_list_parent_class)->finalize (object);
}

static void
rambla_review_list_class_init (RamblaReviewListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = rambla_review_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = rambla_review_list_finalize;
}

static GtkBox *
new_warning (RamblaReviewList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->warning_text = GTK_LABEL (rambla_text_new ("", NULL));
  gtk_widget_set_hexpand (GTK_WIDGET (self->warning_text), TRUE);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->warning_text));
  gtk_widget_add_css_class (box, "error");
  gtk_widget_set_visible (box, FALSE);
  return GTK_BOX (box);
}

static GtkDropDown *
new_sort (RamblaReviewList *self)
{
  const char *const names[] = { C_ ("reviews", "Newest first"), C_ ("reviews", "Most helpful first"),
                                C_ ("reviews", "Fewest stars first"), NULL };
  GtkWidget *sort = gtk_drop_down_new_from_strings (names);

  gtk_widget_set_halign (sort, GTK_ALIGN_START);
  gtk_widget_set_visible (sort, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (sort), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Order of the reviews"), -1);
  g_signal_connect_swapped (sort, "notify::selected", G_CALLBACK (on_sort_chosen), self);
  return GTK_DROP_DOWN (sort);
}

static void
rambla_review_list_init (RamblaReviewList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
  self->warning = new_warning (self);
  self->sort = new_sort (self);
  self->head = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20));
  gtk_widget_set_visible (GTK_WIDGET (self->head), FALSE);
  self->status = GTK_LABEL (rambla_text_new (_ ("Loading reviews…"), "dimmer"));
  self->list = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  self->more = GTK_BUTTON (gtk_button_new_with_label (_ ("Show more reviews")));
  gtk_widget_set_halign (GTK_WIDGET (self->more), GTK_ALIGN_START);
  gtk_widget_set_visible (GTK_WIDGET (self->more), FALSE);
  g_signal_connect_swapped (self->more, "clicked", G_CALLBACK (on_more_clicked), self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->warning));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->head));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sort));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->status));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->more));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
rambla_review_list_new (RamblaClient *client, const char *deal_id)
{
  RamblaReviewList *self = g_object_new (RAMBLA_TYPE_REVIEW_LIST, NULL);

  self->client = g_object_ref (client);
  self->deal_id = g_strdup (deal_id);
  g_signal_connect_swapped (rambla_client_get_witness (client), "warned", G_CALLBACK (show_warning), self);
  show_warning (self);
  load (self);
  if (rambla_session_get_signed_in (rambla_client_get_session (client)))
    rambla_reviews_list_votes_async (rambla_client_get_api (client), deal_id, self->cancellable,
                                     on_votes_ready, g_object_ref (self));
  return GTK_WIDGET (self);
}
