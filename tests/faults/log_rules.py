# SPDX-License-Identifier: GPL-3.0-or-later
"""The checker's rules for reviews and the logs of reviews and prices: each computes from the tables what must be there."""
import hashlib

import logs

STARS = ("one", "two", "three", "four", "five")


def read_reviews(facts):
    return facts.rows("""SELECT l.number, l.nth, l.deal, l.entry, l.hash, l.kind, l.id AS entry_id,
        coalesce (r.row, q.row) AS review, d.id AS deal_id, s.id AS store_id,
        r.created_at AS review_at, r.rating, r.sample, r.salt, r.author, r.language, r.text,
        p.created_at AS reply_at, p.salt AS reply_salt, p.author AS reply_author, p.language AS reply_language, p.text AS reply_text,
        t.created_at AS tomb_at, t.salt AS tomb_salt, t.text AS tomb_text, t.reason, t.of, rr.id AS replied
        FROM review_log l LEFT JOIN reviews r ON r.id = l.id LEFT JOIN review_replies p ON p.id = l.id
        LEFT JOIN review_tombstones t ON t.id = l.id LEFT JOIN review_replies tp ON tp.id = t.of
        LEFT JOIN reviews rr ON rr.row = p.review
        LEFT JOIN reviews q ON q.id = t.of OR q.row = p.review OR q.row = tp.review
        LEFT JOIN deals d ON d.row = l.deal LEFT JOIN stores s ON s.row = coalesce (r.store, q.store) ORDER BY l.number""")


def build_review(facts, row, previous):
    """The entry as it follows from what people wrote; None if that is gone."""
    common = (row["deal_id"], row["store_id"], row["nth"], previous)
    if row["kind"] == "review" and row["salt"] is not None:
        pictures = [picture["hash"] for picture in
                    facts.rows("SELECT hash FROM review_pictures WHERE review = ? ORDER BY position", row["review"])]
        content = logs.content(row["salt"], row["author"], row["language"], row["text"], pictures)
        return logs.review_entry("review", row["entry_id"], *common, row["review_at"], content, row["rating"], row["sample"])
    if row["kind"] == "reply" and row["reply_salt"] is not None:
        content = logs.content(row["reply_salt"], row["reply_author"], row["reply_language"], row["reply_text"], [])
        return logs.review_entry("reply", row["entry_id"], *common, row["reply_at"], content, of=row["replied"])
    if row["kind"] == "tombstone" and row["tomb_salt"] is not None:
        content = logs.content(row["tomb_salt"], "operator", "", row["tomb_text"], [])
        return logs.review_entry("tombstone", row["entry_id"], *common, row["tomb_at"], content, of=row["of"], reason=row["reason"])
    return None


def check_nodes(facts, log, leaves):
    """The subtrees that are kept are those that there are, and right."""
    kept = {(row["level"], row["position"]): row["hash"] for row in facts.rows("SELECT * FROM log_nodes WHERE log = ?", log)}
    level = 8
    while len(leaves) >> level:
        for position in range(len(leaves) >> level):
            part = leaves[position << level:(position + 1) << level]
            if kept.pop((level, position), None) != logs.root(part):
                yield f"log {log}: the subtree {position} of level {level} is wrong"
        level += 8
    for place in kept:
        yield f"log {log}: the subtree {place} is of nothing"


def check_review_log(facts):
    if not facts.has_table("review_log"):
        return
    leaves, last = [], {}
    for row in read_reviews(facts):
        previous = last.get(row["deal"], logs.ZERO)
        entry = build_review(facts, row, previous)
        leaf = logs.leaf(row["entry"].encode())
        if row["number"] != len(leaves) + 1:
            yield f"review log: {row['number']} stands where {len(leaves) + 1} should"
        if entry is None or entry.decode() != row["entry"]:
            yield f"review log: entry {row['number']} is not what {row['entry_id']} makes"
        if leaf != row["hash"]:
            yield f"review log: entry {row['number']} has another hash"
        last[row["deal"]] = leaf
        leaves.append(leaf)
    for what in ("reviews", "review_replies", "review_tombstones"):
        for row in facts.rows(f"SELECT id FROM {what} WHERE id NOT IN (SELECT id FROM review_log)"):
            yield f"review log: {row[0]} is not in it"
    for row in facts.rows("SELECT id, hash, bytes FROM review_pictures"):
        if hashlib.sha256(row["bytes"]).digest() != row["hash"]:
            yield f"review log: {row['id']} is another picture"
    yield from check_nodes(facts, 1, leaves)


def check_price_log(facts):
    if not facts.has_column("price_log", "number"):
        return
    currency = facts.rows("SELECT currency FROM city")
    hashes, nths, leaves = {}, {}, {}
    for row in facts.rows("SELECT p.deal, p.at, p.price, p.number, p.hash, d.id FROM price_log p JOIN deals d ON d.row = p.deal ORDER BY p.deal, p.at"):
        deal = row["deal"]
        nths[deal] = nths.get(deal, 0) + 1
        leaf = logs.leaf(logs.price_entry(row["id"], nths[deal], hashes.get(deal, logs.ZERO), row["at"], row["price"], currency[0][0]))
        if row["number"] is None:
            yield f"price log: a price of {row['id']} is not in it"
            continue
        if leaf != row["hash"]:
            yield f"price log: entry {row['number']} has another hash"
        hashes[deal] = leaf
        leaves[row["number"]] = leaf
    if sorted(leaves) != list(range(1, len(leaves) + 1)):
        yield "price log: the numbers have gaps"
    else:
        yield from check_nodes(facts, 2, [leaves[number] for number in sorted(leaves)])


def check_log_grows(facts):
    """What was in a log before is its beginning now."""
    if facts.before is None or not facts.has_table("review_log") or not facts.before.execute(
            "SELECT 1 FROM sqlite_schema WHERE name = 'review_log'").fetchall():
        return
    # A database that was made anew has another's log to compare with.
    kids = {row[0] for row in facts.before.execute("SELECT kid FROM signing_keys")}
    if not kids & {row[0] for row in facts.rows("SELECT kid FROM signing_keys")}:
        return
    for name, sql in (("review", "SELECT number, hash FROM review_log ORDER BY number"),
                      ("price", "SELECT number, hash FROM price_log WHERE number IS NOT NULL ORDER BY number")):
        now = [tuple(row) for row in facts.rows(sql)]
        then = [tuple(row) for row in facts.before.execute(sql).fetchall()]
        if now[:len(then)] != then:
            yield f"{name} log: it was rewritten or cut"
    if [tuple(row) for row in facts.before.execute("SELECT * FROM logs")] != [tuple(row) for row in facts.rows("SELECT * FROM logs")]:
        yield "the logs are others"


def check_reviews(facts):
    if not facts.has_column("reviews", "voucher_id"):
        return
    for row in facts.rows("""SELECT r.id FROM reviews r WHERE r.sample = 0 AND NOT EXISTS (
        SELECT 1 FROM redemptions u JOIN vouchers v ON v.id = u.voucher_id WHERE u.id = r.redemption_id AND u.voucher_id = r.voucher_id
        AND v.state = 'redeemed' AND u.redeemed_at <= r.created_at + 1 AND u.id NOT IN (SELECT redemption_id FROM redemption_undos))"""):
        yield f"{row[0]} is by nobody who used it"
    for row in facts.rows("SELECT voucher_id FROM reviews WHERE voucher_id IS NOT NULL GROUP BY voucher_id HAVING count(*) > 1"):
        yield f"{row[0]} was reviewed twice"
    for row in facts.rows("SELECT r.id FROM reviews r JOIN review_votes v ON v.review = r.row AND v.account_id = r.account_id"):
        yield f"{row[0]} has its author's own vote"


def check_ratings(facts):
    """Of abuse the stars count no longer; what the law hides counts on."""
    if not facts.has_table("review_tombstones"):
        return
    for table, column in (("deal_ratings", "deal"), ("store_ratings", "store")):
        counted = {}
        for row in facts.rows(f"""SELECT {column}, rating, count(*) FROM reviews WHERE id NOT IN
            (SELECT of FROM review_tombstones WHERE reason = 'abuse') GROUP BY 1, 2"""):
            counted.setdefault(row[0], [0] * 5)[row[1] - 1] = row[2]
        for row in facts.rows(f"SELECT * FROM {table}"):
            if [row[star] for star in STARS] != counted.pop(row[column], [0] * 5):
                yield f"{table}: {row[column]} counts other stars"
        for subject in counted:
            yield f"{table}: {subject} counts none"
