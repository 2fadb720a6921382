/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a witness makes of a platform that lies: one that rewrites, cuts, forks or begins its log anew, signs
 * badly or with another key, leaves out, hides without a tombstone, or shows other words. */
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#include "rambla-json-writer.h"
#include "rambla-json.h"
#include "rambla-log-witness.h"
#include "rambla-review.h"

#define DEAL "dea_0123456789abcdef"
#define OTHER "dea_0123456789abcdeg"
#define STORE "sto_0123456789abcdef"

/* --- A platform in memory, which says what it is told to --- */

typedef struct
{
  char *id;
  char *entry;
  RamblaLogHash hash;
  gboolean about_deal; /* DEAL; otherwise OTHER */
} Line;

#define LIAR_TYPE_PLATFORM (liar_platform_get_type ())
G_DECLARE_FINAL_TYPE (LiarPlatform, liar_platform, LIAR, PLATFORM, GObject)

struct _LiarPlatform
{
  GObject parent_instance;

  GArray *lines;  /* of Line */
  GArray *proved; /* (nullable): what proofs are made from instead */
  const char *name;
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];
  guint8 secret_key[RAMBLA_ED25519_SECRET_SIZE];
  gboolean offline;
  gboolean bad_signature;
  gint64 left_out; /* number of an entry that is not told; 0: none */
};

static gboolean
find_node (guint level, guint64 position, RamblaLogHash *hash, gpointer data, GError **error)
{
  GArray *lines = data;

  if (level > 0)
    return rambla_log_tree_subtree (level, position, find_node, data, hash, error);
  *hash = g_array_index (lines, Line, position).hash;
  return TRUE;
}

static void
answer_head (LiarPlatform *self, RamblaJsonWriter *writer)
{
  RamblaLogHead head = {
    .log = (char *) self->name, .size = self->lines->len, .at = 1795000000, .kid = (char *) "k1"
  };
  g_autofree char *text = NULL;

  g_assert_true (rambla_log_tree_root (head.size, find_node, self->lines, &head.root, NULL));
  text = rambla_log_head_sign (&head, self->secret_key);
  if (self->bad_signature)
    text[strlen (text) - 4] = text[strlen (text) - 4] == 'A' ? 'B' : 'A';
  rambla_json_writer_member_string (writer, "head", text);
}

static void
answer_entries (LiarPlatform *self, RamblaJsonWriter *writer, gboolean deal)
{
  rambla_json_writer_name (writer, "entries");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->about_deal != deal || i + 1 == self->left_out)
        continue;
      rambla_json_writer_begin_object (writer);
      rambla_json_writer_member_int (writer, "number", i + 1);
      rambla_json_writer_member_string (writer, "entry", line->entry);
      rambla_json_writer_end_object (writer);
    }
  rambla_json_writer_end_array (writer);
}

static void
answer_proof (LiarPlatform *self, RamblaJsonWriter *writer, RamblaCall *call)
{
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  GArray *lines = self->proved != NULL ? self->proved : self->lines;
  const char *number = rambla_call_get_parameter (call, "number");
  const char *first = rambla_call_get_parameter (call, "first");
  guint64 size = g_ascii_strtoull (rambla_call_get_parameter (call, "size"), NULL, 10);

  if (number != NULL)
    rambla_log_tree_prove_inclusion (g_ascii_strtoull (number, NULL, 10) - 1, size, find_node, lines, proof,
                                     NULL);
  else
    rambla_log_tree_prove_consistency (g_ascii_strtoull (first, NULL, 10), size, find_node, lines, proof,
                                       NULL);
  rambla_json_writer_name (writer, "proof");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < proof->len; i++)
    {
      g_autofree char *hex = rambla_log_hash_to_hex (&g_array_index (proof, RamblaLogHash, i));

      rambla_json_writer_string (writer, hex);
    }
  rambla_json_writer_end_array (writer);
}

static void
answer_keys (LiarPlatform *self, RamblaJsonWriter *writer)
{
  g_autofree char *x = rambla_base64url_encode (self->public_key, sizeof self->public_key);

  rambla_json_writer_name (writer, "keys");
  rambla_json_writer_begin_array (writer);
  rambla_json_writer_begin_object (writer);
  rambla_json_writer_member_string (writer, "kid", "k1");
  rambla_json_writer_member_string (writer, "crv", "Ed25519");
  rambla_json_writer_member_string (writer, "x", x);
  rambla_json_writer_end_object (writer);
  rambla_json_writer_end_array (writer);
}

static void
liar_call_async (RamblaApi *api,
                 RamblaCall *call,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
  LiarPlatform *self = LIAR_PLATFORM (api);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (RamblaCall) owned = call;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) root = NULL;
  const char *path = rambla_call_get_path (call);
  RamblaJsonWriter writer;
  GError *error = NULL;
  gpointer result;

  if (self->offline)
    {
      g_task_return_new_error (task, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE, "Nobody is there");
      return;
    }
  rambla_json_writer_init (&writer, text);
  rambla_json_writer_begin_object (&writer);
  if (g_str_has_suffix (path, "/head"))
    answer_head (self, &writer);
  else if (g_str_has_suffix (path, "/proof"))
    answer_proof (self, &writer, call);
  else if (g_str_has_suffix (path, "jwks.json"))
    answer_keys (self, &writer);
  else
    answer_entries (self, &writer, g_str_equal (rambla_call_get_parameter (call, "deal_id"), DEAL));
  rambla_json_writer_end_object (&writer);
  root = rambla_json_parse (text->str, (gssize) text->len, 1000000, &error);
  g_assert_no_error (error);
  result = rambla_call_get_decode (call) (root, NULL, &error);
  g_assert_no_error (error);
  g_task_return_pointer (task, result, rambla_call_get_destroy (call));
}

static gpointer
liar_call_finish (RamblaApi *api, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
liar_api_init (RamblaApiInterface *interface)
{
  interface->call_async = liar_call_async;
  interface->call_finish = liar_call_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (LiarPlatform,
                               liar_platform,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (RAMBLA_TYPE_API, liar_api_init))

static void
line_clear (Line *line)
{
  g_free (line->id);
  g_free (line->entry);
}

static void
liar_platform_finalize (GObject *object)
{
  LiarPlatform *self = LIAR_PLATFORM (object);

  g_array_unref (self->lines);
  g_clear_pointer (&self->proved, g_array_unref);
  G_OBJECT_CLASS (liar_platform_parent_class)->finalize (object);
}

static void
liar_platform_class_init (LiarPlatformClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = liar_platform_finalize;
}

static void
liar_platform_init (LiarPlatform *self)
{
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (self->lines, (GDestroyNotify) line_clear);
  self->name = "reviews-00aa";
  crypto_sign_keypair (self->public_key, self->secret_key);
}

static RamblaReviewContent
get_content (const char *text)
{
  return (RamblaReviewContent){ .salt = { 1 }, .author = "Ana", .language = "es", .text = text };
}

/* Adds a review, as an honest platform would. */
static void
add_review (LiarPlatform *self, gboolean about_deal, const char *text)
{
  RamblaReviewContent content = get_content (text);
  RamblaReviewEntry entry = {
    .kind = RAMBLA_REVIEW_ENTRY_REVIEW,
    .deal_id = (char *) (about_deal ? DEAL : OTHER),
    .store_id = (char *) STORE,
    .nth = 1,
    .at = 1795000000,
    .rating = 4,
    .content = rambla_review_content_hash (&content),
  };
  Line line = { .about_deal = about_deal };

  for (guint i = 0; i < self->lines->len; i++)
    if (g_array_index (self->lines, Line, i).about_deal == about_deal)
      {
        entry.nth++;
        entry.previous = g_array_index (self->lines, Line, i).hash;
      }
  line.id = g_strdup_printf ("rev_%016u", self->lines->len);
  entry.id = line.id;
  line.entry = rambla_review_entry_format (&entry);
  g_assert_nonnull (line.entry);
  line.hash = rambla_log_hash_leaf (line.entry, strlen (line.entry));
  g_array_append_val (self->lines, line);
}

/* --- Asking the witness --- */

typedef struct
{
  LiarPlatform *platform;
  RamblaLogWitness *witness;
  char *folder;
  char *path;
  GPtrArray *reviews; /* what is shown */
  guint n_warned;
} Case;

static void
on_warned (Case *self)
{
  self->n_warned++;
}

static void
open_witness (Case *self)
{
  self->witness = rambla_log_witness_new (RAMBLA_API (self->platform), self->path);
  g_signal_connect_swapped (self->witness, "warned", G_CALLBACK (on_warned), self);
}

/* As at the next start of the program. */
static void
reopen (Case *self)
{
  rambla_log_witness_flush (self->witness);
  g_clear_object (&self->witness);
  open_witness (self);
}

static void
show (Case *self, guint index, const char *text, const char *more)
{
  g_autofree char *json = g_strdup_printf (
      "{\"id\":\"%s\",\"number\":%u,\"deal_id\":\"" DEAL
      "\",\"rating\":4,\"text\":\"%s\",\"language\":\"es\","
      "\"author\":\"Ana\",\"created_at\":\"2026-11-18T11:06:40Z\",\"sample\":false,\"helpful\":0,"
      "\"salt\":\"01000000000000000000000000000000\"%s}",
      g_array_index (self->platform->lines, Line, index).id, index + 1, text, more);
  g_autoptr (JsonNode) node = rambla_json_parse (json, -1, 10000, NULL);
  GError *error = NULL;
  RamblaReview *review = rambla_review_from_json (node, &error);

  g_assert_no_error (error);
  g_ptr_array_add (self->reviews, review);
}

static void
set_up (Case *self, gconstpointer data)
{
  self->platform = g_object_new (LIAR_TYPE_PLATFORM, NULL);
  self->folder = g_dir_make_tmp ("rambla-witness-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "logs.json", NULL);
  self->reviews = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < 9; i++)
    add_review (self->platform, i % 3 == 0, "Muy rico");
  open_witness (self);
}

static void
tear_down (Case *self, gconstpointer data)
{
  rambla_log_witness_flush (self->witness);
  g_clear_object (&self->witness);
  g_object_unref (self->platform);
  g_ptr_array_unref (self->reviews);
  g_unlink (self->path);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static RamblaLogProof *
check (Case *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  rambla_log_witness_check_reviews_async (self->witness, DEAL, self->reviews, NULL, on_checked, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return rambla_log_witness_check_finish (self->witness, result, error);
}

static void
expect (Case *self, RamblaLogFault fault)
{
  GError *error = NULL;
  g_autoptr (RamblaLogProof) proof = check (self, &error);

  g_assert_no_error (error);
  g_assert_cmpint (proof->fault, ==, fault);
  if (fault == RAMBLA_LOG_FAULT_NONE)
    g_assert_cmpuint (g_hash_table_size (proof->checked), ==, self->reviews->len);
  else
    g_assert_cmpuint (g_hash_table_size (proof->checked), ==, 0);
}

/* The fault is found, is remembered with its proof, and stays, even if all fits again. */
static void
expect_warning (Case *self, RamblaLogFault fault)
{
  const RamblaLogWarning *warning;

  expect (self, fault);
  g_assert_cmpuint (self->n_warned, ==, 1);
  for (int i = 0; i < 2; i++)
    {
      warning = rambla_log_witness_get_warning (self->witness);
      g_assert_nonnull (warning);
      g_assert_cmpint (warning->fault, ==, fault);
      g_assert_cmpstr (warning->log, ==, "reviews");
      g_assert_nonnull (rambla_log_head_parse (warning->told));
      g_assert_nonnull (rambla_log_head_parse (warning->seen));
      reopen (self);
      expect (self, fault);
    }
}

/* --- Cases --- */

static void
test_honest (Case *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RamblaLogProof) offline = NULL;

  expect (self, RAMBLA_LOG_FAULT_NONE);
  show (self, 0, "Muy rico", "");
  show (self, 6, "Muy rico", "");
  expect (self, RAMBLA_LOG_FAULT_NONE);
  for (guint i = 0; i < 300; i++)
    {
      add_review (self->platform, i % 50 == 0, "Otra vez");
      if (i % 37 == 0)
        expect (self, RAMBLA_LOG_FAULT_NONE);
    }
  reopen (self);
  self->platform->offline = TRUE;
  offline = check (self, &error);
  g_assert_null (offline);
  g_assert_error (error, RAMBLA_API_ERROR, RAMBLA_API_ERROR_OFFLINE);
  self->platform->offline = FALSE;
  expect (self, RAMBLA_LOG_FAULT_NONE);
  g_assert_cmpuint (self->n_warned, ==, 0);
  g_assert_null (rambla_log_witness_get_warning (self->witness));
}

/* Another offer's entry is another one now; nothing of what is shown has changed. */
static void
rewrite (LiarPlatform *self)
{
  g_array_index (self->lines, Line, 1).hash.bytes[5] ^= 1;
}

static void
test_rewritten (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  reopen (self);
  rewrite (self->platform);
  add_review (self->platform, TRUE, "Nuevo");
  expect_warning (self, RAMBLA_LOG_FAULT_REWRITTEN);
}

/* The same size, another content: two logs for two people. */
static void
test_forked (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  rewrite (self->platform);
  expect_warning (self, RAMBLA_LOG_FAULT_REWRITTEN);
}

static void
test_truncated (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  reopen (self);
  g_array_set_size (self->platform->lines, 7);
  expect_warning (self, RAMBLA_LOG_FAULT_TRUNCATED);
}

/* Cut, and grown again to more than there was. */
static void
test_grown_anew (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  g_array_set_size (self->platform->lines, 7);
  for (guint i = 0; i < 5; i++)
    add_review (self->platform, FALSE, "Nuevo");
  expect_warning (self, RAMBLA_LOG_FAULT_REWRITTEN);
}

static void
test_restarted (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  self->platform->name = "reviews-00ab";
  expect_warning (self, RAMBLA_LOG_FAULT_RESTARTED);
}

/* A signature proves nothing to anybody: it is refused, and what is remembered stays. */
static void
test_signatures (Case *self, gconstpointer data)
{
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE];

  self->platform->bad_signature = TRUE;
  expect (self, RAMBLA_LOG_FAULT_UNSIGNED);
  self->platform->bad_signature = FALSE;
  expect (self, RAMBLA_LOG_FAULT_NONE);
  /* Another key signs than the one that is published. */
  crypto_sign_keypair (public_key, self->platform->secret_key);
  add_review (self->platform, TRUE, "Nuevo");
  expect (self, RAMBLA_LOG_FAULT_UNSIGNED);
  g_assert_null (rambla_log_witness_get_warning (self->witness));
}

/* The proof is for another tree than the one that is signed. */
static void
test_unproved (Case *self, gconstpointer data)
{
  Line line = { NULL };

  expect (self, RAMBLA_LOG_FAULT_NONE);
  self->platform->proved = g_array_new (FALSE, TRUE, sizeof (Line));
  for (guint i = 0; i < 20; i++)
    g_array_append_val (self->platform->proved, line);
  expect_warning (self, RAMBLA_LOG_FAULT_UNPROVED);
}

static void
test_left_out (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  self->platform->left_out = 4;
  expect_warning (self, RAMBLA_LOG_FAULT_UNPROVED);
}

/* The newest entry is not told: nothing in the chain says so, but it was seen before. */
static void
test_gone (Case *self, gconstpointer data)
{
  expect (self, RAMBLA_LOG_FAULT_NONE);
  reopen (self);
  self->platform->left_out = 7;
  expect_warning (self, RAMBLA_LOG_FAULT_GONE);
}

static void
test_other_words (Case *self, gconstpointer data)
{
  show (self, 3, "Muy caro", "");
  expect_warning (self, RAMBLA_LOG_FAULT_ALTERED);
}

static void
test_not_entered (Case *self, gconstpointer data)
{
  show (self, 1, "Muy rico", "");
  expect_warning (self, RAMBLA_LOG_FAULT_ALTERED);
}

/* Hidden, and no tombstone says why. */
static void
test_hidden (Case *self, gconstpointer data)
{
  show (self, 3, "",
        ",\"hidden\":{\"id\":\"tmb_0000000000000000\",\"reason\":\"law\",\"text\":\"No\",\"created_at\":"
        "\"2026-11-18T11:06:40Z\",\"salt\":\"01000000000000000000000000000000\"}");
  expect_warning (self, RAMBLA_LOG_FAULT_ALTERED);
}

/* What cannot be read is put aside, not written over. */
static void
test_damaged_file (Case *self, gconstpointer data)
{
  g_autofree char *aside = g_strconcat (self->path, ".unreadable", NULL);

  expect (self, RAMBLA_LOG_FAULT_NONE);
  rambla_log_witness_flush (self->witness);
  g_assert_true (g_file_set_contents (self->path, "{\"tips\":[", -1, NULL));
  g_test_expect_message ("rambla-client", G_LOG_LEVEL_WARNING, "*cannot be read*");
  reopen (self);
  expect (self, RAMBLA_LOG_FAULT_NONE);
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_unlink (aside), ==, 0);
}

#define ADD(name, function) g_test_add ("/log-witness/" name, Case, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  ADD ("honest", test_honest);
  ADD ("rewritten", test_rewritten);
  ADD ("forked", test_forked);
  ADD ("truncated", test_truncated);
  ADD ("grown-anew", test_grown_anew);
  ADD ("restarted", test_restarted);
  ADD ("signatures", test_signatures);
  ADD ("unproved", test_unproved);
  ADD ("left-out", test_left_out);
  ADD ("gone", test_gone);
  ADD ("other-words", test_other_words);
  ADD ("not-entered", test_not_entered);
  ADD ("hidden", test_hidden);
  ADD ("damaged-file", test_damaged_file);
  return g_test_run ();
}
