# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole main job in the real windows: search, open, buy, read the QR off the screen, redeem it at the counter, see "used" in the
wallet; then redeem it again and see the refusal.

usage: run.sh SCREEN test_town.py RAMBLA PLATFORM CITY
"""
import json
import os
import sys
import tempfile
import urllib.request

from driver import Program, read_qr, screenshot, text_of, type_line, wait_for, xdotool


def ask(town, path):
    """What the platform answers to a client of its own."""
    with open(os.path.join(town, "demo.json")) as file:
        address = json.load(file)["listening"]
    request = urllib.request.Request(address + path, headers={"Accept-Language": "en"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def good_at_any_time(town):
    """A voucher whose rules allow it now, whenever this test runs, and whose title no other has."""
    deals = ask(town, "/v1/deals?q=pizza&kind=voucher&limit=100")["deals"]
    titles = [deal["title"] for deal in deals]
    for deal in deals:
        rules = ask(town, "/v1/deals/" + deal["id"])["rules"]
        if not {"weekdays", "from", "to", "holidays"} & set(rules) and deal["stock_left"] != 0:
            if titles.count(deal["title"]) == 1:
                return deal
    raise AssertionError("the sample city has no voucher for pizza that is good at any time")


class Steps:
    """TAP, one line a step; the first that fails ends it."""

    def __init__(self, plan):
        self.number = 0
        self.output = os.fdopen(9, "w")  # see run.sh
        print(f"1..{plan}", file=self.output, flush=True)

    def done(self, name):
        self.number += 1
        print(f"ok {self.number} - {name}", file=self.output, flush=True)


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(10)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               "XDG_DATA_HOME": os.path.join(folder, "data"), "XDG_CACHE_HOME": os.path.join(folder, "cache"),
               "XDG_STATE_HOME": os.path.join(folder, "state"), "XDG_CONFIG_HOME": os.path.join(folder, "config"),
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        town = os.path.join(folder, "town")
        demo = ["--demo", "--demo-folder", town]
        consumer = Program([rambla, *demo], env)
        counter = None
        try:
            field = consumer.find("entry", "Search offers", patience=90)
            steps.done("the town opens")

            deal = good_at_any_time(town)
            title, store = deal["title"], deal["store"]["name"]
            consumer.focus(field)
            type_line("pizza")
            consumer.find("push button", contains="izza")
            steps.done("search finds offers")

            chip = consumer.find(name="Beauty and hair")
            everything = ask(town, "/v1/deals?q=pizza&limit=1")["total_estimate"]
            consumer.press(chip)
            consumer.find("label", "Nothing found")
            consumer.press(chip)
            consumer.find("label", contains=str(everything))
            steps.done("a filter narrows them, and lets them be")

            consumer.enter(field, title)
            consumer.focus(field)
            xdotool("key", "Return")
            card = consumer.find("push button", contains=f"{title}, {store}")
            consumer.press(card)
            buy = consumer.find("push button", contains="Buy")
            steps.done(f"the offer opens: {title}")

            consumer.press(buy)
            consumer.press(consumer.find("push button", contains="Pay"))
            show = consumer.find("push button", contains="Show voucher")
            steps.done("bought with the saved card")

            consumer.press(show)
            picture = os.path.join(folder, "voucher.png")

            def scan():
                screenshot(picture)
                return read_qr(picture)

            presented = wait_for("a QR code on the screen", scan)
            steps.done(f"the QR code reads, {len(presented)} characters")

            labels = [text_of(label) for label in consumer.all("label")]
            store, address = labels[labels.index("Where") + 1:][:2]
            counter = Program([rambla, "--counter", *demo], env)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store"), store)
            counter.press(counter.find("push button", f"{store}, {address.split(',')[0]}"))
            code = counter.find(name="Voucher code")
            steps.done(f"the counter stands in {store}")

            counter.raise_window()
            counter.focus(code)
            type_line(presented)
            counter.find("label", "Accepted")
            steps.done("the counter accepts it")

            consumer.find("label", contains="Used")
            steps.done("the wallet shows it used")

            type_line(presented)
            counter.find("label", "Refused")
            counter.find("label", "Already used")
            steps.done("the counter refuses it the second time, and says why")
        finally:
            for program in (counter, consumer):
                if program is not None:
                    program.stop()


if __name__ == "__main__":
    main()
