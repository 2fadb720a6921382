# SPDX-License-Identifier: GPL-3.0-or-later
"""An offer is changed, stopped and put on sale again at the counter; whoever looks at it, in the list or on its page, sees that without
doing anything.

usage: run.sh SCREEN test_offer_live.py RAMBLA PLATFORM CITY
"""
import os
import sys
import tempfile

from driver import Program, screenshot, type_line, wait_for
from test_town import Steps, ask, good_at_any_time


def shot(name):
    if "RAMBLA_TEST_SHOTS" in os.environ:
        screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"offer-{name}.png"))


def say(amount):
    """A price as the window writes it, without the sign and its space."""
    return f"{amount // 100:,}"


def change(counter, title, price=None, toggle=False):
    """What the merchant does on the page with the offers."""
    counter.raise_window()
    counter.press(counter.find("push button", f"Change {title}"))
    if price is not None:
        counter.find(contains="Price", accept=lambda node: node.get_value_iface() is not None).get_value_iface().set_current_value(price)
    if toggle:
        counter.press(counter.find(contains="On sale", accept=lambda node: node.get_role_name() in ("toggle button", "switch", "check box")))
    shot("dialog")
    counter.press(counter.find("push button", contains="Save Save"))
    counter.find("label", "The offer was changed.")


def main():
    rambla, platform, city = sys.argv[1:4]
    steps = Steps(6)
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
            deal = good_at_any_time(town)
            title, store = deal["title"], deal["store"]["name"]
            consumer.focus(field)
            type_line(title)
            consumer.find("push button", contains=f"{title}, {store}")
            counter = Program([rambla, "--counter", *demo], env)
            counter.raise_window()
            counter.enter(counter.find(name="Name of the store", patience=60), store)
            counter.press(counter.find("push button", contains=f"{store}, "))
            counter.press(counter.find(name="Offers"))
            counter.find("push button", f"Change {title}")
            steps.done(f"the list shows {title}, and the counter stands in {store}")

            first = deal["price"]["amount"] - 3000
            change(counter, title, price=first / 100)
            consumer.find("push button", contains=f"{title}, {store}", accept=lambda card: say(first) in card.get_name())
            consumer.raise_window()
            shot("list")
            steps.done("another price is in the list at once")

            consumer.press(consumer.find("push button", contains=f"{title}, {store}"))
            consumer.find("push button", contains="Buy")
            second = deal["price"]["amount"] - 5000
            change(counter, title, price=second / 100)
            consumer.find("label", contains=say(second))
            consumer.raise_window()
            shot("page")
            steps.done("and on the offer's page")

            change(counter, title, toggle=True)
            consumer.find("push button", contains="Not on sale")
            consumer.raise_window()
            shot("stopped")
            steps.done("stopped: nobody can buy it on its page")

            change(counter, title, toggle=True)
            consumer.find("push button", contains="Buy")
            steps.done("on sale again: its page sells it again")

            consumer.press(consumer.find("push button", "Back"))
            consumer.find("push button", contains=f"{title}, {store}")
            change(counter, title, toggle=True)
            consumer.gone("push button", contains=f"{title}, {store}")
            change(counter, title, toggle=True)
            consumer.find("push button", contains=f"{title}, {store}", patience=5)
            consumer.raise_window()
            shot("again")
            steps.done("stopped and on sale again: it leaves the list and comes back")
        except BaseException:
            shot("failed")
            raise
        finally:
            for program in (counter, consumer):
                if program is not None:
                    program.stop()


if __name__ == "__main__":
    main()
