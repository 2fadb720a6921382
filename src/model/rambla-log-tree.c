/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rambla-log-tree.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (RAMBLA_LOG_HASH_SIZE == crypto_hash_sha256_BYTES);

static const guint8 leaf_prefix = 0x00;
static const guint8 node_prefix = 0x01;

/* --- Hashes --- */

RamblaLogHash
rambla_log_hash_leaf (const void *entry, gsize length)
{
  crypto_hash_sha256_state state;
  RamblaLogHash hash;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, &leaf_prefix, 1);
  crypto_hash_sha256_update (&state, entry, length);
  crypto_hash_sha256_final (&state, hash.bytes);
  return hash;
}

static RamblaLogHash
hash_pair (const RamblaLogHash *left, const RamblaLogHash *right)
{
  crypto_hash_sha256_state state;
  RamblaLogHash hash;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, &node_prefix, 1);
  crypto_hash_sha256_update (&state, left->bytes, sizeof left->bytes);
  crypto_hash_sha256_update (&state, right->bytes, sizeof right->bytes);
  crypto_hash_sha256_final (&state, hash.bytes);
  return hash;
}

gboolean
rambla_log_hash_equal (const RamblaLogHash *a, const RamblaLogHash *b)
{
  return memcmp (a->bytes, b->bytes, sizeof a->bytes) == 0;
}

char *
rambla_log_hash_to_hex (const RamblaLogHash *hash)
{
  char *text = g_malloc (2 * sizeof hash->bytes + 1);

  return sodium_bin2hex (text, 2 * sizeof hash->bytes + 1, hash->bytes, sizeof hash->bytes);
}

gboolean
rambla_log_hash_from_hex (const char *text, RamblaLogHash *hash)
{
  gsize length = 0;

  return strlen (text) == 2 * sizeof hash->bytes &&
         strspn (text, "0123456789abcdef") == 2 * sizeof hash->bytes &&
         sodium_hex2bin (hash->bytes, sizeof hash->bytes, text, strlen (text), NULL, &length, NULL) == 0 &&
         length == sizeof hash->bytes;
}

/* --- The tree --- */

typedef struct
{
  RamblaLogNode node;
  gpointer data;
  guint whole; /* what is hashed anew although it lies on a level that is kept; 0: nothing */
} Tree;

static gboolean
hash_whole (const Tree *tree, guint level, guint64 position, RamblaLogHash *hash, GError **error)
{
  RamblaLogHash left;
  RamblaLogHash right;

  if (level % RAMBLA_LOG_TREE_STEP == 0 && level != tree->whole)
    return tree->node (level, position, hash, tree->data, error);
  if (level == 0)
    return tree->node (0, position, hash, tree->data, error);
  if (!hash_whole (tree, level - 1, 2 * position, &left, error) ||
      !hash_whole (tree, level - 1, 2 * position + 1, &right, error))
    return FALSE;
  *hash = hash_pair (&left, &right);
  return TRUE;
}

/* The largest power of two below @n, which is 2 or more. */
static guint64
split (guint64 n)
{
  guint64 k = 1;

  while (k << 1 < n)
    k <<= 1;
  return k;
}

/* Over the entries from @start, which is aligned to the subtree that they begin, to before @end. */
static gboolean
hash_range (const Tree *tree, guint64 start, guint64 end, RamblaLogHash *hash, GError **error)
{
  guint64 n = end - start;
  guint64 k;
  RamblaLogHash left;
  RamblaLogHash right;

  if ((n & (n - 1)) == 0)
    {
      guint level = 0;

      while (G_GUINT64_CONSTANT (1) << level < n)
        level++;
      return hash_whole (tree, level, start >> level, hash, error);
    }
  k = split (n);
  if (!hash_range (tree, start, start + k, &left, error) || !hash_range (tree, start + k, end, &right, error))
    return FALSE;
  *hash = hash_pair (&left, &right);
  return TRUE;
}

gboolean
rambla_log_tree_subtree (guint level,
                         guint64 position,
                         RamblaLogNode node,
                         gpointer data,
                         RamblaLogHash *hash,
                         GError **error)
{
  Tree tree = { node, data, level };

  return hash_whole (&tree, level, position, hash, error);
}

gboolean
rambla_log_tree_root (guint64 size, RamblaLogNode node, gpointer data, RamblaLogHash *root, GError **error)
{
  Tree tree = { node, data, 0 };

  if (size > 0)
    return hash_range (&tree, 0, size, root, error);
  crypto_hash_sha256 (root->bytes, (const guint8 *) "", 0);
  return TRUE;
}

/* --- Proving --- */

static gboolean
add_range (const Tree *tree, guint64 start, guint64 end, GArray *proof, GError **error)
{
  RamblaLogHash hash;

  if (!hash_range (tree, start, end, &hash, error))
    return FALSE;
  g_array_append_val (proof, hash);
  return TRUE;
}

static gboolean
prove_inclusion (const Tree *tree, guint64 index, guint64 start, guint64 end, GArray *proof, GError **error)
{
  guint64 middle;

  if (end - start == 1)
    return TRUE;
  middle = start + split (end - start);
  if (index < middle)
    return prove_inclusion (tree, index, start, middle, proof, error) &&
           add_range (tree, middle, end, proof, error);
  return prove_inclusion (tree, index, middle, end, proof, error) &&
         add_range (tree, start, middle, proof, error);
}

gboolean
rambla_log_tree_prove_inclusion (guint64 index,
                                 guint64 size,
                                 RamblaLogNode node,
                                 gpointer data,
                                 GArray *proof,
                                 GError **error)
{
  Tree tree = { node, data, 0 };

  g_return_val_if_fail (index < size, FALSE);

  return prove_inclusion (&tree, index, 0, size, proof, error);
}

/* @known: what lies from @start to @first is the whole of the older log, whose root the verifier has. */
static gboolean
prove_consistency (const Tree *tree,
                   guint64 first,
                   guint64 start,
                   guint64 end,
                   gboolean known,
                   GArray *proof,
                   GError **error)
{
  guint64 middle;

  if (first == end)
    return known || add_range (tree, start, end, proof, error);
  middle = start + split (end - start);
  if (first <= middle)
    return prove_consistency (tree, first, start, middle, known, proof, error) &&
           add_range (tree, middle, end, proof, error);
  return prove_consistency (tree, first, middle, end, FALSE, proof, error) &&
         add_range (tree, start, middle, proof, error);
}

gboolean
rambla_log_tree_prove_consistency (guint64 first,
                                   guint64 size,
                                   RamblaLogNode node,
                                   gpointer data,
                                   GArray *proof,
                                   GError **error)
{
  Tree tree = { node, data, 0 };

  g_return_val_if_fail (first <= size, FALSE);

  return first == 0 || prove_consistency (&tree, first, 0, size, TRUE, proof, error);
}

/* --- Verifying: RFC 9162, 2.1.3.2 and 2.1.4.2, step by step --- */

gboolean
rambla_log_tree_verify_inclusion (const RamblaLogHash *leaf,
                                  guint64 index,
                                  guint64 size,
                                  const RamblaLogHash *root,
                                  const RamblaLogHash *proof,
                                  gsize n_proof)
{
  guint64 fn = index;
  guint64 sn = size - 1;
  RamblaLogHash r = *leaf;

  if (index >= size)
    return FALSE;
  for (gsize i = 0; i < n_proof; i++)
    {
      if (sn == 0)
        return FALSE;
      if ((fn & 1) == 1 || fn == sn)
        {
          r = hash_pair (&proof[i], &r);
          while ((fn & 1) == 0 && fn != 0)
            {
              fn >>= 1;
              sn >>= 1;
            }
        }
      else
        r = hash_pair (&r, &proof[i]);
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 && rambla_log_hash_equal (&r, root);
}

gboolean
rambla_log_tree_verify_consistency (guint64 first,
                                    const RamblaLogHash *first_root,
                                    guint64 size,
                                    const RamblaLogHash *root,
                                    const RamblaLogHash *proof,
                                    gsize n_proof)
{
  guint64 fn = first - 1;
  guint64 sn = size - 1;
  RamblaLogHash fr;
  RamblaLogHash sr;
  gsize i = 0;

  if (first > size)
    return FALSE;
  if (first == 0)
    return n_proof == 0;
  if (first == size)
    return n_proof == 0 && rambla_log_hash_equal (first_root, root);
  if ((first & (first - 1)) == 0)
    fr = *first_root;
  else if (n_proof > 0)
    fr = proof[i++];
  else
    return FALSE;
  sr = fr;
  while ((fn & 1) == 1)
    {
      fn >>= 1;
      sn >>= 1;
    }
  for (; i < n_proof; i++)
    {
      if (sn == 0)
        return FALSE;
      if ((fn & 1) == 1 || fn == sn)
        {
          fr = hash_pair (&proof[i], &fr);
          sr = hash_pair (&proof[i], &sr);
          while ((fn & 1) == 0 && fn != 0)
            {
              fn >>= 1;
              sn >>= 1;
            }
        }
      else
        sr = hash_pair (&sr, &proof[i]);
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 && rambla_log_hash_equal (&fr, first_root) && rambla_log_hash_equal (&sr, root);
}
