# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole main job in the real windows: search, open, buy, read the QR off the screen, redeem it at the counter, see "used" in the
wallet; then redeem it again and see the refusal.

usage: test_town.py RAMBLA PLATFORM CITY        under its own X server and session bus
"""
import os
import sys
import tempfile

from driver import Program, read_qr, screenshot, text_of, type_line, wait_for


class Steps:
    """TAP, one line a step; the first that fails ends it."""

    def __init__(self, plan):
        self.number = 0
        print(f"1..{plan}", flush=True)

    def done(self, name):
        self.number += 1
        print(f"ok {self.number} - {name}", flush=True)


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(10)
    with tempfile.TemporaryDirectory() as folder:
        env = {"RAMBLA_PLATFORM_BINARY": platform, "RAMBLA_CITY_DIR": city, "LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi",
               "XDG_DATA_HOME": os.path.join(folder, "data"), "XDG_CACHE_HOME": os.path.join(folder, "cache"),
               "XDG_STATE_HOME": os.path.join(folder, "state"), "XDG_CONFIG_HOME": os.path.join(folder, "config"),
               "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy", "GSETTINGS_BACKEND": "memory"}
        demo = ["--demo", "--demo-folder", os.path.join(folder, "town")]
        consumer = Program([rambla, *demo], env)
        counter = None
        try:
            field = consumer.find("entry", "Search offers", patience=90)
            steps.done("the town opens")

            consumer.focus(field)
            type_line("pizza")
            consumer.find("push button", contains="izza")
            steps.done("search finds offers")

            consumer.press(consumer.find("push button", "Kind: All kinds"))
            consumer.press(consumer.find(name="Vouchers"))
            card = consumer.find("push button", contains="izza", accept=lambda node: "Free" not in node.get_name())
            steps.done("a filter narrows them")

            title = card.get_name().split(",")[0]
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
