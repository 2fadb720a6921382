# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what is left behind (the platform's database, the provider's, the application's files, what was acknowledged)
and says which rule is broken. Knows the tables and nothing of the programs: SQL and Python's own sqlite3 only.

    checker.py DATA-DIRECTORY [--before DATABASE] [--acknowledged FILE] [--app FOLDER] [--now SECONDS]

Prints one line a broken rule, "RULE: what"; ends with 1 if there is one."""
import argparse
import json
import os
import sqlite3
import sys
import time

import log_rules

RULES = {}


def rule(name):
    def register(function):
        RULES[name] = function
        return function
    return register


class Facts:
    """What is checked. Everything but the database may be missing; a rule that needs it then says nothing."""

    def __init__(self, data, before=None, acknowledged=None, app=None, now=None):
        self.database = open_read_only(os.path.join(data, "platform.db"))
        provider = os.path.join(data, "sandbox-provider.db")
        self.provider = open_read_only(provider) if os.path.exists(provider) else None
        self.before = open_read_only(before) if before else None
        self.acknowledged = read_lines(acknowledged) if acknowledged else []
        self.app = app
        self.now = now if now is not None else time.time()

    def rows(self, sql, *values):
        return self.database.execute(sql, values).fetchall()

    def has_table(self, name):
        return bool(self.rows("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", name))

    def has_column(self, table, name):
        return bool(self.rows("SELECT 1 FROM pragma_table_info (?) WHERE name = ?", table, name))

    def close(self):
        for database in (self.database, self.provider, self.before):
            if database is not None:
                database.close()


def open_read_only(path):
    if not os.path.exists(path):
        raise FileNotFoundError(path)
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    database.row_factory = sqlite3.Row
    return database


def read_lines(path):
    """One JSON object a line; the last may have been cut by a kill."""
    lines = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.endswith("\n"):
                lines.append(json.loads(line))
    return lines


# --- the files ---

@rule("database-damaged")
def check_integrity(facts):
    for row in facts.rows("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield row[0]
    for row in facts.rows("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} has lost its parent in {row[2]}"


# --- the ledger ---

@rule("ledger-not-zero")
def check_zero(facts):
    for row in facts.rows("SELECT currency, sum (balance) AS sum FROM ledger_balances GROUP BY currency HAVING sum (balance) <> 0"):
        yield f"the balances in {row['currency']} add up to {row['sum']}"


@rule("balance-not-sum")
def check_balances(facts):
    for row in facts.rows("""
            WITH moves AS (
              SELECT from_account AS account, currency, -amount AS amount FROM ledger_entries
              UNION ALL SELECT to_account, currency, amount FROM ledger_entries),
            sums AS (SELECT account, currency, sum (amount) AS sum FROM moves GROUP BY account, currency)
            SELECT account, currency, coalesce (sum, 0) AS sum, coalesce (balance, 0) AS balance
            FROM (SELECT account, currency FROM sums UNION SELECT account, currency FROM ledger_balances)
              LEFT JOIN sums USING (account, currency) LEFT JOIN ledger_balances USING (account, currency)
            WHERE coalesce (sum, 0) <> coalesce (balance, 0)"""):
        yield f"{row['account']} is said to have {row['balance']} {row['currency']}, its entries add up to {row['sum']}"


@rule("held-below-zero")
def check_held(facts):
    for row in facts.rows("""SELECT account, currency, balance FROM ledger_balances WHERE balance < 0
            AND (account = 'escrow' OR account GLOB 'held:*' OR account GLOB 'settlement:*')"""):
        yield f"{row['account']} is at {row['balance']} {row['currency']}"


@rule("escrow-not-owed")
def check_escrow(facts):
    for row in facts.rows("""
            WITH escrow AS (SELECT currency, sum (balance) AS held FROM ledger_balances WHERE account = 'escrow' GROUP BY currency),
            owed AS (SELECT currency, sum (amount) AS owed FROM vouchers WHERE state = 'active' GROUP BY currency)
            SELECT currency, coalesce (held, 0) AS held, coalesce (owed, 0) AS owed
            FROM (SELECT currency FROM escrow UNION SELECT currency FROM owed)
              LEFT JOIN escrow USING (currency) LEFT JOIN owed USING (currency)
            WHERE coalesce (held, 0) <> coalesce (owed, 0)"""):
        yield f"escrow holds {row['held']} {row['currency']}, living vouchers are worth {row['owed']}"


@rule("escrow-not-once")
def check_escrow_once(facts):
    """Each round of a voucher: in once, out at most once and whole, out if and only if the voucher or the round has ended."""
    for row in facts.rows("""
            SELECT v.id, v.state, v.escrow_round AS current, e.escrow_round AS round,
              sum (e.to_account = 'escrow') AS ins, sum (e.from_account = 'escrow') AS outs,
              sum (CASE WHEN e.to_account = 'escrow' THEN e.amount ELSE 0 END) AS came,
              sum (CASE WHEN e.from_account = 'escrow' THEN e.amount ELSE 0 END) AS went
            FROM ledger_entries e LEFT JOIN vouchers v ON v.id = e.voucher_id
            WHERE e.voucher_id IS NOT NULL AND (e.to_account = 'escrow' OR e.from_account = 'escrow')
            GROUP BY e.voucher_id, e.escrow_round"""):
        if row["id"] is None:
            yield "escrow was moved for a voucher that is not there"
            continue
        ended = row["state"] != "active" or row["round"] < row["current"]
        if row["ins"] != 1 or row["outs"] != (1 if ended else 0) or (ended and row["came"] != row["went"]):
            yield (f"{row['id']} ({row['state']}, round {row['round']} of {row['current']}): {row['ins']} times in ({row['came']}), "
                   f"{row['outs']} times out ({row['went']})")
    for row in facts.rows("""SELECT id, state FROM vouchers v WHERE amount > 0 AND NOT EXISTS
            (SELECT 1 FROM ledger_entries e WHERE e.voucher_id = v.id AND e.to_account = 'escrow' AND e.escrow_round = v.escrow_round)"""):
        yield f"{row['id']} ({row['state']}) was never paid into escrow"


@rule("stray-money")
def check_stray(facts):
    """A payment for an order that could not take it went through escrow whole, once each way."""
    for row in facts.rows("""
            SELECT payment_id, sum (to_account = 'escrow') AS ins, sum (from_account = 'escrow') AS outs,
              sum (CASE WHEN to_account = 'escrow' THEN amount ELSE -amount END) AS rest
            FROM ledger_entries WHERE voucher_id IS NULL AND (to_account = 'escrow' OR from_account = 'escrow') GROUP BY payment_id
            HAVING ins <> 1 OR outs <> 1 OR rest <> 0"""):
        yield f"{row['payment_id']} came {row['ins']} times and went {row['outs']} times; {row['rest']} is left"


@rule("settled-twice")
def check_settled(facts):
    if not facts.has_table("settlement_rows"):
        return
    for row in facts.rows("SELECT entry, count (*) AS n FROM settlement_rows GROUP BY entry HAVING n > 1"):
        yield f"entry {row['entry']} was settled {row['n']} times"
    for row in facts.rows("""
            SELECT s.id, s.amount, coalesce (sum (CASE WHEN e.to_account = 'merchant:' || s.merchant_id THEN e.amount ELSE -e.amount END), 0) AS sum
            FROM settlements s LEFT JOIN settlement_rows r ON r.settlement = s.number LEFT JOIN ledger_entries e ON e.number = r.entry
            GROUP BY s.number HAVING sum <> s.amount"""):
        yield f"{row['id']} paid {row['amount']} for entries of {row['sum']}"


# --- orders and vouchers ---

@rule("paid-without-voucher")
def check_vouchers(facts):
    for row in facts.rows("""
            SELECT o.id, o.state, o.quantity, count (v.id) AS n FROM orders o LEFT JOIN vouchers v ON v.order_id = o.id
            WHERE o.state IN ('paid', 'completed', 'refunded', 'partially_refunded')
            GROUP BY o.id HAVING n <> o.quantity"""):
        yield f"{row['id']} is {row['state']} for {row['quantity']} and has {row['n']} vouchers"


@rule("voucher-without-payment")
def check_unpaid(facts):
    for row in facts.rows("""SELECT o.id, o.state FROM orders o WHERE o.state IN ('pending_payment', 'unknown', 'cancelled', 'expired')
            AND EXISTS (SELECT 1 FROM vouchers v WHERE v.order_id = o.id)"""):
        yield f"{row['id']} is {row['state']} and has vouchers"
    for row in facts.rows("""SELECT o.id, o.state FROM orders o WHERE o.total > 0 AND o.method <> 'at_store'
            AND o.state IN ('paid', 'completed', 'refunded', 'partially_refunded')
            AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.id = o.payment_id AND p.order_id = o.id AND p.state = 'succeeded'
                            AND p.amount = o.total AND p.currency = o.currency)"""):
        yield f"{row['id']} is {row['state']} without a payment of its total"


@rule("order-not-its-vouchers")
def check_order_states(facts):
    """What the order says is what its vouchers say."""
    for row in facts.rows("""
            SELECT o.id, o.state, sum (v.state = 'active') AS active, sum (v.state = 'redeemed') AS redeemed,
              sum (v.state IN ('refunded', 'expired')) AS ended, o.refunded,
              (SELECT coalesce (sum (e.amount), 0) FROM ledger_entries e WHERE e.order_id = o.id AND e.voucher_id IS NOT NULL
               AND e.to_account GLOB 'buyer:*') AS went
            FROM orders o JOIN vouchers v ON v.order_id = o.id GROUP BY o.id"""):
        good = {
            "paid": row["active"] > 0 or row["ended"] > 0,
            "completed": row["active"] == 0 and row["redeemed"] > 0,
            "refunded": row["active"] == 0,
            "partially_refunded": row["redeemed"] > 0 or row["ended"] > 0 or row["went"] > 0,
        }.get(row["state"], True)
        if not good:
            yield f"{row['id']} is {row['state']} with {row['active']} active, {row['redeemed']} redeemed, {row['ended']} ended vouchers"
        if row["refunded"] != row["went"]:
            yield f"{row['id']} says that {row['refunded']} went back, the ledger says {row['went']}"


@rule("redeemed-twice")
def check_redeemed(facts):
    """Redemptions of a voucher have rounds of their own; only the current round may stand, and it stands if the voucher is used."""
    for row in facts.rows("SELECT voucher_id, round, count (*) AS n FROM redemptions GROUP BY voucher_id, round HAVING n > 1"):
        yield f"{row['voucher_id']} was redeemed {row['n']} times in round {row['round']}"
    for row in facts.rows("""
            SELECT v.id, v.state, v.escrow_round AS current, coalesce (sum (r.round = v.escrow_round), 0) AS standing,
              coalesce (sum (r.round > v.escrow_round), 0) AS beyond, count (r.id) AS n
            FROM vouchers v LEFT JOIN redemptions r ON r.voucher_id = v.id GROUP BY v.id
            HAVING standing <> (v.state = 'redeemed') OR beyond > 0"""):
        yield f"{row['id']} is {row['state']} in round {row['current']} and has {row['standing']} redemptions that stand, {row['n']} in all"


@rule("redeemed-without-escrow")
def check_redemption_money(facts):
    """Each redemption of something that was paid for moved that round's escrow to its merchant, once."""
    for row in facts.rows("""
            SELECT r.id, r.voucher_id, r.round, count (e.number) AS n FROM redemptions r JOIN vouchers v ON v.id = r.voucher_id
            LEFT JOIN ledger_entries e ON e.voucher_id = r.voucher_id AND e.escrow_round = r.round AND e.kind = 'redemption'
              AND e.from_account = 'escrow' AND e.to_account = 'merchant:' || r.merchant_id
            WHERE EXISTS (SELECT 1 FROM ledger_entries i WHERE i.voucher_id = r.voucher_id AND i.escrow_round = r.round AND i.to_account = 'escrow')
            GROUP BY r.id HAVING n <> 1"""):
        yield f"{row['id']} of {row['voucher_id']}: its escrow went to the merchant {row['n']} times"
    for row in facts.rows("""SELECT e.number, e.voucher_id FROM ledger_entries e WHERE e.kind = 'redemption' AND NOT EXISTS
            (SELECT 1 FROM redemptions r WHERE r.voucher_id = e.voucher_id AND r.round = e.escrow_round)"""):
        yield f"entry {row['number']} paid a merchant for {row['voucher_id']}, which was not redeemed then"


@rule("no-show-not-noted")
def check_no_shows(facts):
    """What a merchant kept since nobody came is noted, moved to him once, and of a voucher that ended."""
    if not facts.has_column("no_shows", "kept"):
        return
    for row in facts.rows("""
            SELECT n.voucher_id, n.kept, v.state, (SELECT coalesce (sum (e.amount), 0) FROM ledger_entries e WHERE e.kind = 'no_show'
              AND e.voucher_id = n.voucher_id AND e.to_account = 'merchant:' || n.merchant_id) AS moved
            FROM no_shows n JOIN vouchers v ON v.id = n.voucher_id WHERE moved <> n.kept OR v.state <> 'expired'"""):
        yield f"{row['voucher_id']} ({row['state']}): {row['kept']} was kept, {row['moved']} was moved"
    for row in facts.rows("""SELECT e.number, e.voucher_id FROM ledger_entries e WHERE e.kind = 'no_show'
            AND NOT EXISTS (SELECT 1 FROM no_shows n WHERE n.voucher_id = e.voucher_id)"""):
        yield f"entry {row['number']} paid a merchant for {row['voucher_id']}, which nobody missed"


@rule("undo-not-said")
def check_undos(facts):
    """A redemption was undone if and only if its round is over."""
    for row in facts.rows("""
            SELECT r.id, r.round, v.escrow_round AS current, u.redemption_id IS NOT NULL AS undone FROM redemptions r
            JOIN vouchers v ON v.id = r.voucher_id LEFT JOIN redemption_undos u ON u.redemption_id = r.id
            WHERE undone <> (r.round < v.escrow_round)"""):
        yield f"{row['id']} of round {row['round']} ({row['current']} now) is {'' if row['undone'] else 'not '}said to be undone"


# --- payments and refunds ---

@rule("refund-over-payment")
def check_refunds(facts):
    for row in facts.rows("""
            SELECT p.order_id, p.paid, coalesce (r.back, 0) AS back FROM
              (SELECT order_id, sum (amount) AS paid FROM payments WHERE state = 'succeeded' GROUP BY order_id) p
              LEFT JOIN (SELECT order_id, sum (amount) AS back FROM refunds WHERE state <> 'failed' GROUP BY order_id) r USING (order_id)
            WHERE coalesce (r.back, 0) > p.paid
            UNION ALL SELECT order_id, 0, sum (amount) FROM refunds r WHERE NOT EXISTS
              (SELECT 1 FROM payments p WHERE p.order_id = r.order_id AND p.state = 'succeeded') GROUP BY order_id"""):
        yield f"{row['order_id']}: {row['back']} goes back of {row['paid']}"


@rule("refund-not-promised")
def check_promises(facts):
    """What the ledger gave back to a buyer through the provider's payment was promised to the provider."""
    for row in facts.rows("""
            SELECT o.id,
              (SELECT coalesce (sum (amount), 0) FROM ledger_entries e WHERE e.order_id = o.id AND e.to_account GLOB 'buyer:*'
                 AND e.from_account <> 'guarantee') AS went,
              (SELECT coalesce (sum (amount), 0) FROM refunds r WHERE r.order_id = o.id) AS promised
            FROM orders o WHERE went <> promised"""):
        yield f"{row['id']}: {row['went']} went back in the ledger, {row['promised']} was promised"


@rule("paid-twice")
def check_paid_twice(facts):
    """A payment that came is the order's own, or it goes back whole."""
    for row in facts.rows("""
            SELECT p.id, p.order_id, p.amount, coalesce ((SELECT sum (r.amount) FROM refunds r WHERE r.payment_id = p.id), 0) AS back
            FROM payments p JOIN orders o ON o.id = p.order_id
            WHERE p.state = 'succeeded' AND p.method <> 'at_store' AND p.amount > 0 AND p.id IS NOT o.payment_id AND back <> p.amount"""):
        yield f"{row['id']} paid {row['amount']} for {row['order_id']} besides its own payment; {row['back']} goes back"


@rule("provider-disagrees")
def check_provider(facts):
    """The provider took for each order what our payments say, and gave back what our refunds say."""
    if facts.provider is None:
        return
    theirs = {}
    for row in facts.provider.execute("SELECT id, status, amount, refunded FROM intents"):
        if row["status"] == "succeeded":
            theirs[row["id"]] = (row["amount"], row["refunded"] or 0)
    for row in facts.rows("""
            SELECT p.id, p.provider_payment, p.amount, p.state,
              (SELECT coalesce (sum (amount), 0) FROM refunds r WHERE r.payment_id = p.id AND r.state = 'succeeded') AS back,
              (SELECT count (*) FROM refunds r WHERE r.payment_id = p.id AND r.state = 'pending') AS waiting
            FROM payments p WHERE p.provider_payment IS NOT NULL"""):
        amount, refunded = theirs.pop(row["provider_payment"], (None, 0))
        if (amount is not None) != (row["state"] == "succeeded"):
            yield f"{row['id']} is {row['state']} here, the provider has {'taken it' if amount is not None else 'not taken it'}"
        elif amount is not None and (amount != row["amount"] or (row["waiting"] == 0 and refunded != row["back"])):
            yield f"{row['id']}: {row['amount']} and {row['back']} back here, {amount} and {refunded} back there"
    for payment, (amount, refunded) in theirs.items():
        if amount != refunded:
            yield f"the provider has {amount} ({refunded} back) for {payment}, which is nobody's here"


# --- gifts, offers, sign-ins ---

@rule("gift-wrong")
def check_gifts(facts):
    """A claimed voucher is its taker's, anew; one that is still offered is its giver's and can be used."""
    for row in facts.rows("""
            SELECT g.code, g.state, v.id, v.account_id, v.state AS voucher, v.generation FROM gifts g JOIN vouchers v ON v.id = g.voucher_id
            WHERE g.number = (SELECT max (number) FROM gifts l WHERE l.voucher_id = g.voucher_id AND l.state IN ('claimed', 'open'))
              AND (v.account_id <> CASE g.state WHEN 'claimed' THEN g.taker_id ELSE g.giver_id END OR (g.state = 'claimed' AND v.generation < 2))"""):
        yield f"{row['code']} is {row['state']}, and {row['id']} ({row['voucher']}, generation {row['generation']}) is {row['account_id']}'s"


@rule("price-not-logged")
def check_prices(facts):
    for row in facts.rows("""SELECT d.id, d.price, (SELECT l.price FROM price_log l WHERE l.deal = d.row ORDER BY l.at DESC LIMIT 1) AS logged
            FROM deals d WHERE d.price IS NOT logged"""):
        yield f"{row['id']} costs {row['price']}, its log ends with {row['logged']}"


@rule("offer-not-found")
def check_found(facts):
    """What a merchant published can be found, once at each branch, by its words too; as long as no 4,096 of them have become a segment."""
    folded = facts.rows("SELECT 1 FROM search_state WHERE segments > 1")
    for row in facts.rows("""
            SELECT d.id, b.store, count (e.row) AS n, count (w.row) AS by_words FROM deals d JOIN deal_branches b ON b.deal = d.row
            LEFT JOIN search_entries e ON e.deal = b.deal AND e.store = b.store LEFT JOIN search_recent w ON w.row = e.row
            WHERE d.published = 1 GROUP BY d.row, b.store HAVING n <> 1 OR by_words <> 1"""):
        if row["n"] == 1 and folded:
            continue
        yield f"{row['id']} is found {row['n']} times at {row['store']}, by words {row['by_words']} times"


@rule("offer-not-told")
def check_told(facts):
    """Each change of an offer was told, in the same commit; while nothing is trimmed yet."""
    if facts.rows("SELECT 1 FROM sqlite_sequence WHERE name = 'outbox' AND seq <> (SELECT count (*) FROM outbox)"):
        return
    for row in facts.rows("""SELECT d.id, d.revision - 1 + d.published AS changes,
              (SELECT count (*) FROM outbox o WHERE o.deal = d.row) AS told FROM deals d WHERE told < changes"""):
        yield f"{row['id']} was changed {row['changes']} times and told {row['told']} times"


@rule("offer-lost")
def check_published(facts):
    """What was answered to the merchant is there."""
    for line in facts.acknowledged:
        if line["what"] == "answer" and line["path"].startswith("/v1/merchant/deals") and not line["path"].endswith("/pictures") and line["status"] in (200, 201):
            told = json.loads(line["answer"])
            rows = facts.rows("SELECT revision FROM deals WHERE id = ?", told["id"])
            if not rows or rows[0]["revision"] < int(told["etag"][1:]):
                yield f"{told['id']} was {told['etag']} and is {f'r{rows[0][0]}' if rows else 'not there'}"


@rule("tokens-cut")
def check_tokens(facts):
    """Tokens come in pairs, of which the access token is forgotten after an hour; two that came of one are both good only until one of them was traded."""
    for row in facts.rows("""SELECT session_id, sum (kind = 'access') AS access, sum (kind = 'refresh') AS refresh FROM tokens
            GROUP BY session_id, parent HAVING access > refresh OR (access < refresh AND max (created_at) > ?)""", facts.now - 2400):
        yield f"{row['session_id']} was given {row['access']} access and {row['refresh']} refresh tokens at once"
    for row in facts.rows("""SELECT s.id, count (*) AS n FROM sessions s JOIN tokens t ON t.session_id = s.id
            WHERE s.revoked_at IS NULL AND t.kind = 'refresh' AND t.parent IS NOT NULL AND t.used_at IS NOT NULL
            GROUP BY s.id, t.parent HAVING n > 1"""):
        yield f"{row['id']} goes on although {row['n']} that came of one token were traded"
    for row in facts.rows("SELECT t.session_id FROM tokens t WHERE t.parent IS NOT NULL AND NOT EXISTS "
                          "(SELECT 1 FROM tokens p WHERE p.hash = t.parent AND p.used_at IS NOT NULL)"):
        yield f"{row['session_id']} has a token of a token that was not traded"


# --- holds and stock ---

@rule("hold-left")
def check_holds(facts):
    for row in facts.rows("SELECT id, state, expires_at FROM orders WHERE state = 'pending_payment' AND expires_at < ?", facts.now - 60):
        yield f"{row['id']} still holds stock, {facts.now - row['expires_at']:.0f} s after its end"
    for row in facts.rows("SELECT id, state FROM orders WHERE state IN ('cancelled', 'expired') AND stock_held = 1"):
        yield f"{row['id']} is {row['state']} and still holds stock"


@rule("stock-wrong")
def check_stock(facts):
    """What is left = what there was − what is held or sold and was not given back; against a database from before."""
    if facts.before is None:
        return
    now = {row["id"]: row for row in facts.rows("SELECT d.id, k.stock_left, k.sold FROM deals d JOIN deal_stock k ON k.deal = d.row")}
    taken = {}
    for row in facts.rows("""
            SELECT o.deal_id, sum (CASE WHEN o.state IN ('pending_payment', 'unknown') THEN o.quantity
              WHEN o.state IN ('cancelled', 'expired') THEN 0
              ELSE (SELECT count (*) FROM vouchers v WHERE v.order_id = o.id AND v.state <> 'refunded') END) AS taken,
              sum (CASE WHEN o.state IN ('pending_payment', 'unknown', 'cancelled', 'expired') THEN 0
              ELSE (SELECT count (*) FROM vouchers v WHERE v.order_id = o.id AND v.state <> 'refunded') END) AS sold
            FROM orders o GROUP BY o.deal_id"""):
        taken[row["deal_id"]] = (row["taken"], row["sold"])
    for row in facts.before.execute("SELECT d.id, k.stock_left, k.sold FROM deals d JOIN deal_stock k ON k.deal = d.row"):
        held, sold = taken.get(row["id"], (0, 0))
        after = now.get(row["id"])
        if after is None:
            yield f"{row['id']} is gone"
        elif row["stock_left"] is not None and after["stock_left"] != row["stock_left"] - held:
            yield f"{row['id']}: {after['stock_left']} left, {row['stock_left']} there were, {held} are held or sold"
        elif after["sold"] != row["sold"] + sold:
            yield f"{row['id']}: {after['sold']} counted as sold, {row['sold'] + sold} were"


@rule("slot-wrong")
def check_slots(facts):
    """A slot has as many places booked as there are orders for it."""
    for row in facts.rows("""
            WITH booked AS (
              SELECT d.row AS deal, s.row AS store, o.slot_starts AS starts_at,
                sum (CASE WHEN o.state IN ('pending_payment', 'unknown') THEN o.quantity WHEN o.state IN ('cancelled', 'expired') THEN 0
                  ELSE (SELECT count (*) FROM vouchers v WHERE v.order_id = o.id AND v.state <> 'refunded') END) AS n
              FROM orders o JOIN deals d ON d.id = o.deal_id JOIN stores s ON s.id = o.store_id
              WHERE o.slot_id IS NOT NULL GROUP BY 1, 2, 3)
            SELECT b.deal, b.starts_at, b.n, coalesce (s.booked, 0) AS booked FROM booked b
              LEFT JOIN slot_bookings s ON s.deal = b.deal AND s.store = b.store AND s.starts_at = b.starts_at
            WHERE coalesce (s.booked, 0) <> b.n"""):
        yield f"deal {row['deal']} at {row['starts_at']}: {row['booked']} places are taken, {row['n']} were ordered"


# --- what was promised ---

@rule("acknowledged-payment-lost")
def check_acknowledged_payments(facts):
    for line in facts.acknowledged:
        if line["what"] == "paid":
            rows = facts.rows("SELECT state FROM orders WHERE id = ?", line["order_id"])
            if not rows or rows[0]["state"] not in ("paid", "completed", "refunded", "partially_refunded"):
                yield f"{line['order_id']} was said to be paid and is {rows[0]['state'] if rows else 'not there'}"


@rule("acknowledged-redemption-lost")
def check_acknowledged_redemptions(facts):
    for line in facts.acknowledged:
        if line["what"] == "redeemed" and not facts.rows("SELECT 1 FROM redemptions WHERE id = ? AND voucher_id = ?",
                                                         line["redemption_id"], line["voucher_id"]):
            yield f"{line['redemption_id']} of {line['voucher_id']} was acknowledged and is not there"


@rule("acknowledged-redemption-doubled")
def check_doubled_redemptions(facts):
    """Two answers "redeemed" about one voucher were about one redemption, unless one was undone in between."""
    told = {}
    for line in facts.acknowledged:
        if line["what"] == "redeemed":
            told.setdefault(line["voucher_id"], set()).add(line["redemption_id"])
    for voucher, redemptions in told.items():
        undone = sum(1 for line in facts.acknowledged if line["what"] == "undone" and line["voucher_id"] == voucher)
        if len(redemptions) > 1 + undone:
            yield f"{voucher} was acknowledged as redeemed by {', '.join(sorted(redemptions))}"


@rule("acknowledged-refund-lost")
def check_acknowledged_refunds(facts):
    for line in facts.acknowledged:
        if line["what"] == "refunded":
            back = facts.rows("SELECT coalesce (sum (amount), 0) AS back FROM refunds WHERE order_id = ?", line["order_id"])[0]["back"]
            if back < line["amount"]:
                yield f"{line['order_id']}: {line['amount']} was said to go back, {back} does"


@rule("acknowledged-scan-lost")
def check_scans(facts):
    """What a counter accepted offline and handed in is there once, with the verdict that it was told."""
    for line in facts.acknowledged:
        if line["what"] != "handed-in" or line["verdict"] == "not_taken":
            continue
        rows = facts.rows("SELECT verdict FROM offline_scans WHERE hash = ?", line["hash"])
        if [row["verdict"] for row in rows] != [line["verdict"]]:
            yield f"the scan {line['hash']} was told {line['verdict']} and is {[row['verdict'] for row in rows]}"


@rule("conflict-not-said")
def check_conflicts(facts):
    """Who was told "conflict" has a record with both uses in it."""
    for row in facts.rows("SELECT s.id, s.voucher_id FROM offline_scans s WHERE s.verdict = 'conflict' AND NOT EXISTS "
                          "(SELECT 1 FROM redemption_conflicts c WHERE c.voucher_id = s.voucher_id AND s.id IN (c.first_scan, c.second_scan))"):
        yield f"{row['id']} of {row['voucher_id']} is a conflict without a record"
    for row in facts.rows("""SELECT s.id, s.redemption_id FROM offline_scans s WHERE s.verdict = 'redeemed' AND NOT EXISTS
            (SELECT 1 FROM redemptions r WHERE r.id = s.redemption_id AND r.voucher_id = s.voucher_id)"""):
        yield f"{row['id']} was accepted as {row['redemption_id']}, which is not there"


@rule("order-doubled")
def check_doubled_orders(facts):
    """One key, one order: as many orders as different ones were answered or begun."""
    wanted = {line["key"] for line in facts.acknowledged if line["what"] == "wants-order"}
    if wanted:
        n = facts.rows("SELECT count (*) AS n FROM orders")[0]["n"]
        if facts.before is not None:
            n -= facts.before.execute("SELECT count (*) FROM orders").fetchone()[0]
        if n > len(wanted):
            yield f"{len(wanted)} orders were wanted, {n} were made"


@rule("answer-changed")
def check_answers(facts):
    """The same key and request give the same answer, and it is the one that is kept."""
    answers = {}
    for line in facts.acknowledged:
        if line["what"] != "answer" or line["status"] >= 500:
            continue
        request = (line["token"], line["key"], line["method"], line["path"], json.dumps(line["body"], sort_keys=True))
        known = answers.setdefault(request, (line["status"], line["answer"]))
        if known != (line["status"], line["answer"]):
            yield f"{line['method']} {line['path']} with the key {line['key']} was answered {known[0]}, then {line['status']}: {line['answer']}"
    kept = {row["key"]: (row["status"], row["body"]) for row in facts.rows("SELECT key, status, body FROM idempotency WHERE forever = 1")}
    for (_, key, method, path, _), (status, body) in answers.items():
        if key in kept and kept[key][0] is not None and "idempotency_mismatch" not in body and kept[key] != (status, body):
            yield f"{method} {path} with the key {key} was answered {status}, kept is {kept[key][0]}"


# --- the application's side ---

def read_purchases(folder):
    purchases = []
    for parent, _, files in os.walk(folder):
        for name in files:
            if name.endswith(".json") and os.path.basename(parent) == "purchases":
                path = os.path.join(parent, name)
                try:
                    with open(path, encoding="utf-8") as file:
                        purchases.append((path, json.load(file)))
                except ValueError:
                    purchases.append((path, None))
    return purchases


@rule("purchase-unreadable")
def check_purchases(facts):
    """A kill leaves no half file behind under a name that is read."""
    for path, purchase in read_purchases(facts.app) if facts.app else ():
        if purchase is None or not purchase.get("key"):
            yield f"{path} cannot be read"


@rule("purchase-left")
def check_purchases_left(facts):
    """A purchase whose outcome is known is no longer kept as one under way."""
    for path, purchase in read_purchases(facts.app) if facts.app else ():
        if purchase is None or not purchase.get("order_id"):
            continue
        rows = facts.rows("SELECT state FROM orders WHERE id = ?", purchase["order_id"])
        if rows and rows[0]["state"] not in ("pending_payment", "unknown"):
            yield f"{path}: {purchase['order_id']} is {rows[0]['state']}"


@rule("purchase-unknown")
def check_purchases_known(facts):
    for path, purchase in read_purchases(facts.app) if facts.app else ():
        if purchase and purchase.get("order_id") and not facts.rows("SELECT 1 FROM orders WHERE id = ?", purchase["order_id"]):
            yield f"{path}: {purchase['order_id']} is not there"


# --- reviews, and the logs that must not be rewritten ---

rule("review-log-broken")(log_rules.check_review_log)
rule("price-log-broken")(log_rules.check_price_log)
rule("log-rewritten")(log_rules.check_log_grows)
rule("review-without-use")(log_rules.check_reviews)
rule("rating-wrong")(log_rules.check_ratings)


def check(data, before=None, acknowledged=None, app=None, now=None):
    """All broken rules: a list of (rule, what)."""
    facts = Facts(data, before, acknowledged, app, now)
    broken = []
    try:
        for name, function in RULES.items():
            try:
                broken += [(name, what) for what in function(facts)]
            except sqlite3.DatabaseError as error:
                broken.append(("database-damaged", f"{error}, looking for {name}"))
    finally:
        facts.close()
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data")
    parser.add_argument("--before")
    parser.add_argument("--acknowledged")
    parser.add_argument("--app")
    parser.add_argument("--now", type=float)
    parser.add_argument("--rules", action="store_true", help="print the rules' names")
    arguments = parser.parse_args()
    if arguments.rules:
        print("\n".join(RULES))
        return 0
    broken = check(arguments.data, arguments.before, arguments.acknowledged, arguments.app, arguments.now)
    for name, what in broken:
        print(f"{name}: {what}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
