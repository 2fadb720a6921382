# SPDX-License-Identifier: GPL-3.0-or-later
"""The real counter's window through an outage: accepted alone, refused the second time, handed in by itself, taken back; opened anew
while the platform is away; and what two counters accepted alike.

usage: run.sh SCREEN test_counter_offline.py RAMBLA PLATFORM CITY
"""
import glob
import os
import signal
import sqlite3
import sys
import tempfile

from browser import Browser
from driver import Program, screenshot, text_of, type_line, wait_for
from test_dispute import Town
from test_sign_in import Platform, catch_links


class Steps:
    """TAP, one line a step; the first that fails ends it."""

    def __init__(self, plan):
        self.number = 0
        self.output = os.fdopen(9, "w")  # see run.sh
        print(f"1..{plan}", file=self.output, flush=True)

    def done(self, name):
        self.number += 1
        if "RAMBLA_TEST_SHOTS" in os.environ:
            screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], f"counter-{self.number}.png"))
        print(f"ok {self.number} - {name}", file=self.output, flush=True)


class Place(Town):
    """A platform of this test's own, and what its buyers do meanwhile."""

    def __init__(self, folder, address):
        self.folder = folder
        self.tokens = {}
        self.address = address

    def find_deal(self):
        """A voucher that is good at any time, within what counters accept alone."""
        for deal in self.call("GET", "/v1/deals?q=pizza&kind=voucher&limit=100")["deals"]:
            deal = self.call("GET", "/v1/deals/" + deal["id"])
            if {"weekdays", "from", "to", "holidays"} & set(deal["rules"]) or deal["stock_left"] == 0:
                continue
            if deal["price"]["amount"] <= 100000:
                return deal
        raise AssertionError("the sample city has no such voucher")

    def buy(self, deal):
        order = self.call("POST", "/v1/orders", "consumer", {"deal_id": deal["id"], "store_id": deal["store"]["id"], "quantity": 1,
                                                            "expected_total": deal["price"]})
        self.call("POST", f"/v1/orders/{order['id']}/payment", "consumer", {"method": "saved"})
        return self.voucher(wait_for("the payment", lambda: self.paid(order["id"]))["vouchers"][0]["id"])

    def voucher(self, one):
        return self.call("GET", "/v1/vouchers/" + one, "consumer")

    def wait_for_state(self, voucher, state):
        wait_for(f"the voucher {state}", lambda: self.voucher(voucher["id"])["state"] == state)


def sign_in(window):
    window.press(window.find("push button", "Sign in"))
    window.press(window.find("push button", "Open the browser"))
    link = window.find("text", "Link for the browser on this computer")
    browser = Browser()
    browser.open(wait_for("the link", lambda: text_of(link)))
    browser.submit("password", {"email": "merchant@example.org", "password": "sandbox"})
    browser.submit("decision", button="allow")
    assert "You can close this window" in browser.text, browser.text


def open_menu(window, item):
    window.press(window.find(name="Main menu"))
    window.press(window.find(name=item))


def scan(window, voucher):
    window.raise_window()
    window.focus(window.find(name="Voucher code"))
    type_line(voucher["token"])


def main():
    rambla, program, city = sys.argv[1:4]
    steps = Steps(11)
    with tempfile.TemporaryDirectory() as folder:
        env = {"LC_ALL": "C.UTF-8", "GTK_A11Y": "atspi", "GSK_RENDERER": "cairo", "GIO_USE_PROXY_RESOLVER": "dummy",
               "GSETTINGS_BACKEND": "memory", "HOME": folder}
        for kind in ("data", "cache", "state", "config"):
            env[f"XDG_{kind.upper()}_HOME"] = os.path.join(folder, kind)
        catch_links(folder)
        data = os.path.join(folder, "platform")
        platform = Platform(program, city, data)
        command = [rambla, "--counter", "--platform", platform.address]
        window = None
        try:
            platform.start()
            town = Place(data, platform.address)
            deal = town.find_deal()
            first, second, third, fourth = (town.buy(deal) for _ in range(4))
            window = Program(command, env)
            sign_in(window)
            window.enter(window.find(name="Name of the store"), deal["store"]["name"])
            window.press(window.find("push button", contains=deal["store"]["name"]))
            window.find(name="Voucher code")
            wait_for("a counter that is ready", lambda: is_ready(env["XDG_STATE_HOME"]))
            steps.done(f"the counter stands in {deal['store']['name']}")

            platform.stop()
            scan(window, first)
            window.find("label", "Accepted offline")
            window.find(contains="1 unsent")
            steps.done("without the platform a voucher is accepted, and one is unsent")

            window.raise_window()
            type_line(first["token"])
            window.find("label", "Refused")
            window.find("label", "Already used")
            steps.done("the same voucher is refused")

            window.stop()
            window = Program(command, env)
            window.find(name="Voucher code")
            window.find(contains="1 unsent")
            scan(window, second)
            window.find("label", "Accepted offline")
            window.find(contains="2 unsent")
            steps.done("a counter that starts in the outage opens where it stood, knows what is unsent, and goes on")

            scan(window, first)
            window.find("label", "Already used")
            steps.done("it knows what it took before it was started")

            platform.start()
            town.wait_for_state(first, "redeemed")
            town.wait_for_state(second, "redeemed")
            window.gone(contains=" unsent")
            steps.done("when the platform is back both are handed in by themselves")

            undo = window.find("push button", contains="Take back: ")
            window.press(undo)
            window.enter(window.find("text", "Reason"), "Scanned by mistake")
            window.press(window.find("push button", contains="Take back Take back"))
            wait_for("a voucher that is good again", lambda: "active" in [town.voucher(one["id"])["state"] for one in (first, second)])
            window.find("label", contains="taken back")
            steps.done("one is taken back, with a reason, and is good again")

            # The answer is lost: the platform hears the scan, and stops before it can say so.
            platform.process.send_signal(signal.SIGSTOP)
            scan(window, third)
            window.find("label", "Accepted offline")
            platform.process.send_signal(signal.SIGCONT)
            town.wait_for_state(third, "redeemed")
            window.gone(contains=" unsent")
            uses = town.call("GET", f"/v1/merchant/conflicts?store_id={deal['store']['id']}", "merchant")["conflicts"]
            assert not uses, uses
            steps.done("a scan whose answer was lost counts once, and is no conflict")

            window.press(window.find(name="Conflicts"))
            window.find("label", "No conflicts")
            window.press(window.find(name="Counter"))
            platform.stop()
            scan(window, fourth)
            window.find("label", "Accepted offline")
            window.stop()
            platform.start()
            town.call("POST", "/v1/merchant/redemptions", "merchant", {"presented": fourth["code"], "store_id": deal["store"]["id"]})
            window = Program(command, env)
            window.gone(contains=" unsent")
            window.press(window.find(name="Conflicts"))
            window.find("label", "Accepted twice")
            uses = window.find("label", contains="First, it counts: ")
            assert text_of(uses).count(deal["store"]["name"]) == 2, text_of(uses)
            steps.done("what two counters accepted is a conflict, with both uses and who bears it")

            open_menu(window, "Counter settings…")
            window.click(window.find("label", "Accept offline"))
            window.press(window.find("push button", "Save"))
            window.gone("label", "Accept offline")
            told = town.call("GET", f"/v1/merchant/counter?store_id={deal['store']['id']}", "merchant")
            assert not told["offline"]["accept"], told["offline"]
            steps.done("in the settings offline acceptance is switched off, and it is kept")

            open_menu(window, "Sign out…")
            window.press(window.find("push button", contains="Sign out Sign out"))
            window.find("label", "Not signed in")
            steps.done("signed out, it needs an account again")
        except BaseException:
            if "RAMBLA_TEST_SHOTS" in os.environ:
                screenshot(os.path.join(os.environ["RAMBLA_TEST_SHOTS"], "counter-failed.png"))
            raise
        finally:
            if window is not None:
                window.stop()
            platform.stop()


def is_ready(state):
    """Whether the counter has what it needs for an outage on its disk."""
    for path in glob.glob(os.path.join(state, "rambla", "*", "merchant", "counter.db")):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        try:
            return database.execute("SELECT count(*) FROM feeds WHERE known_at > 0").fetchone()[0] > 0
        except sqlite3.OperationalError:
            return False  # it is just being made
        finally:
            database.close()
    return False


if __name__ == "__main__":
    main()
