# SPDX-License-Identifier: GPL-3.0-or-later
"""Something was wrong: the buyer complains on the order's page, the store answers at its counter, the operator decides at the referee's
desk, and the buyer reads the decision and where the money went.

usage: run.sh SCREEN test_dispute.py RAMBLA PLATFORM CITY
"""
import hashlib
import json
import os
import secrets
import sqlite3
import sys
import tempfile
import time
import urllib.request

from driver import Atspi, Program, screenshot, wait_for


class Town:
    """The demo's platform, asked by clients of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.tokens = {}
        with open(os.path.join(folder, "demo.json")) as file:
            self.address = json.load(file)["listening"]

    def token(self, role):
        """A session of a sample account beside those of the windows, which use its sign-in code up."""
        if role not in self.tokens:
            token = secrets.token_urlsafe(32)
            database = sqlite3.connect(os.path.join(self.folder, "platform.db"), timeout=30)
            with database:
                (account,) = database.execute("SELECT id FROM accounts WHERE email = ?", (f"{role}@example.org",)).fetchone()
                now = int(time.time())
                database.execute("INSERT INTO sessions (id, account_id, client_id, scope, created_at) VALUES (?, ?, 'rambla', ?, ?)",
                                 (f"ses_test{role[:4]}0000000", account, role, now))
                database.execute("INSERT INTO tokens (hash, session_id, kind, created_at, expires_at) VALUES (?, ?, 'access', ?, ?)",
                                 (hashlib.sha256(token.encode()).digest(), f"ses_test{role[:4]}0000000", now, now + 3600))
            database.close()
            self.tokens[role] = token
        return self.tokens[role]

    def call(self, method, path, role=None, body=None):
        headers = {"Accept-Language": "en"}
        if role is not None:
            headers["Authorization"] = "Bearer " + self.token(role)
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers.update({"Content-Type": "application/json", "Idempotency-Key": f'"{secrets.token_hex(16)}"'})
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def dine(self):
        """Buys a voucher that is good at any time and uses it. Returns the order's id and the offer's title."""
        for deal in self.call("GET", "/v1/deals?q=pizza&kind=voucher&limit=100")["deals"]:
            deal = self.call("GET", "/v1/deals/" + deal["id"])
            if {"weekdays", "from", "to", "holidays"} & set(deal["rules"]) or deal["stock_left"] == 0:
                continue
            order = self.call("POST", "/v1/orders", "consumer", {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1,
                                                                "expected_total": deal["price"]})
            self.call("POST", f"/v1/orders/{order['id']}/payment", "consumer", {"method": "saved"})
            paid = wait_for("the payment", lambda: self.paid(order["id"]))
            voucher = self.call("GET", "/v1/vouchers/" + paid["vouchers"][0]["id"], "consumer")
            self.call("POST", "/v1/merchant/redemptions", "merchant", {"presented": voucher["code"], "store_id": deal["store"]["id"]})
            return order["id"], deal
        raise AssertionError("the sample city has no voucher for pizza that is good at any time")

    def paid(self, order):
        order = self.call("GET", "/v1/orders/" + order, "consumer")
        return order if order["vouchers"] else None


class Steps:
    """TAP, one line a step; the first that fails ends it."""

    def __init__(self, plan):
        self.number = 0
        self.output = os.fdopen(9, "w")  # see run.sh
        print(f"1..{plan}", file=self.output, flush=True)

    def done(self, name):
        self.number += 1
        if "RAMBLA_TEST_SHOTS" in os.environ:
            screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"dispute-{self.number}.png"))
        print(f"ok {self.number} - {name}", file=self.output, flush=True)


def is_high(node):
    """The order's page below this one has a story as well, at its end."""
    return 0 < node.get_extents(Atspi.CoordType.WINDOW).y < 600


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(6)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               "XDG_DATA_HOME": os.path.join(folder, "data"), "XDG_CACHE_HOME": os.path.join(folder, "cache"),
               "XDG_STATE_HOME": os.path.join(folder, "state"), "XDG_CONFIG_HOME": os.path.join(folder, "config"),
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        place = os.path.join(folder, "town")
        demo = ["--demo", "--demo-folder", place]
        programs = [Program([rambla, *demo], env)]
        consumer = programs[0]
        try:
            consumer.find("entry", "Search offers", patience=90)
            town = Town(place)
            order, deal = town.dine()
            consumer.press(consumer.find("push button", "Orders"))
            row = consumer.find("label", deal["title"], patience=30)
            consumer.click(row)
            consumer.press(consumer.find("push button", "Something was wrong"))
            consumer.enter(consumer.find("text", "What happened?"), "The pizza was cold")
            consumer.click(consumer.find("label", "Complain"))
            consumer.find("label", "Waiting for the store's answer")
            consumer.find("label", "The pizza was cold")
            steps.done("the buyer complains")

            counter = Program([rambla, "--counter", *demo], env)
            programs.append(counter)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store", patience=60), deal["store"]["name"])
            counter.press(counter.find("push button", contains=deal["store"]["name"] + ", "))
            counter.press(counter.find(name="Complaints"))
            counter.raise_window()
            counter.click(counter.find("label", contains="Not as described: "))
            counter.enter(counter.find("text", "Message"), "It was warm when it left")
            counter.press(counter.find("push button", "Send"))
            counter.find("label", "Waiting for the platform's decision")
            steps.done("the store answers")

            consumer.find("label", "It was warm when it left")
            steps.done("the buyer reads it")

            desk = Program([rambla, "--operator", *demo], env)
            programs.append(desk)
            desk.raise_window()
            desk.click(desk.find("label", contains="Not as described: ", patience=60))
            desk.enter(desk.find("text", "Reason"), "Cold is cold")
            desk.press(desk.find("push button", "Decide"))
            desk.find("label", "Decided: everything goes back")
            steps.done("the operator decides")

            while len(programs) > 1:
                programs.pop().stop()  # the buyer's window lies below
            consumer.find("label", "Decided: everything goes back")
            steps.done("the buyer reads the decision")

            told = town.call("GET", f"/v1/orders/{order}", "consumer")
            assert told["refunded"] == told["total"], told
            consumer.click(consumer.find("label", "The whole story", accept=is_high))
            consumer.find("label", "Decided: the buyer gets everything back")
            steps.done("the whole story says where the money went")
        except BaseException:
            if "RAMBLA_TEST_SHOTS" in os.environ:
                screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], "dispute-failed.png"))
            raise
        finally:
            for program in reversed(programs):
                program.stop()


if __name__ == "__main__":
    main()
