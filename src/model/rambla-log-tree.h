/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A log that cannot be rewritten unnoticed: the Merkle tree of RFC 9162, 2.1, over its entries, with SHA-256.
 *
 * The root of the tree over the first n entries commits to each of them and to their order. What was chosen
 * over a plain chain of hashes, where a client would have to fetch all that lies between: that an entry is in
 * a log of n takes log2 n hashes (twenty for a million), and so does it that a log of n entries is the
 * beginning of a longer one. Leaves and inner nodes are hashed with different first bytes (0x00 and 0x01), so
 * neither can be passed off as the other. Entries count from 0 here. Any thread. */

#define RAMBLA_LOG_HASH_SIZE 32
/* Hashes in a proof at most. */
#define RAMBLA_LOG_PROOF_MAX 128
/* Only whole subtrees of 256, 65,536, … entries are worth keeping: the rest is hashed again when asked for.
 */
#define RAMBLA_LOG_TREE_STEP 8

typedef struct
{
  guint8 bytes[RAMBLA_LOG_HASH_SIZE];
} RamblaLogHash;

/** rambla_log_hash_leaf: of an entry's canonical bytes. */
RamblaLogHash rambla_log_hash_leaf (const void *entry, gsize length);

/** rambla_log_hash_equal: whether both are the same. */
gboolean rambla_log_hash_equal (const RamblaLogHash *a, const RamblaLogHash *b);

/** Returns: (transfer full): 64 lower-case hexadecimal digits */
char *rambla_log_hash_to_hex (const RamblaLogHash *hash);

/** Returns: FALSE if @text is not 64 lower-case hexadecimal digits */
gboolean rambla_log_hash_from_hex (const char *text, RamblaLogHash *hash);

/**
 * RamblaLogNode:
 * @level: 0, or a multiple of RAMBLA_LOG_TREE_STEP
 * @position: counts the subtrees of this level from 0
 * @hash: (out): of the whole subtree over the 2^@level entries from @position · 2^@level on
 *
 * Where the hashes are kept. Only asked for subtrees within the size that was given.
 *
 * Returns: FALSE with @error set
 */
typedef gboolean (
    *RamblaLogNode) (guint level, guint64 position, RamblaLogHash *hash, gpointer data, GError **error);

/**
 * rambla_log_tree_subtree:
 * @level: 1 or more
 *
 * Hashes a whole subtree from those RAMBLA_LOG_TREE_STEP levels below, to be kept.
 */
gboolean rambla_log_tree_subtree (guint level,
                                  guint64 position,
                                  RamblaLogNode node,
                                  gpointer data,
                                  RamblaLogHash *hash,
                                  GError **error);

/**
 * rambla_log_tree_root:
 *
 * The root over the first @size entries; SHA-256 of nothing for none.
 */
gboolean
rambla_log_tree_root (guint64 size, RamblaLogNode node, gpointer data, RamblaLogHash *root, GError **error);

/**
 * rambla_log_tree_prove_inclusion:
 * @index: an entry below @size
 * @proof: (element-type RamblaLogHash): appended to
 *
 * What proves that an entry is among the first @size (RFC 9162, 2.1.3).
 */
gboolean rambla_log_tree_prove_inclusion (guint64 index,
                                          guint64 size,
                                          RamblaLogNode node,
                                          gpointer data,
                                          GArray *proof,
                                          GError **error);

/**
 * rambla_log_tree_prove_consistency:
 * @first: at most @size
 * @proof: (element-type RamblaLogHash): appended to
 *
 * What proves that the log of the first @first entries is the beginning of the one of @size (RFC 9162,
 * 2.1.4).
 */
gboolean rambla_log_tree_prove_consistency (guint64 first,
                                            guint64 size,
                                            RamblaLogNode node,
                                            gpointer data,
                                            GArray *proof,
                                            GError **error);

/** Returns: TRUE if @proof leads from @leaf, at @index of @size entries, to @root and nowhere else */
gboolean rambla_log_tree_verify_inclusion (const RamblaLogHash *leaf,
                                           guint64 index,
                                           guint64 size,
                                           const RamblaLogHash *root,
                                           const RamblaLogHash *proof,
                                           gsize n_proof);

/** Returns: TRUE if the log of @first entries with @first_root is proved to be the beginning of the one of
 * @size with @root; of none, any */
gboolean rambla_log_tree_verify_consistency (guint64 first,
                                             const RamblaLogHash *first_root,
                                             guint64 size,
                                             const RamblaLogHash *root,
                                             const RamblaLogHash *proof,
                                             gsize n_proof);

G_END_DECLS
