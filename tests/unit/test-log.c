/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>
#include <string.h>

#include "rambla-log-head.h"
#include "rambla-log-tree.h"
#include "rambla-price-log.h"
#include "rambla-review-log.h"

#define HASH(proof, i) ((const RamblaLogHash *) (gconstpointer) (proof)->data + (i))

/* A log in memory, with the levels that are kept. */
typedef struct
{
  GArray *levels[3]; /* of RamblaLogHash: 0, 8, 16 */
  guint asked;
} Log;

static gboolean
find_node (guint level, guint64 position, RamblaLogHash *hash, gpointer data, GError **error)
{
  Log *log = data;
  GArray *nodes = log->levels[level / RAMBLA_LOG_TREE_STEP];

  g_assert_cmpuint (level % RAMBLA_LOG_TREE_STEP, ==, 0);
  g_assert_cmpuint (position, <, nodes->len);
  *hash = g_array_index (nodes, RamblaLogHash, position);
  log->asked++;
  return TRUE;
}

static void
log_append (Log *log, const void *entry, gsize length)
{
  RamblaLogHash hash = rambla_log_hash_leaf (entry, length);

  g_array_append_val (log->levels[0], hash);
  for (guint i = 1; i < G_N_ELEMENTS (log->levels); i++)
    {
      if (log->levels[0]->len % (1u << (i * RAMBLA_LOG_TREE_STEP)) != 0)
        return;
      g_assert_true (rambla_log_tree_subtree (i * RAMBLA_LOG_TREE_STEP, log->levels[i]->len, find_node, log,
                                              &hash, NULL));
      g_array_append_val (log->levels[i], hash);
    }
}

static void
log_init (Log *log)
{
  for (guint i = 0; i < G_N_ELEMENTS (log->levels); i++)
    log->levels[i] = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  log->asked = 0;
}

static void
log_clear (Log *log)
{
  for (guint i = 0; i < G_N_ELEMENTS (log->levels); i++)
    g_array_unref (log->levels[i]);
}

static RamblaLogHash
get_root (Log *log, guint64 size)
{
  RamblaLogHash root;

  g_assert_true (rambla_log_tree_root (size, find_node, log, &root, NULL));
  return root;
}

static void
fill (Log *log, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint32 entry = GUINT32_TO_BE (i);

      log_append (log, &entry, sizeof entry);
    }
}

/* --- The tree --- */

/* The roots of Certificate Transparency's known trees (RFC 9162 has none; these are those of its reference
 * implementation). */
static void
test_vectors (void)
{
  static const struct
  {
    const char *entry; /* hexadecimal */
    const char *root;  /* with this entry and all above */
  } known[] = {
    { "", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d" },
    { "00", "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125" },
    { "10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77" },
    { "2021", "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7" },
    { "3031", "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4" },
    { "40414243", "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef" },
    { "5051525354555657", "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c" },
    { "606162636465666768696a6b6c6d6e6f",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
  };
  g_autofree char *empty = NULL;
  RamblaLogHash root;
  Log log;

  log_init (&log);
  root = get_root (&log, 0);
  empty = rambla_log_hash_to_hex (&root);
  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autofree char *hex = NULL;
      guint8 entry[32];
      gsize length = 0;

      g_assert_cmpint (
          sodium_hex2bin (entry, sizeof entry, known[i].entry, strlen (known[i].entry), NULL, &length, NULL),
          ==, 0);
      log_append (&log, entry, length);
      root = get_root (&log, i + 1);
      hex = rambla_log_hash_to_hex (&root);
      g_assert_cmpstr (hex, ==, known[i].root);
    }
  log_clear (&log);
}

static gboolean
includes (Log *log, guint64 index, guint64 size, GArray *proof)
{
  RamblaLogHash root = get_root (log, size);

  return rambla_log_tree_verify_inclusion (&g_array_index (log->levels[0], RamblaLogHash, index), index, size,
                                           &root, HASH (proof, 0), proof->len);
}

static gboolean
continues (Log *log, guint64 first, guint64 size, GArray *proof)
{
  RamblaLogHash first_root = get_root (log, first);
  RamblaLogHash root = get_root (log, size);

  return rambla_log_tree_verify_consistency (first, &first_root, size, &root, HASH (proof, 0), proof->len);
}

static void
damage (GArray *proof)
{
  guint at = (guint) g_test_rand_int_range (0, (int) proof->len);

  g_array_index (proof, RamblaLogHash, at).bytes[g_test_rand_int_range (0, 32)] ^= 1;
}

/* Each index of each size proves itself, and nothing else is taken for it. */
static void
test_small_trees (void)
{
  Log log;

  log_init (&log);
  fill (&log, 40);
  for (guint64 size = 1; size <= 40; size++)
    for (guint64 index = 0; index < size; index++)
      {
        g_autoptr (GArray) proof = g_array_new (FALSE, TRUE, sizeof (RamblaLogHash));
        g_autoptr (GArray) link = g_array_new (FALSE, TRUE, sizeof (RamblaLogHash));

        g_assert_true (rambla_log_tree_prove_inclusion (index, size, find_node, &log, proof, NULL));
        g_assert_true (includes (&log, index, size, proof));
        g_assert_true (rambla_log_tree_prove_consistency (index, size, find_node, &log, link, NULL));
        g_assert_true (continues (&log, index, size, link));
        for (guint64 other = 0; other < size; other++)
          g_assert_true (other == index || !includes (&log, other, size, proof));
        for (guint64 other = 1; other <= size; other++)
          g_assert_true (other == index || index == 0 || !continues (&log, other, size, link) ||
                         (other == size && link->len == 0));
        if (proof->len > 0)
          {
            damage (proof);
            g_assert_false (includes (&log, index, size, proof));
          }
        if (link->len > 0)
          {
            damage (link);
            g_assert_false (continues (&log, index, size, link));
          }
        g_array_set_size (proof, proof->len + 1);
        g_array_set_size (link, link->len + 1);
        g_assert_false (includes (&log, index, size, proof));
        g_assert_false (continues (&log, index, size, link));
      }
  log_clear (&log);
}

/* Large trees, across the levels that are kept, with a bound on what is read. */
static void
test_random_trees (void)
{
  const guint n = 66000 + (guint) g_test_rand_int_range (0, 3000);
  Log log;

  log_init (&log);
  fill (&log, n);
  for (guint i = 0; i < 60; i++)
    {
      guint64 size = (guint64) g_test_rand_int_range (1, (int) n + 1);
      guint64 index = (guint64) g_test_rand_int_range (0, (int) size);
      g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
      g_autoptr (GArray) link = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));

      log.asked = 0;
      g_assert_true (rambla_log_tree_prove_inclusion (index, size, find_node, &log, proof, NULL));
      g_assert_true (rambla_log_tree_prove_consistency (index, size, find_node, &log, link, NULL));
      g_assert_cmpuint (log.asked, <=, 2 * 3 * 512);
      g_assert_cmpuint (proof->len, <=, 17);
      g_assert_cmpuint (link->len, <=, 18);
      g_assert_true (includes (&log, index, size, proof));
      g_assert_true (continues (&log, index, size, link));
    }
  log_clear (&log);
}

/* What a platform would like to do: one old entry is another one, or is gone. */
static void
test_rewritten (void)
{
  g_autoptr (GArray) link = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  RamblaLogHash seen;
  RamblaLogHash now;
  Log log;

  log_init (&log);
  fill (&log, 300);
  seen = get_root (&log, 290);
  g_array_index (log.levels[0], RamblaLogHash, 299).bytes[0] ^= 1;
  g_assert_true (rambla_log_tree_prove_consistency (290, 300, find_node, &log, link, NULL));
  now = get_root (&log, 300);
  g_assert_true (rambla_log_tree_verify_consistency (290, &seen, 300, &now, HASH (link, 0), link->len));
  g_array_index (log.levels[0], RamblaLogHash, 270).bytes[0] ^= 1;
  g_array_set_size (link, 0);
  g_assert_true (rambla_log_tree_prove_consistency (290, 300, find_node, &log, link, NULL));
  now = get_root (&log, 300);
  g_assert_false (rambla_log_tree_verify_consistency (290, &seen, 300, &now, HASH (link, 0), link->len));
  log_clear (&log);
}

/* --- The head --- */

static void
test_head (void)
{
  guint8 public_key[RAMBLA_ED25519_PUBLIC_SIZE], secret_key[RAMBLA_ED25519_SECRET_SIZE];
  guint8 other_key[RAMBLA_ED25519_PUBLIC_SIZE], other_secret[RAMBLA_ED25519_SECRET_SIZE];
  RamblaLogHead head = {
    .log = (char *) "reviews-00ff", .size = 12, .at = 1795000000, .kid = (char *) "k_1"
  };
  g_autoptr (RamblaLogHead) read = NULL;
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;

  memset (head.root.bytes, 7, sizeof head.root.bytes);
  crypto_sign_keypair (public_key, secret_key);
  crypto_sign_keypair (other_key, other_secret);
  text = rambla_log_head_sign (&head, secret_key);
  read = rambla_log_head_parse (text);
  g_assert_nonnull (read);
  g_assert_cmpstr (read->log, ==, head.log);
  g_assert_cmpstr (read->kid, ==, "k_1");
  g_assert_cmpuint (read->size, ==, 12);
  g_assert_cmpint (read->at, ==, 1795000000);
  g_assert_true (rambla_log_hash_equal (&read->root, &head.root));
  g_assert_true (rambla_log_head_verify (text, public_key));
  g_assert_false (rambla_log_head_verify (text, other_key));
  /* A signature of another head. */
  for (gsize i = 0; i < strlen (text); i++)
    {
      g_autofree char *bad = g_strdup (text);

      bad[i] = bad[i] == 'A' ? 'B' : 'A';
      g_assert_false (rambla_log_head_verify (bad, public_key));
    }
  longer = g_strconcat (text, "A", NULL);
  g_assert_null (rambla_log_head_parse (longer));
  g_assert_null (rambla_log_head_parse (""));
  head.log = (char *) "a\",\"b";
  g_assert_null (rambla_log_head_sign (&head, secret_key));
}

/* --- Entries --- */

static RamblaReviewEntry
new_entry (void)
{
  RamblaReviewEntry entry = {
    .kind = RAMBLA_REVIEW_ENTRY_REVIEW,
    .id = (char *) "rev_0123456789abcdef",
    .deal_id = (char *) "dea_0123456789abcdef",
    .store_id = (char *) "sto_0123456789abcdef",
    .nth = 2,
    .at = 1795000000,
    .rating = 4,
  };

  memset (entry.previous.bytes, 1, sizeof entry.previous.bytes);
  memset (entry.content.bytes, 2, sizeof entry.content.bytes);
  return entry;
}

static void
check_round (const RamblaReviewEntry *entry)
{
  g_autofree char *text = rambla_review_entry_format (entry);
  g_autofree char *again = NULL;
  g_autoptr (RamblaReviewEntry) read = NULL;

  g_assert_nonnull (text);
  g_assert_cmpuint (strlen (text), <, RAMBLA_REVIEW_ENTRY_MAX);
  read = rambla_review_entry_parse (text);
  g_assert_nonnull (read);
  again = rambla_review_entry_format (read);
  g_assert_cmpstr (again, ==, text);
}

static void
test_entries (void)
{
  static const char *const bad[][2] = {
    { "nth 2", "nth 02" },
    { "nth 2", "nth 0" },
    { "nth 2", "nth -2" },
    { "rating 4", "rating 6" },
    { "rating 4", "rating 0" },
    { "sample 0", "sample 2" },
    { "kind review", "kind x" },
    { "log 1", "log 2" },
    { "sample 0\n", "" },
    { "at 2026", "at  2026" },
    { "previous 01", "previous 0" },
    { "id rev_", "id Rev_" },
    { "\nnth", "\nx 1\nnth" },
    { "content 02", "content 0G" },
  };
  RamblaReviewEntry entry = new_entry ();
  g_autofree char *text = rambla_review_entry_format (&entry);

  g_assert_true (g_str_has_prefix (text, "rambla review log 1\nkind review\nid rev_0123456789abcdef\n"
                                         "deal dea_0123456789abcdef\nstore sto_0123456789abcdef\nnth 2\n"
                                         "previous 0101"));
  check_round (&entry);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GString) changed = g_string_new (text);

      g_assert_cmpuint (g_string_replace (changed, bad[i][0], bad[i][1], 1), ==, 1);
      g_assert_null (rambla_review_entry_parse (changed->str));
    }
  entry.kind = RAMBLA_REVIEW_ENTRY_REPLY;
  g_assert_null (rambla_review_entry_format (&entry));
  entry.of = (char *) "rev_0123456789abcdef";
  check_round (&entry);
  entry.kind = RAMBLA_REVIEW_ENTRY_TOMBSTONE;
  g_assert_null (rambla_review_entry_format (&entry));
  entry.reason = (char *) "law";
  check_round (&entry);
  entry.reason = (char *) "because";
  g_assert_null (rambla_review_entry_format (&entry));
  entry.reason = (char *) "abuse\nof x";
  g_assert_null (rambla_review_entry_format (&entry));
}

/* Each part of what was written changes the commitment, and none can flow over into its neighbour. */
static void
test_content (void)
{
  RamblaLogHash pictures[2] = { { { 1 } }, { { 2 } } };
  RamblaReviewContent content = { { 0 }, "Ana", "es", "Muy rico", pictures, 1 };
  RamblaReviewContent others[] = { content, content, content, content, content, content };
  RamblaLogHash hash = rambla_review_content_hash (&content);

  others[0].salt[3] = 1;
  others[1].author = "Anae";
  others[1].language = "s";
  others[2].text = "Muy rico.";
  others[3].n_pictures = 2;
  others[4].n_pictures = 0;
  others[5].pictures = pictures + 1;
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      RamblaLogHash other = rambla_review_content_hash (&others[i]);

      g_assert_false (rambla_log_hash_equal (&hash, &other));
    }
  g_assert_true (rambla_review_reason_keeps_rating ("law"));
  g_assert_false (rambla_review_reason_keeps_rating ("abuse"));
}

static void
test_prices (void)
{
  RamblaPriceEntry entry = { .deal_id = "dea_0123456789abcdef", .nth = 1, .at = 1795000000 };
  g_autofree char *text = NULL;
  RamblaLogHash hash;

  entry.price = rambla_money (149000, "UYU");
  text = rambla_price_entry_format (&entry);
  g_assert_cmpstr (text, ==,
                   "rambla price log 1\ndeal dea_0123456789abcdef\nnth 1\nprevious "
                   "0000000000000000000000000000000000000000000000000000000000000000\n"
                   "at 2026-11-18T11:06:40Z\nprice 149000 UYU\n");
  g_assert_true (rambla_price_entry_hash (&entry, &hash));
  entry.nth = 0;
  g_assert_false (rambla_price_entry_hash (&entry, &hash));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (sodium_init (), >=, 0);
  g_test_add_func ("/log/vectors", test_vectors);
  g_test_add_func ("/log/small-trees", test_small_trees);
  g_test_add_func ("/log/random-trees", test_random_trees);
  g_test_add_func ("/log/rewritten", test_rewritten);
  g_test_add_func ("/log/head", test_head);
  g_test_add_func ("/log/entries", test_entries);
  g_test_add_func ("/log/content", test_content);
  g_test_add_func ("/log/prices", test_prices);
  return g_test_run ();
}
