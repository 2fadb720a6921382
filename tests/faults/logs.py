# SPDX-License-Identifier: GPL-3.0-or-later
"""The logs of reviews and prices, computed from what the headers say (src/model/rambla-log-tree.h, rambla-review-log.h,
rambla-price-log.h) and nothing else."""
import hashlib
import struct
import time

ZERO = bytes(32)


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def split(n):
    return 1 << ((n - 1).bit_length() - 1)


def root(leaves):
    """RFC 9162, 2.1.1, as it is written there."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def inclusion(index, leaves):
    """RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def consistency(first, leaves, known=True):
    """RFC 9162, 2.1.4.1."""
    if first == len(leaves):
        return [] if known else [root(leaves)]
    k = split(len(leaves))
    if first <= k:
        return consistency(first, leaves[:k], known) + [root(leaves[k:])]
    return consistency(first - k, leaves[k:], False) + [root(leaves[:k])]


def format_time(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def review_entry(kind, id, deal, store, nth, previous, at, content, rating=0, sample=0, of=None, reason=None):
    lines = ["rambla review log 1", f"kind {kind}", f"id {id}", f"deal {deal}", f"store {store}", f"nth {nth}",
             f"previous {previous.hex()}", f"at {format_time(at)}"]
    if kind == "review":
        lines += [f"rating {rating}", f"sample {sample}"]
    else:
        lines.append(f"of {of}")
    if kind == "tombstone":
        lines.append(f"reason {reason}")
    lines.append(f"content {content.hex()}")
    return ("\n".join(lines) + "\n").encode()


def price_entry(deal, nth, previous, at, amount, currency):
    return (f"rambla price log 1\ndeal {deal}\nnth {nth}\nprevious {previous.hex()}\nat {format_time(at)}\n"
            f"price {amount} {currency}\n").encode()


def content(salt, author, language, text, pictures):
    out = b"rambla review content 1\n" + salt
    for part in (author, language, text):
        out += struct.pack(">I", len(part.encode())) + part.encode()
    return hashlib.sha256(out + struct.pack(">I", len(pictures)) + b"".join(pictures)).digest()
