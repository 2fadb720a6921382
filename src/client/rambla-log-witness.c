/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-log-witness.h"

#include <string.h>

#include "rambla-log-calls.h"
#include "rambla-price-log.h"
#include "rambla-review.h"
#include "rambla-witness-file.h"

/* Pages of entries about one offer at most. */
#define MOST_PAGES 50

static const char *const log_names[] = { "reviews", "prices" };

typedef enum
{
  LOG_REVIEWS,
  LOG_PRICES,
} Log;

struct _RamblaLogWitness
{
  GObject parent_instance;

  RamblaApi *api;
  char *path;
  RamblaWitnessMemory memory;
  gboolean loaded;
  GPtrArray *waiting; /* of GTask: checks that came before the file was read */
  GHashTable *keys;   /* char * → GBytes: the platform's public keys */
  GThreadPool *writer;
  GMutex lock;
  GCond written;
  guint pending; /* writes that are not done; guarded by @lock */
};

G_DEFINE_FINAL_TYPE (RamblaLogWitness, rambla_log_witness, G_TYPE_OBJECT)

enum
{
  WARNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One check on its way. */
typedef struct
{
  Log log;
  char *deal_id;
  GPtrArray *reviews;
  GArray *prices;
  char *told; /* the head's text */
  char *cursor;
  guint n_pages;
  gboolean asked_keys;
  RamblaLogProof *proof;
} Check;

static void
entry_free (RamblaLogProvedEntry *entry)
{
  g_free (entry->text);
  g_free (entry);
}

void
rambla_log_proof_free (RamblaLogProof *self)
{
  if (self == NULL)
    return;
  rambla_log_head_free (self->head);
  g_hash_table_unref (self->checked);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

static void
check_free (Check *check)
{
  g_free (check->deal_id);
  g_clear_pointer (&check->reviews, g_ptr_array_unref);
  g_clear_pointer (&check->prices, g_array_unref);
  g_free (check->told);
  g_free (check->cursor);
  rambla_log_proof_free (check->proof);
  g_free (check);
}

/* --- The file --- */

static void
write_in_thread (gpointer data, gpointer user_data)
{
  RamblaLogWitness *self = user_data;
  g_autofree char *text = data;
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autoptr (GError) error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (self->path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &error))
    g_warning ("What the platform signed cannot be remembered: %s",
               error != NULL ? error->message : "the folder cannot be made");
  g_mutex_lock (&self->lock);
  self->pending--;
  g_cond_broadcast (&self->written);
  g_mutex_unlock (&self->lock);
}

static void
save (RamblaLogWitness *self)
{
  g_mutex_lock (&self->lock);
  self->pending++;
  g_mutex_unlock (&self->lock);
  g_thread_pool_push (self->writer, rambla_witness_memory_format (&self->memory), NULL);
}

void
rambla_log_witness_flush (RamblaLogWitness *self)
{
  g_return_if_fail (RAMBLA_IS_LOG_WITNESS (self));

  g_mutex_lock (&self->lock);
  while (self->pending > 0)
    g_cond_wait (&self->written, &self->lock);
  g_mutex_unlock (&self->lock);
}

static void start (GTask *task);

static void
memory_free (RamblaWitnessMemory *memory)
{
  rambla_witness_memory_clear (memory);
  g_free (memory);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RamblaWitnessMemory *memory = g_new0 (RamblaWitnessMemory, 1);
  GError *error = NULL;

  g_queue_init (&memory->tips);
  if (!rambla_witness_memory_read (memory, data, &error))
    {
      g_warning ("What the platform signed before cannot be read: %s", error->message);
      g_error_free (error);
    }
  g_task_return_pointer (task, memory, (GDestroyNotify) memory_free);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RamblaLogWitness *self = RAMBLA_LOG_WITNESS (source);
  g_autofree RamblaWitnessMemory *memory = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->memory = *memory;
  self->loaded = TRUE;
  if (self->memory.warning != NULL)
    g_signal_emit (self, signals[WARNED], 0);
  for (guint i = 0; i < waiting->len; i++)
    start (g_object_ref (waiting->pdata[i]));
}

/* --- What ends a check --- */

/* Takes @task over. */
static void
finish (GTask *task)
{
  Check *check = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&check->proof), (GDestroyNotify) rambla_log_proof_free);
  g_object_unref (task);
}

/* Takes @task and @error over. */
static void
give_up (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Takes @task over. */
static void
find_fault (GTask *task, RamblaLogFault fault)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);

  check->proof->fault = fault;
  g_hash_table_remove_all (check->proof->checked);
  /* A key that is not known may be one that is; the rest cannot be explained away. */
  if (fault != RAMBLA_LOG_FAULT_UNSIGNED && self->memory.warning == NULL)
    {
      RamblaLogWarning *warning = g_new0 (RamblaLogWarning, 1);

      warning->fault = fault;
      warning->log = g_strdup (log_names[check->log]);
      warning->deal_id = g_strdup (check->deal_id);
      warning->seen = g_strdup (self->memory.heads[check->log].text);
      warning->told = g_strdup (check->told);
      warning->at = g_get_real_time ();
      self->memory.warning = warning;
      save (self);
      g_signal_emit (self, signals[WARNED], 0);
    }
  finish (task);
}

/* --- What is shown --- */

static RamblaLogProvedEntry *
find_entry (const Check *check, GPtrArray *parsed, const char *id, RamblaReviewEntry **entry)
{
  for (guint i = 0; i < parsed->len; i++)
    {
      *entry = parsed->pdata[i];
      if (*entry != NULL && strcmp ((*entry)->id, id) == 0)
        return check->proof->entries->pdata[i];
    }
  return NULL;
}

static gboolean
check_tombstone (const Check *check, GPtrArray *parsed, const RamblaTombstone *hidden, const char *of)
{
  RamblaReviewEntry *entry;

  return hidden == NULL || (find_entry (check, parsed, hidden->id, &entry) != NULL &&
                            rambla_tombstone_is_logged_as (hidden, of, entry));
}

static gboolean
check_review (Check *check, GPtrArray *parsed, RamblaReview *review)
{
  const RamblaReviewReply *reply = rambla_review_get_reply (review);
  const char *id = rambla_review_get_id (review);
  RamblaReviewEntry *entry;
  RamblaLogProvedEntry *proved = find_entry (check, parsed, id, &entry);

  if (proved == NULL || proved->number != rambla_review_get_number (review) ||
      !rambla_review_is_logged_as (review, entry) ||
      !check_tombstone (check, parsed, rambla_review_get_hidden (review), id))
    return FALSE;
  g_hash_table_insert (check->proof->checked, g_strdup (id), proved);
  return reply == NULL || (find_entry (check, parsed, reply->id, &entry) != NULL &&
                           rambla_review_reply_is_logged_as (review, entry) &&
                           check_tombstone (check, parsed, reply->hidden, reply->id));
}

static gboolean
check_reviews (Check *check)
{
  g_autoptr (GPtrArray) parsed = g_ptr_array_new_with_free_func ((GDestroyNotify) rambla_review_entry_free);

  for (guint i = 0; i < check->proof->entries->len; i++)
    g_ptr_array_add (
        parsed, rambla_review_entry_parse (((RamblaLogProvedEntry *) check->proof->entries->pdata[i])->text));
  for (guint i = 0; i < check->reviews->len; i++)
    if (!check_review (check, parsed, check->reviews->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
check_prices (Check *check)
{
  RamblaPriceEntry entry = { .deal_id = check->deal_id };

  if (check->prices->len != check->proof->entries->len)
    return FALSE;
  for (guint i = 0; i < check->prices->len; i++)
    {
      const RamblaPricePoint *point = &g_array_index (check->prices, RamblaPricePoint, i);
      const RamblaLogProvedEntry *proved = check->proof->entries->pdata[i];
      g_autofree char *text = NULL;

      entry.nth = i + 1;
      entry.at = point->at / G_USEC_PER_SEC;
      entry.price = point->price;
      text = rambla_price_entry_format (&entry);
      if (g_strcmp0 (text, proved->text) != 0)
        return FALSE;
      entry.previous = proved->hash;
    }
  return TRUE;
}

/* --- All entries about the offer --- */

/* Whether each names the one before it, from the first on. */
static gboolean
check_chain (const Check *check)
{
  RamblaLogHash previous = { { 0 } };
  gint64 number = 0;

  for (guint i = 0; i < check->proof->entries->len; i++)
    {
      const RamblaLogProvedEntry *entry = check->proof->entries->pdata[i];
      g_autofree char *hex = rambla_log_hash_to_hex (&previous);
      g_autofree char *link = g_strdup_printf ("\nnth %u\nprevious %s\n", i + 1, hex);
      g_autofree char *about = g_strdup_printf ("\ndeal %s\n", check->deal_id);

      if (strstr (entry->text, link) == NULL || strstr (entry->text, about) == NULL ||
          entry->number <= number)
        return FALSE;
      previous = entry->hash;
      number = entry->number;
    }
  return TRUE;
}

static char *
build_key (const Check *check)
{
  return g_strdup_printf ("%s %s", log_names[check->log], check->deal_id);
}

/* Whether what was the newest when it was last looked at still stands where it stood. */
static gboolean
check_tip (RamblaLogWitness *self, const Check *check)
{
  g_autofree char *key = build_key (check);
  const RamblaWitnessTip *tip = rambla_witness_memory_find (&self->memory, key);

  return tip == NULL ||
         (tip->nth <= check->proof->entries->len &&
          rambla_log_hash_equal (
              &tip->hash, &((RamblaLogProvedEntry *) check->proof->entries->pdata[tip->nth - 1])->hash));
}

static void
end (GTask *task)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  guint n = check->proof->entries->len;
  g_autofree char *key = build_key (check);

  if (!check_tip (self, check))
    {
      find_fault (task, RAMBLA_LOG_FAULT_GONE);
      return;
    }
  if (n > 0)
    {
      rambla_witness_memory_keep (&self->memory, key, n,
                                  &((RamblaLogProvedEntry *) check->proof->entries->pdata[n - 1])->hash);
      save (self);
    }
  if (check->log == LOG_REVIEWS ? check_reviews (check) : check_prices (check))
    finish (task);
  else
    find_fault (task, RAMBLA_LOG_FAULT_ALTERED);
}

static void
on_inclusion_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Check *check = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GArray) proof = rambla_log_calls_prove_finish (RAMBLA_API (source), result, &error);
  const RamblaLogProvedEntry *last = check->proof->entries->pdata[check->proof->entries->len - 1];

  if (proof == NULL && !rambla_log_calls_is_refusal (error))
    {
      give_up (task, error);
      return;
    }
  g_clear_error (&error);
  if (proof == NULL ||
      !rambla_log_tree_verify_inclusion (&last->hash, (guint64) last->number - 1, check->proof->head->size,
                                         &check->proof->head->root,
                                         (const RamblaLogHash *) (gconstpointer) proof->data, proof->len))
    find_fault (task, RAMBLA_LOG_FAULT_UNPROVED);
  else
    end (task);
}

/* What came after the head was signed is not proved by it. */
static void
drop_newer (Check *check)
{
  GPtrArray *entries = check->proof->entries;

  while (entries->len > 0 && (guint64) ((RamblaLogProvedEntry *) entries->pdata[entries->len - 1])->number >
                                 check->proof->head->size)
    g_ptr_array_set_size (entries, (int) entries->len - 1);
}

static void ask_entries (GTask *task);

static void
on_entries_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Check *check = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (RamblaLogPage) page = rambla_log_calls_list_finish (RAMBLA_API (source), result, &error);
  const RamblaLogProvedEntry *last;

  if (page == NULL)
    {
      give_up (task, error);
      return;
    }
  for (guint i = 0; i < page->entries->len; i++)
    {
      const RamblaLogEntry *told = page->entries->pdata[i];
      RamblaLogProvedEntry *entry = g_new0 (RamblaLogProvedEntry, 1);

      entry->number = told->number;
      entry->text = g_strdup (told->text);
      entry->hash = rambla_log_hash_leaf (told->text, strlen (told->text));
      g_ptr_array_add (check->proof->entries, entry);
    }
  g_free (check->cursor);
  check->cursor = g_strdup (page->next);
  if (check->cursor != NULL && ++check->n_pages < MOST_PAGES)
    {
      ask_entries (task);
      return;
    }
  drop_newer (check);
  if (!check_chain (check))
    find_fault (task, RAMBLA_LOG_FAULT_UNPROVED);
  else if (check->proof->entries->len == 0)
    end (task);
  else
    {
      last = check->proof->entries->pdata[check->proof->entries->len - 1];
      rambla_log_calls_prove_async (RAMBLA_API (source), log_names[check->log], "number", last->number,
                                    (gint64) check->proof->head->size, g_task_get_cancellable (task),
                                    on_inclusion_ready, task);
    }
}

static void
ask_entries (GTask *task)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);

  rambla_log_calls_list_async (self->api, log_names[check->log], check->deal_id, check->cursor,
                               g_task_get_cancellable (task), on_entries_ready, task);
}

/* --- The head --- */

/* The new head fits: from now on it is what later ones must continue. */
static void
adopt (GTask *task)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  RamblaWitnessHead *kept = &self->memory.heads[check->log];
  g_autoptr (RamblaLogHead) last = kept->text != NULL ? rambla_log_head_parse (kept->text) : NULL;

  if (last == NULL || last->size < check->proof->head->size)
    {
      g_free (kept->text);
      kept->text = g_strdup (check->told);
      if (kept->seen_at == 0)
        kept->seen_at = g_get_real_time ();
      save (self);
    }
  check->proof->seen_at = kept->seen_at;
  ask_entries (task);
}

static void
on_consistency_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  const RamblaLogHead *head = check->proof->head;
  g_autoptr (RamblaLogHead) last = rambla_log_head_parse (self->memory.heads[check->log].text);
  GError *error = NULL;
  g_autoptr (GArray) proof = rambla_log_calls_prove_finish (RAMBLA_API (source), result, &error);

  if (proof == NULL && !rambla_log_calls_is_refusal (error))
    {
      give_up (task, error);
      return;
    }
  g_clear_error (&error);
  /* Another check may have gone further meanwhile; then this one is asked again. */
  if (last->size > head->size)
    {
      start (task);
      return;
    }
  if (proof == NULL ||
      !rambla_log_tree_verify_consistency (last->size, &last->root, head->size, &head->root,
                                           (const RamblaLogHash *) (gconstpointer) proof->data, proof->len))
    find_fault (task, RAMBLA_LOG_FAULT_REWRITTEN);
  else
    adopt (task);
}

/* Whether the head that is signed continues the one that is remembered. */
static void
compare (GTask *task)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  const RamblaLogHead *head = check->proof->head;
  const char *text = self->memory.heads[check->log].text;
  g_autoptr (RamblaLogHead) last = text != NULL ? rambla_log_head_parse (text) : NULL;

  if (last == NULL)
    adopt (task);
  else if (strcmp (last->log, head->log) != 0)
    find_fault (task, RAMBLA_LOG_FAULT_RESTARTED);
  else if (head->size < last->size)
    find_fault (task, RAMBLA_LOG_FAULT_TRUNCATED);
  else if (head->size == last->size)
    {
      if (rambla_log_hash_equal (&head->root, &last->root))
        adopt (task);
      else
        find_fault (task, RAMBLA_LOG_FAULT_REWRITTEN);
    }
  else
    rambla_log_calls_prove_async (self->api, log_names[check->log], "first", (gint64) last->size,
                                  (gint64) head->size, g_task_get_cancellable (task), on_consistency_ready,
                                  task);
}

static void check_signature (GTask *task);

static void
on_keys_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  RamblaLogWitness *self = g_task_get_source_object (task);
  GError *error = NULL;
  GHashTable *keys = rambla_log_calls_get_keys_finish (RAMBLA_API (source), result, &error);

  if (keys == NULL)
    {
      give_up (task, error);
      return;
    }
  g_clear_pointer (&self->keys, g_hash_table_unref);
  self->keys = keys;
  check_signature (task);
}

static void
check_signature (GTask *task)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  GBytes *key = self->keys != NULL ? g_hash_table_lookup (self->keys, check->proof->head->kid) : NULL;

  if (key == NULL && !check->asked_keys)
    {
      check->asked_keys = TRUE;
      rambla_log_calls_get_keys_async (self->api, g_task_get_cancellable (task), on_keys_ready, task);
    }
  else if (key == NULL || !rambla_log_head_verify (check->told, g_bytes_get_data (key, NULL)))
    find_fault (task, RAMBLA_LOG_FAULT_UNSIGNED);
  else
    compare (task);
}

static void
on_head_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Check *check = g_task_get_task_data (task);
  GError *error = NULL;

  g_free (check->told);
  check->told = rambla_log_calls_get_head_finish (RAMBLA_API (source), result, &error);
  if (check->told == NULL)
    {
      give_up (task, error);
      return;
    }
  rambla_log_head_free (check->proof->head);
  check->proof->head = rambla_log_head_parse (check->told);
  if (check->proof->head == NULL)
    find_fault (task, RAMBLA_LOG_FAULT_UNSIGNED);
  else
    check_signature (task);
}

/* Takes @task over. */
static void
start (GTask *task)
{
  RamblaLogWitness *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);

  rambla_log_calls_get_head_async (self->api, log_names[check->log], g_task_get_cancellable (task),
                                   on_head_ready, task);
}

static void
begin (RamblaLogWitness *self,
       Check *check,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, check, (GDestroyNotify) check_free);
  check->proof = g_new0 (RamblaLogProof, 1);
  check->proof->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  check->proof->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (self->loaded)
    start (task);
  else
    g_ptr_array_add (self->waiting, task);
}

void
rambla_log_witness_check_reviews_async (RamblaLogWitness *self,
                                        const char *deal_id,
                                        GPtrArray *reviews,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  Check *check = g_new0 (Check, 1);

  check->log = LOG_REVIEWS;
  check->deal_id = g_strdup (deal_id);
  check->reviews = g_ptr_array_ref (reviews);
  begin (self, check, rambla_log_witness_check_reviews_async, cancellable, callback, user_data);
}

void
rambla_log_witness_check_prices_async (RamblaLogWitness *self,
                                       const char *deal_id,
                                       GArray *prices,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  Check *check = g_new0 (Check, 1);

  check->log = LOG_PRICES;
  check->deal_id = g_strdup (deal_id);
  check->prices = g_array_ref (prices);
  begin (self, check, rambla_log_witness_check_prices_async, cancellable, callback, user_data);
}

RamblaLogProof *
rambla_log_witness_check_finish (RamblaLogWitness *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

const RamblaLogWarning *
rambla_log_witness_get_warning (RamblaLogWitness *self)
{
  g_return_val_if_fail (RAMBLA_IS_LOG_WITNESS (self), NULL);

  return self->memory.warning;
}

/* --- Construction --- */

static void
rambla_log_witness_finalize (GObject *object)
{
  RamblaLogWitness *self = RAMBLA_LOG_WITNESS (object);

  g_thread_pool_free (self->writer, FALSE, TRUE);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->written);
  rambla_witness_memory_clear (&self->memory);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->keys, g_hash_table_unref);
  g_object_unref (self->api);
  g_free (self->path);
  G_OBJECT_CLASS (rambla_log_witness_parent_class)->finalize (object);
}

static void
rambla_log_witness_class_init (RamblaLogWitnessClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = rambla_log_witness_finalize;
  signals[WARNED] = g_signal_new ("warned", RAMBLA_TYPE_LOG_WITNESS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
rambla_log_witness_init (RamblaLogWitness *self)
{
  g_queue_init (&self->memory.tips);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->writer = g_thread_pool_new (write_in_thread, self, 1, FALSE, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->written);
}

RamblaLogWitness *
rambla_log_witness_new (RamblaApi *api, const char *path)
{
  RamblaLogWitness *self = g_object_new (RAMBLA_TYPE_LOG_WITNESS, NULL);
  g_autoptr (GTask) task = NULL;

  self->api = g_object_ref (api);
  self->path = g_strdup (path);
  task = g_task_new (self, NULL, on_read, NULL);
  g_task_set_source_tag (task, rambla_log_witness_new);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, read_in_thread);
  return self;
}
