/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints random entries of both logs, their trees' roots and proofs, one JSON object a line, for who computes
 * the same in another language (test_log.py). */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "rambla-id.h"
#include "rambla-json-writer.h"
#include "rambla-log-head.h"
#include "rambla-price-log.h"
#include "rambla-review-log.h"

#define N_ENTRIES 300

static gboolean
find_node (guint level, guint64 position, RamblaLogHash *hash, gpointer data, GError **error)
{
  GArray *leaves = data;

  if (level > 0)
    return rambla_log_tree_subtree (level, position, find_node, data, hash, error);
  *hash = g_array_index (leaves, RamblaLogHash, position);
  return TRUE;
}

static void
write_hash (RamblaJsonWriter *writer, const char *name, const RamblaLogHash *hash)
{
  g_autofree char *hex = rambla_log_hash_to_hex (hash);

  if (name != NULL)
    rambla_json_writer_member_string (writer, name, hex);
  else
    rambla_json_writer_string (writer, hex);
}

static void
write_proof (RamblaJsonWriter *writer, const GArray *proof)
{
  rambla_json_writer_name (writer, "proof");
  rambla_json_writer_begin_array (writer);
  for (guint i = 0; i < proof->len; i++)
    write_hash (writer, NULL, &g_array_index (proof, RamblaLogHash, i));
  rambla_json_writer_end_array (writer);
}

static char *
make_review (RamblaJsonWriter *writer, guint i)
{
  static const char *const texts[] = { "", "Muy rico, ¡volvería!", "好吃", "a\nb" };
  RamblaLogHash pictures[2];
  RamblaReviewContent content = {
    .author = "Ana P.", .language = "es", .text = texts[i % 4], .pictures = pictures, .n_pictures = i % 3
  };
  g_autofree char *id = rambla_id_new (RAMBLA_ID_REVIEW);
  RamblaReviewEntry entry = {
    .kind = (RamblaReviewEntryKind) (i % 3),
    .id = id,
    .deal_id = (char *) "dea_0123456789abcdef",
    .store_id = (char *) "sto_0123456789abcdef",
    .nth = i + 1,
    .at = (gint64) randombytes_uniform (2000000000),
    .rating = 1 + (int) i % 5,
    .sample = i % 2 == 1,
    .of = (char *) "rev_0123456789abcdef",
    .reason = (char *) (i % 2 == 1 ? "law" : "abuse"),
  };
  char salt[2 * sizeof content.salt + 1];

  randombytes_buf (content.salt, sizeof content.salt);
  randombytes_buf (pictures, sizeof pictures);
  randombytes_buf (entry.previous.bytes, sizeof entry.previous.bytes);
  entry.content = rambla_review_content_hash (&content);
  rambla_json_writer_member_string (writer, "kind", rambla_review_entry_kind_to_string (entry.kind));
  rambla_json_writer_member_string (writer, "id", entry.id);
  rambla_json_writer_member_string (writer, "deal", entry.deal_id);
  rambla_json_writer_member_string (writer, "store", entry.store_id);
  rambla_json_writer_member_int (writer, "nth", (gint64) entry.nth);
  write_hash (writer, "previous", &entry.previous);
  rambla_json_writer_member_int (writer, "at", entry.at);
  rambla_json_writer_member_int (writer, "rating", entry.rating);
  rambla_json_writer_member_int (writer, "sample", entry.sample);
  rambla_json_writer_member_string (writer, "of", entry.of);
  rambla_json_writer_member_string (writer, "reason", entry.reason);
  rambla_json_writer_member_string (writer, "salt",
                                    sodium_bin2hex (salt, sizeof salt, content.salt, sizeof content.salt));
  rambla_json_writer_member_string (writer, "author", content.author);
  rambla_json_writer_member_string (writer, "language", content.language);
  rambla_json_writer_member_string (writer, "text", content.text);
  rambla_json_writer_name (writer, "pictures");
  rambla_json_writer_begin_array (writer);
  for (gsize j = 0; j < content.n_pictures; j++)
    write_hash (writer, NULL, &pictures[j]);
  rambla_json_writer_end_array (writer);
  return rambla_review_entry_format (&entry);
}

static char *
make_price (RamblaJsonWriter *writer, guint i)
{
  RamblaPriceEntry entry = { .deal_id = "dea_0123456789abcdef", .nth = i, .at = 1700000000 + i };

  randombytes_buf (entry.previous.bytes, sizeof entry.previous.bytes);
  entry.price = rambla_money ((gint64) randombytes_uniform (1000000), "UYU");
  rambla_json_writer_member_string (writer, "kind", "price");
  rambla_json_writer_member_string (writer, "deal", entry.deal_id);
  rambla_json_writer_member_int (writer, "nth", (gint64) entry.nth);
  write_hash (writer, "previous", &entry.previous);
  rambla_json_writer_member_int (writer, "at", entry.at);
  rambla_json_writer_member_int (writer, "amount", entry.price.amount);
  rambla_json_writer_member_string (writer, "currency", entry.price.currency);
  return rambla_price_entry_format (&entry);
}

static void
print_line (GString *line, RamblaJsonWriter *writer)
{
  rambla_json_writer_end_object (writer);
  puts (line->str);
  g_string_truncate (line, 0);
  rambla_json_writer_init (writer, line);
}

int
main (int argc, char **argv)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
  g_autoptr (GString) line = g_string_new (NULL);
  RamblaJsonWriter writer;

  if (sodium_init () < 0)
    return 1;
  rambla_json_writer_init (&writer, line);
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      g_autofree char *text = NULL;
      RamblaLogHash hash;

      rambla_json_writer_begin_object (&writer);
      text = i % 4 == 3 ? make_price (&writer, i) : make_review (&writer, i);
      hash = rambla_log_hash_leaf (text, strlen (text));
      g_array_append_val (leaves, hash);
      rambla_json_writer_member_string (&writer, "entry", text);
      write_hash (&writer, "hash", &hash);
      print_line (line, &writer);
    }
  for (guint i = 0; i < N_ENTRIES; i++)
    {
      guint64 size = 1 + randombytes_uniform (N_ENTRIES);
      guint64 index = randombytes_uniform ((guint32) size);
      g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (RamblaLogHash));
      RamblaLogHash root;

      if (!rambla_log_tree_root (size, find_node, leaves, &root, NULL) ||
          !(i % 2 == 0 ? rambla_log_tree_prove_inclusion (index, size, find_node, leaves, proof, NULL)
                       : rambla_log_tree_prove_consistency (index, size, find_node, leaves, proof, NULL)))
        return 1;
      rambla_json_writer_begin_object (&writer);
      rambla_json_writer_member_string (&writer, "kind", i % 2 == 0 ? "inclusion" : "consistency");
      rambla_json_writer_member_int (&writer, "index", (gint64) index);
      rambla_json_writer_member_int (&writer, "size", (gint64) size);
      write_hash (&writer, "root", &root);
      write_proof (&writer, proof);
      print_line (line, &writer);
    }
  return 0;
}
