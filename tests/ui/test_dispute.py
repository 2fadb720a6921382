# SPDX-License-Identifier: GPL-3.0-or-later
"""Something was wrong: the buyer complains on the order's page and shows a picture, the store looks the use up in its day's list and
answers at its counter, the operator decides at the referee's desk, and the buyer reads the decision and where the money went.

usage: run.sh SCREEN test_dispute.py RAMBLA PLATFORM CITY
"""
import hashlib
import json
import os
import re
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

from driver import Atspi, Program, screenshot, type_line, wait_for, xdotool

COLD = "#c81e96"  # of the picture, and of nothing in the windows


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
            return self.use(deal), deal
        raise AssertionError("the sample city has no voucher for pizza that is good at any time")

    def use(self, deal):
        """Buys a voucher for the offer and uses it. Returns the order's id."""
        order = self.call("POST", "/v1/orders", "consumer", {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1,
                                                            "expected_total": deal["price"]})
        self.call("POST", f"/v1/orders/{order['id']}/payment", "consumer", {"method": "saved"})
        paid = wait_for("the payment", lambda: self.paid(order["id"]))
        voucher = self.call("GET", "/v1/vouchers/" + paid["vouchers"][0]["id"], "consumer")
        self.call("POST", "/v1/merchant/redemptions", "merchant", {"presented": voucher["code"], "store_id": deal["store"]["id"]})
        return order["id"]

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


def is_of_dispute(node):
    """The order's page below this one has a story as well, at its end."""
    while node is not None and node.get_name() != "RamblaDisputePage":
        node = node.get_parent()
    return node is not None


def choose_picture(program, folder):
    """Passes GTK's own dialog, in which a path can be typed."""
    path = os.path.join(folder, "cold.png")
    subprocess.run(["convert", "-size", "640x480", "xc:" + COLD, path], check=True)
    program.press(program.find("push button", "Add a picture"))
    search = ["xdotool", "search", "--onlyvisible", "--name", "^Add a picture$"]
    (dialog,) = wait_for("the dialog", lambda: subprocess.run(search, capture_output=True, text=True).stdout.split())
    xdotool("windowraise", dialog, "windowfocus", "--sync", dialog)
    type_line(path)


def see_picture(program, who):
    """Whether what the buyer has shown is there to be seen, not only its frame."""

    def look():
        box = program.find("image", f"Picture: {who}").get_extents(Atspi.CoordType.WINDOW)
        crop = f"1x1+{box.x + box.width // 2}+{box.y + box.height // 2}"
        command = ["import", "-window", "root", "-crop", crop, "-depth", "8", "txt:-"]
        pixel = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        red, green, blue = (int(part) for part in re.search(r"\((\d+),(\d+),(\d+)", pixel).groups())
        return abs(red - 0xc8) + abs(green - 0x1e) + abs(blue - 0x96) < 20  # JPEG is not exact

    wait_for(f"the picture of {who}", look)


def read_story(program):
    """What the story tells, from top to bottom."""
    titles = ("Ordered; the units are held", "Paid; the platform holds the money", "Used at the store")
    program.find("label", titles[-1])
    rows = {title: program.find("label", title).get_extents(Atspi.CoordType.WINDOW).y for title in titles}
    return sorted(rows, key=rows.get), list(titles)


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(8)
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

            choose_picture(consumer, folder)
            see_picture(consumer, "You")
            steps.done("the buyer shows a picture from a file")

            counter = Program([rambla, "--counter", *demo], env)
            programs.append(counter)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store", patience=60), deal["store"]["name"])
            counter.press(counter.find("push button", contains=deal["store"]["name"] + ", "))
            counter.click(counter.find("label", deal["title"]))
            told, wanted = read_story(counter)
            assert told == wanted, told
            steps.done("the store opens the story of what it accepted today")

            xdotool("key", "Escape")
            counter.gone("label", told[-1])
            counter.press(counter.find(name="Complaints"))
            counter.raise_window()
            counter.click(counter.find("label", contains="Not as described: "))
            see_picture(counter, "Buyer")
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
            see_picture(desk, "Buyer")
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
            consumer.click(consumer.find("label", "The whole story", accept=is_of_dispute))
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
