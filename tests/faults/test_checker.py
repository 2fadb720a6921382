# SPDX-License-Identifier: GPL-3.0-or-later
"""The checker's twin: takes what a good day left behind, breaks each rule on purpose, and wants it called by its name."""
import json
import os
import shutil
import sqlite3
import sys
import tempfile
import time

import checker
import town as towns
import walks


def change(*statements):
    """Changes the database behind the back of its own guards."""
    def apply(data, extras):
        database = sqlite3.connect(os.path.join(data, "platform.db"))
        database.execute("PRAGMA ignore_check_constraints = ON")
        database.execute("PRAGMA foreign_keys = OFF")
        for kind, name in database.execute("SELECT type, name FROM sqlite_schema WHERE type = 'trigger' OR "
                                           "(type = 'index' AND sql LIKE 'CREATE UNIQUE%')").fetchall():
            database.execute(f"DROP {kind} {name}")
        for statement in statements:
            if database.execute(statement).rowcount == 0:
                raise AssertionError(f"changes nothing: {statement}")
        database.commit()
        database.close()
    return apply


def change_provider(statement):
    def apply(data, extras):
        database = sqlite3.connect(os.path.join(data, "sandbox-provider.db"))
        if database.execute(statement).rowcount == 0:
            raise AssertionError(f"changes nothing: {statement}")
        database.commit()
        database.close()
    return apply


def promise(**line):
    """Something was answered that is not there."""
    def apply(data, extras):
        with open(extras["acknowledged"], "a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    return apply


def repeat_answer(data, extras):
    lines = [line for line in checker.read_lines(extras["acknowledged"]) if line["what"] == "answer" and line["status"] == 201]
    promise(**{**lines[0], "answer": "{}"})(data, extras)


def tell_redemption_twice(data, extras):
    line = next(line for line in checker.read_lines(extras["acknowledged"]) if line["what"] == "redeemed")
    promise(**{**line, "redemption_id": "red_other"})(data, extras)


def damage(data, extras):
    # Some pages, somewhere in tables and indexes.
    with open(os.path.join(data, "platform.db"), "r+b") as file:
        file.seek(4096 * 20)
        file.write(b"\xff" * 4096 * 5)


def lose_parent(data, extras):
    change("DELETE FROM payments WHERE id = (SELECT payment_id FROM refunds LIMIT 1)")(data, extras)


def leave_purchase(text):
    def apply(data, extras):
        folder = os.path.join(extras["app"], "purchases")
        os.makedirs(folder)
        with open(os.path.join(folder, "abc.json"), "w", encoding="utf-8") as file:
            file.write(text.replace("PAID", query(data, "SELECT id FROM orders WHERE state = 'paid'")))
    return apply


def query(data, sql):
    database = sqlite3.connect(os.path.join(data, "platform.db"))
    try:
        return database.execute(sql).fetchone()[0]
    finally:
        database.close()


ACTIVE = "(SELECT id FROM vouchers WHERE state = 'active' AND amount > 0 LIMIT 1)"
USED = "(SELECT id FROM vouchers WHERE state = 'redeemed' AND amount > 0 LIMIT 1)"
ENTRY = ("INSERT INTO ledger_entries (at, kind, from_account, to_account, amount, currency, order_id, payment_id, voucher_id, escrow_round) "
         "SELECT at, {kind}, {origin}, {to}, {amount}, currency, order_id, payment_id, voucher_id, escrow_round FROM ledger_entries WHERE {where} LIMIT 1")

BREAKS = [
    ("database-damaged", "a page", damage),
    ("database-damaged", "a lost parent", lose_parent),
    ("ledger-not-zero", "a balance", change("UPDATE ledger_balances SET balance = balance + 1 WHERE account = 'commission'")),
    ("balance-not-sum", "a balance", change("UPDATE ledger_balances SET balance = balance + 1 WHERE account = 'escrow'")),
    ("balance-not-sum", "an entry gone", change("DELETE FROM ledger_entries WHERE kind = 'commission'")),
    ("balance-not-sum", "a balance gone", change("DELETE FROM ledger_balances WHERE account = 'commission'")),
    ("held-below-zero", "escrow", change("UPDATE ledger_balances SET balance = -5 WHERE account = 'escrow'")),
    ("escrow-not-owed", "a voucher worth less", change(f"UPDATE vouchers SET amount = amount - 1 WHERE id = {ACTIVE}")),
    ("escrow-not-once", "out twice", change(ENTRY.format(kind="kind", origin="from_account", to="to_account", amount="amount", where="kind = 'redemption'"))),
    ("escrow-not-once", "in twice", change(ENTRY.format(kind="kind", origin="from_account", to="to_account", amount="amount",
                                                        where="kind = 'payment' AND voucher_id IS NOT NULL"))),
    ("escrow-not-once", "out in part", change("UPDATE ledger_entries SET amount = amount - 1 WHERE kind = 'redemption'")),
    ("escrow-not-once", "out of a living voucher", change(ENTRY.format(kind="'refund'", origin="'escrow'", to="from_account", amount="amount",
                                                                        where=f"voucher_id = {ACTIVE}"))),
    ("escrow-not-once", "never in", change(f"DELETE FROM ledger_entries WHERE voucher_id = {ACTIVE}")),
    ("stray-money", "not given back", change("DELETE FROM ledger_entries WHERE voucher_id IS NULL AND from_account = 'escrow'")),
    ("paid-without-voucher", "one gone", change(f"DELETE FROM vouchers WHERE id = {ACTIVE}")),
    ("voucher-without-payment", "an expired order", change(f"UPDATE orders SET state = 'expired' WHERE id = (SELECT order_id FROM vouchers WHERE id = {ACTIVE})")),
    ("voucher-without-payment", "no payment", change("UPDATE payments SET state = 'failed' WHERE state = 'succeeded' AND method = 'saved'")),
    ("order-not-its-vouchers", "all used", change(f"UPDATE orders SET state = 'completed' WHERE id = (SELECT order_id FROM vouchers WHERE id = {ACTIVE})")),
    ("order-not-its-vouchers", "more back", change("UPDATE orders SET refunded = refunded + 1 WHERE state = 'partially_refunded'")),
    ("redeemed-twice", "in the next round", change("UPDATE redemptions SET round = round + 70")),
    ("redeemed-twice", "used without a redemption", change("DELETE FROM redemptions")),
    ("redeemed-twice", "still good", change(f"UPDATE vouchers SET state = 'active' WHERE id = {USED}")),
    ("undo-not-said", "undone and standing", change("INSERT INTO redemption_undos SELECT id, account_id, 'x', redeemed_at FROM redemptions r WHERE EXISTS "
                                                    "(SELECT 1 FROM vouchers v WHERE v.id = r.voucher_id AND v.escrow_round = r.round) LIMIT 1")),
    ("undo-not-said", "not undone, and another came", change("DELETE FROM redemption_undos")),
    ("redeemed-without-escrow", "not moved", change("UPDATE ledger_entries SET kind = 'adjustment' WHERE kind = 'redemption'")),
    ("redeemed-without-escrow", "moved for nothing", change(f"DELETE FROM redemptions WHERE voucher_id = {USED}")),
    ("no-show-not-noted", "nothing moved", change("INSERT INTO no_shows (voucher_id, account_id, merchant_id, slot_starts, at, kept) "
                                                  "SELECT id, account_id, merchant_id, 1, 1, amount FROM vouchers WHERE amount > 0 LIMIT 1")),
    ("no-show-not-noted", "moved for nothing", change("UPDATE ledger_entries SET kind = 'no_show' WHERE kind = 'redemption'")),
    ("refund-over-payment", "too much", change("UPDATE refunds SET amount = amount * 10")),
    ("refund-not-promised", "not promised", change("DELETE FROM refunds WHERE reason = 'buyer'")),
    ("paid-twice", "both kept", change("UPDATE refunds SET amount = 1 WHERE reason = 'too late'")),
    ("provider-disagrees", "not taken there", change_provider("UPDATE intents SET status = 'canceled' WHERE status = 'succeeded'")),
    ("provider-disagrees", "not given back there", change_provider("UPDATE intents SET refunded = 0 WHERE refunded > 0")),
    ("provider-disagrees", "unknown here", change("UPDATE payments SET provider_payment = 'pi_other' WHERE number = (SELECT max (number) FROM payments WHERE method = 'saved')")),
    ("gift-wrong", "still the giver's", change("UPDATE vouchers SET account_id = (SELECT giver_id FROM gifts WHERE state = 'claimed') "
                                               "WHERE id = (SELECT voucher_id FROM gifts WHERE state = 'claimed')")),
    ("gift-wrong", "the giver's copy still good", change("UPDATE vouchers SET generation = 1 WHERE id = (SELECT voucher_id FROM gifts WHERE state = 'claimed')")),
    ("price-not-logged", "another price", change("UPDATE deals SET price = price + 1 WHERE published = 1")),
    ("offer-not-found", "no entry", change("DELETE FROM search_entries WHERE deal = (SELECT row FROM deals WHERE published = 1)")),
    ("offer-not-found", "no words", change("DELETE FROM search_recent WHERE row = (SELECT e.row FROM search_entries e JOIN deals d ON d.row = e.deal "
                                           "WHERE d.published = 1)")),
    ("offer-not-told", "a change that nobody heard of", change("UPDATE deals SET revision = revision + 100 WHERE published = 1")),
    ("offer-lost", "gone", change("UPDATE deals SET id = 'dea_other' WHERE published = 1")),
    ("offer-lost", "as it was before", change("UPDATE deals SET revision = 1 WHERE published = 1")),
    ("tokens-cut", "half a pair", change("DELETE FROM tokens WHERE kind = 'access' AND parent IS NOT NULL")),
    ("tokens-cut", "a twin traded too", change("INSERT INTO tokens SELECT randomblob (32), session_id, kind, parent, created_at, expires_at, created_at FROM tokens "
                                              "WHERE kind = 'refresh' AND parent IS NOT NULL AND used_at IS NOT NULL")),
    ("tokens-cut", "of one that is still good", change("UPDATE tokens SET used_at = NULL WHERE parent IS NULL AND used_at IS NOT NULL")),
    ("hold-left", "past its end", change("UPDATE orders SET state = 'pending_payment' WHERE state = 'expired'")),
    ("hold-left", "of a cancelled order", change("UPDATE orders SET stock_held = 1 WHERE state = 'cancelled'")),
    ("stock-wrong", "one too few", change("UPDATE deal_stock SET stock_left = stock_left - 1 WHERE stock_left > 0")),
    ("stock-wrong", "sold too often", change("UPDATE deal_stock SET sold = sold + 1")),
    ("slot-wrong", "booked too often", change("UPDATE slot_bookings SET booked = booked + 1")),
    ("acknowledged-payment-lost", "no such order", promise(what="paid", order_id="ord_none")),
    ("acknowledged-payment-lost", "the order was not paid", change("UPDATE orders SET state = 'pending_payment' WHERE state = 'paid'")),
    ("acknowledged-redemption-lost", "no such redemption", promise(what="redeemed", voucher_id="vou_none", redemption_id="red_none")),
    ("acknowledged-redemption-doubled", "two of one", tell_redemption_twice),
    ("acknowledged-scan-lost", "gone", promise(what="handed-in", hash="none", verdict="redeemed")),
    ("acknowledged-scan-lost", "another verdict", change("UPDATE offline_scans SET verdict = 'refused', code = 'expired' WHERE verdict = 'redeemed'")),
    ("conflict-not-said", "no record", change("DELETE FROM redemption_conflicts")),
    ("conflict-not-said", "no redemption", change("UPDATE offline_scans SET redemption_id = NULL WHERE verdict = 'redeemed'")),
    ("acknowledged-refund-lost", "less goes back", change("UPDATE refunds SET amount = amount - 1")),
    ("order-doubled", "one more", change("INSERT INTO orders (id, account_id, deal_id, store_id, merchant_id, quantity, unit_amount, total, currency, terms, commission, "
                                         "state, created_at, expires_at, stock_held) SELECT id || 'x', account_id, deal_id, store_id, merchant_id, quantity, unit_amount, "
                                         "total, currency, terms, commission, 'expired', created_at, expires_at, 0 FROM orders LIMIT 1")),
    ("answer-changed", "another answer", repeat_answer),
    ("answer-changed", "another is kept", change("UPDATE idempotency SET body = '{}', status = 418 WHERE forever = 1")),
    ("purchase-unreadable", "half a file", leave_purchase('{"key": "abc", "order_i')),
    ("purchase-left", "of a paid order", leave_purchase('{"key": "abc", "order_id": "PAID"}')),
    ("purchase-unknown", "of no order", leave_purchase('{"key": "abc", "order_id": "ord_none"}')),
]


BREAKS += [
    ("review-log-broken", "other words", change("UPDATE reviews SET text = text || '!' WHERE row = 1")),
    ("review-log-broken", "another entry", change("UPDATE review_log SET entry = replace (entry, 'rating ', 'rating 1') WHERE number = 1")),
    ("review-log-broken", "another picture", change("UPDATE review_pictures SET bytes = x'00'")),
    ("review-log-broken", "a review gone", change("DELETE FROM review_log WHERE number = (SELECT max (number) FROM review_log)")),
    ("review-log-broken", "swapped", change("UPDATE review_log SET nth = nth + 1000")),
    ("price-log-broken", "another price", change("UPDATE price_log SET price = price + 1 WHERE number = 1")),
    ("price-log-broken", "one gone", change("DELETE FROM price_log WHERE number = 2")),
    ("price-log-broken", "not entered", change("UPDATE price_log SET number = NULL WHERE number = (SELECT max (number) FROM price_log)")),
    ("log-rewritten", "another hash", change("UPDATE review_log SET hash = zeroblob (32) WHERE number = 1")),
    ("log-rewritten", "begun anew", change("UPDATE logs SET name = name || '0' WHERE log = 2")),
    ("review-without-use", "never used", change("DELETE FROM redemptions WHERE id = (SELECT redemption_id FROM reviews WHERE voucher_id IS NOT NULL)")),
    ("review-without-use", "no sample any more", change("UPDATE reviews SET sample = 0 WHERE row = 1")),
    ("rating-wrong", "one star more", change("UPDATE deal_ratings SET five = five + 1")),
    ("rating-wrong", "abuse that counts", change("UPDATE review_tombstones SET reason = 'abuse', of = (SELECT id FROM reviews LIMIT 1)")),
]


def redeem_again(data, extras):
    """A copy of a redemption, with whatever columns there are, in a table without its unique keys."""
    database = sqlite3.connect(os.path.join(data, "platform.db"))
    database.execute("CREATE TABLE copies AS SELECT * FROM redemptions")
    database.execute("INSERT INTO copies SELECT * FROM redemptions LIMIT 1")
    database.execute("UPDATE copies SET id = id || 'x', number = number + 1000 WHERE rowid = (SELECT max (rowid) FROM copies)")
    database.execute("PRAGMA foreign_keys = OFF")
    for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        database.execute(f"DROP TRIGGER {name}")
    database.execute("PRAGMA legacy_alter_table = ON")
    database.execute("DROP TABLE redemptions")
    database.execute("ALTER TABLE copies RENAME TO redemptions")
    database.execute("CREATE UNIQUE INDEX redemptions_by_id ON redemptions (id)")
    database.commit()
    database.close()


BREAKS.append(("redeemed-twice", "in one round", redeem_again))


def settle_twice(data, extras):
    change("INSERT INTO settlements (id, merchant_id, currency, amount, earned, commission, other, from_at, until_at, created_at) "
           "SELECT 'set_x', 'x', currency, 1, 1, 0, 0, 0, 0, 0 FROM ledger_entries LIMIT 1")(data, extras)


BREAKS.append(("settled-twice", "paid for nothing", settle_twice))


def live_a_good_day(folder):
    template = towns.make_template(os.path.join(folder, "template"))
    town = towns.Town(os.path.join(folder, "day"), template=template)
    town.start()
    shopper = walks.Shopper(town, "day")
    walks.buy_and_use(town)
    walks.buy_on_page(town)
    walks.change_mind(town)
    walks.undo(town)
    walks.accept_offline(town)
    walks.book_slot(town)
    walks.give(town)
    walks.publish(town)
    walks.stay_signed_in(town)
    walks.review(town)
    shopper.buy(towns.SWIM, 2)
    town.settle()
    town.close()
    return town, template


def main():
    folder = tempfile.mkdtemp(prefix="rambla-checker-")
    town, template = live_a_good_day(folder)
    now = time.time() + town.offset
    before = os.path.join(template, "data", "platform.db")
    cases = [(None, "a good day", lambda data, extras: None), *BREAKS]
    unbroken = set(checker.RULES) - {name for name, _, _ in BREAKS}
    towns.say("TAP version 13")
    towns.say(f"1..{len(cases) + 1}")
    failures = 0
    for number, (name, what, apply) in enumerate(cases, 1):
        place = os.path.join(folder, str(number))
        shutil.copytree(town.data, os.path.join(place, "data"))
        extras = {"acknowledged": os.path.join(place, "acknowledged.jsonl"), "app": os.path.join(place, "app")}
        shutil.copy(town.acknowledged.path, extras["acknowledged"])
        apply(os.path.join(place, "data"), extras)
        found = checker.check(os.path.join(place, "data"), before=before, now=now, **extras)
        names = {broken for broken, _ in found}
        good = name in names if name else not names
        failures += not good
        towns.say(f"{'ok' if good else 'not ok'} {number} - {name or 'nothing'}: {what}")
        if not good:
            for rule, text in found:
                towns.say(f"# {rule}: {text}")
    failures += bool(unbroken)
    towns.say(f"{'not ok' if unbroken else 'ok'} {len(cases) + 1} - every rule was broken once {' '.join(sorted(unbroken))}")
    shutil.rmtree(folder)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
